"""``/subscriptions``: the whole list, each with its choices; only a press of a button of this chat changes anything."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.gateway.buttons import Buttons
from content.news import Every, Filter
from content.rich import units
from content.schedule import Quiet, Schedule
from handlers.ports import FOR_GOOD, Manner
from handlers.reply import Button, Reply
from handlers.request import Chat, ChatKind, Request
from handlers.subscribe import subscribe
from handlers.subscriptions import subscriptions
from tests.handlers.world import ask, both, item, NOW, pressable, pressing, services, spoken, Store, world

LIGHTING = Filter(topics=("lighting",))


async def town(*filters: Filter, chat: int = 42, thread: int | None = None) -> Store:
    """Return a store in which the chat follows the filters, told once a day in French."""
    store = world(
        item("topic", "lighting", title=both("Éclairage", "Lighting")),
        item("measure", "m-bancs", title=both("Bancs retirés", "Benches removed")),
    )
    for each in filters:
        await store.follows.add(chat, thread, each, Every.DAILY, "fr", NOW)
    return store


async def said(asked: Request, store: Store) -> Reply:
    return await subscriptions(asked, services(store))


@pytest.mark.parametrize(
    ("language", "head", "first", "second"),
    [
        (
            "fr",
            "Vos 2 abonnements",
            "1. Éclairage · une fois par jour, en français",
            "2. Bancs retirés · une fois par jour",
        ),
        (
            "en",
            "Your 2 subscriptions",
            "1. Lighting · once a day, in French",
            "2. Benches removed · once a day, in French",
        ),
    ],
)
async def test_all_is_one_list_with_how_often_and_in_what_language(
    language: str, head: str, first: str, second: str
) -> None:
    store = await town(LIGHTING, Filter(item="m-bancs"))
    text = spoken(await said(ask("subscriptions", language=language), store))
    assert head in text
    assert first in text
    assert second in text


async def test_the_list_tells_quiet_hours_a_pause_and_the_next_digest() -> None:
    store = await town(LIGHTING)
    assert "Pas d’heures calmes." in spoken(await said(ask("subscriptions"), store))
    store.manners[42] = Manner(quiet=Quiet(dt.time(22), dt.time(8)), paused_until=NOW + dt.timedelta(days=1))
    for hour, zone in ((18, "Europe/Paris"), (12, "Europe/Lisbon")):
        await store.timetable.keep(Schedule(42, dt.time(hour), zone, "fr"), NOW)
    text = spoken(await said(ask("subscriptions"), store))
    assert "En pause jusqu’au 23 novembre 2026, 11 h." in text
    assert "Heures calmes : de 22 h à 8 h (heure locale, Europe/Paris)." in text
    assert "Prochain bulletin : 22 novembre 2026, 12 h." in text
    assert text.count("bulletin") == 1


async def test_a_pause_is_offered_or_can_be_ended() -> None:
    store = await town(LIGHTING)
    offered = pressable(await said(ask("subscriptions"), store))
    assert {("pause", "day"), ("pause", "week"), ("pause", "good"), ("quiet", ""), ("unsubscribe", "all")} <= set(
        offered
    )
    store.manners[42] = Manner(paused_until=FOR_GOOD)
    offered = pressable(await said(ask("subscriptions"), store))
    assert ("pause", "off") in offered
    assert ("pause", "day") not in offered


@pytest.mark.parametrize(
    ("kind", "language", "says"),
    [
        (ChatKind.PRIVATE, "fr", "Vous ne suivez rien"), (ChatKind.PRIVATE, "en", "You follow nothing"),
        (ChatKind.GROUP, "fr", "Le groupe ne suit rien"), (ChatKind.CHANNEL, "en", "The channel follows nothing"),
    ],
)  # fmt: skip
async def test_a_chat_that_follows_nothing_is_told_so(kind: ChatKind, language: str, says: str) -> None:
    reply = await said(ask("subscriptions", kind=kind, language=language), await town())
    assert says in spoken(reply)
    assert ("subscribe", "") in pressable(reply)


async def test_one_is_opened_and_each_choice_is_a_press() -> None:
    store = await town(LIGHTING)
    asked = ask("subscriptions")
    one = await said(pressing(await said(asked, store), "1", asked), store)
    assert "Éclairage" in spoken(one)
    assert "Reçu une fois par jour, en français." in spoken(one)
    one = await said(pressing(one, "Une fois par semaine", asked), store)
    one = await said(pressing(one, "English", asked), store)
    assert "Reçu une fois par semaine, en anglais." in spoken(one)
    assert [(each.every, each.language) for each in store.follows.kept] == [(Every.WEEKLY, "en")]
    await said(pressing(one, "Dès que", asked), store)
    assert store.follows.kept[0].every is Every.NOW


@pytest.mark.parametrize(
    ("language", "stays"),
    [("fr", "Les heures calmes, la langue et les bulletins restent"), ("en", "Quiet hours, language and digests stay")],
)
async def test_one_is_ended_nothing_else_and_it_can_be_taken_back(language: str, stays: str) -> None:
    store = await town(LIGHTING, Filter(item="m-bancs"))
    store.manners[42] = Manner(quiet=Quiet(dt.time(22), dt.time(8)))
    store.languages[42] = language
    await store.timetable.keep(Schedule(42, dt.time(18), "Europe/Paris", "fr"), NOW)
    before = dict(store.manners), dict(store.languages), list(await store.timetable.of(42))
    asked = ask("subscriptions", "1", language=language)
    one = await said(asked, store)
    reply = await said(pressing(one, "Ne plus suivre" if language == "fr" else "Stop following", asked), store)
    assert stays in spoken(reply)
    assert [each.filter.item for each in store.follows.kept] == ["m-bancs"]
    assert (store.manners, store.languages, list(await store.timetable.of(42))) == before
    await subscribe(
        pressing(reply, "Suivre de nouveau" if language == "fr" else "Follow again", asked), services(store)
    )
    assert [(each.filter, each.every, each.language) for each in store.follows.kept][1:] == [
        (LIGHTING, Every.DAILY, "fr")
    ]


@pytest.mark.parametrize("change", ["remove", "weekly", "en"])
async def test_typed_words_that_look_like_a_button_change_nothing(change: str) -> None:
    store = await town(LIGHTING)
    before = list(store.follows.kept)
    await said(ask("subscriptions", f"1 {change}"), store)
    await said(ask("subscriptions", f"1 {change}", asked_as="start"), store)
    assert store.follows.kept == before


@pytest.mark.parametrize("args", ["1", "1 remove", "1 weekly"])
async def test_a_number_of_another_chat_is_none_of_ours(args: str) -> None:
    store = await town(LIGHTING, chat=43)
    before = list(store.follows.kept)
    reply = await said(ask("subscriptions", args, pressed=True), store)
    assert "n’existe plus" in spoken(reply)
    assert "Éclairage" not in spoken(reply)
    assert store.follows.kept == before


@pytest.mark.parametrize("args", ["1 klingon", "1 ", "٣", "²", "-1", "9" * 4000, "x"])
async def test_a_strange_word_changes_nothing(args: str) -> None:
    store = await town(LIGHTING)
    before = list(store.follows.kept)
    assert spoken(await said(ask("subscriptions", args, pressed=True), store))
    assert store.follows.kept == before


async def test_in_a_group_the_list_is_the_groups_and_says_where_each_is_told() -> None:
    store = await town(LIGHTING, thread=9)
    await store.follows.add(42, None, Filter(item="m-bancs"), Every.NOW, "fr", NOW)
    await store.follows.add(42, 8, Filter(), Every.NOW, "fr", NOW)
    text = spoken(await said(ask("subscriptions", kind=ChatKind.GROUP, thread=9), store))
    assert "Les 3 abonnements du groupe" in text
    assert "1. Éclairage · une fois par jour, en français · dans ce sujet du groupe" in text
    assert "2. Bancs retirés · dès que cela paraît, en français · dans le sujet général du groupe" in text
    assert "3. toutes les actualités · dès que cela paraît, en français · dans un autre sujet du groupe" in text
    single = spoken(await said(ask("subscriptions", "3", kind=ChatKind.GROUP, thread=9), store))
    assert "dans un autre sujet du groupe" in single


async def test_in_private_an_admin_sees_the_groups_list_and_not_their_own() -> None:
    store = await town(LIGHTING, chat=-7)
    await store.follows.add(42, None, Filter(item="m-bancs"), Every.NOW, "fr", NOW)
    text = spoken(await said(ask("subscriptions", acting_for=Chat(-7, ChatKind.GROUP)), store))
    assert "Éclairage" in text
    assert "Bancs" not in text


@pytest.mark.parametrize(("kind", "pages"), [(ChatKind.PRIVATE, 5), (ChatKind.GROUP, 14)])
async def test_forty_are_turned_page_by_page_also_in_a_group_and_each_can_be_opened(kind: ChatKind, pages: int) -> None:
    store = await town(*(Filter(words=(f"{n:02}" + "x" * 60,)) for n in range(40)), thread=8)
    asked = ask("subscriptions", kind=kind, thread=9)
    opened = []
    reply = await said(asked, store)
    for page in range(1, pages + 1):
        assert len(reply.blocks) == 1  # type: ignore[arg-type]
        text = spoken(reply)
        assert kind is ChatKind.PRIVATE or units(text) < 700
        opened += [args for command, args in pressable(reply) if command == "subscriptions" and args]
        if page < pages:
            reply = await said(pressing(reply, f"Page {page + 1}", asked), store)
    assert opened == [str(n) for n in range(1, 41)]
    assert not [each for row in reply.buttons for each in row if each.label.startswith(f"Page {pages + 1}")]
    beyond = spoken(await said(replace(asked, page=99), store))
    assert beyond == spoken(reply)


async def test_words_somebody_wrote_are_not_kept_in_the_message() -> None:
    store = await town(Filter(words=("cameras",)))
    assert (await said(ask("subscriptions"), store)).private
    assert (await said(ask("subscriptions", "1"), store)).private
    assert not (await said(ask("subscriptions"), await town(LIGHTING))).private


async def test_every_button_fits() -> None:
    store = await town(Filter(item="m-" + "a" * 38), LIGHTING)
    buttons: list[Button] = []
    for args in ("", "1", "1 remove"):
        reply = await said(ask("subscriptions", args, pressed=True, kind=ChatKind.GROUP), store)
        buttons += [each for row in reply.buttons for each in row if isinstance(each, Button)]
    assert any(each.label == "Suivre de nouveau" for each in buttons)
    assert all(Buttons(b"k" * 32).write(each, -1001234567890) for each in buttons)
