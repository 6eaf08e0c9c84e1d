"""Once: a search that remembers, for the length of one question, what it has found."""

from collections.abc import Iterable

from handlers.ports import Findings, Search


class Once:
    """A search over another, which is asked the same thing once only."""

    def __init__(self, search: Search) -> None:
        """Search with ``search``."""
        self._search = search
        self._found: dict[object, Findings] = {}

    async def find(
        self, query: str, language: str, *, literal: bool = False, kinds: Iterable[str] | None = None, limit: int = 10
    ) -> Findings:
        """Return what the search finds."""
        only = tuple(kinds) if kinds is not None else None
        key = (query, language, literal, only, limit)
        if key not in self._found:
            self._found[key] = await self._search.find(query, language, literal=literal, kinds=only, limit=limit)
        return self._found[key]

    async def missed(self, query: str, language: str) -> None:
        """Count a question nothing answered."""
        await self._search.missed(query, language)
