"""Every item and every command of facts on the Paris pack, in both languages: nothing breaks, nothing hidden is shown."""

from pathlib import Path
from typing import Final

import pytest

from content.fold import fold
from content.pack.manifest import Disambiguation, Emergency, Manifest
from content.pack.reading import Entry, Page, read_pack
from content.records import Article, Contact, Figure, KINDS, Place, Publish
from content.rich import LIMIT, read
from handlers import figures, glossary, latest, measures, place, positions, summary, timeline
from handlers.command import Handler
from handlers.contacts import contacts
from handlers.open import open_item
from handlers.ports import Services
from tests.handlers.world import ask, links, services, spoken, Store

PACK: Final = Path(__file__).parents[2] / "content" / "packs" / "paris-nord-est"
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])

LISTS: Final[dict[str, Handler]] = {
    "latest": latest.latest, "measures": measures.measures, "figures": figures.figures, "timeline": timeline.timeline,
    "positions": positions.positions, "summary": summary.summary, "place": place.place, "glossary": glossary.glossary,
    "contacts": contacts,
}  # fmt: skip


@pytest.fixture(scope="module")
def paris() -> Store:
    """Return the Paris pack as a store."""
    store = Store()
    for each in read_pack(PACK):
        if isinstance(each, Entry):
            store.items[each.item.slug] = each.item
        elif isinstance(each, Page) and isinstance(each.document, Manifest):
            store.manifest = each.document
        elif isinstance(each, Page) and isinstance(each.document, Emergency):
            store.emergency = each.document
        elif isinstance(each, Page) and isinstance(each.document, Disambiguation):
            store.disambiguation = each.document
    return store


@pytest.fixture(scope="module")
def ports(paris: Store) -> Services:
    """Return the ports of the Paris pack."""
    return services(paris)


def allowed(store: Store) -> set[str]:
    """Return every address that may be linked: those of published articles that are no copies, and of cleared contacts."""
    found = set()
    for each in store.items.values():
        if (
            isinstance(each, Article)
            and each.publish is Publish.OK
            and each.reliability not in ("mirror", "aggregator")
        ):
            found.add(each.url)
        if isinstance(each, Contact) and each.shows("url"):
            found.add(each.url)
    return {url for url in found if url}


def test_the_pack_has_items_of_every_kind(paris: Store) -> None:
    assert {each.kind for each in paris.items.values()} == set(KINDS)


@LANGUAGES
async def test_every_item_opens_to_something_that_may_be_shown(paris: Store, ports: Services, language: str) -> None:
    linkable = allowed(paris)
    for slug in paris.items:
        reply = await open_item(slug, ask("open", slug, language=language), ports)
        assert spoken(reply), slug
        again = await open_item(slug, ask("open", slug, language=language), ports)
        blocks = list(again.blocks)
        assert all(len(read(block)) < LIMIT for block in blocks), slug
        found = links(await open_item(slug, ask("open", slug, language=language), ports))
        assert set(found) <= linkable, slug


@LANGUAGES
@pytest.mark.parametrize("command", LISTS)
async def test_every_list_answers_for_every_topic_and_place(
    paris: Store, ports: Services, command: str, language: str
) -> None:
    linkable = allowed(paris)
    subjects = ["", *paris.reference.topics, *paris.reference.places, *paris.reference.needs, "zorglub", "police 19e"]
    for words in subjects:
        reply = await LISTS[command](ask(command, words, language=language), ports)
        assert spoken(reply), words
        assert set(links(await LISTS[command](ask(command, words, language=language), ports))) <= linkable, words


@LANGUAGES
async def test_fields_of_contacts_that_are_not_cleared_appear_in_no_answer(
    paris: Store, ports: Services, language: str
) -> None:
    hidden = {
        value
        for each in paris.items.values()
        if isinstance(each, Contact)
        for name in ("phone", "sms", "address")
        if (value := getattr(each, name)) and name not in (each.display_fields if each.display_ok else ())
    }
    shown = {
        value
        for each in paris.items.values()
        if isinstance(each, Contact)
        for name in ("phone", "sms", "address")
        if (value := getattr(each, name)) and each.shows(name)
    }
    secret = {value for value in hidden - shown if len(value) > 5}
    assert secret
    for words in ("", *paris.reference.needs, *paris.reference.contacts):
        text = spoken(await contacts(ask("contacts", words, language=language), ports))
        assert not [value for value in secret if value in text], words


@LANGUAGES
async def test_slang_is_printed_nowhere(paris: Store, ports: Services, language: str) -> None:
    slang = {fold(name) for each in paris.items.values() if isinstance(each, Place) for name in each.match_only}
    titles = {fold(str(title)) for each in paris.items.values() for title in getattr(each, "title", {"": ""}) or ()}
    for name in sorted(slang - titles):
        text = fold(spoken(await place.place(ask("place", name, language=language), ports)))
        assert f" {name} " not in f" {text} ", name


async def test_every_published_figure_is_told_with_its_author_and_scope(paris: Store, ports: Services) -> None:
    for each in paris.items.values():
        if isinstance(each, Figure) and each.publish is Publish.OK:
            text = spoken(await open_item(each.slug, ask("open", each.slug), ports))
            for part in (each.scope, each.stated_by, each.caveat):
                assert part is None or part["fr"].replace("\u00a0", " ").replace("\u202f", " ") in text, each.slug
