"""How texts look: entities, direction, links, attachments and what the page does not know."""

import re

from playwright.async_api import expect

from bot.sandbox.http import PAGE
from tests.bot.sandbox.page import BROWSER_TESTS
from tests.bot.sandbox.page.stage import Stage, Visit

pytestmark = BROWSER_TESTS


async def test_entities_after_emoji_cover_exactly_their_words(stage: Stage, visit: Visit) -> None:
    testid = await stage.say(
        "👩‍👩‍👧🌊 <b>bold 🕊 <i>and slanted</i> end</b> <s>gone</s> <u>under</u> <code>x=1</code> /latest"
    )
    await visit.open()
    message = visit.bit(testid)
    await expect(message.locator("strong")).to_have_text("bold 🕊 and slanted end")
    await expect(message.locator("strong em")).to_have_text("and slanted")
    await expect(message.locator("s")).to_have_text("gone")
    await expect(message.locator("u")).to_have_text("under")
    await expect(message.locator("code")).to_have_text("x=1")
    await expect(message.locator("button.command")).to_have_text("/latest")


async def test_a_spoiler_stays_hidden_until_pressed_and_opens_with_the_keyboard(stage: Stage, visit: Visit) -> None:
    testid = await stage.say("Answer: <tg-spoiler>seven</tg-spoiler>")
    await visit.open()
    spoiler = visit.bit(testid).locator(".spoiler")
    await expect(spoiler.locator(".spoiler-text")).to_have_css("opacity", "0")
    await spoiler.focus()
    await visit.page.keyboard.press("Enter")
    await expect(spoiler.locator(".spoiler-text")).to_have_css("opacity", "1")


async def test_a_long_quotation_unfolds_and_folds(stage: Stage, visit: Visit) -> None:
    lines = "\n".join(f"line {number}" for number in range(12))
    testid = await stage.say(f"<blockquote expandable>{lines}</blockquote>")
    await visit.open()
    quote = visit.bit(testid).locator(".expandable-text")
    folded = (await quote.bounding_box() or {"height": 0})["height"]
    await visit.bit(testid).get_by_role("button", name="Show more").click()
    opened = (await quote.bounding_box() or {"height": 0})["height"]
    assert opened > folded * 3
    await visit.bit(testid).get_by_role("button", name="Show less").click()


async def test_arabic_runs_from_right_to_left(stage: Stage, visit: Visit) -> None:
    testid = await stage.say("مرحبا بكم")
    await visit.open()
    assert await visit.bit(testid).locator(".text").evaluate("node => getComputedStyle(node).direction") == "rtl"


async def test_a_link_that_would_run_a_script_is_shown_as_words_only(visit: Visit) -> None:
    await visit.open()
    script = """async (entities) => {
        const { renderText } = await import("/entities.js");
        const box = document.createElement("div");
        box.append(renderText("press me", entities));
        return [box.querySelectorAll("a").length, box.textContent];
    }"""
    harmful = [{"type": "text_link", "offset": 0, "length": 8, "url": "javascript:alert(1)"}]
    assert await visit.module(script, harmful) == [0, "press me"]
    harmless = [{"type": "text_link", "offset": 0, "length": 8, "url": "https://www.paris.fr/"}]
    assert await visit.module(script, harmless) == [1, "press me"]


async def test_a_message_of_an_unknown_kind_is_named_and_breaks_nothing(stage: Stage, visit: Visit) -> None:
    sent = stage.amina.send({"story_of_the_future": {"id": 1}})
    await visit.open()
    await expect(visit.bit(f"message-{stage.amina.id}-{sent['message_id']}")).to_contain_text("story_of_the_future")
    await expect(visit.bit(await stage.say("Still alive"))).to_be_visible()


async def test_other_links_open_in_a_new_tab_that_knows_nothing_of_this_one(stage: Stage, visit: Visit) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Source", "url": "https://www.paris.fr/"}]]}
    testid = await stage.say('See <a href="https://www.paris.fr/">paris.fr</a>', reply_markup=keyboard)
    await visit.open()
    for link in (visit.bit(testid).get_by_test_id("button"), visit.bit(testid).locator(".text a")):
        await expect(link).to_have_attribute("target", "_blank")
        await expect(link).to_have_attribute("rel", re.compile("noopener"))


async def test_the_page_knows_the_same_words_in_both_languages_and_uses_no_other(visit: Visit) -> None:
    await visit.open()
    english, french = await visit.module("""async () => {
        const [{ ENGLISH }, { FRENCH }] = await Promise.all([import("/english.js"), import("/french.js")]);
        return [Object.keys(ENGLISH), Object.keys(FRENCH)];
    }""")
    assert english == french
    used = set()
    for file in PAGE.iterdir():
        used.update(re.findall(r'label\("(\w+)"|data-(?:text|label)="(\w+)"', file.read_text("utf-8")))
    assert {one or other for one, other in used} <= set(english)
