"""``/follow``: one measure or item, found by its slug or by words, with its price, and never one that may not be shown."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.gateway.acting import acting_for
from bot.gateway.buttons import Buttons
from content.news import Every, Filter, What
from handlers.follow import follow
from handlers.ports import Findings, Hit, Services
from handlers.reply import Button, Reply
from handlers.request import Chat, ChatKind, Request
from tests.handlers.following import happening
from tests.handlers.test_search import finding
from tests.handlers.world import ask, both, item, NOW, pressable, pressing, services, spoken, Store, world


def town() -> Store:
    measure = item("measure", "m-bancs", title=both("Bancs retirés", "Benches removed"))
    store = world(
        item("source", "gazette"),
        measure,
        item("measure", "m-bancs-neufs", title=both("Bancs neufs", "New benches")),
        item("article", "a-1", title=both("Un square rouvre", "A square reopens")),
        item("article", "a-hidden", title=both("Un secret", "A secret"), publish="no"),
        item("topic", "lighting", title=both("Éclairage", "Lighting")),
    )
    store.log.happened = [happening(measure, NOW - dt.timedelta(days=5), What.STATUS)]
    return store


async def said(asked: Request, store: Store) -> Reply:
    return await follow(asked, services(store))


@pytest.mark.parametrize(
    ("language", "head", "price"),
    [
        ("fr", "Suivre : Bancs retirés", "Vous auriez reçu 1 message ces 30 derniers jours"),
        ("en", "Follow: Benches removed", "This would have sent you 1 message in the last 30 days"),
    ],
)
@pytest.mark.parametrize("pressed", [True, False])
async def test_a_slug_leads_to_its_price_and_keeps_nothing(language: str, head: str, price: str, pressed: bool) -> None:
    store = town()
    text = spoken(await said(ask("follow", "m-bancs", language=language, pressed=pressed), store))
    assert head in text
    assert price in text
    assert store.follows.kept == []


async def test_words_that_surely_name_one_lead_to_it_and_a_press_keeps_it() -> None:
    store = town()
    asked = ask("follow", "bancs retirés")
    form = await said(asked, store)
    assert all(command == "follow" or command == "subscriptions" for command, _ in pressable(form))
    reply = await said(pressing(form, "Confirmer", asked), store)
    assert "Vous suivez Bancs retirés, dès que cela paraît, en français." in spoken(reply)
    (kept,) = store.follows.kept
    assert (kept.filter, kept.every) == (Filter(item="m-bancs"), Every.NOW)


@pytest.mark.parametrize(("language", "typed", "which"), [("fr", "bancs", "Laquelle"), ("en", "benches", "Which one")])
async def test_two_that_are_close_are_asked_back(language: str, typed: str, which: str) -> None:
    store = town()
    asked = ask("follow", typed, language=language)
    reply = await said(asked, store)
    assert which in spoken(reply)
    assert pressable(reply) == [("follow", "m-bancs"), ("follow", "m-bancs-neufs")]


@pytest.mark.parametrize("typed", ["licorne", "éclairage", "secret", "a-hidden", "lighting", "m-gone"])
async def test_what_is_no_measure_or_item_or_not_to_be_shown_is_not_followed(typed: str) -> None:
    store = town()
    for pressed in (False, True):
        reply = await said(ask("follow", typed, pressed=pressed), store)
        assert "ni mesure ni fiche" in spoken(reply)
        assert "/abonner" in spoken(reply)
    assert store.follows.kept == []


async def test_a_first_hit_that_is_gone_does_not_stand_for_the_next() -> None:
    hits = (Hit("m-gone", "measure", "x", "fr", 1.0), Hit("a-1", "article", "y", "fr", 0.4))
    ports, _ = finding(Findings(hits, sure=True), town())
    reply = await follow(ask("follow", "quelque chose"), ports)
    assert pressable(reply) == [("follow", "a-1")]


async def test_the_search_is_asked_for_what_can_be_followed_only() -> None:
    asked: list[object] = []

    class Noting(Store):
        async def find(self, query: str, language: str, **more: object) -> Findings:
            asked.append(more["kinds"])
            return Findings()

    ports: Services = services(Noting())
    await follow(ask("follow", "bancs"), ports)
    assert asked == [("measure", "article", "contact", "figure", "position")]


@pytest.mark.parametrize(
    ("language", "none", "one", "how"),
    [
        ("fr", "Aucune mesure ni fiche", "Une fiche est suivie", "• Bancs retirés · une fois par semaine, en français"),
        ("en", "No single measure", "One entry is followed", "• Benches removed · once a week, in French"),
    ],
)
async def test_without_words_what_is_followed_singly_is_listed_with_how(
    language: str, none: str, one: str, how: str
) -> None:
    store = town()
    asked = ask("follow", language=language)
    await store.follows.add(42, None, Filter(topics=("lighting",)), Every.NOW, "fr", NOW)
    assert none in spoken(await said(asked, store))
    await store.follows.add(42, None, Filter(item="m-bancs"), Every.WEEKLY, "fr", NOW)
    reply = await said(asked, store)
    assert one in spoken(reply)
    assert how in spoken(reply)
    assert ("subscriptions", "2") in pressable(reply)


async def test_words_that_look_like_a_button_keep_nothing() -> None:
    store = town()
    await said(ask("follow", "!nfrim-bancs"), store)
    assert store.follows.kept == []
    await said(ask("follow", "!nfrim-bancs", pressed=True, kind=ChatKind.GROUP), store)
    assert [each.filter.item for each in store.follows.kept] == ["m-bancs"]


async def test_while_there_is_no_pack_that_is_said() -> None:
    empty = world()
    empty.manifest = None
    assert spoken(await said(ask("follow", "bancs"), empty))


@pytest.mark.parametrize(
    ("language", "says"), [("fr", "Écrivez dans le groupe : /suivre "), ("en", "Write in the group: /follow ")]
)
async def test_a_name_too_long_for_the_buttons_of_who_acts_for_a_group_is_said_to_be(language: str, says: str) -> None:
    slug = "m-" + "a" * 38
    store = world(item("measure", slug, title=both("Longue", "Long")))
    group = Chat(-7, ChatKind.GROUP)
    reply = await said(ask("follow", slug, language=language, acting_for=group), store)
    assert f"{says}{slug}" in spoken(reply)
    assert pressable(reply) == []
    assert pressable(await said(ask("follow", slug, language=language, kind=ChatKind.GROUP), store))


async def test_every_button_fits_also_for_who_acts_for_a_group() -> None:
    slug = "m-" + "a" * 32
    store = world(item("measure", slug, title=both("Longue", "Long")))
    asked = replace(ask("follow", slug, acting_for=Chat(-7, ChatKind.GROUP)), acting=99_999)
    buttons = [each for row in (await said(asked, store)).buttons for each in row if isinstance(each, Button)]
    assert len(buttons) == 6
    assert all(Buttons(b"k" * 32).write(acting_for(each, asked), 42) for each in buttons)
