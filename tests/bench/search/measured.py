"""What was measured of one method: ranks and times, by kind of question."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Measured:
    """The ranks (0 is first, None is not among ten) and the milliseconds of each question, by kind."""

    ranks: dict[str, list[int | None]] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)

    def add(self, kind: str, slugs: list[str], wanted: str, milliseconds: float) -> None:
        """Note one answer."""
        self.ranks.setdefault(kind, []).append(slugs.index(wanted) if wanted in slugs else None)
        self.times.append(milliseconds)

    def recall(self, kind: str | None = None) -> float:
        """Return the share found among the first five: of a kind, or of all kinds but synonyms, which need a curated file."""
        ranks = self._of(kind)
        return sum(rank is not None and rank < 5 for rank in ranks) / len(ranks)

    def mrr(self, kind: str | None = None) -> float:
        """Return the mean of 1 / rank among the first ten."""
        ranks = self._of(kind)
        return sum(1 / (rank + 1) for rank in ranks if rank is not None) / len(ranks)

    def _of(self, kind: str | None) -> list[int | None]:
        if kind is not None:
            return self.ranks[kind]
        return [rank for name, ranks in self.ranks.items() if name != "synonyms" for rank in ranks]

    def percentile(self, share: float) -> float:
        """Return the milliseconds that ``share`` of the questions stay within."""
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * share))]
