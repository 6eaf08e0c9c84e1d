"""The command line: ``python -m bot``, also installed as ``riverain``."""

import asyncio
import datetime as dt
import sqlite3
import sys
from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click

from bot.logs import set_up_logs, without_token
from bot.settings import read_settings, Settings, SettingsError

EX_CONFIG: Final = 78
"""Exit code of a wrong setting, a second instance, a refused token: starting again would not help (sysexits.h)."""


class Stop(click.ClickException):
    """One sentence for the operator, on standard error, and an exit code."""

    def __init__(self, says: str, code: int = 1) -> None:
        """Say ``says`` and exit with ``code``."""
        super().__init__(without_token(says))
        self.exit_code = code

    def show(self, file: Any = None) -> None:
        """Print the sentence alone."""
        click.echo(self.message, err=True, file=file)


def _plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Turn what may go wrong into one line; a fault of our own is named without a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except (click.ClickException, click.exceptions.Exit, KeyboardInterrupt):
            raise
        except SettingsError as fault:
            raise Stop(str(fault), EX_CONFIG) from None
        except (OSError, sqlite3.Error) as fault:
            raise Stop(f"{type(fault).__name__}: {fault}") from None
        except Exception as fault:
            raise Stop(*_known(fault)) from None

    return run


def _known(fault: Exception) -> tuple[str, int]:
    """Return the sentence and the exit code for a fault of starting or running."""
    from bot.app import StartError, TokenRefusedError  # noqa: PLC0415  the bot itself is heavy to import
    from bot.lock import LockedError  # noqa: PLC0415
    from bot.storage.database import DatabaseError  # noqa: PLC0415

    if isinstance(fault, TokenRefusedError):
        return (
            "The Bot API server does not know this token. Ask BotFather for the bot's token, put it into RIVERAIN_TOKEN_FILE.",
            EX_CONFIG,
        )
    if isinstance(fault, (LockedError, StartError, DatabaseError)):
        return str(fault), EX_CONFIG
    return f"Riverain met a fault of its own ({type(fault).__name__}: {fault}). Please report it.", 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="riverain", message="Riverain %(version)s")
def main() -> None:
    """Riverain: short, sourced, dated answers for residents' groups, over Telegram."""


@main.command()
@_plainly
def run() -> None:
    """Run the bot against Telegram (or the server RIVERAIN_API_URL names) until told to stop."""
    from bot.run import run_bot  # noqa: PLC0415

    settings = read_settings()
    set_up_logs(settings.log)
    _until_done(run_bot(settings))


@main.command()
@click.option("--port", default=8765, show_default=True, help="Port of the chat page; the next free one if taken.")
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address.")
@click.option("--pack", type=click.Path(path_type=Path), default=None, help="Another pack's folder.")
@_plainly
def demo(port: int, host: str, pack: Path | None) -> None:
    """Run the whole bot against the sandbox: no token, no network, a chat page in your browser."""
    from bot.demo import run_demo  # noqa: PLC0415

    set_up_logs("warning")
    _until_done(run_demo(host, port, pack or Settings.model_fields["pack"].default))


@main.command()
@click.option("--port", default=8081, show_default=True, help="Port; the next free one if taken.")
@click.option("--token", default=None, help="The only token it knows; one of its own by default.")
@_plainly
def sandbox(port: int, token: str | None) -> None:
    """Run the stand-in Bot API alone, with its chat page and control interface, for a bot of your own."""
    from bot.demo import run_sandbox  # noqa: PLC0415

    set_up_logs("warning")
    _until_done(run_sandbox(port, token))


@main.command()
@_plainly
def doctor() -> None:
    """Check settings, token, disk, clock, database and pack; say what to do about each fault."""
    from bot.operations.doctor import examine, Patient  # noqa: PLC0415

    set_up_logs("error")
    settings = read_settings()
    try:
        token: str | None = settings.read_token()
    except SettingsError:
        token = None
    patient = Patient(settings.data, settings.pack, settings.api_url, token, settings.operators)

    async def look() -> bool:
        sound = True
        async for finding in examine(patient, dt.datetime.now(dt.UTC)):
            sound = sound and finding.good
            click.echo(without_token(f"{'ok   ' if finding.good else 'FAULT'}  {finding.says}"))
        return sound

    if not asyncio.run(look()):
        raise click.exceptions.Exit(1)


@main.group()
def pack() -> None:
    """Check, import, export a pack, or start a new one."""


@pack.command("check")
@click.argument("folder", type=click.Path(path_type=Path))
@_plainly
def pack_check(folder: Path) -> None:
    """Name the file and field of every fault; exit 1 if there is one."""
    from bot.operations.pack import check_pack  # noqa: PLC0415

    report = check_pack(folder, dt.datetime.now(dt.UTC).date())
    for warning in report.warnings:
        click.echo(f"warning: {warning}")
    for fault in report.faults:
        click.echo(str(fault), err=True)
    if report.faults:
        raise Stop(f"{len(report.faults)} fault(s) in {folder}. Nothing is wrong with the rest.")
    click.echo(", ".join(f"{count} {kind}" for kind, count in report.counts.items()) + ": no fault.")


def _until_done(work: Coroutine[Any, Any, None]) -> None:
    """Run until done; Ctrl-C is a clean end."""
    try:
        asyncio.run(work)
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
