"""``/status``: who has it, who has not, who is uncertain; sent again to those alone who have not."""

import datetime as dt
from dataclasses import replace

import pytest

from content.texts import texts
from handlers.ports import Account, Recipient, Standing
from handlers.reply import Button, Reply
from handlers.request import Person, Request
from handlers.status import chat_mark, held_notice, status
from tests.handlers.world import ask, NOW, pressable, pressing, services, spoken, Store, world

GROUP, AMINA = -1001234567890, 7123456789


def copy(message: int, chat: int, state: str) -> Recipient:
    return Recipient(message, chat, "private" if chat > 0 else "group", state, None, None)


def store(*copies: Recipient, **more: object) -> Store:
    known = world()
    states = [each.state for each in copies]
    counts = {state: states.count(state) for state in states}
    account = Account(12, "digest", "Digest du dimanche", NOW - dt.timedelta(hours=1), counts)
    known.book.accounts[12] = replace(account, **more)  # type: ignore[arg-type]
    known.book.copies[12] = list(copies)
    return known


def asked(args: str = "", *, pressed: bool = False) -> Request:
    return ask("status", args, pressed=pressed, person=Person(42, moderator=True))


def labels(reply: Reply) -> list[str]:
    return [each.label for row in reply.buttons for each in row if isinstance(each, Button)]


async def test_the_overview_tells_the_standing_and_opens_the_latest_broadcasts() -> None:
    known = store(copy(1, AMINA, "sent"), copy(2, GROUP, "held"))
    known.book.now = Standing({"sent": 5, "held": 1}, 2, NOW, [("Le Parisien", NOW - dt.timedelta(days=5))])
    reply = await status(asked(), services(known))
    text = spoken(reply)
    for words in (
        "5 reçus",
        "1 incertain",
        "aujourd’hui : 2",
        "Le Parisien",
        "17 novembre 2026",
        "Digest du dimanche",
    ):
        assert words in text
    assert pressable(reply) == [("status", "12")]


async def test_with_nothing_sent_that_is_said() -> None:
    assert "Rien n’a été envoyé" in spoken(await status(asked(), services(world())))


async def test_an_account_tells_who_has_it_who_has_not_and_who_is_uncertain_and_names_nobody() -> None:
    known = store(
        copy(1, AMINA, "sent"), copy(2, GROUP, "dead"), copy(3, 8, "unknown"), copy(4, 9, "queued"), doubted=1
    )  # fmt: skip
    text = spoken(await status(asked("12", pressed=True), services(known)))
    for words in ("1 reçu", "1 non reçu", "1 incertain", "1 en route", "deux fois"):
        assert words in text
    for chat in (AMINA, GROUP, 8, 9):
        assert chat_mark(chat, "", texts("fr")) in text
    assert str(AMINA) not in text
    assert str(GROUP) not in text


async def test_the_many_are_counted_and_only_a_few_named() -> None:
    known = store(*(copy(number, number, "sent") for number in range(1, 31)))
    assert "et 22 autres" in spoken(await status(asked("12"), services(known)))


async def test_it_is_sent_again_to_those_who_have_not_got_it_and_to_nobody_else() -> None:
    known = store(copy(1, 7, "sent"), copy(2, 8, "dead"), copy(3, 9, "expired"), copy(4, 10, "unknown"))
    question = asked("12", pressed=True)
    reply = await status(question, services(known))
    done = await status(pressing(reply, "Renvoyer aux 2", question), services(known))
    assert known.book.resent == [12]
    assert "2 sont de nouveau en route" in spoken(done)
    assert not any(label.startswith("Renvoyer") for label in labels(done))
    (act,) = await services(known).curation.audit.recent(5)
    assert (act.act, act.subject, act.by, act.after) == ("resend", "broadcast:12", 42, "2")


async def test_where_everybody_has_it_nothing_is_offered_to_be_sent() -> None:
    reply = await status(asked("12"), services(store(copy(1, 7, "sent"))))
    assert labels(reply) == ["Actualiser", "Tout", "Reprendre cet envoi"]


async def test_what_is_held_is_decided_one_by_one() -> None:
    known = store(copy(1, 7, "held"), copy(2, 8, "held"))
    question = asked("12", pressed=True)
    reply = await status(pressing(await status(question, services(known)), "Décider", question), services(known))
    assert chat_mark(7, "private", texts("fr")) in spoken(reply)
    reply = await status(pressing(reply, "Il est arrivé", question), services(known))
    assert chat_mark(8, "private", texts("fr")) in spoken(reply)
    reply = await status(pressing(reply, "Le renvoyer", question), services(known))
    assert known.book.decided == [(1, True), (2, False)]
    assert "1 reçu" in spoken(reply)
    assert "1 en route" in spoken(reply)


async def test_what_another_moderator_decided_first_stays_decided() -> None:
    known = store(copy(1, 7, "held"))
    notice = held_notice("Digest du dimanche", 12, known.book.copies[12][0], texts("fr"))
    await status(pressing(notice, "Il est arrivé", asked()), services(known))
    late = await status(pressing(notice, "Le renvoyer", asked()), services(known))
    assert known.book.decided == [(1, True)]
    assert "déjà décidé" in spoken(late)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_word_about_a_held_copy_says_what_and_where_and_offers_both_ways(language: str) -> None:
    notice = held_notice("Sunday", 12, copy(5, GROUP, "held"), texts(language))
    assert "Sunday" in spoken(notice)
    assert chat_mark(GROUP, "group", texts(language)) in spoken(notice)
    assert pressable(notice) == [("status", "a 12 5"), ("status", "n 12 5")]


@pytest.mark.parametrize("args", ["r 12", "a 12 1", "n 12 1", "h 12"])
async def test_typed_words_of_buttons_do_nothing(args: str) -> None:
    known = store(copy(1, 7, "held"))
    await status(asked(args), services(known))
    assert (known.book.resent, known.book.decided) == ([], [])


@pytest.mark.parametrize("args", ["99", "r 99", "h 99", "a 99 1", "a 12 x", "r x", "zzz", "r"])
async def test_odd_arguments_are_answered(args: str) -> None:
    reply = await status(asked(args, pressed=True), services(store(copy(1, 7, "held"))))
    assert spoken(reply)


def test_a_mark_tells_chats_apart_and_is_the_same_each_time() -> None:
    spoken_in = texts("en")
    assert (
        chat_mark(7, "private", spoken_in) == chat_mark(7, "private", spoken_in) != chat_mark(8, "private", spoken_in)
    )
    assert chat_mark(-5, "", spoken_in).startswith("group ")
    assert chat_mark(5, "supergroup", spoken_in).startswith("private chat ")
