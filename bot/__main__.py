"""The command line: ``python -m bot``, also installed as ``riverain``."""

import asyncio
import datetime as dt
import re
import sqlite3
import sys
from collections.abc import Callable, Coroutine, Iterable
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
        self.code = code

    def show(self, file: Any = None) -> None:
        """Print the sentence alone, and end with its code."""
        click.echo(self.message, err=True, file=file)
        sys.exit(self.code)


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
    from bot.lock import LockedError  # noqa: PLC0415
    from bot.operations.backup import BackupError  # noqa: PLC0415
    from bot.plan import StartError, TokenRefusedError  # noqa: PLC0415  the bot itself is heavy to import
    from bot.storage.database import DatabaseError  # noqa: PLC0415

    if isinstance(fault, TokenRefusedError):
        return (
            "The Bot API server does not know this token. Ask BotFather for the bot's token, put it into RIVERAIN_TOKEN_FILE.",
            EX_CONFIG,
        )
    if isinstance(fault, (LockedError, StartError, DatabaseError)):
        return str(fault), EX_CONFIG
    if isinstance(fault, BackupError):
        return str(fault), 1
    return f"Riverain met a fault of its own ({type(fault).__name__}: {fault}). Please report it.", 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="riverain", message="Riverain %(version)s")
def main() -> None:
    """Riverain: short, sourced, dated answers for residents' groups, over Telegram."""


@main.command()
@_plainly
def run() -> None:
    """Run the bot against Telegram (or the server RIVERAIN_API_URL names) until told to stop."""
    settings = read_settings()
    set_up_logs(settings.log)
    from bot.run import run_bot  # noqa: PLC0415  after what may refuse the start at once

    _until_done(run_bot(settings))


@main.command()
@click.option("--port", default=8765, show_default=True, help="Port of the chat page; the next free one if taken.")
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address.")
@click.option("--pack", type=click.Path(path_type=Path), default=None, help="Another pack's folder.")
@_plainly
def demo(port: int, host: str, pack: Path | None) -> None:
    """Run the whole bot against the sandbox: no token, no network, a chat page in your browser."""
    from bot.demo import run_demo  # noqa: PLC0415
    from bot.sandbox.guard import OWN_NAMES  # noqa: PLC0415

    if host not in OWN_NAMES:
        raise Stop(f"The demo listens on this machine only: --host takes 127.0.0.1, ::1 or localhost, not {host}.")
    set_up_logs("error")
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
def status() -> None:
    """Say what is due, sent, failed, held or uncertain, which sources are silent, and when a digest last arrived."""
    from bot.operations.status import status as report  # noqa: PLC0415

    for line in asyncio.run(report(read_settings().data, dt.datetime.now(dt.UTC))):
        click.echo(line)


@main.command()
@click.option("--from", "start", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day, as 2026-10-23.")
@click.option("--days", required=True, type=click.IntRange(1, 366), help="How many days.")
@click.option("--pack", type=click.Path(path_type=Path), default=None, help="Show this pack to a sample group instead.")
@_plainly
def simulate(start: dt.datetime, days: int, pack: Path | None) -> None:
    """Print every message the bot would send in those days, to whom, at which local time. Nothing is sent or changed."""
    from bot.simulate import simulate as play  # noqa: PLC0415

    set_up_logs("error")
    settings = read_settings()
    sent = asyncio.run(play(settings.data, pack, start.date(), days, click.echo, dt.datetime.now(dt.UTC)))
    click.echo(f"{sent} message(s) in {days} day(s) from {start.date()}. Nothing was sent.")


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


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@_plainly
def backup(file: Path) -> None:
    """Write the store of RIVERAIN_DATA to one new file, also while the bot runs."""
    from bot.operations.backup import back_up  # noqa: PLC0415

    proof = back_up(read_settings().data, file)
    click.echo(
        f"{file}: {proof.items} items, {proof.chats} chats, {proof.queued} messages waiting. Proved by reading it back."
    )


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Prove the backup and change nothing.")
@_plainly
def restore(file: Path, *, dry_run: bool) -> None:
    """Put a backup in the place of the store of RIVERAIN_DATA, once it is proved sound. Stop the bot first."""
    from bot.operations.backup import restore as put_back  # noqa: PLC0415

    proof, aside = put_back(read_settings().data, file, dt.datetime.now(dt.UTC), dry_run=dry_run)
    click.echo(f"{file}: sound, {proof.items} items, {proof.chats} chats, {proof.queued} messages waiting.")
    if aside is not None:
        click.echo(f"The store that was there is kept as {aside}.")
    click.echo("Nothing was changed." if dry_run else "Restored.")


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
        raise Stop(f"{report.faults_found} fault(s) in {folder}.")
    click.echo(", ".join(f"{count} {kind}" for kind, count in report.counts.items()) + ": no fault.")


@pack.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--file-wins", multiple=True, metavar="SLUG", help="Take the file of this item although the store was edited."
)
@_plainly
def pack_import(folder: Path, file_wins: tuple[str, ...]) -> None:
    """Bring a pack's files into the store of RIVERAIN_DATA; twice changes nothing. Stop the bot first."""
    from bot.operations.pack.command import import_files  # noqa: PLC0415

    report = asyncio.run(import_files(read_settings().data, folder, frozenset(file_wins)))
    _say_faults(report.faults, f"Nothing was imported from {folder}.")
    click.echo(
        f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged, {len(report.gone)} without file."
    )
    for slug in report.gone:
        click.echo(f"paused, for its file is gone: {slug}")
    _say_faults(
        report.conflicts, "These were edited in the store since and were left alone; see --file-wins and pack export."
    )


@pack.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@_plainly
def pack_export(folder: Path) -> None:
    """Write what was edited in the store of RIVERAIN_DATA back into the pack's files."""
    from bot.operations.pack.command import export_files  # noqa: PLC0415

    report = asyncio.run(export_files(read_settings().data, folder))
    _say_faults(report.faults, f"Nothing was exported to {folder}.")
    for file in report.written:
        click.echo(f"written: {file}")
    for file in report.extra:
        click.echo(f"not in the store, left alone: {file}")
    click.echo(f"{len(report.written)} written, {report.unchanged} unchanged.")
    _say_faults(report.conflicts, "These files were edited as well and were left alone.")


@pack.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default=None, help="What the pack is called; the folder's name by default.")
@click.option("--time-zone", default="Europe/Paris", show_default=True)
@_plainly
def pack_new(folder: Path, title: str | None, time_zone: str) -> None:
    """Write a small commented pack to start a neighbourhood from."""
    from bot.operations.pack import new_pack, NotEmptyError  # noqa: PLC0415

    slug = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "my-quarter"
    try:
        files = new_pack(folder, slug, title or folder.resolve().name, dt.datetime.now(dt.UTC).date(), time_zone)
    except NotEmptyError as fault:
        raise Stop(str(fault)) from None
    click.echo(f"{len(files)} files in {folder}. Edit them, then: riverain pack check {folder}")


def _say_faults(lines: Iterable[object], then: str) -> None:
    """Print each line on standard error and stop with one more; does nothing when there is none."""
    listed = [str(line) for line in lines]
    for line in listed:
        click.echo(line, err=True)
    if listed:
        raise Stop(then)


def _until_done(work: Coroutine[Any, Any, None]) -> None:
    """Run until done; Ctrl-C is a clean end."""
    try:
        asyncio.run(work)
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
