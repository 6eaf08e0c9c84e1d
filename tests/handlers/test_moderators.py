"""``/moderators``: appointed and dismissed by who runs the bot, by number, with a question before anybody goes."""

import pytest

from handlers.moderators import moderators
from handlers.request import Person, Request
from tests.handlers.world import ask, pressing, services, spoken, Store, world


def store(*people: int) -> Store:
    known = world()
    known.curators.people = dict.fromkeys(people)
    return known


def asked(args: str = "", *, pressed: bool = False) -> Request:
    return ask("moderators", args, person=Person(1, operator=True, moderator=True), pressed=pressed)


async def test_they_are_listed_by_number() -> None:
    text = spoken(await moderators(asked(), services(store(7, 8))))
    assert "• 7" in text
    assert "• 8" in text
    assert "pas encore" in spoken(await moderators(asked(), services(store())))


@pytest.mark.parametrize("args", ["add 7123456789", "ADD  7123456789", "ajouter 7123456789"])
async def test_one_is_added_and_it_is_known_by_whom(args: str) -> None:
    known = store()
    assert "maintenant modérateur" in spoken(await moderators(asked(args), services(known)))
    assert known.curators.people == {7123456789: 1}
    assert "déjà" in spoken(await moderators(asked(args), services(known)))
    (line,) = known.curating.notebook.lines
    assert (line.act, line.subject, line.by) == ("appoint", "person:7123456789", 1)


@pytest.mark.parametrize("typed", [True, False])
async def test_one_is_removed_after_a_question(typed: bool) -> None:
    known = store(7, 8)
    question = asked("remove 7") if typed else asked()
    reply = await moderators(question, services(known))
    if not typed:
        reply = await moderators(pressing(reply, "Retirer 7", question), services(known))
    assert known.curators.people.keys() == {7, 8}
    done = await moderators(pressing(reply, "Retirer", question), services(known))
    assert known.curators.people.keys() == {8}
    assert "n’est plus modérateur" in spoken(done)
    assert "n’est pas modérateur" in spoken(await moderators(pressing(reply, "Retirer", question), services(known)))


async def test_the_question_may_be_answered_with_no() -> None:
    known = store(7)
    question = asked("remove 7")
    await moderators(pressing(await moderators(question, services(known)), "Garder", question), services(known))
    assert known.curators.people.keys() == {7}


@pytest.mark.parametrize(
    "args", ["add", "add x", "add -5", "add @amina", "z 7", "x 7", "add 7 8", "remove", "add " + "9" * 40]
)
async def test_anything_else_is_explained_and_changes_nothing(args: str) -> None:
    known = store(7)
    assert "add" in spoken(await moderators(asked(args), services(known)))
    assert known.curators.people.keys() == {7}
