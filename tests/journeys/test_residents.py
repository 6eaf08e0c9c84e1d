"""A resident asks for everything there is to ask, in private."""

import pytest

from bot.sandbox import Person
from tests.bot.town import button, labels, links, Town

COMMANDS = (
    "start", "help", "latest", "measures", "measure", "contacts", "figures", "summary", "search", "ask", "timeline", "positions",
    "glossary", "place", "corrections", "about", "privacy", "language", "mydata", "forget", "mistake",
)  # fmt: skip
ALIASES = (
    "actus", "mesures", "mesure", "chiffres", "resume", "chercher", "demander", "chronologie", "glossaire", "lieu", "corrections",
    "apropos", "confidentialite", "langue", "mesdonnees", "oublier", "erreur",
)  # fmt: skip


async def test_start_says_who_speaks_and_where_to_turn_in_danger(quarter: Town, amina: Person) -> None:
    (answer,) = await quarter.ask(amina, "/start")
    assert "riverains" in answer["text"]
    assert "ne transmet aucune urgence" in answer["text"]
    for number in ("17", "112", "114"):
        assert number in answer["text"]


@pytest.mark.parametrize("name", [*COMMANDS, *ALIASES])
async def test_every_command_and_every_french_alias_is_answered_in_both_languages(
    name: str, quarter: Town, amina: Person, joe: Person
) -> None:
    (french, *_) = await quarter.ask(amina, f"/{name}")
    (english, *_) = await quarter.ask(joe, f"/{name}")
    assert french["text"]
    assert english["text"]
    assert french["text"] != english["text"]


async def test_the_latest_come_newest_first_each_with_its_publisher_and_turn_page_by_page(
    quarter: Town, amina: Person
) -> None:
    (first,) = await quarter.ask(amina, "/latest")
    assert "L'expérimentation des haltes prolongée de deux ans" in first["text"]
    assert links(first)
    assert await quarter.press(amina, first, "Page 2") == []
    turned = amina.messages[-1]
    assert turned["message_id"] == first["message_id"]
    assert "L'expérimentation des haltes prolongée de deux ans" not in turned["text"]
    assert button(turned, "‹ Page 1")
    assert button(turned, "Page 3 ›")


async def test_the_last_page_of_the_latest_is_reached_and_no_page_is_longer_than_telegram_takes(
    quarter: Town, amina: Person
) -> None:
    (message,) = await quarter.ask(amina, "/latest")
    seen = set()
    for number in range(2, 40):
        seen.add(message["text"])
        assert len(message["text"].encode("utf-16-le")) // 2 <= 4096
        if not any(label.startswith(f"Page {number} ") for label in labels(message)):
            break
        await quarter.press(amina, message, f"Page {number} ")
        message = amina.messages[-1]
    assert len(seen) > 10
    assert any("27 juin 2018" in text for text in seen)


async def test_the_latest_of_a_place_tell_of_that_place_and_of_what_lies_in_it(quarter: Town, amina: Person) -> None:
    (answer, *_) = await quarter.ask(amina, "/latest éole")
    assert "Éole" in answer["text"]
    (wider, *_) = await quarter.ask(amina, "/latest 19e")
    assert "19e" in wider["text"]


async def test_a_measure_has_its_status_at_a_date_its_evidence_and_what_is_not_known(
    quarter: Town, amina: Person
) -> None:
    (card,) = await quarter.ask(amina, "/measure m-patrouilles-24h")
    assert "En vigueur au 3 mai 2021" in card["text"]
    assert "tat actuel non connu" in card["text"]
    assert "Préfecture de police" in card["text"]
    assert "20 Minutes" in card["text"]


async def test_a_contact_shows_only_what_was_checked(quarter: Town, amina: Person) -> None:
    (card, *_) = await quarter.ask(amina, "/open c-mairie-10")
    assert "72 rue du Faubourg-Saint-Martin" in card["text"]
    assert "01 53 72 10 10" not in card["text"]


async def test_a_needle_on_the_ground_gets_emergency_numbers_first_then_the_competent_body(
    quarter: Town, amina: Person
) -> None:
    (answer, *_) = await quarter.ask(amina, "/contacts une seringue par terre")
    assert answer["text"].index("112") < answer["text"].index("39 75")
    assert "DansMaRue" in answer["text"]


async def test_a_line_is_said_to_be_open_or_closed_at_this_minute(quarter: Town, amina: Person) -> None:
    (sunday, *_) = await quarter.ask(amina, "/open c-mairie-19")
    assert "Fermé maintenant" in sunday["text"]
    assert "Jours fériés" in sunday["text"]
    quarter.clock.set(quarter.clock.now().replace(day=24, hour=10))  # a Tuesday, 11 h in Paris
    (tuesday, *_) = await quarter.ask(amina, "/open c-mairie-19")
    assert "Ouvert maintenant" in tuesday["text"]


async def test_a_shared_place_gets_the_nearest_and_is_not_kept(quarter: Town, amina: Person) -> None:
    before = len(amina.messages)
    amina.share_place(48.8843, 2.3693)
    await quarter.settled()
    answer = next(each for each in amina.messages[before:] if "text" in each)
    assert "km" in answer["text"] or " m" in answer["text"]
    raw = await quarter.app.database.read(lambda connection: connection.execute("SELECT raw FROM inbox").fetchall())
    assert {row[0] for row in raw} == {""}


async def test_a_figure_never_comes_without_scope_author_and_date(quarter: Town, amina: Person) -> None:
    (card, *_) = await quarter.ask(amina, "/open f-drogues-444kg")
    assert "444 kg" in card["text"]
    assert "19 novembre 2020" in card["text"]
    assert "DSPAP" in card["text"]
    assert "Porte sur" in card["text"]


async def test_comparable_figures_come_as_a_picture(quarter: Town, amina: Person) -> None:
    answers = await quarter.ask(amina, "/open f-inserm-surdose")
    pictures = [answer for answer in answers if "photo" in answer]
    if not pictures:
        (listed, *_) = await quarter.ask(amina, "/figures")
        answers = await quarter.press(amina, listed, "Usagers ayant accès")
        pictures = [answer for answer in answers if "photo" in answer]
    assert len(pictures) == 1
    assert pictures[0]["caption"]


async def test_two_stances_stand_in_order_of_date(quarter: Town, amina: Person) -> None:
    (answer, *_) = await quarter.ask(amina, "/positions consumption-room")
    assert "2020" in answer["text"]


async def test_a_typo_is_read_as_what_was_meant_and_says_so(quarter: Town, joe: Person) -> None:
    (answer, *_) = await quarter.ask(joe, "/search consumtion rom")
    assert "consumption" in answer["text"].lower()


async def test_what_nothing_answers_is_said_plainly(quarter: Town, amina: Person) -> None:
    (answer, *_) = await quarter.ask(amina, "/search xylophone quantique")
    assert "rien trouvé" in answer["text"]
    missed = await quarter.app.database.read(
        lambda connection: connection.execute("SELECT words FROM missed").fetchall()
    )
    assert len(missed) == 1


async def test_choosing_a_language_changes_every_later_answer(quarter: Town, amina: Person) -> None:
    (choice,) = await quarter.ask(amina, "/language")
    await quarter.press(amina, choice, "English")
    (answer,) = await quarter.ask(amina, "/start")
    assert "residents" in answer["text"]


async def test_a_deep_link_opens_the_item(quarter: Town, amina: Person) -> None:
    (answer, *_) = await quarter.ask(amina, "/start measure-m-bancs-retires")
    assert "Bancs retirés" in answer["text"]


async def test_every_item_of_the_pack_opens_in_both_languages(quarter: Town, amina: Person, joe: Person) -> None:
    rows = await quarter.app.database.read(
        lambda connection: connection.execute(
            "SELECT kind, slug FROM item WHERE state = 'published' ORDER BY kind, slug"
        ).fetchall()
    )
    assert len(rows) > 350
    for number, (kind, slug) in enumerate(rows):
        person = (amina, joe)[number % 2]
        (answer, *_) = await quarter.ask(person, f"/start {kind}-{slug}")
        assert answer["text"], slug


async def test_an_item_not_fit_to_publish_is_never_shown(quarter: Town, amina: Person) -> None:
    rows = await quarter.app.database.read(
        lambda connection: connection.execute("SELECT kind, slug, body FROM item WHERE state != 'published'").fetchall()
    )
    assert len(rows) > 30
    for kind, slug, _body in rows:
        (answer, *_) = await quarter.ask(amina, f"/start {kind}-{slug}")
        assert "n’existe pas" in answer["text"] or "plus" in answer["text"], (slug, answer["text"])


async def test_inline_words_bring_cards_with_their_source(quarter: Town, amina: Person) -> None:
    amina.ask_inline("éclairage")
    await quarter.settled()
    await quarter.world.next_call("answerInlineQuery")
    offered = amina.offered()
    assert offered is not None
    assert any("clairage" in result["title"] for result in offered.results or [])


async def test_forgetting_removes_everything_held(quarter: Town, amina: Person) -> None:
    await quarter.ask(amina, "/language en")
    (question,) = await quarter.ask(amina, "/forget")
    await quarter.press(amina, question, labels(question)[0])
    left = await quarter.app.database.read(
        lambda connection: connection.execute("SELECT language FROM chat WHERE id = ?", (amina.id,)).fetchall()
    )
    assert left in ([], [(None,)])
    (answer,) = await quarter.ask(amina, "/start")
    assert "riverains" in answer["text"]


async def test_a_mistake_reaches_the_operators_and_nothing_of_the_person_is_kept(quarter: Town, amina: Person) -> None:
    for _ in range(97):
        quarter.world.person("Voisin")
    operator = quarter.world.person("Claire", started=True)
    assert operator.id == 600_000_099
    (thanks, *_) = await quarter.ask(amina, "/mistake m-bancs-retires le nombre de bancs me semble faux")
    assert thanks["text"]
    (told,) = [message for message in operator.messages if message["from"]["id"] == quarter.world.bot_id]
    assert "m-bancs-retires" in told["text"]
    assert "nombre de bancs" in told["text"]
    assert str(amina.id) not in told["text"]
    bodies = await quarter.app.database.read(
        lambda connection: connection.execute("SELECT body FROM outbox").fetchall()
    )
    assert not [body for (body,) in bodies if "nombre de bancs" in body]
