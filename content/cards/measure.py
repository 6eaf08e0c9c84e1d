"""The card of a measure: who is responsible, where, its status with the date of the source, the evidence, what is not known."""

import datetime as dt
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from content.cards import article as articles
from content.cards import figure as figures
from content.cards.wording import aged, freshness, lines, old, PARAGRAPH, say, when
from content.dates import PartialDate
from content.records import Article, Evidence, Figure, Measure
from content.reference import Reference
from content.texts import Texts


def newest_source(measure: Measure, carried: Mapping[str, Article]) -> PartialDate | None:
    """Return the date of the newest source of the measure among its own dates and the articles ``carried``."""
    dates = [measure.status_as_of]
    for each in measure.evidence:
        dates.append(_said_on(each, carried))
    known = [date for date in dates if date is not None]
    return max(known, key=lambda date: date.last, default=None)


def known_today(measure: Measure, carried: Mapping[str, Article], today: dt.date) -> bool:
    """Return whether its present state may be told.

    Not where the research did not know it, nor where the newest source is more than twelve months old (content policy,
    section 2, rule 2 and section 7, rule 19).
    """
    newest = newest_source(measure, carried)
    return measure.today.known and newest is not None and not old(newest, today)


def status(measure: Measure, texts: Texts, today: dt.date | None = None) -> Markup:
    """Return the status as it stood at the date of its source; with ``today``, an old date says how long ago it is."""
    word = texts.text(f"status.{measure.status.value}")
    if measure.status_as_of is not None:
        said = aged(measure.status_as_of, texts, today) if today else texts.day(measure.status_as_of)
        return texts.text("measure.status", status=word, when=when(measure.status_as_of, texts, said))
    if measure.status_as_of_note is not None:
        return texts.text("measure.status-noted", status=word, note=say(measure.status_as_of_note, texts))
    return texts.text("measure.status-undated", status=word)


def entry(
    measure: Measure, carried: Mapping[str, Article], texts: Texts, reference: Reference, today: dt.date
) -> Markup:
    """Return three lines of a list: title; status with its date and who is responsible; the newest source."""
    phrase = status(measure, texts, today)
    if not known_today(measure, carried, today):
        phrase = texts.text("measure.status-then-unknown", status=phrase)
    return lines(
        freshness(measure, texts, today),
        texts.text("card.title", title=say(measure.title, texts)),
        texts.text("measure.line", status=phrase, authority=say(measure.authority, texts)),
        source(measure, carried, texts, reference),
    )


def source(measure: Measure, carried: Mapping[str, Article], texts: Texts, reference: Reference) -> Markup | None:
    """Return the newest source among the articles ``carried``, or None where none may be shown."""
    newest = _newest(measure, carried)
    return texts.text("card.source", source=_credits(newest, carried, texts, reference)) if newest else None


def newest_article(measure: Measure, carried: Mapping[str, Article]) -> Article | None:
    """Return the article ``source`` names, or None."""
    newest = _newest(measure, carried)
    return carried[newest.source] if newest else None


def evidence(measure: Measure, carried: Mapping[str, Article], texts: Texts, reference: Reference) -> list[Markup]:
    """Return a dated line for each of its lines of evidence that may be shown, the newest first."""
    told = (_evidence(each, carried, texts, reference) for each in _newest_first(measure, carried))
    return [each for each in told if each]


def card(
    measure: Measure,
    carried: Mapping[str, Article],
    attached: Sequence[Figure],
    texts: Texts,
    reference: Reference,
    today: dt.date,
) -> list[Markup]:
    """Return the whole card in blocks: the fact, the evidence, the figures.

    ``carried`` holds the articles of its evidence and their companions by slug, ``attached`` its figures.
    """
    blocks = [_fact(measure, carried, texts, reference, today)]
    told = evidence(measure, carried, texts, reference)
    heading = texts.text("measure.evidence") if told else texts.text("measure.no-evidence")
    blocks.append(lines(heading, *told))
    blocks.extend(figures.card(each, carried.get(each.source or ""), texts, reference, today) for each in attached)
    return blocks


def _fact(
    measure: Measure, carried: Mapping[str, Article], texts: Texts, reference: Reference, today: dt.date
) -> Markup:
    names = [reference.places[slug].title.say(texts.language) for slug in measure.places if slug in reference.places]
    stands = lines(
        freshness(measure, texts, today),
        texts.text("card.title", title=say(measure.title, texts)),
        status(measure, texts, today),
        _today(measure, carried, texts, today),
    )
    about = lines(
        texts.text("measure.authority", authority=say(measure.authority, texts)),
        texts.text("card.where", places=texts.listing(names)) if names else None,
        _dates(measure, texts, today),
        texts.text("measure.said-by", who=say(measure.said_by, texts)) if measure.said_by else None,
        texts.text("measure.certainty", certainty=say(measure.certainty, texts)),
        texts.text("card.checked", date=texts.day(measure.checked_on)),
    )
    return PARAGRAPH.join((stands, say(measure.description, texts), about))


def _today(measure: Measure, carried: Mapping[str, Article], texts: Texts, today: dt.date) -> Markup:
    says = say(measure.today.says, texts)
    if known_today(measure, carried, today):
        return texts.text("measure.today", says=says)
    if measure.today.known:
        newest = newest_source(measure, carried)
        date = texts.day(newest) if newest else texts.text("card.undated")
        return texts.text("measure.today-aged", says=says, date=date)
    return texts.text("measure.today-unknown", says=says)


def _dates(measure: Measure, texts: Texts, today: dt.date) -> Markup | None:
    """Return when it began and ended; a date still to come is told as planned."""
    parts = []
    if measure.started:
        key = "measure.started" if measure.started.first <= today else "measure.to-start"
        parts.append(texts.text(key, date=texts.day(measure.started)))
    if measure.ended:
        key = "measure.ended" if measure.ended.last <= today else "measure.to-end"
        parts.append(texts.text(key, date=texts.day(measure.ended)))
    if measure.dates_note:
        parts.append(texts.text("measure.dates-note", note=say(measure.dates_note, texts)))
    return Markup(" ").join(parts) if parts else None


def _said_on(evidence: Evidence, carried: Mapping[str, Article]) -> PartialDate | None:
    article = carried.get(evidence.source)
    return evidence.date or (article.date if article else None)


def _newest(measure: Measure, carried: Mapping[str, Article]) -> Evidence | None:
    """Return the newest line whose article may be shown, with its companion where it has one."""
    whole = (each for each in _newest_first(measure, carried) if _whole(carried[each.source], carried))
    return next(whole, None)


def _whole(article: Article, carried: Mapping[str, Article]) -> bool:
    return article.companion is None or article.companion in carried


def _newest_first(measure: Measure, carried: Mapping[str, Article]) -> list[Evidence]:
    """Return the lines whose article may be shown, the newest first, those without a date last."""
    shown = [each for each in measure.evidence if each.source in carried]

    def newest(each: Evidence) -> dt.date:
        date = _said_on(each, carried)
        return date.first if date else dt.date.min

    return sorted(shown, key=newest, reverse=True)


def _evidence(evidence: Evidence, carried: Mapping[str, Article], texts: Texts, reference: Reference) -> Markup | None:
    """Return one dated line; nothing where the article's companion may not be shown with it."""
    article = carried[evidence.source]
    if not _whole(article, carried):
        return None
    date = _said_on(evidence, carried)
    return texts.text(
        "measure.evidence-line", date=texts.day(date) if date else texts.text("card.undated"),
        says=say(evidence.says or article.title, texts), source=_credits(evidence, carried, texts, reference, said=date == article.date),
    )  # fmt: skip


def _credits(
    evidence: Evidence, carried: Mapping[str, Article], texts: Texts, reference: Reference, *, said: bool = False
) -> Markup:
    """Return who says it and, where a ruling was reversed, the ruling that reversed it; ``said``: its date stands beside it."""
    article = carried[evidence.source]
    told = (articles.attribution if said else articles.credit)(article, texts, reference)
    companion = carried.get(article.companion or "")
    if companion is None:
        return told
    return texts.text(
        "article.with",
        source=told,
        title=say(companion.title, texts),
        other=articles.credit(companion, texts, reference),
    )
