"""The digest of a chat: what is new since the last one, by topic; what changed; one figure or contact; what was corrected."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from content.cards.change import cited
from content.cards.wording import lines
from content.digest.selection import select, Selection, voices
from content.news import What
from content.news.matching import matches
from content.schedule import Schedule
from handlers.choices import said
from handlers.contacts.preamble import preamble
from handlers.ports import Services
from handlers.reply import Entry, Reply, Row
from handlers.request import Request
from handlers.telling.corrections import Corrected, corrected
from handlers.telling.doors import care_and_police, door, mistake
from handlers.telling.entries import of_move, of_story, Told
from handlers.telling.gathering import as_stories, gather, Gathered
from handlers.telling.head import head, title
from handlers.telling.room import fits, within
from handlers.telling.sources import sources_read, voices_heard
from handlers.telling.telling import Telling
from handlers.telling.week import of_this_week, Week

_HEADING: Final = 120
"""UTF-16 units of a topic's name above its stories."""
_TOLD: Final = frozenset({What.NEW, What.STATUS, What.EVIDENCE})


@dataclass(frozen=True, slots=True)
class _Digest:
    """All there is to tell, before it is known what fits."""

    schedule: Schedule
    day: dt.date
    gathered: Gathered
    entries: Mapping[tuple[str, ...], Told]
    """The entry of each story and change, by what it is told once by."""
    corrected: Corrected
    sources: Markup | None
    week: Week | None

    @property
    def nothing_new(self) -> bool:
        """Whether there is nothing to tell but that."""
        return not (self.gathered.stories or self.gathered.moves or self.corrected.lines)


async def tell_digest(
    schedule: Schedule, request: Request, services: Services, *, told: frozenset[str] = frozenset()
) -> Telling:
    """Return the digest ``schedule`` gets now, without the stories ``told`` there already; ``empty`` where nothing is new.

    The first one says where things stand: the latest that is known, of whatever date. It is one message with any pack:
    what does not fit is counted, and behind "see more".
    """
    day = request.now.astimezone(ZoneInfo(schedule.zone)).date()
    gathered = await _gathered(schedule, day, told, request, services)
    digest = _Digest(
        schedule,
        day,
        gathered,
        _entries(gathered, request, services),
        await corrected(schedule, request, services),
        await sources_read(request, services),
        await of_this_week(schedule, day, request, services),
    )
    reply, selection = _fitting(digest, request, services)
    return Telling(reply, selection.keys, title(day, request).unescape(), empty=digest.nothing_new)


async def _gathered(
    schedule: Schedule, day: dt.date, told: frozenset[str], request: Request, services: Services
) -> Gathered:
    wanted, reference = schedule.filter, services.packs.reference
    if schedule.told_until is None:
        places = dict.fromkeys(slug for place in wanted.places for slug in sorted(reference.within(place)))
        found = await services.items.newest("article", topics=wanted.topics, places=tuple(places))
        stories = await as_stories([each for each in found if not each.stale(day)], services)
        return Gathered(tuple(story for story in stories if not told & set(story.keys)))
    happened = [
        each
        for each in await services.news.between(schedule.told_until, request.now)
        if each.what in _TOLD and each.story not in told and matches(wanted, each, reference)
    ]
    return await gather(happened, services, sound_on=day)


def _entries(gathered: Gathered, request: Request, services: Services) -> dict[tuple[str, ...], Told]:
    stories = {story.keys: of_story(story, request, services) for story in gathered.stories}
    return stories | {move.keys: of_move(move, gathered.carried, request, services) for move in gathered.moves}


def _fitting(digest: _Digest, request: Request, services: Services) -> tuple[Reply, Selection]:
    """Return the digest with as much as one message holds; of the news at least one before the figure of the week."""
    gathered, most = digest.gathered, digest.schedule.most
    ways = [(count, digest.week) for count in range(most, 0, -1)] + [(count, None) for count in range(most, -1, -1)]
    for count, week in ways:
        selection = select(gathered.stories, gathered.moves, digest.schedule.filter.topics, count)
        reply = _reply(digest, selection, week, request, services)
        if fits(reply):
            break
    return reply, selection


def _reply(digest: _Digest, selection: Selection, week: Week | None, request: Request, services: Services) -> Reply:
    blocks = list(_news(digest, selection, request, services))
    if digest.corrected.lines:
        blocks.append(lines(request.text("digest.corrections"), *digest.corrected.lines))
    if week:
        blocks.append(lines(week.heading, week.text))
    if counted := lines(_voices(digest, selection, week, request), digest.sources):
        blocks.append(counted)
    slugs = [
        *(slug for key in selection.told for slug in digest.entries[key].items),
        *digest.corrected.items,
        *((week.slug,) if week else ()),
    ]
    return Reply(
        blocks=tuple(blocks),
        head=head(digest.schedule, digest.day, request, services, news=not digest.nothing_new),
        foot=preamble(request, services),
        buttons=_buttons(digest.schedule, selection.rest, request, services),
        per_page=len(blocks),
        items=tuple(dict.fromkeys(slugs)),
    )


def _news(digest: _Digest, selection: Selection, request: Request, services: Services) -> Iterator[Markup | Entry]:
    """Yield the stories topic by topic, the changes of measures, and how many there are beyond; or that nothing is new."""
    if digest.nothing_new:
        yield _nothing(digest.schedule, request)
    for group in selection.groups:
        topic = services.packs.reference.topics.get(group.topic or "")
        name = topic.title.say(request.language) if topic else said(request, "digest.other-topics")
        yield within(request.text("digest.topic", topic=name), _HEADING)
        for story in group.stories:
            yield digest.entries[story.keys].block(request)
    if selection.moves:
        yield request.text("digest.measures")
        for move in selection.moves:
            yield digest.entries[move.keys].block(request)
    if selection.rest:
        yield request.text("digest.rest", n=selection.rest)


def _nothing(schedule: Schedule, request: Request) -> Markup:
    if schedule.told_until is None:
        return request.text("digest.nothing-yet")
    last = schedule.told_until.astimezone(ZoneInfo(schedule.zone)).date()
    return request.text("digest.nothing", date=request.texts.day(last))


def _voices(digest: _Digest, selection: Selection, week: Week | None, request: Request) -> Markup | None:
    """Return how many official, press and other publishers stand in it."""
    speaking = [each for story in selection.stories for each in story.articles]
    speaking += [each for move in selection.moves for each in cited(move.change, digest.gathered.carried)]
    speaking += [week.carrier] if week and week.carrier else []
    return voices_heard(voices(speaking), request)


def _buttons(schedule: Schedule, rest: int, request: Request, services: Services) -> tuple[Row, ...]:
    rows: list[Row] = []
    if rest:
        rows.append((door(request, said(request, "digest.more"), "latest", _only_subject(schedule)),))
    return (*rows, *care_and_police(request, services), mistake(request))


def _only_subject(schedule: Schedule) -> str:
    """Return the one topic or place the digest is about; nothing where it is about several, or about everything."""
    subjects = (*schedule.filter.topics, *schedule.filter.places)
    return subjects[0] if len(subjects) == 1 else ""
