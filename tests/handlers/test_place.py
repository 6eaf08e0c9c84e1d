"""``/place``: what it is, where it lies, and what is known there."""

from handlers.place import place
from tests.handlers.world import ask, both, item, pressable, services, spoken, world

STORE = world(
    item("place", "paris-19", title=both("19e arrondissement", "19th arrondissement"), sort="arrondissement"),
    item("place", "rotonde", title=both("Rotonde"), within=["paris-19"], lat=48.88, lon=2.37, match_only=["crackonde"]),
    item("place", "canal-nord", title=both("Canal du Nord"), sort="canal"),
    item("place", "canal-sud", title=both("Canal du Sud"), sort="canal"),
)


async def test_a_place_says_what_it_is_and_where_and_has_a_pin() -> None:
    reply = await place(ask("place", "rotonde"), services(STORE))
    assert [(pin.lat, pin.lon, pin.address) for pin in reply.pins] == [(48.88, 2.37, "19e arrondissement")]
    assert ("latest", "rotonde") in pressable(reply)
    assert ("measures", "rotonde") in pressable(reply)
    assert "Place (19e arrondissement)" in spoken(reply)


async def test_slang_is_understood_and_never_printed() -> None:
    text = spoken(await place(ask("place", "crackonde"), services(STORE)))
    assert "Rotonde" in text
    assert "crackonde" not in text


async def test_a_name_two_places_share_is_asked_back() -> None:
    reply = await place(ask("place", "canal"), services(STORE))
    assert set(pressable(reply)) == {("place", "canal-nord"), ("place", "canal-sud")}


async def test_a_place_not_known_leads_to_the_larger_ones() -> None:
    reply = await place(ask("place", "qqqqq"), services(STORE))
    assert "Je ne connais pas ce lieu" in spoken(reply)
    assert pressable(reply) == [("place", "paris-19")]


async def test_a_place_without_coordinates_has_no_pin() -> None:
    reply = await place(ask("place", "canal du nord"), services(STORE))
    assert reply.pins == ()
    assert "approximatif" not in spoken(reply)
