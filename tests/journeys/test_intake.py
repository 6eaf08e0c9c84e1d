"""Intake: an article served on the loopback comes before a moderator, a resident's link too, and both hear of it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox import Person
from content.records import Feed, State
from tests.bot.intake.press import ABOUT, article, entry, feed
from tests.bot.intake.site import http, open_site, Site
from tests.bot.town import Town, town
from tests.journeys.test_moderating import said

CLAIRE = 600_000_099


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A site on the loopback."""
    async with open_site() as opened:
        yield opened


@pytest.fixture
async def quarter(tmp_path: Path, paris: Path, site: Site) -> AsyncIterator[Town]:
    """The bot at work, which may fetch from the site and from no other."""
    allow = frozenset({("127.0.0.1", site.port)})
    async with town(tmp_path / "data", template=paris, operators=(CLAIRE,), feeds=allow) as running:
        yield running


@pytest.fixture
def claire(quarter: Town) -> Person:
    """The operator."""
    while (person := quarter.world.person("Claire", "fr", started=True)).id < CLAIRE:
        pass
    return person


async def _enable(quarter: Town, site: Site) -> None:
    known = {
        "slug": "feed-loopback", "title": "Le Journal", "url": site.url("/rss"), "scope": "local", "status": "ok", "enabled": True,
        "checked_on": "2026-11-20",
    }  # fmt: skip
    await quarter.app.items.put(Feed.model_validate(known), State.PUBLISHED, None, None, quarter.clock.now())
    quarter.app.wake()
    await quarter.settled()


async def test_a_feed_brings_an_article_that_waits_and_is_never_asked_twice_at_once(
    quarter: Town, site: Site, claire: Person
) -> None:
    site.answers["/rss"] = http(feed(entry(site.url("/a"), at=quarter.clock.now())))
    site.answers["/a"] = article()
    await _enable(quarter, site)
    now = quarter.clock.now()
    assert await quarter.app.services.curation.proposals.waiting(now) == 1
    quarter.app.wake()
    await quarter.settled()
    assert sum(head.startswith("GET /rss") for head in site.asked) == 1
    quarter.clock.advance(timedelta(minutes=20))
    quarter.app.wake()
    await quarter.settled()
    assert sum(head.startswith("GET /rss") for head in site.asked) == 2
    assert await quarter.app.services.curation.proposals.waiting(now) == 1


async def test_moderators_hear_once_that_a_feed_is_gone(quarter: Town, site: Site, claire: Person) -> None:
    site.answers["/rss"] = http("", "410 Gone")
    await _enable(quarter, site)
    quarter.clock.advance(timedelta(days=2))
    quarter.app.wake()
    await quarter.settled()
    assert len(site.asked) == 2
    (told,) = said(quarter, claire)
    assert "Le Journal" in told["text"] and "/sources" in told["text"]


async def test_a_resident_s_link_is_fetched_at_once_and_they_are_told_once(
    quarter: Town, site: Site, amina: Person
) -> None:
    site.answers["/a"] = article()
    await quarter.ask(amina, f"/propose {site.url('/a')}")
    assert "puis un modérateur décidera" in said(quarter, amina)[-1]["text"]
    proposal = await quarter.app.services.curation.proposals.next(0, quarter.clock.now())
    assert proposal is not None
    assert (proposal.person, proposal.draft.title_original) == (amina.id, ABOUT)
