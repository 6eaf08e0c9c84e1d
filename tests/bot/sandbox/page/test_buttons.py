"""What buttons, keyboards and commands do on the page."""

from playwright.async_api import expect

from tests.bot.sandbox.page import BROWSER_TESTS
from tests.bot.sandbox.page.stage import PRESSABLE, Stage, Visit

pytestmark = BROWSER_TESTS


async def test_a_pressed_button_waits_for_the_bot_and_shows_its_answer(stage: Stage, visit: Visit) -> None:
    testid = await stage.say("A topic", reply_markup=PRESSABLE)
    await visit.open()
    button = visit.bit(testid).get_by_test_id("button")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    query = await stage.update("callback_query")
    assert query["data"] == "follow:1"
    assert query["from"]["id"] == stage.amina.id
    await stage.call("answerCallbackQuery", callback_query_id=query["id"], text="Followed.")
    await expect(visit.bit("toast")).to_have_text("Followed.")
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_waits_to_be_closed(stage: Stage, visit: Visit) -> None:
    testid = await stage.say("A topic", reply_markup=PRESSABLE)
    await visit.open()
    await visit.bit(testid).get_by_test_id("button").click()
    query = await stage.update("callback_query")
    await stage.call("answerCallbackQuery", callback_query_id=query["id"], text="Not for you.", show_alert=True)
    alert = visit.page.get_by_role("alertdialog")
    await expect(alert).to_contain_text("Not for you.")
    await visit.page.keyboard.press("Escape")
    await expect(alert).to_have_count(0)


async def test_an_answer_to_somebody_else_is_not_shown(stage: Stage, visit: Visit) -> None:
    await stage.say("A topic", stage.group.id, reply_markup=PRESSABLE)
    await visit.open(chat=stage.group.id)
    stage.claire.press(stage.group.messages[-1], "Follow")
    query = await stage.update("callback_query")
    await stage.call("answerCallbackQuery", callback_query_id=query["id"], text="For Claire alone.")
    await stage.say("Afterwards", stage.group.id)
    await expect(visit.bit("messages").or_(visit.page.locator("#messages"))).to_contain_text("Afterwards")
    await expect(visit.bit("toast")).to_have_count(0)


async def test_a_start_link_opens_the_private_chat_and_sends_its_payload(stage: Stage, visit: Visit) -> None:
    link = f"https://t.me/{stage.world.username}?start=item_12"
    testid = await stage.say(
        "A card", stage.group.id, reply_markup={"inline_keyboard": [[{"text": "Open", "url": link}]]}
    )
    await visit.open(chat=stage.group.id)
    await visit.bit(testid).get_by_test_id("button").click()
    message = await stage.update("message")
    assert (message["text"], message["chat"]["id"]) == ("/start item_12", stage.amina.id)
    await expect(visit.bit(f"chat-{stage.amina.id}")).to_have_attribute("aria-current", "true")
    assert len(visit.page.context.pages) == 1


async def test_the_menu_shows_the_most_specific_list_in_the_persons_language(stage: Stage, visit: Visit) -> None:
    def named(command: str) -> list[dict[str, str]]:
        return [{"command": command, "description": command}]

    await stage.call("setMyCommands", commands=named("everywhere"))
    await stage.call("setMyCommands", commands=named("partout"), language_code="fr")
    await stage.call(
        "setMyCommands", commands=named("en_groupe"), language_code="fr", scope={"type": "all_group_chats"}
    )
    await stage.call("setMyCommands", commands=named("for_admins"), scope={"type": "all_chat_administrators"})
    seen = {}
    for who, chat in (
        (stage.amina, stage.amina.id),
        (stage.amina, stage.group.id),
        (stage.claire, stage.group.id),
        (stage.claire, stage.claire.id),
    ):
        await visit.open(who, chat)
        await visit.bit("menu").click()
        seen[who.name, chat < 0] = await visit.bit("suggestion").locator("strong").all_inner_texts()
        await visit.page.keyboard.press("Escape")
    assert seen == {
        ("Amina", False): ["/partout"],
        ("Amina", True): ["/en_groupe"],
        ("Claire", True): ["/for_admins"],
        ("Claire", False): ["/everywhere"],
    }


async def test_a_command_chosen_in_a_group_names_the_bot(stage: Stage, visit: Visit) -> None:
    await stage.call("setMyCommands", commands=[{"command": "latest", "description": "News"}])
    await visit.open(chat=stage.group.id)
    await visit.bit("menu").click()
    await visit.bit("suggestion").click()
    assert (await stage.update("message"))["text"] == f"/latest@{stage.world.username}"


async def test_typing_the_bots_name_asks_it_and_a_result_can_be_sent(stage: Stage, visit: Visit) -> None:
    await visit.open()
    await visit.bit("composer").press_sequentially(f"@{stage.world.username} needle")
    query = await stage.update("inline_query")
    assert query["query"] == "needle"
    content = {"message_text": "Call 3975."}
    result = {
        "type": "article",
        "id": "1",
        "title": "Needles",
        "description": "Who to call",
        "input_message_content": content,
    }
    await stage.call("answerInlineQuery", inline_query_id=query["id"], results=[result])
    await expect(visit.bit("suggestion")).to_contain_text("Needles")
    await visit.page.keyboard.press("ArrowDown")
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.locator("#messages article.own")).to_contain_text("Call 3975.")


async def test_a_keyboard_that_asks_for_a_place_shares_one(stage: Stage, visit: Visit) -> None:
    keyboard = {"keyboard": [[{"text": "My place", "request_location": True}]], "one_time_keyboard": True}
    await stage.say("Where are you?", reply_markup=keyboard)
    await visit.open()
    await visit.page.get_by_role("button", name="My place").click()
    await visit.page.locator("#place-presets").get_by_role("button", name="Stalingrad").click()
    place = (await stage.update("message"))["location"]
    assert (place["latitude"], place["longitude"]) == (48.8843, 2.3693)
    await expect(visit.page.locator(".place-card")).to_contain_text("Near Stalingrad")
