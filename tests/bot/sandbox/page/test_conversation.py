"""A conversation as it goes on: edits, deletions, topics, people, a phone, a lost line, no mouse."""

import re

from playwright.async_api import expect, WebSocketRoute

from tests.bot.sandbox.page import BROWSER_TESTS
from tests.bot.sandbox.page.stage import PRESSABLE, Stage, Visit

pytestmark = BROWSER_TESTS


async def test_an_edited_message_is_marked_and_keeps_its_place_its_new_entities_and_the_focus(
    stage: Stage, visit: Visit
) -> None:
    testid = await stage.say("Old <b>words</b>", reply_markup=PRESSABLE)
    later = await stage.say("Later")
    await visit.open()
    await visit.bit(testid).get_by_test_id("button").focus()
    number = int(testid.rsplit("-", 1)[1])
    await stage.call(
        "editMessageText",
        chat_id=stage.amina.id,
        message_id=number,
        text="New 🌊 <i>words</i>",
        parse_mode="HTML",
        reply_markup=PRESSABLE,
    )
    await expect(visit.bit(testid)).to_contain_text("edited")
    await expect(visit.bit(testid).locator("em")).to_have_text("words")
    await expect(visit.bit(testid).locator("strong")).to_have_count(0)
    await expect(visit.bit(testid).get_by_test_id("button")).to_be_focused()
    order = await visit.page.locator("#messages article").evaluate_all(
        "nodes => nodes.map((node) => node.dataset.testid)"
    )
    assert order == [testid, later]


async def test_a_deleted_message_is_struck_through_and_says_so(stage: Stage, visit: Visit) -> None:
    testid = await stage.say("A mistake", reply_markup=PRESSABLE)
    await visit.open()
    await stage.call("deleteMessage", chat_id=stage.amina.id, message_id=int(testid.rsplit("-", 1)[1]))
    message = visit.bit(testid)
    await expect(message).to_contain_text("deleted")
    await expect(message.locator(".words")).to_have_css("text-decoration-line", "line-through")
    await expect(message.get_by_test_id("button")).to_have_count(0)


async def test_a_whole_conversation_needs_no_mouse(stage: Stage, visit: Visit) -> None:
    await stage.call(
        "setMyCommands",
        commands=[{"command": "latest", "description": "News"}, {"command": "measures", "description": "Measures"}],
    )
    await visit.open()
    keys = visit.page.keyboard
    await visit.bit("speak-as").focus()
    await visit.tab_to(visit.bit("composer"))
    await keys.type("first line")
    await keys.press("Shift+Enter")
    await keys.type("second line")
    await keys.press("Enter")
    assert (await stage.update("message"))["text"] == "first line\nsecond line"
    await keys.type("/me")
    await expect(visit.bit("suggestion")).to_have_count(1)
    await keys.press("ArrowDown")
    await keys.press("Enter")
    assert (await stage.update("message"))["text"] == "/measures"
    await expect(visit.page.locator("#messages article.own").last).to_contain_text("/measures")
    await keys.press("ArrowUp")
    await expect(visit.bit("composer")).to_have_value("/measures")
    await keys.type(" lighting")
    await keys.press("Enter")
    assert (await stage.update("edited_message"))["text"] == "/measures lighting"
    testid = await stage.say("A topic", reply_markup=PRESSABLE)
    await visit.bit(testid).get_by_test_id("button").wait_for()
    await visit.tab_to(visit.bit(testid).get_by_test_id("button"), "Shift+Tab")
    await keys.press("Enter")
    assert (await stage.update("callback_query"))["data"] == "follow:1"


async def test_topics_are_kept_apart_and_count_what_is_unread(stage: Stage, visit: Visit) -> None:
    topic = (await stage.call("createForumTopic", chat_id=stage.group.id, name="Alertes"))["message_thread_id"]
    await visit.open(chat=stage.group.id)
    testid = await stage.say("Only in the topic", stage.group.id, message_thread_id=topic)
    await expect(visit.bit(f"topic-{topic}").locator(".unread")).to_be_visible()
    await expect(visit.bit(testid)).to_have_count(0)
    await visit.bit(f"topic-{topic}").click()
    await expect(visit.bit(testid)).to_be_visible()
    await expect(visit.bit(f"topic-{topic}").locator(".unread")).to_have_count(0)
    await visit.bit("composer").fill("answered here")
    await visit.page.keyboard.press("Enter")
    said = await stage.update("message")
    while said.get("text") != "answered here":  # the topic's own service message comes first
        said = await stage.update("message")
    assert said["message_thread_id"] == topic


async def test_speaking_as_somebody_else_changes_sides_and_is_kept_in_the_address(stage: Stage, visit: Visit) -> None:
    said = stage.amina.say("From Amina", stage.group)
    testid = f"message-{stage.group.id}-{said['message_id']}"
    await visit.open(chat=stage.group.id)
    await expect(visit.bit(testid)).to_have_class(re.compile(r"\bown\b"))
    await visit.bit("speak-as").select_option(str(stage.claire.id))
    await expect(visit.bit(testid)).to_have_class(re.compile(r"\btheirs\b"))
    assert f"person={stage.claire.id}" in visit.page.url
    await visit.page.reload()
    await expect(visit.bit("speak-as")).to_have_value(str(stage.claire.id))
    await expect(visit.bit(testid)).to_have_class(re.compile(r"\btheirs\b"))


async def test_a_phone_shows_one_column_at_a_time_and_nothing_runs_off_its_side(stage: Stage, phone: Visit) -> None:
    wide = {
        "inline_keyboard": [
            [{"text": f"Un bouton bien long {number}", "callback_data": str(number)} for number in range(3)]
        ]
    }
    testid = await stage.say("Unmotinterminable" * 12 + " https://example.org/" + "x" * 90, reply_markup=wide)
    await phone.open()
    assert await phone.module("document.documentElement.scrollWidth") == 360
    assert await phone.module("""() => {
        const box = document.getElementById("messages");
        return box.scrollWidth <= box.clientWidth;
    }""")
    for part in (
        phone.bit(testid).locator(".bubble"),
        phone.bit(testid).get_by_test_id("button").last,
        phone.bit("send"),
    ):
        box = await part.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    await phone.page.get_by_role("button", name="Retour aux discussions").tap()
    await expect(phone.bit(testid)).to_be_hidden()
    await phone.bit(f"chat-{stage.group.id}").tap()
    await expect(phone.bit("composer")).to_be_visible()
    await expect(phone.page.locator("html")).to_have_attribute("lang", "fr")
    await expect(phone.page.locator("#drawer")).to_be_hidden()


async def test_messages_missed_while_the_line_was_down_are_there_after_it_is_back(stage: Stage, visit: Visit) -> None:
    lines: list[WebSocketRoute] = []

    def through(line: WebSocketRoute) -> None:
        lines.append(line)
        line.connect_to_server()

    await visit.page.route_web_socket("**/control/events", through)
    await visit.open()
    await lines[-1].close()
    await expect(visit.page.locator("#lost")).to_be_visible()
    testid = await stage.say("Said meanwhile")
    await expect(visit.bit(testid)).to_be_visible()
    await expect(visit.page.locator("#lost")).to_be_hidden()
    assert len(lines) == 2


async def test_what_the_engine_refuses_is_told_and_the_words_are_not_lost(stage: Stage, visit: Visit) -> None:
    await visit.open(chat=stage.group.id)
    stage.group.members.pop(stage.amina.id)  # behind the page's back
    await visit.bit("composer").fill("Am I still here?")
    await visit.bit("send").click()
    await expect(visit.bit("toast")).to_contain_text("not a member")
    visit.complaints.clear()  # the browser logs the answer 400 itself
