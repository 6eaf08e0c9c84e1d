"""The demo as a newcomer sees it: one command, one address, and a resident asking on its page in a real browser."""

import asyncio
import re
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, Browser, expect, Locator, Page

from tests.bot.sandbox.page import BROWSER_TESTS, CHROMIUM
from tests.bot.sandbox.page.conftest import FLAGS
from tests.bot.town import PACK

pytestmark = BROWSER_TESTS

CHECKOUT = Path(__file__).parents[2]
AMINA, JOE, SAMIR = 600_000_001, 600_000_002, 600_000_004


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a running demo."""
    folder = tmp_path_factory.mktemp("demo")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", "--pack", str(PACK),
        cwd=folder, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(CHECKOUT), "HOME": str(folder)}, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    async with asyncio.timeout(30):
        while "Open" not in (line := (await process.stdout.readline()).decode()):
            assert line, "it ended without saying where it is"
    yield line.split()[1]
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(10):
        _, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def chromium() -> AsyncIterator[Browser]:
    """A browser."""
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

    async def still(self) -> int:
        """Return how many messages there are once no more come: an answer may bring places and pictures after it."""
        count = -1
        while count != (now := await self.answers.count()):
            count = now
            await self.page.wait_for_timeout(400)
        return count


@pytest_asyncio.fixture(loop_scope="session")
async def talk(demo: str, chromium: Browser) -> AsyncIterator[Talk]:
    """Amina's chat with the bot; nothing may have gone wrong in the browser, and nothing asked of another host."""
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


async def test_a_resident_asks_finds_presses_and_changes_the_language(talk: Talk) -> None:
    await talk.ask("/start", "tenu par des riverains", "112", "17")
    latest = await talk.ask("/latest", "expérimentation", "2026")
    assert await latest.locator("a[href^=http]").count() >= 1
    await talk.ask("/measures", "Mesures")
    contacts = await talk.ask("/contacts", "17", "112")
    await talk.ask("/search consomation moindre risqe", "consommation")
    await talk.ask("/search eclairaje", "éclairage")
    before = await talk.still()
    await contacts.get_by_test_id("button").filter(has_text="Un incendie").click()
    await expect(talk.answers.nth(before)).to_contain_text("incendie")
    turned = latest.get_by_test_id("button").filter(has_text="Page 2")
    await turned.click()
    await expect(latest.get_by_test_id("button").filter(has_text=re.compile("Page 1"))).to_be_visible()
    await expect(latest).not_to_contain_text("haltes prolongée")
    language = await talk.ask("/language", "langue")
    await language.get_by_test_id("button").filter(has_text="English").click()
    await expect(language).to_contain_text("English from now on")
    await talk.ask("/start", "run by residents")
    language = await talk.ask("/language fr", "français")
    seen = await world(talk.page)
    assert seen["violations"] == []
    assert [call for call in seen["calls"] if not call["ok"]] == []


async def test_a_question_in_plain_words_and_one_in_distress(talk: Talk) -> None:
    await talk.ask("qui appeler pour une seringue par terre ?", "112", "39 75")
    await talk.ask("mon voisin fait une overdose", "15", "112")


async def test_the_group_has_its_answer_in_its_topic_and_the_door_leads_to_the_private_chat(talk: Talk) -> None:
    seen = await world(talk.page)
    (group,) = [chat for chat in seen["chats"] if chat["kind"] == "supergroup"]
    notices = next(topic for topic in group["topics"] if topic["name"] == "Annonces")
    await talk.page.get_by_test_id(f"chat-{group['id']}").click()
    await talk.page.get_by_test_id(f"topic-{notices['id']}").click()
    answer = talk.answers.filter(has_text="clairage").last
    await expect(answer).to_be_visible()
    await answer.get_by_test_id("button").filter(has_text="en privé").click()
    await expect(talk.page.get_by_test_id(f"chat-{AMINA}")).to_have_attribute("aria-current", "true")
    await expect(talk.answers.last).to_contain_text("clairage")


async def test_a_neighbour_who_reads_english_is_answered_in_english(talk: Talk) -> None:
    await talk.page.get_by_test_id("speak-as").select_option(str(JOE))
    await talk.page.get_by_test_id(f"chat-{JOE}").click()
    await talk.ask("/contacts noise at night", "112")
    await talk.ask("/glossary", "harm-reduction")
