"""Groups: the bot speaks when it is spoken to, shortly and in the right topic, and obeys the group's admins alone."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.sandbox import Chat, Person
from bot.storage.chats import ChatTable
from bot.storage.database import DATABASE
from tests.bot.town import labels, Message, Town, town

SECRET_WORDS = "Madame Zwyntkowska du troisième étage"


def doorway(message: Message) -> str:
    """Return what the message's one link button makes the reader send in the private chat."""
    (row,) = message["reply_markup"]["inline_keyboard"]
    (key,) = row
    address = urlsplit(key["url"])
    assert (address.netloc, address.path) == ("t.me", "/riverain_bot")
    return f"/start {parse_qs(address.query)['start'][0]}"


async def everything_kept(running: Town) -> str:
    """Return every value of every table as text."""

    def dump(connection: Any) -> str:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = ("chat", "inbox", "missed", "outbox", "sent_log", "broadcast", "correction", "gate", "setting")
        assert set(kept) <= set(tables)
        return "\n".join(repr(row) for table in kept for row in connection.execute(f"SELECT * FROM {table}"))

    return await running.app.database.read(dump)


# Addressed or not


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour à tous, des nouvelles ?",
        "quelqu’un connaît @riverain_bot ?",
        "/latest@other_bot",
        "/start@riverain_bot_2",
        "@riverain_bots des nouvelles ?",
        "/start2",
        "/banuser amina",
        "regardez /latest",
        "/",
        "//latest",
    ],
)
async def test_the_bot_is_silent_in_a_group_unless_spoken_to(
    text: str, quarter: Town, amina: Person, group: Chat
) -> None:
    quarter.world.privacy_mode = False  # the bot hears everything, as an admin's bot does
    assert await quarter.ask(amina, text, group) == []
    assert amina.messages == []
    assert [call.method for call in quarter.world.calls if call.method.startswith("send")] == []


@pytest.mark.parametrize(
    "text",
    [
        "/latest@riverain_bot",
        "/LATEST@Riverain_Bot",
        "/actus@riverain_bot",
        "/latest",
        "/latest@riverain_bot éclairage",
        "@riverain_bot qui appeler pour une seringue par terre ?",
        "@Riverain_Bot, qui appeler pour une seringue ?",
        "@riverain_bot",
    ],
)
async def test_the_bot_answers_in_a_group_when_spoken_to(text: str, quarter: Town, amina: Person, group: Chat) -> None:
    quarter.world.privacy_mode = False
    (answer, *_) = await quarter.ask(amina, text, group)
    assert answer["text"]
    assert answer["reply_to_message"]["text"] == text


async def test_an_unknown_command_is_answered_in_a_group_only_when_the_bot_is_named(
    quarter: Town, amina: Person, group: Chat
) -> None:
    assert await quarter.ask(amina, "/latset", group) == []
    (answer,) = await quarter.ask(amina, "/latset@riverain_bot", group)
    assert "/latset" in answer["text"]
    assert "/actus" in labels(answer)


async def test_a_place_or_a_picture_shared_in_a_group_is_none_of_the_bots_business(
    quarter: Town, amina: Person, group: Chat
) -> None:
    quarter.world.privacy_mode = False
    amina.share_place(48.8843, 2.3693, group)
    amina.send_file("photo", b"\x89PNG\r\n\x1a\n" + bytes(64), chat=group, caption="/latest")
    await quarter.settled()
    assert group.messages == []


async def test_who_speaks_another_language_is_answered_in_it_while_the_group_has_chosen_none(
    quarter: Town, amina: Person, joe: Person, group: Chat
) -> None:
    (french,) = await quarter.ask(amina, "/about@riverain_bot", group)
    (english,) = await quarter.ask(joe, "/about@riverain_bot", group)
    assert labels(french) == ["Lire la suite en privé"]
    assert labels(english) == ["Read on in private"]


# Short, with the rest behind a door


@pytest.mark.parametrize(
    "asked",
    [
        "latest", "latest éclairage", "measures", "measures stalingrad", "measure m-patrouilles-24h", "contacts",
        "contacts une seringue par terre", "figures", "summary police", "timeline", "positions consumption-room",
        "glossary", "place jardins-eole", "about", "privacy", "help", "search seringue", "ask qui appeler la nuit",
    ],
)  # fmt: skip
async def test_a_long_answer_is_short_in_the_group_and_whole_behind_its_door(
    asked: str, quarter: Town, amina: Person, group: Chat
) -> None:
    name, _, args = asked.partition(" ")
    (short, *more) = await quarter.ask(amina, f"/{name}@riverain_bot {args}", group)
    assert len(short["text"].encode("utf-16-le")) // 2 <= 800
    assert more == []
    if labels(short) != ["Lire la suite en privé"]:
        return  # it fitted
    (whole, *_) = await quarter.ask(amina, doorway(short))
    (typed, *_) = await quarter.ask(amina, f"/{name} {args}")
    assert whole["text"] == typed["text"]
    assert len(whole["text"]) > len(short["text"]) or labels(whole) != labels(short)
    first = short["text"].split("\n\n")[0].rstrip("… ")
    assert first in whole["text"]


async def test_what_concerns_oneself_leads_from_the_group_to_the_private_chat(
    quarter: Town, amina: Person, group: Chat
) -> None:
    for name in ("mydata", "forget", "mistake"):
        (answer,) = await quarter.ask(amina, f"/{name}@riverain_bot", group)
        assert "en privé" in answer["text"]
        (private, *_) = await quarter.ask(amina, doorway(answer))
        (typed, *_) = await quarter.ask(amina, f"/{name}")
        if name != "mydata":  # which counts its own messages
            assert private["text"] == typed["text"]


async def test_somebody_in_distress_gets_the_whole_emergency_answer_in_the_group_at_once(
    quarter: Town, amina: Person, group: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.gateway.pages.GROUP_LIMIT", 100)  # any other answer would be shortened
    quarter.world.privacy_mode = False
    for text in (
        "/ask@riverain_bot il fait une overdose",
        "@riverain_bot j’ai envie de me suicider",
        "/search@riverain_bot overdose",
    ):
        (answer,) = await quarter.ask(amina, text, group)
        for number in ("15", "112", "3114"):
            assert number in answer["text"], text
        assert "Lire la suite en privé" not in labels(answer)
    assert "suicider" not in await everything_kept(quarter)
    assert "overdose" not in await everything_kept(quarter)


# In the topic it was asked in


async def test_an_answer_lands_in_the_topic_it_was_asked_in(quarter: Town, amina: Person, group: Chat) -> None:
    notices, help_each_other = group.topic("Annonces"), group.topic("Entraide")
    for topic in (help_each_other, notices):
        (answer,) = await quarter.ask(amina, "/latest@riverain_bot", group, topic)
        assert answer["message_thread_id"] == topic.id


async def test_in_the_general_topic_and_in_a_plain_group_no_thread_is_named(
    quarter: Town, amina: Person, group: Chat
) -> None:
    plain = quarter.world.group("Sans sujets", kind="supergroup", quiet=True)
    plain.join(amina, quiet=True)
    for where in (group, plain):
        # A reply carries a thread id in a plain supergroup too, where nobody can write to it.
        (first,) = await quarter.ask(amina, "/latest@riverain_bot", where)
        amina.say("/latest@riverain_bot", where, reply_to=first)
    await quarter.settled()
    sent = [call for call in quarter.world.calls if call.method == "sendMessage"]
    assert len(sent) == 4
    assert [call.params for call in sent if "message_thread_id" in call.params] == []


async def test_a_press_in_a_topic_is_answered_in_that_topic(quarter: Town, amina: Person, group: Chat) -> None:
    topic = group.topic("Entraide")
    (question,) = await quarter.ask(amina, "/summary@riverain_bot", group, topic)
    (answer, *_) = await quarter.press(amina, question, labels(question)[0])
    assert answer["message_thread_id"] == topic.id


# The group's language is its admins' to choose


async def test_only_an_admin_changes_the_groups_language(
    quarter: Town, amina: Person, joe: Person, samir: Person, group: Chat
) -> None:
    (refused,) = await quarter.ask(amina, "/language@riverain_bot en", group)
    assert "administrateurs" in refused["text"]
    (still,) = await quarter.ask(amina, "/latest@riverain_bot", group)
    assert labels(still) == ["Lire la suite en privé"]
    await quarter.ask(samir, "/language@riverain_bot en", group)
    (changed,) = await quarter.ask(amina, "/latest@riverain_bot", group)
    assert labels(changed) == ["Read on in private"]
    (private,) = await quarter.ask(amina, "/start")
    assert "riverains" in private["text"]


async def test_who_became_admin_or_is_one_no_longer_is_asked_of_telegram_afresh(
    quarter: Town, amina: Person, samir: Person, group: Chat
) -> None:
    group.promote(amina)
    (done,) = await quarter.ask(amina, "/language@riverain_bot en", group)
    assert "admins" not in done["text"]
    group.demote(amina)
    quarter.clock.advance(timedelta(seconds=61))
    (refused,) = await quarter.ask(amina, "/language@riverain_bot fr", group)
    assert "only its admins" in refused["text"]
    asked = [call.params for call in quarter.world.calls if call.method == "getChatMember"]
    assert len(asked) == 2


async def test_an_anonymous_admin_speaks_for_the_group_and_for_nothing_else(
    quarter: Town, amina: Person, group: Chat
) -> None:
    group.promote(amina, anonymous=True)
    await quarter.ask(amina, "/language@riverain_bot en", group)
    (changed,) = await quarter.ask(amina, "/latest@riverain_bot", group)
    assert labels(changed) == ["Read on in private"]
    assert [call for call in quarter.world.calls if call.method == "getChatMember"] == []


async def test_when_telegram_does_not_say_who_is_admin_nobody_is(quarter: Town, samir: Person, group: Chat) -> None:
    quarter.world.fault("getChatMember", "server_error")
    (refused,) = await quarter.ask(samir, "/language@riverain_bot en", group)
    assert "administrateurs" in refused["text"]
    (done,) = await quarter.ask(samir, "/language@riverain_bot en", group)
    assert "administrateurs" not in done["text"]


async def test_a_member_who_presses_an_admins_button_is_told_so_and_the_buttons_stay(
    quarter: Town, amina: Person, samir: Person, group: Chat
) -> None:
    (choice,) = await quarter.ask(samir, "/language@riverain_bot", group)
    assert await quarter.press(amina, choice, "English") == []
    toast = await quarter.world.next_toast()
    assert toast.person == amina.id
    assert "administrateurs" in toast.text
    assert group.messages[-1]["text"] == choice["text"]
    assert labels(group.messages[-1]) == labels(choice)
    await quarter.press(samir, choice, "English")
    (changed,) = await quarter.ask(amina, "/latest@riverain_bot", group)
    assert labels(changed) == ["Read on in private"]


FACELESS = {
    "GroupAnonymousBot": 1087968824,
    "Channel_Bot": 136817688,
    "Telegram": 777000,
}


@pytest.mark.parametrize("number", FACELESS.values(), ids=FACELESS)
async def test_senders_without_a_face_never_hold_a_role(
    number: int, tmp_path: Path, paris: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Even where somebody wrote such an id into RIVERAIN_OPERATORS, and though Telegram would call it an admin.
    async with town(tmp_path / "data", template=paris, operators=(number,)) as running:
        world = running.world
        group = world.group("Quartier", kind="supergroup", quiet=True)
        channel = world.channel("Voisins", bot="")
        for sender_chat in (None, channel.record()):
            message: dict[str, Any] = {
                "message_id": 500,
                "date": world.unix_time(),
                "chat": group.record(),
                "from": {"id": number, "is_bot": True, "first_name": "?"},
                "text": "/language@riverain_bot en",
                "entities": [{"type": "bot_command", "offset": 0, "length": 22}],
            }
            if sender_chat:
                message["sender_chat"] = sender_chat
            before = len(group.messages)
            world.inject({"message": message})
            await running.settled()
            (refused,) = group.messages[before:]
            assert "administrateurs" in refused["text"]
        assert [call for call in world.calls if call.method == "getChatMember"] == []
        person = await running.app.dispatcher._answering._roles.person(number)
        assert (person.id, person.operator, person.moderator, person.group_admin) == (None, False, False, False)


async def test_posts_of_a_channel_are_not_answered(quarter: Town) -> None:
    editor = quarter.world.person("Rédac")
    channel = quarter.world.channel("Voisins", owner=editor)
    assert await quarter.ask(editor, "/latest@riverain_bot", channel) == []
    quarter.world.inject({"channel_post": {"message_id": 9, "date": 1, "chat": channel.record(), "text": "/latest"}})
    await quarter.settled()
    assert channel.messages == []


# Coming and going


async def test_the_bot_greets_once_when_added_and_not_when_promoted(quarter: Town, samir: Person) -> None:
    group = quarter.world.group("Nouveau groupe", owner=samir, kind="supergroup")
    await quarter.settled()
    (greeting,) = group.messages
    for words in ("riverains", "112"):
        assert words in greeting["text"]
    group.promote_bot()
    group.demote_bot()
    await quarter.settled()
    assert group.messages == [greeting]
    (set_up,), (more,) = greeting["reply_markup"]["inline_keyboard"]
    assert set_up["text"] == "Mettre en place un bulletin"
    assert more["url"].endswith("?start=do-help")


async def test_a_group_that_threw_the_bot_out_is_left_alone_and_finds_its_settings_when_it_returns(
    quarter: Town, samir: Person, amina: Person, group: Chat
) -> None:
    await quarter.ask(samir, "/language@riverain_bot en", group)
    said = len(group.messages)
    amina.say("/latest@riverain_bot", group)
    group.kick_bot()
    await quarter.settled()
    assert len(group.messages) == said
    assert not await ChatTable(quarter.app.database).active(group.id)
    (private,) = await quarter.ask(amina, "/start")
    assert private["text"]
    group.add_bot()
    await quarter.settled()
    assert "residents" in group.messages[-1]["text"]
    (answer,) = await quarter.ask(amina, "/latest@riverain_bot", group)
    assert labels(answer) == ["Read on in private"]


Change = Callable[[Town, Chat], Awaitable[Chat]]


async def _told(running: Town, old: Chat) -> Chat:
    return old.migrate()


async def _found_out(running: Town, old: Chat) -> Chat:
    """The news of it is lost: the bot learns of it when it is refused."""
    before = len(running.world.updates.pending)
    new = old.migrate()
    del running.world.updates.pending[before:]
    return new


@pytest.mark.parametrize("how", [_told, _found_out])
async def test_a_group_that_becomes_a_supergroup_keeps_its_language_and_gets_its_answer_there(
    how: Change, quarter: Town, amina: Person, samir: Person
) -> None:
    old = quarter.world.group("Petit groupe", owner=samir, quiet=True)
    old.join(amina, quiet=True)
    await quarter.ask(samir, "/language@riverain_bot en", old)
    said = len(old.messages)
    amina.say("/latest@riverain_bot", old)
    new = await how(quarter, old)
    await quarter.settled()
    assert len(old.messages) == said
    (answer,) = new.messages
    assert labels(answer) == ["Read on in private"]
    (again,) = await quarter.ask(amina, "/measures@riverain_bot", new)
    assert labels(again) == ["Read on in private"]
    assert (await quarter.app.outbox.counts()).keys() == {"sent"}


# What a group says stays in the group


async def test_nothing_said_in_a_group_is_kept(tmp_path: Path, paris: Path) -> None:
    data = tmp_path / "data"
    async with town(data, template=paris) as running:
        world = running.world
        world.privacy_mode = False
        amina = world.person("Amina", "fr", username="amina_du_quai")
        group = world.group("Riverains", forum=True, quiet=True)
        group.join(amina, quiet=True)
        for text in (
            f"Vous savez quoi, {SECRET_WORDS} deale",
            f"/search@riverain_bot {SECRET_WORDS}",
            f"@riverain_bot {SECRET_WORDS}",
            f"/latest@riverain_bot {SECRET_WORDS}",
            f"/nimportequoi@riverain_bot {SECRET_WORDS}",
        ):
            await running.ask(amina, text, group)
        kept = await everything_kept(running)
        for telling in ("troisième étage", "Amina", "amina_du_quai", str(amina.id)):
            assert telling not in kept
        assert json.dumps(SECRET_WORDS)[1:-1] not in kept
    # Nor between the rows: what was blanked is overwritten in the file.
    left = b"".join(file.read_bytes() for file in data.iterdir() if file.name.startswith(DATABASE))
    for telling in (SECRET_WORDS, json.dumps(SECRET_WORDS)[1:-1], "amina_du_quai"):
        assert telling.encode() not in left
