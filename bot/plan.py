"""The plan: what a run of the bot is to do, and how it may end before its time."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.delivery.gate import Rates
from bot.delivery.planner import SANE_FROM
from bot.gateway.pace import COMMANDS


class StartError(Exception):
    """The bot cannot start; the message is for the operator."""


class TokenRefusedError(Exception):
    """Telegram no longer knows the bot's token."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run."""

    data: Path
    pack: Path | None
    operators: tuple[int, ...] = ()
    listen: str | None = None
    webhook: tuple[str, str] | None = None
    """The public address, and the secret; None polls."""
    menus: bool = True
    probe: bool = False
    """Whether Telegram is asked if a message of unknown fate arrived."""
    rates: Rates | None = None
    """How fast messages may go; those of delivery.md by default."""
    commands: int | None = COMMANDS
    """Messages and presses of one person answered in a minute; None: all of them."""
    knocks: bool = True
    """Whether the scheduler knocks; a rehearsal knocks itself."""
    sane_from: datetime | None = SANE_FROM
    """Before this the clock is wrong and nothing is planned; None: any time may be (a rehearsal)."""
    feeds: bool = True
    """Whether feeds and links are fetched; not in a rehearsal."""
    allow: frozenset[tuple[str, int]] = frozenset()
    """Hosts and ports that may be fetched from although they are this machine's own (a demonstration, a test)."""


class Failure:
    """Why the bot cannot go on, once it cannot."""

    def __init__(self) -> None:
        """Nothing has failed yet."""
        self.happened = asyncio.Event()

    def token_refused(self) -> None:
        """Telegram no longer knows the bot's token."""
        self.happened.set()
