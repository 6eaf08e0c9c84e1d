"""A counter: answering over an empty store with one command of each scope, real tables, and a Telegram that knows one admin."""

from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup
from telegram.error import NetworkError

import handlers
from bot.clock import MovableClock
from bot.gateway import acting as acting_module
from bot.gateway import answering as answering_module
from bot.gateway.acting import Acting
from bot.gateway.answering import Answer, Answering
from bot.gateway.buttons import Buttons
from bot.gateway.compose import Composer
from bot.gateway.reading import Asked, Event, Pressed
from bot.gateway.roles import Roles
from bot.gateway.telegram import Telegram
from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.doors import DoorTable
from bot.storage.moderators import ModeratorTable
from bot.storage.outbox import Outgoing
from content.pack.manifest import Disambiguation, Synonyms, Wording
from content.reference import Reference
from content.texts import texts
from handlers import BY_NAME, canonical
from handlers.command import Command, Scope
from handlers.ports import Findings, Services
from handlers.reply import Reply, say
from handlers.request import Chat, ChatKind, Request
from tests.handlers.curating import Curating

OPERATOR, ADMIN, ALICE, GROUP = 1, 5, 7, -1001
PRIVATE_CHAT, GROUP_CHAT = Chat(ALICE, ChatKind.PRIVATE), Chat(GROUP, ChatKind.GROUP)


class Nothing:
    """An empty store: every port, with nothing behind it."""

    manifest = emergency = None
    wording, synonyms, disambiguation, reference = Wording(), Synonyms(), Disambiguation(), Reference()

    async def get(self, slug: str) -> None:
        return None

    async def some(self, slugs: Any) -> list[Any]:
        return []

    async def newest(self, kind: str, **more: Any) -> list[Any]:
        return []

    async def find(self, query: str, language: str, **more: Any) -> Findings:
        return Findings()

    async def missed(self, query: str, language: str) -> None:
        pass


class Admins(Telegram):
    """Knows one admin, until told otherwise."""

    def __init__(self) -> None:
        self.asked = 0
        self.admins = {ADMIN}
        self.silent = False

    async def call(self, method: str, parameters: Any = None, **more: Any) -> Any:
        self.asked += 1
        if self.silent:
            raise NetworkError("no answer")
        return {"status": "administrator" if parameters["user_id"] in self.admins else "member"}


class Desk:
    """Answering over an empty store, with one command of each scope."""

    def __init__(self, database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: list[Request] = []
        self.reply: Reply | None = None
        """What every command answers, instead of "done"."""
        self.clock = clock
        self.buttons = Buttons(b"k" * 32)
        self.chats = ChatTable(database)
        self.doors = DoorTable(database)
        self.moderators = ModeratorTable(database)
        self.telegram = Admins()
        composer = Composer(self.buttons, "riverain_bot", (OPERATOR,))
        nothing: Any = Nothing()
        self.curating = Curating({})
        services = Services(
            items=nothing, search=nothing, packs=nothing, chats=self.chats, news=nothing, subscriptions=nothing,
            schedules=nothing, ledger=nothing, alerts=nothing, moderators=self.moderators, doors=self.doors, operators=1,
            curation=self.curating.ports,
        )  # fmt: skip
        roles = Roles(self.telegram, (OPERATOR,), self.moderators)
        self.answering = Answering(
            services, self.chats, composer, self.buttons, roles, Acting(self.doors, roles), clock
        )

        async def handler(request: Request, services: Services) -> Reply:
            self.seen.append(request)
            return self.reply or replace(say(Markup("done")), toast="toast")

        commands = {f"{scope}": Command(f"{scope}", handler, scope) for scope in Scope}
        commands["trusting"] = Command("trusting", handler, Scope.GROUP_ADMINS, trusts_group=True)
        known = {**BY_NAME, **commands}
        monkeypatch.setattr(answering_module, "BY_NAME", known)
        monkeypatch.setattr(handlers, "BY_NAME", known)
        monkeypatch.setattr(acting_module, "BY_NAME", known)
        monkeypatch.setattr(answering_module, "canonical", lambda name: name if name in commands else canonical(name))

    async def answer(self, found: Event) -> Answer:
        return await (await self.answering.prepare(found))()

    async def said(self, found: Event) -> list[str]:
        return [message.body["text"] for message in (await self.answer(found)).messages]

    async def pressed(self, data: str, user: int, chat: Chat | None = None) -> Answer:
        return await self.answer(Pressed("q", chat or Chat(user, ChatKind.PRIVATE), user, "fr", 3, data))


def keys(message: Outgoing) -> list[dict[str, str]]:
    """Return the buttons of a message."""
    return [key for row in message.body["reply_markup"]["inline_keyboard"] for key in row]


def asked(command: str | None, chat: Chat = PRIVATE_CHAT, user: int | None = ALICE, **more: Any) -> Asked:
    values: dict[str, Any] = {"args": "", "named": False, "language_code": "fr", "message_id": 3, **more}
    return Asked(chat, user, command=command, **values)


def text(key: str, language: str = "fr") -> str:
    return str(texts(language).text(key).unescape())
