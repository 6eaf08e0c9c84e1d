"""robots.txt: obeyed for pages, remembered for a day, and a site that cannot be asked is left alone."""

import pytest

from bot.intake.robots import Robots, rules
from tests.bot.intake.site import fetcher, http, open_site


@pytest.mark.parametrize(
    ("body", "path", "may"),
    [
        (b"", "/a", True),
        (b"User-agent: *\nDisallow: /prive/", "/a", True),
        (b"User-agent: *\nDisallow: /prive/", "/prive/b", False),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /", "/a", False),
        (b"User-agent: riverain\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a", False),
        (b"User-agent: other\nDisallow: /", "/a", True),
        (b"\xff\xfe\x00 nonsense \x00: /\n" * 50, "/a", True),
        (b"<html>no rules</html>", "/a", True),
    ],
)
def test_what_the_rules_say(body: bytes, path: str, may: bool) -> None:
    assert rules(body).can_fetch("Riverain", f"http://journal.fr{path}") is may


async def test_a_site_is_asked_once_a_day() -> None:
    now = 0.0
    async with open_site(**{"robots.txt": http("User-agent: *\nDisallow: /b")}) as site, fetcher(site) as web:
        robots = Robots(web, lambda: now)
        assert [await robots.allow(site.url(path)) for path in ("/a?x=1", "/b", "/c")] == [True, False, True]
        assert len(site.asked) == 1
        now = 86_401.0
        await robots.allow(site.url("/a"))
        assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("status", "may"),
    [
        ("404 Not Found", True),
        ("403 No", True),
        ("410 Gone", True),
        ("429 Slowly", False),
        ("500 Broken", False),
        ("503 Busy", False),
    ],
)
async def test_a_site_without_rules_may_be_read_and_one_in_trouble_not_for_an_hour(status: str, may: bool) -> None:
    now = 0.0
    async with open_site(**{"robots.txt": http("", status)}) as site, fetcher(site) as web:
        robots = Robots(web, lambda: now)
        assert await robots.allow(site.url("/a")) is may
        now = 3_601.0
        site.answers["/robots.txt"] = http("")
        assert await robots.allow(site.url("/a"))
        assert len(site.asked) == (1 if may else 2)


async def test_what_cannot_be_reached_or_is_no_address_is_not_allowed() -> None:
    async with open_site() as site:
        pass
    async with fetcher(site) as web:
        robots = Robots(web)
        for url in (site.url("/a"), "http://127.0.0.1:1/a", "file:///etc/passwd", "nonsense", "http://[::1"):
            assert not await robots.allow(url)


async def test_only_so_many_sites_are_remembered() -> None:
    async with fetcher(limits={"seconds": 1.0}) as web:
        robots = Robots(web)
        for number in range(300):
            await robots.allow(f"http://host{number}.fr/")
        assert len(robots._sites) == 256
