"""Search over the Paris pack: what residents would type, and what must come first."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.storage.database import open_database
from bot.storage.search import open_search, Searcher, SearchIndex
from content.pack.manifest import Synonyms
from content.records import Publish
from tests.content.paris_pack import ITEMS, PAGES

_FRENCH = """
seringue par terre = seringue
j'ai trouvé une seringue par terre dans la rue que faire = seringue
Bonjour, combien de seringues svp = seringue
seringe = seringue
tapage nocturne = bruit
Bonjour, qui appeler pour du bruit la nuit svp ? = bruit
du bruit toute la nuit sous mes fenetres = bruit
dealer en bas de chez moi = deal
sdf qui dort dehors = sans-abri
on m'a volé mon telephone dans la rue = victime
une personne inconsciente dans le hall = malaise
mon fils consomme du crack = proche
je veux arreter le crack = je-consomme
enfant en danger = enfant
suicide = idees-suicidaires
incendie = incendie
lampadaire cassé = eclairage
poubelles renversées = proprete
porter plainte en ligne = plainte
arreté prefectoral = arrete
eclairage stalingrad = m-eclairage-stalingrad
ECLAIRAGE   STALINGRAD !!! = m-eclairage-stalingrad
bancs retirés stalingrad = m-bancs-retires
banc retiré = m-bancs-retires
patrouilles stalingrad = m-patrouilles-24h
bus accueil forceval = m-bus-accueil-forceval
porte de la chappelle espace de repos = m-espace-repos-chapelle
plan crack 2019 = m-plan-crack-2019
prefet de police = g-prefet-police
c'est quoi ILS = g-ils
ils = g-ils
c'est quoi une AFD = g-afd
bac = g-bac
injonction therapeutique = g-injonction-therapeutique
presomption d'innocence = g-presomption-innocence
scene ouverte = g-scene-ouverte
stalingrd = place-stalingrad
stalingard = place-stalingrad
jardin d eole = jardins-eole
rosaparks = rosa-parks
rosa parks tunnel = tunnel-rosa-parks
porte de la chapele = porte-chapelle
portedelachapelle = porte-chapelle
marx dormoi = marx-dormoy
la vilette = parc-villette
porte d'aubervillier = porte-aubervilliers
bd de la chapelle = boulevard-chapelle
quai de seine = quai-seine
canal saint martin = canal-saint-martin
gare du nord = gare-du-nord
barbes = barbes
pantin = pantin
lariboisiere = lariboisiere
quoi de neuf à jaures = jaures
dans ma rue = c-dansmarue
114 = c-114
numero 3975 = c-3975
que fait la police = policing
"""
_ENGLISH = """
needle on the street = seringue
neddle = seringue
drug dealing in front of my building = deal
homeless person sleeping outside = sans-abri
overdose = malaise
file a complaint = plainte
police order = arrete
lighting stalingrad = m-eclairage-stalingrad
lightning in stalingrad = m-eclairage-stalingrad
porte de la chapelle clearance = m-colline-evacuee
what is CAARUD = g-caarud
harm reduction = g-rdrd
eole garden = jardins-eole
forceval wall = tunnel-forceval
town hall 19th = mairie-19
"""
_FIRST = [
    (text, language, slug)
    for language, lines in (("fr", _FRENCH), ("en", _ENGLISH))
    for text, _, slug in (line.partition(" = ") for line in lines.strip().splitlines())
]

_AMONG_THREE = [
    ("salle de shoot", "fr", "g-hsa"),
    ("haltes soins adiction", "fr", "consumption-room"),
    ("csapa", "fr", "g-csapa"),
    ("caarud", "fr", "g-caarud"),
    ("mairie 18", "fr", "c-mairie-18"),
    ("mairie du 10eme", "fr", "c-mairie-10"),
    ("samu", "fr", "c-15"),
    ("evacuation forceval", "fr", "m-evacuation-forceval"),
    ("interdiction de paraitre", "fr", "g-interdiction-paraitre-jud"),
    ("amende forfetaire", "fr", "g-afd"),
    ("mur de forceval", "fr", "tunnel-forceval"),
    ("supervised consumption room", "en", "consumption-room"),
    ("consumption room", "en", "g-hsa"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("paris")


@pytest.fixture
async def search(folder: Path) -> AsyncIterator[Searcher]:
    synonyms = PAGES["synonyms"]
    assert isinstance(synonyms, Synonyms)
    async with open_database(folder / "paris.db") as database:
        await database.write(_fill)
        async with open_search(database, SystemClock(), lambda: synonyms, budget=5.0) as opened:
            yield opened


def _fill(connection: sqlite3.Connection) -> None:
    if connection.execute("SELECT 1 FROM item").fetchone():
        return
    for item in ITEMS.values():
        if item.publish is Publish.OK:
            SearchIndex().index(connection, item)
            connection.execute(
                "INSERT INTO item(slug, kind, state, rev, body, story, changed_at) VALUES(?, ?, 'published', 1, ?, ?, 0)",
                (item.slug, item.kind, item.model_dump_json(exclude={"slug"}), item.slug),
            )


@pytest.mark.parametrize(("text", "language", "slug"), _FIRST, ids=[text for text, _, _ in _FIRST])
async def test_a_resident_finds_first_what_was_meant(search: Searcher, text: str, language: str, slug: str) -> None:
    found = await search.find(text, language)
    assert [hit.slug for hit in found.hits][:1] == [slug]
    assert found.language == language


@pytest.mark.parametrize(("text", "language", "slug"), _AMONG_THREE, ids=[text for text, _, _ in _AMONG_THREE])
async def test_a_resident_finds_among_the_first_three(search: Searcher, text: str, language: str, slug: str) -> None:
    found = await search.find(text, language)
    assert slug in [hit.slug for hit in found.hits][:3]


@pytest.mark.parametrize(
    "text",
    ["seringue par terre", "stalingrd", "jardin d eole", "tapage nocturne", "injonction therapeutique", "dans ma rue"],
)
async def test_a_title_that_says_nearly_all_that_was_asked_is_a_sure_answer(search: Searcher, text: str) -> None:
    found = await search.find(text, "fr")
    assert found.sure
    assert not found.close


@pytest.mark.parametrize("text", ["mairie du 10eme", "prefet de police", "interdiction de paraitre", "csapa"])
async def test_when_several_answers_are_as_good_the_reader_is_asked(search: Searcher, text: str) -> None:
    found = await search.find(text, "fr")
    assert found.close
    assert not found.sure


@pytest.mark.parametrize(
    "text",
    ["couvre feu", "couvre-feu", "meteo demain", "horaires piscine", "recette de lasagnes", "match du psg ce soir"],
)
async def test_what_the_pack_does_not_know_gets_no_sure_answer(search: Searcher, text: str) -> None:
    found = await search.find(text, "fr")
    assert not found.sure
    assert all(hit.score < 0.35 for hit in found.hits)


@pytest.mark.parametrize("text", ["vacances à tahiti", "recette de lasagnes", "xqzwk", "bitcoin", "plombier pas cher"])
async def test_where_nothing_answers_nothing_is_said(search: Searcher, text: str) -> None:
    assert (await search.find(text, "fr")).hits == ()


async def test_slang_is_matched_and_never_shown(search: Searcher) -> None:
    for text in ("salle de shoot", "salle de shout", "salle de shot"):
        found = await search.find(text, "fr")
        assert found.hits
        assert not any("shoot" in hit.title.lower() for hit in found.hits)
        assert found.read_as is None or "shoot" not in found.read_as


async def test_the_reader_of_french_who_asks_in_english_is_answered_and_told_so(search: Searcher) -> None:
    found = await search.find("needle on the street", "fr")
    assert found.hits[0].slug == "seringue"
    assert found.language == "en"


async def test_a_question_as_long_as_an_inline_query_may_be_is_answered_in_its_time(search: Searcher) -> None:
    text = (
        "Bonjour, je voudrais savoir ce que devient le campement de Stalingrad et des jardins d'Éole, car la nuit " * 3
    )[:256]
    found = await search.find(text, "fr")
    assert not found.incomplete
