"""``/figures [topic|place]``: numbers with scope, author, date and caveat; a picture where they may be compared."""

from collections.abc import Sequence
from typing import Final

from content.cards import figure as cards
from content.charts import Chart, comparable, series
from content.records import Figure, Publish
from handlers import choices, here
from handlers.carried import of_figures
from handlers.command import Command
from handlers.ports import Services
from handlers.reply import Button, NOTHING, Reply
from handlers.request import Request
from handlers.subject import Subject, understood
from handlers.unclear import heading, nothing, unclear

PER_PAGE: Final = 5


async def figures(request: Request, services: Services) -> Reply:
    """Return the figures of the topic and the place asked for, or of one series; the newest first."""
    if empty := here.nothing_yet(request, services):
        return empty
    reference = services.packs.reference
    if request.args and (found := await _series(request.args, services)):
        return await show(found, request, services, Subject())
    subject = understood(request.args, reference)
    if question := unclear(subject, request, services):
        return question
    items = await services.items.newest("figure", topics=subject.topic_slugs, places=subject.place_slugs(reference))
    found = showable(items)
    if not found:
        return nothing("figures", subject, request, services)
    return await show(found, request, services, subject)


def showable(items: Sequence[object]) -> list[Figure]:
    """Return the figures that may be shown: published, and with a date or a word on it."""
    return [item for item in items if isinstance(item, Figure) and item.publish is Publish.OK and cards.complete(item)]


async def show(found: Sequence[Figure], request: Request, services: Services, subject: Subject) -> Reply:
    """Return the figures as a list; the chart of their only comparable series, or a button for each where there are several."""
    today = here.today(request, services)
    reference = services.packs.reference
    articles = await of_figures(found, services)
    charts = _charts(found, request)
    more = (Button(choices.label(chart.title), "figures", slug) for slug, chart in charts[: choices.MOST])
    return Reply(
        blocks=(cards.card(each, articles.get(each.source or ""), request.texts, reference, today) for each in found),
        head=heading("figures", subject, request) if len(found) > 1 else NOTHING,
        foot=request.text("figures.foot"),
        buttons=choices.rows(more) if len(charts) > 1 else (),
        chart=charts[0][1] if len(charts) == 1 else None,
        per_page=PER_PAGE,
        items=tuple(each.slug for each in found),
    )


def _charts(found: Sequence[Figure], request: Request) -> list[tuple[str, Chart]]:
    """Return the series that make a chart, with the chart."""
    drawn = ((group[0].series or "", comparable(group, request.texts)) for group in series(found))
    return [(slug, chart) for slug, chart in drawn if chart is not None]


async def _series(slug: str, services: Services) -> list[Figure]:
    """Return the figures of the series of that slug; none where it is no series."""
    if " " in slug or slug in services.packs.reference.topics or slug in services.packs.reference.places:
        return []
    items = await services.items.newest("figure")
    return [figure for figure in showable(items) if figure.series == slug]


COMMAND = Command("figures", figures)
