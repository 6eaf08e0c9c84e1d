"""The demo's page: a running demo, a browser, and a chat somebody has with the bot there."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import async_playwright, Browser, expect, Locator, Page

from tests.bot.sandbox.page import CHROMIUM
from tests.bot.sandbox.page.conftest import FLAGS
from tests.bot.town import PACK

CHECKOUT = Path(__file__).parents[2]
AMINA, JOE, CLAIRE, SAMIR, LUCIE = range(600_000_001, 600_000_006)


@asynccontextmanager
async def open_demo(folder: Path) -> AsyncIterator[str]:
    """Yield the address of a demo that runs in ``folder``; it must end without a complaint."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", "--pack", str(PACK),
        cwd=folder, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(CHECKOUT), "HOME": str(folder)}, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    async with asyncio.timeout(30):
        while "Open" not in (line := (await process.stdout.readline()).decode()):
            assert line, "it ended without saying where it is"
    address = line.split()[1]
    assert "29 December 2025" in (await process.stdout.readline()).decode()
    yield address
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(10):
        _, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Yield a browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        await browser.close()


@dataclass
class Talk:
    """A resident's chat on the page."""

    page: Page

    @property
    def answers(self) -> Locator:
        """Everything the bot said in the chat."""
        return self.page.locator("#messages article:not(.own)")

    async def ask(self, text: str, *expected: str) -> Locator:
        """Type something and press Enter; return the bot's next message once it holds what is expected."""
        before = await self.still()
        await self.page.get_by_test_id("composer").fill(text)
        await self.page.keyboard.press("Enter")
        answer = self.answers.nth(before)
        await expect(answer).to_be_visible()
        for words in expected:
            await expect(answer).to_contain_text(words)
        return answer

    async def press(self, label: str) -> None:
        """Press the newest button that bears the label."""
        await self.page.get_by_test_id("button").filter(has_text=label).last.click()

    async def speak(self, person: int, chat: int, topic: int | None = None) -> None:
        """Speak as a person from now on, in a chat and topic."""
        await self.page.evaluate(
            "address => { location.hash = address; }",
            f"#person={person}&chat={chat}" + (f"&topic={topic}" if topic else ""),
        )
        await expect(self.page.get_by_test_id("speak-as")).to_have_value(str(person))
        await expect(self.page.get_by_test_id(f"chat-{chat}")).to_have_attribute("aria-current", "true")

    async def still(self) -> int:
        """Return how many messages there are once no more come: an answer may bring places and pictures after it."""
        count = -1
        while count != (now := await self.answers.count()):
            count = now
            await self.page.wait_for_timeout(400)
        return count


@asynccontextmanager
async def open_talk(demo: str, chromium: Browser) -> AsyncIterator[Talk]:
    """Yield Amina's chat with the bot; nothing may have gone wrong in the browser, and nothing asked of another host."""
    context = await chromium.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(5000)
    page = await context.new_page()
    complaints: list[str] = []
    requested: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requested.append(request.url))
    page.on("websocket", lambda socket: requested.append(socket.url))
    await page.goto(f"{demo}/#person={AMINA}&chat={AMINA}")
    await expect(page.locator("body.ready")).to_be_attached()
    await expect(page.locator("#messages article.own").first).to_be_visible()
    yield Talk(page)
    await context.close()
    assert complaints == []
    assert {urlsplit(url).netloc for url in requested} == {urlsplit(demo).netloc}


async def world(page: Page) -> Any:
    """Return what the page itself sees of the world."""
    return await page.evaluate("async () => (await fetch('/control/world')).json()")


async def the_group(page: Page) -> tuple[int, int, int]:
    """Return the group, its topic for announcements, and the other one."""
    (group,) = [chat for chat in (await world(page))["chats"] if chat["kind"] == "supergroup"]
    topics = {topic["name"]: topic["id"] for topic in group["topics"]}
    return group["id"], topics["Annonces"], topics["Entraide"]


async def move(page: Page, how: dict[str, Any]) -> None:
    """Move the page's clock."""
    script = """async how => fetch("/control/clock", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(how),
    })"""
    await page.evaluate(script, how)
