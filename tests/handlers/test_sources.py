"""``/sources``: how the feeds are read, in words; enabled by an operator alone, once a person has read the terms."""

import datetime as dt
from dataclasses import replace

import pytest

from content.records import Feed
from handlers.ports import FeedStanding
from handlers.request import Person, Request
from handlers.sources import sources
from tests.handlers.world import ask, both, item, NOW, pressable, pressing, services, spoken, Store, world

AGO = NOW - dt.timedelta(days=3)


def store() -> Store:
    known = world(
        item("feed", "feed-a", title="Flux A", url="https://a.example/rss", terms=both("Résumé et lien seulement.")),
        item("feed", "feed-b", title="Flux B", url="https://b.example/rss"),
        item("feed", "feed-c", title="Flux C", url=None),
    )
    known.curating.redaction.standings = [
        FeedStanding("feed-a", "Flux A", False, None, None, None),
        FeedStanding("feed-b", "Flux B", False, None, None, None),
        FeedStanding("feed-c", "Flux C", False, None, None, None),
        FeedStanding("feed-d", "Flux D", True, NOW, None, None, taken=3, dropped=1),
        FeedStanding("feed-e", "Flux E", True, AGO, AGO, "too-slow"),
        FeedStanding("feed-f", "Flux F", True, AGO, None, None),
        FeedStanding("feed-g", "Flux G", True, AGO, AGO, "a-fault-nobody-named"),
    ]
    return known


def asked(*, operator: bool = True) -> Request:
    return ask("sources", person=Person(7, moderator=True, operator=operator))


async def pressed(known: Store, args: str, *, operator: bool = True) -> str:
    return spoken(await sources(replace(asked(operator=operator), args=args, pressed=True), services(known)))


def enabled(known: Store, slug: str) -> bool:
    feed = known.items[slug]
    assert isinstance(feed, Feed)
    return feed.enabled


async def test_each_feed_is_told_as_read_silent_failing_or_off() -> None:
    text = spoken(await sources(asked(), services(store())))
    assert "4 lus, sur 7" in text
    for said in ("Flux D : lu le 22 novembre 2026", "Flux F : ⚠ silencieux depuis le 19 novembre", "Flux A : pas lu"):
        assert said in text
    assert "Flux E : ⚠ ne répond plus depuis le 19 novembre 2026" in text
    assert "a-fault-nobody-named" not in text
    assert "la lecture échoue" in text


async def test_one_feed_says_what_it_brought_and_what_its_terms_are() -> None:
    known = store()
    assert "3 propositions en 30 jours" in await pressed(known, "feed-d")
    assert "1 article laissé de côté" in await pressed(known, "feed-d")
    text = await pressed(known, "feed-a")
    assert "Résumé et lien seulement." in text
    assert "https://a.example/rss" in text


async def test_an_operator_enables_it_after_the_terms_were_shown_and_disables_it() -> None:
    known = store()
    request = asked()
    detail = await sources(replace(request, args="feed-a", pressed=True), services(known))
    shown = await sources(pressing(detail, "Le lire", request), services(known))
    assert "Résumé et lien seulement." in spoken(shown)
    assert not enabled(known, "feed-a")
    await sources(pressing(shown, "J’ai lu", request), services(known))
    assert enabled(known, "feed-a")
    await pressed(known, "Zfeed-a")
    assert not enabled(known, "feed-a")
    assert [(line.act, line.subject, line.by) for line in known.curating.notebook.lines] == [
        ("enable", "feed-a", 7),
        ("disable", "feed-a", 7),
    ]


@pytest.mark.parametrize("step", ["A", "Y"])
async def test_where_nobody_read_the_terms_a_person_says_what_they_allow_first(step: str) -> None:
    known = store()
    assert "en une phrase" in await pressed(known, f"{step}feed-b")
    assert not enabled(known, "feed-b")
    taken = await services(known).curation.awaiting.take(7, NOW)
    assert taken == ("sources", "feed-b")
    await sources(replace(asked(), args="Titre et lien permis.", awaited=taken[1]), services(known))
    feed = known.items["feed-b"]
    assert isinstance(feed, Feed)
    assert feed.enabled
    assert feed.terms is not None
    assert dict(feed.terms) == {"fr": "Titre et lien permis."}


@pytest.mark.parametrize("args", ["Afeed-a", "Yfeed-a", "Zfeed-a", "Ynowhere", "Afeed-c"])
async def test_a_moderator_who_is_no_operator_switches_nothing(args: str) -> None:
    known = store()
    await pressed(known, args, operator=False)
    assert known.curating.redaction.changes == []
    request = asked(operator=False)
    detail = await sources(replace(request, args="feed-a", pressed=True), services(known))
    assert not any(found.startswith(("A", "Y", "Z")) for _, found in pressable(detail))
    assert "Ceux qui gèrent le bot" in spoken(detail)
