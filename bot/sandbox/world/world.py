"""The world: the bot, people, chats, what was said, and what the bot has not heard yet."""

import asyncio
import re
from datetime import datetime, timedelta, UTC
from typing import Any

from bot.clock import MovableClock
from bot.sandbox.record import Record
from bot.sandbox.world.bell import Bell
from bot.sandbox.world.chat import Chat
from bot.sandbox.world.faults import Fault, Faults
from bot.sandbox.world.files import FileStore, StoredFile
from bot.sandbox.world.inline import Queries
from bot.sandbox.world.journal import Journal, LoggedCall, Toast
from bot.sandbox.world.limits import Limits
from bot.sandbox.world.media import media_fields
from bot.sandbox.world.member import Member
from bot.sandbox.world.person import Person
from bot.sandbox.world.polls import Polls
from bot.sandbox.world.post import Post
from bot.sandbox.world.profile import Profile
from bot.sandbox.world.traveller import Traveller
from bot.sandbox.world.updates import UpdateQueue

# Of a valid shape and plainly no secret: Telegram never gave it to anyone.
TOKEN = "110201543:SANDBOX-TOKEN-NOT-A-SECRET-00000000"  # noqa: S105
TOKEN_SHAPE = re.compile(r"^\d{1,16}:[A-Za-z0-9_-]{30,64}$")
GROUP_BOT = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


class World:
    """Everything a stand-in for Telegram has to remember."""

    def __init__(
        self,
        clock: MovableClock | None = None,
        token: str = TOKEN,
        *,
        name: str = "Riverain",
        username: str = "riverain_bot",
        privacy_mode: bool = True,
    ) -> None:
        """Start with a bot and nobody else; raise ValueError for a token of the wrong shape."""
        if not TOKEN_SHAPE.match(token):
            raise ValueError("A bot's token looks like 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1.")
        self.clock = clock or MovableClock()
        self.token = token
        self.bot_id = int(token.partition(":")[0])
        self.username = username
        self.privacy_mode = privacy_mode
        self.inline_feedback = True
        self.enforce_limits = False
        self.revoked = False
        self.bell = Bell()
        self.journal = Journal(self.bell)
        self.updates = UpdateQueue(self.bell)
        self.files = FileStore()
        self.faults = Faults()
        self.limits = Limits()
        self.queries = Queries(self)
        self.polls = Polls(self)
        self.profile = Profile(name)
        self.traveller: Traveller | None = None
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        # How many calls are being answered now; how many wait in getUpdates.
        self.busy = 0
        self.polling = 0
        self.closing: list[asyncio.Task[None]] = []
        self._seen: dict[int, int] = {}
        self._shared = 0
        self._calls = 0
        self._founder: Person | None = None

    # Who is who

    def bot_user(self) -> Record:
        """Return the bot's User object as it stands in messages."""
        return {"id": self.bot_id, "is_bot": True, "first_name": self.profile.name(), "username": self.username}

    def group_bot(self) -> Record:
        """Return the User object that stands for anonymous administrators."""
        return dict(GROUP_BOT)

    def user(self, number: int) -> Record:
        """Return the User object of a person or of the bot; raise KeyError for nobody."""
        return self.bot_user() if number == self.bot_id else self.people[number].user()

    def person(
        self, name: str, language_code: str = "fr", *, username: str = "", label: str = "", started: bool = False
    ) -> Person:
        """Let a person into the world; the bot hears nothing of it."""
        number = 600_000_001 + len(self.people)
        person = Person(self, number, name, username, language_code, label)
        person.known = person.started = started
        self.people[number] = person
        self.journal.publish({"type": "person", "person": person.shown()})
        return person

    def founder(self) -> Person:
        """Return the person who founds groups that name no owner."""
        if self._founder is None:
            self._founder = self.person("Founder", label="group owner")
        return self._founder

    def group(
        self,
        title: str,
        *,
        forum: bool = False,
        kind: str = "",
        owner: Person | None = None,
        bot: str = "member",
        quiet: bool = False,
    ) -> Chat:
        """Found a group and add the bot (``member``, ``administrator``, or ``""`` for not at all).

        A forum is a supergroup, others are basic groups unless ``kind`` says otherwise. The bot hears of it unless ``quiet``.
        """
        chat = self.new_chat(kind or ("supergroup" if forum else "group"), title, forum=forum)
        founder = owner or self.founder()
        founder.meet()
        chat.members[founder.id] = Member("creator")
        if quiet and bot:
            chat.members[self.bot_id] = Member("member")
        elif bot:
            chat.add_bot()
        if bot == "administrator" and not chat.bot.rules:
            chat.promote_bot()
        return chat

    def channel(
        self, title: str, *, username: str = "", owner: Person | None = None, bot: str = "administrator"
    ) -> Chat:
        """Found a channel with the bot as an administrator, or without it."""
        chat = self.group(title, kind="channel", owner=owner, bot=bot)
        chat.username = username
        return chat

    def new_chat(self, kind: str, title: str, *, forum: bool = False) -> Chat:
        """Make an empty chat with a number of the right shape."""
        place = len(self.chats) + 1
        number = -(1_002_000_000_000 + place) if kind in {"supergroup", "channel"} else -(4_000_000_000 + place)
        chat = Chat(self, number, kind, title, forum=forum)
        self.chats[number] = chat
        self.journal.publish({"type": "chat", "chat": chat.shown()})
        return chat

    def private_chat(self, person: Person) -> Chat:
        """Make the private chat of a person; persons keep theirs."""
        chat = Chat(self, person.id, "private")
        chat.person = person
        self.chats[person.id] = chat
        return chat

    # Numbers and time

    def unix_time(self) -> int:
        """Return the world's time in whole seconds since 1970."""
        return int(self.clock.now().timestamp())

    def offset(self) -> float:
        """Return how many seconds the world's clock is ahead of the machine's."""
        return (self.clock.now() - datetime.now(UTC)).total_seconds()

    def set_clock(self, at: datetime | None) -> None:
        """Set the clock, or with None put it right again; a traveller moves it in its own time."""
        to = at or datetime.now(UTC)
        if self.traveller is not None:
            self.traveller.go(to)
        else:
            self.jump(to)

    def advance(self, by: timedelta) -> None:
        """Move the clock by so much, from where it is or is going."""
        heading = self.traveller.heading if self.traveller is not None else None
        self.set_clock((heading or self.clock.now()) + by)

    def jump(self, at: datetime) -> None:
        """Set the clock at once; who looks on is told."""
        self.clock.set(at)
        self._tell_time()

    def _tell_time(self) -> None:
        self.journal.publish({"type": "clock", "now": self.clock.now().isoformat(), "offset": round(self.offset(), 3)})

    def next_shared_number(self) -> int:
        """Return the next message number for private chats and basic groups."""
        self._shared += 1
        return self._shared

    def media_fields(self, file: StoredFile, given: Record) -> Record:
        """Return the fields of a message that carries a file."""
        return media_fields(self.files, file, given)

    # What tests and the page want to know

    @property
    def calls(self) -> list[LoggedCall]:
        """Every call so far but the polls that brought nothing, oldest first."""
        return list(self.journal.calls)

    @property
    def violations(self) -> list[str]:
        """Where calls and answers departed from the published Bot API, in readable lines."""
        return self.journal.violations

    @property
    def toasts(self) -> list[Toast]:
        """The bot's answers to presses."""
        return self.journal.toasts

    def log(self, method: str, params: Record, code: int, description: str, result: Any) -> None:
        """Remember a call."""
        self._calls += 1
        at: datetime = self.clock.now()
        self.journal.log(LoggedCall(self._calls, at, method, params, code == 200, code, description, result))

    def fault(
        self, method: str, kind: str, times: int = 1, chat: "Chat | Person | int | None" = None, **details: Any
    ) -> Fault:
        """Let something go wrong with the next calls of a method (``*``: any); see ``faults.py`` for the kinds."""
        number = chat if isinstance(chat, int) or chat is None else chat.id
        return self.faults.add(Fault(method, kind, times, number, details))

    def inject(self, update: Record) -> Record:
        """Queue a raw update, however malformed."""
        return self.updates.inject(update)

    def updates_again(self, update_id: int, *, renumber: bool = False) -> Record:
        """Queue an update the bot had already, under the same number or a new one."""
        return self.updates.again(update_id, renumber=renumber)

    # Waiting, in real seconds, without asking again and again

    async def next_message(self, chat: "Chat | Person", timeout: float = 5.0) -> Record:  # noqa: ASYNC109
        """Return the bot's next message in a chat, each one once; raise TimeoutError when none comes."""
        where = chat.private if isinstance(chat, Person) else chat

        def found() -> Post | None:
            seen = self._seen.get(where.id, 0)
            fresh = (post for number, post in where.posts.items() if number > seen and post.from_bot)
            return next((post for post in fresh if not post.deleted), None)

        post = await self.bell.until(found, timeout)
        self._seen[where.id] = post.record["message_id"]
        return post.record

    async def next_call(self, method: str, after: int = 0, timeout: float = 5.0) -> LoggedCall:  # noqa: ASYNC109
        """Return the first call of a method with a number above ``after``; raise TimeoutError when none comes."""
        return await self.bell.until(
            lambda: next((one for one in self.journal.calls if one.n > after and one.method == method), None), timeout
        )

    async def next_toast(self, after: int = 0, timeout: float = 5.0) -> Toast:  # noqa: ASYNC109
        """Return the toast that follows the first ``after`` ones; raise TimeoutError when none comes."""
        return await self.bell.until(lambda: self.toasts[after] if len(self.toasts) > after else None, timeout)

    async def settled(self, quiet: float = 0.05, timeout: float = 5.0) -> None:  # noqa: ASYNC109
        """Return once the bot has every update and has called nothing for ``quiet`` real seconds; or raise TimeoutError."""
        async with asyncio.timeout(timeout):
            while True:
                try:
                    async with asyncio.timeout(quiet):
                        await self.bell.heard()
                except TimeoutError:
                    if not self.updates.waiting and self.busy == 0:
                        return

    async def close(self) -> None:
        """Stop what runs on behalf of the world (the delivery of webhooks)."""
        for task in self.closing:
            task.cancel()
        await asyncio.gather(*self.closing, return_exceptions=True)
        self.closing.clear()
