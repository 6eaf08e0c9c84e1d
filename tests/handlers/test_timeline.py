"""``/timeline``: what happened and what was decided, from the oldest to the newest."""

from handlers.timeline import timeline
from tests.handlers.world import ask, both, item, services, spoken, world

SOURCE = item("source", "gazette")


async def test_events_and_decisions_stand_in_one_order() -> None:
    told = world(
        SOURCE,
        item("article", "a", title=both("Fait neuf"), date="2025-03-01"),
        item("article", "b", title=both("Fait ancien"), date="2020-03", event_date="2019-07"),
        item("measure", "m", title=both("Une règle"), status_as_of="2021", evidence=[{"source": "a"}]),
    )
    text = spoken(await timeline(ask("timeline"), services(told)))
    assert (
        text.index("juillet 2019 : Fait ancien")
        < text.index("2021 : mesure « Une règle » · Annoncé")
        < text.index("Fait neuf")
    )
    assert "Source : La Gazette (🗞 presse), 1er mars 2025" in text


async def test_what_has_no_date_has_no_place_in_it() -> None:
    told = world(SOURCE, item("article", "a", title=both("Sans date"), date=None))
    assert "Aucun fait daté" in spoken(await timeline(ask("timeline"), services(told)))


async def test_an_open_case_is_left_out_unless_its_subject_is_asked_for() -> None:
    told = world(
        SOURCE,
        item("topic", "police", title=both("Police", "Policing")),
        item("article", "a", title=both("Une garde à vue"), topics=["police"], ongoing_case=True),
        item("article", "b", title=both("Un banc")),
    )
    assert "garde à vue" not in spoken(await timeline(ask("timeline"), services(told)))
    assert "présumée innocente" in spoken(await timeline(ask("timeline", "police"), services(told)))
