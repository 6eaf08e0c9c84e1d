"""The screens of the set-up: what is chosen so far, and the choices of days, time, topics and places."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from markupsafe import Markup

from content.schedule import EVERY_DAY, WhenEmpty
from content.texts import languages
from handlers.choices import label, on_page, rows, said
from handlers.ports import Manner, Services
from handlers.reply import Button, Reply, Row
from handlers.request import ChatKind, Request
from handlers.setup import draft as drafts
from handlers.setup import wording
from handlers.setup.draft import Draft, MOST_PLACES

START: Final = "y"
_TIMES: Final = tuple(dt.time(hour, minute) for hour, minute in ((7, 30), (8, 30), (12, 0), (17, 0), (18, 30), (20, 0)))
_ON_PAGE: Final = 10


def main(
    draft: Draft, request: Request, services: Services, note: Markup | None = None, manner: Manner | None = None
) -> Reply:
    """Return what is chosen so far, with a button for each choice; nothing goes out before "Start"."""
    schedule = draft.schedule
    lines = [
        request.text("setup.head", where=wording.here(request)),
        request.text(
            "setup.chosen",
            days=wording.days(schedule, request.texts),
            time=wording.clock(schedule.at, request.texts),
            zone=schedule.zone,
            topics=wording.topics(schedule, request, services) or request.text("setup.all-topics"),
            places=wording.places(schedule, request, services) or request.text("setup.all-places"),
            language=wording.language(schedule),
            empty=wording.when_empty(schedule, request),
        ),
    ]
    if schedule.pin:
        lines.append(request.text("setup.pins"))
    lines += wording.warnings(schedule, manner, request) if manner else []
    lines += [note] if note else []
    lines.append(request.text("setup.nothing-yet" if not schedule.id else "setup.not-changed-yet"))
    return Reply((Markup("\n\n").join(lines),), buttons=_choices(draft, request, services), urgent=True)


def _choices(draft: Draft, request: Request, services: Services) -> tuple[Row, ...]:
    schedule = draft.schedule
    code = languages()[(languages().index(schedule.language) + 1) % len(languages())]
    spoken = replace(draft, schedule=replace(schedule, language=code))
    silent = schedule.empty is WhenEmpty.SAY
    empty = replace(
        draft, schedule=replace(schedule, empty=WhenEmpty.SKIP if silent else WhenEmpty.SAY), chose_empty=True
    )
    pinned = replace(draft, schedule=replace(schedule, pin=not schedule.pin))

    def to(key: str, screen: str, changed: Draft = draft) -> Button:
        return button(said(request, key), screen, changed, services)

    turns = [to("setup.be-silent" if silent else "setup.say-so", "m", empty)]
    if request.about.kind is not ChatKind.PRIVATE:
        turns.append(to("setup.unpin" if schedule.pin else "setup.pin", "m", pinned))
    return (
        (to("setup.preview", "v"), to("setup.keep" if schedule.id else "setup.start", START)),
        (to("setup.days", "d"), to("setup.time", "t")),
        (to("setup.topics", "s"), to("setup.places", "p")),
        (button(f"→ {wording.language(spoken.schedule)}", "m", spoken, services), *turns),
    )


def choose_days(draft: Draft, request: Request, services: Services) -> Reply:
    """Return the weekdays, those chosen ticked."""
    chosen = draft.schedule.days

    def to(days: tuple[int, ...], name: str) -> Button:
        return button(ticked(name, on=chosen == days), "m", draft.on_days(days), services)

    def toggle(day: int) -> Button:
        others = set(chosen) ^ {day}
        name = wording.day_name(day, request.texts, "abbreviated")
        # The last day stays: a digest on no day is none.
        return button(ticked(name, on=day in chosen), "d", draft.on_days(others or {day}), services)

    presets = (to(EVERY_DAY, said(request, "setup.every-day")), to(wording.WEEKDAYS, said(request, "setup.weekdays")))
    return _screen(
        request.text("setup.which-days"), (presets, *rows(map(toggle, EVERY_DAY), 4)), draft, request, services
    )


def choose_time(draft: Draft, request: Request, services: Services) -> Reply:
    """Return common times, and how to write another."""
    schedule = draft.schedule

    def to(at: dt.time) -> Button:
        name = ticked(wording.clock(at, request.texts), on=at == schedule.at)
        return button(name, "m", replace(draft, schedule=replace(schedule, at=at)), services)

    command = f"/digest {schedule.id} 19:15" if schedule.id else "/setup 19:15"
    text = request.text("setup.which-time", zone=schedule.zone, command=command)
    return _screen(text, rows(map(to, _TIMES), 3), draft, request, services)


def choose_topics(draft: Draft, request: Request, services: Services) -> Reply:
    """Return the topics, those chosen ticked; none chosen means all."""
    known = services.packs.reference.topics
    titles = {slug: known[slug].title.say(request.language) for slug in drafts.topics(services.packs.reference)}
    chosen = set(draft.schedule.filter.topics)

    def toggles() -> Iterator[Button]:
        for slug, title in titles.items():
            changed = draft.with_topics(chosen ^ {slug})
            yield button(label(ticked(title, on=slug in chosen)), "s", changed, services, request.page)

    listed = list(toggles())
    return _pages(request.text("setup.which-topics"), listed, "s", draft, request, services)


def choose_places(draft: Draft, request: Request, services: Services) -> Reply:
    """Return the places, the largest first, those chosen ticked; none chosen means the whole area."""
    known = services.packs.reference.places
    chosen = set(draft.schedule.filter.places)

    def toggle(slug: str) -> Button:
        others = chosen ^ {slug}
        changed = draft.with_places(others) if len(others) <= MOST_PLACES else draft
        name = ticked(known[slug].title.say(request.language), on=slug in chosen)
        return button(label(name), "p", changed, services, request.page)

    listed = list(map(toggle, drafts.places(services.packs.reference)))
    text = request.text("setup.which-places", n=MOST_PLACES)
    return _pages(text, listed, "p", draft, request, services)


def _pages(
    text: Markup, listed: list[Button], screen: str, draft: Draft, request: Request, services: Services
) -> Reply:
    last = max(1, -(-len(listed) // _ON_PAGE))
    page = min(max(request.page, 1), last)
    before = button(said(request, "setup.before"), screen, draft, services, page - 1)
    after = button(said(request, "setup.after"), screen, draft, services, page + 1)
    turning = (*((before,) if page > 1 else ()), *((after,) if page < last else ()))
    shown = rows(on_page(listed, page, _ON_PAGE), 2)
    return _screen(text, (*shown, turning) if turning else shown, draft, request, services)


def _screen(text: Markup, choices: tuple[Row, ...], draft: Draft, request: Request, services: Services) -> Reply:
    back = button(said(request, "setup.back"), "m", draft, services)
    return Reply((text,), buttons=(*choices, (back,)), urgent=True)


def button(name: str, screen: str, draft: Draft, services: Services, page: int = 1) -> Button:
    """Return a button that leads to a screen of the set-up with the draft as it then is."""
    written = drafts.write(draft, services.packs.reference)
    return Button(name, "setup", f"{screen}{written}", in_place=True, page=page)


def ticked(name: str, *, on: bool) -> str:
    """Return the name with a tick where it is chosen."""
    return f"✓ {name}" if on else name
