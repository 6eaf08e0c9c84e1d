"""What people say, press, share and choose."""

from bot.sandbox.record import Record
from bot.sandbox.steering.reading import find_message, find_person, find_place, find_topic, read, Wrong
from bot.sandbox.world import World


def say(world: World, given: Record) -> Record:
    """Write."""
    chat = find_place(world, given)
    text, reply = read(given, "text", str), read(given, "reply_to", int, needed=False)
    return {"message": find_person(world, given).say(text, chat, find_topic(chat, given), reply)}


def edit(world: World, given: Record) -> Record:
    """Change an own message."""
    chat = find_place(world, given)
    return {"message": find_person(world, given).edit(find_message(chat, given), read(given, "text", str))}


def press(world: World, given: Record) -> Record:
    """Press a button, by its label or its data; ``forged`` sends made-up data."""
    person, chat, data = find_person(world, given), find_place(world, given), read(given, "data", str)
    message = find_message(chat, given)
    if read(given, "forged", bool, default=False):
        return {"query": person.press_forged(message, data)}
    return {"query": person.press(message, data)}


def share_place(world: World, given: Record) -> Record:
    """Share a place."""
    latitude, longitude = read(given, "lat", float), read(given, "lon", float)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise Wrong("That is no place on Earth.")
    return {"message": find_person(world, given).share_place(latitude, longitude, find_place(world, given))}


def inline(world: World, given: Record) -> Record:
    """Type after the bot's name."""
    return {"query": find_person(world, given).ask_inline(read(given, "query", str), find_place(world, given))}


def choose_inline(world: World, given: Record) -> Record:
    """Send a card the bot offered."""
    result = read(given, "result_id", str)
    return {"message": find_person(world, given).choose_inline(result, find_place(world, given))}


def react(world: World, given: Record) -> Record:
    """React with an emoji, or with none."""
    emoji = read(given, "emoji", str, default="")
    message = find_message(find_place(world, given), given)
    find_person(world, given).react(message, *([emoji] if emoji else []))
    return {}


def vote(world: World, given: Record) -> Record:
    """Vote in a poll."""
    options = given.get("options")
    if not isinstance(options, list) or not all(isinstance(one, int) for one in options):
        raise Wrong("The field 'options' must be a list of whole numbers.")
    find_person(world, given).vote(find_message(find_place(world, given), given), *options)
    return {}
