"""The card of a term: the word, what it means, where that was read."""

import datetime as dt

from markupsafe import Markup

from content.cards.wording import freshness, lines, say
from content.records import Term
from content.texts import Texts


def card(term: Term, texts: Texts, today: dt.date) -> Markup:
    """Return the definition with its source and the day it was checked."""
    return lines(
        freshness(term, texts, today),
        texts.text("card.title", title=say(term.title, texts)),
        say(term.definition, texts),
        texts.text("term.source", source=say(term.source, texts), date=texts.day(term.checked_on)),
    )
