"""The bot hears by webhook: an update is kept before Telegram is told it arrived, and only with the secret."""

from pathlib import Path

import aiohttp

from bot.app import running
from bot.clock import MovableClock
from bot.gateway.telegram import Telegram
from bot.plan import Plan
from bot.sandbox import Person, World
from tests.bench.commands import free_port
from tests.bot.town import SUNDAY_MORNING, Town, WorldWire

SECRET = "a-secret-of-more-than-thirty-two-letters"


async def test_a_resident_is_answered_and_a_stranger_is_refused(tmp_path: Path, paris: Path) -> None:
    (tmp_path / "riverain.db").write_bytes(paris.read_bytes())
    clock = MovableClock(SUNDAY_MORNING, stopped=True)
    world = World(clock=clock)
    amina = world.person("Amina", "fr", started=True)
    port = free_port()
    plan = Plan(tmp_path, None, listen=f"127.0.0.1:{port}", webhook=(f"http://127.0.0.1:{port}", SECRET), menus=False)
    async with running(plan, WorldWire(world), clock) as app:
        here = Town(world, app, clock, tmp_path)
        amina.say("/start")
        await world.next_message(amina)
        await here.settled()
        assert "riverains" in amina.messages[-1]["text"]
        (call,) = [each for each in world.calls if each.method == "setWebhook"]
        assert call.params["secret_token"] == SECRET
        async with aiohttp.ClientSession() as stranger:
            hook = str(call.params["url"])
            async with stranger.post(hook, json={"update_id": 1}) as answer:
                assert answer.status == 403
            async with stranger.post(f"http://127.0.0.1:{port}/", json={}) as answer:
                assert answer.status == 404
            async with stranger.get(f"http://127.0.0.1:{port}/healthz") as answer:
                assert (answer.status, await answer.text()) == (200, "ok\n")
            async with stranger.get(f"http://127.0.0.1:{port}/readyz") as answer:
                assert answer.status == 200
            async with stranger.get(f"http://127.0.0.1:{port}/metrics") as answer:
                assert "riverain_ready 1.0" in await answer.text()
    await world.close()


async def test_a_webhook_left_by_an_earlier_run_is_removed_and_polling_goes_on(quarter: Town, amina: Person) -> None:
    await quarter.ask(amina, "/start")
    telegram = Telegram(WorldWire(quarter.world))
    await telegram.call("setWebhook", {"url": "https://127.0.0.1:9/left-behind"})
    amina.say("/help")
    await quarter.world.next_call("deleteWebhook", timeout=40)
    await quarter.settled()
    assert "/" in amina.messages[-1]["text"]
