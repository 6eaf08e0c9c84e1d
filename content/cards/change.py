"""The entry of a change of a measure: from what to what, with the dates of the sources, and who says so."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from content.cards import measure as measures
from content.cards.wording import freshness, lines, old, say
from content.news.judging import new_evidence
from content.records import Article, Measure
from content.reference import Reference
from content.texts import Texts


@dataclass(frozen=True, slots=True)
class Change:
    """A measure as it stands, and as it stood when it was last told of."""

    measure: Measure
    before: Measure | None = None
    """None where it was not known before."""

    @property
    def moved(self) -> bool:
        """Whether its status changed, or a source of another date states it."""
        told = self.before
        return told is not None and (told.status, told.status_as_of) != (self.measure.status, self.measure.status_as_of)


def entry(change: Change, carried: Mapping[str, Article], texts: Texts, reference: Reference, today: dt.date) -> Markup:
    """Return the title, what changed with its dates, who is responsible, and the sources that say so."""
    measure = change.measure
    told = measures.evidence(_fresh(change), carried, texts, reference)
    if not told:
        told = [measures.source(measure, carried, texts, reference) or texts.text("measure.no-evidence")]
    return lines(
        freshness(measure, texts, today),
        texts.text("card.title", title=say(measure.title, texts)),
        _status(change, carried, texts, today),
        texts.text("measure.authority", authority=say(measure.authority, texts)),
        *told,
    )


def cited(change: Change, carried: Mapping[str, Article]) -> tuple[Article, ...]:
    """Return the articles the entry names."""
    fresh = tuple(carried[each.source] for each in _fresh(change).evidence if each.source in carried)
    newest = measures.newest_article(change.measure, carried)
    return fresh or ((newest,) if newest else ())


def _fresh(change: Change) -> Measure:
    """Return the measure with the evidence alone that it did not have before."""
    fresh = new_evidence(change.before, change.measure) if change.before else ()
    return change.measure.model_copy(update={"evidence": fresh})


def _status(change: Change, carried: Mapping[str, Article], texts: Texts, today: dt.date) -> Markup:
    """Return the status with its date, and the one before; where it is a year old, that nothing newer is known (rule 19)."""
    after = measures.status(change.measure, texts, today)
    newest = measures.newest_source(change.measure, carried)
    if newest is None or old(newest, today):
        after = texts.text("measure.status-then-unknown", status=after)
    if change.before is None or not change.moved:
        return after
    return texts.text("news.from-to", before=measures.status(change.before, texts, today), after=after)
