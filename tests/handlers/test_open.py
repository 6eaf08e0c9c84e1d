"""``open``: any item by its slug, of every kind, and nothing that is not for the public."""

import pytest

from content.records import Item, KINDS
from handlers.open import open_item
from tests.handlers.world import ask, both, item, pressable, services, spoken, world

MANY: tuple[Item, ...] = (
    item("source", "gazette"),
    item("topic", "eclairage", title=both("Éclairage", "Lighting")),
    item("place", "rotonde", title=both("Rotonde", "Rotonde")),
    item("term", "parquet", title=both("parquet", "prosecution")),
    item("need", "bruit", title=both("Du bruit", "Noise"), contacts=[{"contact": "mairie"}]),
    item("contact", "mairie", title=both("Mairie", "Town hall"), phone="01 00 00 00 00", display_fields=["phone"]),
    item("contact", "cache", title=both("Caché", "Hidden"), phone="02 00 00 00 00", display_ok=False),
    item("article", "article-1", title=both("Un banc", "A bench"), story="banc", url="https://gazette.example/1"),
    item(
        "article",
        "article-2",
        title=both("Un autre banc", "Another bench"),
        story="banc",
        url="https://gazette.example/2",
    ),
    item("measure", "mesure", title=both("Une mesure", "A measure")),
    item("figure", "chiffre", title=both("Un chiffre", "A figure")),
    item("position", "oui", says=both("Oui.")),
    item("position", "non", says=both("Non."), stance="against"),
    item("feed", "flux"),
    item("office", "poste", title=both("Un poste"), name="Camille Essai", evidence="a page", certainty=both("sûr")),
    item("dataset", "donnees", title="Des données", url=None, evidence="a page", use="later"),
    item("exclusion", "exclu", title="Un site exclu", reason="copies"),
)
STORE = world(*MANY)


def test_this_world_has_every_kind_there_is() -> None:
    assert {each.kind for each in MANY} == set(KINDS)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("gazette", "La Gazette"), ("eclairage", "Éclairage"), ("rotonde", "Rotonde"), ("parquet", "parquet"), ("bruit", "Du bruit"),
        ("mairie", "01 00 00 00 00"), ("article-1", "Un résumé."), ("mesure", "Annoncé"), ("chiffre", "12 places"), ("oui", "Non."),
    ],
)  # fmt: skip
async def test_what_is_public_opens(slug: str, words: str) -> None:
    assert words in spoken(await open_item(slug, ask("open", slug), services(STORE)))


@pytest.mark.parametrize("slug", ["flux", "poste", "donnees", "exclu", "cache", "never-there", "", "a b", "../../etc"])
async def test_what_is_not_public_or_not_there_says_so_and_nothing_else(slug: str) -> None:
    reply = await open_item(slug, ask("open", slug), services(STORE))
    assert "n’existe pas ou n’est plus publiée" in spoken(reply)
    assert pressable(reply) == [("latest", "")]


async def test_one_stance_opens_the_debate_and_never_stands_alone() -> None:
    alone = world(*(each for each in MANY if each.slug != "non"))
    text = spoken(await open_item("oui", ask("open", "oui"), services(alone)))
    assert "Oui." not in text
    assert "une seule position" in text


async def test_an_article_names_the_others_on_the_same_event() -> None:
    text = spoken(await open_item("article-1", ask("open", "article-1"), services(STORE)))
    assert "Même événement" in text


async def test_a_ruling_opens_with_the_one_that_reversed_it_or_not_at_all() -> None:
    first = item("article", "a", title=both("Annulé"), companion="b")
    second = item("article", "b", title=both("Renversé"), companion="a")
    text = spoken(await open_item("a", ask("open", "a"), services(world(first, second))))
    assert "Annulé" in text
    assert "Renversé" in text
    assert "Annulé" not in spoken(await open_item("a", ask("open", "a"), services(world(first))))


async def test_an_unpublished_item_does_not_open() -> None:
    draft = item("article", "a", title=both("Pas encore"), publish="needs_second_source")
    assert "Pas encore" not in spoken(await open_item("a", ask("open", "a"), services(world(draft))))
