"""``/glossary``: a word, or all of them."""

from handlers.glossary import glossary
from tests.handlers.world import ask, both, item, pressable, services, spoken, world

STORE = world(
    item("term", "parquet", title=both("parquet", "prosecution service"), aliases=["procureur"]),
    item(
        "term", "arrete", title=both("arrêté", "order"), definition=both("Une décision écrite.", "A written decision.")
    ),
)


async def test_a_word_is_explained_with_where_that_was_read() -> None:
    text = spoken(await glossary(ask("glossary", "ARRETE"), services(STORE)))
    assert "Une décision écrite." in text
    assert "un guide officiel" in text
    assert "1er novembre 2026" in text


async def test_an_alias_finds_the_word() -> None:
    assert "parquet" in spoken(await glossary(ask("glossary", "procureur"), services(STORE)))


async def test_all_words_stand_in_the_order_of_the_alphabet_without_regard_to_accents() -> None:
    text = spoken(await glossary(ask("glossary"), services(STORE)))
    assert "Glossaire, 2 mots" in text
    assert text.index("arrêté") < text.index("parquet")


async def test_a_word_not_known_leads_to_all_of_them() -> None:
    reply = await glossary(ask("glossary", "zorglub"), services(STORE))
    assert "pas dans le glossaire" in spoken(reply)
    assert pressable(reply) == [("glossary", "")]
