"""Corrections: whatever state a copy is in, it ends at the right words, and those who had the wrong ones are told once."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.delivery import chasing
from bot.delivery.outcome import Fate, Outcome
from bot.gateway.buttons import Press
from bot.storage.database import Database
from bot.storage.ledger import DeliveryLedger
from bot.storage.outbox import Outgoing, Priority
from content.records import State
from handlers.choices import label
from tests.bot.delivery.chats import BUTTONS, Server
from tests.bot.delivery.desk import working
from tests.bot.delivery.errata import GROUP, lamps, Newsroom, newsroom, NOTE, OTHER, RIGHT, WRONG
from tests.bot.storage.copies import ask
from tests.handlers.world import both, item

NOT_OURS = Outcome(Fate.NOT_OURS, said="Message can't be edited")
DIGEST = f"Digest\n\n{WRONG}, La Gazette\n\n{OTHER}, La Gazette"


@pytest.fixture
async def room(database: Database, clock: MovableClock) -> AsyncIterator[Newsroom]:
    server = Server()
    async with working(database, clock, server) as desk:
        made = newsroom(database, clock, desk, server)
        await made.publish(lamps())
        yield made


class TestWhatWasSent:
    async def test_every_copy_is_edited_and_says_what_was_changed(self, room: Newsroom) -> None:
        await room.tell({"fr": WRONG}, [1, 2, 3])
        await room.settled()
        number = await room.correct()
        await room.settled()
        for chat in (1, 2, 3):
            first = room.server.said(chat)[0]
            assert first.startswith(NOTE)
            assert first.endswith(f"\n\n{RIGHT}")
        account = await room.account(number)
        assert (account.states, account.open) == ({"sent": 3}, False)

    async def test_its_buttons_stay_and_speak_of_the_same_message(self, room: Newsroom) -> None:
        await room.tell({"fr": WRONG}, [1])
        await room.settled()
        (sent,) = room.server.chats[1].values()
        await room.correct()
        await room.settled()
        assert room.server.chats[1][101]["reply_markup"] == sent["reply_markup"]
        (row,) = sent["reply_markup"]["inline_keyboard"]
        assert BUTTONS.read(row[0]["callback_data"], 1) == Press("mistake", "1", 1, in_place=False)

    async def test_a_button_that_bears_the_wrong_title_bears_the_right_one(self, room: Newsroom) -> None:
        await room.tell({"fr": WRONG}, [1], label=WRONG)
        await room.settled()
        await room.correct()
        await room.settled()
        ((button,),) = room.server.chats[1][101]["reply_markup"]["inline_keyboard"]
        assert button["text"] == label(RIGHT)

    async def test_what_says_nothing_wrong_is_left_alone(self, room: Newsroom) -> None:
        await room.tell({"fr": f"{OTHER}\n\nRue Riquet."}, [1], items=("lampes", "banc"))
        await room.settled()
        number = await room.correct()
        await room.settled()
        assert room.server.said(1) == [f"{OTHER}\n\nRue Riquet."]
        assert (await room.account(number)).states == {}

    async def test_a_text_that_was_cut_is_below_a_line_that_says_what_is_right(self, room: Newsroom) -> None:
        wrong = lamps("Douze lampes très claires ont été posées dans la rue Riquet")
        await room.publish(wrong)
        await room.reply("Douze lampes très claires ont été posées dans la …")
        await room.settled()
        await room.correct(wrong)
        await room.settled()
        (said,) = room.server.said(7)
        assert said.startswith(NOTE)
        assert f"« {RIGHT} »" in said

    async def test_of_another_item_what_reads_the_same_stays(self, room: Newsroom) -> None:
        before = item("contact", "mairie", title=both("Mairie"), hours=both("9 h à 17 h"), checked_on="2026-11-01")
        after = before.model_copy(update={"hours": type(before.title)(both("9 h à 19 h"))})  # type: ignore[union-attr]
        await room.publish(before)
        await room.reply("1. Mairie\n9 h à 17 h\n\n2. Poste\n9 h à 17 h", items=("mairie", "poste"))
        await room.settled()
        await room.correct(before, after)
        await room.settled()
        assert room.server.said(7)[0].endswith("1. Mairie\n9 h à 19 h\n\n2. Poste\n9 h à 17 h")

    async def test_answers_are_edited_in_their_own_language_with_the_buttons_that_can_be(self, room: Newsroom) -> None:
        keys = {"inline_keyboard": [[{"text": "More", "callback_data": "x"}]]}
        await room.reply("Twelve lamps", 7, body={"reply_markup": keys})
        await room.reply("Twelve lamps", 8, body={"reply_markup": {"keyboard": [[{"text": "Share"}]]}})
        await room.reply("Twelve lamps", GROUP, body={"message_thread_id": 4}, chat_kind="group")
        await room.settled()
        await room.correct()
        await room.settled()
        for chat in (7, 8, GROUP):
            (said,) = room.server.said(chat)
            assert said.startswith("✏️ Corrected on 22 November 2026 · Fourteen lamps: it said “Twelve lamps”")
        assert [body["reply_markup"] for body in room.server.chats[7].values()] == [keys]
        assert ["reply_markup" in body for body in room.server.chats[8].values()] == [False]

    async def test_a_page_that_was_turned_is_corrected_as_it_stands(self, room: Newsroom) -> None:
        await room.reply(WRONG, 7)
        await room.settled()
        body = {"chat_id": 7, "message_id": 101, "text": f"Page 2\n\n{WRONG}"}
        await room.desk.queue(Outgoing(7, "editMessageText", body, op="edit", items=("lampes",)))
        await room.reply(WRONG, 8)
        await room.settled()
        away = {"chat_id": 8, "message_id": 103, "text": OTHER}
        await room.desk.queue(
            Outgoing(8, "editMessageText", {**away, "message_id": room.server.mid}, op="edit", items=("banc",))
        )
        await room.settled()
        await room.correct()
        await room.settled()
        assert room.server.said(7)[0].endswith(f"Page 2\n\n{RIGHT}")
        assert room.server.said(8) == [OTHER]

    async def test_an_edit_that_changed_nothing_counts_for_what_the_message_says(self, room: Newsroom) -> None:
        await room.tell({"fr": WRONG}, [1])
        await room.settled()
        room.server.answers["editMessageText", 1] = [Outcome(Fate.UNKNOWN)]  # done, and then found done
        await room.correct()
        await room.settled()
        await room.later(minutes=5)
        assert room.server.said(1)[0].endswith(f"\n\n{RIGHT}")
        again = lamps("Seize lampes posées rue Riquet")
        await room.correct(lamps(RIGHT), again)
        await room.settled()
        assert room.server.said(1)[0].endswith("\n\nSeize lampes posées rue Riquet")
        assert room.server.said(1)[0].count("✏️") == 2

    async def test_a_number_in_a_picture_is_taken_away_and_said_under_it_when_old(self, room: Newsroom) -> None:
        before = item("figure", "nombre", value="12")
        await room.publish(before)
        for chat in (1, 2):
            photo: dict[str, Any] = {"chat_id": chat, "_chart": {}, "text": "(picture)"}
            await room.desk.queue(Outgoing(chat, "sendPhoto", photo, items=("nombre",)))
            await room.settled()
            if chat == 1:
                await room.later(hours=60)
        await room.corrections.correct(
            before, before.model_copy(update={"value": "14"}), "12 places", "14 places", "Erreur.", 9, room.clock.now()
        )
        await room.settled()
        assert room.server.said(2) == []
        _, under = room.server.chats[1].values()
        assert under["reply_parameters"]["message_id"] == 101
        assert "14 places" in under["text"]

    @pytest.mark.parametrize("length", [3900, 4000, 4096])
    async def test_a_message_as_long_as_can_be_stays_within_the_limit(self, room: Newsroom, length: int) -> None:
        text = f"{WRONG}\n\n" + "é" * (length - len(WRONG) - 2)
        await room.tell({"fr": text}, [1])
        await room.settled()
        await room.correct()
        await room.settled()
        first = room.server.said(1)[0]
        assert RIGHT in first.partition("\n\n")[2]
        assert len(first) <= 4096


class TestWhatDidNotArriveYet:
    async def test_what_waits_leaves_with_the_right_words_and_nobody_is_told(self, room: Newsroom) -> None:
        bid = await room.tell({"fr": WRONG}, [1, 2], kind="push", not_before=10**15)
        number = await room.correct()
        await room.settled()
        assert (await room.account(number)).states == {"early": 2}
        await room.database.write(lambda c: c.execute("UPDATE outbox SET not_before = 0 WHERE bid = ?", (bid,)))
        await room.later(minutes=10)  # also the second look finds nothing to do
        for chat in (1, 2):
            (said,) = room.server.said(chat)
            assert said.count(NOTE) == 1
            assert said.endswith(RIGHT)
        assert (await room.account(number)).states == {"early": 2}

    async def test_an_answer_that_waits_keeps_where_it_goes(self, room: Newsroom) -> None:
        room.server.answers["sendMessage", GROUP] = [Outcome(Fate.FLOOD, retry_after=9)]
        body = {"message_thread_id": 4, "reply_parameters": {"message_id": 3}}
        await room.reply(WRONG, GROUP, chat_kind="group", body=body)
        await room.desk.settled()
        await room.correct()
        await room.settled()
        await room.later(seconds=60)
        (sent,) = room.server.chats[GROUP].values()
        assert {name: sent[name] for name in body} == body
        assert sent["text"].endswith(RIGHT)

    async def test_a_correction_while_half_is_sent_leaves_everybody_with_the_right_words(self, room: Newsroom) -> None:
        room.server.before = lambda message: None
        room.server.answers["sendMessage", 5] = [Outcome(Fate.FLOOD, retry_after=2)]
        await room.tell({"fr": DIGEST}, list(range(1, 10)), items=("lampes", "banc"))
        await room.desk.settled()
        assert len(room.server.chats) < 9
        await room.correct()
        await room.corrections.follow(room.clock.now())
        await room.later(minutes=10)
        await room.later(minutes=10)
        for chat in range(1, 10):
            first = room.server.said(chat)[0]
            assert first.count("✏️") == 1
            assert RIGHT in first.partition("\n\n")[2]
            assert OTHER in first
            assert f"« {WRONG} »" in first
            assert WRONG not in first.replace(f"« {WRONG} »", "")

    async def test_what_may_have_arrived_is_followed_once_it_is_known(self, room: Newsroom) -> None:
        room.server.answers["sendMessage", GROUP] = [Outcome(Fate.UNKNOWN)]
        bid = await room.tell({"fr-group": WRONG}, [GROUP, -1_001_000_000_002], kind="digest")
        await room.desk.settled()
        number = await room.correct()
        await room.settled()
        assert (await room.account(number)).states == {"sent": 1, "unsure": 1}
        await room.later(seconds=31)
        assert await ask(room.database, "SELECT state FROM outbox WHERE bid = ? AND op = 'send'", bid) == [
            "held",
            "sent",
        ]
        assert (await room.account(number)).states == {"sent": 1, "unsure": 1}
        # A moderator says it arrived: where it stands is not known, so it cannot be changed.
        await room.database.write(lambda c: c.execute("UPDATE outbox SET state = 'sent' WHERE state = 'held'"))
        await room.settled()
        assert (await room.account(number)).states == {"sent": 1, "dead": 1}

    async def test_what_is_held_and_sent_again_leaves_with_the_right_words(self, room: Newsroom) -> None:
        room.server.answers["sendMessage", 7] = [Outcome(Fate.UNKNOWN)]
        await room.tell({"fr": WRONG}, [7], kind="digest")
        await room.desk.settled()
        room.server.chats.clear()
        await room.later(seconds=31)
        await room.correct()
        await room.settled()
        await room.database.write(lambda c: c.execute("UPDATE outbox SET state = 'queued' WHERE state = 'held'"))
        await room.settled()
        assert room.server.said(7)[0].endswith(RIGHT)

    async def test_what_did_not_arrive_and_is_sent_again_has_the_right_words_or_is_not_sent_at_all(
        self, room: Newsroom
    ) -> None:
        for chat in (1, 2):
            room.server.answers["sendMessage", chat] = [Outcome(Fate.RESTRICTED, said="no right")] * 2
        ledger = DeliveryLedger(room.database)
        corrected = await room.tell({"fr": WRONG}, [1])
        await room.desk.settled()
        number = await room.correct()
        await room.settled()
        assert (await room.account(number)).states == {}
        room.server.answers.clear()
        assert await ledger.resend(corrected, room.clock.now()) == 1
        await room.later(minutes=10)
        (said,) = room.server.said(1)
        assert (said.endswith(RIGHT), said.count("✏️")) == (True, 1)
        room.server.answers["sendMessage", 2] = [Outcome(Fate.RESTRICTED, said="no right")]
        withdrawn = await room.tell({"fr": RIGHT}, [2])
        await room.settled()
        await room.corrections.retract(lamps(RIGHT), "Faux.", 9, room.clock.now())
        await room.settled()
        assert await ledger.resend(withdrawn, room.clock.now()) == 0

    async def test_who_is_given_an_alert_only_now_gets_the_right_words(self, room: Newsroom) -> None:
        bid = await room.tell({"fr": [WRONG, "Suite"]}, [1], kind="alert", audience=True)
        await room.settled()
        number = await room.correct()
        await room.settled()
        await room.database.write(lambda c: room.address(c, bid, [2, 3], Priority.ALERT))
        room.desk.worker.wake()
        await room.later(minutes=10)
        for chat in (2, 3):
            first, rest = room.server.said(chat)
            assert first.count("✏️") == 1
            assert first.endswith(RIGHT)
            assert rest == "Suite"
        assert (await room.account(number)).states == {"sent": 1}

    async def test_what_was_worded_before_and_queued_after_is_found_by_the_second_look(self, room: Newsroom) -> None:
        await room.correct()
        await room.settled()
        await room.tell({"fr": WRONG}, [1])
        await room.settled()
        assert room.server.said(1) == [WRONG]
        await room.later(minutes=6)
        assert room.server.said(1)[0].endswith(RIGHT)
        assert await ask(room.database, "SELECT state FROM chase") == ["done"]


class TestRefused:
    async def test_what_cannot_be_edited_is_answered_under_in_its_topic(self, room: Newsroom) -> None:
        await room.tell({"fr-group": WRONG}, [GROUP], kind="digest", thread=12)
        await room.settled()
        room.server.answers["editMessageText", GROUP] = [NOT_OURS]
        number = await room.correct()
        await room.settled()
        first, under = room.server.chats[GROUP].values()
        assert first["text"] == WRONG
        assert under["text"].startswith(NOTE)
        assert under["reply_parameters"]["message_id"] == 101
        assert under["message_thread_id"] == 12
        assert (await room.account(number)).states == {"answered": 1}

    async def test_one_whose_first_edit_was_refused_never_gets_the_first_error_back_to_the_others(
        self, room: Newsroom
    ) -> None:
        await room.tell({"fr": WRONG}, [1, 2, 3])
        await room.settled()
        room.server.answers["editMessageText", 1] = [NOT_OURS]
        await room.correct()
        await room.settled()
        last = "Seize lampes posées rue Riquet"
        await room.correct(lamps(RIGHT), lamps(last))
        await room.settled()
        for chat in (1, 2, 3):
            assert room.server.said(chat)[0].endswith(f"\n\n{last}")

    @pytest.mark.parametrize("how", ["deleted", "blocked", "no number"])
    async def test_what_is_not_there_any_more_is_counted_and_not_answered(self, room: Newsroom, how: str) -> None:
        if how == "no number":
            room.server.answers["sendMessage", GROUP] = [Outcome(Fate.SENT, mid=0)]
        await room.tell({"fr-group": WRONG}, [GROUP], kind="digest")
        await room.settled()
        if how == "deleted":
            room.server.chats[GROUP].clear()
        if how == "blocked":
            await room.database.write(lambda c: c.execute("UPDATE chat SET active = 0 WHERE id = ?", (GROUP,)))
        number = await room.correct()
        await room.settled()
        await room.later(minutes=10)
        assert (await room.account(number)).states == {"dead": 1}
        assert [call for call in room.server.calls if call[0] == "sendMessage"] == [("sendMessage", GROUP)]

    async def test_what_was_not_kept_is_answered_under(self, room: Newsroom) -> None:
        await room.reply(WRONG, 7, keep=False)
        await room.settled()
        number = await room.correct()
        await room.settled()
        said, under = room.server.said(7)
        assert said == WRONG
        assert under.startswith(NOTE)
        assert (await room.account(number)).states == {"answered": 1}


class TestTold:
    async def test_who_had_it_in_private_unasked_is_told_once_in_the_quiet_of_their_hours(self, room: Newsroom) -> None:
        await room.tell({"fr": [WRONG, WRONG]}, [1])
        await room.tell({"fr": f"Encore : {WRONG}"}, [1])
        await room.reply(WRONG, 2)
        await room.settled()
        await room.database.write(
            lambda c: c.execute("UPDATE chat SET quiet_from = '12:00', quiet_to = '14:00', zone = 'UTC'")
        )
        await room.correct()
        await room.settled()
        assert len(room.server.said(1)) == 3  # edited at once, without a sound
        await room.later(hours=3)
        words = room.server.said(1)[3:]
        assert len(words) == 1
        assert f"Je vous avais écrit : « {WRONG} »" in words[0]
        assert len(room.server.said(2)) == 1

    async def test_an_alert_is_answered_in_its_topic_in_groups_too_and_again_at_a_second_correction(
        self, room: Newsroom
    ) -> None:
        await room.tell({"fr-group": WRONG}, [GROUP], kind="alert", thread=12)
        await room.tell({"fr-group": WRONG}, [-1_001_000_000_002], kind="digest")
        await room.settled()
        await room.database.write(
            lambda c: c.execute("UPDATE chat SET quiet_from = '00:00', quiet_to = '23:00', zone = 'UTC'")
        )
        for before, after in ((WRONG, RIGHT), (RIGHT, OTHER)):
            await room.correct(lamps(before), lamps(after))
            await room.settled()
        _, *words = room.server.chats[GROUP].values()
        assert [(each["reply_parameters"]["message_id"], each["message_thread_id"]) for each in words] == [
            (101, 12)
        ] * 2
        assert len(room.server.chats[-1_001_000_000_002]) == 1

    async def test_who_had_nothing_wrong_is_not_told(self, room: Newsroom) -> None:
        await room.tell({"fr": OTHER}, [1], items=("lampes", "banc"))
        await room.settled()
        await room.correct()
        await room.settled()
        assert room.server.said(1) == [OTHER]


class TestAgain:
    async def test_a_second_correction_before_the_first_edit_left(self, room: Newsroom) -> None:
        await room.tell({"fr": WRONG}, [1])
        await room.settled()
        room.server.answers["editMessageText", 1] = [Outcome(Fate.FLOOD, retry_after=30)]
        await room.correct()
        await room.settled()
        last = "Seize lampes posées rue Riquet"
        number = await room.correct(lamps(RIGHT), lamps(last))
        await room.settled()
        await room.later(minutes=2)
        assert room.server.said(1)[0].endswith(f"\n\n{last}")
        assert (await room.account(number)).states == {"sent": 1}

    async def test_and_back_to_what_was_said_first(self, room: Newsroom) -> None:
        await room.tell({"fr": WRONG}, [1])
        await room.settled()
        for before, after in ((WRONG, RIGHT), (RIGHT, WRONG)):
            await room.correct(lamps(before), lamps(after))
            await room.settled()
        said = room.server.said(1)[0]
        assert said.endswith(f"\n\n{WRONG}")
        assert f"on lisait « {WRONG} », il faut lire « {RIGHT} »" in said
        assert f"on lisait « {RIGHT} », il faut lire « {WRONG} »" in said

    async def test_a_correction_and_then_a_retraction(self, room: Newsroom) -> None:
        await room.tell({"fr": WRONG, "fr-group": DIGEST}, [1, GROUP], items=("lampes",))
        await room.tell({"fr-group": DIGEST}, [-1_001_000_000_002], items=("lampes", "banc"), kind="digest")
        await room.settled()
        await room.correct()
        await room.settled()
        assert len(room.server.said(1)) == 2
        number = await room.corrections.retract(lamps(RIGHT), "Source retirée.", 9, room.clock.now())
        await room.settled()
        (word,) = room.server.said(1)  # the word of the correction went as well
        assert "Source retirée." in word
        assert room.server.said(GROUP) == []
        (digest,) = room.server.said(-1_001_000_000_002)
        assert digest.startswith("✖️ Retiré")
        assert (await room.account(number)).states == {"sent": 4}

    async def test_on_another_day_the_line_is_that_of_the_day_it_was_made(
        self, room: Newsroom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(chasing, "CHUNK", 1)
        await room.tell({"fr": WRONG}, [1, 2], kind="push", not_before=10**15)
        await room.correct()
        room.clock.advance(dt.timedelta(days=1))
        await room.corrections.follow(room.clock.now())
        await room.database.write(lambda c: c.execute("UPDATE outbox SET not_before = 0"))
        await room.later(seconds=1)
        assert [room.server.said(chat)[0].count("22 novembre") for chat in (1, 2)] == [1, 1]


class TestRetraction:
    async def test_what_is_young_is_deleted_and_what_is_old_says_so_though_it_was_edited_since(
        self, room: Newsroom
    ) -> None:
        await room.tell({"fr-group": WRONG}, [-1_001_000_000_002], kind="digest")
        await room.settled()
        await room.later(hours=50)
        await room.tell({"fr-group": WRONG}, [GROUP], kind="digest", dedupe="new")
        await room.correct()
        await room.settled()
        await room.corrections.retract(lamps(RIGHT), "Source retirée.", 9, room.clock.now())
        await room.settled()
        assert room.server.said(GROUP) == []
        assert room.server.said(-1_001_000_000_002) == ["✖️ Ce message a été retiré le 24 novembre 2026."]

    async def test_what_cannot_be_deleted_is_edited_and_else_answered_under(self, room: Newsroom) -> None:
        await room.tell({"fr-group": WRONG}, [GROUP, -1_001_000_000_002], kind="digest")
        await room.settled()
        for chat in (GROUP, -1_001_000_000_002):
            room.server.answers["deleteMessage", chat] = [Outcome(Fate.NOT_OURS, said="Message can't be deleted")]
        room.server.answers["editMessageText", GROUP] = [NOT_OURS]
        number = await room.corrections.retract(lamps(), "Source retirée.", 9, room.clock.now())
        await room.settled()
        assert room.server.said(-1_001_000_000_002) == ["✖️ Ce message a été retiré le 22 novembre 2026."]
        said, under = room.server.said(GROUP)
        assert (said, under.startswith("✖️")) == (WRONG, True)
        assert (await room.account(number)).states == {"sent": 1, "answered": 1}

    async def test_of_several_only_the_withdrawn_one_is_struck(self, room: Newsroom) -> None:
        await room.tell({"fr-group": DIGEST}, [GROUP], items=("lampes", "banc"), kind="digest")
        await room.settled()
        await room.corrections.retract(lamps(), "Source retirée.", 9, room.clock.now())
        await room.settled()
        (digest,) = room.server.chats[GROUP].values()
        struck = [
            digest["text"]
            .encode("utf-16-le")[2 * each["offset"] : 2 * (each["offset"] + each["length"])]
            .decode("utf-16-le")
            for each in digest["entities"]
            if each["type"] == "strikethrough"
        ]
        assert struck == [WRONG]

    async def test_a_button_to_what_was_withdrawn_goes(self, room: Newsroom) -> None:
        await room.tell({"fr-group": DIGEST}, [GROUP], items=("lampes", "banc"), kind="digest", label=WRONG)
        await room.settled()
        await room.corrections.retract(lamps(), "Source retirée.", 9, room.clock.now())
        await room.settled()
        (digest,) = room.server.chats[GROUP].values()
        assert "Retiré le" in digest["text"]
        assert WRONG not in str(digest.get("reply_markup", {}))

    async def test_what_waits_is_never_sent_and_can_be_told_again(self, room: Newsroom) -> None:
        await room.tell({"fr": WRONG}, [1], kind="push", not_before=10**15)
        await room.tell({"fr": WRONG}, [2])
        await room.settled()
        assert await ask(room.database, "SELECT count(*) FROM told") == [2]
        number = await room.corrections.retract(lamps(), "Source retirée.", 9, room.clock.now())
        await room.settled()
        assert await ask(room.database, "SELECT count(*) FROM told") == [0]
        assert room.server.said(1) == []
        assert (await room.account(number)).states == {"early": 1, "sent": 1}
        stored = await room.items.stored("lampes")
        assert stored is not None
        assert stored.state is State.RETRACTED

    async def test_an_alert_still_being_given_to_its_recipients_goes_to_nobody_more(self, room: Newsroom) -> None:
        await room.tell({"fr": WRONG}, [1], kind="alert", audience=True)
        await room.corrections.retract(lamps(), "Faux.", 9, room.clock.now())
        assert await ask(room.database, "SELECT state, audience FROM broadcast") == [("cancelled", None)]


class TestRecall:
    async def test_a_digest_partly_unknown(self, room: Newsroom) -> None:
        room.server.answers["sendMessage", -1_001_000_000_003] = [Outcome(Fate.UNKNOWN)]
        chats = [GROUP, -1_001_000_000_003]
        bid = await room.tell({"fr-group": DIGEST}, chats, kind="digest", items=("lampes", "banc"))
        await room.desk.settled()
        number = await room.corrections.recall(bid, 9, room.clock.now())
        assert number is not None
        await room.settled()
        assert room.server.said(GROUP) == []
        assert (await room.account(number)).states == {"sent": 1, "unsure": 1}
        await room.later(seconds=31)
        await room.later(minutes=10)
        assert await ask(room.database, "SELECT state FROM outbox WHERE chat = -1001000000003") == ["cancelled"]
        assert (await room.account(number)).states == {"sent": 1, "unsure": 1}
        assert await ask(room.database, "SELECT count(*) FROM told") == [0]

    async def test_what_is_old_is_edited_and_the_edit_is_not_called_off_by_itself(self, room: Newsroom) -> None:
        bid = await room.tell({"fr-group": WRONG}, [GROUP], kind="digest")
        await room.settled()
        await room.later(hours=60)
        number = await room.corrections.recall(bid, 9, room.clock.now())
        assert number is not None
        await room.settled()
        await room.later(minutes=10)
        assert room.server.said(GROUP) == ["✖️ Ce message a été retiré le 25 novembre 2026."]
        assert (await room.account(number)).states == {"sent": 1}

    async def test_what_was_recalled_is_not_deleted_twice(self, room: Newsroom) -> None:
        bid = await room.tell({"fr-group": WRONG}, [GROUP], kind="digest")
        await room.settled()
        for _ in range(2):
            number = await room.corrections.recall(bid, 9, room.clock.now())
            await room.settled()
        assert number is not None
        assert (await room.account(number)).states == {}

    async def test_there_is_nothing_to_recall_of_a_number_that_is_none(self, room: Newsroom) -> None:
        assert await room.corrections.recall(99, 9, room.clock.now()) is None
