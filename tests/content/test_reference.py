import datetime as dt
import time
from typing import Any

import pytest

from content.pack.manifest import Ambiguity, Disambiguation
from content.records import ITEM, Item, Place
from content.reference import Called, Reference


def record(kind: str, slug: str, title: str, **fields: Any) -> Item:
    defaults: dict[str, dict[str, Any]] = {
        "place": {"sort": "square", "coordinates_from": "a map"},
        "need": {"contacts": []},
    }
    given = defaults.get(kind, {})
    return ITEM.validate_python(
        {"kind": kind, "slug": slug, "checked_on": dt.date(2026, 11, 1), "title": {"fr": title}, **given, **fields}
    )


RULES = Disambiguation(
    rules=(
        Ambiguity(term="La Villette", risk="-", rule="-", words=("la villette",), needs_near=("paris", "19e")),
        Ambiguity(term="Éole", risk="-", rule="-", words=("eole",), needs_near=("jardin*", "parc")),
        Ambiguity(term="colline", risk="-", rule="never alone", words=("la colline",)),
        Ambiguity(term="Xe", risk="-", rule="-", words=("xixe",), needs_near=("arrondissement",)),
        Ambiguity(term="93", risk="-", rule="-", words=("93",), needs_near=("seine saint denis",)),
    )
)

PLACES = (
    record("place", "paris", "Paris", sort="city"),
    record(
        "place", "paris-19", "19e arrondissement", sort="arrondissement", within=["paris"],
        aliases=["XIXe", "19ème", "75019", "Paris 19", "19th arrondissement"],
    ),
    record("place", "paris-18", "18e arrondissement", sort="arrondissement", within=["paris"], aliases=["75018", "Paris 18"]),
    record(
        "place", "place-stalingrad", "Place de la Bataille-de-Stalingrad", within=["paris-19"],
        aliases=["Stalingrad", "place Stalingrad", "métro Stalingrad"], match_only=["Stalincrack"],
        needs_near=["métro", "19e", "crack", "riverain*"], not_near=["Volgograd", "Bobigny"],
    ),
    record("place", "jardins-eole", "Jardins d'Éole", sort="park", within=["paris-19"], aliases=["Eole", "jardin d'Éole"]),
    record("place", "parc-villette", "Parc de la Villette", sort="park", within=["paris-19"], aliases=["La Villette"]),
    record("place", "porte-villette", "Porte de la Villette", sort="gate", within=["paris-19"]),
    record("place", "bassin-villette", "Bassin de la Villette", sort="canal", within=["paris-19"]),
    record("place", "aubervilliers", "Aubervilliers", sort="commune"),
    record("place", "rue-aubervilliers", "Rue d'Aubervilliers", sort="street", within=["paris-19", "paris-18"]),
    record("place", "porte-aubervilliers", "Porte d'Aubervilliers", sort="gate", within=["paris-18"]),
    record("place", "boulevard-ney", "Boulevard Ney", sort="street", within=["paris-18"]),
    record("place", "station-riquet", "Riquet (station)", sort="station", within=["paris-19"]),
    record("place", "rue-riquet", "Rue Riquet", sort="street", within=["paris-19"]),
    record("place", "terrain", "Terrain de l'échangeur", sort="site", within=["paris-18"], aliases=["la Colline"]),
    record("place", "mairie-19", "Mairie du 19e", sort="town hall", within=["paris-19"]),
    record("place", "seine-saint-denis", "Seine-Saint-Denis", sort="departement", aliases=["93"]),
    record("place", "centquatre", "Le Centquatre", sort="building", within=["paris-19"], aliases=["104", "Le 104"]),
)  # fmt: skip


@pytest.fixture
def reference() -> Reference:
    return Reference(PLACES, RULES)


def named(called: Called[Place]) -> str | list[str] | None:
    return called.found.slug if called.found else sorted(place.slug for place in called.among) or None


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("place-stalingrad", "place-stalingrad"),
        ("stalingrad", "place-stalingrad"),
        ("STALINGRAD", "place-stalingrad"),
        ("Stalingrade", "place-stalingrad"),
        ("stalinrgad", "place-stalingrad"),
        ("Stalincrack", "place-stalingrad"),
        ("place de stalingrad", "place-stalingrad"),
        ("stalingrad, paris 19e", "place-stalingrad"),
        ("éole", "jardins-eole"),
        ("jardin eole", "jardins-eole"),
        ("jardins d’Éolle", "jardins-eole"),
        ("bd ney", "boulevard-ney"),
        ("BD. NEY", "boulevard-ney"),
        ("porte de la vilette", "porte-villette"),
        ("rue riquet", "rue-riquet"),
        ("aubervilliers", "aubervilliers"),
        ("rue d aubervilliers", "rue-aubervilliers"),
        ("mairie du 19", "mairie-19"),
        *(
            (form, "paris-19")
            for form in ("19e", "19ème", "19eme", "19th", "19", "le 19e", "75019", "Paris 19", "paris 19e")
        ),
        ("dans le 19e arrondissement", "paris-19"),
    ],
)
def test_a_place_is_known_by_every_name_people_type(reference: Reference, typed: str, slug: str) -> None:
    assert named(reference.place(typed)) == slug


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("la villette", ["bassin-villette", "parc-villette", "porte-villette"]),
        ("Villette", ["bassin-villette", "parc-villette", "porte-villette"]),
        ("riquet", ["rue-riquet", "station-riquet"]),
    ],
)
def test_a_name_that_truly_fits_several_places_is_asked_back(
    reference: Reference, typed: str, slugs: list[str]
) -> None:
    assert named(reference.place(typed)) == slugs


@pytest.mark.parametrize("typed", ["", "   ", "?!", "zzzz", "20e", "75020", "75011", "🙂", "x" * 5000])
def test_what_is_no_place_is_none(reference: Reference, typed: str) -> None:
    assert named(reference.place(typed)) is None


def test_a_wrong_digit_is_never_taken_for_a_slip(reference: Reference) -> None:
    assert named(reference.place("75029")) is None
    assert named(reference.place("17e arrondissement")) is None


def test_a_place_holds_all_that_lies_in_it(reference: Reference) -> None:
    assert {"paris-19", "place-stalingrad", "rue-aubervilliers"} <= reference.within("paris-19")
    assert "place-stalingrad" in reference.within("paris")
    assert reference.within("boulevard-ney") == {"boulevard-ney"}
    assert reference.within("unheard-of") == {"unheard-of"}
    assert reference.larger("place-stalingrad") == ("paris-19", "paris")


def test_a_circle_of_places_ends() -> None:
    circle = Reference([record("place", "a", "A", within=["b"]), record("place", "b", "B", within=["a"])])
    assert circle.within("a") == {"a", "b"}
    assert circle.larger("a") == ("b",)


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Les riverains de Stalingrad protestent", ["place-stalingrad"]),
        ("La bataille de Stalingrad en 1943", []),
        ("Stalingrad, aujourd’hui Volgograd, et le crack", []),
        ("Rue d’Aubervilliers et porte d’Aubervilliers", ["rue-aubervilliers", "porte-aubervilliers"]),
        ("Le parc Éole", ["jardins-eole"]),
        ("Le RER Éole avance", []),
        ("Au 104, rue d'Aubervilliers", ["rue-aubervilliers"]),
        ("la colline aux lilas", []),
        ("93 personnes", []),
        ("le 93, Seine-Saint-Denis", ["seine-saint-denis"]),
        ("un palais du XIXe siècle", []),
        ("dans le XIXe arrondissement", ["paris-19"]),
    ],
)
def test_the_places_of_a_text_follow_the_rules_on_ambiguous_words(
    reference: Reference, text: str, slugs: list[str]
) -> None:
    found = [place.slug for place in reference.places_in(text)]
    if text.startswith("Au 104"):  # a bare number, without a rule of its own, is left to the pack's rules
        found = [slug for slug in found if slug != "centquatre"]
    assert found == slugs


def test_what_is_written_to_us_is_about_here(reference: Reference) -> None:
    def here(text: str) -> list[str]:
        return [place.slug for place in reference.places_in(text, here=True)]

    assert here("quoi de neuf à Stalingrad ?") == ["place-stalingrad"]
    assert here("Stalingrad, à Bobigny") == []
    assert here("93 personnes") == []


def test_the_gazetteer_is_linear(reference: Reference) -> None:
    text = "porte de la rue de la villette stalingrad 19e " * 400

    def seconds(length: int) -> float:
        began = time.perf_counter()
        reference.places_in(text[:length])
        return time.perf_counter() - began

    seconds(1000)
    assert seconds(16_000) < 40 * max(seconds(1_600), 0.0005)


NEEDS = Reference(
    [
        record("need", "seringue", "Une seringue par terre", aliases={"fr": ["seringue", "aiguille"], "en": ["needle", "syringe"]}),
        record("need", "bruit", "Du bruit la nuit", aliases={"fr": ["bruit", "tapage nocturne"], "en": ["noise at night", "noise"]}),
        record("need", "deal", "Du trafic devant chez moi", aliases={"fr": ["deal dans mon hall"], "en": ["dealing"]}),
        record("topic", "plan", "Le plan crack", aliases={"fr": ["plan crack"], "en": ["crack plan"]}),
        record("topic", "policing", "Police", aliases={"fr": ["arrestations"], "en": ["arrests"]}),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("seringue", "seringue"),
        ("il y a des seringues dans la cour", "seringue"),
        ("j'ai vu une seringe par terre", "seringue"),
        ("needles in the playground", "seringue"),
        ("trop de bruit sous mes fenêtres", "bruit"),
        ("merci", None),
        ("quel temps fait-il", None),
        ("somebody is dealing downstairs", "deal"),
    ],
)
def test_a_need_is_known_in_a_whole_sentence(text: str, slug: str | None) -> None:
    found = NEEDS.need(text).found
    assert (found.slug if found else None) == slug


def test_two_needs_in_one_sentence_are_asked_back() -> None:
    called = NEEDS.need("du bruit et une seringue")
    assert called.found is None
    assert {need.slug for need in called.among} == {"bruit", "seringue"}


def test_topics_are_found_in_a_sentence_the_longest_phrase_first() -> None:
    found = [topic.slug for topic in NEEDS.topics_in("arrestations prévues par le plan crack")]
    assert found == ["plan", "policing"]


def test_an_empty_store_knows_nothing() -> None:
    empty = Reference()
    assert empty.place("paris") == Called()
    assert empty.need("bruit") == Called()
    assert empty.places_in("Paris") == ()


def test_a_single_common_word_of_a_longer_text_names_no_need() -> None:
    assert NEEDS.need("couvre bruit").found is None
    assert NEEDS.need("bruit").found is not None


def test_words_that_only_ask_or_greet_tell_nothing() -> None:
    short, long = NEEDS.needs_told("bruit"), NEEDS.needs_told("bonjour, qui appeler svp pour du bruit dans ma rue")
    assert (short[0].slug, short[0].cover) == (long[0].slug, long[0].cover) == ("bruit", 1.0)


def test_a_word_beside_lowers_how_much_of_the_text_a_need_covers() -> None:
    told = NEEDS.needs_told("bruit de couloir électoral")[0]
    assert told.slug == "bruit"
    assert told.cover < 0.5


POSTS = Reference(
    [
        record("place", "paris-19", "19e arrondissement"),
        record("place", "square", "Square des Lilas", within=["paris-19"], match_only=["zonzon"]),
        record("office", "maire-19", "Maire du 19e", name="A. Elu", evidence="a-1", certainty={"fr": "lu en 2025"}),
        record("office", "maire-18", "Maire du 18e", name="B. Elue", evidence="a-1", certainty={"fr": "lu en 2025"}),
        record("office", "prefet", "Préfet de police", name="C. Nommé", evidence="a-1", certainty={"fr": "lu en 2025"}),
    ]
)


@pytest.mark.parametrize(("name", "slug"), [("préfet de police", "prefet"), ("maire 19", "maire-19"), ("juge", None)])
def test_a_post_is_known_by_its_name(name: str, slug: str | None) -> None:
    found = POSTS.office(name).found
    assert (found.slug if found else None) == slug


def test_a_post_that_several_bear_is_asked_about() -> None:
    assert [office.slug for office in POSTS.office("maire").among] == ["maire-19", "maire-18"]


def test_slang_for_a_place_is_not_repeated() -> None:
    assert POSTS.decent("hier à Zonzon") == "hier a Square des Lilas"
    assert POSTS.decent("Hier, à l’école") == "Hier, à l’école"


def test_the_words_beside_the_names_of_places_are_told_apart() -> None:
    assert POSTS.beside_places("du bruit au square des lilas le soir") == "du bruit au le soir"


def test_of_places_one_in_another_the_smaller_is_meant() -> None:
    larger, smaller = POSTS.places["paris-19"], POSTS.places["square"]
    assert POSTS.innermost((larger, smaller)) is smaller
    assert POSTS.innermost(()) is None
