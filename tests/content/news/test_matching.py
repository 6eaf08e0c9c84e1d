"""Matching: topics, places with all that lies in them, words in any inflection, and words to leave out."""

import datetime as dt
from typing import Any

import pytest

from content.news import Filter, Happening, What
from content.news.matching import handles, matches
from content.records import Item
from content.reference import Reference
from tests.handlers.world import both, item

NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)
REFERENCE = Reference(
    (
        item("topic", "eclairage", title=both("Éclairage", "Lighting"), aliases={"fr": ["lampadaire"], "en": ["lamp"]}),
        item("topic", "police", title=both("Police", "Policing")),
        item("place", "paris", title=both("Paris", "Paris"), sort="city"),
        item(
            "place", "paris-19", title=both("19e arrondissement", "19th district"), within=["paris"], aliases=["75019"]
        ),
        item("place", "rotonde", title=both("Rotonde", "Rotonde"), within=["paris-19"], match_only=["crackonde"]),
        item("place", "villette", title=both("La Villette", "La Villette"), within=["paris-19"]),
    )
)
FEED = item("feed", "flux")


def told(thing: Item, what: What = What.NEW) -> Happening:
    return Happening(1, thing.slug, what, NOW, thing)


def article(title: str = "Un banc", english: str = "A bench", **fields: Any) -> Happening:
    return told(item("article", "a", title=both(title, english), **fields))


def follows(happening: Happening, **wanted: Any) -> bool:
    return matches(Filter(**wanted), happening, REFERENCE)


class TestSubjects:
    def test_who_asked_for_everything_gets_everything(self) -> None:
        assert follows(article())

    def test_topics_are_or_ed(self) -> None:
        lamp = article(topics=["eclairage"])
        assert follows(lamp, topics=["eclairage"])
        assert follows(lamp, topics=["police", "eclairage"])
        assert not follows(lamp, topics=["police"])
        assert not follows(article(), topics=["police"])

    def test_a_place_has_all_that_lies_in_it_and_nothing_beside_it(self) -> None:
        here = article(places=["rotonde"])
        assert follows(here, places=["rotonde"])
        assert follows(here, places=["paris-19"])
        assert follows(here, places=["paris"])
        assert not follows(here, places=["villette"])
        assert not follows(article(places=["paris-19"]), places=["rotonde"])

    def test_topic_and_place_are_both_asked_for(self) -> None:
        here = article(topics=["eclairage"], places=["rotonde"])
        assert follows(here, topics=["eclairage"], places=["paris-19"])
        assert not follows(here, topics=["police"], places=["paris-19"])
        assert not follows(here, topics=["eclairage"], places=["villette"])

    def test_a_position_is_about_its_topic(self) -> None:
        assert follows(told(item("position", "p", topic="police")), topics=["police"])
        assert not follows(told(item("position", "p", topic="police")), topics=["eclairage"])

    def test_a_single_item_is_that_item_alone(self) -> None:
        assert follows(article(), item="a")
        assert not follows(article(topics=["eclairage"]), item="b")


class TestWords:
    @pytest.mark.parametrize(
        ("title", "english", "word"),
        [
            ("Nouveaux éclairages rue Riquet", "New lights", "eclairage"),
            ("Un nouvel éclairage", "A new light", "eclairages"),
            ("Les journaux", "Papers", "journal"),
            ("Un banc", "Lighting the bench", "lightings"),
            ("Les évacuations", "Clearances", "evacuation"),
        ],
    )
    def test_a_word_is_found_in_any_inflection_and_any_language(self, title: str, english: str, word: str) -> None:
        assert follows(article(title, english), words=[word])

    @pytest.mark.parametrize("word", ["banque", "ban", "lamp post"])
    def test_another_word_is_not(self, word: str) -> None:
        assert not follows(article(), words=[word])

    def test_summary_and_description_are_read(self) -> None:
        assert follows(article(summary=both("La mairie pose une rampe.")), words=["rampe"])
        assert follows(told(item("measure", "m", description=both("Une rampe."))), words=["rampe"])

    def test_the_names_of_its_topics_and_places_are_read(self) -> None:
        here = article(topics=["eclairage"], places=["paris-19"])
        for word in ("lighting", "eclairage", "lampadaires", "lamp", "75019", "19e", "district"):
            assert follows(here, words=[word]), word
        assert not follows(article(), words=["lighting"])

    def test_all_words_are_asked_for(self) -> None:
        both_words = article("Un banc éclairé rue Riquet")
        assert follows(both_words, words=["banc", "riquet"])
        assert not follows(both_words, words=["banc", "flandre"])

    def test_words_that_belong_together_stand_together(self) -> None:
        assert follows(article("La salle de consommation ouvre"), words=["salles de consommation"])
        assert not follows(article("La salle ouvre ; consommation en baisse"), words=["salle de consommation"])
        # Nor does a title run on into the summary.
        assert not follows(
            article("On ouvre la salle", summary=both("De consommation.")), words=["salle de consommation"]
        )

    @pytest.mark.parametrize(
        ("title", "english"),
        [
            ("Le football éclairé", "Lighting and football"),
            ("Des footballs retrouvés", "Found"),
            ("Le terrain", "Footballs everywhere"),
        ],
    )
    def test_an_unwanted_word_drops_it_whatever_its_inflection_or_language(self, title: str, english: str) -> None:
        found = article(title, english, topics=["eclairage"])
        assert follows(found, words=["lighting"])
        assert not follows(found, words=["lighting"], without=["football"])
        assert not follows(found, without=["footballs"])

    def test_an_unwanted_word_that_does_not_stand_there_drops_nothing(self) -> None:
        assert follows(article(topics=["eclairage"]), words=["lighting"], without=["football"])

    def test_words_without_a_letter_ask_for_nothing_and_drop_nothing(self) -> None:
        assert follows(article(), words=["…"], without=["!?"])


class TestKinds:
    def test_another_change_is_for_followers_of_that_item_alone(self) -> None:
        changed = told(item("measure", "m", topics=["eclairage"]), What.CHANGED)
        assert follows(changed, item="m")
        assert not follows(changed)
        assert not follows(changed, topics=["eclairage"])
        assert handles(changed, REFERENCE) == ("item:m",)

    @pytest.mark.parametrize("what", [What.STATUS, What.EVIDENCE])
    def test_a_change_of_status_is_for_followers_of_its_subjects_too(self, what: What) -> None:
        moved = told(item("measure", "m", topics=["eclairage"]), what)
        assert follows(moved, item="m")
        assert follows(moved, topics=["eclairage"])

    def test_a_silent_source_is_for_all_but_those_of_a_single_item(self) -> None:
        silent = told(FEED, What.SILENT)
        assert follows(silent)
        assert follows(silent, topics=["police"], places=["rotonde"], words=["banc"])
        assert not follows(silent, item="m")
        assert not follows(silent, item="flux")


WANTED = [
    Filter(),
    Filter(item="a"),
    Filter(topics=("eclairage",)),
    Filter(topics=("police", "eclairage")),
    Filter(places=("paris",)),
    Filter(places=("rotonde",)),
    Filter(topics=("eclairage",), places=("paris-19",)),
    Filter(words=("banc",)),
    Filter(without=("banc",)),
    Filter(words=("lighting",), places=("paris-19",)),
]


@pytest.mark.parametrize("wanted", WANTED)
@pytest.mark.parametrize(
    "happening",
    [
        article(topics=["eclairage"], places=["rotonde"]),
        article(topics=["police"], places=["villette"]),
        article(),
        told(item("position", "a", topic="eclairage", places=["rotonde"])),
        told(item("measure", "a", topics=["eclairage"]), What.CHANGED),
        told(item("topic", "eclairage", title=both("Éclairage"))),
        told(FEED, What.SILENT),
    ],
)
def test_a_filter_that_matches_always_has_one_of_the_handles(wanted: Filter, happening: Happening) -> None:
    if matches(wanted, happening, REFERENCE):
        assert set(wanted.handles) & set(handles(happening, REFERENCE))


def test_each_handle_is_named_once() -> None:
    found = handles(article(topics=["eclairage"], places=["rotonde", "villette"]), REFERENCE)
    assert sorted(found) == sorted(
        ["item:a", "topic:eclairage", "place:rotonde", "place:villette", "place:paris-19", "place:paris", "any"]
    )
