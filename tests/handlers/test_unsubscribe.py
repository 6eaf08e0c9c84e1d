"""``/unsubscribe``: one by a press, all by a press that confirms; quiet hours, language and digests stay."""

import datetime as dt

import pytest

from content.news import Every, Filter
from content.schedule import Quiet, Schedule
from handlers.ports import Manner
from handlers.reply import Reply
from handlers.request import Chat, ChatKind, Request
from handlers.unsubscribe import unsubscribe
from tests.handlers.world import ask, both, item, NOW, pressable, pressing, services, spoken, Store, world

FOLLOWED = (
    Filter(topics=("lighting",)),
    Filter(topics=("lighting",), places=("paris-19",), without=("football",)),
    Filter(item="m-bancs"),
    Filter(words=("cameras",)),
)


async def town(*filters: Filter, chat: int = 42) -> Store:
    store = world(
        item("topic", "lighting", title=both("Éclairage", "Lighting")),
        item(
            "place",
            "paris-19",
            title=both("19e arrondissement", "19th arrondissement"),
            sort="arrondissement",
            aliases=["19e"],
        ),
        item("measure", "m-bancs", title=both("Bancs retirés", "Benches removed")),
    )
    for each in filters:
        await store.follows.add(chat, None, each, Every.DAILY, "fr", NOW)
    store.manners[42] = Manner(quiet=Quiet(dt.time(22), dt.time(8)))
    store.languages[42] = "fr"
    await store.timetable.keep(Schedule(42, dt.time(18), "Europe/Paris", "fr"), NOW)
    return store


async def said(asked: Request, store: Store) -> Reply:
    return await unsubscribe(asked, services(store))


def offered(reply: Reply) -> list[str]:
    return [args for command, args in pressable(reply) if command == "unsubscribe" and args.isdecimal()]


@pytest.mark.parametrize(
    ("language", "which", "done"),
    [
        (
            "fr",
            "Que voulez-vous ne plus suivre ?",
            "C’est arrêté : Bancs retirés. Les heures calmes, la langue et les bulletins restent",
        ),
        (
            "en",
            "What would you like to stop following?",
            "Stopped: Benches removed. Quiet hours, language and digests stay",
        ),
    ],
)
async def test_without_words_one_is_chosen_and_ended_and_nothing_else_changes(
    language: str, which: str, done: str
) -> None:
    store = await town(*FOLLOWED)
    before = dict(store.manners), dict(store.languages), list(await store.timetable.of(42))
    asked = ask("unsubscribe", language=language)
    reply = await said(asked, store)
    assert which in spoken(reply)
    assert offered(reply) == ["1", "2", "3", "4"]
    assert len(store.follows.kept) == 4
    reply = await said(pressing(reply, "✕ Bancs" if language == "fr" else "✕ Benches", asked), store)
    assert done in spoken(reply)
    assert [each.id for each in store.follows.kept] == [1, 2, 4]
    assert (store.manners, store.languages, list(await store.timetable.of(42))) == before


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("éclairage 19e -football", ["2"]), ("éclairage", ["1"]), ("19e", ["2"]), ("bancs", ["3"]), ("BANCS RETIRÉS", ["3"]),
        ("caméras", ["4"]), ("arrondissement", ["2"]),
    ],
)  # fmt: skip
async def test_words_find_the_one_that_is_meant_and_a_press_ends_it(typed: str, found: list[str]) -> None:
    store = await town(*FOLLOWED)
    assert offered(await said(ask("unsubscribe", typed), store)) == found
    assert len(store.follows.kept) == 4


@pytest.mark.parametrize(
    ("language", "says"), [("fr", "Aucun abonnement ne s’appelle ainsi"), ("en", "No subscription is called that")]
)
async def test_words_that_name_none_show_all(language: str, says: str) -> None:
    store = await town(*FOLLOWED)
    for typed in ("licorne", "06 12 34 56 78", "x" * 4000, "🙂"):
        reply = await said(ask("unsubscribe", typed, language=language), store)
        assert says in spoken(reply)
        assert offered(reply) == ["1", "2", "3", "4"]
        assert "licorne" not in spoken(reply)


@pytest.mark.parametrize("typed", ["all", "tout", "TOUT", "everything", "toutes"])
async def test_all_is_asked_first_and_ended_by_a_press(typed: str) -> None:
    store = await town(*FOLLOWED)
    before = dict(store.manners), dict(store.languages), list(await store.timetable.of(42))
    asked = ask("unsubscribe", typed)
    reply = await said(asked, store)
    assert "Arrêter les 4 abonnements ?" in spoken(reply)
    assert len(store.follows.kept) == 4
    reply = await said(pressing(reply, "Oui, tout arrêter", asked), store)
    assert "C’est arrêté : 4 abonnements." in spoken(reply)
    assert store.follows.kept == []
    assert (store.manners, store.languages, list(await store.timetable.of(42))) == before
    assert "rien à arrêter" in spoken(await said(ask("unsubscribe", "yes", pressed=True), store))


@pytest.mark.parametrize("typed", ["yes", "1", "2 remove"])
@pytest.mark.parametrize("asked_as", ["unsubscribe", "start"])
async def test_typed_words_and_links_end_nothing(typed: str, asked_as: str) -> None:
    store = await town(*FOLLOWED)
    await said(ask("unsubscribe", typed, asked_as=asked_as), store)
    assert len(store.follows.kept) == 4


async def test_a_button_of_one_that_is_gone_ends_no_other() -> None:
    store = await town(*FOLLOWED)
    reply = await said(ask("unsubscribe", "77", pressed=True), store)
    assert len(store.follows.kept) == 4
    assert offered(reply) == ["1", "2", "3", "4"]


async def test_those_of_other_chats_stay() -> None:
    store = await town(FOLLOWED[0])
    await store.follows.add(43, None, FOLLOWED[0], Every.NOW, "fr", NOW)
    await said(ask("unsubscribe", "2", pressed=True), store)
    await said(ask("unsubscribe", "yes", pressed=True), store)
    assert [each.chat for each in store.follows.kept] == [43]


async def test_in_private_an_admin_ends_the_groups() -> None:
    store = await town(FOLLOWED[0])
    await store.follows.add(-7, None, FOLLOWED[0], Every.NOW, "fr", NOW)
    await said(ask("unsubscribe", "yes", pressed=True, acting_for=Chat(-7, ChatKind.GROUP)), store)
    assert [each.chat for each in store.follows.kept] == [42]


@pytest.mark.parametrize(("language", "says"), [("fr", "il n’y a rien à arrêter"), ("en", "there is nothing to stop")])
@pytest.mark.parametrize("args", ["", "all", "éclairage", "1"])
async def test_who_follows_nothing_is_told_so(language: str, says: str, args: str) -> None:
    store = await town()
    assert says in spoken(await said(ask("unsubscribe", args, language=language), store))


async def test_many_are_offered_page_by_page() -> None:
    store = await town(*(Filter(words=(f"mot{n}",)) for n in range(20)))
    asked = ask("unsubscribe")
    reply = await said(asked, store)
    found = offered(reply)
    for page in ("Page 2", "Page 3"):
        reply = await said(pressing(reply, page, asked), store)
        found += offered(reply)
    assert found == [str(n) for n in range(1, 21)]
    assert len(store.follows.kept) == 20
