"""The card of a post: who was last read of as holding it, since when, and how far that is known."""

import datetime as dt

from markupsafe import Markup

from content.cards import article as articles
from content.cards.wording import day, freshness, lines, say
from content.records import Article, Office
from content.reference import Reference
from content.texts import Texts


def card(office: Office, carrier: Article | None, texts: Texts, reference: Reference, today: dt.date) -> Markup:
    """Return the post, the last name read for it, its dates and its certainty; ``carrier`` is the article it was read in."""
    since = texts.text("office.since", date=day(office.since, texts)) if office.since else None
    source = articles.credit(carrier, texts, reference) if carrier else None
    return lines(
        freshness(office, texts, today),
        texts.text("card.title", title=say(office.title, texts)),
        texts.text("office.name", name=office.name),
        since,
        texts.text("office.certainty", certainty=say(office.certainty, texts)),
        texts.text("card.source", source=source) if source else None,
        texts.text("office.not-today", date=texts.day(office.checked_on)),
    )


def unknown(office: Office, texts: Texts, today: dt.date) -> Markup:
    """Return the post and that no sound source was read on who holds it."""
    return lines(
        freshness(office, texts, today),
        texts.text("card.title", title=say(office.title, texts)),
        texts.text("office.unknown", date=texts.day(office.checked_on)),
    )
