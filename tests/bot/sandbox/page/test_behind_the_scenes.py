"""The drawer: the clock one moves, the log, the faults and the world."""

import re
from datetime import datetime, timedelta

from playwright.async_api import expect

from tests.bot.sandbox.page import BROWSER_TESTS
from tests.bot.sandbox.page.stage import Stage, SUNDAY_EVENING, Visit

pytestmark = BROWSER_TESTS


async def test_the_clock_moves_a_day_and_the_next_eight_oclock_is_parisian(stage: Stage, visit: Visit) -> None:
    await visit.open()
    await expect(visit.bit("clock-now")).to_have_text(re.compile("^19:30:"))
    await visit.bit("clock-advance-day").click()
    await expect(visit.page.locator("#clock-day")).to_contain_text("23 November")
    assert stage.world.clock.now() - SUNDAY_EVENING >= timedelta(days=1)
    await visit.bit("clock-next-morning").click()
    await expect(visit.bit("clock-now")).to_have_text(re.compile("^08:00:"))
    assert stage.world.clock.now().isoformat(timespec="minutes") == "2026-11-24T07:00+00:00"


async def test_paris_wall_time_is_right_on_both_days_the_clocks_change(visit: Visit) -> None:
    await visit.open()
    script = """async (walls) => {
        const { parisInstant } = await import("/clock.js");
        return walls.map((wall) => parisInstant(wall).toISOString().slice(0, 16));
    }"""
    walls = [
        "2026-07-01T08:00",
        "2026-10-25T02:30",
        "2026-10-25T08:00",
        "2027-03-28T01:59",
        "2027-03-28T02:30",
        "2027-03-28T08:00",
    ]
    instants = [
        "2026-07-01T06:00",
        "2026-10-25T00:30",
        "2026-10-25T07:00",
        "2027-03-28T00:59",
        "2027-03-28T01:30",
        "2027-03-28T06:00",
    ]
    assert await visit.module(script, walls) == instants


async def test_a_fault_asked_for_meets_the_next_call_and_shows_red_in_the_log(stage: Stage, visit: Visit) -> None:
    await visit.open()
    await visit.page.get_by_role("tab", name="Faults").click()
    await visit.bit("fault-flood").click()
    await expect(visit.bit("toast")).to_contain_text("Too many requests")
    assert (await stage.answer("sendMessage", chat_id=stage.amina.id, text="refused"))["error_code"] == 429
    await visit.page.get_by_role("tab", name="Calls").click()
    refused = visit.bit("calls").locator(".call.refused")
    await expect(refused).to_contain_text("429")
    await expect(refused).to_contain_text("sendMessage")
    await stage.call("sendMessage", chat_id=stage.amina.id, text="accepted")


async def test_someone_who_blocked_the_bot_is_offered_to_unblock_it(stage: Stage, visit: Visit) -> None:
    await visit.open()
    await visit.page.get_by_role("tab", name="World").click()
    await visit.bit("act-block").click()
    await expect(visit.bit("composer")).to_be_hidden()
    assert stage.amina.blocked
    await visit.page.get_by_role("button", name="Unblock").first.click()
    await expect(visit.bit("composer")).to_be_visible()
    assert not stage.amina.blocked


async def test_a_group_that_becomes_a_supergroup_is_followed_to_its_new_number(stage: Stage, visit: Visit) -> None:
    council = stage.world.group("Conseil syndical", owner=stage.amina)
    await visit.open(chat=council.id)
    await visit.page.get_by_role("tab", name="World").click()
    await visit.bit("act-migrate").click()
    await expect(visit.bit(f"chat-{council.id}")).to_have_count(0)
    assert council.migrated_to is not None
    await expect(visit.bit(f"chat-{council.migrated_to}")).to_have_attribute("aria-current", "true")


async def test_a_new_group_belongs_to_the_person_who_makes_it(stage: Stage, visit: Visit) -> None:
    await visit.open()
    await visit.page.get_by_role("tab", name="World").click()
    await visit.page.get_by_label("Title").fill("Escalier B")
    await visit.page.locator("#group-form").get_by_role("button").click()
    await expect(visit.page.locator("#chat-list")).to_contain_text("Escalier B")


class Voyager:
    """Moves the clock an hour on when asked to go on."""

    heading = None

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def go(self, at: datetime) -> None:
        """Go at once."""
        self.stage.world.jump(at)

    def go_on(self) -> None:
        """Go to what is due next."""
        self.go(self.stage.world.clock.now() + timedelta(hours=1))


async def test_the_clock_goes_to_what_is_due_next_where_somebody_knows_it(stage: Stage, visit: Visit) -> None:
    await visit.open()
    await expect(visit.bit("clock-due")).to_be_hidden()
    stage.world.traveller = Voyager(stage)
    await visit.page.reload()
    await expect(visit.page.locator("body.ready")).to_be_attached()
    await visit.bit("clock-due").click()
    await expect(visit.bit("clock-now")).to_have_text(re.compile("^20:30:"))
    await visit.bit("clock-advance-day").click()
    await expect(visit.page.locator("#clock-day")).to_contain_text("23 November")


async def test_on_a_phone_what_one_may_do_with_a_message_stands_beside_its_words(stage: Stage, phone: Visit) -> None:
    message = await stage.say("Un texte assez long pour remplir toute la largeur du téléphone, et davantage encore.")
    await phone.open()
    await phone.bit(message).hover()
    tools = await phone.bit(message).locator(".tools").bounding_box()
    text = await phone.bit(message).locator(".bubble").bounding_box()
    assert tools is not None
    assert text is not None
    assert tools["x"] >= text["x"] + text["width"]
