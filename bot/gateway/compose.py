"""Composing: a reply to a request becomes the messages the outbox will hold."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from markupsafe import Markup

from bot.gateway.acting import acting_for
from bot.gateway.bodies import chart_parameters, document_parameters, pin_parameters, text_parameters
from bot.gateway.buttons import Buttons, ButtonTooLongError
from bot.gateway.pages import lay_out
from bot.storage.outbox import Outgoing, Priority
from content.charts import described
from content.rich import read, Rich, split
from content.texts import texts
from handlers.deeplink import encode, to_door
from handlers.reply import Button, Doorway, Link, Reply, Row
from handlers.request import Chat, ChatKind, Person, Request

REPLY_EXPIRES: Final = timedelta(minutes=30)
"""An answer that could not be given for so long is no answer any more."""
NEWS_EXPIRES: Final = timedelta(days=2)
"""A word to somebody who asked nothing just now can still be read then."""
CAPTION_LIMIT: Final = 1024
"""UTF-16 units below a picture."""
_MOST_PINS: Final = 3


class Composer:
    """Turns replies into messages."""

    def __init__(self, buttons: Buttons, bot_username: str, operators: tuple[int, ...]) -> None:
        """Sign buttons with ``buttons``; doorways lead to ``bot_username``; words to the operators go to ``operators``."""
        self._buttons = buttons
        self.bot_username = bot_username
        self._operators = operators

    def compose(
        self,
        reply: Reply,
        request: Request,
        *,
        answers: int | None = None,
        replaces: int | None = None,
        moderators: Collection[int] = (),
    ) -> list[Outgoing]:
        """Return the messages of a reply, in order.

        ``answers`` is the message it answers (in groups it is quoted); ``replaces`` the message whose button was
        pressed, when the answer takes its place; ``moderators`` are told what is for moderators, as operators are.
        """
        messages = list(self._messages(reply, request, answers=answers, replaces=replaces))
        for extra in reply.extra:
            messages.extend(self._messages(extra, request))
        for post in reply.posts:
            messages.extend(self._messages(post, _elsewhere(request, request.about)))
        if reply.to_moderators is not None:
            for person in sorted({*moderators, *self._operators} - {request.person.id}):
                there = replace(_elsewhere(request, Chat(person, ChatKind.PRIVATE)), person=Person(person))
                messages.extend(self._messages(reply.to_moderators, there))
        for chat, language, told in reply.to_people:
            there = replace(
                _elsewhere(request, Chat(chat, ChatKind.PRIVATE)), person=Person(chat), texts=texts(language)
            )
            messages.extend(
                replace(each, prio=Priority.HOUSEKEEPING, expires_in=NEWS_EXPIRES)
                for each in self._messages(told, there)
            )
        if reply.to_operators:
            messages.extend(self.to_operators(reply.to_operators))
        return messages

    def to_operators(self, text: Markup) -> Iterator[Outgoing]:
        """Yield a word to each operator, in private, not kept once sent."""
        for operator in self._operators:
            for piece in split(read(text)):
                yield Outgoing(
                    operator, "sendMessage", {"chat_id": operator, **text_parameters(piece)},
                    prio=Priority.HOUSEKEEPING, keep=False,
                )  # fmt: skip

    def _messages(
        self, reply: Reply, request: Request, *, answers: int | None = None, replaces: int | None = None
    ) -> Iterator[Outgoing]:
        page = lay_out(reply, request)
        markup = self.keyboard(page.buttons, request)
        where = _where(request, answers)
        if replaces is not None and page.text.text:
            body = {
                "chat_id": request.chat.id,
                "message_id": replaces,
                **text_parameters(page.text),
                "reply_markup": markup,
            }
            yield self._outgoing(request, reply, "editMessageText", body, page.items, op="edit")
        elif page.text.text:
            body = {**where, **text_parameters(page.text)}
            if reply.share and request.private:
                body["reply_markup"] = _sharing_place(reply.share)
            elif markup["inline_keyboard"]:
                body["reply_markup"] = markup
            yield self._outgoing(request, reply, "sendMessage", body, page.items)
        there = {name: value for name, value in where.items() if name != "reply_parameters"}
        if request.page == 1 and reply.chart is not None and (request.private or not page.buttons):
            caption = next(split(Rich(described(reply.chart, request.texts)), CAPTION_LIMIT)).text
            body = {**there, **chart_parameters(reply.chart, caption)}
            yield self._outgoing(request, reply, "sendPhoto", body, page.items)
        if request.page == 1 and request.private and reply.document is not None:
            body = {**there, **document_parameters(reply.document)}
            yield replace(self._outgoing(request, reply, "sendDocument", body, ()), keep=False)
        if request.page == 1 and request.private:
            for pin in reply.pins[:_MOST_PINS]:
                yield self._outgoing(request, reply, "sendVenue", {**there, **pin_parameters(pin)}, page.items)

    def _outgoing(
        self,
        request: Request,
        reply: Reply,
        method: str,
        body: dict[str, Any],
        items: tuple[str, ...],
        op: str = "send",
    ) -> Outgoing:
        return Outgoing(
            request.chat.id,
            method,
            body,
            op=op,
            keep=not reply.private,
            items=tuple(dict.fromkeys(items)),
            expires_in=REPLY_EXPIRES,
            chat_kind=request.chat.kind,
        )

    def keyboard(self, rows: tuple[Row, ...], request: Request) -> dict[str, Any]:
        """Return an inline keyboard; a button whose words do not fit into it is left out."""
        keys = []
        for row in rows:
            written = [key for button in row if (key := self._key(button, request)) is not None]
            if written:
                keys.append(written)
        return {"inline_keyboard": keys}

    def _key(self, button: Button | Link | Doorway, request: Request) -> dict[str, str] | None:
        match button:
            case Button() if request.chat.kind is ChatKind.CHANNEL:
                # Whoever reads a channel can press; the answer is for them alone.
                door = Doorway(button.label, button.command, button.args)
                return {"text": button.label, "url": doorway(door, self.bot_username)}
            case Button():
                asked = acting_for(button, request)
                try:
                    return {"text": button.label, "callback_data": self._buttons.write(asked, request.chat.id)}
                except ButtonTooLongError:
                    return None
            case Link():
                return {"text": button.label, "url": button.url}
            case Doorway():
                return {"text": button.label, "url": doorway(button, self.bot_username)}


def doorway(door: Doorway, bot_username: str) -> str:
    """Return the address that opens the private chat and asks there for the door's command."""
    payload = to_door(door.token) if door.token else encode(door.command, door.args)
    return f"https://t.me/{bot_username}?start={payload}"


def _elsewhere(request: Request, chat: Chat) -> Request:
    """Return the request as it would be for a message said in another chat."""
    return replace(request, chat=chat, acting_for=None, acting=None, page=1)


def _where(request: Request, answers: int | None) -> dict[str, Any]:
    """Return the chat, the forum topic, and in groups the message that is answered."""
    where: dict[str, Any] = {"chat_id": request.chat.id}
    if request.chat.thread is not None:
        where["message_thread_id"] = request.chat.thread
    if answers is not None and not request.private:
        where["reply_parameters"] = {"message_id": answers, "allow_sending_without_reply": True}
    return where


def _sharing_place(label: str) -> dict[str, Any]:
    """Return a keyboard whose one key shares the reader's place; it goes away once used."""
    return {
        "keyboard": [[{"text": label, "request_location": True}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }
