"""Selection: which stories stand under which topic, what is counted instead, which figure or contact is that of the week."""

import datetime as dt
from typing import Any

import pytest

from content.cards.change import Change
from content.digest.selection import Move, of_the_week, same_week, select, Story, Voices, voices
from content.records import Article, Contact, Figure, Measure
from tests.handlers.world import item

TODAY = dt.date(2026, 11, 22)


def article(slug: str, **fields: Any) -> Article:
    made = item("article", slug, **fields)
    assert isinstance(made, Article)
    return made


def story(slug: str, *topics: str, date: str | None = "2026-11-10") -> Story:
    return Story((slug,), (article(slug, topics=topics, date=date),))


def move(slug: str, day: str) -> Move:
    measure = item("measure", slug)
    assert isinstance(measure, Measure)
    return Move((f"{slug}@1", f"{slug}@2"), Change(measure), dt.date.fromisoformat(day))


def figure(slug: str, **fields: Any) -> Figure:
    made = item("figure", slug, **fields)
    assert isinstance(made, Figure)
    return made


def contact(slug: str, **fields: Any) -> Contact:
    made = item("contact", slug, **fields)
    assert isinstance(made, Contact)
    return made


class TestStories:
    def test_the_newest_topic_comes_first_and_in_it_the_newest_story(self) -> None:
        found = select(
            [
                story("old", "lamp", date="2026-11-01"),
                story("new", "police", date="2026-11-20"),
                story("mid", "lamp", date="2026-11-09"),
            ],
            (), (), 8,
        )  # fmt: skip
        assert [(group.topic, [each.keys[0] for each in group.stories]) for group in found.groups] == [
            ("police", ["new"]),
            ("lamp", ["mid", "old"]),
        ]
        assert found.rest == 0

    def test_a_story_stands_under_one_topic_the_first_that_is_wanted(self) -> None:
        both = story("a", "lamp", "police")
        assert select([both], (), (), 8).groups[0].topic == "lamp"
        assert select([both], (), ("police",), 8).groups[0].topic == "police"
        assert select([both], (), ("police", "lamp"), 8).groups[0].topic == "police"
        assert select([both], (), ("law",), 8).groups[0].topic == "lamp"
        assert len(select([both], (), ("police", "lamp"), 8).groups) == 1

    def test_stories_without_a_topic_come_last(self) -> None:
        found = select([story("a", date="2026-11-20"), story("b", "lamp")], (), (), 8)
        assert [group.topic for group in found.groups] == ["lamp", None]

    def test_what_is_over_the_number_is_counted(self) -> None:
        many = [story(f"a{number}", "lamp", date=f"2026-11-{number:02}") for number in range(1, 12)]
        found = select(many, [move("m", "2026-11-30")], (), 4)
        assert (found.rest, len(found.moves), len(found.stories)) == (8, 1, 3)
        assert found.keys == ("a11", "a10", "a9", "m@1", "m@2")
        assert select(many, (), (), 0).rest == 11

    def test_a_story_without_a_date_is_the_oldest(self) -> None:
        found = select([story("a", "lamp", date=None), story("b", "lamp")], (), (), 1)
        assert found.keys == ("b",)

    def test_a_story_has_the_topics_of_all_its_articles(self) -> None:
        told = Story(("x",), (article("a", topics=["lamp"]), article("b", topics=["police", "lamp"])))
        assert told.topics == ("lamp", "police")


class TestVoices:
    def test_publishers_are_counted_once_by_their_voice(self) -> None:
        spoken = [
            article("a", source="mairie", reliability="official"),
            article("b", source="tribunal", reliability="court"),
            article("c", source="gazette", reliability="press"),
            article("d", source="gazette", reliability="press"),
            article("e", source="radio", reliability="broadcaster"),
            article("f", source="asso", reliability="ngo"),
        ]
        assert voices(spoken) == Voices(official=2, press=2, other=1)
        assert voices(()) == Voices()


class TestWeek:
    FIGURES = (figure("f-1", topics=["lamp"]), figure("f-2", topics=["police"]), figure("f-3"))
    CONTACTS = (contact("c-1"), contact("c-2"))

    def chosen(self, day: dt.date, *topics: str) -> str | None:
        found = of_the_week(self.FIGURES, self.CONTACTS, topics, day)
        return found.slug if found else None

    def test_it_is_the_same_all_week_and_another_the_next(self) -> None:
        monday = dt.date(2026, 11, 16)
        week = {self.chosen(monday + dt.timedelta(days=day)) for day in range(7)}
        assert len(week) == 1
        assert self.chosen(monday + dt.timedelta(days=7)) not in week

    def test_figures_and_contacts_take_turns_and_each_has_its_turn(self) -> None:
        """Also over the end of a year, where weeks are counted anew."""
        weeks = [self.chosen(dt.date(2026, 11, 16) + dt.timedelta(weeks=number)) for number in range(12)]
        kinds = [slug[0] for slug in weeks if slug]
        assert kinds[0] != kinds[1]
        assert kinds == [kinds[0], kinds[1]] * 6
        assert set(weeks) == {"f-1", "f-2", "f-3", "c-1", "c-2"}

    def test_whoever_passes_them_in_another_order_gets_the_same(self) -> None:
        turned = of_the_week(tuple(reversed(self.FIGURES)), tuple(reversed(self.CONTACTS)), (), TODAY)
        assert turned is not None
        assert turned.slug == self.chosen(TODAY)

    def test_figures_are_those_of_the_topics(self) -> None:
        weeks = [self.chosen(dt.date(2026, 11, 16) + dt.timedelta(weeks=number), "police") for number in range(8)]
        assert {slug for slug in weeks if slug and slug.startswith("f")} == {"f-2"}

    @pytest.mark.parametrize("fields", [{"review_by": dt.date(2026, 11, 1)}, {"publish": "no"}])
    def test_what_is_past_its_review_or_held_back_is_never_chosen(self, fields: dict[str, Any]) -> None:
        assert of_the_week([figure("f", **fields)], [contact("c", **fields)], (), TODAY) is None

    def test_where_there_is_but_one_kind_it_is_always_that(self) -> None:
        for number in range(2):
            day = TODAY + dt.timedelta(weeks=number)
            assert of_the_week(self.FIGURES, (), (), day) is not None
            assert of_the_week((), self.CONTACTS, (), day) is not None
        assert of_the_week((), (), (), TODAY) is None

    def test_a_week_is_monday_to_sunday_also_at_new_year(self) -> None:
        assert same_week(dt.date(2026, 11, 16), dt.date(2026, 11, 22))
        assert not same_week(dt.date(2026, 11, 22), dt.date(2026, 11, 23))
        assert same_week(dt.date(2026, 12, 28), dt.date(2027, 1, 3))
        assert not same_week(dt.date(2026, 1, 5), dt.date(2027, 1, 4))
