"""``/contacts``: emergency numbers first, the competent body, whether it answers, and the next best."""

import dataclasses
import datetime as dt
from typing import Any

from content.records import Item
from handlers.contacts import contacts
from handlers.reply import Doorway, Reply
from handlers.request import ChatKind, Position
from tests.handlers.world import ask, both, item, pressable, services, spoken, Store, world

WEEK = ["mon", "tue", "wed", "thu", "fri"]


def contact(slug: str, title: str, **fields: Any) -> Item:
    """Return a contact that shows its phone, address and hours."""
    shown = {"phone": "01 00 00 00 00", "display_fields": ["phone", "address", "hours", "use"]}
    return item("contact", slug, title=both(title), **{**shown, **fields})


OFFICE = contact(
    "mairie", "Mairie", opening={"hours": [{"days": WEEK, "since": "09:00", "until": "17:00"}]}, address="1 place d’essai",
    lat=48.88, lon=2.38,
)  # fmt: skip
LINE = contact("ligne", "Ligne de nuit", opening={"always": True}, hours=both("24 h/24"))
DESK = contact("guichet", "Guichet", address="2 place d’essai", lat=48.89, lon=2.38, display_fields=["address"])
HIDDEN = contact("cache", "Commissariat", display_ok=False, address="3 rue cachée", lat=48.8801, lon=2.3801)
NOISE = item(
    "need", "bruit", title=both("Du bruit la nuit", "Noise at night"), aliases={"fr": ["tapage"], "en": ["noise"]},
    advice=both("Gardez votre calme."), in_person=["mairie", "guichet"],
    contacts=[
        {"contact": "mairie", "why": both("Elle reçoit les plaintes.")}, {"contact": "cache"}, {"contact": "guichet"},
        {"contact": "ligne"},
    ],
)  # fmt: skip
WASTE = item("need", "dechets", title=both("Des déchets", "Waste"), contacts=[{"contact": "cache"}])
DRAFT = contact("brouillon", "Maison pas encore relue", address="4 rue cachée", lat=48.8802, lon=2.3801, publish="no")
STORE = world(OFFICE, LINE, DESK, HIDDEN, DRAFT, NOISE, WASTE)
MONDAY = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


def kept(reply: Reply) -> Reply:
    """Return the reply with its blocks read once and for all."""
    return dataclasses.replace(reply, blocks=list(reply.blocks))


async def test_emergency_numbers_come_first_whatever_is_asked() -> None:
    for args in ("", "bruit", "zorglub", "mairie", "dechets"):
        first, second, *_ = spoken(await contacts(ask("contacts", args), services(STORE))).splitlines()
        assert first == "En danger : 17, 112, 114 par SMS.", args
        assert "pas par les autorités" in second
        assert "ne transmet" in second


async def test_without_a_need_they_are_offered_as_buttons() -> None:
    reply = await contacts(ask("contacts"), services(STORE))
    assert pressable(reply) == [("contacts", "dechets"), ("contacts", "bruit"), ("nearest", "")]


async def test_many_needs_are_paged_with_their_buttons() -> None:
    many = world(*(item("need", f"besoin-{n:02}", title=both(f"Besoin {n:02}")) for n in range(23)))
    last = kept(await contacts(ask("contacts", page=3), services(many)))
    assert len(list(last.blocks)) == 3
    assert last.per_page == 1
    assert pressable(last) == [*(("contacts", f"besoin-{n}") for n in (20, 21, 22)), ("nearest", "")]


async def test_the_competent_body_comes_first_and_while_it_is_closed_the_next_that_is_open() -> None:
    text = spoken(await contacts(ask("contacts", "tapage"), services(STORE)))
    assert (
        text.index("À contacter en premier :\nMairie")
        < text.index("En attendant :\nLigne de nuit")
        < text.index("Guichet")
    )
    assert "Fermé maintenant, ouvre demain à 9 h" in text
    assert "Ouvert maintenant, jour et nuit" in text
    assert "Elle reçoit les plaintes." in text
    assert "Gardez votre calme." in text


async def test_while_the_competent_body_is_open_nothing_stands_in_for_it() -> None:
    text = spoken(await contacts(ask("contacts", "bruit", now=MONDAY), services(STORE)))
    assert "Ouvert maintenant, jusqu’à 17 h" in text
    assert "En attendant" not in text


async def test_where_nothing_is_known_to_be_open_the_stand_in_is_one_whose_hours_are_not_known() -> None:
    need = NOISE.model_copy(update={"contacts": NOISE.contacts[:3]})  # type: ignore[union-attr]
    text = spoken(await contacts(ask("contacts", "bruit"), services(world(OFFICE, DESK, HIDDEN, need))))
    assert "En attendant :\nGuichet" in text


async def test_a_contact_not_cleared_is_not_even_named() -> None:
    for args in ("bruit", "cache", "commissariat", "dechets"):
        text = spoken(await contacts(ask("contacts", args), services(STORE)))
        assert "Commissariat" not in text, args
        assert "cachée" not in text, args
    assert "pas encore de contact vérifié" in spoken(await contacts(ask("contacts", "dechets"), services(STORE)))


async def test_pins_are_sent_only_where_the_address_may_be_shown() -> None:
    reply = await contacts(ask("contacts", "bruit"), services(STORE))
    assert [pin.title for pin in reply.pins] == ["Mairie", "Guichet"]


async def test_a_need_not_known_leads_to_those_that_are() -> None:
    reply = await contacts(ask("contacts", "zorglub"), services(STORE))
    assert "Je n’ai pas compris de quoi vous avez besoin" in spoken(reply)
    assert ("contacts", "bruit") in pressable(reply)


async def test_a_place_shared_gives_the_nearest_with_a_coarse_distance() -> None:
    near = ask("contacts", position=Position(48.8811, 2.3801))
    reply = kept(await contacts(near, services(STORE)))
    text = spoken(reply)
    assert "Mairie" in text.split("Guichet")[0]
    assert "À environ 100 m" in text
    assert "À environ 1 km" in text
    assert "cachée" not in text
    assert "pas encore relue" not in text
    assert reply.private
    assert "48.88" not in text
    assert "Votre position n’est pas conservée" in text


async def test_somebody_far_away_is_told_so() -> None:
    reply = await contacts(ask("contacts", position=Position(-33.9, 18.4)), services(STORE))
    assert "loin du secteur" in spoken(reply)


async def test_sharing_a_place_is_offered_in_a_private_chat_only() -> None:
    def offered(reply: Reply) -> bool:
        return ("nearest", "") in pressable(reply)

    for args in ("", "bruit"):
        assert offered(await contacts(ask("contacts", args), services(STORE)))
        assert not offered(await contacts(ask("contacts", args, kind=ChatKind.GROUP), services(STORE)))


async def test_an_empty_store_still_gives_the_european_emergency_number() -> None:
    reply = await contacts(ask("contacts"), services(Store(manifest=None, emergency=None)))
    assert "112" in spoken(reply)


async def test_contacts_speak_english_too() -> None:
    text = spoken(await contacts(ask("contacts", "noise", language="en"), services(STORE)))
    assert text.startswith("In danger: 17, 112, 114 by text.")
    assert "Closed now, opens tomorrow at 09:00" in text
    assert "Public holidays: hours not known." in text


async def test_in_a_group_the_needs_that_do_not_fit_are_behind_a_doorway() -> None:
    many = world(*(item("need", f"besoin-{n:02}", title=both(f"Besoin {n:02}")) for n in range(23)))
    group = await contacts(ask("contacts", kind=ChatKind.GROUP), services(many))
    assert len(list(group.blocks)) == 1
    assert [button.command for row in group.buttons for button in row if isinstance(button, Doorway)] == ["contacts"]
    few = await contacts(ask("contacts", kind=ChatKind.GROUP), services(STORE))
    assert not [button for row in few.buttons for button in row if isinstance(button, Doorway)]
