"""Carried: the articles other items rest on, fetched at once, each with the companion it must be shown with."""

from collections.abc import Iterable

from content.records import Article, Figure, Measure, Publish
from handlers.ports import Services


async def carried(slugs: Iterable[str], services: Services) -> dict[str, Article]:
    """Return the published articles among ``slugs`` and their companions, by slug."""
    found = await _articles(slugs, services)
    missing = {each.companion for each in found.values() if each.companion} - found.keys()
    if missing:
        found |= await _articles(sorted(slug for slug in missing if slug), services)
    return found


async def of_measures(measures: Iterable[Measure], services: Services) -> dict[str, Article]:
    """Return the articles the evidence of the measures rests on, and their companions."""
    return await carried((line.source for measure in measures for line in measure.evidence), services)


async def of_figures(figures: Iterable[Figure], services: Services) -> dict[str, Article]:
    """Return the articles the figures were read in, and their companions."""
    return await carried((figure.source for figure in figures if figure.source), services)


def complete(article: Article, known: dict[str, Article]) -> bool:
    """Return whether the article may be shown: its companion, where it has one, can be shown with it.

    A ruling is never quoted without the one that reversed it (content policy, section 4).
    """
    return article.companion is None or article.companion in known


async def _articles(slugs: Iterable[str], services: Services) -> dict[str, Article]:
    items = await services.items.some(dict.fromkeys(slugs))
    return {item.slug: item for item in items if isinstance(item, Article) and item.publish is Publish.OK}
