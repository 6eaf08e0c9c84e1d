"""``/gaps`` and the raised hand: what was not found, without who; whoever waits is told once it is answered."""

import datetime as dt
from dataclasses import replace

import pytest

from handlers.gaps import gaps
from handlers.hand import hand
from handlers.ports import Gap
from handlers.reply import Button, Entry, Reply
from handlers.request import ChatKind, Person, Request
from handlers.search import search
from tests.handlers.world import ask, both, item, NOW, pressable, pressing, services, spoken, Store, world

MODERATOR = Person(7, moderator=True)


def store(*missing: Gap) -> Store:
    known = world(
        item("topic", "eclairage", title=both("Éclairage", "Lighting")),
        item("contact", "c-old", title=both("Vieux contact"), checked_on=dt.date(2026, 1, 2), display_fields=("phone",), phone="01"),
        item("measure", "m-old", title=both("Vieille mesure"), review_by=dt.date(2026, 11, 2)),
        item("measure", "m-new", title=both("Jeune mesure"), review_by=dt.date(2027, 5, 1)),
    )  # fmt: skip
    known.curating.missing.gaps = list(missing)
    return known


def asked(args: str = "", **more: object) -> Request:
    return ask("gaps", args, person=MODERATOR, **more)  # type: ignore[arg-type]


def entry(reply: Reply, number: int, request: Request) -> Request:
    """Return the request that opening the numbered entry makes."""
    opens = [block.opens for block in reply.blocks if isinstance(block, Entry)][number]
    return replace(request, command=opens.command, args=opens.args, pressed=True)


async def answering(known: Store, words: str = "éclairage") -> Reply:
    """Return what is said once the first gap was answered by what the words find."""
    ports, request = services(known), asked()
    await gaps(entry(await gaps(request, ports), 0, request), ports)
    taken = await ports.curation.awaiting.take(7, NOW)
    assert taken is not None
    found = await gaps(replace(request, args=words, awaited=taken[1]), ports)
    return await gaps(pressing(found, "Éclairage", request), ports)


async def test_what_was_not_found_is_listed_the_most_asked_first_without_who() -> None:
    known = store(Gap("bancs", "fr", 2, 0), Gap("lampes cassees", "fr", 9, 3))
    text = spoken(await gaps(asked(), services(known)))
    assert text.index("lampes cassees") < text.index("bancs")
    assert "9 fois" in text
    assert "(3 personnes attendent la réponse)" in text


async def test_an_answer_reaches_everybody_whose_hand_is_up_in_their_language_and_is_noted() -> None:
    known = store(Gap("lampes", "fr", 4, 2))
    known.curating.missing.hands = {(42, "lampes"): "en", (43, "lampes"): "fr", (44, "bancs"): "fr"}
    done = await answering(known)
    assert known.curating.missing.answered == {("lampes", "fr"): ("eclairage", 7)}
    told = {chat: (language, spoken(reply)) for chat, language, reply in done.to_people}
    assert set(told) == {42, 43}
    assert "Now there is an answer: Lighting" in told[42][1]
    assert [args for reply in (done.to_people[0][2],) for _, args in pressable(reply)] == ["eclairage"]
    assert "2 personnes sont prévenues" in spoken(done)
    assert [(line.act, line.after) for line in known.curating.notebook.lines] == [("answer", "eclairage")]
    assert "lampes" not in str(known.curating.notebook.lines)


async def test_what_finds_nothing_is_asked_again() -> None:
    known = store(Gap("lampes", "fr", 4, 2))
    ports, request = services(known), asked()
    await gaps(entry(await gaps(request, ports), 0, request), ports)
    taken = await ports.curation.awaiting.take(7, NOW)
    assert taken is not None
    reply = await gaps(replace(request, args="introuvable", awaited=taken[1]), ports)
    assert "Je ne trouve pas" in spoken(reply)
    assert 7 in known.curating.questions.asked


@pytest.mark.parametrize("args", ["=eclairage", "=nowhere", "Gffff", "G"])
async def test_a_button_nothing_is_open_for_tells_nobody(args: str) -> None:
    known = store(Gap("lampes", "fr", 4, 1))
    known.curating.missing.hands = {(42, "lampes"): "fr"}
    reply = await gaps(replace(asked(), args=args, pressed=True), services(known))
    assert reply.to_people == ()
    assert known.curating.missing.answered == {}


async def test_a_question_of_another_command_is_not_taken_for_the_open_one() -> None:
    known = store(Gap("lampes", "fr", 4, 1))
    ports, request = services(known), asked()
    await gaps(entry(await gaps(request, ports), 0, request), ports)
    _, args, until = known.curating.questions.asked[7]
    known.curating.questions.asked[7] = ("queue", args, until)
    await gaps(replace(request, args="=eclairage", pressed=True), ports)
    assert known.curating.missing.answered == {}


async def test_what_is_past_its_date_and_contacts_not_checked_lead_to_their_update() -> None:
    known = store()
    request = asked()
    first = await gaps(request, services(known))
    assert "tout ce qu’on a cherché a été trouvé" in spoken(first)
    aged = await gaps(pressing(first, "À relire : 2 fiches", request), services(known))
    assert {args for command, args in pressable(aged) if command == "update"} == {"c-old", "m-old"}
    assert "Vieux contact : vérifié pour la dernière fois le 2 janvier 2026" in spoken(aged)
    assert "Jeune mesure" not in spoken(aged)


class TestHands:
    async def test_a_search_that_finds_nothing_offers_to_tell_later_and_says_what_is_kept(self) -> None:
        known = store()
        asked_for = ask("search", "lampes cassées")
        nothing = await search(asked_for, services(known))
        reply = await hand(pressing(nothing, "Me prévenir", asked_for), services(known))
        assert known.curating.missing.hands == {(42, "lampes cassees"): "fr"}
        assert "le numéro de cette conversation" in spoken(reply)
        assert reply.private
        again = await hand(pressing(nothing, "Me prévenir", asked_for), services(known))
        assert "Rien de plus n’est noté" in spoken(again)

    async def test_a_group_raises_no_hand(self) -> None:
        nothing = await search(ask("search", "lampes cassées", kind=ChatKind.GROUP), services(store()))
        labels = [each.label for row in nothing.buttons for each in row if isinstance(each, Button)]
        assert not any(label.startswith("Me prévenir") for label in labels)

    @pytest.mark.parametrize("link", [True, False])
    async def test_nobody_raises_it_for_somebody_else_by_a_link(self, link: bool) -> None:
        known = store()
        await hand(ask("hand", "=lampes", asked_as="start" if link else "hand"), services(known))
        assert known.curating.missing.hands == {}
