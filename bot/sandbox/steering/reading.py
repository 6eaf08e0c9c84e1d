"""How a deed is read: its person, chat, topic, message and other fields, each fault in one sentence."""

from typing import Any

from bot.sandbox.record import Record
from bot.sandbox.world import Chat, Person, Topic, World


class Wrong(Exception):  # noqa: N818
    """A deed that cannot be read, said in one sentence."""


def read(given: Record, name: str, kind: type, default: Any = None, *, needed: bool = True) -> Any:
    """Return a field of a deed; raise Wrong when it is missing or of another type."""
    value = given.get(name, default)
    if value is None and not needed:
        return None
    if value is None:
        raise Wrong(f"The field {name!r} is missing.")
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        words = {str: "a string", int: "a whole number", float: "a number", bool: "true or false"}[kind]
        raise Wrong(f"The field {name!r} must be {words}.")
    return value


def find_person(world: World, given: Record, name: str = "person") -> Person:
    """Return the person a deed names; raise Wrong when there is none."""
    number = read(given, name, int)
    if number not in world.people:
        raise Wrong(f"There is no person {number}.")
    return world.people[number]


def find_chat(world: World, given: Record) -> Chat:
    """Return the chat a deed names; raise Wrong when there is none."""
    number = read(given, "chat", int)
    if number in world.people:
        return world.people[number].private
    if number not in world.chats:
        raise Wrong(f"There is no chat {number}.")
    return world.chats[number]


def find_place(world: World, given: Record) -> Chat:
    """Return the chat of a deed, the person's private chat when none is named."""
    return find_chat(world, given) if given.get("chat") is not None else find_person(world, given).private


def find_topic(chat: Chat, given: Record, *, needed: bool = False) -> Topic | None:
    """Return the topic a deed names, or None."""
    number = read(given, "topic", int, needed=needed)
    return None if number is None else chat.find_topic(number)


def find_message(chat: Chat, given: Record) -> Record:
    """Return the message a deed names; raise Wrong when there is none."""
    number = read(given, "message_id", int)
    post = chat.find(number)
    if post is None:
        raise Wrong(f"There is no message {number} in this chat.")
    return post.record
