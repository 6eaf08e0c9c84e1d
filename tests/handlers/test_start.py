"""``/start`` and ``/help``: who speaks, and where links lead."""

import pytest

import handlers
from content.rich import read
from handlers.command import Scope
from handlers.deeplink import encode
from handlers.help import help_
from handlers.reply import Doorway
from handlers.request import ChatKind, Person
from handlers.start import start
from tests.handlers.world import ask, both, EMERGENCY, item, pressable, services, spoken, world

STORE = world(
    item("source", "gazette"),
    item("article", "a-1", title=both("Un article sur le square", "An article on the square")),
)


@pytest.mark.parametrize(("language", "said"), [("fr", "tenu par des riverains"), ("en", "run by residents")])
async def test_the_greeting_says_who_speaks_and_gives_the_emergency_numbers_first(language: str, said: str) -> None:
    reply = await start(ask("start", language=language), services(STORE))
    text = spoken(reply)
    assert said in text
    assert EMERGENCY.always_first.say(language) in text
    assert {command for command, _ in pressable(reply)} == {
        "latest", "measures", "contacts", "figures", "subscribe", "help", "language",
    }  # fmt: skip


async def test_in_a_group_the_greeting_is_short_and_leads_to_the_private_chat() -> None:
    reply = await start(ask("start", kind=ChatKind.GROUP), services(STORE))
    assert len(spoken(reply)) < 700
    assert [type(each) for row in reply.buttons for each in row] == [Doorway]


async def test_an_empty_store_greets_all_the_same() -> None:
    empty = world()
    empty.manifest = empty.emergency = None
    text = spoken(await start(ask("start"), services(empty)))
    assert "112" in text
    assert "riverains" in text


async def test_a_link_opens_its_item() -> None:
    reply = await start(ask("start", "article-a-1"), services(STORE))
    assert "Un article sur le square" in spoken(reply)
    assert reply.items == ("a-1",)


async def test_a_link_to_an_item_that_is_gone_says_so() -> None:
    reply = await start(ask("start", "measure-m-gone"), services(STORE))
    assert "n’est plus publiée" in spoken(reply)


@pytest.mark.parametrize(
    "payload", ["../../etc", "colour-blue", "do-nothing", "do-start", "x" * 200, "do-open_../x", "🙂"]
)
async def test_a_forged_link_is_a_plain_greeting(payload: str) -> None:
    assert spoken(await start(ask("start", payload), services(STORE))) == spoken(
        await start(ask("start"), services(STORE))
    )


async def test_a_doorway_asks_its_command() -> None:
    reply = await start(ask("start", encode("search", "square")), services(STORE))
    assert "Un article sur le square" in spoken(reply)


async def test_free_text_in_a_link_is_guarded_like_typed_words() -> None:
    reply = await start(ask("start", encode("ask", "je veux mourir")), services(STORE))
    assert reply.urgent


async def test_a_link_never_forgets_for_somebody() -> None:
    store = world()
    store.languages[42] = "fr"
    reply = await start(ask("start", "do-forget_yes"), services(store))
    assert store.languages == {42: "fr"}
    assert pressable(reply) == [("forget", "yes")]


async def test_a_link_in_a_group_asks_no_command_about_oneself() -> None:
    store = world()
    store.languages[42] = "fr"
    reply = await start(ask("start", "do-mydata", kind=ChatKind.GROUP), services(store))
    assert "language" not in spoken(reply)


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_help_fits_one_message_and_names_every_command_as_the_reader_types_it(language: str) -> None:
    reply = await help_(ask("help", language=language), services(STORE))
    text = spoken(reply)
    assert len(text) < 3500
    for command in handlers.COMMANDS:
        for_all = not command.hidden and command.scope not in (Scope.MODERATORS, Scope.OPERATORS)
        assert (f"/{command.alias(language)} : " in text or f"/{command.alias(language)}: " in text) is for_all
    assert any(span.folded for block in reply.blocks for span in read(block).spans)


@pytest.mark.parametrize(
    ("person", "kind", "named"),
    [
        (Person(1, moderator=True), ChatKind.PRIVATE, {"/status", "/alert"}),
        (Person(1, moderator=True, operator=True), ChatKind.PRIVATE, {"/status", "/alert", "/moderators"}),
        (Person(1, moderator=True, operator=True), ChatKind.GROUP, set()),
        (Person(1), ChatKind.PRIVATE, set()),
    ],
)
async def test_help_names_what_is_for_moderators_and_operators_to_them_alone(
    person: Person, kind: ChatKind, named: set[str]
) -> None:
    text = spoken(await help_(ask("help", person=person, kind=kind), services(STORE)))
    assert {name for name in ("/status", "/alert", "/moderators") if f"{name} :" in text} == named


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_menu_line_fits_a_phone(language: str) -> None:
    for command in handlers.COMMANDS:
        if not command.hidden:
            assert 3 <= len(ask("help", language=language).text(f"menu.{command.name}")) <= 60


def test_commands_answer_to_their_french_and_english_names_in_any_case() -> None:
    assert handlers.canonical("chercher") == "search"
    assert handlers.canonical("SEARCH") == "search"
    assert handlers.canonical("apropos") == "about"
    assert handlers.canonical("nonsense") is None


def test_no_two_commands_share_a_name() -> None:
    names = [name for each in handlers.COMMANDS for name in {each.name, each.alias("fr"), each.alias("en")}]
    assert len(names) == len(set(names))


async def test_a_link_to_what_is_for_moderators_is_followed_by_them_alone() -> None:
    known = services(STORE)
    moderator = Person(42, moderator=True)
    assert "Les envois" in spoken(await start(ask("start", encode("status"), person=moderator), known))
    for person, name in ((Person(42), "status"), (moderator, "moderators"), (Person(42), "moderators")):
        assert spoken(await start(ask("start", encode(name), person=person), known)) == spoken(
            await start(ask("start"), known)
        )
