"""The faults of delivery.md 4, each with the test that injects it; what is not injected elsewhere is injected here.

1: tests/journeys/test_crashes.py::test_with_the_probe_everybody_has_everything_once
2: tests/journeys/test_crashes.py::test_with_the_probe_everybody_has_everything_once
3: tests/journeys/test_crashes.py::test_with_the_probe_everybody_has_everything_once
4: tests/journeys/test_crashes.py::test_with_the_probe_everybody_has_everything_once
5: tests/journeys/test_crashes.py::test_with_the_probe_everybody_has_everything_once
6: tests/journeys/test_crashes.py::test_with_the_probe_everybody_has_everything_once
7: tests/journeys/test_crashes.py::test_without_it_only_alerts_come_twice_and_a_moderator_decides_about_the_rest
8: tests/journeys/test_crashes.py::test_without_it_only_alerts_come_twice_and_a_moderator_decides_about_the_rest
9: tests/journeys/test_crashes.py::test_with_the_probe_everybody_has_everything_once
10: tests/journeys/test_crashes.py::test_killed_while_a_group_becomes_a_supergroup_its_settings_are_in_one_chat_and_its_digest_comes_once
11: tests/journeys/test_crashes.py::test_with_the_probe_everybody_has_everything_once
12: tests/journeys/test_faults.py::test_told_to_stop_while_sending_it_waits_for_what_is_on_its_way
13: tests/journeys/test_faults.py::test_told_to_stop_while_a_command_hangs_it_ends_and_answers_at_the_next_start
14: tests/bot/storage/test_database.py::test_a_commit_survives_a_power_loss_and_blanked_text_is_overwritten
15: tests/bot/delivery/test_worker.py::test_with_a_full_disk_nothing_is_sent_and_all_goes_on_afterwards
16: tests/journeys/test_faults.py::test_a_disk_that_is_full_after_the_send_is_waited_for_and_nothing_is_sent_twice
17: tests/bot/delivery/test_worker.py::test_a_locked_database_is_waited_for_and_nothing_goes_unclaimed
18: tests/journeys/test_process.py::test_a_database_that_cannot_be_used_stops_the_start_and_says_what_to_do
19: tests/journeys/test_faults.py::test_a_log_of_the_database_that_cannot_be_written_back_is_an_alarm
20: tests/bot/storage/test_database.py::test_cancelled_at_any_step_it_is_all_or_nothing_and_the_next_one_works
21: tests/journeys/test_digests.py::test_a_clock_an_hour_ahead_or_back_makes_no_second_digest_and_loses_no_news
22: tests/journeys/test_digests.py::test_a_clock_an_hour_ahead_or_back_makes_no_second_digest_and_loses_no_news
23: tests/journeys/test_digests.py::test_half_past_two_comes_once_on_the_nights_the_clocks_change
24: tests/journeys/test_digests.py::test_half_past_two_comes_once_on_the_nights_the_clocks_change
25: tests/journeys/test_digests.py::test_a_slot_missed_by_five_hours_is_caught_up_by_the_next_run
26: tests/journeys/test_faults.py::test_a_loop_that_stood_still_sends_what_was_due_meanwhile
27: tests/journeys/test_process.py::test_a_second_instance_on_the_same_data_is_refused_and_the_first_goes_on
28: tests/journeys/test_delivery_faults.py::test_a_conflict_for_a_while_is_waited_out
29: tests/journeys/test_delivery_faults.py::test_a_token_refused_while_polling_ends_the_bot
30: tests/journeys/test_delivery_faults.py::test_a_token_refused_while_sending_ends_the_bot_and_the_next_run_says_what_was_owed
31: tests/journeys/test_delivery_faults.py::test_no_update_is_lost_or_doubled_by_a_poll_that_failed
32: tests/journeys/test_bad_input.py::test_an_update_whose_date_is_text_is_set_aside_at_once_and_the_operators_hear_of_it_once
33: tests/journeys/test_bad_input.py::test_no_update_however_broken_keeps_the_others_from_being_answered
34: tests/journeys/test_bad_input.py::test_a_command_that_fails_is_tried_three_times_then_set_aside_and_told_of_once
35: tests/journeys/test_bad_input.py::test_numbers_that_begin_again_lower_are_answered_as_well
36: tests/journeys/test_bad_input.py::test_a_press_sent_again_under_a_new_number_is_one_deed
37: tests/journeys/test_delivery_faults.py::test_after_a_429_nobody_is_sent_anything_for_the_whole_time
38: tests/journeys/test_delivery_faults.py::test_a_429_without_a_usable_time_is_a_second
39: tests/bot/storage/test_outbox_pace.py::test_no_minute_has_more_than_eighteen_calls_nor_fourteen_that_are_not_urgent
40: tests/bot/storage/test_outbox_pace.py::test_an_alert_behind_a_long_digest_goes_within_a_second
41: tests/journeys/test_delivery_faults.py::test_a_reply_of_unknown_fate_is_said_once_more_and_no_more
42: tests/bot/gateway/test_wire.py::test_a_refused_connection
43: tests/journeys/test_delivery_faults.py::test_migration_told_by_a_refusal_is_followed_once_even_when_the_new_chat_says_it_again
44: tests/bot/delivery/test_broadcasts.py::test_a_chat_that_refuses_for_days_is_switched_off_and_never_at_once
45: tests/bot/delivery/test_broadcasts.py::test_when_all_chats_refuse_for_days_none_is_switched_off_and_the_operator_is_told
46: tests/journeys/test_delivery_faults.py::test_an_answer_to_a_topic_that_is_gone_goes_to_the_general_one_once
47: tests/journeys/test_delivery_faults.py::test_entities_the_server_refuses_are_left_out_once
48: tests/content/test_rich.py::test_every_piece_fits_and_nothing_but_white_space_is_lost
49: tests/journeys/test_delivery_faults.py::test_a_message_without_a_number_is_sent_all_the_same
50: tests/bot/delivery/test_corrections.py::test_a_correction_while_half_is_sent_leaves_everybody_with_the_right_words
51: tests/bot/delivery/test_corrections.py::test_what_is_young_is_deleted_and_what_is_old_says_so_though_it_was_edited_since
52: tests/journeys/test_following.py::test_quiet_hours_are_right_on_both_nights_the_clocks_change
53: tests/journeys/test_groups.py::test_a_group_that_threw_the_bot_out_is_left_alone_and_finds_its_settings_when_it_returns
54: tests/journeys/test_moderating.py::test_a_moderator_dismissed_between_preview_and_press_sends_nothing
55: tests/journeys/test_bad_input.py::test_a_made_up_press_is_refused_with_a_word_and_changes_nothing
56: tests/journeys/test_groups.py::test_senders_without_a_face_never_hold_a_role
57: tests/bot/gateway/test_acting.py::test_a_forged_link_lets_nobody_in
58: tests/journeys/test_floods.py::test_who_floods_is_told_once_and_everybody_else_is_served
59: tests/journeys/test_floods.py::test_a_storm_of_inline_queries_is_cheap_and_keeps_nobody_waiting
73: tests/journeys/test_bad_input.py::test_nothing_anybody_typed_and_no_token_reaches_the_log
74: tests/journeys/test_faults.py::test_a_backup_of_yesterday_sends_nothing_that_is_too_late
75: tests/journeys/test_faults.py::test_with_a_clock_of_1970_nothing_is_planned_until_it_is_right
"""

import asyncio
import re
import signal
import sqlite3
import time
from contextlib import closing
from datetime import datetime, timedelta, UTC
from pathlib import Path
from typing import Any

import pytest
import structlog

import bot.loops
from bot.app import App
from bot.operations.backup import back_up, restore
from bot.operations.status import status
from bot.sandbox import Chat, Person
from bot.storage.database import MOST_LOG
from content.news import Every, Filter
from content.schedule import Schedule
from handlers.ports import AlertKind
from tests.bot.town import labels, Town, town
from tests.journeys.machine import CHECKOUT, Machine
from tests.journeys.owed import ALERT, TOPIC

_LINES = re.findall(r"^(\d+): (\S+)::(\S+)$", __doc__, re.MULTILINE)


def test_each_fault_is_injected_by_a_test_that_exists() -> None:
    assert [int(number) for number, _, _ in _LINES] == [*range(1, 60), 73, 74, 75]
    missing = [
        f"{number}: {file}::{name}"
        for number, file, name in _LINES
        if not re.search(rf"def {name}\(", (CHECKOUT / file).read_text(encoding="utf-8"))
    ]
    assert missing == []


async def subscribed(running: Town, person: Person) -> None:
    now = running.clock.now()
    await running.app.tables.subscriptions.add(person.id, None, Filter(topics=(TOPIC,)), Every.NOW, "fr", now)


async def alerted(running: Town) -> None:
    """Send an alert to everybody who follows its topic."""
    assert await running.app.services.alerts.send(ALERT, AlertKind.OTHER, None, running.clock.now()) is not None
    running.app.wake()
    await running.settled()


def alerts(chat: Person | Chat) -> int:
    return sum("Lettre" in "".join(labels(message)) or "⚠" in message["text"] for message in chat.messages)


# Stopping


async def test_told_to_stop_while_sending_it_waits_for_what_is_on_its_way(machine: Machine) -> None:
    people = [machine.world.person(f"Person {number}", "fr", started=True) for number in range(30)]
    machine.world.fault("sendMessage", "latency", times=10_000, seconds=1.0)
    for person in people:
        person.say("/help")
    running = await machine.start(pack=str(machine.folder / "none"))
    await machine.world.bell.until(lambda: machine.world.busy > 4 or None, 30)
    began = time.monotonic()
    running.signal(signal.SIGTERM)
    assert await running.end(45) == 0
    assert time.monotonic() - began < 20
    machine.world.faults.coming.clear()
    with closing(sqlite3.connect(machine.data / "riverain.db")) as store:
        states = dict(store.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())
    assert not {"sending", "unknown"} & states.keys()
    sent = states["sent"]
    assert sum(len(person.messages) for person in people) == sent
    running = await machine.start(pack=str(machine.folder / "none"))
    async with asyncio.timeout(20):
        while not all(person.messages for person in people):
            await machine.world.bell.heard()
    running.signal(signal.SIGTERM)
    assert await running.end(20) == 0
    assert [len(person.messages) for person in people] == [1] * 30


async def test_told_to_stop_while_a_command_hangs_it_ends_and_answers_at_the_next_start(
    tmp_path: Path, paris: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.loops, "LOOP_ENDS", 0.2)
    assert bot.loops.DELIVERY_ENDS + 3 * 2.5 + 5 < 45  # with the loops and the last quick answers
    async with town(tmp_path / "data", template=paris) as before:
        world = before.world
        amina = world.person("Amina", "fr", started=True)
        hangs = asyncio.Event()

        async def hang(*_: object) -> Any:
            hangs.set()
            await asyncio.Event().wait()

        before.app.dispatcher._answering.prepare = hang  # type: ignore[method-assign, assignment]
        amina.say("/help")
        await hangs.wait()
        began = time.monotonic()
    assert time.monotonic() - began < 5
    assert amina.messages == []
    async with town(tmp_path / "data", template=paris, world=world) as after:
        await after.settled()
        assert len(amina.messages) == 1


# The disk and the clock


async def test_a_disk_that_is_full_after_the_send_is_waited_for_and_nothing_is_sent_twice(
    quarter: Town, amina: Person
) -> None:
    await quarter.ask(amina, "/help")
    await subscribed(quarter, amina)
    database = quarter.app.database
    # No room for a new page, and a word about what was sent that needs one.
    await database.write(
        lambda connection: connection.execute(
            "CREATE TRIGGER grow AFTER UPDATE ON outbox WHEN NEW.state = 'sent' BEGIN"
            " INSERT OR REPLACE INTO setting VALUES('grow', hex(zeroblob(200000))); END"
        )
    )
    quarter.world.fault("sendMessage", "latency", chat=amina, seconds=0.3)
    assert await quarter.app.services.alerts.send(ALERT, AlertKind.OTHER, None, quarter.clock.now()) is not None
    quarter.app.wake()
    async with asyncio.timeout(5):
        while not quarter.world.busy:
            await asyncio.sleep(0.01)
    await pages(quarter.app, 1)
    await quarter.world.bell.until(lambda: alerts(amina) or None, 5)
    await asyncio.sleep(0.1)
    assert (await quarter.app.outbox.counts()).get("sending") == 1
    await pages(quarter.app, 1_000_000)
    await quarter.settled()
    assert await quarter.app.outbox.counts() == {"sent": 2}
    assert alerts(amina) == 1


async def pages(app: App, most: int) -> None:
    """Let the database have no more than so many pages."""
    await app.database._hop(app.database._writer, lambda c: c.execute(f"PRAGMA max_page_count={most}").fetchone())


async def test_a_log_of_the_database_that_cannot_be_written_back_is_an_alarm(quarter: Town) -> None:
    """A foreign program that reads and never ends keeps the log from being written back."""
    database = quarter.app.database
    with closing(sqlite3.connect(database.path)) as stuck, structlog.testing.capture_logs() as heard:
        await quarter.app.tidy()
        stuck.execute("BEGIN")
        stuck.execute("SELECT count(*) FROM chat").fetchone()
        while database.log_size() <= MOST_LOG:
            await database.write(lambda connection: connection.execute(_BIG))
        await quarter.app.tidy()
    (alarm,) = [line for line in heard if line["event"] == "database.log_grows"]
    assert alarm["log_level"] == "critical"
    assert alarm["megabytes"] >= 64
    await database.write(lambda connection: connection.execute(_BIG))
    await quarter.app.database._hop(database._writer, lambda c: c.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone())
    with structlog.testing.capture_logs() as heard:
        await quarter.app.tidy()
    assert [line for line in heard if line["event"] == "database.log_grows"] == []


_BIG = "INSERT OR REPLACE INTO setting VALUES('big', hex(zeroblob(4000000)))"


async def test_a_loop_that_stood_still_sends_what_was_due_meanwhile(quarter: Town, amina: Person) -> None:
    """Whatever held up everything, at the next knock the digest that fell due is sent, once."""
    await quarter.ask(amina, "/help")
    due = quarter.clock.now() + timedelta(minutes=1)
    schedule = Schedule(amina.id, due.time(), "UTC", "fr")
    await quarter.app.services.schedules.keep(schedule, quarter.clock.now())
    before = len(amina.messages)
    time.sleep(0.3)
    quarter.clock.advance(timedelta(seconds=61))
    for _ in range(2):
        quarter.app.wake()
        await quarter.settled()
    assert len(amina.messages) == before + 1


async def test_with_a_clock_of_1970_nothing_is_planned_until_it_is_right(quarter: Town, amina: Person) -> None:
    await quarter.ask(amina, "/help")
    right = quarter.clock.now()
    with structlog.testing.capture_logs() as heard:
        quarter.clock.set(datetime(1970, 1, 1, 0, 5, tzinfo=UTC))
        schedule = Schedule(amina.id, (right - timedelta(minutes=2)).time(), "UTC", "fr")
        await quarter.app.services.schedules.keep(schedule, quarter.clock.now())
        quarter.clock.advance(timedelta(days=1))
        quarter.app.wake()
        await quarter.settled()
    assert len(amina.messages) == 1
    assert [line for line in heard if line["event"] == "planner.clock_wrong" and line["log_level"] == "critical"]
    quarter.clock.set(right)
    quarter.app.wake()
    await quarter.settled()
    assert len(amina.messages) == 2


async def test_a_backup_of_yesterday_sends_nothing_that_is_too_late(tmp_path: Path, paris: Path) -> None:
    data, copy = tmp_path / "data", tmp_path / "yesterday.db"
    async with town(data, template=paris) as before:
        world = before.world
        people = [world.person(f"Person {number}", "fr", started=True) for number in range(3)]
        for person in people:
            await before.ask(person, "/help")
            await subscribed(before, person)
        slot = (before.clock.now() - timedelta(minutes=2)).time()
        schedule = Schedule(people[0].id, slot, "UTC", "fr")
        await before.app.services.schedules.keep(schedule, before.clock.now() - timedelta(hours=1))
        world.fault("sendMessage", "flood", retry_after=60)
        people[1].say("/help")
        await before.settled()
        await alerted(before)
        waiting = (await before.app.outbox.counts())["queued"]
        back_up(data, copy)
        before.clock.advance(timedelta(seconds=90))
        before.app.wake()
        await before.settled()
        had = [len(person.messages) for person in people]
        assert sum(had) == 3 + waiting
    restore(data, copy, before.clock.now())
    before.clock.advance(timedelta(hours=30))
    async with town(data, world=world, pack=None) as after:
        await after.settled()
        counts = await after.app.outbox.counts()
        assert counts["expired"] == waiting
    told = [[message["text"] for message in person.messages] for person in people]
    assert [len(texts) for texts in told[1:]] == had[1:]
    assert len(told[0]) in (had[0], had[0] + 1)  # today's digest, where its hour has come
    assert f"{waiting} expired unsent" in "\n".join(await status(data, before.clock.now()))
