"""The Paris pack, read once for the tests on it, and its texts as readers meet them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from content.language import Translated
from content.pack.manifest import Emergency, Manifest
from content.pack.reading import Entry, Page, read_pack
from content.records import (
    Item,
    Publish,
)

PACK: Final = Path(__file__).parents[2] / "content" / "packs" / "paris-nord-est"
PARIS: Final = ZoneInfo("Europe/Paris")
LANGUAGES: Final = {"fr", "en"}

READ: Final = list(read_pack(PACK))
PAGES: Final = {page.name: page.document for page in READ if isinstance(page, Page)}
ITEMS: Final[dict[str, Item]] = {entry.item.slug: entry.item for entry in READ if isinstance(entry, Entry)}

_UNSEEN: Final = {
    "title_original", "url", "leads", "aliases", "match_only", "disambiguation", "published_as", "hosts", "note",
    "verified", "language", "date_certainty", "read_how", "slug", "publish",
}  # fmt: skip
"""Fields that are matched or kept for the editor and never shown."""

T = TypeVar("T")


def every(kind: type[T]) -> dict[str, T]:
    return {slug: item for slug, item in ITEMS.items() if isinstance(item, kind)}


def one(kind: type[T], slug: str) -> T:
    item = ITEMS[slug]
    assert isinstance(item, kind)
    return item


def page(kind: type[T], name: str) -> T:
    document = PAGES[name]
    assert isinstance(document, kind)
    return document


def translations(value: object, path: str = "") -> Iterator[tuple[str, Translated]]:
    """Yield every text of a record that stands in several languages, with its path."""
    if isinstance(value, Translated):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from translations(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for part in value:
            yield from translations(part, path)


def shown(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text a reader may meet."""
    if isinstance(value, Translated):
        yield from ((path, text) for text in value.values())
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in _UNSEEN:
                yield from shown(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for part in value:
            yield from shown(part, path)
    elif isinstance(value, str):
        yield path, value


def every_shown_text() -> Iterator[tuple[str, str]]:
    for slug, item in ITEMS.items():
        yield from shown(item, slug)
    yield from shown(page(Emergency, "emergency"), "emergency")
    manifest = page(Manifest, "pack")
    for text in (manifest.title, manifest.area, manifest.method, manifest.publisher):
        yield from shown(text, "pack")


def addresses() -> Iterator[tuple[str, str]]:
    """Yield every address the bot may link to."""
    for slug, item in ITEMS.items():
        address = getattr(item, "url", None)
        if isinstance(address, str) and item.publish is Publish.OK:
            yield slug, address
