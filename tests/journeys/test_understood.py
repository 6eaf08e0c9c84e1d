"""Questions in residents' own words over the Paris pack: what leads, what is only offered, what is refused."""

from typing import Final

import pytest

from bot.sandbox import Person
from tests.bot.town import labels, Town

LEADS: Final = {
    "quelqu'un va mal dans la rue": "Une personne inconsciente ou en malaise",
    "les gens crient toute la nuit sous mes fenetres": "Du bruit la nuit",
    "lampadaire en panne rue riquet": "Un éclairage en panne",
    "eclairage stalingrd": "Éclairage renforcé place de la Bataille-de-Stalingrad",
    "est-ce que la salle va fermer ?": "Halte soins addictions",
    "les arrêtés contre les regroupements sont-ils en vigueur": "Arrêtés mensuels contre les regroupements",
    "combien d'overdoses": "surdoses",
    "c koi un référé": "Procédure rapide devant un juge",
    "qu'est-ce que la ville a fait": "Mesures",
    "pourquoi ils ont enlevé les bancs": "Bancs retirés",
    "stalincrack": "Place de la Bataille-de-Stalingrad",
}
ENGLISH: Final = {
    "clean pipes where": "A harm-reduction place",
    "i'm deaf how do i call the police": "I cannot speak or hear",
    "are the orders against gatherings still in force": "Measures: Orders against gatherings",
    "will the consumption room close": "Supervised consumption place",
}
NOTHING_SURE: Final = ("couvre feu", "vélib en panne", "feu d'artifice 14 juillet", "places de parking résident")
REFUSED: Final = (
    "t'as le 06 d'un dealer",
    "où est passé mon voisin",
    "qui est M. Dupont du 3e",
    "whose car is plate AA-229-ZZ",
)


async def said(quarter: Town, person: Person, question: str) -> str:
    """Return the first message of the answer."""
    return str((await quarter.ask(person, question))[0]["text"]).replace("\u00a0", " ").replace("\u202f", " ")


async def test_what_was_asked_leads_the_answer(quarter: Town, amina: Person, joe: Person) -> None:
    for person, questions in ((amina, LEADS), (joe, ENGLISH)):
        for question, expected in questions.items():
            assert expected in await said(quarter, person, question), question


async def test_one_common_word_leads_to_no_contacts_and_the_doubt_is_said(quarter: Town, amina: Person) -> None:
    for question in NOTHING_SURE:
        text = await said(quarter, amina, question)
        assert "pas sûr" in text or "rien trouvé" in text or "Laquelle" in text, question


async def test_a_word_with_two_readings_is_asked_back(quarter: Town, amina: Person) -> None:
    message = (await quarter.ask(amina, "éclairage"))[0]
    assert {"Éclairage et aménagements", "Un éclairage en panne"} <= set(labels(message))


async def test_beside_a_topic_at_a_place_the_contacts_are_a_press_away(quarter: Town, amina: Person) -> None:
    message = (await quarter.ask(amina, "où en est le campement porte de la chapelle"))[-1]
    assert "Dans quel domaine" not in message["text"]
    message = (await quarter.ask(amina, "qui s'occupe de l'éclairage"))[0]
    assert "Un éclairage en panne" in message["text"]


async def test_nobody_is_told_who_somebody_is_or_where(quarter: Town, amina: Person) -> None:
    for question in REFUSED:
        text = await said(quarter, amina, question)
        assert "n’aide pas" in text or "n’indique" in text, question


async def test_who_holds_an_office_is_told_with_its_date_and_never_as_of_today(quarter: Town, amina: Person) -> None:
    text = await said(quarter, amina, "qui est le préfet de police ?")
    assert "Dernier nom lu dans mes sources : Patrice Faure" in text
    assert "22 octobre 2025" in text
    assert "ce n’est pas une information du jour" in text


async def test_a_holder_known_from_weak_sources_alone_is_not_named(quarter: Town, amina: Person) -> None:
    text = await said(quarter, amina, "qui est le maire de paris")
    assert "Je n’ai pas lu de source assez solide" in text
    assert "Grégoire" not in text


@pytest.mark.parametrize(
    "question",
    ["le jugement du 12 juillet 2023 sur forceval", "annulation transfert forceval", "tribunal administratif"],
)
async def test_the_two_rulings_are_never_told_apart(quarter: Town, amina: Person, question: str) -> None:
    text = " ".join(message["text"] for message in await quarter.ask(amina, question))
    assert "annul" in text
    assert "7 mai 2024" in text


async def test_slang_for_a_place_is_not_repeated(quarter: Town, amina: Person) -> None:
    for question in ("les fumeurs a stalincrack hier xyzzy", "/chercher stalincrack xyzzy"):
        assert "stalincrack" not in (await said(quarter, amina, question)).lower(), question
