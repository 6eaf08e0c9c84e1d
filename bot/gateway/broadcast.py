"""Broadcasts: a reply nobody asked for becomes messages that any chat can get, buttons unsigned and the chat left out."""

from collections.abc import Mapping
from typing import Any

from bot.gateway.bodies import rich_of, text_parameters
from bot.gateway.buttons import written
from bot.gateway.compose import doorway
from bot.gateway.pages import BETWEEN, numbered, openers, pieces
from bot.storage.broadcasts import Body
from content.rich import join, LIMIT, read, Rich, split
from handlers.reply import Button, Doorway, Link, Reply
from handlers.request import Request


class BroadcastComposer:
    """Turns replies into the bodies of broadcasts."""

    def __init__(self, bot_username: str) -> None:
        """Doorways lead to ``bot_username``."""
        self._bot_username = bot_username

    def broadcast(self, reply: Reply, request: Request) -> list[Body]:
        """Return the messages of the reply, whole: one, or several where it is longer than Telegram's limit.

        The buttons stand below the last. Entries are opened by number in private chats only: in a group the answer to
        one person's press would be everybody's.
        """
        whole = numbered(list(pieces(reply.blocks, LIMIT)))
        text = join([read(reply.head), *(piece.text for piece in whole), read(reply.foot)], BETWEEN)
        rows = (*(openers(whole) if request.private else ()), *reply.buttons)
        parts = list(split(text))
        bodies = [Body("sendMessage", text_parameters(part)) for part in parts]
        keys = [[self._key(button) for button in row] for row in rows]
        if bodies and keys:
            last = {**bodies[-1].parameters, "reply_markup": {"inline_keyboard": keys}}
            bodies[-1] = Body(bodies[-1].method, last)
        return bodies

    def rich(self, parameters: Mapping[str, Any]) -> Rich:
        """Return the text of a message as it was sent, with what stands out in it."""
        return rich_of(parameters)

    def text(self, rich: Rich) -> Mapping[str, Any]:
        """Return the parameters that say a text."""
        return text_parameters(rich)

    def _key(self, button: Button | Link | Doorway) -> dict[str, Any]:
        match button:
            case Button():
                return {"text": button.label, "ask": written(button)}
            case Link():
                return {"text": button.label, "url": button.url}
            case Doorway():
                return {"text": button.label, "url": doorway(button, self._bot_username)}
