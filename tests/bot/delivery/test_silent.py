"""Silent sources: one that has not answered for three days is told once to those who follow something, each time it goes dark."""

from datetime import timedelta

from content.news import Filter
from content.records import State
from tests.bot.delivery.bureau import ALICE, BOB, Bureau
from tests.bot.storage.polls import answered, failed
from tests.handlers.world import item

DAY = timedelta(days=1)


async def feed(office: Bureau, slug: str = "feed-1", *, enabled: bool = True) -> None:
    made = item("feed", slug, title="La Gazette en ligne", url="https://example.org/feed", enabled=enabled)
    await office.items.put(made, State.PUBLISHED, None, None, office.now)


async def looked(office: Bureau) -> list[str]:
    """Let the bot look and tell; return the texts queued so far."""
    await office.silent.look(office.now)
    await office.matcher.match(office.now)
    await office.news.flush(office.now)
    return [text for _, _, text in await office.copies()]


async def test_it_is_told_after_three_days_and_once(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.follow(BOB, Filter(item="m-patrouilles-24h"))
    await feed(office)
    await failed(office.database, "feed-1", office.now)
    office.clock.advance(3 * DAY - timedelta(seconds=1))
    assert await looked(office) == []
    office.clock.advance(timedelta(seconds=1))
    (text,) = await looked(office)
    assert "La Gazette en ligne" in text
    assert "22 novembre 2026" in text
    for _ in range(5):
        office.clock.advance(DAY)
        assert len(await looked(office)) == 1
    assert await office.ask("SELECT count(*) FROM news") == [1]


async def test_one_that_answers_again_and_goes_dark_again_is_told_again(office: Bureau) -> None:
    await office.follow(ALICE)
    await feed(office)
    await failed(office.database, "feed-1", office.now)
    office.clock.advance(3 * DAY)
    assert len(await looked(office)) == 1
    await answered(office.database, "feed-1", office.now)
    await failed(office.database, "feed-1", office.now + DAY)
    office.clock.advance(4 * DAY)
    assert len(await looked(office)) == 2


async def test_one_that_is_not_read_is_not_missed(office: Bureau) -> None:
    await office.follow(ALICE)
    await feed(office, enabled=False)
    await failed(office.database, "feed-1", office.now)
    office.clock.advance(9 * DAY)
    assert await looked(office) == []
