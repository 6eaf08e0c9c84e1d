"""``/measures`` and ``/measure``: a status is that of its source's date, and never a verdict."""

import datetime as dt

import pytest

from content.records import Item
from handlers.measure import measure
from handlers.measures import measures
from tests.handlers.world import ask, both, item, links, pressable, services, spoken, Store, world

AROUND: tuple[Item, ...] = (
    item("source", "gazette"),
    item("topic", "eclairage", title=both("Éclairage", "Lighting")),
    item("place", "rotonde", title=both("Rotonde", "Rotonde")),
    item("article", "article-1", date="2026-10-02", title=both("Le banc"), url="https://gazette.example/1"),
    item("article", "article-old", date="2021-05-03", title=both("L’ancien banc"), url="https://gazette.example/old"),
)


def store(*items: Item) -> Store:
    """Return a world with the items."""
    return world(*AROUND, *items)


BENCH = item(
    "measure", "banc", title=both("Un banc", "A bench"), places=["rotonde"], topics=["eclairage"],
    evidence=[{"source": "article-1", "says": both("Le banc est annoncé.")}],
)  # fmt: skip


async def test_each_line_gives_status_date_responsible_and_source() -> None:
    text = spoken(await measures(ask("measures"), services(store(BENCH))))
    assert "Annoncé au 1er octobre 2026. Responsable : La Ville" in text
    assert "Source : La Gazette (🗞 presse), 2 octobre 2026" in text
    assert "état actuel non connu" not in text


async def test_each_measure_has_a_button_to_its_sheet() -> None:
    assert pressable(await measures(ask("measures"), services(store(BENCH)))) == [("open", "banc")]


@pytest.mark.parametrize("words", ["refusé", "Refusée", "refused", "rotonde refusé", "refusées éclairage"])
async def test_a_status_is_asked_for_in_words_of_either_language(words: str) -> None:
    refused = item("measure", "mur", title=both("Un mur"), status="refused", places=["rotonde"], topics=["eclairage"])
    text = spoken(await measures(ask("measures", words), services(store(BENCH, refused))))
    assert "Un mur" in text
    assert "Un banc" not in text


async def test_a_status_of_two_words_is_understood() -> None:
    going = item("measure", "rampe", title=both("Une rampe"), status="under_way")
    text = spoken(await measures(ask("measures", "en cours"), services(store(BENCH, going))))
    assert "Une rampe" in text
    assert "Un banc" not in text


async def test_an_old_status_says_that_the_present_state_is_not_known() -> None:
    old = item("measure", "m", status="done", status_as_of="2021-05-03", evidence=[{"source": "article-old"}])
    line = spoken(await measures(ask("measures"), services(store(old))))
    assert "Réalisé au 3 mai 2021 (il y a plus de 5 ans) ; état actuel non connu" in line
    sheet = spoken(await measure(ask("measure", "m"), services(store(old))))
    assert "État actuel non connu (source la plus récente : 3 mai 2021)" in sheet


async def test_a_newer_source_keeps_an_old_status_present() -> None:
    renewed = item(
        "measure", "m", status_as_of="2021-05-03", evidence=[{"source": "article-1"}, {"source": "article-old"}]
    )
    text = spoken(await measure(ask("measure", "m"), services(store(renewed))))
    assert "À ce jour, d’après les sources : en cours" in text
    assert "non connu" not in text


async def test_what_the_research_did_not_know_is_never_told_in_the_present() -> None:
    unknown = item(
        "measure", "m", today={"known": False, "says": both("suite non trouvée")}, evidence=[{"source": "article-1"}]
    )
    text = spoken(await measure(ask("measure", "m"), services(store(unknown))))
    assert "État actuel non connu. D’après nos sources : suite non trouvée" in text
    assert "À ce jour" not in text


async def test_the_day_the_twelve_months_are_over_changes_the_line() -> None:
    told = store(item("measure", "m", status_as_of="2026-10-01"))
    last = ask("measures", now=dt.datetime(2027, 10, 1, 12, tzinfo=dt.UTC))
    after = ask("measures", now=dt.datetime(2027, 10, 2, 12, tzinfo=dt.UTC))
    assert "non connu" not in spoken(await measures(last, services(told)))
    assert "état actuel non connu" in spoken(await measures(after, services(told)))


async def test_the_sheet_holds_evidence_figures_and_a_way_to_report_a_mistake() -> None:
    with_figure = BENCH.model_copy(update={"figures": ("f-1",)})
    told = store(with_figure, item("figure", "f-1", title=both("Places du banc"), source="article-1"))
    reply = await measure(ask("measure", "banc"), services(told))
    assert ("mistake", "banc") in pressable(reply)
    assert reply.items == ("banc", "f-1")
    text = spoken(await measure(ask("measure", "banc"), services(told)))
    assert "• 2 octobre 2026 : Le banc est annoncé.\n  La Gazette (🗞 presse)" in text
    assert "Places du banc" in text
    assert "Porte sur : un quartier, en 2025" in text
    assert links(await measure(ask("measure", "banc"), services(told)))[0] == "https://gazette.example/1"


async def test_words_find_the_measure_and_several_are_asked_back() -> None:
    other = item("measure", "banc-2", title=both("Un banc retiré"))
    assert "Responsable : La Ville" in spoken(await measure(ask("measure", "un banc"), services(store(BENCH))))
    several = await measure(ask("measure", "banc un"), services(store(BENCH, other)))
    assert pressable(several) == [("measure", "banc"), ("measure", "banc-2")]


async def test_evidence_whose_reversal_cannot_be_shown_is_left_out() -> None:
    ruling = item("article", "ruling", title=both("Arrêté annulé"), companion="reversal", date="2026-09-01")
    reversal = item("article", "reversal", title=both("Annulation renversée"), date="2026-09-20", companion="ruling")
    judged = item("measure", "m", evidence=[{"source": "ruling", "says": both("Le tribunal annule.")}])
    alone = spoken(await measure(ask("measure", "m"), services(store(judged, ruling))))
    assert "Le tribunal annule" not in alone
    together = spoken(await measure(ask("measure", "m"), services(store(judged, ruling, reversal))))
    assert "Le tribunal annule" in together
    assert "À lire avec « Annulation renversée »" in together


async def test_a_measure_not_found_leads_to_the_list() -> None:
    reply = await measure(ask("measure", "zorglub"), services(store(BENCH)))
    assert pressable(reply) == [("measures", "")]
    asked = await measure(ask("measure"), services(store(BENCH)))
    assert "Quelle mesure" in spoken(asked)


async def test_an_end_still_to_come_is_told_as_planned() -> None:
    running = item("measure", "m", started="2026-01-01", ended="2027-12-31")
    before = spoken(await measure(ask("measure", "m"), services(store(running))))
    assert "Début : 1er janvier 2026. Fin prévue : 31 décembre 2027." in before
    later = ask("measure", "m", now=dt.datetime(2028, 1, 5, tzinfo=dt.UTC))
    assert "Fin : 31 décembre 2027." in spoken(await measure(later, services(store(running))))
