"""The composition root: every part the bot is made of, opened in order and closed in reverse."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, AsyncExitStack
from dataclasses import dataclass
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.curating import curating
from bot.delivery.alerts import AlertTeller
from bot.delivery.digests import DigestTeller
from bot.delivery.gate import Gate
from bot.delivery.halts import Halts
from bot.delivery.matching import Matcher
from bot.delivery.news import NewsTeller
from bot.delivery.pins import Pins
from bot.delivery.planner import Planner
from bot.delivery.probe import Probe
from bot.delivery.silent import SilentSources
from bot.delivery.worker import DeliveryWorker
from bot.gateway.acting import Acting
from bot.gateway.answering import Answering
from bot.gateway.broadcast import BroadcastComposer
from bot.gateway.buttons import Buttons
from bot.gateway.compose import Composer
from bot.gateway.desk import Desk
from bot.gateway.dispatch import Dispatcher, Identity
from bot.gateway.listener import Health, listening, Webhook
from bot.gateway.membership import Memberships
from bot.gateway.menus import publish_menus
from bot.gateway.pace import Pace
from bot.gateway.poll import ALLOWED, Poller
from bot.gateway.quick import Quick
from bot.gateway.roles import Roles
from bot.gateway.sender import TelegramSender
from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError, NotSentError, Wire
from bot.intake.intake import Intake, open_intake
from bot.knowing import open_content
from bot.loops import DELIVERY_ENDS, in_background, keep_working
from bot.plan import Failure, Plan, StartError, TokenRefusedError
from bot.storage.database import Database, MOST_LOG
from bot.storage.inbox import Inbox
from bot.storage.items import ItemTable
from bot.storage.knowledge import Knowledge
from bot.storage.outbox import Outbox
from bot.storage.search import Searcher
from bot.storage.settings import SettingTable
from bot.storage.tables import Tables
from bot.vitals import Vitals
from handlers.ports import Services

log = structlog.get_logger()


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
    items: ItemTable
    planner: Planner
    tables: Tables
    vitals: Vitals
    intake: Intake | None = None
    """None where nothing is fetched."""
    port: int | None = None

    async def settled(self) -> None:
        """Return once every update kept so far is answered and every message that may go has gone."""
        while True:
            rounds = (*(self.intake.rounds if self.intake else ()), *self.planner.rounds)
            parts = (self.dispatcher.idle, *(each.idle for each in rounds), self.delivery.idle)
            for part in parts:
                await part.wait()
            if all(part.is_set() for part in parts):
                return

    async def tidy(self) -> None:
        """Remove what was kept long enough (handlers/kept.py says how long)."""
        now = self.clock.now()
        if (size := self.database.log_size()) > MOST_LOG:
            log.critical(
                "database.log_grows", megabytes=size >> 20, says="a program reads the database and never ends; end it"
            )
        await self.inbox.tidy(now)
        await self.outbox.tidy(now)
        await self.search.tidy(now)
        await self.tables.tidy(now)

    def wake(self) -> None:
        """Make every part look again now (the clock was moved)."""
        self.dispatcher.wake()
        self.planner.wake()
        self.delivery.wake()
        if self.intake:
            self.intake.wake()


@asynccontextmanager
async def running(plan: Plan, wire: Wire, clock: Clock) -> AsyncIterator[App]:
    """Run the bot while entered; raises StartError, DatabaseError or TokenRefusedError when it cannot start."""
    async with AsyncExitStack() as stack:
        database, items, knowledge, search = await open_content(stack, plan, clock)

        telegram = Telegram(wire)
        identity = await _identity(telegram)
        inbox, tables, failure = Inbox(database), Tables(database), Failure()
        if again := await tables.forgotten.forget_again():
            log.info("app.forgot_again", chats=again)
        gate = Gate(plan.rates)
        outbox = Outbox(database, secrets.token_hex(8), gate, knowledge.zone)
        left = await outbox.recover(clock.now())

        buttons = Buttons(await SettingTable(database).button_key())
        composer = Composer(buttons, identity.username, plan.operators)
        told = BroadcastComposer(identity.username)

        def deliver() -> None:
            delivery.wake()

        def answered() -> None:
            deliver()
            planner.wake_alerts()  # one may have been decided
            if app.intake:
                app.intake.wake_links()  # one may have been sent

        async def committed() -> None:
            if await knowledge.renew():  # somebody published or corrected something
                planner.wake()

        alerts = AlertTeller(database, items, tables.broadcasts, tables.subscriptions, lambda: services, told, deliver)
        curation = curating(database, items, knowledge, tables, lambda: services, told, deliver)
        services = Services(
            items, search, knowledge, tables.chats, tables.news, tables.subscriptions, tables.schedules, tables.ledger,
            alerts, tables.moderators, tables.doors, curation.ports, identity.username, len(plan.operators),
        )  # fmt: skip
        desk = Desk(
            database, tables, plan.operators, composer, lambda: knowledge.fallback, clock, deliver, failure.token_refused
        )  # fmt: skip
        sender = TelegramSender(telegram, buttons)
        halts = Halts(gate, tables.gates, desk)
        probe = Probe(outbox, gate, tables.gates, halts, sender, clock) if plan.probe else None
        delivery = DeliveryWorker(outbox, halts, sender, clock, desk, probe)
        planner = Planner(
            Matcher(database, tables.news, tables.subscriptions, lambda: knowledge.reference, knowledge.zone),
            NewsTeller(database, tables.news, services, told, knowledge.zone),
            DigestTeller(database, tables.schedules, tables.subscriptions, services, told, desk.skipped),
            alerts, SilentSources(database, tables.feeds), Pins(database), outbox, clock, deliver,
            Memberships(telegram, tables.memberships).check, sane_from=plan.sane_from,
            corrections=curation.corrections.follow,
        )  # fmt: skip
        roles = Roles(telegram, plan.operators, tables.moderators)
        answering = Answering(services, tables.chats, composer, buttons, roles, Acting(tables.doors, roles), clock)
        quick = Quick(telegram)
        stack.push_async_callback(quick.close)
        dispatcher = Dispatcher(
            database, inbox, answering, quick, identity, clock, answered, committed,
            Pace(roles, tables.chats, composer, lambda: knowledge.fallback, clock, plan.commands) if plan.commands else None,
        )  # fmt: skip
        app = App(
            database, dispatcher, delivery, services, outbox, inbox, identity, failure, search, clock, items, planner,
            tables, Vitals(dispatcher, planner, failure.happened),
        )  # fmt: skip
        await _intake(stack, plan, app, knowledge, desk)
        await keep_working(stack, delivery.run(), delivery.stop, "delivery", DELIVERY_ENDS)
        await keep_working(stack, planner.run(), planner.stop, "planner")
        await keep_working(stack, dispatcher.run(), dispatcher.stop, "dispatch")
        await _updates(stack, plan, app, telegram, clock)
        if plan.knocks:
            _scheduler(stack, app)
        if plan.menus:
            in_background(
                stack, publish_menus(telegram, knowledge.fallback, await tables.moderators.all(), plan.operators)
            )
        log.info("app.ready", bot=identity.username, left_in_flight=left)
        yield app


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


async def _intake(stack: AsyncExitStack, plan: Plan, app: App, knowledge: Knowledge, desk: Desk) -> None:
    """Take articles in, from feeds and from links, where the plan wants it."""
    if not plan.feeds:
        return
    opened = open_intake(
        app.database, app.items, knowledge, app.clock, app.delivery.wake, desk.feed_gone, plan.allow
    )  # fmt: skip
    app.intake = await stack.enter_async_context(opened)
    await keep_working(stack, app.intake.run(), app.intake.stop, "intake")


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
        app.vitals.poller = Poller(telegram, app.inbox, clock, app.dispatcher.wake, app.failure.token_refused)
        in_background(stack, app.vitals.poller.run())
    if plan.listen is not None:
        health = Health(app.vitals.alive, app.vitals.ready, app.vitals.registry())
        try:
            app.port = await stack.enter_async_context(listening(plan.listen, health, webhook))
        except OSError as fault:
            raise StartError(
                f"RIVERAIN_LISTEN={plan.listen} cannot be listened on ({fault.strerror}); name a free port of this machine"
            ) from None


def _scheduler(stack: AsyncExitStack, app: App) -> None:
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
