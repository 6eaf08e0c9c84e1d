"""The card of a figure: the number, and what it never travels without: scope, author, date, caveat."""

import datetime as dt

from markupsafe import Markup

from content.cards import article as articles
from content.cards.wording import aged, freshness, lines, say
from content.charts import written
from content.records import Article, Figure
from content.reference import Reference
from content.texts import Texts


def complete(figure: Figure) -> bool:
    """Return whether it may be shown: it has a date, or a word on why it has none (content policy, section 2, rule 7)."""
    return figure.as_of is not None or figure.as_of_note is not None


def card(figure: Figure, carrier: Article | None, texts: Texts, reference: Reference, today: dt.date) -> Markup:
    """Return the card; ``carrier`` is the article the number was read in, None where it may not be shown."""
    source = articles.credit(carrier, texts, reference) if carrier else texts.text("figure.no-carrier")
    return lines(
        freshness(figure, texts, today),
        texts.text("figure.title", written=written(figure, texts), title=say(figure.title, texts)),
        texts.text("figure.scope", scope=say(figure.scope, texts)),
        texts.text(
            "figure.by", who=say(figure.stated_by, texts), date=_dated(figure, texts, today), how=_how(figure, texts)
        ),
        texts.text("figure.caveat", caveat=_caveat(figure, texts)),
        texts.text("card.source", source=source),
    )


def _dated(figure: Figure, texts: Texts, today: dt.date) -> Markup | str:
    if figure.as_of is None:
        return say(figure.as_of_note, texts) if figure.as_of_note else texts.text("card.undated")
    dated = aged(figure.as_of, texts, today)
    return texts.text("figure.dated", date=dated, note=say(figure.as_of_note, texts)) if figure.as_of_note else dated


def _how(figure: Figure, texts: Texts) -> Markup:
    return texts.text(f"figure.how.{figure.measured_as.replace(' ', '-')}")


def _caveat(figure: Figure, texts: Texts) -> Markup:
    return say(figure.caveat, texts) if figure.caveat else texts.text("figure.caveat-general")
