"""An urgent alert: emergency numbers first where the kind asks for it, the fact with source and date, who sends it."""

from typing import Any

import pytest

from content.records import Item
from handlers.ports import AlertKind
from handlers.reply import Button, Reply
from handlers.request import ChatKind
from handlers.telling import tell_alert, Telling
from handlers.telling.room import fits
from tests.handlers.world import ask, both, item, services, spoken, world

GAZETTE = item("source", "gazette")
ARTICLE = item("article", "a", title=both("Produit dangereux"), date="2026-11-22", places=["rotonde"], story="produit")
PLACE = item("place", "rotonde", title=both("Rotonde"))


async def alert(
    thing: Item,
    kind: AlertKind = AlertKind.DANGER,
    *others: Item,
    where: ChatKind = ChatKind.PRIVATE,
    language: str = "fr",
) -> Telling:
    known = world(GAZETTE, PLACE, thing, *others)
    return await tell_alert(thing, kind, ask("alert", kind=where, language=language), services(known))


@pytest.mark.parametrize("kind", [AlertKind.DANGER, AlertKind.HEALTH])
async def test_danger_and_health_open_with_the_emergency_numbers(kind: AlertKind) -> None:
    text = spoken((await alert(ARTICLE, kind)).reply)
    assert text.startswith(
        "En danger : 17, 112, 114 par SMS.\nCe bot est tenu par des riverains, pas par les autorités"
    )
    assert text.index("17, 112") < text.index("⚠️ Alerte") < text.index("Produit dangereux")


async def test_another_kind_does_not_but_says_who_speaks() -> None:
    text = spoken((await alert(ARTICLE, AlertKind.OTHER)).reply)
    assert text.startswith("⚠️ Information urgente")
    assert "En danger" not in text
    assert text.endswith("Ce bot est tenu par des riverains, pas par les autorités, et ne transmet aucune urgence.")


async def test_the_fact_has_its_date_place_source_and_the_hour_it_was_sent() -> None:
    found = await alert(ARTICLE)
    text = spoken(found.reply)
    for words in ("Publié : 22 novembre 2026", "Où : Rotonde", "Source : La Gazette (🗞 presse), 22 novembre 2026"):
        assert words in text
    assert "par les modérateurs du groupe de riverains, le 22 novembre 2026 à 11 h." in text
    assert (found.stories, found.title, found.reply.items) == (("produit",), "Alerte\u00a0: Produit dangereux", ("a",))


async def test_in_english_it_is_english() -> None:
    text = spoken((await alert(ARTICLE, language="en")).reply)
    assert text.startswith("In danger: 17, 112, 114 by text.")
    assert "Alert sent by the moderators of the residents’ group, 22 November 2026 at 11:00." in text


async def test_a_measure_is_told_with_its_status_date_and_source() -> None:
    measure = item("measure", "m", evidence=[{"source": "a", "says": both("Annoncé.")}])
    text = spoken((await alert(measure, AlertKind.HEALTH, ARTICLE)).reply)
    assert "Annoncé au 1er octobre 2026" in text
    assert "Source : La Gazette" in text


@pytest.mark.parametrize("where", [ChatKind.PRIVATE, ChatKind.GROUP, ChatKind.CHANNEL])
async def test_a_mistake_can_always_be_reported_and_where_many_read_nothing_else_is_a_command(where: ChatKind) -> None:
    rows = (await alert(ARTICLE, where=where)).reply.buttons
    assert rows[-1] == (Button("Signaler une erreur", "mistake", "{message}"),)
    if where is not ChatKind.PRIVATE:
        assert not any(isinstance(each, Button) for row in rows[:-1] for each in row)


@pytest.mark.parametrize("fields", [{"ongoing_case": True}, {"publish": "no"}, {"companion": "nowhere"}])
async def test_what_may_not_be_told_unasked_makes_no_alert(fields: dict[str, Any]) -> None:
    assert await alert(ARTICLE.model_copy(update=fields)) == Telling(Reply(), (), "", empty=True)


@pytest.mark.parametrize("kind", list(AlertKind))
async def test_it_is_one_message_however_long_its_texts(kind: AlertKind) -> None:
    long = item(
        "article", "a", title=both("Un titre " * 300), summary=both("Un résumé. " * 600), url="https://a.example"
    )
    found = await alert(long, kind)
    assert fits(found.reply)
    assert "Source : La Gazette" in spoken(found.reply)
