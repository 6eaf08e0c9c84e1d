"""Answering: an event becomes a request, the command's reply becomes messages."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import structlog

from bot.clock import Clock
from bot.delivery.crash import reached
from bot.gateway.acting import acted, Acting, Mandate, Shut
from bot.gateway.buttons import Buttons, Press
from bot.gateway.compose import Composer, doorway
from bot.gateway.inline import inline_answer
from bot.gateway.menus import calls_for
from bot.gateway.quick import QuickAnswer
from bot.gateway.reading import Asked, AskedInline, Event, Membership, Migrated, Pressed
from bot.gateway.roles import Roles
from bot.storage.chats import ChatTable
from bot.storage.outbox import Outgoing
from content.texts import closest, texts
from handlers import BY_NAME, canonical
from handlers.arrival import arrived_in_channel, arrived_in_group
from handlers.awaited import awaited, distress
from handlers.command import Command, Scope
from handlers.deeplink import door_token
from handlers.guard import guarded
from handlers.plain import place, plain, unreadable
from handlers.ports import Services
from handlers.reply import Doorway, Reply, say
from handlers.request import Chat, ChatKind, Person, Request
from handlers.unknown import unknown

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows from one update."""

    messages: list[Outgoing]
    quick: tuple[QuickAnswer, ...] = ()


NOTHING: Final = Answer([])
Handle = Callable[[], Awaitable[Answer]]
_LONGEST_ASKED: Final = 200
"""Characters of a command a door leads to."""


class Answering:
    """Makes the answer to each kind of event."""

    def __init__(
        self,
        services: Services,
        chats: ChatTable,
        composer: Composer,
        buttons: Buttons,
        roles: Roles,
        acting: Acting,
        clock: Clock,
    ) -> None:
        """Answer with the commands of the handlers, over the given ports."""
        self._services = services
        self._chats = chats
        self._composer = composer
        self._buttons = buttons
        self._roles = roles
        self._acting = acting
        self._clock = clock

    async def prepare(self, found: Event) -> Handle:
        """Return what to run inside the transaction; whatever needs the network is done here, before it."""
        if isinstance(found, Asked):
            token = _door(found)
            if token is not None and found.user is not None:
                mandate = await self._acting.through(token, found.user, self._clock.now())
                return lambda: self._through(found, mandate)
            admin = await self._admin(found.chat, found.user, canonical(found.command or ""))
            return lambda: self._asked(found, group_admin=admin)
        if isinstance(found, Pressed):
            return await self._prepare_press(found)
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

    async def _prepare_press(self, found: Pressed) -> Handle:
        press = self._buttons.read(found.data, found.chat.id)
        number, args = acted(press.args) if press else (None, "")
        if press is None or number is None or found.chat.kind is not ChatKind.PRIVATE:
            admin = await self._admin(found.chat, found.user, press.command if press else None)
            return lambda: self._pressed(found, press, group_admin=admin)
        mandate = await self._acting.still(number, found.user, self._clock.now())
        own = replace(press, args=args)
        return lambda: self._pressed(found, own, mandate=mandate)

    async def _admin(self, chat: Chat, user: int | None, name: str | None) -> bool:
        command = BY_NAME.get(name or "")
        if command is None or command.scope is not Scope.GROUP_ADMINS or chat.kind is ChatKind.PRIVATE or user is None:
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

    async def _composed(
        self, reply: Reply, request: Request, *, answers: int | None = None, replaces: int | None = None
    ) -> list[Outgoing]:
        moderators = await self._services.moderators.all() if reply.to_moderators is not None else ()
        return self._composer.compose(reply, request, answers=answers, replaces=replaces, moderators=moderators)

    async def _through(self, asked: Asked, mandate: Mandate | Shut) -> Answer:
        """Return the answer to somebody who came through a door: the command, for the chat the door is of."""
        person = await self._roles.person(asked.user, group_admin=isinstance(mandate, Mandate))
        request = await self._request(asked.chat, person, asked.language_code, self._clock.now())
        if isinstance(mandate, Shut):
            log.info("door.refused", why=mandate.value)
            request = replace(request, command="start")
            return Answer(self._composer.compose(say(request.text(f"door.{mandate.value}")), request))
        name, _, args = mandate.command.partition(" ")
        request = replace(
            request, command=name, args=args, asked_as=name, acting_for=mandate.chat, acting=mandate.number
        )
        reply = await guarded(request, self._services) or await self._run(BY_NAME[name], request)
        return Answer(await self._composed(reply, request, answers=asked.message_id))

    async def _asked(self, asked: Asked, *, group_admin: bool) -> Answer:
        command = BY_NAME.get(canonical(asked.command or "") or "")
        if asked.chat.kind is ChatKind.CHANNEL and (command is None or command.scope is not Scope.GROUP_ADMINS):
            return NOTHING
        trusted = asked.as_group and command is not None and command.trusts_group
        person = await self._roles.person(asked.user, group_admin=group_admin or trusted)
        request = await self._request(asked.chat, person, asked.language_code, self._clock.now())
        request = replace(request, args=asked.args, asked_as=asked.command or "", position=asked.position)
        request = await self._awaited(asked, request)
        reply = await self._reply(asked, request)
        if reply is None:
            return NOTHING
        name = canonical(asked.command or "") or ("contacts" if asked.position else request.command or "ask")
        request = replace(request, command=name)
        messages = await self._composed(reply, request, answers=asked.message_id)
        return Answer(messages, await self._menu(reply))

    async def _awaited(self, asked: Asked, request: Request) -> Request:
        """Return the request with what its words answer, where they were awaited; a command ends the waiting."""
        words = asked.command is None and asked.position is None and asked.readable
        if not request.private or request.person.id is None or not (words or asked.command):
            return request
        if asked.command:
            # Taken, for nearly nobody is asked anything, and to see that nothing is written.
            await self._services.curation.awaiting.take(request.person.id, request.now)
            return request
        return await awaited(request, self._services)

    async def _reply(self, asked: Asked, request: Request) -> Reply | None:
        if asked.position is not None:
            return await place(request, self._services)
        if not asked.readable:
            return await unreadable(request, self._services)
        if request.awaited is not None:
            return await distress(request, self._services) or await self._run(BY_NAME[request.command], request)
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
        if command.scope is Scope.GROUP_ADMINS and not command.trusts_group and _nameless(request):
            return await self._doorway(command, request)
        if refusal := _refusal(command, request):
            return refusal
        return await command.handler(request, self._services)

    async def _doorway(self, command: Command, request: Request) -> Reply:
        """Return the way into the private chat, where Telegram can be asked who it is that wants the command."""
        asked = f"{command.name} {request.args}".strip()[:_LONGEST_ASKED]
        token = await self._services.doors.open(request.chat, asked, request.now)
        key = "door.channel" if request.chat.kind is ChatKind.CHANNEL else "door.group"
        return say(request.text(key), (Doorway(request.text("door.open").unescape(), command.name, token=token),))

    async def _pressed(
        self, pressed: Pressed, press: Press | None, *, group_admin: bool = False, mandate: Mandate | Shut | None = None
    ) -> Answer:
        person = await self._roles.person(pressed.user, group_admin=group_admin or isinstance(mandate, Mandate))
        request = await self._request(pressed.chat, person, pressed.language_code, self._clock.now())
        command = BY_NAME.get(press.command) if press else None
        if press is None or command is None:
            log.info("press.refused", why="stale")
            return Answer([], (_answered(pressed, str(request.text("button.stale")), alert=True),))
        if isinstance(mandate, Shut):
            log.info("press.refused", why=mandate.value)
            return Answer([], (_answered(pressed, request.text(f"door.{mandate.value}").unescape(), alert=True),))
        request = replace(
            request, command=command.name, args=press.args, page=press.page, pressed=True, asked_as=command.name
        )
        if mandate is not None:
            request = replace(request, acting_for=mandate.chat, acting=mandate.number)
        if command.scope is Scope.ONESELF and not request.private:
            # It concerns who pressed alone: the private chat opens for them, and nothing appears here.
            door = doorway(Doorway("", command.name, press.args), self._composer.bot_username)
            return Answer([], (_answered(pressed, url=door),))
        if refusal := _refusal(command, request):
            # To who pressed alone: the message, and its buttons for those who may, stay as they are.
            said = " ".join(str(block) for block in refusal.blocks)
            return Answer([], (_answered(pressed, said, alert=True),))
        reply = await command.handler(request, self._services)
        replaces = pressed.message_id if press.in_place else None
        messages = await self._composed(reply, request, replaces=replaces)
        return Answer(messages, (_answered(pressed, reply.toast), *await self._menu(reply)))

    async def _menu(self, reply: Reply) -> tuple[QuickAnswer, ...]:
        """Return the calls that show somebody whose role changed the menu they now have."""
        if reply.role_of is None:
            return ()
        person = await self._roles.person(reply.role_of)
        calls = calls_for(
            reply.role_of, moderator=person.moderator, operator=person.operator, fallback=self._fallback()
        )
        return tuple(QuickAnswer(method, parameters) for method, parameters in calls)

    async def _inline(self, asked: AskedInline) -> Answer:
        chat = Chat(asked.user, ChatKind.PRIVATE)
        request = await self._request(chat, Person(asked.user), asked.language_code, self._clock.now())
        return Answer([], (await inline_answer(asked, request, self._services, self._composer),))

    async def _membership(self, change: Membership) -> Answer:
        kind = change.chat.kind
        if not change.present:
            await self._chats.left(change.chat.id, kind)
            return NOTHING
        await self._chats.met(change.chat.id, kind, self._clock.now())
        if change.before or kind is ChatKind.PRIVATE:
            return NOTHING
        person = await self._roles.person(change.user)
        where = change.chat if kind is ChatKind.GROUP else Chat(person.id or 0, ChatKind.PRIVATE)
        request = await self._request(where, person, change.language_code, self._clock.now())
        request = replace(request, command="start")
        if kind is ChatKind.GROUP:
            return Answer(self._composer.compose(await arrived_in_group(request, self._services), request))
        if person.id is None:
            return NOTHING
        number = await self._acting.begin(person.id, change.chat, request.now)
        request = replace(request, acting_for=change.chat, acting=number)
        return Answer(self._composer.compose(arrived_in_channel(request), request))

    async def _migrated(self, change: Migrated) -> Answer:
        await self._chats.migrate(change.old, change.new)
        reached("migrate")
        return NOTHING


def _door(asked: Asked) -> str | None:
    """Return the token of the door somebody comes through; None where they come by none."""
    private = asked.chat.kind is ChatKind.PRIVATE
    return door_token(asked.args) if private and canonical(asked.command or "") == "start" else None


def _nameless(request: Request) -> bool:
    """Return whether a group or channel asks, and Telegram hides who in it."""
    return not request.private and request.person.id is None


def _refusal(command: Command, request: Request) -> Reply | None:
    """Return why the command may not be used here or by this person; None where it may."""
    if command.scope is Scope.ONESELF and not request.private:
        door = Doorway(str(request.text("scope.open_private")), command.name, request.args)
        return say(request.text("scope.private"), (door,))
    if command.scope is Scope.GROUP_ADMINS and not request.private and not request.person.group_admin:
        return say(request.text("scope.group_admins"))
    if command.scope is Scope.MODERATORS and not request.person.moderator:
        return say(request.text("scope.moderators"))
    if command.scope is Scope.OPERATORS and not request.person.operator:
        return say(request.text("scope.operators"))
    if command.scope in (Scope.MODERATORS, Scope.OPERATORS) and not request.private:
        door = Doorway(str(request.text("scope.open_private")), command.name, request.args)
        return say(request.text("scope.private"), (door,))
    return None


def _answered(pressed: Pressed, text: str = "", *, alert: bool = False, url: str = "") -> QuickAnswer:
    parameters: dict[str, object] = {"callback_query_id": pressed.query_id}
    if url:
        parameters["url"] = url
    if text:
        parameters |= {"text": text[:200], "show_alert": alert}
    return QuickAnswer("answerCallbackQuery", parameters)
