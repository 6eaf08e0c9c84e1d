"""Judging: what is news, what is archive, what is the editor's alone."""

import datetime as dt
from typing import Any

import pytest

from content.news import Happening, What
from content.news.judging import imagined, judge, seen
from content.records import Item
from tests.handlers.world import both, item

NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)


def judged(before: Item | None, after: Item, *, by_person: bool = False) -> Happening | None:
    return judge(before, after, number=7, rev=3, at=NOW, by_person=by_person)


def what(before: Item | None, after: Item, *, by_person: bool = False) -> What | None:
    found = judged(before, after, by_person=by_person)
    return found.what if found else None


def article(**fields: Any) -> Item:
    return item("article", "a", **fields)


def measure(**fields: Any) -> Item:
    return item("measure", "m", **fields)


LINE = {"source": "a", "date": "2026-10-01", "says": both("Dit.")}


class TestArticles:
    @pytest.mark.parametrize(
        ("date", "by_person", "told"),
        [
            ("2026-11-20", False, True),
            ("2026-10-23", False, True),
            ("2026-10-22", False, False),
            ("2026-10-22", True, False),
            ("2021-05-03", False, False),
            # A month or a year counts by its last day.
            ("2026-10", False, True),
            ("2026-09", False, False),
            ("2026", False, True),
            (None, False, False),
            (None, True, True),
        ],
    )
    def test_only_the_last_thirty_days_are_news_the_rest_is_archive(
        self, date: str | None, by_person: bool, told: bool
    ) -> None:
        assert what(None, article(date=date), by_person=by_person) == (What.NEW if told else None)

    def test_a_story_is_told_once_by_its_event_or_by_itself(self) -> None:
        one, alone = judged(None, article(story="banc")), judged(None, article())
        assert one and alone
        assert (one.story, alone.story) == ("banc", "a")
        assert (one.id, one.at, one.item.slug, one.before) == (7, NOW, "a", None)

    def test_a_case_before_the_courts_is_told_on_request_only(self) -> None:
        assert what(None, article(ongoing_case=True)) is None
        assert what(article(ongoing_case=True), article(ongoing_case=True, title=both("Autre"))) is None

    @pytest.mark.parametrize("publish", ["needs_second_source", "no"])
    def test_what_may_not_be_shown_is_not_told(self, publish: str) -> None:
        assert what(None, article(publish=publish)) is None
        assert what(article(), article(publish=publish, title=both("Autre"))) is None

    def test_what_may_be_shown_at_last_is_new_to_readers(self) -> None:
        held_back = article(publish="needs_second_source")
        found = judged(held_back, article())
        assert found
        assert (found.what, found.before) == (What.NEW, None)
        assert what(held_back, article(date="2021-05-03")) is None


class TestMeasures:
    def test_a_new_one_is_news_where_its_status_is_or_a_person_entered_it(self) -> None:
        fresh = judged(None, measure(status_as_of="2026-11-20"))
        assert fresh
        assert (fresh.what, fresh.story) == (What.NEW, "m")
        assert what(None, measure(status_as_of="2025-11-28")) is None
        assert what(None, measure(status_as_of=None)) is None
        assert what(None, measure(status_as_of="2025-11-28"), by_person=True) is What.NEW

    def test_another_status_is_told_by_its_revision_with_what_it_was(self) -> None:
        before = measure()
        found = judged(before, measure(status="decided", status_as_of="2026-11-20"))
        assert found
        assert (found.what, found.story, found.before) == (What.STATUS, "m@3", before)

    def test_another_status_is_told_whatever_its_date(self) -> None:
        assert what(measure(), measure(status="decided")) is What.STATUS
        assert what(measure(status_as_of=None), measure(status="done", status_as_of=None)) is What.STATUS

    def test_the_same_status_of_a_later_source_is_told(self) -> None:
        assert what(measure(), measure(status_as_of="2026-11-20")) is What.STATUS
        assert what(measure(status_as_of=None), measure(status_as_of="2026-11-20")) is What.STATUS

    @pytest.mark.parametrize("date", ["2026-09-30", "2026-10", None])
    def test_a_date_put_right_is_no_new_status(self, date: str | None) -> None:
        assert what(measure(), measure(status_as_of=date)) is What.CHANGED

    def test_the_same_date_said_more_exactly_is_no_new_status(self) -> None:
        assert what(measure(status_as_of="2026-10"), measure(status_as_of="2026-10-14")) is What.CHANGED

    def test_a_further_line_of_evidence_is_told(self) -> None:
        found = judged(measure(), measure(evidence=[LINE]))
        assert found
        assert (found.what, found.story) == (What.EVIDENCE, "m@3")
        again = measure(evidence=[LINE, {**LINE, "date": "2026-11-01"}])
        assert what(measure(evidence=[LINE]), again) is What.EVIDENCE

    def test_a_line_reworded_or_taken_away_is_no_evidence(self) -> None:
        held = measure(evidence=[LINE])
        assert what(held, measure(evidence=[{**LINE, "says": both("Redit.")}])) is What.CHANGED
        assert what(held, measure(evidence=[])) is What.CHANGED

    def test_the_status_is_told_before_the_evidence_for_it(self) -> None:
        assert what(measure(), measure(status="decided", evidence=[LINE])) is What.STATUS


class TestOtherChanges:
    @pytest.mark.parametrize(
        ("kind", "field"),
        [
            ("article", {"summary": both("Autre résumé.")}),
            ("article", {"url": "https://gazette.example/b"}),
            ("measure", {"description": both("Autre description.")}),
            ("figure", {"value": "13"}),
            ("figure", {"caveat": both("Compté deux fois.")}),
            ("position", {"says": both("Contre.")}),
            ("topic", {"title": both("Un autre sujet")}),
        ],
    )
    def test_what_a_reader_sees_is_told_to_those_who_follow_it(self, kind: str, field: dict[str, Any]) -> None:
        before = item(kind, "x")
        found = judged(before, item(kind, "x", **field))
        assert found
        assert (found.what, found.story, found.before) == (What.CHANGED, "x@3", before)

    @pytest.mark.parametrize(
        "field",
        [
            {"note": both("À vérifier.")},
            {"checked_on": dt.date(2026, 11, 21)},
            {"review_by": dt.date(2027, 11, 21)},
        ],
    )
    @pytest.mark.parametrize("kind", ["article", "measure", "figure", "contact", "position", "topic"])
    def test_what_the_editor_keeps_is_not_told(self, kind: str, field: dict[str, Any]) -> None:
        assert what(item(kind, "x"), item(kind, "x", **field)) is None

    @pytest.mark.parametrize(
        "field",
        [{"read_how": "whole"}, {"date_certainty": "month"}, {"title_original": "Titre"}, {"leads": {"x": "y"}}],
    )
    def test_how_an_article_was_read_is_the_editors(self, field: dict[str, Any]) -> None:
        assert what(article(), article(**field)) is None

    def test_of_a_contact_only_the_checked_fields_are_seen(self) -> None:
        def contact(**fields: Any) -> Item:
            return item("contact", "c", **fields)

        shown = contact(phone="3975", display_fields=["phone"])
        assert what(shown, contact(phone="3976", display_fields=["phone"])) is What.CHANGED
        assert what(shown, contact(phone="3975", address="1 rue X", display_fields=["phone"])) is None
        assert what(shown, contact(phone="3975", display_fields=[])) is What.CHANGED
        assert what(contact(phone="1"), contact(phone="2")) is None

    def test_a_name_that_is_not_shown_may_change_unseen(self) -> None:
        def position(**fields: Any) -> Item:
            return item("position", "p", **fields)

        assert what(position(name="A", display="role_only"), position(name="B", display="role_only")) is None
        assert what(position(name="A"), position(name="B")) is What.CHANGED

    @pytest.mark.parametrize("kind", ["place", "term", "source", "need", "feed"])
    def test_other_kinds_are_never_told(self, kind: str) -> None:
        before = item(kind, "x")
        after = before.model_copy(update={"title": "Autre"})
        assert what(None, after, by_person=True) is None
        assert what(before, after) is None

    @pytest.mark.parametrize("kind", ["contact", "figure", "position", "topic"])
    def test_only_articles_and_measures_are_news_when_they_come(self, kind: str) -> None:
        assert what(None, item(kind, "x"), by_person=True) is None

    @pytest.mark.parametrize("kind", ["article", "measure", "contact", "figure", "position", "topic"])
    def test_nothing_changed_is_nothing_told(self, kind: str) -> None:
        assert what(item(kind, "x"), item(kind, "x")) is None
        assert seen(item(kind, "x"))


class TestImagined:
    SINCE, UNTIL = dt.date(2026, 10, 23), dt.date(2026, 11, 22)

    @pytest.mark.parametrize(
        ("date", "told"),
        [("2026-10-23", True), ("2026-11-22", True), ("2026-10-22", False), ("2026-11-23", False), ("2026-11", False)],
    )
    def test_an_article_is_dated_by_its_own_day(self, date: str, told: bool) -> None:
        found = imagined(article(date=date, story="banc"), self.SINCE, self.UNTIL)
        assert (found is not None) is told
        if found:
            assert (found.id, found.what, found.story) == (0, What.NEW, "banc")
            assert found.at == dt.datetime.fromisoformat(f"{date}T12:00+00:00")

    def test_a_measure_is_dated_by_its_status(self) -> None:
        found = imagined(measure(status_as_of="2026-11-02"), self.SINCE, self.UNTIL)
        assert found
        assert (found.what, found.at.date(), found.before) == (What.STATUS, dt.date(2026, 11, 2), None)
        assert imagined(measure(status_as_of=None), self.SINCE, self.UNTIL) is None

    def test_what_would_not_have_been_told_is_not_imagined(self) -> None:
        for each in (
            article(ongoing_case=True),
            article(publish="no"),
            measure(publish="no", status_as_of="2026-11-02"),
        ):
            assert imagined(each, self.SINCE, self.UNTIL) is None
        assert imagined(item("figure", "f", as_of="2026-11-02"), self.SINCE, self.UNTIL) is None
