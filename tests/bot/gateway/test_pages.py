"""Pages: every message fits, whole blocks stay whole, and a group gets a short answer with a doorway."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape, Markup

from bot.gateway.pages import GROUP_LIMIT, lay_out, Page
from content.rich import LIMIT, Rich, units
from content.texts import Texts
from handlers.reply import Button, Doorway, Entry, Link, Reply
from handlers.request import Chat, ChatKind, Person, Request
from tests.bot.conftest import NOON

WORDS = Texts(
    "en", {"page.before": "before {page}", "page.after": "after {page}", "page.rest": "the rest"}, lambda n: int(n != 1)
)
PRIVATE = Request("latest", "bruit", Chat(7, ChatKind.PRIVATE), Person(7), WORDS, NOON)
GROUP = replace(PRIVATE, chat=Chat(-1001, ChatKind.GROUP))

SIZES = st.one_of(st.integers(0, 600), st.integers(3900, 9000))
BLOCKS = st.lists(
    st.builds(lambda word, size: str(word) * (size // len(word)), st.sampled_from(["mot ", "👩🏽‍🚒", "a"]), SIZES),
    max_size=12,
)


def entity_faults(rich: Rich) -> list[str]:
    return [f"{span}" for span in rich.spans if not 0 <= span.offset < span.end <= len(rich)]


def turned(page: Page) -> list[int]:
    return [button.page for row in page.buttons for button in row if isinstance(button, Button) and button.in_place]


def test_a_short_reply_is_one_message_as_it_is() -> None:
    page = lay_out(Reply(blocks=[Markup("a"), Markup("<b>b</b>")], head=Markup("head"), foot=Markup("foot")), PRIVATE)
    assert page.text.text == "head\n\na\n\nb\n\nfoot"
    assert [(span.kind, span.offset) for span in page.text.spans] == [("bold", 9)]
    assert page.buttons == ()


@settings(max_examples=60, deadline=None)
@given(
    BLOCKS,
    st.integers(0, 6000),
    st.integers(0, 6000),
    st.sampled_from([PRIVATE, GROUP]),
    st.booleans(),
    st.integers(1, 4),
    st.integers(-1, 30),
)
def test_every_page_fits_into_a_message(
    blocks: list[str], head: int, foot: int, request_: Request, urgent: bool, per_page: int, number: int
) -> None:
    reply = Reply(
        blocks=[Markup("<i>{}</i>").format(block) for block in blocks],
        head=escape("h" * head),
        foot=Markup("<b>{}</b>").format("f" * foot),
        per_page=per_page,
        urgent=urgent,
    )
    page = lay_out(reply, replace(request_, page=number))
    assert units(page.text.text) <= LIMIT
    assert entity_faults(page.text) == []


@settings(max_examples=40, deadline=None)
@given(BLOCKS, st.integers(1, 5))
def test_turning_the_pages_shows_everything_once_and_in_order(blocks: list[str], per_page: int) -> None:
    reply = Reply(blocks=[escape(block) for block in blocks], per_page=per_page)
    shown, number = "", 1
    while True:
        page = lay_out(reply, replace(PRIVATE, page=number))
        shown += page.text.text
        assert turned(page)[: number > 1] == ([number - 1] if number > 1 else [])
        if number + 1 not in turned(page):
            break
        number += 1
    assert "".join(shown.split()) == "".join("".join(blocks).split())


def test_a_page_beyond_the_last_is_the_last_and_below_the_first_the_first() -> None:
    reply = Reply(blocks=[Markup("a"), Markup("b")], per_page=1)
    assert lay_out(reply, replace(PRIVATE, page=99)).text.text == "b"
    assert lay_out(reply, replace(PRIVATE, page=0)).text.text == "a"
    assert turned(lay_out(reply, replace(PRIVATE, page=99))) == [1]


def test_only_what_the_page_needs_is_read() -> None:
    read = 0

    def endless() -> Iterator[Markup]:
        nonlocal read
        while True:
            read += 1
            yield Markup("x")

    lay_out(Reply(blocks=endless(), per_page=5), PRIVATE)
    assert read <= 6
    read = 0
    lay_out(Reply(blocks=endless(), per_page=5), GROUP)
    assert read <= 6


def test_turning_asks_for_the_same_command_in_the_same_message() -> None:
    (row,) = lay_out(
        Reply(blocks=[Markup("a"), Markup("b"), Markup("c")], per_page=1), replace(PRIVATE, page=2)
    ).buttons
    assert row == (
        Button("before 1", "latest", "bruit", in_place=True, page=1),
        Button("after 3", "latest", "bruit", in_place=True, page=3),
    )


def test_several_entries_are_numbered_and_opened_by_number() -> None:
    entries = [Entry(Markup("<b>{}</b>").format(name), Button(name, "open", name), items=(name,)) for name in "abcdef"]
    page = lay_out(Reply(blocks=entries, per_page=6), PRIVATE)
    assert page.text.text.startswith("1. a\n\n2. b")
    assert [[button.label for button in row] for row in page.buttons if isinstance(row[0], Button)] == [
        ["1", "2", "3", "4", "5"],
        ["6"],
    ]
    assert page.items == tuple("abcdef")


def test_one_entry_keeps_its_name() -> None:
    page = lay_out(Reply(blocks=[Entry(Markup("a"), Button("Lire", "open", "a"))]), PRIVATE)
    assert (page.text.text, page.buttons) == ("a", ((Button("Lire", "open", "a"),),))


class TestInAGroup:
    def test_a_short_answer_stands_as_it_is_with_its_buttons(self) -> None:
        reply = Reply(blocks=[Markup("a")], buttons=((Link("site", "https://a.example"),),))
        page = lay_out(reply, GROUP)
        assert (page.text.text, page.buttons) == ("a", reply.buttons)

    @pytest.mark.parametrize(
        "blocks", [["mot " * 100] * 3, ["a"] * 4, ["mot " * 300]], ids=["long", "many", "one long"]
    )
    def test_what_does_not_fit_is_behind_a_doorway_that_asks_the_same(self, blocks: list[str]) -> None:
        page = lay_out(Reply(blocks=[escape(block) for block in blocks], foot=Markup("foot")), GROUP)
        assert page.buttons == ((Doorway("the rest", "latest", "bruit"),),)
        assert units(page.text.text) <= GROUP_LIMIT + 10
        assert page.text.text.endswith("foot")

    def test_an_emergency_answer_is_never_shortened(self) -> None:
        text = "appelez le 15 " * 100
        page = lay_out(Reply(blocks=[Markup(text)], urgent=True), GROUP)
        assert page.text.text == text.strip()
        assert page.buttons == ()
