"""Answering: an event becomes a request, the command's reply becomes messages."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.clock import Clock
from bot.gateway.buttons import Buttons
from bot.gateway.compose import Composer
from bot.gateway.inline import inline_answer
from bot.gateway.quick import QuickAnswer
from bot.gateway.reading import Asked, AskedInline, Event, Membership, Migrated, Pressed
from bot.gateway.roles import Roles
from bot.storage.chats import ChatTable
from bot.storage.outbox import Outgoing
from content.texts import closest, texts
from handlers import BY_NAME, canonical
from handlers.command import Command, Scope
from handlers.guard import guarded
from handlers.plain import place, plain, unreadable
from handlers.ports import Services
from handlers.reply import Doorway, Reply, say
from handlers.request import Chat, ChatKind, Person, Request
from handlers.start import greet
from handlers.unknown import unknown


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows from one update."""

    messages: list[Outgoing]
    quick: tuple[QuickAnswer, ...] = ()


NOTHING: Final = Answer([])
Handle = Callable[[], Awaitable[Answer]]


class Answering:
    """Makes the answer to each kind of event."""

    def __init__(
        self,
        services: Services,
        chats: ChatTable,
        composer: Composer,
        buttons: Buttons,
        roles: Roles,
        clock: Clock,
    ) -> None:
        """Answer with the commands of the handlers, over the given ports."""
        self._services = services
        self._chats = chats
        self._composer = composer
        self._buttons = buttons
        self._roles = roles
        self._clock = clock

    async def prepare(self, found: Event) -> Handle:
        """Return what to run inside the transaction; whatever needs the network is done here, before it."""
        if isinstance(found, Asked):
            admin = found.as_group or await self._admin(found.chat, found.user, canonical(found.command or ""))
            return lambda: self._asked(found, group_admin=admin)
        if isinstance(found, Pressed):
            press = self._buttons.read(found.data, found.chat.id)
            admin = await self._admin(found.chat, found.user, press.command if press else None)
            return lambda: self._pressed(found, group_admin=admin)
        if isinstance(found, AskedInline):
            return lambda: self._inline(found)
        if isinstance(found, Membership):
            return lambda: self._membership(found)
        return lambda: self._migrated(found)

    def set_aside(self, update_id: int, fault: str) -> list[Outgoing]:
        """Return the word to the operators that an update was set aside."""
        language = self._fallback()
        return list(
            self._composer.to_operators(texts(language).text("operators.poison", update=update_id, fault=fault))
        )

    async def _admin(self, chat: Chat, user: int | None, name: str | None) -> bool:
        command = BY_NAME.get(name or "")
        if (
            command is None
            or command.scope is not Scope.GROUP_ADMINS
            or chat.kind is not ChatKind.GROUP
            or user is None
        ):
            return False
        return await self._roles.is_admin(chat.id, user, self._clock.now())

    def _fallback(self) -> str:
        manifest = self._services.packs.manifest
        return closest(manifest.languages[0] if manifest else None, "fr")

    async def _language(self, chat: int, code: str | None) -> str:
        return closest(await self._chats.language(chat) or code, self._fallback())

    async def _request(self, chat: Chat, person: Person, code: str | None, now: datetime) -> Request:
        language = await self._language(chat.id, code)
        return Request("", "", chat, person, texts(language), now)

    async def _asked(self, asked: Asked, *, group_admin: bool) -> Answer:
        if asked.chat.kind is ChatKind.CHANNEL:
            return NOTHING
        person = self._roles.person(asked.user, group_admin=group_admin)
        request = await self._request(asked.chat, person, asked.language_code, self._clock.now())
        request = replace(request, args=asked.args, asked_as=asked.command or "", position=asked.position)
        reply = await self._reply(asked, request)
        if reply is None:
            return NOTHING
        name = canonical(asked.command or "") or ("contacts" if asked.position else "ask")
        request = replace(request, command=name)
        return Answer(self._composer.compose(reply, request, answers=asked.message_id))

    async def _reply(self, asked: Asked, request: Request) -> Reply | None:
        if asked.position is not None:
            return await place(request, self._services)
        if not asked.readable:
            return await unreadable(request, self._services)
        if asked.command is None:
            request = replace(request, command="ask")
            return await guarded(request, self._services) or await plain(request, self._services)
        name = canonical(asked.command)
        if name is None:
            # In a group another bot may be meant: silent unless called by name.
            return await unknown(request, self._services) if request.private or asked.named else None
        request = replace(request, command=name)
        return await guarded(request, self._services) or await self._run(BY_NAME[name], request)

    async def _run(self, command: Command, request: Request) -> Reply:
        """Return the command's reply, or why it may not be used here or by this person."""
        if refusal := _refusal(command, request):
            return refusal
        return await command.handler(request, self._services)

    async def _pressed(self, pressed: Pressed, *, group_admin: bool) -> Answer:
        person = self._roles.person(pressed.user, group_admin=group_admin)
        request = await self._request(pressed.chat, person, pressed.language_code, self._clock.now())
        press = self._buttons.read(pressed.data, pressed.chat.id)
        command = BY_NAME.get(press.command) if press else None
        if press is None or command is None:
            return Answer([], (_answered(pressed, str(request.text("button.stale")), alert=True),))
        request = replace(
            request, command=command.name, args=press.args, page=press.page, pressed=True, asked_as=command.name
        )
        if refusal := _refusal(command, request):
            # To who pressed alone: the message, and its buttons for those who may, stay as they are.
            said = " ".join(str(block) for block in refusal.blocks)
            return Answer([], (_answered(pressed, said, alert=True),))
        reply = await command.handler(request, self._services)
        replaces = pressed.message_id if press.in_place else None
        messages = self._composer.compose(reply, request, replaces=replaces)
        return Answer(messages, (_answered(pressed, reply.toast),))

    async def _inline(self, asked: AskedInline) -> Answer:
        person = self._roles.person(asked.user)
        chat = Chat(asked.user, ChatKind.PRIVATE)
        request = await self._request(chat, person, asked.language_code, self._clock.now())
        return Answer([], (await inline_answer(asked, request, self._services, self._composer),))

    async def _membership(self, change: Membership) -> Answer:
        kind = change.chat.kind
        if not change.present:
            await self._chats.left(change.chat.id, kind)
            return NOTHING
        await self._chats.met(change.chat.id, kind, self._clock.now())
        if change.before or kind is not ChatKind.GROUP:
            return NOTHING
        person = self._roles.person(change.user)
        request = await self._request(change.chat, person, change.language_code, self._clock.now())
        request = replace(request, command="start")
        return Answer(self._composer.compose(await greet(request, self._services), request))

    async def _migrated(self, change: Migrated) -> Answer:
        await self._chats.migrate(change.old, change.new)
        return NOTHING


def _refusal(command: Command, request: Request) -> Reply | None:
    """Return why the command may not be used here or by this person; None where it may."""
    if command.scope is Scope.ONESELF and not request.private:
        door = Doorway(str(request.text("scope.open_private")), command.name, request.args)
        return say(request.text("scope.private"), (door,))
    if command.scope is Scope.GROUP_ADMINS and not request.private and not request.person.group_admin:
        return say(request.text("scope.group_admins"))
    if command.scope is Scope.MODERATORS and not (request.person.moderator or request.person.operator):
        return say(request.text("scope.moderators"))
    if command.scope is Scope.OPERATORS and not request.person.operator:
        return say(request.text("scope.operators"))
    return None


def _answered(pressed: Pressed, text: str = "", *, alert: bool = False) -> QuickAnswer:
    parameters: dict[str, object] = {"callback_query_id": pressed.query_id}
    if text:
        parameters |= {"text": text[:200], "show_alert": alert}
    return QuickAnswer("answerCallbackQuery", parameters)
