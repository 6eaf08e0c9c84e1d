"""``/alert``: on a published item alone, its exact text first, and never by one person where there are two."""

import datetime as dt
from dataclasses import replace

import pytest

from handlers.alert import alert
from handlers.ports import AlertKind, Services
from handlers.reply import Button, Reply
from handlers.request import Person, Request
from tests.handlers.world import ask, both, item, NOW, pressable, pressing, services, spoken, Store, world

LONG = "a" * 40


def store(*moderators: int) -> Store:
    known = world(
        item("article", "a-1", title=both("Produit dangereux", "Dangerous product"), url="https://example.org/a"),
        item("article", "a-2", title=both("Produit retiré", "Product withdrawn")),
        item("article", "a-no", title=both("Produit douteux", "Doubtful product"), publish="no"),
        item("article", LONG, title=both("Un long nom", "A long name")),
        item("contact", "c-1", title=both("Produit", "Product")),
    )
    known.curators.people = dict.fromkeys(moderators)
    return known


def asked(args: str = "", person: int = 7, *, operator: bool = False, now: dt.datetime = NOW) -> Request:
    return ask("alert", args, person=Person(person, moderator=True, operator=operator), now=now)


def ports(known: Store, operators: int = 0) -> Services:
    return replace(services(known), operators=operators)


async def shown(known: Store, slug: str = "a-1", kind: str = "Danger") -> tuple[Reply, Request]:
    """Return the preview a moderator sees who chose item and kind, and who asked."""
    question = asked(slug)
    return await alert(pressing(await alert(question, ports(known)), kind, question), ports(known)), question


async def sending(known: Store, reply: Reply, question: Request, why: str = "Un produit dangereux circule.") -> Reply:
    """Press "send" and, where a reason is asked for, give it."""
    pressed = await alert(pressing(reply, "Envoyer", question), ports(known))
    taken = await services(known).curation.awaiting.take(7, question.now)
    if taken is None:
        return pressed
    return await alert(replace(question, args=why, awaited=taken[1]), ports(known))


class TestFinding:
    @pytest.mark.parametrize(
        "typed", ["a-1", "https://t.me/riverain_bot?start=article-a-1", "https://example.org/a", "  a-1 "]
    )
    async def test_by_its_name_its_link_or_the_address_of_its_source(self, typed: str) -> None:
        reply = await alert(asked(typed), ports(store()))
        assert "Produit dangereux" in spoken(reply)
        assert [args for _, args in pressable(reply)] == ["K0a-1", "K1a-1", "K2a-1"]

    async def test_by_words_of_published_articles_and_measures_only(self) -> None:
        reply = await alert(asked("produit"), ports(store()))
        assert pressable(reply) == [("alert", "a-1"), ("alert", "a-2")]

    @pytest.mark.parametrize("typed", ["a-no", "c-1", "rien du tout", "https://example.org/autre"])
    async def test_what_is_not_published_or_no_fact_is_not_found(self, typed: str) -> None:
        reply = await alert(asked(typed), ports(store()))
        assert "ne trouve" in spoken(reply)
        assert reply.private

    async def test_without_words_it_says_how(self) -> None:
        assert "/alert stalingrad" in spoken(await alert(asked(), ports(store())))


class TestAlone:
    async def test_the_exact_text_and_the_number_of_chats_come_before_anything_is_sent(self) -> None:
        known = store(7)
        reply, _ = await shown(known)
        assert "danger: a-1" in spoken(reply)
        assert "3 conversations" in spoken(reply)
        assert known.siren.sent == []

    async def test_a_press_and_a_written_reason_send_it_and_the_operators_are_told(self) -> None:
        known = store(7)
        reply, question = await shown(known, kind="Santé")
        done = await sending(known, reply, question)
        assert known.siren.sent == [("a-1", AlertKind.HEALTH, 7)]
        assert "Un produit dangereux circule." in done.to_operators
        (act,) = await services(known).curation.audit.recent(5)
        assert (act.act, act.by, act.after, act.why) == ("alert", 7, "a-1 (health)", "Un produit dangereux circule.")
        assert pressable(done) == [("status", "1")]

    async def test_it_is_sent_once_however_often_it_is_pressed(self) -> None:
        known = store(7)
        reply, question = await shown(known)
        for _ in range(2):
            last = await sending(known, reply, question)
        assert len(known.siren.sent) == 1
        assert "déjà été envoyée" in spoken(last)

    @pytest.mark.parametrize("why", ["", "oui", "Appelez Jean Dupont au 06 12 34 56 78", "x" * 2000])
    async def test_without_a_reason_that_may_be_kept_nothing_is_sent_and_it_is_asked_again(self, why: str) -> None:
        known = store(7)
        reply, question = await shown(known)
        again = await sending(known, reply, question, why)
        assert known.siren.sent == []
        assert "Pourquoi cette alerte" in spoken(again)
        assert await services(known).curation.awaiting.take(7, NOW) is not None

    async def test_who_is_no_longer_alone_when_the_reason_comes_must_ask(self) -> None:
        known = store(7)
        reply, question = await shown(known)
        await alert(pressing(reply, "Envoyer", question), ports(known))
        taken = await services(known).curation.awaiting.take(7, NOW)
        assert taken is not None
        known.curators.people[8] = None
        await alert(replace(question, args="Une bonne raison.", awaited=taken[1]), ports(known))
        assert known.siren.sent == []

    async def test_who_was_alone_at_the_preview_and_is_not_any_more_must_ask(self) -> None:
        known = store(7)
        reply, question = await shown(known)
        known.curators.people[8] = None
        later = await alert(pressing(reply, "Envoyer", question), ports(known))
        assert known.siren.sent == []
        assert later.to_moderators is not None

    async def test_where_nobody_would_get_it_nothing_can_be_sent(self) -> None:
        known = store(7)
        known.siren.chats = 0
        reply, _ = await shown(known)
        assert "personne à qui" in spoken(reply)
        assert reply.buttons == ()


class TestTwo:
    @pytest.mark.parametrize(("moderators", "operators"), [((7, 8), 0), ((7,), 1), ((), 1)])
    async def test_another_person_confirms(self, moderators: tuple[int, ...], operators: int) -> None:
        known = store(*moderators)
        question = asked("a-1")
        kinds = await alert(question, ports(known, operators))
        reply = await alert(pressing(kinds, "Danger", question), ports(known, operators))
        waiting = await alert(pressing(reply, "Demander", question), ports(known, operators))
        assert known.siren.sent == []
        assert waiting.buttons == ()
        assert waiting.to_moderators is not None
        assert "danger: a-1" in spoken(waiting.to_moderators)
        second = asked(person=8)
        await alert(pressing(waiting.to_moderators, "Confirmer", second), ports(known, operators))
        assert known.siren.sent == [("a-1", AlertKind.DANGER, 8)]

    async def test_an_operator_alone_with_no_moderator_is_alone(self) -> None:
        known = store()
        question = asked("a-1", operator=True)
        kinds = await alert(question, ports(known, 1))
        reply = await alert(pressing(kinds, "Danger", question), ports(known, 1))
        await alert(pressing(reply, "Envoyer", question), ports(known, 1))
        taken = await services(known).curation.awaiting.take(7, NOW)
        assert taken is not None
        await alert(replace(question, args="Une bonne raison.", awaited=taken[1]), ports(known, 1))
        assert len(known.siren.sent) == 1


class TestStale:
    @pytest.mark.parametrize("minutes", [71, 24 * 60, 60 * 24 * 100])
    async def test_after_an_hour_it_must_be_read_again(self, minutes: int) -> None:
        known = store(7)
        reply, question = await shown(known)
        late = replace(question, now=NOW + dt.timedelta(minutes=minutes))
        again = await alert(pressing(reply, "Envoyer", late), ports(known))
        assert known.siren.sent == []
        assert "Relisez" in spoken(again)
        await sending(known, again, late)
        assert len(known.siren.sent) == 1

    async def test_within_the_hour_it_is_sent(self) -> None:
        known = store(7)
        reply, question = await shown(known)
        later = replace(question, now=NOW + dt.timedelta(minutes=59))
        await sending(known, reply, later)
        assert len(known.siren.sent) == 1

    async def test_an_item_that_was_edited_meanwhile_must_be_read_again(self) -> None:
        """Fault 55: a button of an older version."""
        known = store(7)
        reply, question = await shown(known)
        known.items["a-1"] = item("article", "a-1", title=both("Autre chose", "Something else"))
        again = await alert(pressing(reply, "Envoyer", question), ports(known))
        assert known.siren.sent == []
        assert "Relisez" in spoken(again)

    @pytest.mark.parametrize("gone", ["withdrawn", "unshowable"])
    async def test_an_item_that_is_withdrawn_meanwhile_is_not_sent(self, gone: str) -> None:
        known = store(7)
        reply, question = await shown(known)
        if gone == "withdrawn":
            del known.items["a-1"]
            again = await alert(pressing(reply, "Envoyer", question), ports(known))
        else:
            known.siren.unshowable.add("a-1")
            again, _ = await shown(known)
        assert known.siren.sent == []
        assert again.buttons == ()

    @pytest.mark.parametrize("typed", ["O0AAAAAa-1", "C0AAAAAa-1", "K0a-1"])
    async def test_typed_words_of_buttons_send_nothing(self, typed: str) -> None:
        known = store(7)
        await alert(asked(typed), ports(known))
        assert known.siren.sent == []

    @pytest.mark.parametrize("args", ["O9AAAAAa-1", "O0", "O0!!!!!a-1", "K7a-1", "C0AAAAAgone", "O²AAAAAa-1"])
    async def test_odd_buttons_send_nothing(self, args: str) -> None:
        known = store(7)
        assert spoken(await alert(replace(asked(args), pressed=True), ports(known)))
        assert known.siren.sent == []


async def test_an_item_whose_name_looks_like_a_step_is_still_the_item() -> None:
    known = world(item("article", "c0-abcdef", title=both("Un nom", "A name")))
    reply = await alert(replace(asked("c0-abcdef"), pressed=True), ports(known))
    assert pressable(reply)[0] == ("alert", "K0c0-abcdef")


async def test_the_longest_name_of_an_item_fits_every_button() -> None:
    known = store(7)
    reply, _ = await shown(known, LONG)
    buttons = [each for row in reply.buttons for each in row if isinstance(each, Button)]
    assert buttons
    assert all(len(f"12345678=alert:1:{each.args}".encode()) <= 64 for each in buttons)
