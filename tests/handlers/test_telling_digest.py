"""The digest: what it holds, how it is read by a translator, what it says where nothing is new, and that it always fits."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.gateway.broadcast import BroadcastComposer
from content.language import Translated
from content.news import Filter, Happening, What
from content.records import Item
from content.schedule import Schedule
from handlers.ports import Correction, Sources
from handlers.reply import Button, Doorway, Entry, Reply
from handlers.request import ChatKind
from handlers.telling import tell_digest, Telling
from handlers.telling.room import fits
from tests.handlers.world import ask, both, item, MANIFEST, NOW, services, spoken, Store, world

YESTERDAY = NOW - dt.timedelta(days=1)
LAST_WEEK = NOW - dt.timedelta(days=7)
DAILY = Schedule(chat=-1, at=dt.time(11), zone="Europe/Paris", language="fr", told_until=YESTERDAY, id=1)
WEEKLY = replace(DAILY, told_until=LAST_WEEK)
FIRST = replace(DAILY, told_until=None)

REFERENCE = (
    item("source", "gazette"),
    item("source", "mairie", title="Mairie du 19e", voice="official"),
    item("topic", "eclairage", title=both("Éclairage", "Lighting")),
    item("topic", "mobilier", title=both("Mobilier urbain", "Street furniture")),
    item("place", "paris-19", title=both("19e arrondissement", "19th district"), sort="arrondissement"),
    item("place", "rotonde", title=both("Rotonde", "Rotonde"), within=["paris-19"]),
    item(
        "contact", "ecoute", title=both("Ligne d’écoute", "Helpline"), category="health-line", phone="0 800 00 00 00",
        display_fields=["phone"],
    ),
    item(
        "contact", "commissariat", title=both("Commissariat", "Police station"), category="police-station",
        address="1 rue d’essai", display_fields=["address"],
    ),
)  # fmt: skip
PRESS = item(
    "article", "banc-presse", title=both("Le banc revient", "The bench is back"), story="banc", date="2026-11-20",
    topics=["mobilier"], places=["rotonde"], url="https://gazette.example/banc",
    summary=both("Le banc de la Rotonde est remis en place.", "The bench at the Rotonde is put back."),
)  # fmt: skip
ACT = item(
    "article", "banc-acte", title=both("Délibération sur le banc", "Resolution on the bench"), story="banc", source="mairie",
    reliability="official", date="2026-11-19", topics=["mobilier"], places=["rotonde"], url="https://mairie.example/acte",
    summary=both("Le conseil décide de remettre le banc.", "The council decides to put the bench back."),
)  # fmt: skip
LAMP = item(
    "article", "lampe", title=both("Six lampes neuves", "Six new lamps"), date="2026-11-21", topics=["eclairage", "mobilier"],
    summary=both("Six lampes sont posées rue d’essai.", "Six lamps are set up in the trial street."),
)  # fmt: skip
OLD = item(
    "article", "vieux", title=both("Un bilan ancien", "An old account"), date="2021-05-03", topics=["eclairage"],
    summary=both("Le bilan de 2021.", "The account of 2021."),
)  # fmt: skip
BEFORE = item(
    "measure", "m-banc", title=both("Un banc à la Rotonde", "A bench at the Rotonde"), topics=["mobilier"], status="announced",
    status_as_of="2026-11-09",
)  # fmt: skip
MEASURE = item(
    "measure", "m-banc", title=both("Un banc à la Rotonde", "A bench at the Rotonde"), topics=["mobilier"], status="decided",
    status_as_of="2026-11-19",
    evidence=[{"source": "banc-acte", "date": "2026-11-19", "says": both("Le conseil l’a décidé.", "The council decided it.")}],
)  # fmt: skip
FIGURE = item(
    "figure", "chiffre", title=both("Lampes en panne", "Lamps out of order"), value="14", unit=both("lampes", "lamps"),
    source="banc-acte", topics=["eclairage"],
)  # fmt: skip
CORRECTION = Correction("vieux", NOW - dt.timedelta(hours=3), "12 lampes", "14 lampes", "La source dit 14.")


def happened(
    thing: Item, what: What = What.NEW, before: Item | None = None, hours: float = 2, story: str = ""
) -> Happening:
    own = getattr(thing, "story", None) or thing.slug
    return Happening(1, story or own, what, NOW - dt.timedelta(hours=hours), thing, before)


def store(*items: Item, news: tuple[Happening, ...] = ()) -> Store:
    known = world(*REFERENCE, *items)
    known.log.happened = list(news)
    return known


def full() -> Store:
    known = store(
        PRESS, ACT, LAMP, OLD, MEASURE, FIGURE,
        news=(
            happened(PRESS), happened(ACT, hours=3), happened(LAMP),
            happened(MEASURE, What.STATUS, BEFORE, story="m-banc@2"),
        ),
    )  # fmt: skip
    known.log.corrected = [CORRECTION]
    known.log.reading = Sources(12, (("préfecture", dt.datetime(2026, 11, 17, 6, tzinfo=dt.UTC)),))
    return known


async def digest(
    known: Store,
    schedule: Schedule = DAILY,
    *,
    kind: ChatKind = ChatKind.GROUP,
    language: str = "fr",
    told: frozenset[str] = frozenset(),
) -> Telling:
    return await tell_digest(schedule, ask("digest", kind=kind, language=language), services(known), told=told)


def labels(reply: Reply) -> list[str]:
    return [each.label for row in reply.buttons for each in row]


class TestWhole:
    @pytest.mark.parametrize("language", ["fr", "en"])
    async def test_a_full_digest_reads_well(self, language: str, snapshot: SnapshotAssertion) -> None:
        found = await digest(full(), replace(WEEKLY, language=language), language=language)
        assert spoken(found.reply) + "\n\n" + " | ".join(labels(found.reply)) == snapshot

    @pytest.mark.parametrize("language", ["fr", "en"])
    async def test_the_first_digest_reads_well(self, language: str, snapshot: SnapshotAssertion) -> None:
        found = await digest(full(), FIRST, language=language)
        assert spoken(found.reply) + "\n\n" + " | ".join(labels(found.reply)) == snapshot

    @pytest.mark.parametrize("language", ["fr", "en"])
    async def test_a_digest_of_nothing_new_reads_well(self, language: str, snapshot: SnapshotAssertion) -> None:
        known = store()
        known.log.reading = Sources(12, (("préfecture", dt.datetime(2026, 11, 17, 6, tzinfo=dt.UTC)),))
        found = await digest(known, language=language)
        assert spoken(found.reply) + "\n\n" + " | ".join(labels(found.reply)) == snapshot

    async def test_it_tells_its_stories_and_names_its_items(self) -> None:
        found = await digest(full(), WEEKLY)
        assert set(found.stories) == {"banc", "lampe", "m-banc@2"}
        assert set(found.reply.items) == {"banc-presse", "banc-acte", "lampe", "m-banc", "chiffre", "vieux"}
        assert found.title == "Le bulletin du dimanche 22 novembre 2026"
        assert not found.empty

    async def test_one_event_is_one_entry_official_first(self) -> None:
        text = spoken((await digest(full())).reply)
        assert text.count("Délibération sur le banc") == 1
        assert "Le banc revient" not in text
        assert "source officielle : Mairie du 19e · 🗞 presse : La Gazette, 20 novembre 2026" in text

    async def test_in_private_entries_open_by_number(self) -> None:
        reply = (await digest(full(), kind=ChatKind.PRIVATE)).reply
        opened = [block.opens.args for block in reply.blocks if isinstance(block, Entry)]
        assert opened == ["lampe", "banc-acte", "m-banc"]
        assert not any(isinstance(each, Doorway) for row in reply.buttons for each in row)

    @pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.CHANNEL])
    async def test_where_many_read_the_only_command_is_to_report_a_mistake(self, kind: ChatKind) -> None:
        reply = (await digest(full(), replace(DAILY, most=1), kind=kind)).reply
        assert not any(isinstance(block, Entry) for block in reply.blocks)
        pressed = [each for row in reply.buttons for each in row if isinstance(each, Button)]
        assert pressed == [Button("Signaler une erreur", "mistake", "{message}")]
        assert reply.buttons[-1] == tuple(pressed)


class TestNews:
    async def test_only_what_came_since_the_last_one_is_told(self) -> None:
        known = store(PRESS, LAMP, news=(happened(PRESS, hours=25), happened(LAMP)))
        assert (await digest(known)).stories == ("lampe",)

    async def test_what_was_told_there_already_is_not_told_again(self) -> None:
        found = await digest(full(), told=frozenset({"banc", "m-banc@2"}))
        assert found.stories == ("lampe",)

    async def test_topics_and_places_are_those_of_the_schedule(self) -> None:
        lamps = await digest(full(), replace(DAILY, filter=Filter(topics=("eclairage",))))
        assert lamps.stories == ("lampe",)
        assert "Sur : Éclairage" in spoken(lamps.reply)
        there = await digest(full(), replace(DAILY, filter=Filter(places=("paris-19",))))
        assert there.stories == ("banc",)

    async def test_a_story_stands_under_the_topic_asked_for(self) -> None:
        text = spoken((await digest(full(), replace(DAILY, filter=Filter(topics=("mobilier",))))).reply)
        assert text.index("Mobilier urbain\n") < text.index("Six lampes neuves")
        assert "\nÉclairage\n" not in text

    async def test_a_measure_says_from_what_to_what(self) -> None:
        text = spoken((await digest(full())).reply)
        assert "Mesures : ce qui a changé" in text
        assert "Annoncé au 9 novembre 2026 → Décidé au 19 novembre 2026" in text

    async def test_what_is_past_its_review_is_left_out(self) -> None:
        stale = LAMP.model_copy(update={"review_by": dt.date(2026, 11, 20)})
        assert (await digest(store(stale, news=(happened(stale),)))).empty
        assert (await digest(store(stale), FIRST)).empty

    @pytest.mark.parametrize("fields", [{"ongoing_case": True}, {"publish": "no"}, {"companion": "nowhere"}])
    async def test_what_may_not_be_told_unasked_is_left_out(self, fields: dict[str, Any]) -> None:
        held = LAMP.model_copy(update=fields)
        assert (await digest(store(held, news=(happened(LAMP),)))).empty
        assert (await digest(store(held), FIRST)).empty

    async def test_other_changes_and_silences_have_no_entry_in_it(self) -> None:
        known = store(LAMP, news=(happened(LAMP, What.CHANGED, LAMP), happened(item("feed", "flux"), What.SILENT)))
        assert (await digest(known)).empty

    async def test_over_the_number_the_rest_is_counted_and_behind_see_more(self) -> None:
        found = await digest(full(), replace(DAILY, most=1))
        assert found.stories == ("lampe",)
        assert "Et 2 autres faits, à lire avec « Voir plus »." in spoken(found.reply)
        assert found.reply.buttons[0] == (Doorway("Voir plus", "latest"),)
        lamps = await digest(store(LAMP, OLD), replace(FIRST, most=1, filter=Filter(topics=("eclairage",))))
        assert lamps.reply.buttons[0] == (Doorway("Voir plus", "latest", "eclairage"),)


class TestFirst:
    async def test_it_says_where_things_stand_with_dates_however_old(self) -> None:
        found = await digest(store(OLD, LAMP), FIRST)
        text = spoken(found.reply)
        assert "Pour commencer, voici où en sont les choses." in text
        assert "3 mai 2021 (il y a plus de 5 ans)" in text
        assert (found.stories, found.empty) == (("lampe", "vieux"), False)

    async def test_places_have_all_that_lies_in_them(self) -> None:
        assert (await digest(store(PRESS, LAMP), replace(FIRST, filter=Filter(places=("paris-19",))))).stories == (
            "banc",
        )

    async def test_with_nothing_to_show_it_says_so(self) -> None:
        found = await digest(store(), FIRST)
        assert found.empty
        assert "Je n’ai pas encore de fait publié à montrer ici." in spoken(found.reply)


class TestSources:
    async def reading(self, read: int, *silent: tuple[str, int]) -> str:
        known = store()
        known.log.reading = Sources(read, tuple((name, NOW - dt.timedelta(days=days)) for name, days in silent))
        return spoken((await digest(known)).reply)

    async def test_nothing_is_said_while_no_source_is_read(self) -> None:
        assert "source" not in (await self.reading(0)).split("Rien de nouveau")[1].split("En danger")[0]

    async def test_the_sources_read_are_counted(self) -> None:
        assert "\n12 sources lues.\n" in await self.reading(12)
        assert "\n1 source lue.\n" in await self.reading(1)

    async def test_those_that_do_not_answer_are_named_with_since_when(self) -> None:
        assert "12 sources lues, 1 ne répond pas (préfecture, depuis mardi)." in await self.reading(
            12, ("préfecture", 5)
        )
        text = await self.reading(12, ("préfecture", 5), ("ARS", 20))
        assert "2 ne répondent pas (préfecture, depuis mardi ; ARS, depuis le 2 novembre 2026)." in text

    async def test_a_week_ago_is_a_date_for_its_weekday_would_be_today(self) -> None:
        assert "depuis le 15 novembre 2026" in await self.reading(3, ("préfecture", 7))
        assert "depuis lundi" in await self.reading(3, ("préfecture", 6))

    async def test_nothing_new_with_a_source_dark_is_still_nothing_new(self) -> None:
        known = store()
        known.log.reading = Sources(1, (("préfecture", LAST_WEEK),))
        found = await digest(known)
        assert found.empty
        assert "Rien de nouveau depuis le 21 novembre 2026." in spoken(found.reply)
        assert found.stories == ()


class TestCorrections:
    async def test_what_was_said_what_is_right_and_why(self) -> None:
        known = store(OLD)
        known.log.corrected = [CORRECTION]
        found = await digest(known)
        assert (
            "• Un bilan ancien, le 22 novembre 2026 : nous avions écrit « 12 lampes ». Il faut lire « 14 lampes ». "
            "La source dit 14." in spoken(found.reply)
        )
        assert not found.empty
        assert found.reply.items[:1] == ("vieux",)

    async def test_those_before_the_last_digest_and_on_other_topics_are_not_said(self) -> None:
        known = store(OLD)
        known.log.corrected = [replace(CORRECTION, at=LAST_WEEK)]
        assert (await digest(known)).empty
        known.log.corrected = [CORRECTION]
        assert (await digest(known, replace(DAILY, filter=Filter(topics=("mobilier",))))).empty

    async def test_of_what_was_withdrawn_everybody_is_told(self) -> None:
        known = store()
        known.log.corrected = [CORRECTION]
        found = await digest(known, replace(DAILY, filter=Filter(topics=("mobilier",))))
        assert "Fiche retirée, le 22 novembre 2026" in spoken(found.reply)

    async def test_many_are_counted(self) -> None:
        known = store(OLD)
        known.log.corrected = [CORRECTION] * 5
        text = spoken((await digest(known)).reply)
        assert text.count("12 lampes") == 3
        assert "Et 2 autres : /corrections" in text


class TestWeek:
    async def test_the_first_digest_of_the_week_has_a_figure_or_a_contact_the_others_do_not(self) -> None:
        monday = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
        shown = []
        for number in range(8):
            now = monday + dt.timedelta(days=number)
            schedule = replace(DAILY, told_until=now - dt.timedelta(days=1))
            request = ask("digest", kind=ChatKind.GROUP, now=now)
            text = spoken((await tell_digest(schedule, request, services(store(ACT, FIGURE)))).reply)
            shown.append("de la semaine" in text)
        assert shown == [True, *[False] * 6, True]

    async def test_a_figure_keeps_its_scope_author_date_and_caveat_and_the_next_week_is_a_contact(self) -> None:
        texts = []
        for weeks in range(2):
            request = ask("digest", kind=ChatKind.GROUP, now=NOW + dt.timedelta(weeks=weeks))
            schedule = replace(DAILY, told_until=request.now - dt.timedelta(weeks=1))
            texts.append(spoken((await tell_digest(schedule, request, services(store(ACT, FIGURE)))).reply))
        figure = next(text for text in texts if "Le chiffre de la semaine" in text)
        assert "Porte sur : un quartier, en 2025" in figure
        assert "À savoir : Compté une seule fois." in figure
        assert "Source : Mairie du 19e" in figure
        assert sum("Le contact de la semaine" in text for text in texts) == 1

    async def test_a_figure_from_a_case_before_the_courts_is_not_chosen(self) -> None:
        case = ACT.model_copy(update={"ongoing_case": True})
        for weeks in range(2):
            request = ask("digest", kind=ChatKind.GROUP, now=NOW + dt.timedelta(weeks=weeks))
            told = await tell_digest(FIRST, request, services(store(case, FIGURE)))
            assert "chiffre de la semaine" not in spoken(told.reply)


class TestCare:
    async def test_care_stands_beside_the_police_and_before_it(self) -> None:
        assert (await digest(store())).reply.buttons[0] == (
            Doorway("Aide et soins", "contacts", "ecoute"),
            Doorway("Police", "contacts", "commissariat"),
        )

    async def test_the_police_never_stands_alone(self) -> None:
        known = store()
        del known.items["ecoute"]
        assert labels((await digest(known)).reply) == ["Signaler une erreur"]

    async def test_without_another_police_contact_it_is_the_emergency_line(self) -> None:
        known = store(
            item(
                "contact",
                "c-17",
                title=both("Police secours"),
                category="emergency",
                phone="17",
                display_fields=["phone"],
            )
        )
        del known.items["commissariat"]
        assert (await digest(known)).reply.buttons[0][1] == Doorway("Police", "contacts", "c-17")

    async def test_the_foot_says_who_speaks_and_whom_to_call(self) -> None:
        assert spoken((await digest(store())).reply).endswith(
            "En danger : 17, 112, 114 par SMS.\n"
            "Ce bot est tenu par des riverains, pas par les autorités, et ne transmet aucune urgence."
        )


class TestRoom:
    @pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.PRIVATE])
    @pytest.mark.parametrize("length", [1, 30, 200, 2000])
    async def test_it_is_one_message_with_any_pack(self, kind: ChatKind, length: int) -> None:
        """Every text is long, and full of characters that count twice."""
        words = "🏛 mot & <b> " * length
        topics = [item("topic", f"t{number}", title=both(words)) for number in range(6)]
        articles = [
            item(
                "article", f"a{number}", title=both(words), summary=both(words), topics=[f"t{number % 6}"],
                date=f"2026-11-{number + 1:02}", url="https://gazette.example/a", reliability="official",
            )
            for number in range(20)
        ]  # fmt: skip
        measure = item("measure", "m", title=both(words), authority=both(words), status_as_of="2026-11-21")
        figure = item("figure", "f", title=both(words), scope=both(words), caveat=both(words), source="a1")
        news = (*map(happened, articles), happened(measure, What.STATUS, BEFORE, story="m@2"))
        known = store(*topics, *articles, measure, figure, news=news)
        known.log.corrected = [Correction("m", NOW, words, words, words)] * 4
        known.log.reading = Sources(12, tuple((words, LAST_WEEK) for _ in range(6)))
        known.manifest = MANIFEST.model_copy(update={"area": Translated(both(words))})
        wide = Filter(topics=tuple(f"t{number}" for number in range(6)))
        for schedule in (replace(WEEKLY, most=50), replace(FIRST, most=50), replace(WEEKLY, filter=wide, most=50)):
            found = await digest(known, schedule, kind=kind)
            assert fits(found.reply)
            assert len(BroadcastComposer("a_bot").broadcast(found.reply, ask("digest", kind=kind))) == 1
            assert found.stories
            there = 20 if schedule.told_until is None or schedule.filter.topics else 21
            rest = there - len(found.stories)
            assert (f"Et {rest} autre" in spoken(found.reply)) is (rest > 0)

    async def test_a_pack_of_ordinary_length_has_all_it_may_have(self) -> None:
        articles = [
            item("article", f"a{number}", title=both("Un titre assez court"), date=f"2026-11-{number + 1:02}")
            for number in range(20)
        ]
        found = await digest(store(*articles, news=tuple(map(happened, articles))))
        assert len(found.stories) == DAILY.most


async def test_the_day_is_that_of_the_schedules_own_zone() -> None:
    found = await digest(store(), replace(DAILY, zone="Pacific/Auckland"))
    assert found.title == "Le bulletin du dimanche 22 novembre 2026"
    late = ask("digest", kind=ChatKind.GROUP, now=dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
    there = await tell_digest(replace(DAILY, zone="Pacific/Auckland"), late, services(store()))
    assert there.title == "Le bulletin du lundi 23 novembre 2026"
