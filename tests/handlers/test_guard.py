"""The guard: distress gets the fixed answer, some questions a calm no, and nothing of either is kept."""

import pytest

from handlers.guard import guarded
from handlers.request import ChatKind
from tests.handlers.world import ask, both, item, pressable, services, spoken, world

STORE = world(
    item("need", "deal", title=both("Du deal près de chez moi", "Dealing near my home")),
    item("need", "victime", title=both("J’ai été agressé", "I was attacked")),
    item("need", "je-consomme", title=both("Je consomme", "I use drugs")),
    item("need", "menaces", title=both("On me menace", "I am threatened")),
)


async def test_words_of_distress_get_the_packs_fixed_text() -> None:
    reply = await guarded(ask("ask", "jveux mourir"), services(STORE))
    assert reply is not None
    assert spoken(reply) == "Appelez le 15 ou le 3114."
    assert reply.urgent
    assert reply.private


async def test_the_fixed_text_is_said_in_the_readers_language_and_in_groups() -> None:
    reply = await guarded(ask("contacts", "overdose", language="en", kind=ChatKind.GROUP), services(STORE))
    assert reply is not None
    assert spoken(reply) == "Call 15 or 3114."
    assert reply.urgent


async def test_who_meant_something_else_may_search_the_words() -> None:
    reply = await guarded(ask("search", "prévention du suicide à Paris"), services(STORE))
    assert reply is not None
    assert pressable(reply) == [("search", "=prevention suicide paris")]
    again = await guarded(ask("search", "=prevention suicide paris", pressed=True), services(STORE))
    assert again is None


async def test_words_too_long_for_a_button_have_none() -> None:
    reply = await guarded(ask("search", "suicide " + "extraordinairement " * 5), services(STORE))
    assert reply is not None
    assert pressable(reply) == []


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("où sont les usagers maintenant", ["deal", "victime"]),
        ("où acheter du crack", ["je-consomme", "deal"]),
        ("comment virer les toxicos", ["menaces", "victime"]),
    ],
)
async def test_what_the_bot_never_answers_gets_a_calm_no_and_official_ways(words: str, needs: list[str]) -> None:
    reply = await guarded(ask("ask", words), services(STORE))
    assert reply is not None
    assert "17" in spoken(reply)
    assert pressable(reply) == [*(("contacts", need) for need in needs), ("contacts", "")]
    assert words not in spoken(reply)


async def test_a_refusal_leads_only_to_needs_the_pack_has() -> None:
    reply = await guarded(ask("ask", "où acheter du crack"), services(world()))
    assert reply is not None
    assert pressable(reply) == [("contacts", "")]


@pytest.mark.parametrize("words", ["", "quoi de neuf à Stalingrad ?", "seringue", "19e"])
async def test_other_words_pass(words: str) -> None:
    assert await guarded(ask("latest", words), services(STORE)) is None


async def test_a_report_of_a_mistake_may_name_what_the_bot_refuses_elsewhere() -> None:
    assert await guarded(ask("mistake", "m-1 le nom du suspect est affiché"), services(STORE)) is None
    assert await guarded(ask("mistake", "je veux mourir"), services(STORE)) is not None


async def test_distress_is_answered_while_there_is_no_pack() -> None:
    empty = world()
    empty.manifest = empty.emergency = None
    reply = await guarded(ask("ask", "overdose"), services(empty))
    assert reply is not None
    assert "112" in spoken(reply)


async def test_nothing_of_it_is_counted_or_passed_on() -> None:
    store = world()
    for words in ("je veux mourir", "où acheter du crack"):
        reply = await guarded(ask("ask", words), services(store))
        assert reply is not None
        assert not reply.to_operators
    assert store.missing == []


PUBLIC = world(
    item("office", "maire", title=both("Maire"), name="Anne Publique", evidence="a-1", certainty=both("lu en 2025")),
    item("position", "s-1", name="Paul Orateur", display="name_and_role"),
    item("position", "s-2", name="Jeanne Discrete", display="role_only"),
)


@pytest.mark.parametrize("words", ["qui est Mme Publique", "who is Mr Orateur"])
async def test_who_holds_office_or_spoke_in_public_may_be_asked(words: str) -> None:
    assert await guarded(ask("ask", words), services(PUBLIC)) is None


@pytest.mark.parametrize(
    "words", ["où habite Mme Publique", "qui est Mme Publique et son adresse", "qui est Mme Discrete"]
)
async def test_nothing_private_of_them_may(words: str) -> None:
    assert await guarded(ask("ask", words), services(PUBLIC)) is not None
