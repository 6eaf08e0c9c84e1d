"""News as a message: one story as its entry, several merged, what changed for a measure, who is silent."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from content.news import Happening, What
from content.records import Item
from handlers.ports import Sources
from handlers.reply import Button, Doorway, Entry, Reply
from handlers.request import ChatKind
from handlers.telling import tell_news, Telling
from handlers.telling.room import fits
from tests.handlers.world import ask, both, item, links, NOW, services, spoken, Store, world

GAZETTE = item("source", "gazette")
MAIRIE = item("source", "mairie", title="Mairie", voice="official")
PRESS = item(
    "article", "press", title=both("Le banc vu par la presse"), story="banc", url="https://gazette.example/a",
    date="2026-11-21",
)  # fmt: skip
ACT = item(
    "article", "act", title=both("Acte du banc"), story="banc", source="mairie", reliability="official",
    url="https://mairie.example/acte", date="2026-11-20",
)  # fmt: skip
ALONE = item("article", "alone", title=both("Une lampe"), date="2026-11-22")
BEFORE = item("measure", "m", title=both("Un banc à la Rotonde"), status="announced", status_as_of="2026-11-09")
AFTER = item(
    "measure", "m", title=both("Un banc à la Rotonde"), status="decided", status_as_of="2026-11-20",
    evidence=[{"source": "act", "date": "2026-11-20", "says": both("Le conseil l’a décidé.")}],
)  # fmt: skip


def store(*items: Item) -> Store:
    return world(GAZETTE, MAIRIE, *items)


def happened(
    thing: Item, what: What = What.NEW, before: Item | None = None, hours: float = 0, **fields: Any
) -> Happening:
    story = getattr(thing, "story", None) or f"{thing.slug}{'' if what is What.NEW else '@2'}"
    return replace(Happening(1, story, what, NOW - dt.timedelta(hours=hours), thing, before), **fields)


async def told(
    known: Store, *happenings: Happening, kind: ChatKind = ChatKind.PRIVATE, language: str = "fr"
) -> Telling:
    return await tell_news(happenings, ask("news", kind=kind, language=language), services(known))


def buttons(reply: Reply) -> list[Button | Doorway]:
    return [each for row in reply.buttons for each in row if isinstance(each, Button | Doorway)]


class TestOneStory:
    async def test_it_is_its_entry_with_source_and_date_and_why_it_comes(self) -> None:
        found = await told(store(ALONE), happened(ALONE))
        text = spoken(found.reply)
        assert text.startswith("Du nouveau\n\nUne lampe\n22 novembre 2026\n")
        assert "presse : La Gazette" in text
        assert text.endswith("Envoyé selon vos abonnements. Ce bot est tenu par des riverains, pas par les autorités.")
        assert (found.stories, found.title, found.empty) == (("alone",), "Une lampe", False)
        assert found.reply.items == ("alone",)

    async def test_in_english_it_is_english(self) -> None:
        text = spoken((await told(store(ALONE), happened(ALONE), language="en")).reply)
        assert text.startswith("News\n\nUne lampe [en]\n22 November 2026")

    async def test_the_papers_on_one_event_are_one_entry_also_where_only_one_is_new(self) -> None:
        for known in ((happened(PRESS), happened(ACT)), (happened(PRESS),)):
            found = await told(store(PRESS, ACT), *known)
            text = spoken(found.reply)
            assert found.stories == ("banc",)
            assert "source officielle : Mairie" in text
            assert text.count("Acte du banc") == 1
            assert links(found.reply) == ["https://mairie.example/acte", "https://gazette.example/a"]

    async def test_a_ruling_and_the_one_that_reversed_it_are_one_story_told_by_both_names(self) -> None:
        first = item("article", "r1", title=both("Annulation"), companion="r2", date="2026-11-20")
        second = item("article", "r2", title=both("Annulation renversée"), companion="r1", date="2026-11-21")
        found = await told(store(first, second), happened(first), happened(second))
        assert set(found.stories) == {"r1", "r2"}
        assert len(tuple(found.reply.blocks)) == 1

    async def test_a_ruling_alone_is_not_told(self) -> None:
        first = item("article", "r1", companion="r2", date="2026-11-20")
        assert (await told(store(first), happened(first))).empty


class TestMeasures:
    async def test_a_change_says_from_what_to_what_with_dates_and_source(self) -> None:
        found = await told(store(AFTER, ACT), happened(AFTER, What.STATUS, BEFORE))
        text = spoken(found.reply)
        assert text.startswith("Une mesure a changé\n\nUn banc à la Rotonde\n")
        assert "Annoncé au 9 novembre 2026 → Décidé au 20 novembre 2026" in text
        assert "Le conseil l’a décidé." in text
        assert "Mairie (🏛 source officielle)" in text
        assert "Responsable : La Ville" in text
        assert found.stories == ("m@2",)
        assert set(found.reply.items) == {"m", "act"}

    async def test_two_changes_in_a_row_are_told_as_one_from_the_first_to_the_last(self) -> None:
        between = AFTER.model_copy(update={"status": "under_way"})
        done = item("measure", "m", title=both("Un banc"), status="done", status_as_of="2026-11-21")
        found = await told(
            store(done),
            happened(done, What.STATUS, between, hours=1, story="m@3"),
            happened(between, What.STATUS, BEFORE, hours=9, story="m@2"),
        )
        assert "Annoncé au 9 novembre 2026 → Réalisé au 21 novembre 2026" in spoken(found.reply)
        assert set(found.stories) == {"m@2", "m@3"}

    async def test_further_evidence_is_told_and_the_status_is_not_called_new(self) -> None:
        before = AFTER.model_copy(update={"evidence": ()})
        text = spoken((await told(store(AFTER, ACT), happened(AFTER, What.EVIDENCE, before))).reply)
        assert text.startswith("Une source de plus sur une mesure")
        assert "→" not in text
        assert "20 novembre 2026 : Le conseil l’a décidé." in text

    async def test_a_status_a_year_old_says_that_nothing_newer_is_known(self) -> None:
        old = item("measure", "m", status="ended", status_as_of="2024-05-07")
        text = spoken((await told(store(old), happened(old, What.STATUS, BEFORE))).reply)
        assert "7 mai 2024 (il y a plus de 2 ans) ; état actuel non connu" in text

    async def test_evidence_from_a_case_before_the_courts_is_not_pushed(self) -> None:
        case = item("article", "act", title=both("Une affaire"), ongoing_case=True)
        text = spoken((await told(store(AFTER, case), happened(AFTER, What.STATUS, BEFORE))).reply)
        assert "Le conseil l’a décidé." not in text
        assert "pas encore de source à montrer" in text


class TestSeveral:
    @pytest.mark.parametrize(
        ("hours", "since"),
        [(1, "aujourd’hui"), (14, "depuis hier soir"), (20, "depuis hier"), (70, "depuis le 19 novembre 2026")],
    )
    async def test_they_are_merged_under_how_many_and_since_when(self, hours: float, since: str) -> None:
        found = await told(store(ALONE, PRESS), happened(ALONE, hours=hours), happened(PRESS))
        assert spoken(found.reply).startswith(f"2 nouvelles {since}\n\nUne lampe")
        assert found.title == f"2 nouvelles {since}"
        assert found.stories == ("alone", "banc")

    async def test_what_does_not_fit_is_counted_and_behind_a_button(self) -> None:
        many = [
            item("article", f"a{number}", title=both(f"Titre {number} " + "très long " * 90), date="2026-11-20")
            for number in range(9)
        ]
        for kind in (ChatKind.PRIVATE, ChatKind.GROUP):
            found = await told(store(*many), *map(happened, many), kind=kind)
            assert fits(found.reply)
            shown = len(found.stories)
            assert 0 < shown < 9
            assert f"Et {9 - shown} autres." in spoken(found.reply)
            assert spoken(found.reply).startswith("9 nouvelles")
            assert buttons(found.reply)[0].command == "latest"

    async def test_one_entry_that_is_too_long_is_cut_and_keeps_its_source(self) -> None:
        long = item("article", "a", title=both("Un titre " * 900), date="2026-11-20", url="https://gazette.example/a")
        found = await told(store(long), happened(long))
        assert fits(found.reply)
        assert links(found.reply) == ["https://gazette.example/a"]


class TestOthers:
    async def test_a_silent_source_is_told_with_since_when_and_nobody_is_blamed(self) -> None:
        feed = item("feed", "flux", title="Préfecture")
        known = store()
        known.log.reading = Sources(3, (("Préfecture", dt.datetime(2026, 11, 17, 8, tzinfo=dt.UTC)),))
        found = await told(known, happened(feed, What.SILENT))
        assert "Pas de données récentes de Préfecture depuis le 17 novembre 2026." in spoken(found.reply)
        assert found.stories == ("flux@2",)
        assert buttons(found.reply)[-1] == Button("Signaler une erreur", "mistake", "{message}")

    async def test_a_changed_position_is_never_shown_alone(self) -> None:
        topic = item("topic", "eclairage", title=both("Éclairage"))
        position = item("position", "p", says=both("Pour les lampes."), date="2026-11-02")
        found = await told(store(topic, position), happened(position, What.CHANGED, position))
        text = spoken(found.reply)
        assert "Éclairage" in text
        assert "Pour les lampes" not in text

    async def test_a_changed_contact_does_not_say_what_is_open_now(self) -> None:
        line = item(
            "contact", "c", phone="3975", hours=both("lun-ven 9 h-17 h"), display_fields=["phone", "hours"],
            opening={"always": True},
        )  # fmt: skip
        text = spoken((await told(store(line), happened(line, What.CHANGED, line))).reply)
        assert "3975" in text
        assert "lun-ven" in text
        assert "Ouvert maintenant" not in text

    @pytest.mark.parametrize("gone", [{"publish": "no"}, {"publish": "needs_second_source"}, None])
    async def test_what_was_withdrawn_meanwhile_is_not_told(self, gone: dict[str, Any] | None) -> None:
        left = store(*([ALONE.model_copy(update=gone)] if gone else []))
        found = await told(left, happened(ALONE))
        assert found == Telling(Reply(), (), "", empty=True)

    async def test_what_was_put_right_meanwhile_is_told_as_it_is_now(self) -> None:
        right = item("article", "alone", title=both("Deux lampes"), date="2026-11-22")
        text = spoken((await told(store(right), happened(ALONE))).reply)
        assert "Deux lampes" in text
        assert "Une lampe" not in text


class TestButtons:
    async def test_in_private_an_entry_opens_and_ones_subscriptions_are_a_tap_away(self) -> None:
        reply = (await told(store(ALONE), happened(ALONE))).reply
        (block,) = reply.blocks
        assert isinstance(block, Entry)
        assert (block.opens.command, block.opens.args) == ("open", "alone")
        assert [(each.command, each.args) for each in buttons(reply)] == [
            ("subscriptions", ""),
            ("mistake", "{message}"),
        ]

    @pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.CHANNEL])
    async def test_where_many_read_the_only_command_is_to_report_a_mistake(self, kind: ChatKind) -> None:
        for known in ((happened(ALONE),), (happened(ALONE), happened(PRESS))):
            reply = (await told(store(ALONE, PRESS), *known, kind=kind)).reply
            assert not any(isinstance(block, Entry) for block in reply.blocks)
            assert [each.command for each in buttons(reply) if isinstance(each, Button)] == ["mistake"]
            assert buttons(reply)[-1] == Button("Signaler une erreur", "mistake", "{message}")
        alone = (await told(store(ALONE), happened(ALONE), kind=kind)).reply
        assert buttons(alone)[0] == Doorway("Lire la fiche", "open", "alone")
