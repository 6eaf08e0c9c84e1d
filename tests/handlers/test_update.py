"""``/update``: what is new of a measure, a figure or a contact, with its source and date; shown, then confirmed, then kept."""

import datetime as dt
from dataclasses import replace

import pytest

from content.records import Contact, Figure, Measure, State, Status
from handlers.open import open_item
from handlers.reply import Button, Reply
from handlers.request import ChatKind, Person
from handlers.update import update
from handlers.update.value import value_of
from tests.handlers.world import ask, both, item, NOW, pressable, pressing, services, spoken, Store, world

LONG = "m" * 40


def store() -> Store:
    return world(
        item("source", "gazette", title="La Gazette"),
        item("article", "a-1", title=both("Patrouilles doublées", "Patrols doubled"), date="2026-11-18"),
        item("article", "a-no", title=both("Patrouilles niées"), publish="no"),
        item("measure", "m-1", title=both("Patrouilles de nuit", "Night patrols"), evidence=[{"source": "a-1"}]),
        item("measure", LONG, title=both("Une mesure au nom long"), evidence=[{"source": "a-1"}]),
        item("figure", "f-1", title=both("Lampes", "Lamps"), source="a-1", unit=both("lampes", "lamps")),
        item(
            "contact", "c-1", title=both("Mairie", "Town hall"), phone="01 23 45 67 89", url="https://mairie.example/",
            checked_on=dt.date(2026, 1, 2), display_fields=("phone",),
            verified={"where": "https://mairie.example/", "how": "read", "fields": ["phone", "url"]},
        ),
    )  # fmt: skip


class Desk:
    """A moderator who brings something up to date."""

    def __init__(self, known: Store, person: int = 7) -> None:
        self.known, self.ports = known, services(known)
        self.request = ask("update", person=Person(person, moderator=True))
        self.reply = Reply()

    async def ask(self, args: str) -> Reply:
        self.reply = await update(replace(self.request, args=args), self.ports)
        return self.reply

    async def press(self, label: str) -> Reply:
        self.reply = await update(pressing(self.reply, label, self.request), self.ports)
        return self.reply

    async def forge(self, args: str) -> Reply:
        self.reply = await update(replace(self.request, args=args, pressed=True), self.ports)
        return self.reply

    async def type(self, words: str) -> Reply:
        taken = await self.ports.curation.awaiting.take(7, NOW)
        assert taken is not None
        assert taken[0] == "update"
        self.reply = await update(replace(self.request, args=words, awaited=taken[1]), self.ports)
        return self.reply


async def to_preview(desk: Desk) -> Reply:
    await desk.ask("m-1")
    await desk.press("En vigueur")
    await desk.type("patrouilles doublées")
    await desk.press("Patrouilles doublées")
    return await desk.press("La date de l’article (18 novembre 2026)")


class TestMeasures:
    async def test_status_source_and_date_are_asked_for_and_nothing_is_kept_before_it_was_shown(self) -> None:
        known = store()
        desk = Desk(known)
        preview = await to_preview(desk)
        assert known.curating.redaction.changes == []
        text = spoken(preview)
        assert text.index("Avant") < text.index("(au 1er octobre 2026)") < text.index("Après")
        assert "(au 18 novembre 2026)" in text
        assert "Patrouilles doublées" in text
        await desk.press("Garder ce changement")
        made = known.items["m-1"]
        assert isinstance(made, Measure)
        assert (made.status, str(made.status_as_of), made.checked_on) == (Status.IN_FORCE, "2026-11-18", NOW.date())
        assert made.evidence[-1].source == "a-1"
        assert not made.today.known
        assert known.curating.redaction.changes == [("m-1", State.PUBLISHED, 7, None)]
        (line,) = known.curating.notebook.lines
        assert (line.act, line.before, line.after) == ("update", "announced 2026-10-01", "in_force 2026-11-18")

    async def test_the_card_then_shows_the_new_status_with_its_date(self) -> None:
        known = store()
        desk = Desk(known)
        await to_preview(desk)
        await desk.press("Garder ce changement")
        assert "18 novembre 2026" in spoken(await open_item("m-1", ask("open", "m-1"), services(known)))

    async def test_a_date_of_its_own_and_one_to_come_is_refused(self) -> None:
        known = store()
        desk = Desk(known)
        await desk.ask("m-1")
        await desk.press("En vigueur")
        await desk.type("patrouilles")
        await desk.press("Patrouilles doublées")
        assert "n’est pas encore venue" in spoken(await desk.type("2030-01-01"))
        await desk.type("2026-11-15")
        await desk.press("Garder ce changement")
        made = known.items["m-1"]
        assert isinstance(made, Measure)
        assert str(made.evidence[-1].date) == str(made.status_as_of) == "2026-11-15"

    async def test_only_a_published_article_is_a_source(self) -> None:
        desk = Desk(store())
        await desk.ask("m-1")
        await desk.press("En vigueur")
        assert "Je ne trouve pas d’article" in spoken(await desk.type("patrouilles niées"))
        await desk.forge("Aa-no")
        await desk.forge("D")
        assert desk.known.curating.redaction.changes == []

    async def test_somebody_changed_it_meanwhile_and_nothing_of_ours_is_kept(self) -> None:
        known = store()
        desk = Desk(known)
        await to_preview(desk)
        other = known.items["m-1"].model_copy(update={"checked_on": dt.date(2026, 11, 20)})
        await known.curating.redaction.put(other, State.PUBLISHED, 8, None, NOW)
        assert "Quelqu’un a changé cette fiche" in spoken(await desk.press("Garder ce changement"))
        assert [by for _, _, by, _ in known.curating.redaction.changes] == [8]

    async def test_only_what_was_read_is_confirmed(self) -> None:
        """The button of an older preview does not confirm a newer one."""
        known = store()
        desk = Desk(known)
        old = await to_preview(desk)
        await desk.ask("m-1")
        await desk.press("Réalisé")
        await desk.type("patrouilles")
        await desk.press("Patrouilles doublées")
        await desk.press("La date de l’article")
        desk.reply = old
        shown = await desk.press("Garder ce changement")
        assert known.curating.redaction.changes == []
        assert "pas encore changé" in spoken(shown)

    async def test_a_name_of_forty_letters_fits_into_every_button(self) -> None:
        desk = Desk(store())
        for _, args in pressable(await desk.ask(LONG)):
            assert len(args) <= 64 - 8 - len("=update:1:")
        assert "Quel article" in spoken(await desk.press("En vigueur"))


class TestFigures:
    async def test_value_source_and_date(self) -> None:
        known = store()
        desk = Desk(known)
        await desk.ask("f-1")
        await desk.press("Donner un nouveau chiffre")
        assert "ni un nombre" in spoken(await desk.type("beaucoup, dit Karim Belkacem"))
        await desk.type("1 240,5")
        await desk.type("patrouilles doublées")
        await desk.press("Patrouilles doublées")
        await desk.press("La date de l’article")
        await desk.press("Garder ce changement")
        made = known.items["f-1"]
        assert isinstance(made, Figure)
        assert (made.value, made.source, str(made.as_of)) == ("1240.5", "a-1", "2026-11-18")

    @pytest.mark.parametrize(
        ("typed", "value"),
        [("444", "444"), ("1,6", "1.6"), ("1 234", "1234"), ("250-300", "250-300"), ("250 – 300", "250-300"),
         ("12 lampes", None), ("", None), ("1-2-3", None), ("9" * 40, None), ("٣", None)],
    )  # fmt: skip
    def test_numbers_as_people_type_them(self, typed: str, value: str | None) -> None:
        found = value_of(typed.replace(" – ", "–"))
        assert found == value


class TestContacts:
    async def test_checked_today_with_what_is_shown_of_it(self) -> None:
        known = store()
        desk = Desk(known)
        await desk.ask("c-1")
        await desk.press("Vérifié aujourd’hui")
        await desk.press("site")
        text = spoken(desk.reply)
        assert "Montré : téléphone\nVérifié le 2 janvier 2026" in text
        assert "Montré : téléphone et site\nVérifié le 22 novembre 2026" in text
        await desk.press("Garder ce changement")
        made = known.items["c-1"]
        assert isinstance(made, Contact)
        assert (made.display_fields, made.checked_on) == (("phone", "url"), NOW.date())
        assert made.review_by is not None
        assert 180 <= (made.review_by - NOW.date()).days <= 184


@pytest.mark.parametrize(
    "args", ["", "S9m-1", "Sm-1", "S0a-1", "Vm-1", "Cm-1", "Aa-1", "D", "Yffff", "Fphone", "nowhere", "S0nowhere"]
)
async def test_forged_and_stale_buttons_change_nothing(args: str) -> None:
    desk = Desk(store())
    await desk.forge(args)
    assert (desk.known.curating.redaction.changes, desk.known.curating.notebook.lines) == ([], [])


@pytest.mark.parametrize("slug", ["m-1", "f-1", "c-1", "a-1"])
async def test_cards_have_the_tools_for_moderators_in_private_alone(slug: str) -> None:
    known = store()

    async def tools(person: Person, kind: ChatKind = ChatKind.PRIVATE) -> set[str]:
        card = await open_item(slug, ask("open", slug, person=person, kind=kind), services(known))
        return {command for command, args in pressable(card) if args == slug} & {"update", "correct"}

    assert await tools(Person(7, moderator=True)) == ({"correct"} if slug == "a-1" else {"update", "correct"})
    assert await tools(Person(42)) == set()
    assert await tools(Person(7, moderator=True), ChatKind.GROUP) == set()


async def test_words_find_what_can_be_brought_up_to_date() -> None:
    desk = Desk(store())
    found = await desk.ask("lampes")
    assert [each.args for row in found.buttons for each in row if isinstance(each, Button)] == ["f-1"]
    assert "Je ne trouve" in spoken(await desk.ask("introuvable"))
