"""Status: what is due, what was sent, failed, is held or uncertain, and which sources are silent, for the operator."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.storage.database import DATABASE, open_for_reading
from bot.storage.ledger import DeliveryLedger
from handlers.ports import Account, Standing

_WORDS: Final = {
    "sent": "sent",
    "queued": "waiting",
    "sending": "on their way",
    "unknown": "uncertain",
    "held": "held for a moderator",
    "expired": "expired unsent",
    "cancelled": "cancelled",
    "dead": "refused",
}
"""The states of the outbox as an operator reads them, in this order."""
_LATEST: Final = 10


async def status(data: Path, now: datetime) -> list[str]:
    """Return the lines of the report on the store in ``data``; raises DatabaseError when it cannot be read."""
    async with open_for_reading(data / DATABASE) as database:
        ledger = DeliveryLedger(database)
        standing = await ledger.standing(now)
        return list(_lines(standing, await ledger.recent(_LATEST)))


def _lines(standing: Standing, recent: list[Account]) -> Iterator[str]:
    last = _time(standing.last_digest) if standing.last_digest else "none so far"
    yield f"Digests     last arrived: {last}; still due today: {standing.due}"
    yield f"Messages    {_counts(standing.states) or 'none'}"
    silent = "; ".join(f"{name} since {since:%Y-%m-%d}" for name, since in standing.silent)
    yield f"Sources     {'silent: ' + silent if silent else 'none silent'}"
    for each in recent:
        doubted = f", {each.doubted} perhaps twice" if each.doubted else ""
        under_way = ", recipients still being added" if each.expanding else ""
        counts = _counts(each.states) or "nobody"
        yield f"#{each.id:<5} {each.kind:<7} {_time(each.made_at)}  {each.title}: {counts}{doubted}{under_way}"


def _counts(states: Mapping[str, int]) -> str:
    return ", ".join(f"{states[state]} {word}" for state, word in _WORDS.items() if states.get(state))


def _time(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
