"""Gathering: happenings become stories, changes of measures, other changes and silent sources, as the store now has them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from content.cards.change import Change
from content.digest.selection import Move, Story
from content.news import Happening, What
from content.records import Article, Item, Measure, Publish
from handlers.carried import of_measures
from handlers.latest import stories
from handlers.ports import Services


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is there to tell."""

    stories: tuple[Story, ...] = ()
    moves: tuple[Move, ...] = ()
    changed: tuple[tuple[Happening, Item], ...] = ()
    """Other changes, each with the item as it is now."""
    silent: tuple[Happening, ...] = ()
    carried: Mapping[str, Article] = field(default_factory=dict)
    """The articles the measures rest on that may be told unasked, by slug."""


async def gather(happenings: Sequence[Happening], services: Services, *, sound_on: dt.date | None = None) -> Gathered:
    """Return what is told of the happenings.

    What was withdrawn since is left out, and so is what is past its review on ``sound_on``, where that is given.
    """
    found = await services.items.some(dict.fromkeys(each.item.slug for each in happenings))
    now = {
        item.slug: item
        for item in found
        if item.publish is Publish.OK and not (sound_on is not None and item.stale(sound_on))
    }
    known = [each for each in happenings if each.item.slug in now]
    moves = _moves([each for each in known if each.what is not What.CHANGED], now)
    changed = {each.item.slug: (each, now[each.item.slug]) for each in known if each.what is What.CHANGED}
    silent = {each.item.slug: each for each in happenings if each.what is What.SILENT}
    return Gathered(
        await _stories(known, now, services),
        moves,
        tuple(changed.values()),
        tuple(silent.values()),
        await unasked((move.change.measure for move in moves), services),
    )


async def unasked(measures: Iterable[Measure], services: Services) -> dict[str, Article]:
    """Return the articles the measures rest on, without those on cases still before the courts (content policy, rule 4)."""
    found = await of_measures(measures, services)
    return {slug: article for slug, article in found.items() if not article.ongoing_case}


async def as_stories(articles: Iterable[Item], services: Services, told_by: Iterable[Happening] = ()) -> list[Story]:
    """Return the articles by event, official voices first; each with what ``told_by`` says it is told once by."""
    keys = {each.item.slug: each.story for each in told_by}
    made = []
    for group in await stories(articles, services, ongoing=False):
        named = dict.fromkeys(keys[each.slug] for each in group if each.slug in keys)
        made.append(
            Story(tuple(named) or tuple(dict.fromkeys(each.story or each.slug for each in group)), tuple(group))
        )
    return made


async def _stories(happenings: Sequence[Happening], now: Mapping[str, Item], services: Services) -> tuple[Story, ...]:
    new = [each for each in happenings if each.what is What.NEW and isinstance(now[each.item.slug], Article)]
    articles = [now[each.item.slug] for each in new]
    events = {each.story for each in articles if isinstance(each, Article) and each.story}
    if events:
        # What others published on the same event stands in the same entry, also where it was published before.
        others = await services.items.newest("article")
        articles += [
            each for each in others if isinstance(each, Article) and each.story in events and each.slug not in now
        ]
    return tuple(await as_stories(articles, services, new))


def _moves(happenings: Sequence[Happening], now: Mapping[str, Item]) -> tuple[Move, ...]:
    """Return one change a measure, from what it was before the first of the happenings to what it is now."""
    by_slug: dict[str, list[Happening]] = {}
    for each in sorted(happenings, key=lambda each: each.at):
        by_slug.setdefault(each.item.slug, []).append(each)
    moves = []
    for slug, mine in by_slug.items():
        measure, before = now[slug], mine[0].before
        if not isinstance(measure, Measure):
            continue
        change = Change(measure, before if isinstance(before, Measure) else None)
        date = measure.status_as_of.last if measure.status_as_of and mine[-1].what is not What.EVIDENCE else None
        moves.append(Move(tuple(dict.fromkeys(each.story for each in mine)), change, date or mine[-1].at.date()))
    return tuple(moves)
