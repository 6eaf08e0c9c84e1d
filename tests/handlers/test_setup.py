"""``/setup``: a digest in two presses, all of it in the buttons, with the text that would go out shown before."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.news import Filter
from content.reference import Reference
from content.schedule import EVERY_DAY, Quiet, Schedule, WhenEmpty
from handlers.ports import FOR_GOOD, Manner
from handlers.reply import Button, Reply
from handlers.request import Chat, ChatKind, Request
from handlers.setup import setup, time_in
from handlers.setup.draft import Draft, MOST_PLACES, read, usual, write
from tests.handlers.world import ask, both, item, pressing, services, spoken, Store, world

MOST_BYTES = 64 - 8 - len("=setup:1:") - len("@999999 ")
"""What is left in a button for the draft of somebody who acts for a group."""
TOPICS = tuple(f"topic-{number:02}" for number in range(17))
PLACES = tuple(f"place-{number:02}" for number in range(70))
LARGE = Reference(
    [
        *(item("topic", slug, title=both(slug)) for slug in TOPICS),
        *(item("place", slug, title=both(slug)) for slug in PLACES),
    ]
)


def store() -> Store:
    return world(
        item("topic", "eclairage", title=both("Éclairage", "Lighting")),
        item("topic", "proprete", title=both("Propreté", "Cleanliness")),
        item("place", "paris", title=both("Paris"), sort="city"),
        item("place", "paris-19", title=both("Paris 19e"), sort="arrondissement", within=("paris",)),
        item("source", "gazette"),
        item("article", "a-1", title=both("Une lampe réparée", "A lamp repaired"), topics=("eclairage",)),
    )


def in_group(args: str = "", **more: object) -> Request:
    return ask("setup", args, kind=ChatKind.GROUP, **more)  # type: ignore[arg-type]


async def press(reply: Reply, label: str, asked: Request, known: Store) -> tuple[Reply, Request]:
    request = pressing(reply, label, asked)
    return await setup(request, services(known)), request


SCHEDULES = st.builds(
    Schedule,
    chat=st.just(42),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.just("Europe/Paris"),
    language=st.sampled_from(["fr", "en"]),
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    filter=st.builds(
        Filter,
        topics=st.sets(st.sampled_from(TOPICS)).map(lambda found: tuple(sorted(found))),
        places=st.sets(st.sampled_from(PLACES), max_size=MOST_PLACES).map(lambda found: tuple(sorted(found))),
    ),
    pin=st.booleans(),
    empty=st.sampled_from(WhenEmpty),
    id=st.integers(0, 60**3),
)


class TestDrafts:
    @given(SCHEDULES, st.booleans())
    def test_what_a_button_carries_reads_back_and_fits(self, schedule: Schedule, chose: bool) -> None:
        draft = Draft(schedule, chose_empty=chose)
        written = write(draft, LARGE)
        assert len(f"m{written}".encode()) <= MOST_BYTES
        base = Schedule(chat=42, at=dt.time(1), zone="Europe/Paris", language="fr")
        assert read(written, base, LARGE) == draft

    @given(SCHEDULES)
    def test_once_topics_or_places_are_others_it_reads_as_nothing(self, schedule: Schedule) -> None:
        fewer = Reference(item("topic", slug, title=both(slug)) for slug in TOPICS[1:])
        assert read(write(Draft(schedule), LARGE), schedule, fewer) is None

    @given(st.text(max_size=40))
    def test_anything_else_reads_as_nothing_or_as_a_draft_on_some_day(self, written: str) -> None:
        base = Schedule(chat=42, at=dt.time(1), zone="Europe/Paris", language="fr")
        for each in (written, write(Draft(base), LARGE)[:2] + written):
            draft = read(each, base, LARGE)
            assert draft is None or draft.schedule.days

    def test_seldom_digests_say_that_nothing_is_new_and_daily_ones_stay_silent_unless_it_was_chosen(self) -> None:
        assert (usual((0,)), usual((0, 3)), usual(EVERY_DAY)) == (WhenEmpty.SAY, WhenEmpty.SAY, WhenEmpty.SKIP)
        base = Schedule(chat=42, at=dt.time(1), zone="Europe/Paris", language="fr", empty=WhenEmpty.SKIP)
        assert Draft(base).on_days((0,)).schedule.empty is WhenEmpty.SAY
        assert Draft(base, chose_empty=True).on_days((0,)).schedule.empty is WhenEmpty.SKIP


class TestTwoPresses:
    async def test_preview_then_start_keeps_a_digest_every_day_at_half_past_six(self) -> None:
        known, asked = store(), in_group(thread=7)
        first = await setup(asked, services(known))
        assert "tous les jours" in spoken(first)
        assert "18 h 30" in spoken(first)
        preview, asked = await press(first, "Aperçu", asked, known)
        assert "Une lampe réparée" in spoken(preview)
        assert known.timetable.kept == {}
        done, _ = await press(preview, "Démarrer", asked, known)
        (kept,) = known.timetable.kept.values()
        assert (kept.chat, kept.thread, kept.days, kept.at) == (42, 7, EVERY_DAY, dt.time(18, 30))
        assert (kept.zone, kept.language, kept.filter, kept.empty) == ("Europe/Paris", "fr", Filter(), WhenEmpty.SKIP)
        assert "aujourd’hui à 18 h 30" in spoken(done)

    async def test_the_charter_is_posted_with_the_first_digest_only(self) -> None:
        known, asked = store(), in_group()
        first = await setup(asked, services(known))
        done, _ = await press(first, "Démarrer", asked, known)
        (charter,) = done.posts
        text = spoken(charter)
        for words in (
            "ni la mairie ni la police",
            "Ce qu’il garde",
            "ne publie jamais",
            "Qui modère",
            "Pour l’arrêter",
        ):
            assert words in text
        assert charter.urgent
        another = await setup(in_group("8:00"), services(known))
        assert "s’y ajouterait" in spoken(another)
        again, _ = await press(another, "Démarrer", in_group(), known)
        assert again.posts == ()
        assert len(known.timetable.kept) == 2

    async def test_pressing_start_twice_makes_one_digest(self) -> None:
        known, asked = store(), in_group()
        first = await setup(asked, services(known))
        for _ in range(2):
            await press(first, "Démarrer", asked, known)
        assert len(known.timetable.kept) == 1

    async def test_a_person_gets_a_digest_of_their_own_without_a_charter(self) -> None:
        known, asked = store(), ask("setup")
        first = await setup(asked, services(known))
        assert not any(each.label == "Épingler" for row in first.buttons for each in row)
        done, _ = await press(first, "Démarrer", asked, known)
        assert done.posts == ()
        assert known.timetable.kept[1].chat == 42

    async def test_who_acts_for_a_group_sets_up_the_group(self) -> None:
        known = store()
        known.languages[-1001] = "en"
        asked = replace(ask("setup"), acting_for=Chat(-1001, ChatKind.GROUP, 9), acting=3)
        first = await setup(asked, services(known))
        done, _ = await press(first, "Démarrer", asked, known)
        kept = known.timetable.kept[1]
        assert (kept.chat, kept.thread, kept.language) == (-1001, 9, "en")
        assert "charter" in spoken(done.posts[0])
        assert known.timetable.kept.keys() == {1}

    @pytest.mark.parametrize("args", ["y", "yAAA", "ystart"])
    async def test_a_typed_or_linked_start_keeps_nothing(self, args: str) -> None:
        known = store()
        await setup(in_group(args), services(known))
        assert known.timetable.kept == {}


class TestChoices:
    async def test_days_time_topics_places_language_emptiness_and_pin_are_chosen_with_buttons(self) -> None:
        known, asked = store(), in_group()
        reply = await setup(asked, services(known))
        for label in (
            "Jours", "du lundi au vendredi",
            "Heure", "8 h 30",
            "Sujets", "Éclairage", "‹ Retour",
            "Lieux", "Paris 19e", "‹ Retour",
            "→ English", "Le dire si rien de nouveau", "Épingler",
        ):  # fmt: skip
            reply, asked = await press(reply, label, asked, known)
            assert all(each.in_place for row in reply.buttons for each in row if isinstance(each, Button))
        text = spoken(reply)
        for words in ("du lundi au vendredi", "8 h 30", "Éclairage", "Paris 19e", "English", "je le dis", "épinglé"):
            assert words in text
        await press(reply, "Démarrer", asked, known)
        kept = known.timetable.kept[1]
        assert (kept.days, kept.at, kept.language, kept.pin) == ((0, 1, 2, 3, 4), dt.time(8, 30), "en", True)
        assert kept.filter == Filter(topics=("eclairage",), places=("paris-19",))
        assert kept.empty is WhenEmpty.SAY

    async def test_single_days_are_taken_away_and_the_last_one_stays(self) -> None:
        known, asked = store(), in_group()
        reply, asked = await press(await setup(asked, services(known)), "Jours", asked, known)
        for label in ("mar.", "mer.", "jeu.", "ven.", "sam.", "dim.", "lun."):
            reply, asked = await press(reply, label, asked, known)
        reply, asked = await press(reply, "‹ Retour", asked, known)
        assert "Jours : lundi" in spoken(reply)

    async def test_no_more_places_than_a_button_carries(self) -> None:
        known = world(*(item("place", slug, title=both(slug)) for slug in PLACES))
        asked = in_group()
        reply, asked = await press(await setup(asked, services(known)), "Lieux", asked, known)
        for number in range(6):
            reply, asked = await press(reply, f"place-{number:02}", asked, known)
        reply, asked = await press(reply, "Suite", asked, known)
        assert "place-12" in str([each.label for row in reply.buttons for each in row])
        reply, asked = await press(reply, "‹ Retour", asked, known)
        await press(reply, "Démarrer", asked, known)
        assert known.timetable.kept[1].filter.places == PLACES[:MOST_PLACES]

    async def test_a_button_of_another_pack_begins_again_and_says_so(self) -> None:
        known, asked = store(), in_group()
        request = pressing(await setup(asked, services(known)), "Démarrer", asked)
        other = world(item("topic", "autre"))
        reply = await setup(request, services(other))
        assert "je reprends au début" in spoken(reply)
        assert other.timetable.kept == {}


class TestTyped:
    @pytest.mark.parametrize(
        ("typed", "at"),
        [
            ("18:30", (18, 30)), ("18h30", (18, 30)), ("18 h 30", (18, 30)), ("à 7h", (7, 0)), ("18.30", (18, 30)),
            ("0:05", (0, 5)), ("éclairage 9h", (9, 0)), ("25:00", None), ("18:75", None), ("75019", None), ("19e", None),
            ("", None), ("18", None),
        ],
    )  # fmt: skip
    def test_a_time_is_read_as_people_write_it(self, typed: str, at: tuple[int, int] | None) -> None:
        assert time_in(typed) == (dt.time(*at) if at else None)

    async def test_time_topic_and_place_may_be_typed_at_once(self) -> None:
        known, asked = store(), in_group("7h45 éclairage")
        reply = await setup(asked, services(known))
        assert "7 h 45" in spoken(reply)
        assert "Éclairage" in spoken(reply)
        await press(reply, "Démarrer", asked, known)
        assert known.timetable.kept[1].filter.topics == ("eclairage",)

    async def test_words_that_say_nothing_are_named(self) -> None:
        assert "/setup 18h30" in spoken(await setup(in_group("zzz qqq"), services(store())))


class TestWarnings:
    async def test_a_time_in_the_quiet_hours_is_said_before_and_after(self) -> None:
        known = store()
        known.manners[42] = Manner(quiet=Quiet(dt.time(18), dt.time(8)))
        asked = in_group()
        reply = await setup(asked, services(known))
        assert "attendrait jusqu’à 8 h" in spoken(reply)
        done, _ = await press(reply, "Démarrer", asked, known)
        assert "attendrait jusqu’à 8 h" in spoken(done)
        known.manners[42] = Manner(quiet=Quiet(dt.time(22), dt.time(8)))
        assert "attendrait" not in spoken(await setup(in_group(), services(known)))

    async def test_a_paused_chat_is_told_so(self) -> None:
        known = store()
        known.manners[42] = Manner(paused_until=FOR_GOOD)
        assert "en pause" in spoken(await setup(in_group(), services(known)))

    async def test_the_zone_of_the_chat_counts(self) -> None:
        known, asked = store(), in_group()
        known.manners[42] = Manner(zone="Indian/Reunion")
        reply = await setup(asked, services(known))
        assert "Indian/Reunion" in spoken(reply)
        done, _ = await press(reply, "Démarrer", asked, known)
        assert known.timetable.kept[1].zone == "Indian/Reunion"
        assert "aujourd’hui à 18 h 30" in spoken(done)

    async def test_without_a_pack_there_is_nothing_to_set_up(self) -> None:
        empty = world()
        empty.manifest = None
        assert (await setup(in_group(), services(empty))).buttons == ()


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_every_screen_fits_a_message_in_every_language(language: str) -> None:
    known, asked = store(), in_group(language=language)
    reply = await setup(asked, services(known))
    for row in reply.buttons:
        for each in row:
            assert isinstance(each, Button)
            assert len(each.label) <= 42
            shown = await setup(replace(asked, args=each.args, pressed=True), services(known))
            assert 0 < len(spoken(shown)) < 4096
