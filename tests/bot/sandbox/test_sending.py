"""What a bot sends arrives as Telegram would show it."""

import struct
import zlib

import pytest
from telegram import (
    Contact,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from tests.bot.sandbox.conftest import Scene

BUTTONS = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Oui", callback_data="yes"), InlineKeyboardButton("Site", url="https://a.fr")]]
)


def png(width: int, height: int) -> bytes:
    """Return a grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def kinds(message: Message) -> list[tuple[str, str]]:
    """Return every entity of a message with the text it covers."""
    return [(entity.type, text) for entity, text in message.parse_entities().items()]


async def test_the_bot_knows_itself(scene: Scene) -> None:
    me = await scene.bot.get_me()
    assert (me.id, me.username, me.is_bot, me.can_read_all_group_messages) == (110201543, "riverain_bot", True, False)


async def test_a_plain_text_arrives(scene: Scene) -> None:
    message = await scene.bot.send_message(scene.alice.id, "  Bonjour  ")
    assert message.text == "Bonjour"
    assert message.chat.type == "private"
    assert scene.alice.messages[-1]["message_id"] == message.message_id


async def test_html_becomes_entities_counted_in_utf16(scene: Scene) -> None:
    message = await scene.bot.send_message(
        scene.alice.id, "😀 <b>gras <i>penché</i></b> <code>a&lt;b</code>", parse_mode="HTML"
    )
    assert message.text == "😀 gras penché a<b"
    assert kinds(message) == [("bold", "gras penché"), ("italic", "penché"), ("code", "a<b")]
    assert message.entities[0].offset == 3


async def test_html_links_mentions_quotes_and_code(scene: Scene) -> None:
    html = (
        f'<a href="https://a.fr/x?y=1">lien</a> <a href="tg://user?id={scene.alice.id}">Alice</a> <tg-spoiler>s</tg-spoiler> '
        '<pre><code class="language-python">x=1</code></pre> <u>u</u><s>r</s><blockquote expandable>q</blockquote>'
    )
    message = await scene.bot.send_message(scene.alice.id, html, parse_mode="HTML")
    assert [kind for kind, _ in kinds(message)] == [
        "text_link", "text_mention", "spoiler", "pre", "underline", "strikethrough", "expandable_blockquote",
    ]  # fmt: skip
    assert message.entities[0].url == "https://a.fr/x?y=1"
    assert message.entities[1].user is not None
    assert message.entities[1].user.id == scene.alice.id
    assert message.entities[3].language == "python"


async def test_markdown_of_the_second_kind(scene: Scene) -> None:
    message = await scene.bot.send_message(
        scene.alice.id, r"*gras _et penché_* __u__ ~s~ ||x|| `c` [l](https://a.fr/) 1\.", parse_mode="MarkdownV2"
    )
    assert message.text == "gras et penché u s x c l 1."
    assert [kind for kind, _ in kinds(message)] == [
        "bold", "italic", "underline", "strikethrough", "spoiler", "code", "text_link",
    ]  # fmt: skip


async def test_markdown_of_the_first_kind(scene: Scene) -> None:
    message = await scene.bot.send_message(scene.alice.id, "*a* _b_ `c` [d](https://a.fr/)", parse_mode="Markdown")
    assert kinds(message) == [("bold", "a"), ("italic", "b"), ("code", "c"), ("text_link", "d")]


async def test_given_entities_are_kept(scene: Scene) -> None:
    given = [MessageEntity(MessageEntity.BOLD, 0, 3), MessageEntity(MessageEntity.ITALIC, 4, 2)]
    assert kinds(await scene.bot.send_message(scene.alice.id, "abc de", entities=given)) == [
        ("bold", "abc"),
        ("italic", "de"),
    ]


async def test_addresses_mentions_commands_and_tags_are_found(scene: Scene) -> None:
    text = "Voir https://paris.fr/x, @alice_m, /help@riverain_bot, #crack, a@b.fr et mairie19.paris.fr."
    assert kinds(await scene.bot.send_message(scene.alice.id, text)) == [
        ("url", "https://paris.fr/x"),
        ("mention", "@alice_m"),
        ("bot_command", "/help@riverain_bot"),
        ("hashtag", "#crack"),
        ("email", "a@b.fr"),
        ("url", "mairie19.paris.fr"),
    ]


async def test_nothing_is_found_inside_code(scene: Scene) -> None:
    message = await scene.bot.send_message(scene.alice.id, "<code>/start https://a.fr</code>", parse_mode="HTML")
    assert kinds(message) == [("code", "/start https://a.fr")]


async def test_preview_options_and_silence_and_protection(scene: Scene) -> None:
    message = await scene.bot.send_message(
        scene.alice.id,
        "https://a.fr",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        disable_notification=True,
        protect_content=True,
    )
    assert message.has_protected_content
    assert message.link_preview_options is not None
    assert message.link_preview_options.is_disabled


async def test_inline_buttons_come_back(scene: Scene) -> None:
    message = await scene.bot.send_message(scene.alice.id, "?", reply_markup=BUTTONS)
    assert message.reply_markup is not None
    assert message.reply_markup.inline_keyboard[0][0].callback_data == "yes"
    assert message.reply_markup.inline_keyboard[0][1].url == "https://a.fr/"


async def test_a_reply_keyboard_stands_until_removed(scene: Scene) -> None:
    keys = [[KeyboardButton("Ici", request_location=True), KeyboardButton("Non")]]
    message = await scene.bot.send_message(
        scene.alice.id, "Où ?", reply_markup=ReplyKeyboardMarkup(keys, resize_keyboard=True)
    )
    assert message.reply_markup is None
    assert [key["text"] for key in scene.alice.keyboard()[0]] == ["Ici", "Non"]
    scene.alice.press(scene.alice.messages[-1], "Non")
    assert scene.world.updates.pending[-1]["message"]["text"] == "Non"
    await scene.bot.send_message(scene.alice.id, "Merci", reply_markup=ReplyKeyboardRemove())
    assert scene.alice.keyboard() == []


async def test_a_reply_can_be_forced(scene: Scene) -> None:
    await scene.bot.send_message(
        scene.alice.id, "Le lien ?", reply_markup=ForceReply(input_field_placeholder="https://")
    )
    assert scene.alice.messages[-1]["reply_markup"] == {"force_reply": True, "input_field_placeholder": "https://"}


async def test_a_reply_carries_the_message_it_answers(scene: Scene) -> None:
    said = scene.alice.say("Une question")
    message = await scene.bot.send_message(
        scene.alice.id, "Une réponse", reply_parameters=ReplyParameters(said["message_id"], quote="question")
    )
    assert message.reply_to_message is not None
    assert message.reply_to_message.text == "Une question"
    assert message.quote is not None
    assert message.quote.text == "question"


async def test_a_missing_reply_is_forgiven_when_allowed(scene: Scene) -> None:
    message = await scene.bot.send_message(
        scene.alice.id, "x", reply_to_message_id=999, allow_sending_without_reply=True
    )
    assert message.reply_to_message is None


async def test_a_message_goes_into_its_topic(scene: Scene) -> None:
    topic = scene.forum.topic("Annonces")
    message = await scene.bot.send_message(scene.forum.id, "Bonjour", message_thread_id=topic.id)
    assert message.message_thread_id == topic.id
    assert message.is_topic_message
    assert message.chat.is_forum


async def test_a_picture_is_uploaded_and_downloaded(scene: Scene) -> None:
    data = png(400, 200)
    message = await scene.bot.send_photo(scene.alice.id, data, caption="<b>La place</b>", parse_mode="HTML")
    assert [(size.width, size.height) for size in message.photo] == [(90, 45), (320, 160), (400, 200)]
    assert message.caption == "La place"
    assert message.caption_entities[0].type == "bold"
    file = await message.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == data


async def test_a_file_is_sent_again_by_its_number(scene: Scene) -> None:
    first = await scene.bot.send_document(scene.alice.id, b"a,b\n", filename="liste.csv", caption="Liste")
    assert first.document is not None
    assert (first.document.file_name, first.document.mime_type, first.document.file_size) == (
        "liste.csv",
        "text/csv",
        4,
    )
    again = await scene.bot.send_document(scene.alice.id, first.document.file_id)
    assert again.document is not None
    assert again.document.file_unique_id == first.document.file_unique_id


async def test_a_picture_by_its_address_is_accepted_and_not_fetched(scene: Scene) -> None:
    message = await scene.bot.send_photo(scene.alice.id, "https://example.org/a.png")
    assert message.photo


@pytest.mark.parametrize("kind", ["audio", "video", "voice", "animation", "video_note", "sticker"])
async def test_every_kind_of_file_arrives(scene: Scene, kind: str) -> None:
    message = await getattr(scene.bot, f"send_{kind}")(scene.alice.id, b"\x00\x01")
    assert getattr(message, kind).file_id


async def test_an_album_arrives_as_messages_of_one_group(scene: Scene) -> None:
    media = [InputMediaPhoto(png(10, 10), caption="Un"), InputMediaPhoto(png(20, 10))]
    messages = await scene.bot.send_media_group(scene.alice.id, media)
    assert len({message.media_group_id for message in messages}) == 1
    assert [message.caption for message in messages] == ["Un", None]


async def test_documents_make_an_album_too(scene: Scene) -> None:
    media = [InputMediaDocument(b"a", filename="a.txt"), InputMediaDocument(b"b", filename="b.txt")]
    messages = await scene.bot.send_media_group(scene.alice.id, media)
    assert [message.document.file_name for message in messages if message.document] == ["a.txt", "b.txt"]


async def test_places_venues_and_contacts(scene: Scene) -> None:
    place = await scene.bot.send_location(scene.alice.id, 48.8848, 2.3699)
    assert place.location is not None
    assert place.location.latitude == 48.8848
    venue = await scene.bot.send_venue(scene.alice.id, 48.88, 2.37, "Mairie du 19e", "5 place Armand-Carrel")
    assert venue.venue is not None
    assert venue.venue.title == "Mairie du 19e"
    contact = await scene.bot.send_contact(scene.alice.id, contact=Contact("3117", "RATP"))
    assert contact.contact is not None
    assert contact.contact.phone_number == "3117"


async def test_a_moving_place_moves_and_stops(scene: Scene) -> None:
    message = await scene.bot.send_location(scene.alice.id, 48.88, 2.37, live_period=600)
    moved = await scene.bot.edit_message_live_location(
        scene.alice.id, message.message_id, latitude=48.89, longitude=2.38
    )
    assert isinstance(moved, Message)
    assert scene.alice.messages[-1]["location"] == {"latitude": 48.89, "longitude": 2.38, "live_period": 600}
    stopped = await scene.bot.stop_message_live_location(scene.alice.id, message.message_id)
    assert isinstance(stopped, Message)
    assert scene.alice.messages[-1]["location"] == {"latitude": 48.89, "longitude": 2.38}


async def test_a_poll_is_voted_in_and_stopped(scene: Scene) -> None:
    message = await scene.bot.send_poll(scene.alice.id, "Quand ?", ["Matin", "Soir"], is_anonymous=False)
    assert message.poll is not None
    scene.alice.vote(scene.alice.messages[-1], 1)
    updates = await scene.bot.get_updates(allowed_updates=["poll", "poll_answer"])
    assert [update.poll_answer.option_ids for update in updates if update.poll_answer] == [(1,)]
    poll = await scene.bot.stop_poll(scene.alice.id, message.message_id)
    assert poll.is_closed
    assert [option.voter_count for option in poll.options] == [0, 1]


async def test_dice_and_typing(scene: Scene) -> None:
    message = await scene.bot.send_dice(scene.alice.id, emoji="🎯")
    assert message.dice is not None
    assert 1 <= message.dice.value <= 6
    events = scene.world.journal.listen()
    assert await scene.bot.send_chat_action(scene.alice.id, "typing")
    assert events.get_nowait()["action"] == "typing"


async def test_numbers_are_shared_by_private_chats_and_counted_alone_in_supergroups(scene: Scene) -> None:
    other = scene.world.person("Bruno", started=True)
    first = await scene.bot.send_message(scene.alice.id, "1")
    second = await scene.bot.send_message(other.id, "2")
    alone = await scene.bot.send_message(scene.forum.id, "3")
    assert second.message_id == first.message_id + 1
    assert alone.message_id == 2


async def test_a_channel_speaks_for_itself(scene: Scene) -> None:
    channel = scene.world.channel("Journal", username="journal_riverains")
    message = await scene.bot.send_message("@journal_riverains", "Édition")
    assert message.from_user is None
    assert message.sender_chat is not None
    assert message.sender_chat.id == channel.id
