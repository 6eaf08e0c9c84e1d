"""The stage of the page's tests: a world served over HTTP with the test in the bot's place, and a browser's visit to it."""

import json
from datetime import datetime, UTC
from typing import Any

from playwright.async_api import expect, Locator, Page
from tornado.httpclient import AsyncHTTPClient

from bot.sandbox import Chat, Person, World

SUNDAY_EVENING = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
PRESSABLE = {"inline_keyboard": [[{"text": "Follow", "callback_data": "follow:1"}]]}


class Stage:
    """One world with two people and a forum group, its address, and what the bot would do there."""

    def __init__(self, world: World, address: str) -> None:
        self.world = world
        self.address = address
        self.amina: Person = world.person("Amina", "fr", label="resident", started=True)
        self.claire: Person = world.person("Claire", "en", label="moderator")
        self.group: Chat = world.group(
            "Riverains Stalingrad", forum=True, owner=self.claire, bot="administrator", quiet=True
        )
        self.group.join(self.amina, quiet=True)
        self.claire.say("Welcome.", self.group)
        self._heard = 0

    async def answer(self, method: str, **parameters: Any) -> Any:
        """Return the whole answer to a Bot API call made over HTTP, as the bot makes them."""
        url = f"{self.address}/bot{self.world.token}/{method}"
        headers = {"Content-Type": "application/json"}
        answer = await AsyncHTTPClient().fetch(
            url, method="POST", headers=headers, body=json.dumps(parameters), raise_error=False
        )
        return json.loads(answer.body)

    async def call(self, method: str, **parameters: Any) -> Any:
        """Return the result of a Bot API call; fail when it is refused."""
        answer = await self.answer(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, text: str, chat: int | None = None, **more: Any) -> str:
        """Let the bot write (HTML); return the test id of its message on the page."""
        where = chat or self.amina.id
        sent = await self.call("sendMessage", chat_id=where, text=text, parse_mode="HTML", **more)
        return f"message-{where}-{sent['message_id']}"

    async def update(self, kind: str) -> Any:
        """Return the next update of a kind, as the bot receives it."""
        while True:
            for update in await self.call("getUpdates", offset=self._heard, timeout=5):
                self._heard = update["update_id"] + 1
                if kind in update:
                    return update[kind]


class Visit:
    """A page opened on the stage, and every complaint of the browser about it."""

    def __init__(self, page: Page, stage: Stage) -> None:
        self.page = page
        self.stage = stage
        self.complaints: list[str] = []
        self.requested: list[str] = []
        page.on(
            "console", lambda line: self.complaints.append(line.text) if line.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requested.append(request.url))

    async def open(self, person: Person | None = None, chat: int | None = None) -> None:
        """Open the page as a person, in a chat."""
        who = person or self.stage.amina
        await self.page.goto(f"{self.stage.address}/#person={who.id}&chat={chat or who.id}")
        await expect(self.page.locator("body.ready")).to_be_attached()

    def bit(self, testid: str) -> Locator:
        """Return what bears a test id."""
        return self.page.get_by_test_id(testid)

    async def module(self, script: str, argument: Any = None) -> Any:
        """Return what a function of the page's own modules answers in the browser."""
        return await self.page.evaluate(script, argument)

    async def tab_to(self, target: Locator, key: str = "Tab") -> None:
        """Reach something with the Tab key alone; fail when forty presses do not."""
        for _ in range(40):
            if await target.evaluate("node => node === document.activeElement"):
                return
            await self.page.keyboard.press(key)
        raise AssertionError("The Tab key does not get there.")
