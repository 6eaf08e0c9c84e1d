"""Reading updates: what somebody asked, pressed or changed, as far as the bot cares; the rest is nothing."""

import re
from dataclasses import dataclass
from typing import Any, Final

from telegram import Chat as TelegramChat
from telegram import Message, Update

from handlers.request import Chat, ChatKind, Position

_COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{1,64}))?(?:\s+(.*))?\Z", re.DOTALL)
_KINDS: Final = {
    "private": ChatKind.PRIVATE,
    "group": ChatKind.GROUP,
    "supergroup": ChatKind.GROUP,
    "channel": ChatKind.CHANNEL,
}
MOST_TEXT: Final = 4096


class UnreadableError(Exception):
    """The update is none python-telegram-bot can read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A message to the bot: a command, free text, a shared place, or something it cannot read."""

    chat: Chat
    user: int | None
    language_code: str | None
    message_id: int
    command: str | None
    """As typed, lower case; None for free text."""
    args: str
    named: bool
    """The bot was addressed by its name."""
    position: Position | None = None
    readable: bool = True
    """False: a sticker, a picture, a voice message."""
    as_group: bool = False
    """Said in the group's own name by an anonymous admin."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A pressed button."""

    query_id: str
    chat: Chat
    user: int
    language_code: str | None
    message_id: int
    data: str


@dataclass(frozen=True, slots=True)
class AskedInline:
    """Words typed after the bot's name in some chat."""

    query_id: str
    user: int
    language_code: str | None
    words: str
    offset: str


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot was added, removed, blocked or unblocked."""

    chat: Chat
    user: int | None
    language_code: str | None
    present: bool
    before: bool


@dataclass(frozen=True, slots=True)
class Migrated:
    """A group became a supergroup."""

    old: int
    new: int


Event = Asked | Pressed | AskedInline | Membership | Migrated


def parse(raw: dict[str, Any]) -> Update:
    """Return the update; raises UnreadableError when a field is missing or of the wrong type."""
    try:
        update = Update.de_json(raw, None)
    except Exception as fault:  # whatever a malformed object makes the library raise
        raise UnreadableError(type(fault).__name__) from None
    return update


def event(update: Update, bot_id: int, bot_username: str) -> Event | None:
    """Return what the update means to the bot, or None when it means nothing."""
    try:
        return _event(update, bot_id, bot_username)
    except (AttributeError, TypeError, ValueError) as fault:
        raise UnreadableError(type(fault).__name__) from None


def _event(update: Update, bot_id: int, bot_username: str) -> Event | None:
    if (said := update.message or update.channel_post) is not None:
        return _asked(said, bot_id, bot_username)
    if (query := update.callback_query) is not None:
        message = query.message
        if message is None or query.data is None:
            return None
        return Pressed(
            query.id,
            _chat(message.chat, message if isinstance(message, Message) else None),
            query.from_user.id,
            query.from_user.language_code,
            message.message_id,
            query.data,
        )
    if (inline := update.inline_query) is not None:
        return AskedInline(inline.id, inline.from_user.id, inline.from_user.language_code, inline.query, inline.offset)
    if (change := update.my_chat_member) is not None:
        return Membership(
            _chat(change.chat, None),
            change.from_user.id,
            change.from_user.language_code,
            present=present(change.new_chat_member.status, getattr(change.new_chat_member, "is_member", False)),
            before=present(change.old_chat_member.status, getattr(change.old_chat_member, "is_member", False)),
        )
    return None


def present(status: str, inside: object) -> bool:
    """Return whether somebody of that status is in the chat; of the restricted ``inside`` says so."""
    return status in ("member", "administrator", "creator") or (status == "restricted" and bool(inside))


def _chat(chat: TelegramChat, message: Message | None) -> Chat:
    # Replies inside a plain group carry a thread id too; only a forum's topics are threads one can write to.
    topic = message is not None and message.is_topic_message
    return Chat(
        chat.id, _KINDS.get(chat.type, ChatKind.CHANNEL), message.message_thread_id if message and topic else None
    )


def _asked(message: Message, bot_id: int, bot_username: str) -> Asked | Migrated | None:
    if message.migrate_to_chat_id is not None:
        return Migrated(message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return Migrated(message.migrate_from_chat_id, message.chat.id)
    if message.via_bot is not None and message.via_bot.id == bot_id:
        return None  # a card somebody sent through inline mode
    if message.is_automatic_forward:
        return None  # a post of the group's channel, which was read there
    chat = _chat(message.chat, message)
    private = chat.kind is ChatKind.PRIVATE
    said = _said(message.text, bot_username, private=private)
    if said is None and not (private and _is_content(message)):
        return None
    command, args, named = said or (None, "", False)
    place = message.venue.location if message.venue else message.location
    user = message.from_user
    return Asked(
        chat,
        None if message.sender_chat is not None or user is None else user.id,
        user.language_code if user else None,
        message.message_id,
        command,
        args,
        named,
        Position(place.latitude, place.longitude) if place is not None and private else None,
        readable=said is not None or place is not None,
        as_group=message.sender_chat is not None and message.sender_chat.id == message.chat.id,
    )


def _said(text: str | None, bot_username: str, *, private: bool) -> tuple[str | None, str, bool] | None:
    """Return command, arguments and whether the bot was named; None when nothing was said to the bot."""
    text = (text or "").strip()[:MOST_TEXT]
    if not text:
        return None
    own = bot_username.lower()
    if match := _COMMAND.match(text):
        name, to, args = match.groups()
        if to and to.lower() != own:
            return None
        return name.lower(), (args or "").strip(), bool(to)
    mention = f"@{own}"
    if text.lower().startswith(mention) and not text[len(mention) : len(mention) + 1].replace("_", "x").isalnum():
        return None, text[len(mention) :].strip(" ,:"), True
    return (None, text, False) if private else None


def _is_content(message: Message) -> bool:
    """Return whether a person sent something, rather than Telegram noting that something happened."""
    return bool(message.effective_attachment)
