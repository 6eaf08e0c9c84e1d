"""Voices: who publishes an article, told by its host, or by the name its page or its feed gives."""

from collections.abc import Callable

from bot.storage.entries import EntryTable
from content.fold import fold
from content.intake.canonical import host
from content.records import Source
from content.reference import Reference

_SHARED: frozenset[str] = frozenset({"com", "org", "net", "gouv", "asso", "co"})
"""Parts of hosts that name nobody."""


class Voices:
    """Finds the source in the store."""

    def __init__(self, entries: EntryTable, reference: Callable[[], Reference]) -> None:
        """Look among the articles behind ``entries`` and the sources of ``reference``, which may change."""
        self._entries = entries
        self._reference = reference

    async def whose(self, url: str, site: str = "", feed: tuple[str, str] = ("", "")) -> Source | None:
        """Return the source, None where it is not known.

        ``site`` is the name the page gives itself; ``feed`` the title and the address of the feed it stood in, which counts
        for articles of the feed's own host.
        """
        reference, at = self._reference(), host(url)
        slug = await self._entries.whose(at)
        if slug is not None and slug in reference.sources:
            return reference.sources[slug]
        by_host = _by_label(at, reference)
        if by_host is not None:
            return by_host
        names = [site, *((feed[0],) if host(feed[1]) == at else ())]
        return next((found for name in names if name and (found := reference.source(name).found)), None)


def _by_label(at: str, reference: Reference) -> Source | None:
    """Return the source whose name is the part of the host that names somebody: "leparisien.fr" is "Le Parisien"."""
    labels = [label for label in at.split(".")[:-1] if label not in _SHARED]
    label = fold(labels[-1]).replace(" ", "") if labels else ""
    if not label:
        return None
    named = (
        source
        for source in reference.sources.values()
        if any(fold(name).replace(" ", "") == label for name in (source.title, *source.published_as))
    )
    return next(named, None)
