"""What somebody would follow: read from words, said in words, carried by buttons, and never a person."""

from dataclasses import replace

import pytest

from bot.gateway.acting import acting_for
from bot.gateway.buttons import Buttons
from content.news import Filter
from handlers.reply import Button, Reply
from handlers.request import Chat, ChatKind
from handlers.wanted import choosing, decode, encode, in_words, read, ROOM, said
from tests.content.paris_pack import ITEMS
from tests.handlers.world import ask, both, item, pressable, services, spoken, Store, world

STORE = world(
    item("topic", "lighting", title=both("Éclairage", "Lighting"), aliases={"fr": ["lampadaires"], "en": ["street lights"]}),
    item("topic", "cleaning", title=both("Propreté", "Cleaning")),
    item("place", "paris-19", title=both("19e arrondissement", "19th arrondissement"), sort="arrondissement", aliases=["19e"]),
    item("place", "stalingrad", title=both("Place Stalingrad", "Stalingrad square"), within=["paris-19"]),
    item("place", "rue-pajol", title=both("Rue Pajol", "Rue Pajol"), sort="street"),
    item("place", "square-pajol", title=both("Square Pajol", "Square Pajol"), sort="park"),
    item("place", "villette", title=both("La Villette", "La Villette"), sort="park", match_only=["crackland"]),
    item("contact", "mairie", title=both("Mairie du 19e", "Town hall of the 19th")),
    item("measure", "m-bancs", title=both("Bancs retirés", "Benches removed")),
)  # fmt: skip
PORTS = services(STORE)


def understood(args: str, language: str = "fr") -> Filter:
    found = read(args, ask("subscribe", args, language=language), PORTS)
    assert isinstance(found, Filter), spoken(found)
    return found


def refused(args: str, language: str = "fr") -> Reply:
    found = read(args, ask("subscribe", args, language=language), PORTS)
    assert isinstance(found, Reply), found
    return found


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("éclairage", Filter(topics=("lighting",))),
        ("ECLAIRAGE", Filter(topics=("lighting",))),
        ("lighting 19e -football", Filter(topics=("lighting",), places=("paris-19",), without=("football",))),
        ("-football 19e, lampadaires", Filter(topics=("lighting",), places=("paris-19",), without=("football",))),
        ("éclairage — –football", Filter(topics=("lighting",), without=("football",))),
        ("éclairage propreté", Filter(topics=("lighting", "cleaning"))),
        ("l’éclairage dans le 19e", Filter(topics=("lighting",), places=("paris-19",))),
        ("actualités sur la villette", Filter(places=("villette",))),
        ("villette caméras", Filter(places=("villette",), words=("cameras",))),
        ("sans-abri", Filter(words=("sans abri",))),
        ("lighting", Filter(topics=("lighting",))),
        ("paris-19", Filter(places=("paris-19",))),
        ("tout", Filter()),
        ("toutes les actualités", Filter()),
        ("everything", Filter()),
        ("all news -football -Rugby", Filter(without=("football", "rugby"))),
        ("-football", Filter(without=("football",))),
        ("caméras caméras CAMERAS", Filter(words=("cameras",))),
    ],
)
def test_words_become_topics_places_words_to_have_and_words_not_to_have(typed: str, wanted: Filter) -> None:
    assert understood(typed).write() == wanted.write()


def test_a_name_of_several_places_is_asked_back_and_the_rest_is_kept() -> None:
    reply = refused("éclairage pajol -football")
    assert "?" in spoken(reply)
    chosen = [decode(args.removeprefix("="), PORTS) for _, args in pressable(reply)]
    places = [each.places for each in chosen if each]
    assert sorted(places) == [("rue-pajol",), ("square-pajol",)]
    assert all(each and each.topics == ("lighting",) and each.without == ("football",) for each in chosen)


@pytest.mark.parametrize("typed", ["le", "de la", "actualités", "- –", ","])
def test_words_that_tell_nothing_follow_nothing(typed: str) -> None:
    found = read(typed, ask("subscribe", typed), PORTS)
    assert isinstance(found, Reply) or found == Filter()
    if typed in ("le", "de la"):
        assert "/abonner éclairage" in spoken(refused(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "un deux trois quatre cinq six sept huit neuf dix onze",
        "mot " * 40,
        "x" * 4000,
        " ".join(f"-mot{n}" for n in range(12)),
    ],
)
def test_too_much_is_refused_with_the_limit(typed: str) -> None:
    found = read(typed, ask("subscribe", typed), PORTS)
    if isinstance(found, Filter):
        assert encode(found) is None
    else:
        assert "16 lettres" in spoken(found)


@pytest.mark.parametrize(
    "typed",
    ["06 12 34 56 78", "Jean@exemple.fr", "AB-123-CD", "le dealer du 3e étage", "M. Dupont deale", "appartement 12"],
)
@pytest.mark.parametrize(
    ("language", "says"), [("fr", "je n’aide pas à retrouver quelqu’un"), ("en", "I do not help to find anybody")]
)
def test_nobody_can_be_followed(typed: str, language: str, says: str) -> None:
    text = spoken(refused(typed, language))
    assert says in text
    assert typed not in text


@pytest.mark.parametrize(
    ("wanted", "fr", "en"),
    [
        (Filter(), "toutes les actualités", "all news"),
        (Filter(topics=("lighting",), places=("paris-19",), without=("football",)),
         "Éclairage, 19e arrondissement, sans «\u202ffootball\u202f»", "Lighting, 19th arrondissement, without “football”"),
        (Filter(topics=("lighting", "cleaning")), "Éclairage et Propreté", "Lighting and Cleaning"),
        (Filter(words=("cameras",), without=("football", "rugby")),
         "«\u202fcameras\u202f», sans «\u202ffootball\u202f» et «\u202frugby\u202f»", "“cameras”, without “football” and “rugby”"),
        (Filter(without=("football",)), "toutes les actualités, sans «\u202ffootball\u202f»", "all news, without “football”"),
        (Filter(item="mairie"), "Mairie du 19e", "Town hall of the 19th"),
        (Filter(topics=("gone",)), "gone", "gone"),
    ],
)  # fmt: skip
def test_a_filter_is_said_in_plain_words(wanted: Filter, fr: str, en: str) -> None:
    assert said(wanted, ask("subscribe"), PORTS) == fr
    assert said(wanted, ask("subscribe", language="en"), PORTS) == en


async def test_a_single_item_is_called_by_its_title_and_one_that_is_gone_by_its_slug() -> None:
    assert await in_words(Filter(item="m-bancs"), ask("follow"), PORTS) == "Bancs retirés"
    assert await in_words(Filter(item="m-gone"), ask("follow"), PORTS) == "m-gone"


def test_slang_for_a_place_is_not_printed() -> None:
    assert "crackland" not in said(Filter(words=("crackland",), without=("crackland",)), ask("subscribe"), PORTS)


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(), Filter(topics=("lighting", "cleaning"), places=("paris-19",)), Filter(item="m-bancs"),
        Filter(topics=("lighting",), places=("stalingrad",), words=("cameras",), without=("football",)),
        Filter(words=("sans abri",), without=("saint denis",)),
    ],
)  # fmt: skip
def test_a_button_carries_a_filter_there_and_back(wanted: Filter) -> None:
    code = encode(wanted)
    assert code is not None
    assert decode(code, PORTS) == wanted
    button = choosing("x", wanted, ask("subscribe"))
    assert button is not None
    assert Buttons(b"k" * 32).write(button, -1001234567890)


def test_what_does_not_fit_a_button_is_not_cut() -> None:
    assert encode(Filter(words=("x" * ROOM,))) is None
    assert choosing("x", Filter(words=("x" * ROOM,)), ask("subscribe")) is None


@pytest.mark.parametrize("code", ["tAAAAA", "pAAAAA", "zfoo", "iNot A Slug", "t", "w", "iM-BANCS"])
def test_a_code_that_names_what_is_no_more_is_no_filter(code: str) -> None:
    assert decode(code, PORTS) is None


def test_the_longest_filter_fits_with_every_choice_and_whom_it_acts_for() -> None:
    code = encode(Filter(words=("x" * (ROOM - 1),)))
    assert code is not None
    assert len(code) == ROOM
    asked = replace(ask("subscribe", acting_for=Chat(-7, ChatKind.GROUP)), acting=99_999)
    assert Buttons(b"k" * 32).write(acting_for(Button("x", "subscribe", f"?nfr{code}", in_place=True), asked), 42)


def test_the_longest_slug_fits_with_every_choice() -> None:
    code = encode(Filter(item="a" * 40))
    assert code is not None
    assert Buttons(b"k" * 32).write(Button("x", "follow", f"?nfr{code}", in_place=True), 42)


def test_every_topic_and_place_of_the_paris_pack_can_be_told_from_the_others_by_its_mark() -> None:
    ports = services(Store(dict(ITEMS)))
    filters = [Filter(topics=(slug,)) for slug in ports.packs.reference.topics]
    filters += [Filter(places=(slug,)) for slug in ports.packs.reference.places]
    assert len(filters) > 80
    assert [decode(encode(each) or "", ports) for each in filters] == filters
