"""The gate on its own: rates, bursts, groups, and how it goes slower when refused."""

import json

import pytest

from bot.delivery.gate import Gate, Rates
from bot.storage.outbox import Priority

AT = 1_800_000_000_000
URGENT, DIGEST = Priority.ALERT, Priority.DIGEST


def passed(gate: Gate, prio: Priority, at: int, chat: int = -1) -> bool:
    if gate.overall(prio, at) > at:
        return False
    gate.take(chat, prio, at)
    return True


def first(gate: Gate, prio: Priority, at: int) -> int:
    """Return how many go at once."""
    return sum(passed(gate, prio, at) for _ in range(100))


class TestOverall:
    def test_after_a_pause_three_go_at_once_then_one_every_forty_milliseconds(self) -> None:
        gate = Gate()
        assert first(gate, URGENT, AT) == 3
        assert gate.overall(URGENT, AT) == AT + 40
        assert not passed(gate, URGENT, AT + 39)
        assert passed(gate, URGENT, AT + 40)

    def test_what_is_not_urgent_leaves_a_fifth_to_the_rest(self) -> None:
        gate = Gate()
        assert first(gate, DIGEST, AT) == 3
        assert gate.overall(DIGEST, AT) == AT + 50
        assert not passed(gate, DIGEST, AT + 40)
        assert passed(gate, URGENT, AT + 40)

    def test_a_digest_at_full_rate_leaves_five_a_second(self) -> None:
        gate = Gate()
        digests = urgent = 0
        for at in range(AT, AT + 10_000):
            urgent += passed(gate, URGENT, at)
            digests += passed(gate, DIGEST, at)
        assert 250 <= urgent + digests <= 256
        gate = Gate()
        digests = urgent = 0
        for at in range(AT, AT + 10_000):
            digests += passed(gate, DIGEST, at)
            urgent += passed(gate, URGENT, at)
        assert 200 <= digests <= 204
        assert urgent >= 49

    def test_nothing_goes_before_a_deadline_and_a_deadline_only_moves_later(self) -> None:
        gate = Gate()
        gate.close(AT + 7000)
        gate.close(AT + 100)
        assert [gate.overall(prio, AT) for prio in Priority] == [AT + 7000] * 6

    def test_a_clock_put_back_a_day_costs_no_more_than_a_burst(self) -> None:
        gate = Gate()
        assert first(gate, DIGEST, AT) == 3
        assert gate.overall(DIGEST, AT - 86_400_000) <= AT - 86_400_000 + 50


class TestChats:
    def test_a_private_chat_gets_three_at_once_then_one_a_second(self) -> None:
        gate = Gate()
        for _ in range(3):
            assert gate.chat(7, URGENT, [], AT) <= AT
            gate.take(7, URGENT, AT)
        assert gate.chat(7, URGENT, [], AT) == AT + 1000
        assert gate.chat(8, URGENT, [], AT) <= AT
        assert gate.chat(7, URGENT, [], AT + 3000) <= AT + 3000

    def test_private_chats_that_no_longer_matter_are_forgotten(self) -> None:
        gate = Gate()
        for chat in range(1, 20_001):
            gate.take(chat, URGENT, AT + chat * 40)
        assert len(gate._private) <= 4096
        gate.take(20_000, URGENT, AT + 20_000 * 40)
        gate.take(20_000, URGENT, AT + 20_000 * 40)
        assert gate.chat(20_000, URGENT, [], AT + 20_000 * 40) > AT + 20_000 * 40

    @pytest.mark.parametrize(
        ("prio", "calls", "opens"),
        [
            (URGENT, 0, 0), (URGENT, 17, 1100), (URGENT, 18, 60_000 - 17 * 2000), (URGENT, 20, 60_000 - 17 * 2000),
            (Priority.REPLY, 17, 1100), (Priority.REPLY, 18, 60_000 - 17 * 2000),
            (DIGEST, 13, 1100), (DIGEST, 14, 60_000 - 13 * 2000), (Priority.PUSH, 14, 60_000 - 13 * 2000),
        ],
    )  # fmt: skip
    def test_a_group_gets_eighteen_a_minute_and_fourteen_of_what_is_not_urgent(
        self, prio: Priority, calls: int, opens: int
    ) -> None:
        stamps = [AT - 2000 * n for n in range(calls)][::-1]
        assert Gate().chat(-5, prio, stamps, AT) == (AT + opens if calls else 0)


class TestRefused:
    def test_each_refusal_leaves_seven_tenths_and_never_less_than_five_a_second(self) -> None:
        gate = Gate()
        rates = []
        for _ in range(6):
            gate.slow_down(7, AT)
            rates.append(round(gate.rate(AT), 2))
        assert rates == [17.5, 12.25, 8.57, 6.0, 5.0, 5.0]

    def test_each_quiet_minute_gives_one_a_second_back(self) -> None:
        gate = Gate()
        gate.slow_down(7, AT)
        minutes = [gate.rate(AT + minute * 60_000) for minute in (0, 0.99, 1, 2, 7, 8, 100)]  # type: ignore[arg-type]
        assert minutes == [17.5, 17.5, 18.5, 19.5, 24.5, 25.0, 25.0]

    def test_digests_keep_their_share_of_the_slower_rate(self) -> None:
        gate = Gate()
        gate.slow_down(7, AT)
        went = sum(passed(gate, DIGEST, at) for at in range(AT, AT + 10_000))
        assert 140 <= went <= 144

    def test_it_says_whether_another_chat_was_refused_within_a_minute(self) -> None:
        gate = Gate()
        assert not gate.slow_down(-7, AT)
        assert not gate.slow_down(-7, AT + 1000)
        assert gate.slow_down(-8, AT + 61_000)
        assert not gate.slow_down(-9, AT + 121_001)

    def test_a_later_run_goes_on_with_all_of_it(self) -> None:
        gate, after = Gate(), Gate()
        gate.slow_down(-7, AT)
        after.restore(AT + 7000, gate.kept())
        assert after.rate(AT) == 17.5
        assert after.closed_until == AT + 7000
        assert after.slow_down(-8, AT + 1000)
        assert set(json.loads(gate.kept())) == {"rate", "at", "chat"}

    def test_a_first_run_has_nothing_to_go_on_with(self) -> None:
        gate = Gate(Rates(overall=3.0))
        gate.restore(0, None)
        gate.slow_down(1, AT)
        assert gate.rate(AT) == 3.0
