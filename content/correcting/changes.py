"""Changes: the sentences of an item that read otherwise now, each as it stands in messages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from content.cards.wording import gist, say
from content.charts import written
from content.language import Translated
from content.records import Contact, Figure, Item
from content.rich import read
from content.texts import Texts

_TOLD: Final = (
    "title", "summary", "description", "authority", "says", "definition", "scope", "stated_by", "caveat", "use", "cost", "hours",
)  # fmt: skip
"""Fields of items whose text stands word for word in messages."""
_OF_ITS_OWN: Final = ("title", "summary", "description", "says", "definition")
"""Of them, those no other item has as well: what was withdrawn is known by them."""
_PLAIN: Final = ("phone", "sms", "address")
_SHORTEST: Final = 3
"""Characters below which a text may stand in a message by chance."""
_UNSEEN: Final = frozenset({"note", "checked_on", "review_by", "publish", "verified", "display_fields"})
"""Fields that say nothing of their own in a message."""
_VERBATIM: Final = frozenset({*_TOLD, *_PLAIN, *_UNSEEN, "value", "unit", "written", "lat", "lon"})


@dataclass(frozen=True, slots=True)
class Change:
    """One text that was said, and what it should have been."""

    said: str
    right: str


def changes(earlier: Iterable[Item], after: Item, texts: Texts) -> tuple[Change, ...]:
    """Return what messages in the language of ``texts`` say of the item otherwise now, the longest first.

    ``earlier`` are the item's wrong forms, those of corrections made before among them: a message may say any of them.
    """
    found: dict[str, str] = {}
    for before in earlier:
        for said, right in _pairs(before, after, texts):
            if said != right and right and len(said) >= _SHORTEST:
                found.setdefault(said, right)
    return tuple(Change(said, found[said]) for said in sorted(found, key=lambda each: (-len(each), each)))


def sayings(item: Item, texts: Texts) -> tuple[str, ...]:
    """Return the texts of the item alone as they stand in messages in that language, the longest first."""
    found = {said for said, _ in _pairs(item, item, texts, _OF_ITS_OWN, ("phone", "sms"))}
    return tuple(sorted((each for each in found if len(each) >= _SHORTEST), key=lambda each: (-len(each), each)))


def names(items: Iterable[Item], languages: Iterable[str]) -> tuple[str, ...]:
    """Return what the item is called in its forms and in the languages, the longest first."""
    titles = [getattr(item, "title", None) for item in items]
    spoken = tuple(languages)
    found = {title.say(code) for title in titles if isinstance(title, Translated) for code in spoken}
    return tuple(sorted(found, key=lambda each: (-len(each), each)))


def word_for_word(earlier: Iterable[Item], after: Item) -> bool:
    """Return whether everything that differs stands word for word where it is told: what has none of it is not wrong."""
    return all(name in _VERBATIM for before in earlier for name in _differing(before, after))


def pictured(earlier: Iterable[Item], after: Item) -> frozenset[str]:
    """Return what of the item is wrong besides texts: ``chart`` for a number in a picture, ``place`` for a point on a map."""
    differing = {name for before in earlier for name in _differing(before, after)}
    found = set()
    if isinstance(after, Figure) and differing & {"value", "unit", "written", "scope", "title", "as_of"}:
        found.add("chart")
    if differing & {"address", "lat", "lon"}:
        found.add("place")
    return frozenset(found)


def headline(before: Item, after: Item, texts: Texts) -> Change | None:
    """Return the first thing that reads otherwise in that language, whole; None where nothing does."""
    for said, right in _pairs(before, after, texts):
        if said != right and said and right:
            return Change(said, right)
    return None


def _differing(before: Item, after: Item) -> Iterator[str]:
    if before.kind != after.kind:
        yield "kind"
        return
    for name in type(after).model_fields:
        # Hours a program reads are not told where those in words are.
        if getattr(before, name) != getattr(after, name):
            yield name


def _pairs(
    before: Item, after: Item, texts: Texts, told: Sequence[str] = _TOLD, plain: Sequence[str] = _PLAIN
) -> Iterator[tuple[str, str]]:
    """Yield each text the item had, and what stands in its place; empty where it had none, or has none any more."""
    if isinstance(before, Figure) and isinstance(after, Figure):
        yield written(before, texts), written(after, texts)
    for name in told:
        yield from _translated(getattr(before, name, None), getattr(after, name, None), texts)
    if isinstance(before, Contact):
        for name in plain:
            yield str(getattr(before, name) or ""), str(getattr(after, name, None) or "")


def _translated(before: Any, after: Any, texts: Texts) -> Iterator[tuple[str, str]]:
    """Yield a text as it stood and as it stands, whole and by its first sentence, with the word on a language not the reader's."""
    if not isinstance(before, Translated):
        return
    said = before.said(texts.language)
    right = after.said(texts.language) if isinstance(after, Translated) else None
    labelled = read(say(after, texts)).text if isinstance(after, Translated) else ""
    if said.language != texts.language:
        yield read(say(before, texts)).text, labelled
        # The word on its language stands behind it already.
        yield said.text, right.text if right else ""
    else:
        yield said.text, labelled
    lead = gist(said.text)
    if lead != said.text:
        foreign = right is not None and right.language != texts.language and said.language == texts.language
        yield lead, labelled if foreign else gist(right.text) if right else ""
