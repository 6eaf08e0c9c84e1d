"""The browser, the stage and the two ways to look at it: a desk's screen and a phone."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import pytest_asyncio
from playwright.async_api import async_playwright, Browser, BrowserContext

from bot.clock import MovableClock
from bot.sandbox import serve, World
from tests.bot.sandbox.page import CHROMIUM
from tests.bot.sandbox.page.stage import Stage, SUNDAY_EVENING, Visit

FLAGS = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    world = World(MovableClock(SUNDAY_EVENING))
    async with serve(world, port=0) as server:
        one = Stage(world, server.url)
        await one.update("message")  # the welcome
        yield one
        assert world.violations == []


async def visit_with(browser: Browser, stage: Stage, **options: Any) -> AsyncIterator[Visit]:
    context: BrowserContext = await browser.new_context(**{"locale": "en-GB", **options})
    context.set_default_timeout(5000)
    visit = Visit(await context.new_page(), stage)
    yield visit
    complaints, requested = visit.complaints, visit.requested
    await context.close()
    assert complaints == []
    assert {urlsplit(url).netloc for url in requested} <= {urlsplit(stage.address).netloc}


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, stage: Stage) -> AsyncIterator[Visit]:
    async for one in visit_with(browser, stage, viewport={"width": 1280, "height": 800}):
        yield one


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, stage: Stage) -> AsyncIterator[Visit]:
    async for one in visit_with(browser, stage, viewport={"width": 360, "height": 740}, has_touch=True, locale="fr-FR"):
        yield one
