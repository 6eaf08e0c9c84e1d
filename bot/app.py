"""The composition root: every part the bot is made of, opened in order and closed in reverse."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from prometheus_client import CollectorRegistry, Gauge
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.delivery.worker import DeliveryWorker
from bot.gateway.answering import Answering
from bot.gateway.buttons import Buttons
from bot.gateway.compose import Composer
from bot.gateway.dispatch import Dispatcher, Identity
from bot.gateway.listener import Health, listening, Webhook
from bot.gateway.menus import publish_menus
from bot.gateway.poll import ALLOWED, Poller
from bot.gateway.quick import Quick
from bot.gateway.roles import Roles
from bot.gateway.sender import TelegramSender
from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError, NotSentError, Wire
from bot.operations.pack import import_pack
from bot.storage.chats import ChatTable
from bot.storage.database import DATABASE, Database, open_database
from bot.storage.gate import GateTable
from bot.storage.inbox import Inbox
from bot.storage.items import ItemTable
from bot.storage.knowledge import Knowledge
from bot.storage.outbox import Outbox
from bot.storage.search import open_search, Searcher, SearchIndex
from bot.storage.settings import SettingTable
from handlers.ports import Services

log = structlog.get_logger()

_DEAF_AFTER: Final = 180.0
"""Seconds without a good poll after which the bot is not ready."""
_STUCK_AFTER: Final = 120.0


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


class Failure:
    """Why the bot cannot go on, once it cannot."""

    def __init__(self) -> None:
        """Nothing has failed yet."""
        self.happened = asyncio.Event()

    def token_refused(self) -> None:
        """Telegram no longer knows the bot's token."""
        self.happened.set()


@dataclass
class App:
    """The running bot."""

    database: Database
    dispatcher: Dispatcher
    delivery: DeliveryWorker
    services: Services
    outbox: Outbox
    inbox: Inbox
    identity: Identity
    failure: Failure
    search: Searcher
    clock: Clock
    poller: Poller | None = None
    port: int | None = None

    async def settled(self) -> None:
        """Return once every update kept so far is answered and every message that may go has gone."""
        while True:
            await self.dispatcher.idle.wait()
            await self.delivery.idle.wait()
            if self.dispatcher.idle.is_set() and self.delivery.idle.is_set():
                return

    async def tidy(self) -> None:
        """Remove what was kept long enough (handlers/kept.py says how long)."""
        now = self.clock.now()
        await self.inbox.tidy(now)
        await self.outbox.tidy(now)
        await self.search.tidy(now)

    def wake(self) -> None:
        """Make every part look again now (the clock was moved)."""
        self.dispatcher.wake()
        self.delivery.wake()


@asynccontextmanager
async def running(plan: Plan, wire: Wire, clock: Clock) -> AsyncIterator[App]:
    """Run the bot while entered; raises StartError, DatabaseError or TokenRefusedError when it cannot start."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(plan.data / DATABASE))
        index = SearchIndex()
        await database.write(index.refresh)
        items = ItemTable(database, index)
        if plan.pack is not None:
            await _import(database, items, plan.pack, clock)
        knowledge = Knowledge(database, items)
        await knowledge.refresh()
        search = await stack.enter_async_context(open_search(database, clock, lambda: knowledge.synonyms))

        telegram = Telegram(wire)
        identity = await _identity(telegram)
        chats, inbox, gate = ChatTable(database), Inbox(database), GateTable(database)
        outbox = Outbox(database, boot=secrets.token_hex(8))
        left = await outbox.recover(clock.now())
        services = Services(items, search, knowledge, chats, identity.username, len(plan.operators))

        buttons = Buttons(await SettingTable(database).button_key())
        composer = Composer(buttons, identity.username, plan.operators)
        answering = Answering(services, chats, composer, buttons, Roles(telegram, plan.operators), clock)
        quick = Quick(telegram)
        stack.push_async_callback(quick.close)

        failure = Failure()
        delivery = DeliveryWorker(outbox, gate, TelegramSender(telegram), clock, failure.token_refused)
        dispatcher = Dispatcher(database, inbox, answering, quick, identity, clock, delivery.wake)
        app = App(database, dispatcher, delivery, services, outbox, inbox, identity, failure, search, clock)
        await _work(stack, delivery.run(), delivery.stop, "delivery")
        await _work(stack, dispatcher.run(), dispatcher.stop, "dispatch")
        await _updates(stack, plan, app, telegram, clock)
        await _scheduler(stack, app)
        if plan.menus:
            _background(stack, publish_menus(telegram, knowledge.fallback))
        log.info("app.ready", bot=identity.username, left_in_flight=left)
        yield app


async def _import(database: Database, items: ItemTable, folder: Path, clock: Clock) -> None:
    """Bring the pack's files into the store; with faults, the store as it is goes on if it holds anything."""
    report = await import_pack(database, items, folder, clock.now())
    for fault in report.faults:
        log.error("pack.fault", says=str(fault))
    for warning in report.warnings:
        log.warning("pack.warning", says=str(warning))
    for slug in report.gone:
        log.warning("pack.file_gone", item=slug, says="paused")
    for conflict in report.conflicts:
        log.warning("pack.conflict", says=str(conflict))
    if report.faults and not (await items.counts()):
        first = "\n".join(str(fault) for fault in report.faults[:20])
        raise StartError(f"The pack {folder} has faults, so nothing was imported:\n{first}")


async def _identity(telegram: Telegram) -> Identity:
    """Return who the bot is, asking until the server answers; raises TokenRefusedError when it does not know the token."""
    wait = 1.0
    while True:
        try:
            me = await telegram.call("getMe", seconds=15)
            return Identity(int(me["id"]), str(me["username"]))
        except InvalidToken:
            raise TokenRefusedError from None
        except (TelegramError, NotSentError, DoubtfulError, KeyError, TypeError) as fault:
            log.warning("app.server_not_reached", fault=type(fault).__name__, wait=wait)
            await asyncio.sleep(wait)
            wait = min(30.0, wait * 2)


async def _work(stack: AsyncExitStack, work: Any, stop: Callable[[], None], name: str) -> None:
    """Run a loop as a task that is told to stop, and waited for, when the stack closes."""
    task = asyncio.create_task(work, name=name)

    async def finish() -> None:
        stop()
        _, late = await asyncio.wait({task}, timeout=35)
        for unfinished in late:
            unfinished.cancel()
        await asyncio.gather(task, return_exceptions=True)

    stack.push_async_callback(finish)


def _background(stack: AsyncExitStack, work: Any) -> None:
    """Run something that may be given up at any time."""
    task = asyncio.create_task(work)

    async def give_up() -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    stack.push_async_callback(give_up)


async def _updates(stack: AsyncExitStack, plan: Plan, app: App, telegram: Telegram, clock: Clock) -> None:
    """Take updates in: by webhook where one is set, else by polling."""

    async def keep(updates: list[dict[str, Any]]) -> None:
        await app.inbox.keep(updates, clock.now())
        app.dispatcher.wake()

    webhook = None
    if plan.webhook is not None:
        address, secret = plan.webhook
        path = "/" + secrets.token_urlsafe(24)
        webhook = Webhook(path, secret, keep)
        await telegram.call(
            "setWebhook", {"url": address + path, "secret_token": secret, "allowed_updates": list(ALLOWED)}
        )
    else:
        app.poller = Poller(telegram, app.inbox, clock, app.dispatcher.wake, app.failure.token_refused)
        _background(stack, app.poller.run())
    if plan.listen is not None:
        health = Health(lambda: alive(app), lambda: ready(app), _registry(app))
        try:
            app.port = await stack.enter_async_context(listening(plan.listen, health, webhook))
        except OSError as fault:
            raise StartError(
                f"RIVERAIN_LISTEN={plan.listen} cannot be listened on ({fault.strerror}); name a free port of this machine"
            ) from None


def alive(app: App) -> bool:
    """Return whether the loops still come round."""
    return not app.failure.happened.is_set() and time.monotonic() - app.dispatcher.beat < _STUCK_AFTER


def ready(app: App) -> bool:
    """Return whether updates arrive: the process may be up and deaf (telegram-facts.md, fact 3)."""
    return alive(app) and (app.poller is None or time.monotonic() - app.poller.beat < _DEAF_AFTER)


def _registry(app: App) -> CollectorRegistry:
    registry = CollectorRegistry()
    Gauge("riverain_ready", "1 while updates arrive", registry=registry).set_function(lambda: float(ready(app)))
    poll = Gauge("riverain_seconds_since_poll", "Seconds since updates were last asked for well", registry=registry)
    poll.set_function(lambda: time.monotonic() - app.poller.beat if app.poller else 0.0)
    return registry


async def _scheduler(stack: AsyncExitStack, app: App) -> None:
    """Start the fixed knocks. What is due is the database's to say; a late or doubled knock is harmless."""
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )

    async def deliver() -> None:
        app.wake()

    jobs: list[tuple[Callable[[], Awaitable[None]], IntervalTrigger]] = [
        (app.tidy, IntervalTrigger(hours=1)),
        (deliver, IntervalTrigger(seconds=15)),
    ]
    for job, trigger in jobs:
        scheduler.add_job(job, trigger, id=job.__name__)
    scheduler.start()
    stack.callback(scheduler.shutdown, wait=False)


async def run_until(stop: asyncio.Event, app: App) -> None:
    """Return when told to stop; raises TokenRefusedError when the bot cannot go on."""
    waiting = [asyncio.create_task(event.wait()) for event in (stop, app.failure.happened)]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
    if app.failure.happened.is_set():
        raise TokenRefusedError
