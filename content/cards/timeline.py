"""The lines of a chronology: what happened and what was decided, from the oldest to the newest."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from content.cards import article as articles
from content.cards.measure import newest_source, status
from content.cards.wording import lines, say
from content.dates import PartialDate
from content.records import Article, Measure
from content.reference import Reference
from content.texts import Texts


@dataclass(frozen=True, slots=True)
class Moment:
    """One dated event: articles that report it, or a measure with the article that carries it."""

    date: PartialDate
    articles: tuple[Article, ...] = ()
    measure: Measure | None = None

    @property
    def slugs(self) -> tuple[str, ...]:
        """The items whose facts it states."""
        return (self.measure.slug,) if self.measure else tuple(each.slug for each in self.articles)


def moments(
    stories: Iterable[Sequence[Article]], measures: Iterable[Measure], carried: Mapping[str, Article]
) -> list[Moment]:
    """Return the dated events among the stories and the measures, the oldest first; what has no date has no place here."""
    found = []
    for story in stories:
        dates = [date for each in story if (date := each.event_date or each.date)]
        if dates:
            found.append(Moment(min(dates), tuple(story)))
    for measure in measures:
        date = measure.started or measure.status_as_of or newest_source(measure, carried)
        if date:
            found.append(Moment(date, measure=measure))
    return sorted(found, key=lambda moment: moment.date)


def line(moment: Moment, carried: Mapping[str, Article], texts: Texts, reference: Reference) -> Markup:
    """Return one event: its date, what it was, who says so."""
    date = texts.day(moment.date)
    if moment.measure is None:
        # The oldest title first: of two rulings, the one that was reversed comes before the one that reversed it.
        titles = _titles(moment.articles, texts)
        who = Markup(" ; ").join(articles.credit(each, texts, reference) for each in moment.articles)
        ongoing = any(each.ongoing_case for each in moment.articles)
        return lines(
            texts.text("timeline.line", date=date, what=titles),
            texts.text("article.ongoing") if ongoing else None,
            texts.text("card.source", source=who),
        )
    measure = moment.measure
    carriers = [carried[each.source] for each in measure.evidence if each.source in carried]
    told = [each for each in carriers if each.companion is None or each.companion in carried]
    companions = [carried[each.companion] for each in told if each.companion and each.companion in carried]
    kept = {each.slug: each for each in (*articles.official_first(told)[:1], *companions)}
    sources = Markup(" ; ").join(articles.credit(each, texts, reference) for each in kept.values())
    what = texts.text("timeline.measure", title=say(measure.title, texts), status=_stood(moment, texts))
    return lines(
        texts.text("timeline.line", date=date, what=what),
        texts.text("card.source", source=sources) if sources else None,
    )


def _stood(moment: Moment, texts: Texts) -> Markup:
    """Return the status of the measure; its date only where it is not that of the moment."""
    measure = moment.measure
    if measure is None:
        return Markup()
    if measure.status_as_of == moment.date:
        return texts.text(f"status.{measure.status.value}")
    return status(measure, texts)


def _titles(story: Sequence[Article], texts: Texts) -> Markup:
    lead = story[0]
    own = [lead, *(each for each in story[1:] if each.story is None or each.story != lead.story)]
    own.sort(key=lambda each: articles.happened(each) or dt.date.max)
    return Markup(" / ").join(say(each.title, texts) for each in own)
