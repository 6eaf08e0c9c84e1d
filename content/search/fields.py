"""Fields: what of an item is searched, in each language; only what may be shown, and names used for matching."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from content.language import Translated
from content.records import (
    Article,
    Contact,
    Figure,
    Item,
    Measure,
    Need,
    Place,
    Position,
    Term,
    Topic,
)  # fmt: skip
from content.search.tongues import tongue


@dataclass(frozen=True, slots=True)
class Fields:
    """The searched texts of an item in one language."""

    names: tuple[str, ...]
    """Its title and every other name."""
    unprinted: tuple[str, ...] = ()
    """Names found but never printed, not even as the correction of a typo: slang, and what people say for want of the word."""
    body: tuple[str, ...] = ()
    unprinted_body: tuple[str, ...] = ()
    """Texts searched but never printed: an article's own title, which may use words the guide avoids."""


_SEARCHED: Final = (Article, Measure, Contact, Figure, Position, Place, Term, Topic, Need)


def fields(item: Item) -> dict[str, Fields]:
    """Return what is searched of an item by language; nothing of a kind, or a contact, that is not shown."""
    if not isinstance(item, _SEARCHED) or (isinstance(item, Contact) and not item.display_ok):
        return {}
    title = item.role if isinstance(item, Position) else item.title
    return {language: _fields(item, language, title[language]) for language in title}


def _fields(item: Item, language: str, title: str) -> Fields:
    match item:
        case Article():
            original = item.title_original if item.language[:2] == language else None
            return Fields(
                (title,),
                body=_texts(language, item.summary, _slugs(item.places)),
                unprinted_body=_texts(language, original),
            )
        case Measure():
            return Fields((title,), body=_texts(language, item.description, item.authority, _slugs(item.places)))
        case Contact():
            category = tongue(language).categories.get(item.category)
            shown = (
                _dialled(item.phone) if item.shows("phone") else None,
                item.address if item.shows("address") else None,
            )
            return Fields((title,), body=_texts(language, item.use if item.shows("use") else None, category, *shown))
        case Figure():
            return Fields((title,), body=_texts(language, item.scope, item.unit, item.stated_by, _slugs(item.places)))
        case Position():
            return Fields((title,), body=_texts(language, item.says, item.shown_name, _slugs(item.places)))
        case Place():
            return Fields((title, *item.aliases), item.match_only)
        case Term():
            return Fields(_names(title), item.aliases, body=_texts(language, item.definition))
        case Topic():
            summary = [statement.says for statement in item.summary.statements] if item.summary else []
            return Fields((title,), _of(item.aliases, language), body=_texts(language, *summary))
        case Need():
            return Fields((title,), _of(item.aliases, language), body=_texts(language, item.advice))
        case _:
            return Fields(())


def _dialled(number: str | None) -> str | None:
    """A number as written and as one word: it may be typed either way."""
    return f"{number} {''.join(number.split())}" if number else None


def _names(title: str) -> tuple[str, ...]:
    """A term is asked for by what stands before or in the brackets, too: "ILS (infraction …)"."""
    before, bracket, inside = title.partition("(")
    return (title, before, inside.rstrip(") ")) if bracket and before.strip() else (title,)


def _of(aliases: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    return tuple(aliases.get(language, ()))


def _slugs(slugs: Iterable[str]) -> str:
    """Places an item is about, where its text does not name them."""
    return " ".join(slug.replace("-", " ") for slug in slugs)


def _texts(language: str, *texts: Translated | str | None) -> tuple[str, ...]:
    said = (text.get(language) if isinstance(text, Translated) else text for text in texts)
    return tuple(text for text in said if text)
