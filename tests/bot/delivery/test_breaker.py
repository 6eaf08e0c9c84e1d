"""The breaker: whose fault it is when chats refuse."""

from bot.delivery.breaker import Breaker

MINUTE = 60_000


def seen(well: int, refused: int, *, at: int = 0) -> Breaker:
    breaker = Breaker()
    for chat in range(well + refused):
        breaker.note(chat, refused=chat >= well, at=at)
    return breaker


def test_more_than_a_fifth_of_ten_chats_is_no_fault_of_theirs() -> None:
    assert not seen(8, 2).tripped
    assert (seen(7, 3).tripped, seen(7, 3).refusing) == (True, 3)
    assert seen(8, 2).to_blame(10 * MINUTE) == [8, 9]
    assert seen(7, 3).to_blame(10 * MINUTE) == []


def test_of_fewer_than_ten_nothing_can_be_said_against_telegram() -> None:
    breaker = seen(0, 9)
    assert not breaker.tripped
    assert breaker.to_blame(10 * MINUTE) == list(range(9))


def test_a_chat_is_to_blame_once_and_only_when_what_the_others_do_is_known() -> None:
    breaker = seen(20, 1)
    assert breaker.to_blame(10 * MINUTE - 1) == []
    assert breaker.to_blame(10 * MINUTE) == [20]
    assert breaker.to_blame(20 * MINUTE) == []


def test_the_first_of_many_to_refuse_is_not_to_blame_either() -> None:
    """Each morning of a day on which everybody refuses begins with one."""
    breaker = seen(0, 1)
    for chat in range(1, 12):
        breaker.note(chat, refused=True, at=chat * 1000)
    assert breaker.to_blame(11 * MINUTE) == []


def test_who_takes_a_message_meanwhile_is_not_to_blame() -> None:
    breaker = seen(20, 1)
    breaker.note(20, refused=False, at=MINUTE)
    assert breaker.to_blame(30 * MINUTE) == []


def test_only_the_last_ten_minutes_count() -> None:
    breaker = seen(0, 50)
    assert breaker.tripped
    for chat in range(100, 110):
        breaker.note(chat, refused=False, at=11 * MINUTE)
    assert (breaker.tripped, breaker.refusing) == (False, 0)


def test_a_chat_counts_once_with_what_it_did_last() -> None:
    breaker = seen(10, 0)
    for _ in range(20):
        breaker.note(3, refused=True, at=1)
    assert (breaker.refusing, breaker.tripped) == (1, False)
    breaker.note(3, refused=False, at=2)
    assert breaker.refusing == 0
