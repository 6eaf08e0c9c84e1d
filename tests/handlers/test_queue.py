"""``/queue``: a proposal is published in three taps, in a person's own words, by one person; nothing else gets through."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from content.dates import PartialDate
from content.intake import Draft
from content.pack.manifest import Wording, WordingRule
from content.records import Article, State
from handlers.ports import Decision, Proposal, Services
from handlers.queue import queue
from handlers.queue.at import mark
from handlers.reply import Button, Reply
from handlers.request import Person, Request
from tests.handlers.world import ask, both, item, NOW, pressing, services, spoken, Store, world

ORIGINAL = (
    "Mardi matin, la police a évacué le campement installé depuis un an sous le métro aérien, place de Stalingrad."
)
DRAFT = Draft(
    url="https://gazette.example/2026/campement",
    source="gazette",
    date=PartialDate("2026-11-20"),
    date_known="feed",
    places=("stalingrad",),
    topics=("campement",),
    sentences=(ORIGINAL,),
    title_original="Paris : le campement de Stalingrad évacué",
    reliability="press",
)
TITLE = "Campement évacué place de Stalingrad"
SUMMARY = "Selon La Gazette, le campement a été évacué mardi. La préfecture l’a confirmé."
ALICE, BORIS, ZOE = 7, 8, 42
"""Two moderators and a resident."""


def store() -> Store:
    return world(
        item("source", "gazette", title="La Gazette"),
        item("source", "quotidien", title="Le Quotidien"),
        item("place", "stalingrad", title=both("Place de Stalingrad")),
        item("place", "villette", title=both("Porte de la Villette")),
        item("topic", "campement", title=both("Campements", "Camps")),
        item("topic", "eclairage", title=both("Éclairage", "Lighting")),
        item("article", "old-1", title=both("Le campement de Stalingrad", "The camp"), topics=("campement",)),
    )  # fmt: skip


def waiting(known: Store, draft: Draft = DRAFT, **fields: Any) -> Proposal:
    return known.curating.tray.add(draft, NOW, **{"original": ORIGINAL, **fields})


def asked(person: int = ALICE, **more: Any) -> Request:
    return ask("queue", person=Person(person, moderator=True), **more)


class Desk:
    """A moderator at the queue: what they see, press and type, one after the other."""

    def __init__(self, known: Store, person: int = ALICE, language: str = "fr") -> None:
        self.known = known
        self.ports: Services = services(known)
        self.request = asked(person, language=language)
        self.reply: Reply | None = None

    async def open(self) -> Reply:
        self.reply = await queue(self.request, self.ports)
        return self.reply

    async def press(self, label: str) -> Reply:
        assert self.reply is not None
        self.reply = await queue(pressing(self.reply, label, self.request), self.ports)
        return self.reply

    async def type(self, words: str, now: dt.datetime = NOW) -> Reply:
        person = self.request.person.id
        assert person is not None
        taken = await self.ports.curation.awaiting.take(person, now)
        assert taken is not None, "nothing was asked"
        assert taken[0] == "queue"
        self.reply = await queue(replace(self.request, args=words, awaited=taken[1]), self.ports)
        return self.reply

    async def write(self, label: str, words: str) -> Reply:
        await self.press(label)
        return await self.type(words)


def labels(reply: Reply) -> list[str]:
    return [each.label for row in reply.buttons for each in row if isinstance(each, Button)]


class TestPublishing:
    async def test_three_taps_once_title_and_summary_are_typed(self) -> None:
        known = store()
        waiting(known)
        desk = Desk(known)
        await desk.open()
        await desk.write("Titre (français)", TITLE)
        await desk.write("Résumé (français)", SUMMARY)
        done = await desk.press("Publier")
        ((slug, state, by, _),) = known.curating.redaction.changes
        made = known.items[slug]
        assert isinstance(made, Article)
        assert (state, by) == (State.PUBLISHED, ALICE)
        assert (made.title["fr"], made.summary["fr"], made.url, made.source) == (TITLE, SUMMARY, DRAFT.url, "gazette")
        assert (made.places, made.topics) == (("stalingrad",), ("campement",))
        assert known.curating.tray.decided == [(1, Decision.PUBLISHED, ALICE, slug, None)]
        assert TITLE in spoken(done)
        assert labels(done) == ["Voir la fiche", "Suivante ›"]
        (line,) = known.curating.notebook.lines
        assert (line.act, line.by, line.after) == ("publish", ALICE, slug)

    async def test_without_a_title_and_a_summary_there_is_no_way_to_publish(self) -> None:
        known = store()
        made = waiting(known)
        desk = Desk(known)
        card = await desk.open()
        assert "Publier" not in labels(card)
        assert "il faut un titre et un résumé" in spoken(card)
        forged = replace(desk.request, args=f"p {made.id} {made.version}", pressed=True)
        assert "il faut un titre" in spoken(await queue(forged, desk.ports))
        assert known.curating.redaction.changes == []

    async def test_in_one_language_it_is_published_and_the_other_falls_back_and_is_said_to(self) -> None:
        known = store()
        waiting(known)
        desk = Desk(known)
        await desk.open()
        await desk.write("Titre (français)", TITLE)
        card = await desk.write("Résumé (français)", SUMMARY)
        assert "Sans texte en anglais" in spoken(card)
        await desk.press("Publier")
        made = known.items[known.curating.redaction.changes[0][0]]
        assert isinstance(made, Article)
        assert (set(made.title), made.title.said("en")) == ({"fr"}, (TITLE, "fr"))

    async def test_a_half_written_language_is_left_out(self) -> None:
        known = store()
        waiting(known, title={"fr": TITLE, "en": "Camp cleared"}, summary={"fr": SUMMARY})
        desk = Desk(known)
        await desk.open()
        await desk.press("Publier")
        made = known.items[known.curating.redaction.changes[0][0]]
        assert isinstance(made, Article)
        assert set(made.title) == set(made.summary) == {"fr"}

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"places": ()}, "Il manque un lieu"),
            ({"topics": ()}, "Il manque un sujet"),
            ({"source": None, "publisher": "Le Matin"}, "Dites d’abord qui publie"),
            ({"places": ("nowhere",)}, "n’existe pas"),
        ],
    )
    async def test_what_is_missing_is_said_in_a_sentence_and_nothing_is_published(
        self, changed: dict[str, Any], says: str
    ) -> None:
        known = store()
        waiting(known, DRAFT.model_copy(update=changed), title={"fr": TITLE}, summary={"fr": SUMMARY})
        desk = Desk(known)
        await desk.open()
        assert says in spoken(await desk.press("Publier"))
        assert (known.curating.redaction.changes, known.curating.tray.decided) == ([], [])

    async def test_two_reports_of_one_day_get_two_names(self) -> None:
        known = store()
        for _ in range(2):
            waiting(known, title={"fr": TITLE}, summary={"fr": SUMMARY})
        desk = Desk(known)
        await desk.open()
        await desk.press("Publier")
        await desk.press("Suivante")
        await desk.press("Publier")
        assert len({slug for slug, *_ in known.curating.redaction.changes}) == 2

    async def test_an_ongoing_case_is_published_as_one(self) -> None:
        known = store()
        waiting(known, title={"fr": TITLE}, summary={"fr": SUMMARY})
        desk = Desk(known)
        await desk.open()
        card = await desk.press("C’est une affaire en cours")
        assert "montrée seulement à qui la demande" in spoken(card)
        await desk.press("Publier")
        made = known.items[known.curating.redaction.changes[0][0]]
        assert isinstance(made, Article)
        assert made.ongoing_case


class TestTheCard:
    async def test_the_papers_words_are_marked_for_the_moderators_eyes_and_the_message_is_not_kept(self) -> None:
        known = store()
        waiting(known)
        card = await Desk(known).open()
        text = spoken(card)
        assert text.index("Pour vos yeux seulement") < text.index("Mardi matin")
        assert card.private
        for said in ("La Gazette, 20 novembre 2026", "Place de Stalingrad", "Campements", "1 proposition attend"):
            assert said in text

    async def test_the_whole_original_is_never_shown(self) -> None:
        known = store()
        waiting(known, original=f"{ORIGINAL} Le reste de l’article.")
        assert "Le reste de l’article" not in spoken(await Desk(known).open())

    async def test_each_moderator_reads_it_in_their_own_language(self) -> None:
        known = store()
        waiting(known)
        card = await Desk(known, language="en").open()
        assert "For your eyes only" in spoken(card)
        assert "Title (English)" in labels(card)
        assert "Camps" in spoken(card)

    async def test_next_goes_round_and_an_empty_queue_says_so(self) -> None:
        known = store()
        waiting(known)
        waiting(known, DRAFT.model_copy(update={"url": "https://gazette.example/2"}))
        desk = Desk(known)
        await desk.open()
        await desk.press("Suivante")
        assert "on reprend au début" in spoken(await desk.press("Suivante"))
        assert "Rien n’attend" in spoken(await Desk(store()).open())

    async def test_every_button_fits_into_what_telegram_carries(self) -> None:
        known = store()
        made = waiting(
            known, DRAFT.model_copy(update={"source": None, "date": None}), title={"fr": TITLE}, summary={"fr": SUMMARY}
        )
        known.curating.tray.kept[123456] = replace(made, id=123456, version=987)
        known.curating.tray.alike[123456] = ["old-1"]
        desk = Desk(known)
        await desk.open()
        screens = [await desk.press("Suivante")]
        for label in ("Sujets", "Lieux", "Rapprocher", "Refuser", "Dire qui publie"):
            desk.reply = screens[0]
            screens.append(await desk.press(label))
        for screen in screens:
            for button in (each for row in screen.buttons for each in row if isinstance(each, Button)):
                assert len(button.args.encode()) <= 64 - 8 - len("=queue:1:"), button


class TestWords:
    async def test_more_than_eight_words_of_the_paper_are_refused_and_not_shown_again(self) -> None:
        known = store()
        waiting(known)
        desk = Desk(known)
        await desk.open()
        said = await desk.write(
            "Résumé (français)", "Selon la presse, la police a évacué le campement installé depuis un an."
        )
        text = spoken(said)
        assert "Plus de huit mots" in text
        assert "selon …" in text
        assert "installé depuis" not in text
        assert known.curating.tray.kept[1].summary == {}
        await desk.type(SUMMARY)
        assert known.curating.tray.kept[1].summary == {"fr": SUMMARY}

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            ("Un homme arrêté place de Stalingrad, Karim Belkacem, dit la police", "personne privée"),
            ("Appelez le 06 12 34 56 78", "numéro de téléphone"),
            ("Une voiture AB-123-CD vue place de Stalingrad", "plaque"),
        ],
    )
    async def test_what_points_at_somebody_is_stopped_kindly_and_no_reason_helps(self, words: str, says: str) -> None:
        known = store()
        waiting(known)
        desk = Desk(known)
        await desk.open()
        stopped = await desk.write("Titre (français)", words)
        assert says in spoken(stopped)
        assert "ne se contourne pas" in spoken(stopped)
        again = await desk.type(f"{words}\nraison : c’est dans le journal")
        assert "ne se contourne pas" in spoken(again)
        assert known.curating.tray.kept[1].title == {}
        assert known.curating.notebook.lines == []

    async def test_a_rule_that_is_not_strict_is_waived_with_a_reason_which_the_audit_keeps(self) -> None:
        known = store()
        waiting(known)
        desk = Desk(known)
        await desk.open()
        words = "Selon La Gazette, un local ouvre au 12 rue de Tanger."
        stopped = await desk.write("Résumé (français)", words)
        assert "raison :" in spoken(stopped)
        await desk.type(f"{words}\nRaison : c’est un bâtiment public")
        assert known.curating.tray.kept[1].summary == {"fr": words}
        (line,) = known.curating.notebook.lines
        assert (line.act, line.why) == ("waive", "c’est un bâtiment public")
        assert "Tanger" not in f"{line.before}{line.after}{line.subject}"

    @pytest.mark.parametrize(
        "reason",
        ["Karim Belkacem y habite", "appelez le 06 12 34 56 78", "oui", "c’est au 14 rue de Tanger, 3e étage porte 4"],
    )
    async def test_a_reason_that_points_at_somebody_or_says_nothing_lets_nothing_pass(self, reason: str) -> None:
        known = store()
        waiting(known)
        desk = Desk(known)
        await desk.open()
        words = "Selon La Gazette, un local ouvre au 12 rue de Tanger."
        await desk.write("Résumé (français)", f"{words}\nraison : {reason}")
        assert known.curating.tray.kept[1].summary == {}
        assert known.curating.notebook.lines == []

    async def test_the_wording_guide_says_what_to_write_instead(self) -> None:
        known = store()
        known.wording = Wording(rules=(WordingRule(avoid=("zombies",), use=both("personnes qui consomment")),))
        known.curating.redaction.wording = known.wording
        waiting(known)
        desk = Desk(known)
        await desk.open()
        assert "personnes qui consomment" in spoken(await desk.write("Titre (français)", "Des zombies à Stalingrad"))
        assert known.curating.tray.kept[1].title == {}

    async def test_the_papers_title_and_one_too_long_are_refused(self) -> None:
        known = store()
        waiting(known)
        desk = Desk(known)
        await desk.open()
        assert "celui du journal" in spoken(await desk.write("Titre (français)", DRAFT.title_original))
        assert "140 au plus" in spoken(await desk.type("mot " * 60))

    async def test_after_a_quarter_of_an_hour_words_are_no_answer_any_more(self) -> None:
        known = store()
        waiting(known)
        desk = Desk(known)
        await desk.open()
        await desk.press("Titre (français)")
        assert await desk.ports.curation.awaiting.take(ALICE, NOW + dt.timedelta(minutes=16)) is None

    async def test_cancelling_awaits_nothing_more(self) -> None:
        known = store()
        waiting(known)
        desk = Desk(known)
        await desk.open()
        await desk.press("Titre (français)")
        card = await desk.press("Annuler")
        assert "Pour vos yeux" in spoken(card)
        assert known.curating.questions.asked == {}


class TestChoosing:
    async def test_topics_are_put_in_and_taken_out_by_tapping(self) -> None:
        known = store()
        waiting(known)
        desk = Desk(known)
        await desk.open()
        await desk.press("Sujets")
        await desk.press("Éclairage")
        chosen = await desk.press("Campements")
        assert "✓ Éclairage" in labels(chosen)
        assert known.curating.tray.kept[1].draft.topics == ("eclairage",)

    async def test_places_are_named_in_words(self) -> None:
        known = store()
        waiting(known)
        desk = Desk(known)
        await desk.open()
        await desk.press("Lieux")
        await desk.press("Nommer un lieu")
        assert "aucun lieu" in spoken(await desk.type("chez moi"))
        await desk.type("la porte de la Villette")
        assert known.curating.tray.kept[1].draft.places == ("stalingrad", "villette")

    async def test_a_source_there_is_is_chosen_by_its_name(self) -> None:
        known = store()
        waiting(known, DRAFT.model_copy(update={"source": None, "publisher": "Quotidien.fr"}))
        desk = Desk(known)
        await desk.open()
        await desk.press("Dire qui publie")
        await desk.press("Nommer une source")
        await desk.type("le quotidien")
        await desk.press("Le Quotidien")
        assert (known.curating.tray.kept[1].draft.source, known.curating.tray.kept[1].draft.reliability) == (
            "quotidien", "press",
        )  # fmt: skip

    async def test_a_new_source_is_added_with_its_voice(self) -> None:
        known = store()
        waiting(known, DRAFT.model_copy(update={"source": None, "publisher": "Le Matin du 19e"}))
        desk = Desk(known)
        await desk.open()
        await desk.press("Dire qui publie")
        await desk.press("🗞 Presse")
        assert known.curating.tray.kept[1].draft.source == "le-matin-du-19e"
        assert known.items["le-matin-du-19e"].kind == "source"
        assert [line.act for line in known.curating.notebook.lines] == ["source"]

    async def test_a_date_is_given_and_one_to_come_is_refused(self) -> None:
        known = store()
        waiting(known, DRAFT.model_copy(update={"date": None, "date_known": "unknown"}))
        desk = Desk(known)
        await desk.open()
        assert "n’est pas encore venue" in spoken(await desk.write("Donner la date", "2031-01-01"))
        await desk.type("2026-11-19")
        draft = known.curating.tray.kept[1].draft
        assert (str(draft.date), draft.date_known) == ("2026-11-19", "moderator")

    async def test_the_same_event_is_published_as_part_of_its_story(self) -> None:
        known = store()
        made = waiting(known, title={"fr": TITLE}, summary={"fr": SUMMARY})
        known.curating.tray.alike[made.id] = ["old-1"]
        desk = Desk(known)
        assert "Semble parler du même événement" in spoken(await desk.open())
        await desk.press("Rapprocher")
        assert "Sera publié avec" in spoken(await desk.press("1 · même événement"))
        await desk.press("Publier")
        stories = {each.story for each in known.items.values() if isinstance(each, Article)}
        assert stories == {"old-1"}

    async def test_a_double_is_dropped_and_names_the_article_there_is(self) -> None:
        known = store()
        made = waiting(known, person=ZOE, language="en")
        known.curating.tray.alike[made.id] = ["old-1"]
        desk = Desk(known)
        await desk.open()
        await desk.press("Rapprocher")
        dropped = await desk.press("1 · doublon")
        assert known.curating.tray.decided == [(1, Decision.MERGED, ALICE, "old-1", "double")]
        ((chat, language, told),) = dropped.to_people
        assert (chat, language) == (ZOE, "en")
        assert "was there already" in spoken(told)


class TestDeciding:
    async def test_refused_for_a_reason_and_whoever_proposed_it_is_told_in_their_language(self) -> None:
        known = store()
        waiting(known, person=ZOE, language="en")
        desk = Desk(known)
        await desk.open()
        await desk.press("Refuser")
        done = await desk.press("Ne parle pas du quartier")
        assert known.curating.tray.decided == [(1, Decision.REFUSED, ALICE, None, "not-here")]
        ((chat, language, told),) = done.to_people
        assert (chat, language) == (ZOE, "en")
        assert "Reason: Not about here" in spoken(told)

    async def test_published_they_are_told_with_the_way_to_it(self) -> None:
        known = store()
        waiting(known, person=ZOE, title={"fr": TITLE}, summary={"fr": SUMMARY})
        desk = Desk(known)
        await desk.open()
        ((chat, _, told),) = (await desk.press("Publier")).to_people
        assert chat == ZOE
        assert labels(told) == ["Voir la fiche"]

    async def test_who_decides_on_their_own_is_not_told_twice(self) -> None:
        known = store()
        waiting(known, person=ALICE, title={"fr": TITLE}, summary={"fr": SUMMARY})
        desk = Desk(known)
        await desk.open()
        assert (await desk.press("Publier")).to_people == ()

    async def test_later_it_comes_behind_the_others(self) -> None:
        known = store()
        waiting(known)
        waiting(known, DRAFT.model_copy(update={"url": "https://gazette.example/2"}))
        desk = Desk(known)
        await desk.open()
        await desk.press("Plus tard")
        first = await known.curating.tray.next(0, NOW)
        assert first is not None
        assert first.id == 2


class TestTwoAtOnce:
    async def test_one_publishes_and_the_other_is_told_that_somebody_was_faster(self) -> None:
        known = store()
        waiting(known, title={"fr": TITLE}, summary={"fr": SUMMARY})
        one, other = Desk(known), Desk(known, BORIS)
        await one.open()
        await other.open()
        await one.press("Publier")
        late = await other.press("Publier")
        assert "Quelqu’un en a décidé à l’instant" in spoken(late)
        assert len(known.curating.redaction.changes) == 1
        assert [by for _, _, by, *_ in known.curating.tray.decided] == [ALICE]
        assert str(ALICE) not in spoken(late)

    async def test_at_the_very_same_moment_the_comparison_of_versions_decides(self) -> None:
        """The version is right when it is read and wrong when it is written."""
        known = store()
        made = waiting(known, title={"fr": TITLE}, summary={"fr": SUMMARY})
        desk = Desk(known)
        await desk.open()
        tray = known.curating.tray
        real = tray.get

        async def meanwhile(number: int) -> Proposal | None:
            seen = await real(number)
            tray.kept[made.id] = replace(made, version=made.version + 1)
            return seen

        tray.get = meanwhile  # type: ignore[method-assign]
        late = await desk.press("Publier")
        assert "Elle a changé depuis" in spoken(late)
        assert (known.curating.redaction.changes, tray.decided, known.curating.notebook.lines) == ([], [], [])

    async def test_words_typed_on_what_somebody_else_changed_are_not_kept(self) -> None:
        known = store()
        waiting(known)
        one, other = Desk(known), Desk(known, BORIS)
        await one.open()
        await other.open()
        await one.press("Titre (français)")
        await other.write("Titre (français)", "Un autre titre, de Boris")
        late = await one.type(TITLE)
        assert "Elle a changé depuis" in spoken(late)
        assert known.curating.tray.kept[1].title == {"fr": "Un autre titre, de Boris"}

    @pytest.mark.parametrize("step", ["p", "e", "t", "l", "o", "u", "m", "j", "d", "r", "w"])
    @pytest.mark.parametrize("version", [0, 2, 99])
    async def test_a_stale_button_of_whatever_kind_changes_nothing(self, step: str, version: int) -> None:
        known = store()
        made = waiting(known, title={"fr": TITLE}, summary={"fr": SUMMARY})
        known.curating.tray.alike[made.id] = ["old-1"]
        rest = {"r": "weak", "t": mark("eclairage"), "j": mark("old-1"), "d": mark("old-1"), "e": "title.fr"}.get(
            step, ""
        )
        before = dict(known.curating.tray.kept)
        args = f"{step} {made.id} {version} {rest}".strip()
        said = await queue(replace(asked(), args=args, pressed=True), services(known))
        assert "Elle a changé depuis" in spoken(said)
        assert known.curating.tray.kept == before
        assert (known.curating.redaction.changes, known.curating.questions.asked) == ([], {})

    @pytest.mark.parametrize("args", ["p 1 1", "r 1 1 weak", "w 1 1", "o 1 1"])
    async def test_what_a_button_says_does_nothing_where_it_is_typed(self, args: str) -> None:
        known = store()
        waiting(known, title={"fr": TITLE}, summary={"fr": SUMMARY})
        before = dict(known.curating.tray.kept)
        await queue(replace(asked(), args=args), services(known))
        assert (known.curating.tray.kept, known.curating.redaction.changes) == (before, [])

    @pytest.mark.parametrize(
        "args", ["", "p", "p x y", "p 1", "z 1 1", "p 77 1", "r 1 1 nonsense", "e 1 1 slug.fr", "j 1 1 ff"]
    )
    async def test_arguments_that_are_none_of_ours_change_nothing(self, args: str) -> None:
        known = store()
        waiting(known)
        before = dict(known.curating.tray.kept)
        for pressed in (True, False):
            await queue(replace(asked(), args=args, pressed=pressed), services(known))
        assert known.curating.tray.kept == before
        assert known.curating.redaction.changes == []
