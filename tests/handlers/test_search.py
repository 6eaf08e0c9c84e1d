"""``/search`` and ``/ask``: as sure as the search is, and never silent about what is not known."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pytest

from handlers.ask import ask as ask_
from handlers.plain import plain, unreadable
from handlers.ports import Findings, Hit, Services
from handlers.reply import Entry
from handlers.search import search
from tests.handlers.world import ask, both, item, pressable, services, spoken, Store, world

STORE = world(
    item("source", "gazette"),
    item("article", "a-1", title=both("Square", "Square")),
    item("article", "a-2", title=both("Jardin", "Garden")),
    item("term", "g-hsa", title=both("HSA", "HSA"), definition=both("Un lieu.", "A place.")),
    item("topic", "police", title=both("Police", "Policing"), aliases={"fr": ["arrestations"], "en": ["arrests"]}),
    item("need", "seringue", title=both("Une seringue par terre", "A needle on the ground")),
)


def hit(slug: str, score: float = 1.0, kind: str = "article") -> Hit:
    return Hit(slug, kind, f"Titre de {slug}", "fr", score)


@dataclass
class Canned:
    """A search that always finds the same."""

    findings: Findings
    asked: list[tuple[str, bool]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    async def find(
        self, query: str, language: str, *, literal: bool = False, kinds: Iterable[str] | None = None, limit: int = 10
    ) -> Findings:
        self.asked.append((query, literal))
        return self.findings

    async def missed(self, query: str, language: str) -> None:
        self.missing.append(query)


def finding(findings: Findings, store: Store = STORE) -> tuple[Services, Canned]:
    canned = Canned(findings)
    return replace(services(store), search=canned), canned


async def test_a_sure_answer_shows_its_card_and_the_next_ones_as_buttons() -> None:
    ports, _ = finding(Findings((hit("a-1"), hit("a-2", 0.5)), sure=True))
    reply = await search(ask("search", "square"), ports)
    assert "Square" in spoken(reply)
    assert ("open", "a-2") in pressable(reply)
    assert reply.private
    assert reply.items == ("a-1",)


async def test_two_close_answers_are_asked_back() -> None:
    ports, _ = finding(Findings((hit("a-1"), hit("a-2", 0.99)), close=True))
    reply = await search(ask("search", "square jardin"), ports)
    assert "Laquelle" in spoken(reply)
    assert pressable(reply) == [("open", "a-1"), ("open", "a-2")]


async def test_an_unsure_answer_says_so_and_lists() -> None:
    ports, _ = finding(Findings((hit("a-1"), hit("a-2", 0.4))))
    reply = await search(ask("search", "carré"), ports)
    text = spoken(reply)
    assert "pas sûr" in text
    assert "Titre de a-1" in text
    assert "Titre de a-2" in text
    assert [each.opens.args for each in reply.blocks if isinstance(each, Entry)] == ["a-1", "a-2"]


async def test_one_unsure_answer_alone_is_offered_and_not_told() -> None:
    ports, _ = finding(Findings((hit("a-1"),)))
    reply = await search(ask("search", "carré"), ports)
    assert "pas sûr" in spoken(reply)
    assert reply.items == ()


async def test_a_question_searches_the_same_words_once() -> None:
    ports, canned = finding(Findings((hit("a-1"), hit("a-2", 0.99)), close=True))
    await plain(ask("", "la police du square"), ports)
    assert len(canned.asked) == len(set(canned.asked))


async def test_a_command_that_has_nothing_to_tell_leaves_the_question_to_the_search() -> None:
    ports, canned = finding(Findings((hit("a-1"),), sure=True))
    reply = await plain(ask("", "quelles mesures pour la police ?"), ports)
    assert "Square" in spoken(reply)
    assert canned.asked


async def test_the_words_of_a_question_on_numbers_find_the_very_figure() -> None:
    store = world(*STORE.items.values(), item("figure", "f-1", title=both("Bancs retirés", "Benches removed")))
    ports, _ = finding(Findings((hit("f-1", kind="figure"),), sure=True), store)
    reply = await plain(ask("", "combien de bancs retirés ?"), ports)
    assert reply.items == ("f-1",)


async def test_a_corrected_word_is_said_and_the_typed_one_is_a_tap_away() -> None:
    ports, _ = finding(Findings((hit("a-1"),), sure=True, read_as="square"))
    reply = await search(ask("search", "skware"), ports)
    assert "Résultats pour \u2068square\u2069" in spoken(reply)
    assert ("search", "=skware") in pressable(reply)


async def test_the_literal_button_searches_the_very_words() -> None:
    ports, canned = finding(Findings((hit("a-1"),), sure=True))
    await search(ask("search", "=skware", pressed=True), ports)
    assert canned.asked == [("skware", True)]


async def test_a_sign_typed_by_somebody_is_no_command_of_ours() -> None:
    ports, canned = finding(Findings((hit("a-1"),), sure=True))
    await search(ask("search", "=skware"), ports)
    assert canned.asked == [("=skware", False)]


async def test_what_was_found_in_the_other_language_is_labelled() -> None:
    ports, _ = finding(Findings((hit("a-1"),), sure=True, language="fr"))
    assert "another language" in spoken(await search(ask("search", "square", language="en"), ports))


async def test_a_search_cut_short_says_so() -> None:
    ports, _ = finding(Findings((hit("a-1"),), sure=True, incomplete=True))
    assert "interrompue" in spoken(await search(ask("search", "square"), ports))


async def test_nothing_found_is_said_plainly_counted_and_leads_on() -> None:
    ports, canned = finding(Findings())
    reply = await search(ask("search", "licorne"), ports)
    assert "rien trouvé pour \u2068licorne\u2069" in spoken(reply)
    assert canned.missing == ["licorne"]
    assert ("contacts", "") in pressable(reply)
    assert ("summary", "police") in pressable(reply)
    assert reply.private


@pytest.mark.parametrize("words", ["<b>gras</b> & co", "\u202emalin", "مرحبا", "🙂🙂", "a\nb", "x" * 4096])
async def test_strange_words_are_repeated_safely(words: str) -> None:
    ports, _ = finding(Findings())
    text = spoken(await search(ask("search", words), ports))
    assert "\u202e" not in text
    assert text.count("\u2068") == text.count("\u2069") == 1
    assert len(text) < 600


async def test_a_hit_that_is_gone_says_so() -> None:
    ports, _ = finding(Findings((hit("a-gone"),), sure=True))
    assert "n’est plus publiée" in spoken(await search(ask("search", "x"), ports))


@pytest.mark.parametrize("command", [search, ask_])
async def test_no_words_and_no_pack_are_explained(command: object) -> None:
    assert callable(command)
    assert "par exemple" in spoken(await command(ask("search"), services(STORE)))
    empty = world()
    empty.manifest = None
    assert spoken(await command(ask("search", "x"), services(empty)))


async def test_a_question_for_a_command_is_answered_by_it_with_the_search_a_tap_away() -> None:
    ports, canned = finding(Findings())
    reply = await ask_(ask("ask", "qui appeler pour une seringue par terre ?"), ports)
    assert reply.items[0] == "seringue"
    assert reply.turns == ("contacts", "seringue")
    assert ("search", "=appeler seringue terre") in pressable(reply)
    assert canned.asked == []
    assert reply.private


async def test_the_meaning_of_a_word_opens_the_glossary() -> None:
    reply = await plain(ask("", "c’est quoi la HSA ?"), services(STORE))
    assert "Un lieu." in spoken(reply)


async def test_words_without_a_command_are_searched() -> None:
    ports, canned = finding(Findings((hit("a-1"),), sure=True))
    await plain(ask("", "square du quartier"), ports)
    assert canned.asked == [("square du quartier", False)]


async def test_what_is_not_words_is_said_not_to_be_read() -> None:
    assert "photo" in spoken(await unreadable(ask(""), services(STORE)))


@pytest.mark.parametrize("words", ["bonjour", "Merci beaucoup !", "hello", "aide", "🙂"])
async def test_a_greeting_gets_the_help(words: str) -> None:
    ports, canned = finding(Findings())
    assert "Écrivez comme à un voisin" in spoken(await plain(ask("", words), ports))
    assert canned.asked == []


@pytest.mark.parametrize("words", ["quoi de neuf dans le quartier ?", "what is new in the neighbourhood?"])
async def test_the_example_of_the_greeting_works(words: str) -> None:
    reply = await plain(ask("", words), services(STORE))
    assert reply.turns == ("latest", "")
    assert "derniers faits" in spoken(reply)
