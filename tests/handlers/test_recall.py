"""``/recall``: what left is taken back, after a look at where it is."""

import pytest

from handlers.ports import Account, Chase
from tests.handlers.newsdesk import Newsdesk
from tests.handlers.world import NOW, spoken, world


@pytest.fixture
def desk() -> Newsdesk:
    known = world()
    known.book.accounts = {
        4: Account(4, "digest", "Bulletin du 22 novembre", NOW, {"sent": 5, "queued": 2, "unknown": 1, "held": 1}),
        5: Account(5, "alert", "Alerte", NOW, {"sent": 1}),
    }
    known.curating.errata.broadcasts = {4, 5}
    return Newsdesk(known)


async def test_what_left_lately_is_offered_looked_at_and_taken_back(desk: Newsdesk) -> None:
    await desk.ask("recall")
    assert desk.labels() == ["Alerte", "Bulletin du 22 novembre"]
    preview = spoken(await desk.press("Bulletin"))
    for words in ("5 messages arrivés", "2 qui attendent encore", "2 dont on ne sait pas"):
        assert words in preview
    assert desk.known.curating.errata.known == []
    done = await desk.press("Reprendre partout")
    assert "Bulletin du 22 novembre" in spoken(done)
    (chase,) = desk.known.curating.errata.known
    assert (chase.kind, chase.subject) == ("recall", "4")
    (act,) = desk.known.curating.notebook.lines
    assert (act.act, act.subject, act.before) == ("recall", "broadcast:4", "Bulletin du 22 novembre")


async def test_the_account_of_status_leads_there(desk: Newsdesk) -> None:
    await desk.ask("status", "4")
    assert "Ce qui a moins de deux jours" in spoken(await desk.press("Reprendre cet envoi"))
    assert "Bulletin du 22 novembre" in spoken(await desk.press("Ne rien changer"))
    assert desk.known.curating.errata.known == []


async def test_what_is_gone_is_said_to_be(desk: Newsdesk) -> None:
    assert "plus dans mes comptes" in spoken(await desk.forge("recall", "C99"))
    assert desk.known.curating.notebook.lines == []


async def test_typed_it_only_shows(desk: Newsdesk) -> None:
    await desk.ask("recall", "C4")
    assert desk.known.curating.errata.known == []
    assert "5 messages arrivés" in spoken(await desk.ask("recall", "4"))


async def test_nothing_sent_is_nothing_to_take_back() -> None:
    assert "Rien n’a été envoyé" in spoken(await Newsdesk(world()).ask("recall"))


async def test_the_account_is_looked_at_again(desk: Newsdesk) -> None:
    desk.known.curating.errata.known.append(Chase(1, "recall", "4", {"sent": 5, "unsure": 1}, False, NOW))
    assert "6 messages : 5 retirés, 1 peut-être arrivé" in spoken(await desk.forge("recall", "N1"))
    assert desk.labels() == ["Où en est-on ?"]
