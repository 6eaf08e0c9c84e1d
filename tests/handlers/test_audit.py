"""``/audit``: the latest acts, in pages, by a mark of each person."""

from dataclasses import replace

from handlers.audit import audit, mark
from handlers.request import Person, Request
from tests.handlers.world import ask, NOW, pressable, pressing, services, spoken, Store, world

BORIS = 123456789


def asked() -> Request:
    return ask("audit", person=Person(7, moderator=True))


async def store(count: int) -> Store:
    known = world()
    for number in range(count):
        await known.curating.notebook.note(
            "publish", f"proposal:{number}", BORIS, NOW, before="new", after=f"slug-{number}", why="<b>raison</b>"
        )
    return known


async def test_it_tells_what_was_done_before_and_after_and_why_but_never_the_number() -> None:
    text = spoken(await audit(asked(), services(await store(1))))
    for said in (
        "22 novembre 2026, 11 h",
        mark(BORIS),
        "publication",
        "proposition 0",
        "à décider",
        "slug-0",
        "<b>raison</b>",
    ):
        assert said in text
    assert str(BORIS) not in text


async def test_the_newest_come_first_and_the_older_behind_a_button() -> None:
    known = await store(23)
    request, seen = asked(), []
    reply = await audit(request, services(known))
    for _ in range(2):
        seen.append(spoken(reply))
        reply = await audit(pressing(reply, "Plus anciens", request), services(known))
    seen.append(spoken(reply))
    for number in range(23):
        assert (
            sum(f"proposition {number}\n" in text.replace("\u2069", "").replace("\u2068", "") for text in seen) == 1
        ), number
    assert "proposition 22" in seen[0]
    assert [args for _, args in pressable(reply)] == [""]


async def test_an_act_without_a_name_or_of_somebody_forgotten_is_told_as_well() -> None:
    known = world()
    await known.curating.notebook.note("unheard-of", "audit", None, NOW)
    text = spoken(await audit(asked(), services(known)))
    assert "personne oubliée" in text
    assert "unheard-of" in text


async def test_nothing_yet_and_a_typed_number_is_no_page() -> None:
    assert "Aucun acte" in spoken(await audit(asked(), services(world())))
    known = await store(1)
    assert "proposition 0" in spoken(await audit(replace(asked(), args="1"), services(known)))


async def test_somebody_it_was_done_to_is_a_mark_and_nobody_once_forgotten() -> None:
    known = world()
    await known.curating.notebook.note("appoint", "person:7123456789", 1, NOW)
    await known.curating.notebook.note("appoint", "person:~a1b2", 1, NOW)
    text = spoken(await audit(asked(), services(known)))
    assert "7123456789" not in text
    assert mark(7123456789) in text
    assert "une personne effacée depuis" in text
    assert "a1b2" not in text
