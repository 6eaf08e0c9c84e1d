"""What all cards share in wording: a text with an honest word on its language, a link, a date, a word on age."""

import datetime as dt
import re
from typing import Final

from markupsafe import Markup

from content.dates import PartialDate
from content.language import Translated
from content.records import Record
from content.texts import Texts

NEWLINE: Final = Markup("\n")
PARAGRAPH: Final = Markup("\n\n")

_GIST: Final = 240
_SHORTEST: Final = 40
"""Characters below which a full stop ends an abbreviation rather than a sentence."""
_SENTENCE: Final = re.compile(r"(?<=[\w»)%][\w»)%])[.!?…](?=\s+[A-ZÀ-Ý«])")

_SAFE: Final = ("https://", "http://")


def lines(*parts: Markup | str | None) -> Markup:
    """Return the parts that are not empty, one a line, each escaped unless it is Markup."""
    return NEWLINE.join(part for part in parts if part)


def say(translated: Translated, texts: Texts) -> Markup:
    """Return the text in the reader's language; where it had to be another, a word says which."""
    said = translated.said(texts.language)
    if said.language == texts.language:
        return Markup.escape(said.text)
    name = texts.locale.languages.get(said.language, said.language)
    return texts.text("card.other-language", text=said.text, language=name)


def gist(text: str) -> str:
    """Return the first sentence, cut at a word with an ellipsis where it is long."""
    end = next((match.end() for match in _SENTENCE.finditer(text) if match.start() >= _SHORTEST), len(text))
    first = text[:end].strip()
    if len(first) <= _GIST:
        return first
    return f"{first[: first.rfind(' ', 0, _GIST)].rstrip(' ,;:')} …"


def link(label: str, url: str | None, texts: Texts) -> Markup:
    """Return the label, linked where there is an address of the web."""
    if url is None or not url.startswith(_SAFE):
        return Markup.escape(label)
    return texts.text("card.link", label=label, url=url)


def day(date: PartialDate | None, texts: Texts) -> str:
    """Return the date in words, or that it is not known."""
    return texts.day(date) if date is not None else str(texts.text("card.undated"))


def aged(date: PartialDate | None, texts: Texts, today: dt.date) -> str:
    """Return the date in words and, past twelve months, how many full years ago that is."""
    if date is None or not old(date, today):
        return day(date, texts)
    years = today.year - date.last.year - ((today.month, today.day) < (date.last.month, date.last.day))
    return texts.text("card.long-ago", n=max(years, 1), date=texts.day(date)).unescape()


def when(date: PartialDate, texts: Texts, said: str | None = None) -> Markup:
    """Return the date, or how it is ``said``, as it follows a status: "as of 3 May 2021", in French "en mai 2021"."""
    return texts.text(f"when.{date.precision}", date=said or texts.day(date))


def old(date: PartialDate, today: dt.date) -> bool:
    """Return whether the date lies more than twelve months back (content policy, section 7, rule 19)."""
    return date.last < _year_before(today)


def freshness(record: Record, texts: Texts, today: dt.date) -> Markup | None:
    """Return a warning that opens the card of a record whose day of review has passed, or None."""
    if not record.stale(today):
        return None
    return texts.text("card.stale", date=texts.day(record.checked_on))


def _year_before(today: dt.date) -> dt.date:
    try:
        return today.replace(year=today.year - 1)
    except ValueError:  # the 29th of February
        return today.replace(year=today.year - 1, day=28)
