"""Buttons: what was written reads back in its own chat; everything else reads as nothing."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.gateway.buttons import Buttons, ButtonTooLongError, MOST_BYTES, Press
from handlers.reply import Button

KEY = b"k" * 32
CHATS = st.integers(-(2**52), 2**52)
NAMES = st.from_regex(r"\A[a-z_]{1,12}\Z")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
BUTTONS = st.builds(Button, st.just("label"), NAMES, TEXTS, st.booleans(), st.integers(1, 999))


def written(button: Button, chat: int) -> str:
    try:
        return Buttons(KEY).write(button, chat)
    except ButtonTooLongError:
        assume(False)
        raise


@given(BUTTONS, CHATS)
def test_what_was_written_reads_back_in_its_chat(button: Button, chat: int) -> None:
    data = written(button, chat)
    assert len(data.encode()) <= MOST_BYTES
    assert Buttons(KEY).read(data, chat) == Press(button.command, button.args, button.page, button.in_place)


@given(BUTTONS, CHATS, CHATS)
def test_a_button_of_another_chat_reads_as_nothing(button: Button, chat: int, other: int) -> None:
    assume(chat != other)
    assert Buttons(KEY).read(written(button, chat), other) is None


@given(BUTTONS, CHATS, st.data())
def test_changed_data_reads_as_nothing(button: Button, chat: int, data: st.DataObject) -> None:
    good = written(button, chat)
    at = data.draw(st.integers(0, len(good) - 1))
    with_ = data.draw(st.characters())
    forged = data.draw(
        st.sampled_from([good[:at] + with_ + good[at + 1 :], good[:at] + with_ + good[at:], good[:at], good + with_])
    )
    assume(forged != good)
    assert Buttons(KEY).read(forged, chat) is None


@given(st.text(), CHATS)
def test_made_up_data_reads_as_nothing(data: str, chat: int) -> None:
    assert Buttons(KEY).read(data, chat) is None


@given(BUTTONS, CHATS)
def test_a_button_signed_with_another_key_reads_as_nothing(button: Button, chat: int) -> None:
    assert Buttons(b"x" * 32).read(written(button, chat), chat) is None


@pytest.mark.parametrize(
    "data", ["", "a", "AAAAAAAA", "AAAAAAAA+latest:1:", "\ud800" * 9, "é" * 60, "AAAAAAAA\x00", "v1|act|id"]
)
def test_odd_data_reads_as_nothing(data: str) -> None:
    assert Buttons(KEY).read(data, 7) is None


def test_the_longest_arguments_that_fit_are_written_and_one_more_byte_is_refused() -> None:
    room = MOST_BYTES - len(Buttons(KEY).write(Button("", "open"), 7))
    assert room >= 45
    assert len(Buttons(KEY).write(Button("", "open", "a" * room), 7)) == MOST_BYTES
    for args in ("a" * (room + 1), "é" * (room // 2 + 1)):
        with pytest.raises(ButtonTooLongError):
            Buttons(KEY).write(Button("", "open", args), 7)
