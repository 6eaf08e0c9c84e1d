"""What each word of a question may stand for, from stage to stage."""

from content.pack.manifest import Synonyms
from content.search.form import sound, stem
from content.search.meanings import Meanings, meanings
from content.search.question import MOST, question
from content.search.reading import read, Stage
from content.search.vocabulary import Vocabulary, Word

_SYNONYMS = Synonyms(
    groups={"fr": (("bruit", "tapage", "nuisances sonores"), ("salle de shoot", "halte soins addictions"))},
    abbreviations={"fr": {"rpz": "Rosa Parks"}},
)
_FR = meanings(_SYNONYMS, "fr")


def _vocabulary(words: str) -> Vocabulary:
    vocabulary = Vocabulary()
    vocabulary.update((Word(w, stem(w, "fr"), sound(w, "fr"), w, 2) for w in words.split()), texts=50)
    return vocabulary


def _stems(text: str, words: str, stage: Stage, known: Meanings = _FR) -> list[set[tuple[str, ...]]]:
    groups = read(question(text, "fr", known), _vocabulary(words), stage).groups
    return [{way.stems for way in group.ways} for group in groups]


def test_a_synonym_stands_beside_the_word_typed() -> None:
    assert _stems("tapage", "bruit tapage", Stage.TYPED) == [{("tapag",), ("bruit",)}]


def test_a_phrase_with_a_meaning_of_its_own_is_one_thing_asked() -> None:
    found = _stems("la salle de shoot", "halte soins addictions", Stage.TYPED)
    assert found == [{tuple(stem(word, "fr") for word in ("halte", "soins", "addictions"))}]


def test_a_short_form_stands_for_its_long_one_and_for_itself() -> None:
    assert _stems("bd", "boulevard", Stage.TYPED) == [{("boulevard",)}]
    assert _stems("rpz", "rosa parks", Stage.TYPED) == [{("ros", "park")}]


def test_an_arrondissement_may_be_said_by_its_number_alone() -> None:
    assert ("19e",) in _stems("stalingrad 19", "stalingrad 19e", Stage.TYPED)[1]


def test_nothing_is_corrected_at_the_first_stage() -> None:
    assert _stems("stalingrd", "stalingrad", Stage.TYPED) == [set()]
    assert _stems("stalingrd", "stalingrad", Stage.CORRECTED) == [{("stalingrad",)}]


def test_a_word_that_exists_is_corrected_only_at_the_wider_stage() -> None:
    assert _stems("evacuations nuit", "evacuation evocation nuit", Stage.CORRECTED)[0] == {(stem("evacuations", "fr"),)}


def test_the_last_word_may_be_unfinished_unless_a_space_ends_it() -> None:
    assert (stem("portail", "fr"),) in _stems("place port", "place port portail", Stage.CORRECTED)[1]
    assert _stems("place port ", "place port portail", Stage.CORRECTED)[1] == {("port",)}


def test_a_word_cut_in_two_by_a_space_is_put_together() -> None:
    assert _stems("peri pherique", "peripherique", Stage.CORRECTED) == [{(stem("peripherique", "fr"),)}]


def test_a_name_written_as_one_word_is_found_when_typed_as_several() -> None:
    assert _stems("dans ma rue", "dansmarue rue", Stage.TYPED) == [{(stem("dansmarue", "fr"),)}]


def test_literal_reading_knows_no_synonyms() -> None:
    asked = question("tapage", "fr", _FR, literal=True)
    groups = read(asked, _vocabulary("bruit tapage"), Stage.TYPED).groups
    assert [way.stems for way in groups[0].ways] == [("tapag",)]


def test_of_a_very_long_question_only_the_first_words_are_read() -> None:
    asked = question(" ".join(f"bl{letter}k" for letter in "abcdefghijklmnopqrstuvwxyz"), "fr", Meanings())
    assert len(asked.asked) == MOST


def test_a_word_nothing_stands_for_tells_no_more_than_the_others() -> None:
    reading = read(question("stalingrad xylophone", "fr", _FR), _vocabulary("stalingrad"), Stage.WIDER)
    assert not reading.complete
    assert reading.groups[1].information == reading.groups[0].information
