"""Editing, forwarding, copying, deleting, pinning, reacting."""

from datetime import timedelta

import pytest
from telegram import InlineKeyboardMarkup, InputMediaPhoto, Message, ReactionTypeEmoji
from telegram.error import BadRequest

from tests.bot.sandbox.conftest import Scene
from tests.bot.sandbox.test_sending import BUTTONS, png


async def test_an_edit_replaces_text_entities_and_buttons(scene: Scene) -> None:
    sent = await scene.bot.send_message(
        scene.alice.id, "<b>Un</b> https://a.fr", parse_mode="HTML", reply_markup=BUTTONS
    )
    edited = await scene.bot.edit_message_text("Deux /help", scene.alice.id, sent.message_id)
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    assert [entity.type for entity in edited.entities] == ["bot_command"]
    assert edited.reply_markup is None
    assert scene.alice.messages[-1]["text"] == "Deux /help"


async def test_buttons_alone_are_edited_and_the_same_again_is_refused(scene: Scene) -> None:
    sent = await scene.bot.send_message(scene.alice.id, "?", reply_markup=BUTTONS)
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await scene.bot.edit_message_reply_markup(scene.alice.id, sent.message_id, reply_markup=BUTTONS)
    edited = await scene.bot.edit_message_reply_markup(scene.alice.id, sent.message_id, reply_markup=None)
    assert isinstance(edited, Message)
    assert edited.reply_markup is None
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await scene.bot.edit_message_reply_markup(
            scene.alice.id, sent.message_id, reply_markup=InlineKeyboardMarkup([])
        )


async def test_captions_and_pictures_are_edited(scene: Scene) -> None:
    sent = await scene.bot.send_photo(scene.alice.id, png(10, 10), caption="Un")
    caption = await scene.bot.edit_message_caption(
        scene.alice.id, sent.message_id, caption="*Deux*", parse_mode="MarkdownV2"
    )
    assert isinstance(caption, Message)
    assert (caption.caption, caption.caption_entities[0].type) == ("Deux", "bold")
    media = await scene.bot.edit_message_media(
        InputMediaPhoto(png(30, 10), caption="Trois"), scene.alice.id, sent.message_id
    )
    assert isinstance(media, Message)
    assert (media.photo[-1].width, media.caption) == (30, "Trois")


async def test_a_forward_names_its_origin(scene: Scene) -> None:
    said = scene.alice.say("À faire suivre")
    forwarded = await scene.bot.forward_message(scene.forum.id, scene.alice.id, said["message_id"])
    assert forwarded.text == "À faire suivre"
    assert forwarded.forward_origin is not None
    assert forwarded.forward_origin.type == "user"


async def test_a_copy_names_none(scene: Scene) -> None:
    sent = await scene.bot.send_photo(scene.alice.id, png(10, 10), caption="Légende")
    copied = await scene.bot.copy_message(scene.forum.id, scene.alice.id, sent.message_id, caption="Autre")
    record = scene.forum.find(copied.message_id)
    assert record is not None
    assert record.record["caption"] == "Autre"
    assert "forward_origin" not in record.record


async def test_several_are_forwarded_and_copied_and_the_missing_left_out(scene: Scene) -> None:
    numbers = [(await scene.bot.send_message(scene.alice.id, str(one))).message_id for one in range(3)]
    assert len(await scene.bot.forward_messages(scene.forum.id, scene.alice.id, [*numbers, 999])) == 3
    assert len(await scene.bot.copy_messages(scene.forum.id, scene.alice.id, numbers[:2])) == 2


async def test_messages_are_deleted(scene: Scene) -> None:
    numbers = [(await scene.bot.send_message(scene.alice.id, str(one))).message_id for one in range(3)]
    assert await scene.bot.delete_message(scene.alice.id, numbers[0])
    assert await scene.bot.delete_messages(scene.alice.id, [*numbers[1:], 999])
    assert scene.alice.messages == []


async def test_an_administrator_deletes_what_others_wrote(scene: Scene) -> None:
    said = scene.alice.say("Vendeur au coin", scene.forum)
    assert await scene.bot.delete_message(scene.forum.id, said["message_id"])
    assert scene.forum.find(said["message_id"]) is None


async def test_a_message_is_pinned_and_the_chat_told(scene: Scene) -> None:
    sent = await scene.bot.send_message(scene.forum.id, "À lire")
    assert await scene.bot.pin_chat_message(scene.forum.id, sent.message_id)
    [update] = await scene.bot.get_updates()
    assert update.message is not None
    assert isinstance(update.message.pinned_message, Message)
    assert update.message.pinned_message.message_id == sent.message_id
    chat = await scene.bot.get_chat(scene.forum.id)
    assert chat.pinned_message is not None
    assert await scene.bot.unpin_chat_message(scene.forum.id, sent.message_id)
    assert scene.forum.pinned == []
    assert await scene.bot.unpin_all_chat_messages(scene.forum.id)


async def test_the_bot_reacts_with_one_emoji(scene: Scene) -> None:
    said = scene.alice.say("Merci")
    assert await scene.bot.set_message_reaction(scene.alice.id, said["message_id"], [ReactionTypeEmoji("👍")])
    with pytest.raises(BadRequest, match=r"(?i)REACTION_INVALID"):
        await scene.bot.set_message_reaction(scene.alice.id, said["message_id"], [ReactionTypeEmoji("🥖")])


async def test_what_is_older_than_two_days_cannot_be_deleted(scene: Scene) -> None:
    sent = await scene.bot.send_message(scene.forum.id, "Ancien")
    scene.world.advance(timedelta(hours=47, minutes=59))
    scene.world.advance(timedelta(minutes=2))
    with pytest.raises(BadRequest, match=r"(?i)message can't be deleted"):
        await scene.bot.delete_message(scene.forum.id, sent.message_id)
