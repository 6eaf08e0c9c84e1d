"""Awaited words: the next words of somebody in the private chat answer our question, unless something more important is said."""

from datetime import timedelta
from typing import Any

import pytest
from markupsafe import Markup

from bot.clock import MovableClock
from bot.gateway.reading import Asked, Pressed
from bot.storage.awaiting import AwaitingTable
from bot.storage.database import Database
from handlers.command import Scope
from handlers.reply import Button, Reply, say
from handlers.request import Chat, ChatKind, Position
from tests.bot.gateway.counter import ALICE, asked, Desk, GROUP_CHAT, keys, OPERATOR, PRIVATE_CHAT, text
from tests.handlers.curating import Questions

CURATES = f"{Scope.MODERATORS}"
ONESELF = f"{Scope.ONESELF}"


@pytest.fixture
def desk(database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch) -> Desk:
    made = Desk(database, clock, monkeypatch)
    # The real table in the place of the one in memory.
    table = AwaitingTable(database)
    questions: Questions = made.curating.questions
    questions.ask, questions.take, questions.drop = table.ask, table.take, table.drop  # type: ignore[method-assign]
    return made


async def awaits(desk: Desk, what: str, person: int = ALICE, args: str = "e 1 1 title.fr") -> None:
    if what == CURATES:
        await desk.moderators.appoint(person, OPERATOR, desk.clock.now())
    await desk.curating.questions.ask(person, what, args, desk.clock.now())


def words(said: str, chat: Chat = PRIVATE_CHAT, **more: Any) -> Asked:
    return asked(None, chat, args=said, **more)


async def test_the_next_words_are_the_answer_and_the_ones_after_are_a_question(desk: Desk) -> None:
    await awaits(desk, ONESELF)
    await desk.answer(words("Campement évacué"))
    (request,) = desk.seen
    assert (request.command, request.args, request.awaited) == (ONESELF, "Campement évacué", "e 1 1 title.fr")
    assert not request.pressed
    await desk.answer(words("Campement évacué"))
    assert len(desk.seen) == 1


async def test_words_that_are_typed_behind_a_command_are_never_taken_for_an_answer(desk: Desk) -> None:
    await awaits(desk, ONESELF)
    await desk.answer(asked(ONESELF, args="e 1 1 title.fr"))
    assert [request.awaited for request in desk.seen] == [None]


async def test_a_command_ends_the_waiting(desk: Desk) -> None:
    await awaits(desk, ONESELF)
    await desk.answer(asked("everyone"))
    await desk.answer(words("un titre"))
    assert [request.command for request in desk.seen] == ["everyone"]


async def test_a_quarter_of_an_hour_later_words_are_a_question(desk: Desk) -> None:
    await awaits(desk, ONESELF)
    desk.clock.set(desk.clock.now() + timedelta(minutes=15, seconds=1))
    await desk.answer(words("un titre"))
    assert desk.seen == []


async def test_nobody_answers_for_somebody_else_nor_in_a_group(desk: Desk) -> None:
    await awaits(desk, ONESELF)
    await desk.answer(words("un titre", GROUP_CHAT, named=True))
    await desk.answer(words("un titre", Chat(8, ChatKind.PRIVATE), user=8))
    assert desk.seen == []
    assert await desk.curating.questions.take(ALICE, desk.clock.now()) is not None


@pytest.mark.parametrize("what", ["place", "picture"])
async def test_a_place_or_a_picture_is_no_answer(desk: Desk, what: str) -> None:
    await awaits(desk, ONESELF)
    more = {"position": Position(48.88, 2.37)} if what == "place" else {"readable": False}
    await desk.answer(words("", **more))
    assert desk.seen == []
    assert await desk.curating.questions.take(ALICE, desk.clock.now()) is not None


async def test_a_moderator_dismissed_between_the_question_and_the_words_changes_nothing(desk: Desk) -> None:
    """Fault 54, in words."""
    await awaits(desk, CURATES)
    await desk.moderators.dismiss(ALICE)
    (said,) = await desk.said(words("un titre"))
    assert desk.seen == []
    assert said == text("scope.moderators")


class TestDistress:
    async def test_words_of_distress_get_the_numbers_and_end_the_waiting(self, desk: Desk) -> None:
        await awaits(desk, ONESELF)
        (said,) = await desk.said(words("je veux mourir"))
        assert "112" in said
        assert desk.seen == []
        assert await desk.curating.questions.take(ALICE, desk.clock.now()) is None

    async def test_a_moderator_who_writes_about_an_overdose_sends_it_once_more_below_the_numbers(
        self, desk: Desk
    ) -> None:
        await awaits(desk, CURATES)
        title = "Une overdose mortelle place de Stalingrad"
        numbers, again = await desk.said(words(title))
        assert "112" in numbers
        assert again == text("await.meant")
        assert desk.seen == []
        await desk.answer(words(title))
        assert [request.args for request in desk.seen] == [title]

    async def test_what_asks_where_somebody_lives_is_left_to_the_screens_of_the_command(self, desk: Desk) -> None:
        await awaits(desk, ONESELF)
        await desk.answer(words("où habite le voisin du 3e"))
        assert len(desk.seen) == 1


async def test_a_word_to_somebody_else_is_in_their_language_with_buttons_of_their_own_chat(desk: Desk) -> None:
    told = say(Markup("published"), (Button("See", "everyone", "a-1"),), private=True)
    desk.reply = Reply((Markup("done"),), to_people=((99, "en", told),))
    mine, other = (await desk.answer(asked("everyone"))).messages
    assert (mine.chat, other.chat, other.body["text"], other.keep) == (ALICE, 99, "published", False)
    assert other.expires_in is not None
    assert mine.expires_in is not None
    assert other.expires_in > mine.expires_in
    (key,) = keys(other)
    there = Chat(99, ChatKind.PRIVATE)
    await desk.answer(Pressed("q", there, 99, "en", 3, key["callback_data"]))
    assert (desk.seen[-1].person.id, desk.seen[-1].args) == (99, "a-1")
