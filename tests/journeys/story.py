"""Stories: what is published in the quarter, followed there, and what each chat was then told."""

import sqlite3
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox import Chat, Person, Topic
from content.records import Item, State
from content.rich import read
from content.texts import texts
from tests.bot.town import labels, Message, Town
from tests.handlers.world import both, item


def article(slug: str, **fields: Any) -> Item:
    """Return an article on policing, told by its slug in both languages."""
    given: dict[str, Any] = {
        "title": both(f"Titre {slug}", f"Title {slug}"),
        "topics": ["policing"],
        "date": "2026-11-20",
    }
    return item("article", slug, **{**given, **fields})


def measure(slug: str, **fields: Any) -> Item:
    """Return a measure on policing, told by its slug in both languages."""
    given: dict[str, Any] = {"title": both(f"Mesure {slug}", f"Measure {slug}"), "topics": ["policing"]}
    return item("measure", slug, **{**given, "status_as_of": "2026-11-20", **fields})


async def publish(quarter: Town, *items: Item) -> None:
    """Publish the items, and let the bot tell what is to be told now."""
    for each in items:
        await quarter.app.items.put(each, State.PUBLISHED, None, None, quarter.clock.now())
    await looked(quarter)


async def looked(quarter: Town) -> None:
    """Let the bot look what is due, send it, and see to what is to be done once it has arrived."""
    for _ in range(2):
        quarter.app.wake()
        await quarter.settled()


async def until(quarter: Town, at: datetime) -> None:
    """Move the clock, and let the bot look."""
    quarter.clock.set(at)
    await looked(quarter)


async def passed(quarter: Town, **by: float) -> None:
    """Let time pass, and let the bot look."""
    await until(quarter, quarter.clock.now() + timedelta(**by))


async def follow(
    quarter: Town,
    person: Person,
    what: str,
    chat: Chat | None = None,
    topic: Topic | None = None,
    *,
    every: str = "",
    quiet: bool = False,
) -> None:
    """Follow something as people do: ask, choose how often (at once by default), confirm; without the usual quiet hours."""
    french = person.user()["language_code"] == "fr"
    form = (
        await quarter.ask(
            person, f"/subscribe {what}" if chat is None else f"/subscribe@riverain_bot {what}", chat, topic
        )
    )[-1]
    await choose(quarter, person, form, every or ("Dès que" if french else "As it comes"))
    await quarter.press(person, now(quarter, form), "Confirmer" if french else "Confirm")
    if chat is None and not quiet:
        await quarter.app.services.chats.keep_quiet(person.id, None)


async def choose(quarter: Town, person: Person, message: Message, label: str) -> list[Message]:
    """Press the button that begins so, chosen already or not."""
    found = next(each for each in labels(now(quarter, message)) if each.removeprefix("✓ ").startswith(label))
    return await quarter.press(person, now(quarter, message), found)


def now(quarter: Town, message: Message) -> Message:
    """Return a message as it now stands."""
    post = quarter.world.chats[message["chat"]["id"]].find(message["message_id"])
    assert post is not None
    return post.record


def told(where: Person | Chat, word: str) -> list[Message]:
    """Return the messages of the bot there that have the word."""
    return [each for each in where.messages if word in each.get("text", "")]


def sentence(key: str, language: str = "fr", **values: object) -> str:
    """Return a sentence of the catalogue as it is read."""
    return plain(read(texts(language).text(key, **values)).text)


def plain(text: str) -> str:
    """Return a text with plain spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


async def asked(quarter: Town, query: str, *values: object) -> list[Any]:
    """Return the rows of a query."""

    def look(connection: sqlite3.Connection) -> list[Any]:
        return connection.execute(query, values).fetchall()

    return await quarter.app.database.read(look)


def pressable(message: Message, label: str) -> bool:
    """Return whether the message has a button that begins so."""
    return any(each.startswith(label) for each in labels(message))
