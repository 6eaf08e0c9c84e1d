"""The card of an article and the entry of a story: what was reported, by whom, in what voice, when."""

import datetime as dt
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Final

from markupsafe import Markup

from content.cards.wording import aged, day, freshness, gist, lines, link, say
from content.records import Article
from content.reference import Reference
from content.texts import Texts

_ORDER: Final = (
    "official", "court", "press-agency", "press", "broadcaster", "local-press", "specialist-press", "ngo",
    "politician-site", "aggregator", "mirror",
)  # fmt: skip
"""Voices, the official first: what an authority wrote itself stands before what others wrote of it."""

_COPIES: Final = frozenset({"mirror", "aggregator"})


def publisher(article: Article, texts: Texts, reference: Reference) -> str:
    """Return who published it: the source's name, or how to call it where the name is not known."""
    source = reference.sources.get(article.source)
    if source is None:
        return str(texts.text("card.unnamed-source").unescape())
    return source.described.say(texts.language) if source.described else source.title


def linked(article: Article, texts: Texts, reference: Reference) -> Markup:
    """Return the publisher, linked where an address may be; copies of other people's papers never are."""
    url = None if article.reliability in _COPIES else article.url
    return link(publisher(article, texts, reference), url, texts)


def credit(article: Article, texts: Texts, reference: Reference) -> Markup:
    """Return who says it, in what voice and when, in one phrase: ``Le Monde (press), 19 November 2020``."""
    return texts.text(
        "article.credit", publisher=linked(article, texts, reference), voice=voice(article, texts),
        date=day(article.date, texts),
    )  # fmt: skip


def attribution(article: Article, texts: Texts, reference: Reference) -> Markup:
    """Return who says it and in what voice, where the date is said beside it."""
    return texts.text("article.attribution", publisher=linked(article, texts, reference), voice=voice(article, texts))


def voice(article: Article, texts: Texts) -> Markup:
    """Return the kind of voice in words: official source, court ruling, press, association …"""
    return texts.text(f"voice.{article.reliability}")


def official_first(articles: Sequence[Article]) -> list[Article]:
    """Return the articles with the official voices first, then the newest."""
    newest = sorted(articles, key=lambda each: each.date.first if each.date else dt.date.min, reverse=True)
    return sorted(newest, key=lambda each: _ORDER.index(each.reliability))


def happened(article: Article) -> dt.date | None:
    """Return the first day the event, or else the paper, may be of; None where neither is known."""
    date = article.event_date or article.date
    return date.first if date else None


def card(article: Article, texts: Texts, reference: Reference, today: dt.date) -> Markup:
    """Return the whole card: title, dates, summary, places, then the source, always last and visible."""
    return lines(
        freshness(article, texts, today),
        texts.text("card.title", title=say(article.title, texts)),
        texts.text("article.date", date=aged(article.date, texts, today)),
        _event(article, texts),
        texts.text("article.ongoing") if article.ongoing_case else None,
        say(article.summary, texts),
        _where(article.places, texts, reference),
        texts.text("card.source", source=credit(article, texts, reference)),
    )


def also(others: Sequence[Article], texts: Texts, reference: Reference) -> Markup:
    """Return who else reported the same event, official voices first."""
    return texts.text("article.also", who=_voices(official_first(others), (), texts, reference))


def entry(story: Sequence[Article], texts: Texts, reference: Reference, today: dt.date) -> Markup:
    """Return one entry for articles of one event: title and date, then every publisher by voice, official first.

    A ruling and the one that reversed it have each their own title: both stand in the entry.
    """
    ordered = official_first(story)
    lead = ordered[0]
    titled = [lead, *(each for each in ordered[1:] if each.story is None or each.story != lead.story)]
    titled.sort(key=lambda each: happened(each) or dt.date.max)
    told = {day(each.event_date or each.date, texts) for each in titled}
    heads = [_head(each, texts, today) for each in titled]
    return lines(
        freshness(lead, texts, today),
        *heads,
        gist(lead.summary.say(texts.language)) if len(heads) == 1 else None,
        texts.text("article.ongoing") if any(each.ongoing_case for each in ordered) else None,
        _voices(ordered, told, texts, reference),
    )


def _head(article: Article, texts: Texts, today: dt.date) -> Markup:
    return texts.text(
        "article.head", title=say(article.title, texts), date=aged(article.event_date or article.date, texts, today)
    )


def _voices(ordered: Sequence[Article], told: Collection[str], texts: Texts, reference: Reference) -> Markup:
    """Return the publishers grouped by voice: ``official source: A; press: B, C``; days ``told`` above are not repeated."""
    parts = []
    for _, group in groupby(ordered, key=lambda each: each.reliability):
        members = list(group)
        who = Markup(", ").join(
            linked(each, texts, reference)
            if day(each.date, texts) in told
            else texts.text("article.who", publisher=linked(each, texts, reference), date=day(each.date, texts))
            for each in members
        )
        parts.append(texts.text("article.voices", voice=voice(members[0], texts), who=who))
    return Markup(" · ").join(parts)


def _event(article: Article, texts: Texts) -> Markup | None:
    if article.event_date is None or article.event_date == article.date:
        return None
    return texts.text("article.event", date=texts.day(article.event_date))


def _where(places: Sequence[str], texts: Texts, reference: Reference) -> Markup | None:
    names = [reference.places[slug].title.say(texts.language) for slug in places if slug in reference.places]
    return texts.text("card.where", places=texts.listing(names)) if names else None
