"""Neighbours: the people of the demo, and what they set up by asking the bot as anybody would."""

import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.app import App
from bot.sandbox import Chat, Person, Topic, World
from bot.sandbox.record import Record
from content.texts import Texts, texts

_EXAMPLE: Final = "éclairage"
"""What the example in the newspaper is about (``bot/newsstand.py``)."""
_DUE_IN: Final = timedelta(minutes=2)
_PATIENCE: Final = 30.0
"""Real seconds."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two residents, two who curate, a group's admin, and their group."""

    amina: Person
    joe: Person
    claire: Person
    samir: Person
    lucie: Person
    group: Chat
    notices: Topic


def move_in(world: World) -> Neighbours:
    """Let them into the world; the bot hears nothing of it yet."""
    amina = world.person("Amina", "fr", username="amina", label="resident")
    joe = world.person("Joe", "en", username="joe", label="resident")
    claire = world.person("Claire", "fr", username="claire", label="operator")
    samir = world.person("Samir", "fr", username="samir", label="group admin")
    lucie = world.person("Lucie", "fr", username="lucie", label="moderator")
    group = world.group("Riverains Stalingrad · La Villette", forum=True, owner=samir, bot="administrator", quiet=True)
    for person in (amina, joe, claire, lucie):
        group.join(person, quiet=True)
    notices = group.topic("Annonces")
    group.topic("Entraide")
    return Neighbours(amina, joe, claire, samir, lucie, group, notices)


async def settle_in(people: Neighbours, world: World, app: App, subject: str | None) -> None:
    """Let them set up what a newcomer is to see: a digest due in two minutes, a moderator, subscriptions.

    ``subject`` is the topic Amina follows at once, if there is one, beside what the example in the newspaper is about.
    """
    for person in (people.amina, people.joe, people.claire, people.lucie):
        person.say("/start")
    await _quiet(world, app)
    french, english = texts("fr"), texts("en")
    people.claire.say(f"/moderators add {people.lucie.id}")
    people.samir.say("/mesures@riverain_bot éclairage", chat=people.group, topic=people.notices)
    await _quiet(world, app)
    await _digest(people, world, app, french)
    topic = app.services.packs.reference.topics.get(subject or "")
    wanted = (*((topic.title.say("fr"),) if topic is not None else ()), _EXAMPLE)
    people.amina.say(f"/abonner {' '.join(wanted)}")
    await _agree(people.amina, world, app, french, "now")
    people.joe.say("/subscribe extension -football")
    await _agree(people.joe, world, app, english, "weekly")


async def _digest(people: Neighbours, world: World, app: App, said: Texts) -> None:
    """Let Samir set up the digest in the group's topic: said also when nothing is new, and pinned."""
    zone = ZoneInfo(app.services.packs.manifest.time_zone if app.services.packs.manifest else "UTC")
    due = _minute(app.clock.now() + _DUE_IN).astimezone(zone)
    people.samir.say(f"/setup@riverain_bot {due:%H:%M}", chat=people.group, topic=people.notices)
    for key in ("setup.say-so", "setup.pin", "setup.start"):
        await _press(people.samir, people.group, said.text(key).unescape(), world, app)


async def _agree(person: Person, world: World, app: App, said: Texts, every: str) -> None:
    """Choose how often, and confirm."""
    often = said.text(f"subscribe.every.{every}").unescape()
    await _press(person, person.private, often, world, app)
    await _press(person, person.private, said.text("subscribe.confirm").unescape(), world, app)


async def _press(person: Person, chat: Chat, label: str, world: World, app: App) -> None:
    """Press the newest button of the chat whose label holds ``label``, whatever its case, and wait for what takes its place.

    Raises TimeoutError where there is none.
    """
    # In a group the bot may write so often and no oftener.
    message, data = await world.bell.until(lambda: _button(chat, label), _PATIENCE)
    before = copy.deepcopy(message)
    person.press(message, data)
    await world.bell.until(lambda: message != before or None, _PATIENCE)
    await _quiet(world, app)


def _button(chat: Chat, label: str) -> tuple[Record, str] | None:
    """Return the newest message that has the button, and what pressing it says."""
    for message in reversed(chat.messages):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if label.casefold() in button["text"].casefold() and "callback_data" in button:
                    return message, button["callback_data"]
    return None


async def _quiet(world: World, app: App) -> None:
    await world.settled(timeout=60)
    await app.settled()


def _minute(at: datetime) -> datetime:
    """Return the full minute that has begun or is beginning."""
    return at.replace(second=0, microsecond=0)
