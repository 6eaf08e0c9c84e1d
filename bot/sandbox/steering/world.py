"""The clock, faults on demand, and updates out of turn."""

from datetime import datetime, timedelta

from bot.sandbox.record import Record
from bot.sandbox.steering.reading import read, Wrong
from bot.sandbox.world import World
from bot.sandbox.world.faults import KINDS


def clock(world: World, given: Record) -> Record:
    """Set the clock, move it, move it to what is due next, or put it right again."""
    if given.get("reset"):
        world.set_clock(None)
    elif given.get("next"):
        if world.traveller is None:
            raise Wrong("Nothing here knows what is due next; name a time instead.")
        world.traveller.go_on()
    elif "set" in given:
        try:
            at = datetime.fromisoformat(read(given, "set", str))
        except ValueError:
            raise Wrong("The time must look like 2026-03-28T18:30:00+01:00.") from None
        if at.tzinfo is None:
            raise Wrong("The time needs its offset, as in 2026-03-28T18:30:00+01:00.")
        world.set_clock(at)
    else:
        seconds = read(given, "advance", float)
        if abs(seconds) > 10 * 366 * 86_400:
            raise Wrong("The clock moves at most ten years at once.")
        world.advance(timedelta(seconds=seconds))
    return {"clock": {"now": world.clock.now().isoformat(), "offset": round(world.offset(), 3)}}


def fault(world: World, given: Record) -> Record:
    """Let something go wrong with the next calls."""
    kind = read(given, "kind", str)
    if kind not in KINDS:
        raise Wrong(f"No fault is called {kind!r}; there are: {', '.join(sorted(KINDS))}.")
    details = {name: value for name, value in given.items() if name not in {"method", "kind", "times", "chat"}}
    chat = read(given, "chat", int, needed=False)
    times = read(given, "times", int, default=1)
    made = world.fault(read(given, "method", str, default="*"), kind, times, chat, **details)
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
    number = read(given, "update_id", int)
    try:
        return {"update": world.updates_again(number, renumber=read(given, "renumber", bool, default=False))}
    except KeyError:
        raise Wrong(f"There was no update {number}.") from None
