"""What the words after a command name: topic, place and status, in any order, in any language."""

import pytest

from content.records import Status
from handlers.subject import nearest, understood
from tests.handlers.world import both, item, world

REFERENCE = world(
    item("topic", "eclairage", title=both("Éclairage", "Lighting"), aliases={"fr": ["lampadaire", "bassin"]}),
    item("topic", "police", title=both("Police", "Policing"), aliases={"fr": ["présence policière"]}),
    item("place", "paris-19", title=both("19e arrondissement", "19th arrondissement"), sort="arrondissement"),
    item("place", "rotonde", title=both("Rotonde", "Rotonde"), within=["paris-19"]),
    item("place", "bassin", title=both("Bassin", "Basin")),
).reference


@pytest.mark.parametrize(
    ("words", "topics", "places"),
    [
        ("éclairage", ("eclairage",), ()),
        ("lighting", ("eclairage",), ()),
        ("ECLAIRAGE Rotonde", ("eclairage",), ("rotonde",)),
        ("rotonde lampadaire", ("eclairage",), ("rotonde",)),
        ("policing in the 19th arrondissement", ("police",), ("paris-19",)),
        ("présence policière rotonde", ("police",), ("rotonde",)),
        ("eclairage", ("eclairage",), ()),
        ("eclairage rotonde", ("eclairage",), ("rotonde",)),
    ],
)
def test_topic_and_place_are_found_in_any_order(words: str, topics: tuple[str, ...], places: tuple[str, ...]) -> None:
    found = understood(words, REFERENCE)
    assert found.topic_slugs == topics
    assert tuple(place.slug for place in found.places) == places
    assert not found.partly


def test_a_place_goes_before_a_topic_that_bears_its_name_among_others() -> None:
    assert [place.slug for place in understood("bassin", REFERENCE).places] == ["bassin"]
    assert understood("bassin", REFERENCE).topics == ()


def test_a_status_is_understood_only_where_it_makes_sense() -> None:
    assert understood("refusé rotonde", REFERENCE, with_status=True).status is Status.REFUSED
    assert understood("refusé rotonde", REFERENCE).status is None


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_understood_by_its_own_name(status: Status) -> None:
    assert understood(status.value, REFERENCE, with_status=True).status is status


def test_a_larger_place_holds_those_within_it() -> None:
    assert set(understood("19e", REFERENCE).place_slugs(REFERENCE)) == {"paris-19", "rotonde"}


def test_nothing_asked_is_not_something_misunderstood() -> None:
    assert not understood("   ", REFERENCE).asked
    assert understood("zorglub", REFERENCE).asked
    assert not understood("zorglub", REFERENCE).known


@pytest.mark.parametrize("words", ["x" * 5000, "a " * 2000, "é\u0301\u200d😀" * 50, "<b>", "\u202eabc", "' OR 1=1 --"])
def test_no_words_are_too_strange_to_be_read(words: str) -> None:
    assert not understood(words, REFERENCE, with_status=True).topics
    nearest(words, REFERENCE, "fr")


def test_the_nearest_names_are_offered() -> None:
    assert [record.slug for record in nearest("eclerage", REFERENCE, "fr")][:1] == ["eclairage"]
