"""Composing: what is told to chats nobody asked from becomes the frozen messages of a broadcast, one text a variant."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.storage.broadcasts import Body
from content.rich import Rich
from content.texts import closest, texts
from handlers.ports import Services
from handlers.reply import Reply
from handlers.request import Chat, ChatKind, Person, Request


class Composer(Protocol):
    """Turns a reply into messages without chat, thread and signatures (they are stamped on each copy)."""

    def broadcast(self, reply: Reply, request: Request) -> Sequence[Body]:
        """Return the messages of the reply, in order."""
        ...

    def rich(self, parameters: Mapping[str, Any]) -> Rich:
        """Return the text of a message as it was sent, with what stands out in it."""
        ...

    def text(self, rich: Rich) -> Mapping[str, Any]:
        """Return the parameters that say a text."""
        ...


def variant(language: str, kind: str) -> str:
    """Return which text a chat gets: its language, and whether it is read in private or by many."""
    return language if kind == ChatKind.PRIVATE else f"{language}-{ChatKind.GROUP.value}"


def asking(command: str, language: str, kind: str, services: Services, now: datetime) -> Request:
    """Return the request a message to no one in particular is made for: its language, its kind of chat, its time."""
    manifest = services.packs.manifest
    spoken = texts(closest(language, manifest.languages[0] if manifest else "fr"))
    read_by = ChatKind.PRIVATE if kind == ChatKind.PRIVATE else ChatKind.GROUP
    return Request(command, "", Chat(0, read_by), Person(None), spoken, now)
