"""Wanted: what somebody would follow, read from words, said in words, and carried by buttons."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Final

from pydantic import ValidationError

from content.fold import fold, listed
from content.news import Filter
from content.records import Place, Record, Topic
from content.reference.phrases import LITTLE
from content.safety import screen
from handlers import choices
from handlers.mistake import public_names
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request
from handlers.subject import Named, named

CHOSEN: Final = "="
"""What the arguments of a button begin with that names what is to be followed, and nothing more yet."""
ROOM: Final = 32
"""Bytes a filter may take in a button, beside the command, the choices and whom the button acts for."""
MOST: Final = 8
"""Words that are read; a filter holds no more."""
_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_APART: Final = re.compile(r"[\s,;]+")
_MARK: Final = 5
_ALL: Final = listed("tout toute toutes tous all everything anything")
_IDLE: Final = listed(
    "actu actus actualite actualites info infos information informations news nouvelle nouvelles "
    "follow suivre abonner subscribe"
)
"""Words people write around what they want to follow; they narrow nothing."""


def read(args: str, request: Request, services: Services) -> Filter | Reply:
    """Return what the words ask to follow, or what to say where that cannot be followed or is not clear.

    Words that name neither a topic nor a place must stand in what is told; those after a dash must not.
    """
    reference = services.packs.reference
    tokens = [token for token in _APART.split(args) if token.strip(_DASHES)]
    if len(tokens) > 2 * MOST or len(args) > choices.LABEL * 4:
        return too_much(request)
    if screen(args, public_names(reference)):
        return say(request.text("wanted.no-person"))
    having = [token for token in tokens if token[0] not in _DASHES]
    without = _folded(token.strip(_DASHES) for token in tokens if token[0] in _DASHES)
    telling = [token for token in having if fold(token) not in _ALL and fold(token) not in _IDLE]
    if len(telling) > MOST:
        return too_much(request)
    found = named(telling, reference) if telling else Named((), (), (), ())
    words = [word for word in _folded(found.left) if word not in LITTLE]
    if not (found.topics or found.places or found.among or words or without) and len(telling) == len(having):
        return say(request.text("wanted.unclear"))
    try:
        wanted = Filter(
            topics=tuple(topic.slug for topic in found.topics), places=tuple(place.slug for place in found.places),
            words=tuple(words), without=tuple(without),
        )  # fmt: skip
    except ValidationError:
        return too_much(request)
    return which(found.among, wanted, request) if found.among else wanted


def which(among: Iterable[Topic | Place], wanted: Filter, request: Request) -> Reply:
    """Return the question which of several is meant, the rest of what was asked kept with each."""
    buttons = []
    for record in list(among)[: choices.MOST]:
        kind = "topics" if isinstance(record, Topic) else "places"
        chosen = wanted.model_copy(update={kind: (*getattr(wanted, kind), record.slug)})
        buttons.append(choosing(choices.title(record, request.language), chosen, request))
    asked = [button for button in buttons if button is not None]
    return say(request.text("ask-back.which"), *choices.rows(asked)) if asked else too_much(request)


def choosing(label: str, wanted: Filter, request: Request) -> Button | None:
    """Return a button that chooses a filter for the command asked; None where it does not fit."""
    code = encode(wanted)
    return None if code is None else Button(choices.label(label), request.command, CHOSEN + code)


def too_much(request: Request) -> Reply:
    """Return that so many words cannot be followed, and how many can."""
    return say(request.text("wanted.too-much", most=ROOM - 2 * (_MARK + 2) - 2))


def said(wanted: Filter, request: Request, services: Services) -> str:
    """Return in plain words what a filter lets through: ``Éclairage, 19e arrondissement, sans « football »``.

    Of an item outside the reference only its slug is known here; ``in_words`` tells its title.
    """
    if wanted.item is not None:
        contact = services.packs.reference.contacts.get(wanted.item)
        return choices.title(contact, request.language) if contact else wanted.item
    reference = services.packs.reference
    parts = [
        *_titles(wanted.topics, reference.topics, request),
        *_titles(wanted.places, reference.places, request),
        *(_quoted(word, request, services) for word in wanted.words),
    ] or [choices.said(request, "wanted.everything")]
    if wanted.without:
        barred = request.texts.listing([_quoted(word, request, services) for word in wanted.without])
        parts.append(request.text("wanted.without", words=barred).unescape())
    return ", ".join(parts)


async def in_words(wanted: Filter, request: Request, services: Services) -> str:
    """Return in plain words what a filter lets through, an item by its title."""
    item = await services.items.get(wanted.item) if wanted.item is not None else None
    return choices.title(item, request.language) if item is not None else said(wanted, request, services)


def encode(wanted: Filter) -> str | None:
    """Return the filter as a button carries it; None where it is too long for one.

    Topics and places stand as marks of five letters: two slugs of forty would not fit.
    """
    if wanted.item is not None:
        return f"i{wanted.item}"
    code = " ".join((
        *(f"t{_mark(slug)}" for slug in wanted.topics), *(f"p{_mark(slug)}" for slug in wanted.places),
        *(f"w{_joined(word)}" for word in wanted.words), *(f"x{_joined(word)}" for word in wanted.without),
    ))  # fmt: skip
    return code if len(code.encode()) <= ROOM else None


def decode(code: str, services: Services) -> Filter | None:
    """Return the filter a button carried; None where it names what is no more."""
    reference = services.packs.reference
    parts: dict[str, list[str]] = {kind: [] for kind in "tpwxi"}
    for part in code.split():
        if part[0] not in parts:
            return None
        parts[part[0]].append(part[1:])
    topics = [_marked(mark, reference.topics) for mark in parts["t"]]
    places = [_marked(mark, reference.places) for mark in parts["p"]]
    if None in topics or None in places:
        return None
    try:
        return Filter(
            topics=tuple(slug for slug in topics if slug), places=tuple(slug for slug in places if slug),
            item=next(iter(parts["i"]), None),
            words=tuple(_parted(word) for word in parts["w"]), without=tuple(_parted(word) for word in parts["x"]),
        )  # fmt: skip
    except ValidationError:
        return None


def _titles(slugs: Iterable[str], records: Mapping[str, Topic] | Mapping[str, Place], request: Request) -> list[str]:
    """Return the titles as one part of a list; of a record that is no more its slug."""
    titles = [choices.title(records[slug], request.language) if slug in records else slug for slug in slugs]
    return [request.texts.listing(titles)] if titles else []


def _quoted(word: str, request: Request, services: Services) -> str:
    decent = services.packs.reference.decent(word)
    return request.text("wanted.quoted", word=decent).unescape()


def _folded(tokens: Iterable[str]) -> list[str]:
    """Return the folded words, each once; one of several parts (``porte-à-faux``) stays one."""
    return [word for word in dict.fromkeys(fold(token) for token in tokens) if word]


def _joined(word: str) -> str:
    return word.replace(" ", "_")


def _parted(word: str) -> str:
    return word.replace("_", " ")


def _mark(slug: str) -> str:
    """Return five letters that stand for a slug: 30 bits, for which a few hundred names hardly ever clash."""
    return urlsafe_b64encode(blake2b(slug.encode(), digest_size=6).digest()).decode()[:_MARK]


def _marked(mark: str, records: Mapping[str, Record]) -> str | None:
    """Return the one slug the mark stands for."""
    meant = [slug for slug in records if _mark(slug) == mark]
    return meant[0] if len(meant) == 1 else None
