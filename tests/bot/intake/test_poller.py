"""Polling: what is new comes in once, politely; whatever a feed does, nothing floods."""

from datetime import timedelta
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.intake.reading.reader import Reader
from bot.storage.database import Database
from bot.storage.feeds import FeedTable
from content.dates import PartialDate
from handlers.ports import Sources
from tests.bot.conftest import NOON
from tests.bot.intake.press import ABOUT, article, entry, feed, LEAD, Press, press
from tests.bot.intake.site import http

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUARTER = timedelta(minutes=15)
STREETS = (
    "Stalingrad",
    "place du Maroc",
    "rue d’Aubervilliers",
    "porte de la Villette",
    "porte de la Chapelle",
    "avenue de Flandre",
)
DEEDS = ("manifestent", "saluent une opération de police", "attendent une salle de consommation", "portent plainte au tribunal",
         "rencontrent la préfecture", "demandent un hébergement", "dénoncent le crack", "lisent le rapport")  # fmt: skip


def many(press: Press, count: int, *, start: int = 0, **more: Any) -> list[str]:
    """Return entries on different events."""
    given: list[dict[str, Any]] = [
        {"guid": f"g{number}", "at": NOON - number * HOUR} | more for number in range(start, start + count)
    ]
    return [
        entry(
            press.site.url(f"/a{number}"),
            f"{number} : les riverains de {STREETS[number % len(STREETS)]} à Paris {DEEDS[number % len(DEEDS)]}",
            f"Le crack à Paris, épisode {number} : " + " ".join(f"mot{number}x{step}" for step in range(12)),
            guid=one["guid"],
            at=one["at"],
        )
        for number, one in enumerate(given, start)
    ]


async def test_a_feed_on_loopback_brings_an_article_read_by_the_real_child(
    database: Database, clock: MovableClock
) -> None:
    async with press(database, clock, reader=Reader(now=clock.now)) as town:
        await town.add_feed()
        town.serve("/rss", entry(town.site.url("/une?utm_source=rss&id=7"), guid="1"))
        town.site.answers["/une?utm_source=rss&id=7"] = article(
            "Le crack reste l’affaire de tous à Stalingrad, à Paris."
        )
        (found,) = await town.poll()
    draft = found.draft
    assert draft.url == town.site.url("/une?id=7")
    assert (draft.title_original, draft.publisher, draft.source) == (ABOUT, "Le Journal", None)
    assert (draft.date, draft.date_known, draft.language, draft.proposer) == (
        PartialDate("2026-11-22"),
        "feed",
        "fr",
        "feed",
    )
    assert "place-stalingrad" in draft.places and "residents" in draft.topics
    assert 0 < len(draft.sentences) <= 3
    assert "Paragraphe 4" in found.original and found.feed == "feed-journal"


class TestWhenAFeedIsAsked:
    async def test_only_enabled_feeds_with_an_address_are(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            await town.add_feed("feed-off", "/off", enabled=False)
            await town.add_feed("feed-none", url=None)
            await town.poll()
            assert town.site.asked == []

    async def test_again_after_a_quarter_of_an_hour_and_no_sooner(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss")
            for after, times in ((timedelta(0), 1), (QUARTER - timedelta(seconds=1), 1), (timedelta(seconds=1), 2)):
                await town.poll(after)
                assert len(town.asked("/rss")) == times

    async def test_what_it_said_of_itself_is_said_back_and_an_unchanged_one_is_read(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", ETag='"v1"', Last_Modified="Sun, 22 Nov 2026 10:00:00 GMT")
            await town.poll()
            town.site.answers["/rss"] = http("", "304 Not Modified")
            for _ in range(2):
                await town.poll(QUARTER)
                assert 'If-None-Match: "v1"' in town.asked("/rss")[-1]
                assert "If-Modified-Since: Sun, 22 Nov 2026 10:00:00 GMT" in town.asked("/rss")[-1]
            assert await town.rows("SELECT answered_at = checked_at, failures, fault FROM feed_state") == [(1, 0, None)]

    async def test_a_failing_one_ever_more_seldom_and_what_it_said_before_is_kept(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", ETag='"v1"')
            await town.poll()
            town.site.answers["/rss"] = http("", "500 Broken")
            await town.poll(QUARTER)
            for after, asks in ((QUARTER, False), (QUARTER, True), (2 * QUARTER, False), (2 * QUARTER, True)):
                before = len(town.site.asked)
                await town.poll(after)
                assert (len(town.site.asked) > before) is asks
            assert await town.rows("SELECT fault, failures FROM feed_state") == [("refused", 3)]
            assert (await town.intake_sources()).silent == ()
            await town.poll(2 * DAY)
            assert [title for title, _ in (await town.intake_sources()).silent] == ["Le Journal"]
            town.serve("/rss")
            await town.poll(DAY)
            assert 'If-None-Match: "v1"' in town.asked("/rss")[-1]
            assert await town.intake_sources() == Sources(read=1)

    async def test_not_before_the_server_lets_us(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.site.answers["/rss"] = http("", "429 Slowly", Retry_After="7200")
            await town.poll()
            await town.poll(2 * HOUR - timedelta(seconds=1))
            assert len(town.site.asked) == 1
            await town.poll(timedelta(seconds=1))
            assert len(town.site.asked) == 2

    async def test_one_that_is_gone_is_told_and_asked_once_a_day(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.site.answers["/rss"] = http("", "410 Gone")
            await town.poll()
            await town.poll(23 * HOUR)
            assert (town.gone, len(town.site.asked)) == (["feed-journal"], 1)
            await town.poll(HOUR)
            assert len(town.site.asked) == 2

    async def test_one_with_a_new_address_is_asked_at_once_and_as_if_for_the_first_time(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", ETag='"v1"')
            await town.poll()
            await town.add_feed(path="/new")
            town.site.answers["/new"] = http("", "500 Broken")
            assert await town.poll() == []
            assert "If-None-Match" not in town.asked("/new")[0]
            town.serve("/new", *many(town, 9))
            assert len(await town.poll(HOUR)) == 5

    async def test_after_a_clock_that_stood_in_the_future(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss")
            clock.advance(900 * DAY)
            await town.poll()
            await town.poll(-900 * DAY)
            assert len(town.site.asked) == 2

    async def test_feeds_of_one_host_are_asked_one_after_the_other(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            for number in range(4):
                await town.add_feed(f"feed-{number}", f"/rss{number}")
                town.serve(f"/rss{number}")
            await town.poll()
            assert (len(town.site.asked), town.site.busiest) == (4, 1)

    async def test_one_that_fails_holds_up_no_other(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            await town.add_feed("feed-bad", "/bad")
            await town.add_feed()
            town.site.answers["/bad"] = http("<html>no feed</html>", Content_Type="text/html")
            town.serve("/rss", entry(town.site.url("/a")))
            assert len(await town.poll()) == 1
            assert await town.rows("SELECT slug, fault FROM feed_state ORDER BY slug") == [
                ("feed-bad", "not-a-feed"), ("feed-journal", None),
            ]  # fmt: skip


class TestNothingFloods:
    """Fault 70."""

    async def test_the_first_fetch_brings_the_five_newest_and_the_rest_never(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", *reversed(many(town, 60)))
            found = await town.poll()
            assert [one.draft.url.rsplit("/", 1)[1] for one in found] == ["a4", "a3", "a2", "a1", "a0"]
            assert await town.poll(DAY) == found
            assert (await town.dropped())["over"] == 55

    async def test_a_later_fetch_brings_twenty(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss")
            await town.poll()
            town.serve("/rss", *many(town, 60))
            assert len(await town.poll(QUARTER)) == 20
            assert len(await town.poll(QUARTER)) == 20

    @pytest.mark.parametrize("change", ["guid", "address", "both", "tracking", "none"])
    async def test_an_archive_brought_again_brings_nothing(
        self, database: Database, clock: MovableClock, change: str
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", *many(town, 30))
            before = await town.poll()
            changes: dict[str, list[tuple[str, str]]] = {
                "guid": [("'>g", "'>new-g")],
                "address": [("/a", "/moved/a")],
                "both": [("'>g", "'>new-g"), ("/a", "/moved/a")],
                "tracking": [("</link>", "?utm_source=rss</link>")],
                "none": [],
            }
            new = many(town, 30)
            for old, now in changes[change]:
                new = [one.replace(old, now, 1) for one in new]
            town.serve("/rss", *new)
            assert await town.poll(DAY) == before

    async def test_an_archive_that_was_never_in_the_feed_is_old(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", *many(town, 2))
            before = await town.poll()
            town.serve("/rss", *many(town, 40, start=10, at=NOON - 8 * DAY))
            assert await town.poll(QUARTER) == before
            assert (await town.dropped())["old"] == 40

    async def test_dates_to_come_or_long_past_do_not_jump_the_queue(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve(
                "/rss", *many(town, 6, at=NOON + 400 * DAY), *many(town, 6, start=6, at=NOON - 900 * DAY),
                *many(town, 4, start=12),
            )  # fmt: skip
            found = {one.draft.url.rsplit("/", 1)[1]: one.draft.date for one in await town.poll()}
        assert set(found) == {"a12", "a13", "a14", "a15", "a0"}
        assert found["a0"] is None

    async def test_a_feed_whose_dates_all_lie_in_the_future_brings_five(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", *many(town, 50, at=NOON + 3 * DAY))
            assert len(await town.poll()) == 5

    async def test_one_guid_for_everything_hides_nothing(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            for number in range(3):
                (one,) = many(town, 1, start=number, guid="same")
                town.serve("/rss", one)
                assert len(await town.poll(HOUR)) == number + 1

    async def test_no_guid_at_all_is_no_new_article_either(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", *many(town, 3, guid=None, at=None))
            assert len(await town.poll()) == 3
            assert len(await town.poll(HOUR)) == 3

    async def test_a_page_that_says_it_is_years_old_is_not_news(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", entry(town.site.url("/a")))
            town.site.answers["/a"] = article(day="2019-05-04")
            assert await town.poll() == []
            assert await town.dropped() == {"old": 1}


class TestWhatEnters:
    async def test_what_matches_nothing_is_dropped_and_counted_and_its_page_not_fetched(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve(
                "/rss", entry(town.site.url("/a"), "Météo à Nantes", "Il pleut."),
                entry(town.site.url("/b"), "Un café ouvre à Stalingrad, à Paris", "Le patron est content."),
            )  # fmt: skip
            assert await town.poll() == []
            assert len(town.site.asked) == 1
            assert await town.dropped() == {"no-place": 1, "no-topic": 1}
            await town.poll(QUARTER)
            assert sum((await town.dropped()).values()) == 2

    async def test_an_excluded_address_never_does(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", entry("https://www.rt.com/a"))
            assert await town.poll() == []
            assert await town.dropped() == {"excluded": 1}

    async def test_an_excluded_publisher_never_does_whatever_the_address(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", entry(town.site.url("/a")))
            town.site.answers["/a"] = article(site="Sputnik")
            assert await town.poll() == []
            assert await town.dropped() == {"excluded": 1}

    async def test_an_excluded_feed_is_at_fault(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", entry(town.site.url("/a")), title="RT France")
            assert await town.poll() == []
            assert await town.rows("SELECT fault FROM feed_state") == [("excluded",)]

    @pytest.mark.parametrize("answer", ["robots", "reserved", "missing", "file"])
    async def test_what_may_not_or_cannot_be_read_comes_in_by_its_entry_alone(
        self, database: Database, clock: MovableClock, answer: str
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", entry(town.site.url("/a")))
            if answer == "robots":
                town.site.answers["/robots.txt"] = http("User-agent: *\nDisallow: /a")
            town.site.answers["/a"] = {
                "robots": article(), "reserved": http("<p>x</p>", Content_Type="text/html", tdm_reservation="1"),
                "missing": http("", "404 No"), "file": http("%PDF", Content_Type="application/pdf"),
            }[answer]  # fmt: skip
            (found,) = await town.poll()
            assert len(town.asked("/a")) == (answer != "robots")
        assert (found.original, found.draft.url) == (f"{ABOUT}\n{LEAD}", town.site.url("/a"))

    async def test_a_feed_that_reserves_itself_has_no_page_looked_at(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.site.answers["/rss"] = http(feed(entry(town.site.url("/a"))), tdm_reservation="1")
            town.site.answers["/a"] = article()
            assert len(await town.poll()) == 1
            assert town.asked("/a") == []

    async def test_a_private_address_is_never_gone_to_nor_proposed(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            town.serve("/rss", entry("http://10.0.0.1/a"), entry("http://127.0.0.1:1/b", f"{ABOUT} encore"))
            assert await town.poll() == []
            assert await town.dropped() == {"no-address": 2}

    async def test_markup_foreign_schemes_and_letters_that_deceive_come_in_as_plain_words(
        self, database: Database, clock: MovableClock
    ) -> None:
        """Faults 71 and 72."""
        async with press(database, clock) as town:
            await town.add_feed()
            title = f"&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;{ABOUT}&lt;/b&gt;\u202e\u200b Z\u0301\u0301\u0301\u0301\u0301"
            town.serve(
                "/rss", entry("javascript:alert(1)"), entry("tg://resolve?domain=x"), entry(town.site.url("/a"), title)
            )
            (found,) = await town.poll()
        assert "<" not in found.draft.title_original
        assert not {"\u202e", "\u200b"} & set(found.draft.title_original)
        assert found.draft.title_original.count("\u0301") <= 3

    async def test_a_broken_feed_brings_what_is_in_it_and_is_asked_for_whole_again(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()
            whole = feed(entry(town.site.url("/a")))
            town.site.answers["/rss"] = http(whole[:-30], ETag='"v1"')
            assert len(await town.poll()) == 1
            await town.poll(QUARTER)
            assert "If-None-Match" not in town.asked("/rss")[1]

    async def test_a_site_that_hangs_is_asked_for_two_pages_and_no_more(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.add_feed()

            async def cut(_writer: Any) -> None:
                """Close without an answer."""

            town.serve("/rss", *many(town, 5))
            town.site.answers.update({f"/a{number}": cut for number in range(5)})
            assert len(await town.poll()) == 5
            assert {head.split(" ")[1] for head in town.site.asked} == {"/rss", "/robots.txt", "/a0", "/a1"}


async def test_what_stops_half_way_is_due_again_and_comes_in_once(
    database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with press(database, clock) as town:
        await town.add_feed()
        town.serve("/rss", entry(town.site.url("/a")))
        town.site.answers["/a"] = article()
        with monkeypatch.context() as full:
            full.setattr(FeedTable, "polled", _fail)
            with pytest.raises(ExceptionGroup):
                await town.intake.once()
        assert await town.rows("SELECT count(*) FROM entry") == [(0,)]
        assert await town.waiting() == []
        assert len(await town.poll()) == 1
        assert len(await town.poll(QUARTER)) == 1


def _fail(*_: object, **__: object) -> None:
    raise OSError("the disk is full")
