"""The card of a source: who publishes, and what kind of voice it is."""

import datetime as dt

from markupsafe import Markup

from content.cards.wording import freshness, lines
from content.records import Source
from content.texts import Texts


def card(source: Source, texts: Texts, today: dt.date) -> Markup:
    """Return the name, the kind of voice in words, and the day it was checked."""
    name = source.described.say(texts.language) if source.described else source.title
    return lines(
        freshness(source, texts, today),
        texts.text("card.title", title=name),
        texts.text(f"source.voice.{source.voice}"),
        texts.text("card.checked", date=texts.day(source.checked_on)),
    )
