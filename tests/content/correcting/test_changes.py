"""Changes: what of an item reads otherwise now, in each language, as messages say it."""

from content.correcting import Change, changes, headline, MARKS, names, pictured, sayings, word_for_word
from content.language import Translated
from content.records import Contact, Figure, Item
from content.rich import read
from content.texts import languages, texts
from tests.handlers.world import both, item

FRENCH, ENGLISH = texts("fr"), texts("en")
SUMMARY = "La Ville a posé douze lampes rue Riquet ce matin. Elles éclairent la place."


def article(title: dict[str, str], **more: object) -> Item:
    return item("article", "lampes", title=title, **more)


class TestChanges:
    def test_each_language_has_its_own(self) -> None:
        before, after = article(both("Douze", "Twelve")), article(both("Quatorze", "Fourteen"))
        assert changes([before], after, FRENCH) == (Change("Douze", "Quatorze"),)
        assert changes([before], after, ENGLISH) == (Change("Twelve", "Fourteen"),)

    def test_what_is_dropped_gives_way_to_the_other_language_with_a_word_that_says_so(self) -> None:
        before, after = article(both("Douze", "Twelve")), article({"fr": "Quatorze"})
        (change,) = changes([before], after, ENGLISH)
        assert change.said == "Twelve"
        assert change.right.startswith("Quatorze")
        assert "French" in change.right

    def test_where_it_was_the_other_language_already_the_word_that_says_so_stands_once(self) -> None:
        found = changes([article({"fr": "Douze lampes"})], article({"fr": "Quatorze lampes"}), ENGLISH)
        labelled, plain = found
        assert plain == Change("Douze lampes", "Quatorze lampes")
        assert labelled.said.startswith("Douze lampes")
        assert labelled.right.removeprefix("Quatorze lampes") == labelled.said.removeprefix("Douze lampes") != ""

    def test_a_summary_also_by_its_first_sentence_alone_the_longest_first(self) -> None:
        before = article(both("Lampes"), summary={"fr": SUMMARY})
        after = article(both("Lampes"), summary={"fr": SUMMARY.replace("douze", "quatorze")})
        whole, first = changes([before], after, FRENCH)
        assert whole.said == SUMMARY
        assert first.said == "La Ville a posé douze lampes rue Riquet ce matin."
        assert "quatorze" in first.right

    def test_every_wrong_form_there_was_leads_to_what_is_right_now(self) -> None:
        forms = [article(both("Douze", "Twelve")), article(both("Treize", "Thirteen"))]
        assert {each.said: each.right for each in changes(forms, article(both("Dix", "Ten")), FRENCH)} == {
            "Douze": "Dix",
            "Treize": "Dix",
        }

    def test_back_to_the_first_form_it_is_not_wrong(self) -> None:
        first, second = article(both("Douze")), article(both("Treize"))
        assert changes([first, second], first, FRENCH) == (Change("Treize", "Douze"),)

    def test_a_figure_as_it_is_written_and_numbers_of_a_contact(self) -> None:
        figure = item("figure", "f", value="1200")
        assert isinstance(figure, Figure)
        assert changes([figure], figure.model_copy(update={"value": "1400"}), FRENCH) == (
            Change("1\u202f200 places", "1\u202f400 places"),
        )
        contact = item("contact", "c", phone="01 02 03 04 05")
        assert isinstance(contact, Contact)
        after = contact.model_copy(update={"phone": "01 02 03 04 06"})
        assert changes([contact], after, ENGLISH) == (Change("01 02 03 04 05", "01 02 03 04 06"),)

    def test_a_text_of_two_letters_may_stand_anywhere(self) -> None:
        assert changes([article({"fr": "Il"})], article({"fr": "Elle"}), FRENCH) == ()


class TestWhatElse:
    def test_a_status_or_a_date_stands_nowhere_word_for_word(self) -> None:
        measure = item("measure", "m")
        assert word_for_word([measure], measure.model_copy(update={"description": Translated({"fr": "Autre"})}))
        assert not word_for_word([measure], item("measure", "m", status="ended"))
        assert word_for_word([measure], measure.model_copy(update={"note": Translated({"fr": "Autre"})}))

    def test_a_picture_shows_the_number_and_a_pin_the_address(self) -> None:
        figure = item("figure", "f")
        assert pictured([figure], item("figure", "f", value="13")) == {"chart"}
        assert pictured([figure], item("figure", "f", caveat=both("Autre"))) == frozenset()
        assert pictured([item("contact", "c", address="1 rue")], item("contact", "c", address="2 rue")) == {"place"}

    def test_what_was_withdrawn_is_known_by_what_no_other_item_says(self) -> None:
        said = sayings(item("measure", "m", title=both("Patrouilles")), FRENCH)
        assert "Patrouilles" in said
        assert "La Ville" not in said

    def test_its_names_in_every_form_and_language(self) -> None:
        assert set(names([article(both("Douze", "Twelve")), article({"fr": "Dix"})], ("fr", "en"))) == {
            "Douze",
            "Twelve",
            "Dix",
        }

    def test_the_headline_is_whole_or_nothing(self) -> None:
        before, after = article(both("Douze", "Twelve")), article(both("Dix", "Twelve"))
        assert headline(before, after, FRENCH) == Change("Douze", "Dix")
        assert headline(before, after, ENGLISH) is None


def test_every_note_begins_with_a_mark_by_which_it_is_known() -> None:
    values = {"date": "1", "title": "t", "said": "s", "right": "r"}
    for code in languages():
        for key in ("correct.note", "correct.note-short", "retract.note"):
            assert read(texts(code).text(key, **values)).text.startswith(MARKS)
