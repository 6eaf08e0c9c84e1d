"""The deeds of the control interface: what people do and what becomes of the world, from JSON and back to JSON."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from bot.sandbox.record import Record
from bot.sandbox.world import Chat, Person, Topic, World
from bot.sandbox.world.faults import KINDS

Deed: TypeAlias = Callable[[World, Record], Record]


class Wrong(Exception):  # noqa: N818
    """A deed that cannot be read, said in one sentence."""


def _field(given: Record, name: str, kind: type, default: Any = None, *, needed: bool = True) -> Any:
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


def _person(world: World, given: Record, name: str = "person") -> Person:
    number = _field(given, name, int)
    if number not in world.people:
        raise Wrong(f"There is no person {number}.")
    return world.people[number]


def _chat(world: World, given: Record) -> Chat:
    number = _field(given, "chat", int)
    if number in world.people:
        return world.people[number].private
    if number not in world.chats:
        raise Wrong(f"There is no chat {number}.")
    return world.chats[number]


def _place(world: World, given: Record) -> Chat:
    """Return the chat of a deed, the person's private chat when none is named."""
    return _chat(world, given) if given.get("chat") is not None else _person(world, given).private


def _topic(chat: Chat, given: Record, *, needed: bool = False) -> Topic | None:
    number = _field(given, "topic", int, needed=needed)
    return None if number is None else chat.find_topic(number)


def _message(chat: Chat, given: Record) -> Record:
    number = _field(given, "message_id", int)
    post = chat.find(number)
    if post is None:
        raise Wrong(f"There is no message {number} in this chat.")
    return post.record


def say(world: World, given: Record) -> Record:
    """Write."""
    chat = _place(world, given)
    text, reply = _field(given, "text", str), _field(given, "reply_to", int, needed=False)
    return {"message": _person(world, given).say(text, chat, _topic(chat, given), reply)}


def edit(world: World, given: Record) -> Record:
    """Change an own message."""
    chat = _place(world, given)
    return {"message": _person(world, given).edit(_message(chat, given), _field(given, "text", str))}


def press(world: World, given: Record) -> Record:
    """Press a button, by its label or its data; ``forged`` sends made-up data."""
    person, chat, data = _person(world, given), _place(world, given), _field(given, "data", str)
    message = _message(chat, given)
    if _field(given, "forged", bool, default=False):
        return {"query": person.press_forged(message, data)}
    return {"query": person.press(message, data)}


def share_place(world: World, given: Record) -> Record:
    """Share a place."""
    latitude, longitude = _field(given, "lat", float), _field(given, "lon", float)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise Wrong("That is no place on Earth.")
    return {"message": _person(world, given).share_place(latitude, longitude, _place(world, given))}


def inline(world: World, given: Record) -> Record:
    """Type after the bot's name."""
    return {"query": _person(world, given).ask_inline(_field(given, "query", str), _place(world, given))}


def choose_inline(world: World, given: Record) -> Record:
    """Send a card the bot offered."""
    result = _field(given, "result_id", str)
    return {"message": _person(world, given).choose_inline(result, _place(world, given))}


def react(world: World, given: Record) -> Record:
    """React with an emoji, or with none."""
    emoji = _field(given, "emoji", str, default="")
    message = _message(_place(world, given), given)
    _person(world, given).react(message, *([emoji] if emoji else []))
    return {}


def vote(world: World, given: Record) -> Record:
    """Vote in a poll."""
    options = given.get("options")
    if not isinstance(options, list) or not all(isinstance(one, int) for one in options):
        raise Wrong("The field 'options' must be a list of whole numbers.")
    _person(world, given).vote(_message(_place(world, given), given), *options)
    return {}


def join(world: World, given: Record) -> Record:
    """Join a chat."""
    chat = _chat(world, given)
    chat.join(_person(world, given))
    return {"chat": chat.shown()}


def leave(world: World, given: Record) -> Record:
    """Leave a chat."""
    chat = _chat(world, given)
    chat.leave(_person(world, given))
    return {"chat": chat.shown()}


def promote(world: World, given: Record) -> Record:
    """Become an administrator; without a person, the bot does."""
    chat = _chat(world, given)
    if given.get("person") in (None, world.bot_id):
        chat.promote_bot()
    else:
        chat.promote(_person(world, given), anonymous=_field(given, "anonymous", bool, default=False))
    return {"chat": chat.shown()}


def demote(world: World, given: Record) -> Record:
    """Be an administrator no more; without a person, the bot."""
    chat = _chat(world, given)
    if given.get("person") in (None, world.bot_id):
        chat.demote_bot()
    else:
        chat.demote(_person(world, given))
    return {"chat": chat.shown()}


def block(world: World, given: Record) -> Record:
    """Block the bot."""
    person = _person(world, given)
    person.block()
    return {"person": person.shown()}


def unblock(world: World, given: Record) -> Record:
    """Let the bot write again."""
    person = _person(world, given)
    person.unblock()
    return {"person": person.shown()}


def new_person(world: World, given: Record) -> Record:
    """Let a person into the world."""
    name = _field(given, "name", str).strip()
    if not name:
        raise Wrong("A person needs a name.")
    language = _field(given, "language_code", str, default="fr")
    person = world.person(name, language, label=_field(given, "label", str, default=""))
    return {"person": person.shown()}


def new_group(world: World, given: Record) -> Record:
    """Found a group with the bot in it."""
    title = _field(given, "title", str).strip()
    if not title:
        raise Wrong("A group needs a title.")
    owner = _person(world, given) if given.get("person") is not None else None
    return {"chat": world.group(title, forum=_field(given, "forum", bool, default=False), owner=owner).shown()}


def new_topic(world: World, given: Record) -> Record:
    """Open a topic."""
    name = _field(given, "name", str).strip()
    if not name:
        raise Wrong("A topic needs a name.")
    return {"topic": _chat(world, given).topic(name).record()}


def close_topic(world: World, given: Record) -> Record:
    """Close a topic."""
    chat = _chat(world, given)
    chat.close_topic(_field(given, "topic", int))
    return {"chat": chat.shown()}


def reopen_topic(world: World, given: Record) -> Record:
    """Open a closed topic again."""
    chat = _chat(world, given)
    chat.reopen_topic(_field(given, "topic", int))
    return {"chat": chat.shown()}


def delete_topic(world: World, given: Record) -> Record:
    """Delete a topic."""
    chat = _chat(world, given)
    chat.delete_topic(_field(given, "topic", int))
    return {"chat": chat.shown()}


def migrate(world: World, given: Record) -> Record:
    """Make a basic group a supergroup."""
    return {"chat": _chat(world, given).migrate().shown()}


def kick_bot(world: World, given: Record) -> Record:
    """Throw the bot out."""
    chat = _chat(world, given)
    chat.kick_bot()
    return {"chat": chat.shown()}


def add_bot(world: World, given: Record) -> Record:
    """Add the bot."""
    chat = _chat(world, given)
    chat.add_bot()
    return {"chat": chat.shown()}


def clock(world: World, given: Record) -> Record:
    """Set the clock, move it, or put it right again."""
    if given.get("reset"):
        world.set_clock(None)
    elif "set" in given:
        try:
            at = datetime.fromisoformat(_field(given, "set", str))
        except ValueError:
            raise Wrong("The time must look like 2026-03-28T18:30:00+01:00.") from None
        if at.tzinfo is None:
            raise Wrong("The time needs its offset, as in 2026-03-28T18:30:00+01:00.")
        world.set_clock(at)
    else:
        seconds = _field(given, "advance", float)
        if abs(seconds) > 10 * 366 * 86_400:
            raise Wrong("The clock moves at most ten years at once.")
        world.advance(timedelta(seconds=seconds))
    return {"clock": {"now": world.clock.now().isoformat(), "offset": round(world.offset(), 3)}}


def fault(world: World, given: Record) -> Record:
    """Let something go wrong with the next calls."""
    kind = _field(given, "kind", str)
    if kind not in KINDS:
        raise Wrong(f"No fault is called {kind!r}; there are: {', '.join(sorted(KINDS))}.")
    details = {name: value for name, value in given.items() if name not in {"method", "kind", "times", "chat"}}
    chat = _field(given, "chat", int, needed=False)
    times = _field(given, "times", int, default=1)
    made = world.fault(_field(given, "method", str, default="*"), kind, times, chat, **details)
    return {"fault": {"method": made.method, "kind": made.kind, "times": made.times}}


def clear_faults(world: World, _given: Record) -> Record:
    """Let everything go well again."""
    world.faults.coming.clear()
    return {}


def inject(world: World, given: Record) -> Record:
    """Queue a raw update, however malformed."""
    update = given.get("update")
    if not isinstance(update, dict):
        raise Wrong("The field 'update' must be an object.")
    return {"update": world.inject(update)}


def again(world: World, given: Record) -> Record:
    """Queue an update the bot had already once more."""
    number = _field(given, "update_id", int)
    try:
        return {"update": world.updates_again(number, renumber=_field(given, "renumber", bool, default=False))}
    except KeyError:
        raise Wrong(f"There was no update {number}.") from None


DEEDS: dict[str, Deed] = {
    "say": say,
    "edit": edit,
    "press": press,
    "share_place": share_place,
    "inline": inline,
    "choose_inline": choose_inline,
    "react": react,
    "vote": vote,
    "join": join,
    "leave": leave,
    "promote": promote,
    "demote": demote,
    "block": block,
    "unblock": unblock,
    "person": new_person,
    "group": new_group,
    "topic": new_topic,
    "close_topic": close_topic,
    "reopen_topic": reopen_topic,
    "delete_topic": delete_topic,
    "migrate": migrate,
    "kick_bot": kick_bot,
    "add_bot": add_bot,
    "clock": clock,
    "fault": fault,
    "clear_faults": clear_faults,
    "inject": inject,
    "updates_again": again,
}
