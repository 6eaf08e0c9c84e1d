"""Who is where and may do what; new people, groups and topics."""

from bot.sandbox.record import Record
from bot.sandbox.steering.reading import find_chat, find_person, read, Wrong
from bot.sandbox.world import World


def join(world: World, given: Record) -> Record:
    """Join a chat."""
    chat = find_chat(world, given)
    chat.join(find_person(world, given))
    return {"chat": chat.shown()}


def leave(world: World, given: Record) -> Record:
    """Leave a chat."""
    chat = find_chat(world, given)
    chat.leave(find_person(world, given))
    return {"chat": chat.shown()}


def promote(world: World, given: Record) -> Record:
    """Become an administrator; without a person, the bot does."""
    chat = find_chat(world, given)
    if given.get("person") in (None, world.bot_id):
        chat.promote_bot()
    else:
        chat.promote(find_person(world, given), anonymous=read(given, "anonymous", bool, default=False))
    return {"chat": chat.shown()}


def demote(world: World, given: Record) -> Record:
    """Be an administrator no more; without a person, the bot."""
    chat = find_chat(world, given)
    if given.get("person") in (None, world.bot_id):
        chat.demote_bot()
    else:
        chat.demote(find_person(world, given))
    return {"chat": chat.shown()}


def block(world: World, given: Record) -> Record:
    """Block the bot."""
    person = find_person(world, given)
    person.block()
    return {"person": person.shown()}


def unblock(world: World, given: Record) -> Record:
    """Let the bot write again."""
    person = find_person(world, given)
    person.unblock()
    return {"person": person.shown()}


def new_person(world: World, given: Record) -> Record:
    """Let a person into the world."""
    name = read(given, "name", str).strip()
    if not name:
        raise Wrong("A person needs a name.")
    language = read(given, "language_code", str, default="fr")
    person = world.person(name, language, label=read(given, "label", str, default=""))
    return {"person": person.shown()}


def new_group(world: World, given: Record) -> Record:
    """Found a group with the bot in it."""
    title = read(given, "title", str).strip()
    if not title:
        raise Wrong("A group needs a title.")
    owner = find_person(world, given) if given.get("person") is not None else None
    return {"chat": world.group(title, forum=read(given, "forum", bool, default=False), owner=owner).shown()}


def new_topic(world: World, given: Record) -> Record:
    """Open a topic."""
    name = read(given, "name", str).strip()
    if not name:
        raise Wrong("A topic needs a name.")
    return {"topic": find_chat(world, given).topic(name).record()}


def close_topic(world: World, given: Record) -> Record:
    """Close a topic."""
    chat = find_chat(world, given)
    chat.close_topic(read(given, "topic", int))
    return {"chat": chat.shown()}


def reopen_topic(world: World, given: Record) -> Record:
    """Open a closed topic again."""
    chat = find_chat(world, given)
    chat.reopen_topic(read(given, "topic", int))
    return {"chat": chat.shown()}


def delete_topic(world: World, given: Record) -> Record:
    """Delete a topic."""
    chat = find_chat(world, given)
    chat.delete_topic(read(given, "topic", int))
    return {"chat": chat.shown()}


def migrate(world: World, given: Record) -> Record:
    """Make a basic group a supergroup."""
    return {"chat": find_chat(world, given).migrate().shown()}


def kick_bot(world: World, given: Record) -> Record:
    """Throw the bot out."""
    chat = find_chat(world, given)
    chat.kick_bot()
    return {"chat": chat.shown()}


def add_bot(world: World, given: Record) -> Record:
    """Add the bot."""
    chat = find_chat(world, given)
    chat.add_bot()
    return {"chat": chat.shown()}
