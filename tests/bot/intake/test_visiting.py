"""Visiting: a page is fetched and read only where its own site lets us, also where an address leads to another site."""

import asyncio

import pytest

from bot.clock import MovableClock
from bot.intake.failure import FetchError, Reason
from bot.intake.reading.records import ReadingError, Unread
from bot.intake.visiting import Visitor
from tests.bot.intake.press import article, NearReader
from tests.bot.intake.site import fetcher, http, Names, open_site, Site


async def visitor_of(site: Site, path: str, clock: MovableClock) -> tuple[str, str | None, bool]:
    """Return where the page is, why it was not read, and whether it was."""
    names = Names({"journal.fr": [["127.0.0.1"]]})
    async with fetcher(site, names=names, allow=frozenset({("journal.fr", site.port)})) as web:
        found = await Visitor(web, NearReader(now=clock.now), pause=0).visit(site.url(path))
    return found.url, found.unread, found.page is not None


async def test_a_page_is_read(clock: MovableClock) -> None:
    async with open_site(a=article()) as site:
        assert await visitor_of(site, "/a", clock) == (site.url("/a"), None, True)
        assert [head.split(" ")[1] for head in site.asked] == ["/robots.txt", "/a"]


async def test_the_rules_of_the_site_it_redirects_to_are_obeyed_as_well(clock: MovableClock) -> None:
    async with open_site(b=article()) as site:

        async def robots(writer: asyncio.StreamWriter) -> None:
            theirs = "Host: journal.fr" in site.asked[-1]
            writer.write(http("User-agent: *\nDisallow: /" if theirs else ""))

        there = site.url("/b", "journal.fr")
        site.answers |= {"/robots.txt": robots, "/a": http("", "302 Found", Location=there)}
        assert await visitor_of(site, "/a", clock) == (there, "robots", False)


@pytest.mark.parametrize("status", ["401 No", "402 Pay", "403 No", "451 Law"])
async def test_a_page_shown_to_people_alone_is_there(clock: MovableClock, status: str) -> None:
    async with open_site(a=http("", status)) as site:
        assert await visitor_of(site, "/a", clock) == (site.url("/a"), "refused", False)


async def test_a_page_that_is_not_there_and_one_that_is_no_page_are_faults(clock: MovableClock) -> None:
    async with open_site(b=http("%PDF", Content_Type="application/pdf")) as site:
        with pytest.raises(FetchError) as missing:
            await visitor_of(site, "/a", clock)
        with pytest.raises(ReadingError) as file:
            await visitor_of(site, "/b", clock)
    assert (missing.value.status, file.value.reason) == (404, Unread.NOT_A_PAGE)


async def test_a_site_that_cannot_be_asked_for_its_rules_is_a_fault_and_its_page_not_fetched(
    clock: MovableClock,
) -> None:
    async with open_site(**{"robots.txt": http("", "503 Busy"), "a": article()}) as site:
        with pytest.raises(FetchError) as busy:
            await visitor_of(site, "/a", clock)
        assert (busy.value.reason, len(site.asked)) == (Reason.REFUSED, 1)
