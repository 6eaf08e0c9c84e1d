"""``/latest``: newest first, one entry an event, and what is never told unasked."""

from bot.gateway.pages import lay_out
from content.records import Item
from handlers.latest import latest
from handlers.reply import Button
from tests.handlers.world import ask, both, carried, item, links, pressable, services, spoken, Store, world

PLACES: tuple[Item, ...] = (
    item("source", "gazette"),
    item("source", "mairie", title="Mairie", voice="official"),
    item(
        "topic", "eclairage", title=both("Éclairage", "Lighting"), aliases={"fr": ["lampadaire"], "en": ["street lamp"]}
    ),
    item("topic", "police", title=both("Police", "Policing")),
    item(
        "place",
        "paris-19",
        title=both("19e arrondissement", "19th arrondissement"),
        sort="arrondissement",
        aliases=["75019"],
    ),
    item("place", "rotonde", title=both("Rotonde", "Rotonde"), within=["paris-19"], match_only=["crackonde"]),
)


def store(*articles: Item) -> Store:
    """Return a world with the articles."""
    return world(*PLACES, *articles)


async def test_the_newest_comes_first_and_old_dates_say_how_long_ago() -> None:
    told = store(
        item("article", "a", title=both("Vieux"), date="2021-05-03"),
        item("article", "b", title=both("Neuf"), date="2026-11-10"),
    )
    text = spoken(await latest(ask("latest"), services(told)))
    assert text.index("Neuf") < text.index("Vieux")
    assert "3 mai 2021 (il y a plus de 5 ans)" in text
    assert "10 novembre 2026\n" in text


async def test_papers_on_one_event_are_one_entry_with_the_official_source_first() -> None:
    told = store(
        item("article", "a", story="banc", title=both("Le banc vu par la presse"), url="https://gazette.example/a"),
        item(
            "article",
            "b",
            story="banc",
            title=both("Acte du banc"),
            source="mairie",
            reliability="official",
            url="https://m.example/b",
        ),
    )
    reply = await latest(ask("latest"), services(told))
    assert len(list((await latest(ask("latest"), services(told))).blocks)) == 1
    text = spoken(reply)
    assert "Acte du banc" in text
    assert text.index("source officielle : Mairie") < text.index("presse : La Gazette")
    assert carried(reply) == {"a", "b"}
    again = await latest(ask("latest"), services(told))
    assert links(again) == ["https://m.example/b", "https://gazette.example/a"]


async def test_topic_and_place_are_understood_in_any_order() -> None:
    told = store(
        item("article", "a", title=both("Lampes à la Rotonde"), topics=["eclairage"], places=["rotonde"]),
        item("article", "b", title=both("Lampes ailleurs"), topics=["eclairage"]),
        item("article", "c", title=both("Police à la Rotonde"), topics=["police"], places=["rotonde"]),
    )
    for words in ("éclairage 19e", "19e eclairage", "75019 lampadaire", "rotonde éclairage", "éclairage à la rotonde"):
        text = spoken(await latest(ask("latest", words), services(told)))
        assert "Lampes à la Rotonde" in text, words
        assert "ailleurs" not in text, words
        assert "Police à la Rotonde" not in text, words


async def test_words_not_known_are_said_to_be_so_and_never_echoed() -> None:
    told = store(item("article", "a"))
    reply = await latest(ask("latest", "<zorglub>"), services(told))
    assert "Je ne reconnais pas ces mots" in spoken(reply)
    assert "zorglub" not in spoken(await latest(ask("latest", "<zorglub>"), services(told)))
    assert ("latest", "eclairage") in pressable(reply)


async def test_words_understood_in_part_are_answered_and_said_to_be_so() -> None:
    told = store(item("article", "a", title=both("Lampes"), topics=["eclairage"]))
    text = spoken(await latest(ask("latest", "éclairage zorglub"), services(told)))
    assert "Lampes" in text
    assert "une partie de votre demande" in text


async def test_slang_finds_the_place_and_is_not_printed() -> None:
    told = store(item("article", "a", title=both("Un banc"), places=["rotonde"]))
    text = spoken(await latest(ask("latest", "crackonde"), services(told)))
    assert "Un banc" in text
    assert "crackonde" not in text.casefold()


async def test_a_name_that_fits_two_places_is_asked_back() -> None:
    told = store(
        item("article", "a"),
        item("place", "canal-nord", title=both("Canal du Nord")),
        item("place", "canal-sud", title=both("Canal du Sud")),
    )
    reply = await latest(ask("latest", "canal"), services(told))
    assert set(pressable(reply)) == {("latest", "canal-nord"), ("latest", "canal-sud")}


async def test_an_open_case_is_told_on_request_only_and_with_presumed_innocence() -> None:
    told = store(
        item("article", "a", title=both("Une interpellation"), topics=["police"], ongoing_case=True),
        item("article", "b", title=both("Un banc")),
    )
    assert "interpellation" not in spoken(await latest(ask("latest"), services(told)))
    asked = spoken(await latest(ask("latest", "police"), services(told)))
    assert "Une interpellation" in asked
    assert "présumée innocente" in asked


async def test_a_ruling_is_told_with_the_one_that_reversed_it_or_not_at_all() -> None:
    first = item("article", "a", title=both("Arrêté annulé"), date="2023-07-12", companion="b")
    second = item("article", "b", title=both("Annulation renversée"), date="2024-05-07", companion="a")
    text = spoken(await latest(ask("latest"), services(store(first, second))))
    assert text.count("Arrêté annulé") == 1
    assert text.index("Arrêté annulé") < text.index("Annulation renversée")
    assert len(list((await latest(ask("latest"), services(store(first, second)))).blocks)) == 1
    assert "Arrêté annulé" not in spoken(await latest(ask("latest"), services(store(first))))


async def test_what_is_not_fit_to_publish_is_never_shown() -> None:
    told = store(item("article", "a", publish="needs_second_source"), item("article", "b", publish="no"))
    assert "Aucun fait n’est publié" in spoken(await latest(ask("latest"), services(told)))


async def test_a_place_without_news_offers_the_larger_places() -> None:
    reply = await latest(ask("latest", "rotonde éclairage"), services(store(item("article", "a"))))
    assert "Aucun fait publié pour : Éclairage, Rotonde" in spoken(reply)
    assert ("latest", "eclairage paris-19") in pressable(reply)


async def test_the_buttons_of_a_page_open_the_items_of_that_page() -> None:
    told = store(*(item("article", f"a-{day:02}", date=f"2026-10-{day:02}") for day in range(1, 13)))
    second = lay_out(await latest(ask("latest", page=2), services(told)), ask("latest", page=2))
    assert [each.args for each in second.buttons[0] if isinstance(each, Button)] == [
        f"a-{day:02}" for day in (7, 6, 5, 4, 3)
    ]
    assert second.items == tuple(f"a-{day:02}" for day in (7, 6, 5, 4, 3))
    beyond = lay_out(await latest(ask("latest", page=99), services(told)), ask("latest", page=99))
    assert [each.args for each in beyond.buttons[0] if isinstance(each, Button)] == ["a-02", "a-01"]


async def test_an_empty_store_says_one_clear_sentence() -> None:
    reply = await latest(ask("latest"), services(Store(manifest=None, emergency=None)))
    assert "aucun contenu" in spoken(reply)


async def test_titles_are_shown_as_words_whatever_they_hold() -> None:
    told = store(item("article", "a", title=both("<b>5 < 6 & {x}</b>")))
    assert "<b>5 < 6 & {x}</b>" in spoken(await latest(ask("latest"), services(told)))
