import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.pack.checking.leaves import shown
from content.pack.manifest import Wording
from content.records import Article, Figure, Measure
from content.safety.public import Public, public
from content.safety.screens import Ground, screen
from content.texts import texts
from content.wording import guide
from tests.content.paris_pack import every, ITEMS, page

PUBLIC = public(ITEMS.values())
GUIDE = guide(page(Wording, "wording"))

STOPPED = {
    Ground.PERSON: """
Karim B., 23 ans, a été interpellé
Le tribunal a jugé Mamadou Diallo
M. Dupont, gardien de l'immeuble
Mme Leroy tient l'épicerie
Un certain Ibrahima serait parti
le jeune homme, surnommé Ibra
Wei Zhang a été mis en examen mardi
Jean-Pierre Martin préside le collectif
John Smith was arrested on Monday
a man called Kevin left
Anne Dupont et Paul Hidalgue répondent
""",
    Ground.PHONE: """
appelez le 06 12 34 56 78
zéro six 12 34 56 78
""",
    Ground.ONLINE: """
écrire à jean@example.org
son compte @dealer75
""",
    Ground.PLATE: """
une voiture AB-123-CD
""",
    Ground.DWELLING: """
au 3e étage de l'immeuble
digicode 12A34
""",
    Ground.ADDRESS: """
Rendez-vous au 12 rue de Tanger
the door at 14 Tanger street
""",
    Ground.ACCUSED: """
le gardien est complice
my neighbour is a dealer
""",
    Ground.LIVE: """
ils sont en ce moment à l'angle de la rue Riquet
dealers rue Riquet en ce moment
""",
    Ground.ORIGIN: """
un vendeur sénégalais
des dealers d'origine africaine
deux ressortissants maliens
un homme de nationalité française
des personnes en situation irrégulière
a group of undocumented men
sellers of North African origin
""",
    Ground.WORDING: """
les toxicos reviennent
la salle de shoot ferme
""",
}
STRICT = set(Ground) - {Ground.ACCUSED, Ground.ADDRESS}

PASSED = """
M. le préfet et Mme la maire répondent
M. Dagnaud, maire du 19e, demande des renforts
La sénatrice Catherine Dumas interroge le ministre
Paul Durand, député, visite le quartier
Emmanuel Grégoire et Anne Hidalgo
Une réunion rue Pierre-Reverdy et à l'école Claude Bernard
La place Louis-Blanc et l'hôpital Fernand-Widal
Évacuation de Rosa-Parks jugée mal préparée
Tirs d'origine non établie, selon la préfecture
Le 17, le 112 et le 3114 répondent
La mairie du 19e répond au 01 44 52 29 19
Des personnes sans domicile pour 194 places
Selon la préfecture, 86 personnes ont été évacuées le 3 septembre
Les habitants demandent des soins et un hébergement
Le Monde et Le Parisien en parlent
The court of appeal reversed the ruling on 7 May 2024
"""


@pytest.mark.parametrize(
    ("ground", "text"), [(ground, line) for ground, some in STOPPED.items() for line in some.strip().splitlines()]
)
def test_what_points_at_a_person_is_stopped_with_its_ground(ground: Ground, text: str) -> None:
    stops = screen(text, "summary.fr", PUBLIC, GUIDE)
    assert {stop.ground for stop in stops} == {ground}
    assert all(stop.piece for stop in stops)
    assert {stop.strict for stop in stops} == {ground in STRICT}


@pytest.mark.parametrize("text", PASSED.strip().splitlines())
def test_sober_news_passes(text: str) -> None:
    assert screen(text, "summary.fr", PUBLIC, GUIDE) == ()


def test_the_packs_own_titles_and_summaries_pass() -> None:
    stopped = {
        (slug, field): [stop.piece for stop in stops]
        for slug, item in (every(Article) | every(Measure) | every(Figure)).items()
        for field, text in shown(item)
        if field.startswith(("title", "summary")) and (stops := screen(text, field, PUBLIC, GUIDE))
    }
    assert stopped == {}


def test_strict_things_come_first_and_each_is_told_once() -> None:
    stops = screen("Le gardien est complice, appelez le 06 12 34 56 78 ou le 06 12 34 56 78", "note", PUBLIC, GUIDE)
    assert [(stop.ground, stop.strict) for stop in stops] == [(Ground.PHONE, True), (Ground.ACCUSED, False)]


def test_our_words_bind_what_residents_see_and_not_a_note_between_moderators() -> None:
    (seen,) = screen("les toxicos", "title.fr", PUBLIC, GUIDE)
    (noted,) = screen("les toxicos", "reason", PUBLIC, GUIDE)
    assert (seen.strict, noted.strict) == (True, False)
    assert "personne" in seen.instead


def test_a_quotation_may_hold_a_word_the_guide_allows_there() -> None:
    assert screen("La « colline du crack » est évacuée", "title.fr", PUBLIC, GUIDE) == ()
    assert screen("La colline du crack est évacuée", "title.fr", PUBLIC, GUIDE) != ()


def test_an_exact_address_matters_where_residents_see_it() -> None:
    assert screen("voir au 12 rue de Tanger", "reason", PUBLIC) == ()


def test_who_is_public_is_said_by_the_store_alone() -> None:
    text = "Anne Hidalgo répond au 01 44 52 29 19"
    assert {stop.ground for stop in screen(text, "note")} == {Ground.PERSON, Ground.PHONE}
    assert screen(text, "note", Public(people=frozenset({"anne hidalgo"}), numbers=frozenset({"0144522919"}))) == ()


def test_a_role_only_name_of_a_position_is_not_public() -> None:
    assert "anne hidalgo" in PUBLIC.people
    assert not any("commissaire" in name for name in PUBLIC.people)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("ground", list(Ground))
def test_every_stop_has_a_kind_reason_and_a_hint(ground: Ground, language: str) -> None:
    line = STOPPED[ground].strip().splitlines()[0]
    (stop, *_) = (one for one in screen(line, "summary.fr", PUBLIC, GUIDE) if one.ground is ground)
    assert stop.piece in texts(language).text(stop.key, piece=stop.piece).unescape()
    given = {"instead": stop.instead} if ground is Ground.WORDING else {}
    assert "{" not in texts(language).text(stop.hint, **given)


@settings(deadline=None)
@given(st.text(max_size=500), st.sampled_from(["title.fr", "summary.en", "note", "", "a.b.c"]))
def test_any_text_is_screened(text: str, field: str) -> None:
    for stop in screen(text, field, PUBLIC, GUIDE):
        assert stop.field == field
        assert len(stop.piece) <= 81


@pytest.mark.parametrize(
    "piece",
    ["Aa ", "Karim ", "M. A", "Aa, 1", "un certain ", "maire ", "12 rue de la ", "de nationalite ", "homme ", "origine du ", "Aa de ", "d’",
     "rue A", "noir homme ", "0 ", "AB-", "«", "\u0301"],
)  # fmt: skip
def test_hostile_texts_take_no_longer_than_others(piece: str) -> None:
    screen("warm", "title.fr", PUBLIC, GUIDE)
    began = time.perf_counter()
    screen(piece * 40_000, "title.fr", PUBLIC, GUIDE)
    assert time.perf_counter() - began < 1
