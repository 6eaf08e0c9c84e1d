"""``/correct``: what is wrong is chosen, what is right is written in every language, why is said; then every copy is followed."""

from dataclasses import replace

import pytest

from content.records import Article, Contact, Figure, State
from handlers.ports import Chase
from tests.handlers.newsdesk import Newsdesk
from tests.handlers.world import both, item, NOW, spoken, Store, world

LONG = "l" * 40


def store() -> Store:
    return world(
        item("source", "gazette", title="La Gazette"),
        item("article", "lampes", title=both("Douze lampes", "Twelve lamps"), summary=both("Rue Riquet.", "Riquet street.")),
        item("article", LONG, title=both("Un long nom")),
        item("article", "banc", title={"fr": "Un banc"}),
        item("figure", "nombre", title=both("Lampes posées"), source="lampes", unit=both("lampes"), written=both("douze lampes")),
        item(
            "contact", "mairie", title=both("Mairie"), phone="01 23 45 67 89", hours=both("9 h à 17 h"), address="1 place Neuve",
            lat=48.8, lon=2.3, opening={"always": True}, display_fields=("phone", "hours", "address"),
            verified={"where": "https://mairie.example/", "how": "read", "fields": ["phone", "hours", "address"]},
        ),
        item("place", "riquet", title=both("Rue Riquet")),
    )  # fmt: skip


@pytest.fixture
def desk() -> Newsdesk:
    return Newsdesk(store())


def titles(desk: Newsdesk) -> dict[str, str]:
    article = desk.known.items["lampes"]
    assert isinstance(article, Article)
    return dict(article.title)


async def to_preview(desk: Newsdesk) -> None:
    await desk.ask("correct", "lampes")
    await desk.press("le titre")
    await desk.type("Quatorze lampes")
    await desk.type("Fourteen lamps")
    await desk.type("La Ville a compté à nouveau.")


class TestWriting:
    async def test_both_languages_and_the_reason_are_asked_for_and_nothing_is_kept_before_it_was_shown(
        self, desk: Newsdesk
    ) -> None:
        desk.known.curating.errata.reached["lampes"] = 12
        await desk.ask("correct", "lampes")
        question = await desk.press("le titre")
        assert "« \u2068Douze lampes\u2069 »" in spoken(question)
        assert "en français" in spoken(question)
        question = await desk.type("Quatorze lampes")
        assert "« \u2068Twelve lamps\u2069 »" in spoken(question)
        assert "/corrections" in spoken(await desk.type("Fourteen lamps"))
        preview = spoken(await desk.type("La Ville a compté à nouveau."))
        assert desk.known.curating.errata.said == []
        for words in (
            "Douze lampes",
            "Quatorze lampes",
            "Twelve lamps",
            "Fourteen lamps",
            "La Ville a compté à nouveau.",
            "12 messages",
        ):
            assert words in preview
        done = await desk.press("Corriger partout")
        assert desk.known.curating.errata.said == [
            ("lampes", "Douze lampes", "Quatorze lampes", "La Ville a compté à nouveau.", 7)
        ]
        assert titles(desk) == {"fr": "Quatorze lampes", "en": "Fourteen lamps"}
        assert desk.known.items["lampes"].checked_on == NOW.date()
        assert "12 messages : 12 en cours" in spoken(done)
        (act,) = desk.known.curating.notebook.lines
        assert (act.act, act.subject, act.before, act.after, act.why) == (
            "correct", "lampes", "Douze lampes", "Quatorze lampes", "La Ville a compté à nouveau.",
        )  # fmt: skip

    async def test_the_other_language_can_be_right_or_go_and_is_never_left_wrong_by_silence(
        self, desk: Newsdesk
    ) -> None:
        for label, expected in (
            ("Ce texte est juste", {"fr": "Seize lampes", "en": "Twelve lamps"}),
            ("Le supprimer", {"fr": "Vingt lampes"}),
        ):
            await desk.ask("correct", "lampes")
            await desk.press("le titre")
            assert desk.labels() == ["Ce texte est juste, le garder", "Annuler"]  # of the first there is no other yet
            await desk.type(expected["fr"])
            await desk.press(label)
            await desk.type("La Ville a compté à nouveau.")
            await desk.press("Corriger partout")
            assert titles(desk) == expected

    async def test_both_cannot_be_said_to_be_right(self, desk: Newsdesk) -> None:
        await desk.ask("correct", "lampes")
        await desk.press("le titre")
        await desk.press("Ce texte est juste")
        assert desk.labels() == ["Annuler"]
        await desk.forge("correct", "Ken")
        await desk.type("Fourteen lamps")
        assert "Pourquoi" in spoken(desk.reply)

    async def test_an_english_moderator_begins_with_english(self) -> None:
        desk = Newsdesk(store(), language="en")
        await desk.ask("correct", "lampes")
        assert "Twelve lamps" in spoken(await desk.press("the title"))

    async def test_of_a_field_in_one_language_one_text_is_enough(self, desk: Newsdesk) -> None:
        await desk.ask("correct", "banc")
        await desk.press("le titre")
        assert desk.labels() == ["Annuler"]
        assert "Pourquoi" in spoken(await desk.type("Deux bancs"))

    @pytest.mark.parametrize("words", ["Douze lampes", " Douze  lampes "])
    async def test_what_it_says_already_is_no_correction(self, desk: Newsdesk, words: str) -> None:
        await desk.ask("correct", "lampes")
        await desk.press("le titre")
        assert "C’est ce qu’on lit déjà" in spoken(await desk.type(words))
        assert await desk.ports.curation.awaiting.take(7, NOW) is not None

    async def test_a_name_of_somebody_is_stopped_in_the_text_and_in_the_reason(self, desk: Newsdesk) -> None:
        await desk.ask("correct", "lampes")
        await desk.press("le titre")
        stopped = spoken(await desk.type("Le dealer Kévin Durand, 12 rue Riquet, code 4B"))
        assert "Kévin Durand" in stopped
        await desk.type("Quatorze lampes")
        await desk.type("Fourteen lamps")
        assert "Appelez" not in spoken(await desk.type("C’est Kévin Durand qui l’a dit, au 06 12 34 56 78"))
        assert "06 12 34 56 78" in spoken(desk.reply)
        assert desk.known.curating.errata.said == []

    @pytest.mark.parametrize("why", ["court", "x" * 301])
    async def test_the_reason_is_a_sentence(self, desk: Newsdesk, why: str) -> None:
        await desk.ask("correct", "banc")
        await desk.press("le titre")
        await desk.type("Deux bancs")
        assert "de 8 à 300" in spoken(await desk.type(why))

    async def test_words_behind_the_preview_are_another_reason(self, desk: Newsdesk) -> None:
        await to_preview(desk)
        assert "Le journal s’était trompé." in spoken(await desk.type("Le journal s’était trompé."))
        await desk.press("Corriger partout")
        assert desk.known.curating.errata.said[0][3] == "Le journal s’était trompé."


class TestFields:
    async def test_a_number_is_read_as_people_write_it_and_the_words_for_the_old_one_go(self, desk: Newsdesk) -> None:
        await desk.ask("correct", "nombre")
        await desk.press("le nombre")
        assert "ne convient pas" in spoken(await desk.type("quatorze"))
        await desk.type("1 400,5")
        await desk.type("La Ville a compté à nouveau.")
        await desk.press("Corriger partout")
        figure = desk.known.items["nombre"]
        assert isinstance(figure, Figure)
        assert (figure.value, figure.written) == ("1400.5", None)
        assert desk.known.curating.errata.said[0][1:3] == ("douze lampes", "1\u202f400,5 lampes")

    async def test_a_telephone_number_is_a_number_and_nothing_else(self, desk: Newsdesk) -> None:
        await desk.ask("correct", "mairie")
        await desk.press("le téléphone")
        assert "ne convient pas" in spoken(await desk.type("demandez Karim"))
        await desk.type("01 98 76 54 32")
        await desk.type("La mairie a changé de numéro.")
        await desk.press("Corriger partout")
        assert desk.known.curating.errata.said[0][1:3] == ("01 23 45 67 89", "01 98 76 54 32")

    async def test_hours_in_words_take_those_a_program_reads_along_and_an_address_its_point(
        self, desk: Newsdesk
    ) -> None:
        await desk.ask("correct", "mairie")
        await desk.press("les horaires")
        await desk.type("9 h à 19 h")
        await desk.press("Le supprimer")
        await desk.type("La mairie ferme plus tard.")
        await desk.press("Corriger partout")
        await desk.ask("correct", "mairie")
        await desk.press("l’adresse")
        await desk.type("3 place Neuve")
        await desk.type("La mairie a déménagé.")
        await desk.press("Corriger partout")
        contact = desk.known.items["mairie"]
        assert isinstance(contact, Contact)
        assert (contact.opening, contact.lat, contact.lon, contact.address) == (None, None, None, "3 place Neuve")

    async def test_every_button_of_the_longest_name_can_be_carried(self, desk: Newsdesk) -> None:
        await desk.ask("correct", LONG)
        for row in desk.reply.buttons:
            for button in row:
                assert len(button.args) <= 45  # type: ignore[union-attr]
        await desk.press("le résumé")
        assert "Un résumé." in spoken(desk.reply)


class TestFinding:
    async def test_by_words_by_link_and_not_at_all(self, desk: Newsdesk) -> None:
        assert "suivi de quelques mots" in spoken(await desk.ask("correct"))
        await desk.ask("correct", "Douze")
        assert desk.labels() == ["Douze lampes"]
        assert "Qu’est-ce qui est faux" in spoken(await desk.press("Douze lampes"))
        assert "rien trouvé" in spoken(await desk.ask("correct", "riquet"))  # a place is no statement


class TestTwoAtOnce:
    async def test_what_somebody_else_changed_meanwhile_is_not_overwritten(self, desk: Newsdesk) -> None:
        await to_preview(desk)
        await desk.known.curating.redaction.put(desk.known.items["lampes"], State.PUBLISHED, 8, None, NOW)
        assert "Quelqu’un a changé" in spoken(await desk.press("Corriger partout"))
        assert desk.known.curating.errata.said == []

    async def test_what_was_withdrawn_meanwhile_is_not_published_again(self, desk: Newsdesk) -> None:
        await to_preview(desk)
        await desk.known.curating.redaction.put(desk.known.items["lampes"], State.RETRACTED, 8, None, NOW)
        assert "trop longtemps" in spoken(await desk.press("Corriger partout"))
        assert desk.known.curating.errata.said == []

    async def test_a_press_twice_corrects_once(self, desk: Newsdesk) -> None:
        await to_preview(desk)
        preview = desk.reply
        await desk.press("Corriger partout")
        desk.reply = preview
        assert "trop longtemps" in spoken(await desk.press("Corriger partout"))
        assert len(desk.known.curating.errata.said) == 1

    async def test_the_button_of_an_older_preview_confirms_nothing(self, desk: Newsdesk) -> None:
        await to_preview(desk)
        older = desk.reply
        await desk.type("Le journal s’était trompé.")
        desk.reply = older
        await desk.press("Corriger partout")
        assert desk.known.curating.errata.said == []
        assert "Le journal s’était trompé." in spoken(desk.reply)


class TestAccount:
    async def test_it_says_what_became_of_the_copies_and_looks_again(self, desk: Newsdesk) -> None:
        states = {"sent": 10, "answered": 1, "dead": 1, "early": 2, "unsure": 1, "queued": 3}
        desk.known.curating.errata.known.append(Chase(1, "correction", "lampes", states, True, NOW))
        told = spoken(await desk.forge("correct", "N1"))
        assert "18 messages : 10 changés, 2 changés avant de partir, 1 avec un mot dessous, 3 en cours" in told
        assert "1 hors d’atteinte" in told
        assert "pas encore été regardés" in told
        desk.known.curating.errata.known[0] = Chase(1, "correction", "lampes", {"sent": 1}, False, NOW)
        assert "1 message : 1 changé." in spoken(await desk.press("Où en est-on"))
        assert "plus le compte" in spoken(await desk.forge("correct", "N9"))

    async def test_typed_it_is_a_search(self, desk: Newsdesk) -> None:
        assert "rien trouvé" in spoken(await desk.ask("correct", "N1"))


async def test_without_a_pack_there_is_nothing_to_correct() -> None:
    desk = Newsdesk(Store(manifest=None))
    desk.request = replace(desk.request, command="correct")
    assert spoken(await desk.ask("correct", "lampes")) == spoken(await desk.ask("retract", "lampes"))
