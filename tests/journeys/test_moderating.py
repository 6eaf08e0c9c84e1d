"""Moderating: who is appointed sees what was sent and sends alerts, two people at a time, until dismissed."""

import pytest

from bot.sandbox import Person
from tests.bot.town import labels, Message, Town


@pytest.fixture
def claire(quarter: Town) -> Person:
    """The operator."""
    while (person := quarter.world.person("Claire", "fr", started=True)).id < 600_000_099:
        pass
    return person


def said(quarter: Town, person: Person) -> list[Message]:
    """Return what the bot has said to somebody in private."""
    return [each for each in person.messages if each["from"]["id"] == quarter.world.bot_id]


def now(person: Person, message: Message) -> Message:
    """Return a message of a private chat as it now stands."""
    post = person.private.find(message["message_id"])
    assert post is not None
    return post.record


async def test_moderators_are_appointed_and_see_status_until_dismissed(
    quarter: Town, amina: Person, claire: Person
) -> None:
    (refused,) = await quarter.ask(amina, "/status")
    assert "modérateurs" in refused["text"]
    (listed,) = await quarter.ask(claire, f"/moderators add {amina.id}")
    (status,) = await quarter.ask(amina, "/status")
    assert status["text"].startswith("Les envois")
    await quarter.press(claire, listed, "Retirer")
    await quarter.press(claire, now(claire, listed), "Retirer")
    (refused,) = await quarter.ask(amina, "/status")
    assert "modérateurs" in refused["text"]


async def test_an_alert_goes_out_once_a_second_person_has_confirmed_it(
    quarter: Town, amina: Person, joe: Person, claire: Person
) -> None:
    await quarter.ask(claire, f"/moderators add {amina.id}")
    (price,) = await quarter.ask(joe, "/subscribe police")
    await quarter.press(joe, price, "Confirm")
    (kinds,) = await quarter.ask(amina, "/alert m-patrouilles-24h")
    await quarter.press(amina, kinds, "Danger")
    preview = now(amina, kinds)
    assert "1 conversation" in preview["text"].replace("\u00a0", " ")
    before = len(said(quarter, joe))
    await quarter.press(amina, preview, "Demander")
    assert labels(now(amina, kinds)) == []
    assert len(said(quarter, joe)) == before
    question = said(quarter, claire)[-1]
    assert "deuxième personne" in question["text"]
    await quarter.press(claire, question, "Confirmer")
    (alert,) = said(quarter, joe)[before:]
    assert "112" in alert["text"]
    assert "Alert: danger" in alert["text"]
    assert labels(now(claire, question)) == ["Voir qui l’a reçue"]
    (status,) = await quarter.ask(amina, "/status")
    (account,) = await quarter.press(amina, status, labels(status)[0])
    assert "1 reçu" in account["text"].replace("\u00a0", " ")
    assert str(joe.id) not in account["text"]


async def test_a_moderator_dismissed_between_preview_and_press_sends_nothing(
    quarter: Town, amina: Person, joe: Person, claire: Person
) -> None:
    await quarter.ask(claire, f"/moderators add {amina.id}")
    (price,) = await quarter.ask(joe, "/subscribe police")
    await quarter.press(joe, price, "Confirm")
    (kinds,) = await quarter.ask(claire, "/alert m-patrouilles-24h")
    await quarter.press(claire, kinds, "Danger")
    await quarter.press(claire, now(claire, kinds), "Demander")
    question = said(quarter, amina)[-1]
    assert labels(question) == ["Confirmer et envoyer"]
    (sure,) = await quarter.ask(claire, f"/moderators remove {amina.id}")
    await quarter.press(claire, sure, "Retirer")
    before = len(said(quarter, joe))
    await quarter.press(amina, question, "Confirmer")
    assert "modérateurs" in quarter.world.toasts[-1].text
    assert len(said(quarter, joe)) == before
