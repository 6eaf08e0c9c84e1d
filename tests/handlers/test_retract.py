"""``/retract``: something should not have been said: why, what will happen, then it is withdrawn everywhere."""

import pytest

from content.records import State
from handlers.ports import Chase
from tests.handlers.newsdesk import Newsdesk
from tests.handlers.world import both, item, NOW, spoken, world


@pytest.fixture
def desk() -> Newsdesk:
    return Newsdesk(
        world(
            item("source", "gazette", title="La Gazette"),
            item("article", "lampes", title=both("Douze lampes", "Twelve lamps")),
            item("contact", "police", title=both("Police secours")),
        )
    )


async def to_preview(desk: Newsdesk) -> None:
    await desk.ask("retract", "lampes")
    await desk.type("Le journal l’a démenti.")


async def test_the_reason_is_written_what_happens_is_shown_and_then_it_is_withdrawn(desk: Newsdesk) -> None:
    desk.known.curating.errata.reached["lampes"] = 2
    assert "Pourquoi" in spoken(await desk.ask("retract", "lampes"))
    preview = spoken(await desk.type("Le journal l’a démenti."))
    assert "2 messages en parlent" in preview
    assert "Le journal l’a démenti." in preview
    assert desk.known.curating.errata.said == []
    done = spoken(await desk.press("Retirer partout"))
    assert "2 messages : 2 en cours" in done
    assert desk.known.curating.redaction.states["lampes"] is State.RETRACTED
    assert "lampes" not in desk.known.items
    (act,) = desk.known.curating.notebook.lines
    assert (act.act, act.subject, act.before, act.why) == (
        "retract",
        "lampes",
        "Douze lampes",
        "Le journal l’a démenti.",
    )


async def test_a_number_of_the_emergency_texts_stays(desk: Newsdesk) -> None:
    assert "numéros d’urgence" in spoken(await desk.ask("retract", "police"))
    assert await desk.ports.curation.awaiting.take(7, NOW) is None


async def test_the_reason_names_nobody(desk: Newsdesk) -> None:
    await desk.ask("retract", "lampes")
    stopped = spoken(await desk.type("Kévin Durand habite là, au 06 12 34 56 78"))
    assert "06 12 34 56 78" in stopped
    assert "Retirer partout" not in desk.labels()


async def test_changed_meanwhile_it_is_looked_at_again(desk: Newsdesk) -> None:
    await to_preview(desk)
    await desk.known.curating.redaction.put(desk.known.items["lampes"], State.PUBLISHED, 8, None, NOW)
    assert "Quelqu’un a changé" in spoken(await desk.press("Retirer partout"))
    assert desk.known.curating.errata.said == []


async def test_pressed_twice_it_is_withdrawn_once(desk: Newsdesk) -> None:
    await to_preview(desk)
    preview = desk.reply
    await desk.press("Retirer partout")
    desk.reply = preview
    assert "trop longtemps" in spoken(await desk.press("Retirer partout"))
    assert len(desk.known.curating.errata.said) == 1


async def test_a_forged_press_withdraws_nothing(desk: Newsdesk) -> None:
    await desk.ask("retract", "lampes")
    assert "trop longtemps" in spoken(await desk.forge("retract", "Y"))
    assert desk.known.curating.errata.said == []


async def test_the_account_speaks_of_what_was_withdrawn(desk: Newsdesk) -> None:
    desk.known.curating.errata.known.append(Chase(1, "retraction", "lampes", {"sent": 2, "early": 1}, False, NOW))
    assert "3 messages : 2 retirés, 1 annulé avant de partir." in spoken(await desk.forge("retract", "N1"))
