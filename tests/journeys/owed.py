"""What is owed: a neighbourhood to which an alert, news and digests are due, and the count of who got what how often."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta, UTC
from pathlib import Path
from typing import Any, Final

from bot.app import App, running
from bot.clock import SystemClock
from bot.delivery.gate import UNPACED
from bot.plan import Plan
from bot.sandbox import Chat, Person, World
from bot.storage.database import DATABASE
from content.dates import PartialDate
from content.news import Every, Filter
from content.records import Measure, State
from content.schedule import Schedule
from handlers.ports import AlertKind
from tests.bot.town import WorldWire

ALERT: Final = "tf1info-2023-01-15-nunez"
NEWS: Final = "m-patrouilles-24h"
TOPIC: Final = "policing"
_LATE: Final = 31_000
"""Milliseconds after which nothing that was on its way can arrive any more."""
_COPIES: Final = (
    "SELECT o.id, o.chat, o.doubted, b.kind, json_extract(w.body, '$.text') FROM outbox o JOIN broadcast b ON b.id = o.bid"
    " JOIN broadcast_body w ON w.bid = o.bid AND w.language = o.language AND w.part = o.part WHERE o.op = 'send'"
    # A copy for the group it was, while the supergroup it is has one, is owed to nobody.
    " AND NOT (o.state = 'cancelled' AND o.err LIKE 'migrated%' AND EXISTS(SELECT 1 FROM chat c JOIN outbox n"
    " ON n.chat = c.migrated_to AND n.bid = o.bid AND n.part = o.part AND n.op = 'send' WHERE c.id = o.chat))"
)
_OPEN: Final = (
    "SELECT (SELECT count(*) FROM outbox WHERE state IN('queued', 'sending', 'unknown'))"
    " + (SELECT count(*) FROM inbox WHERE state = 'new') + (SELECT count(*) FROM broadcast WHERE audience IS NOT NULL)"
    " + (SELECT count(*) FROM news WHERE state = 'new') + (SELECT count(*) FROM pending)"
    " + (SELECT count(*) FROM schedule WHERE id NOT IN(SELECT schedule FROM slot))"
)


@dataclass
class Copies:
    """What was found in the chats beside what the outbox says of it."""

    copies: dict[int, int]
    """How often each message of a broadcast stands in its chat."""
    doubted: dict[int, int]
    """How often each was sent again although it may have arrived."""
    kinds: dict[int, str]

    @property
    def lost(self) -> list[str]:
        """The kinds of those that arrived nowhere."""
        return [self.kinds[each] for each, count in self.copies.items() if count == 0]

    @property
    def twice(self) -> dict[str, int]:
        """How many copies there are too many, by kind."""
        extra = Counter[str]()
        for each, count in self.copies.items():
            if count > 1:
                extra[self.kinds[each]] += count - 1
        return dict(extra)


@dataclass
class Neighbourhood:
    """People and groups, and a store in which everything is due to them."""

    world: World
    data: Path
    claire: Person
    """The operator."""
    followers: list[Person]
    forums: list[Chat]
    small: Chat
    """A basic group."""
    neighbours: list[Person]
    """They follow nothing, and talk in the groups."""
    spoken: frozenset[int]
    """The chats the bot has spoken in once before everything."""
    asked: Counter[int] = field(default_factory=Counter)

    @property
    def groups(self) -> list[Chat]:
        """The groups as they are now."""
        moved = self.world.chats[self.small.migrated_to] if self.small.migrated_to else self.small
        return [*self.forums, moved]

    def chat(self) -> None:
        """Let residents talk to each other, and some ask the bot."""
        for group in self.groups:
            for neighbour in self.neighbours:
                neighbour.say("Bonsoir à tous", group)
            self.neighbours[0].say("/help@riverain_bot", group)
            self.asked[group.id] += 1
        self.followers[0].say("/help")
        self.asked[self.followers[0].id] += 1

    def rows(self, query: str) -> list[Any]:
        """Return what the store says, also while a process runs on it."""
        with closing(sqlite3.connect(f"file:{self.data / DATABASE}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()

    def done(self) -> bool:
        """Return whether nothing is due or open any more."""
        return not self.world.updates.pending and self.rows(_OPEN) == [(0,)]

    def half_a_minute_off(self) -> None:
        """Let the machine have been off so long that nothing on its way can arrive any more."""
        with closing(sqlite3.connect(self.data / DATABASE)) as connection:
            connection.execute(
                "UPDATE outbox SET started_at = started_at - ?1, not_before = max(0, not_before - ?1)"
                " WHERE state IN('sending', 'unknown')",
                (_LATE,),
            )
            connection.commit()

    def count(self) -> Copies:
        """Count the copies of each message of a broadcast in the chats."""
        rows = self.rows(_COPIES)
        seen = Counter(
            (chat.id, message.get("text"))
            for chat in self.world.chats.values()
            for message in chat.messages
            if message["from"]["id"] == self.world.bot_id
        )
        return Copies(
            {row: seen[chat, text] for row, chat, _, _, text in rows},
            {row: doubted for row, _, doubted, _, _ in rows},
            {row: kind for row, _, _, kind, _ in rows},
        )

    def replies(self) -> tuple[int, int]:
        """Return how many answers are missing, and how many were given again."""
        missing = again = 0
        texts = {text for *_, text in self.rows(_COPIES)}
        for chat, asked in self.asked.items():
            found = self.world.chats[chat].messages
            said = sum(message["from"]["id"] == self.world.bot_id and message["text"] not in texts for message in found)
            said -= chat in self.spoken
            missing += max(0, asked - said)
            again += max(0, said - asked)
        return missing, again


async def neighbourhood(world: World, data: Path, *, followers: int = 9) -> Neighbourhood:
    """Found it: everybody has spoken with the bot before; then an alert, news and three digests fall due."""
    claire = world.person("Claire", "fr", started=True)
    following = [world.person(f"Follower {number}", "fr", started=True) for number in range(followers)]
    neighbours = [world.person(f"Neighbour {number}", "fr", started=True) for number in range(2)]
    forums = [world.group(f"Riverains {number}", forum=True, quiet=True) for number in range(2)]
    small = world.group("Petit groupe", quiet=True)
    spoken = frozenset(
        (claire.id, small.id, *(each.id for each in (*following, *neighbours)), *(each.id for each in forums))
    )
    made = Neighbourhood(world, data, claire, following, forums, small, neighbours, spoken)
    plan = Plan(data, None, (claire.id,), menus=False, rates=UNPACED, knocks=False)
    async with running(plan, WorldWire(world), SystemClock()) as app:
        for group in made.groups:
            for neighbour in neighbours:
                group.join(neighbour, quiet=True)
            neighbours[0].say("/help@riverain_bot", group)
        for person in (claire, *following, *neighbours):
            person.say("/help")
        await world.bell.until(lambda: not world.updates.pending or None, 20)
        async with asyncio.timeout(20):
            await app.settled()
        await _fall_due(app, [*[each.id for each in following], *[each.id for each in made.groups]], made.groups)
    return made


async def _fall_due(app: App, followers: Sequence[int], groups: Sequence[Chat]) -> None:
    now = datetime.now(UTC)
    for each in followers:
        await app.tables.subscriptions.add(each, None, Filter(topics=(TOPIC,)), Every.NOW, "fr", now)
    for group in groups:
        slot = now - timedelta(minutes=2)
        schedule = Schedule(group.id, slot.time().replace(second=0, microsecond=0), "UTC", "fr")
        await app.services.schedules.keep(schedule, now - timedelta(hours=1))
    measure = await app.items.get(NEWS)
    assert isinstance(measure, Measure)
    changed = measure.model_copy(update={"status_as_of": PartialDate(now.date().isoformat())})
    await app.items.put(changed, State.PUBLISHED, None, None, now)
    assert await app.services.alerts.send(ALERT, AlertKind.OTHER, None, now) is not None
