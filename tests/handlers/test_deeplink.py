"""Deep links: what is written can be read again, and what anybody forges leads nowhere."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.deeplink import by_link, decode, encode, Target, to_item
from tests.handlers.world import ask


@pytest.mark.parametrize(
    ("command", "args"),
    [
        ("contacts", ""),
        ("latest", "paris-19"),
        ("measures", "eclairage paris-19"),
        ("search", "seringue à l’école"),
        ("search", "q-seringue"),
        ("ask", "où ?"),
        ("open", "m-colline-evacuee"),
    ],
)
def test_a_doorway_leads_to_the_command_it_was_made_for(command: str, args: str) -> None:
    payload = encode(command, args)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert decode(payload) == Target(command, args)


def test_words_too_long_for_a_link_are_left_out() -> None:
    assert decode(encode("search", "mot " * 40)) == Target("search")


def test_an_item_is_opened_by_its_kind_and_slug() -> None:
    assert to_item("measure", "m-colline") == "measure-m-colline"
    assert decode("measure-m-colline") == Target("open", "m-colline")
    assert len(to_item("position", "a" * 40)) <= 64


@pytest.mark.parametrize(
    "payload",
    [
        "", "../../etc/passwd", "measure-../x", "measure-", "colour-blue", "measure", "do-", "do-LATEST", "a" * 65, "do-x y",
        "do-search_q-!!!", "do-search_q-____", "do-search_q-AAAA", "measure-UPPER", "é", "\x00", "🙂",
    ],
)  # fmt: skip
def test_a_forged_link_leads_nowhere(payload: str) -> None:
    assert decode(payload) is None


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_without_a_fault(payload: str) -> None:
    decode(payload)


@given(st.text(max_size=60))
def test_whatever_is_asked_makes_a_link_telegram_takes(args: str) -> None:
    payload = encode("ask", args)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    target = decode(payload)
    assert target is None or target.command == "ask"


@pytest.mark.parametrize(
    ("asked_as", "pressed", "link"),
    [("start", False, True), ("START", False, True), ("start", True, False), ("quiet", False, False)],
)
def test_a_command_that_came_by_a_link_is_told_from_one_typed_or_pressed(
    asked_as: str, pressed: bool, link: bool
) -> None:
    assert by_link(ask("quiet", "off", asked_as=asked_as, pressed=pressed)) is link
