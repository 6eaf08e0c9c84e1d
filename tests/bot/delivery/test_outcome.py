"""What follows from each outcome of an attempt to send."""

from typing import Any

import pytest

from bot.delivery.outcome import backoff, Fate, Outcome, settle, without_entities
from bot.storage.outbox import Claimed, Priority

NOW = 1_000_000


def claimed(**more: Any) -> Claimed:
    values: dict[str, Any] = {"op": "send", "prio": Priority.REPLY, "attempt": 1, "body": {"chat_id": 7, "text": "x"}}
    return Claimed(id=1, chat=7, method="sendMessage", **{**values, **more})


def test_what_the_server_accepted_is_sent_with_its_id() -> None:
    settled = settle(claimed(), Outcome(Fate.SENT, mid=5), NOW)
    assert (settled.state, settled.mid, settled.err) == ("sent", 5, None)


def test_an_edit_that_changes_nothing_has_done_its_work() -> None:
    assert settle(claimed(op="edit"), Outcome(Fate.UNCHANGED), NOW).state == "sent"


@pytest.mark.parametrize("attempt", [1, 50])
@pytest.mark.parametrize("fate", [Fate.FLOOD, Fate.TOKEN])
def test_what_was_surely_not_sent_waits_as_long_as_told_however_often(fate: Fate, attempt: int) -> None:
    settled = settle(claimed(attempt=attempt), Outcome(fate, retry_after=7), NOW)
    assert (settled.state, settled.not_before, settled.strike) == ("queued", NOW + 7000, False)


@pytest.mark.parametrize("attempt", range(1, 30))
def test_without_a_connection_it_waits_ever_longer_up_to_five_minutes(attempt: int) -> None:
    settled = settle(claimed(attempt=attempt), Outcome(Fate.UNREACHED), NOW)
    assert settled.state == "queued"
    most = min(300_000, 2**attempt * 1000)
    assert most / 2 <= settled.not_before - NOW <= most
    assert most / 2 <= backoff(attempt) <= most


class TestDoubt:
    def test_a_reply_is_said_once_more_and_then_no_more(self) -> None:
        again = settle(claimed(attempt=7), Outcome(Fate.UNKNOWN), NOW)
        assert (again.state, again.doubt) == ("queued", True)
        assert again.not_before > NOW
        assert settle(claimed(attempt=8, doubted=1), Outcome(Fate.UNKNOWN), NOW).state == "dead"

    @pytest.mark.parametrize("op", ["edit", "delete"])
    @pytest.mark.parametrize("prio", list(Priority))
    def test_what_can_be_repeated_is_repeated_but_not_for_ever(self, op: str, prio: Priority) -> None:
        outcomes = [
            settle(claimed(op=op, prio=prio, attempt=n), Outcome(Fate.UNKNOWN), NOW).state for n in range(1, 10)
        ]
        assert outcomes == ["queued"] * 7 + ["dead"] * 2

    @pytest.mark.parametrize("prio", [prio for prio in Priority if prio is not Priority.REPLY])
    def test_the_rest_stays_in_doubt_for_half_a_minute_at_least(self, prio: Priority) -> None:
        settled = settle(claimed(prio=prio), Outcome(Fate.UNKNOWN, said="ReadTimeout"), NOW)
        assert (settled.state, settled.not_before, settled.err) == ("unknown", NOW + 30_000, "ReadTimeout")


def test_a_migrated_group_takes_the_message_along_at_once() -> None:
    settled = settle(claimed(), Outcome(Fate.MIGRATED, migrate_to=-1001), NOW)
    assert (settled.state, settled.migrate_to, settled.not_before) == ("queued", -1001, 0)


def test_a_chat_said_to_have_migrated_to_itself_is_tried_again_later() -> None:
    settled = settle(claimed(), Outcome(Fate.MIGRATED, migrate_to=7), NOW)
    assert (settled.state, settled.migrate_to) == ("queued", None)
    assert settled.not_before > NOW


class TestUnreadableEntities:
    @pytest.mark.parametrize("name", ["entities", "caption_entities"])
    def test_it_goes_once_as_plain_text_and_then_never(self, name: str) -> None:
        body = {"chat_id": 7, "text": "x", name: [{"type": "bold"}]}
        settled = settle(claimed(body=body), Outcome(Fate.UNREADABLE), NOW)
        assert (settled.state, settled.body) == ("queued", {"chat_id": 7, "text": "x"})
        assert settled.body is not None
        assert settle(claimed(body=settled.body, attempt=2), Outcome(Fate.UNREADABLE), NOW).state == "dead"

    def test_a_plain_body_has_nothing_to_drop(self) -> None:
        assert without_entities(claimed()) is None


def test_a_lost_topic_is_left_out_once_and_then_it_is_over() -> None:
    settled = settle(claimed(body={"chat_id": 7, "message_thread_id": 4}), Outcome(Fate.NO_THREAD), NOW)
    assert (settled.state, settled.body) == ("queued", {"chat_id": 7})
    assert settle(claimed(), Outcome(Fate.NO_THREAD), NOW).state == "dead"


@pytest.mark.parametrize(
    ("fate", "strike", "gone"),
    [(Fate.CHAT_GONE, True, True), (Fate.RESTRICTED, True, False), (Fate.REFUSED, False, False)],
)
def test_a_refusal_for_good_ends_it(fate: Fate, strike: bool, gone: bool) -> None:
    settled = settle(claimed(), Outcome(fate, said="Bad Request"), NOW)
    assert (settled.state, settled.strike, settled.gone, settled.err) == ("dead", strike, gone, "Bad Request")


@pytest.mark.parametrize("fate", list(Fate))
@pytest.mark.parametrize("op", ["send", "edit", "delete"])
def test_every_fate_ends_in_a_state_the_table_knows(fate: Fate, op: str) -> None:
    assert settle(claimed(op=op), Outcome(fate), NOW).state in {"sent", "queued", "unknown", "dead"}
