"""The lines of a debate: at least two stances on one subject, each in the same form, in date order."""

import datetime as dt
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from content.cards import article as articles
from content.cards.wording import aged, freshness, lines, say
from content.records import Article, Position
from content.reference import Reference
from content.texts import Texts


def debated(positions: Sequence[Position]) -> bool:
    """Return whether at least two different stances are told (content policy, section 7, rule 20)."""
    return len({position.stance for position in positions}) >= 2


def card(position: Position, carrier: Article | None, texts: Texts, reference: Reference, today: dt.date) -> Markup:
    """Return one stance: date, who held which post then, what was wanted, where it was read."""
    who = say(position.role, texts)
    if position.shown_name:
        who = texts.text("position.named", name=position.shown_name, role=who)
    source = articles.credit(carrier, texts, reference) if carrier else texts.text("figure.no-carrier")
    return lines(
        freshness(position, texts, today),
        texts.text("position.who", date=aged(position.date, texts, today), who=who),
        say(position.says, texts),
        texts.text("card.source", source=source),
    )


def in_date_order(
    positions: Sequence[Position], carried: Mapping[str, Article]
) -> list[tuple[Position, Article | None]]:
    """Return the positions, the oldest first, each with the article it was read in."""
    return [(each, carried.get(each.source)) for each in sorted(positions, key=lambda each: each.date)]
