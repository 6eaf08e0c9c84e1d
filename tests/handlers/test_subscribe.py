"""``/subscribe``: the price before anything is kept, every choice by a press, and nothing by words that look like ours."""

import datetime as dt
from dataclasses import replace

import pytest
from markupsafe import Markup

from bot.gateway.buttons import Buttons
from content.news import Every, Filter
from content.schedule import Quiet
from handlers import BY_NAME
from handlers.agreement import MOST
from handlers.command import Scope
from handlers.ports import FOR_GOOD, Manner
from handlers.reply import Button, Reply
from handlers.request import Chat, ChatKind, Person, Request
from handlers.start import start
from handlers.subscribe import subscribe
from tests.handlers.following import happening
from tests.handlers.world import ask, both, item, NOW, pressable, pressing, services, spoken, Store, world

LIGHTING = Filter(topics=("lighting",))


def town(*, news: int = 4) -> Store:
    """Return a store with a few subjects and as many articles on lighting as said, one every second day before 20 November."""
    articles = [
        item("article", f"a-{n}", title=both(f"Lampe {n}", f"Lamp {n}"), topics=["lighting"], date="2026-11-10")
        for n in range(1, news + 1)
    ]
    store = world(
        item("source", "gazette"),
        item("topic", "lighting", title=both("Éclairage", "Lighting")),
        item("topic", "cleaning", title=both("Propreté", "Cleaning")),
        item(
            "place",
            "paris-19",
            title=both("19e arrondissement", "19th arrondissement"),
            sort="arrondissement",
            aliases=["19e"],
        ),
        *articles,
    )
    noon = dt.datetime(2026, 11, 19, 11, 0, tzinfo=dt.UTC)
    store.log.happened = [
        happening(each, noon - dt.timedelta(days=2 * (news - n))) for n, each in enumerate(articles, 1)
    ]
    return store


async def said(asked: Request, store: Store) -> Reply:
    return await subscribe(asked, services(store))


async def confirmed(asked: Request, store: Store) -> Reply:
    label = "Confirmer" if asked.language == "fr" else "Confirm"
    return await said(pressing(await said(asked, store), label, asked), store)


@pytest.mark.parametrize(
    ("language", "typed", "price", "unsaved"),
    [
        (
            "fr",
            "éclairage 19e -football",
            "Vous n’auriez rien reçu ces 30 derniers jours.",
            "Rien n’est gardé tant que",
        ),
        (
            "fr",
            "éclairage",
            "reçu 4 messages ces 30 derniers jours, le dernier le 19 novembre 2026.",
            "Rien n’est gardé",
        ),
        (
            "en",
            "lighting",
            "This would have sent you 4 messages in the last 30 days, the last on 19 November 2026.",
            "Nothing is kept",
        ),
    ],
)
async def test_the_price_is_told_first_and_nothing_is_kept(language: str, typed: str, price: str, unsaved: str) -> None:
    store = town()
    text = spoken(await said(ask("subscribe", typed, language=language), store))
    assert price in text
    assert unsaved in text
    assert store.follows.kept == []
    assert store.manners == {}


async def test_a_single_message_is_one_message() -> None:
    text = spoken(await said(ask("subscribe", "éclairage"), town(news=1)))
    assert "reçu 1 message ces 30 derniers jours, le 19 novembre 2026." in text


async def test_each_way_of_being_told_names_its_own_price() -> None:
    store = town(news=4)
    reply = await said(ask("subscribe", "éclairage"), store)
    labels = [each.label.replace("\u00a0", " ") for row in reply.buttons for each in row]
    assert "Dès que cela paraît : 4 messages" in labels
    assert "✓ Une fois par jour : 4 messages" in labels
    assert "Une fois par semaine : 2 messages" in labels


async def test_the_message_it_would_have_sent_can_be_seen_in_the_language_chosen() -> None:
    store = town()
    asked = ask("subscribe", "éclairage")
    form = await said(asked, store)
    english = await said(pressing(form, "English", asked), store)
    sample = await said(pressing(english, "Voir ce message", asked), store)
    text = spoken(sample)
    assert "Exemple : le dernier message" in text
    assert "Lamp 4" in text
    assert not any("{message}" in args for _, args in pressable(sample))
    assert store.follows.kept == []


async def test_where_nothing_would_have_come_there_is_no_message_to_see() -> None:
    store = town(news=0)
    asked = ask("subscribe", "éclairage")
    reply = await said(asked, store)
    assert not any(args.startswith("~") for _, args in pressable(reply))
    stale = replace(asked, pressed=True, args=pressing(reply, "Confirmer", asked).args.replace("!", "~"))
    assert "rien reçu" in spoken(await said(stale, store))


@pytest.mark.parametrize(
    ("label", "every"), [("Dès", Every.NOW), ("Une fois par jour", Every.DAILY), ("Une fois par s", Every.WEEKLY)]
)
async def test_what_was_chosen_is_kept_by_the_confirming_press(label: str, every: Every) -> None:
    store = town()
    asked = ask("subscribe", "éclairage")
    form = await said(pressing(await said(asked, store), label, asked), store)
    form = await said(pressing(form, "English", asked), store)
    assert store.follows.kept == []
    reply = await said(pressing(form, "Confirmer", asked), store)
    (kept,) = store.follows.kept
    assert (kept.chat, kept.thread, kept.filter, kept.every, kept.language, kept.made_at) == (
        42,
        None,
        LIGHTING,
        every,
        "en",
        NOW,
    )
    assert "en anglais" in spoken(reply)
    assert reply.toast == "C’est noté"


@pytest.mark.parametrize(
    ("language", "typed", "done", "calm", "stop"),
    [
        (
            "fr",
            "éclairage",
            "Vous suivez Éclairage, une fois par jour, en français.",
            "de 22 h à 8 h (heure locale",
            "/desabonner",
        ),
        (
            "en",
            "lighting",
            "You follow Lighting, once a day, in English.",
            "from 22:00 to 08:00 (local time",
            "/unsubscribe",
        ),
    ],
)
async def test_what_was_kept_is_said_with_the_quiet_hours_set_and_how_to_stop(
    language: str, typed: str, done: str, calm: str, stop: str
) -> None:
    store = town()
    reply = await confirmed(ask("subscribe", typed, language=language), store)
    text = spoken(reply)
    assert done in text
    assert calm in text
    assert stop in text
    assert store.manners[42].quiet == Quiet(dt.time(22), dt.time(8))
    assert {("quiet", ""), ("subscriptions", ""), ("subscriptions", "1 remove")} <= set(pressable(reply))


async def test_quiet_hours_of_ones_own_and_later_subscriptions_change_none() -> None:
    store = town()
    store.manners[42] = Manner(quiet=Quiet(dt.time(20), dt.time(10)))
    assert "Heures calmes : de 20 h à 10 h" in spoken(await confirmed(ask("subscribe", "éclairage"), store))
    store.manners[42] = Manner()
    assert "Pas d’heures calmes" in spoken(await confirmed(ask("subscribe", "propreté"), store))
    assert store.manners[42].quiet is None


async def test_a_group_gets_no_quiet_hours_and_is_told_in_the_topic_it_was_asked_in() -> None:
    store = town()
    reply = await confirmed(ask("subscribe", "éclairage", kind=ChatKind.GROUP, thread=9), store)
    assert store.follows.kept[0].thread == 9
    assert store.manners == {}
    assert "dans ce sujet du groupe" in spoken(reply)


async def test_in_private_an_admin_subscribes_the_group_and_not_themself() -> None:
    store = town()
    await confirmed(ask("subscribe", "éclairage", acting_for=Chat(-7, ChatKind.GROUP, 3)), store)
    (kept,) = store.follows.kept
    assert (kept.chat, kept.thread) == (-7, 3)
    assert store.manners == {}


async def test_who_is_paused_is_told_so_and_can_resume() -> None:
    store = town()
    store.manners[42] = Manner(paused_until=FOR_GOOD)
    reply = await confirmed(ask("subscribe", "éclairage"), store)
    assert "En pause jusqu’à nouvel ordre." in spoken(reply)
    assert ("pause", "off") in pressable(reply)


async def test_what_is_followed_already_is_said_and_can_be_changed_or_ended() -> None:
    store = town()
    asked = ask("subscribe", "éclairage")
    await confirmed(asked, store)
    reply = await said(asked, store)
    assert "Vous suivez déjà cela, une fois par jour, en français." in spoken(reply)
    assert not any(args.startswith("!") for _, args in pressable(reply))
    assert ("subscriptions", "1 remove") in pressable(reply)
    changed = await said(pressing(reply, "Une fois par semaine", asked), store)
    assert store.follows.kept[0].every is Every.DAILY
    await said(pressing(changed, "Confirmer", asked), store)
    assert [each.every for each in store.follows.kept] == [Every.WEEKLY]


async def test_the_same_in_another_topic_of_the_group_is_another_subscription() -> None:
    store = town()
    await confirmed(ask("subscribe", "éclairage", kind=ChatKind.GROUP, thread=9), store)
    await confirmed(ask("subscribe", "éclairage", kind=ChatKind.GROUP), store)
    assert [each.thread for each in store.follows.kept] == [9, None]


@pytest.mark.parametrize(
    ("language", "says"), [("fr", "40 choses sont déjà suivies ici"), ("en", "40 things are followed here already")]
)
async def test_more_than_the_limit_is_not_followed_also_by_an_old_button(language: str, says: str) -> None:
    store = town()
    asked = ask("subscribe", "éclairage", language=language)
    press = pressing(await said(asked, store), "Confirm", asked)
    for n in range(MOST):
        await store.follows.add(42, None, Filter(words=(f"mot{n}",)), Every.NOW, "fr", NOW)
    for full in (asked, press):
        assert says in spoken(await said(full, store))
    assert len(store.follows.kept) == MOST
    assert "Vous suivez déjà" in spoken(await said(ask("subscribe", "mot3"), store))
    assert "mot3" in spoken(await confirmed_again(store))


async def confirmed_again(store: Store) -> Reply:
    """Return the answer to changing, at the limit, what is followed already."""
    asked = ask("subscribe", "mot3")
    form = await said(pressing(await said(asked, store), "Une fois par semaine", asked), store)
    return await said(pressing(form, "Confirmer", asked), store)


async def test_words_that_name_nothing_are_said_to_be_required_and_are_not_kept_in_the_message() -> None:
    store = town()
    one = await said(ask("subscribe", "éclairage caméras"), store)
    assert "nommé « cameras ». Je n’enverrai donc que ce qui contient ce mot." in spoken(one)
    assert one.private
    several = await said(ask("subscribe", "cameras benches", language="en"), store)
    assert "called “cameras” and “benches”. I will therefore send only what contains all these words." in spoken(
        several
    )
    assert (await confirmed(ask("subscribe", "caméras"), store)).private
    assert not (await said(ask("subscribe", "éclairage"), store)).private


async def test_words_too_long_for_a_button_are_refused_with_the_limit() -> None:
    for language, typed, says in (
        ("fr", "éclairage anticonstitutionnellement electroencephalogramme", "16 lettres"),
        ("en", "lighting counterrevolutionaries electroencephalographic", "16 letters"),
    ):
        reply = await said(ask("subscribe", typed, language=language), town())
        assert says in spoken(reply)
        assert pressable(reply) == []


@pytest.mark.parametrize(
    ("language", "says"), [("fr", "Que voulez-vous suivre ?"), ("en", "What would you like to follow?")]
)
async def test_without_words_topics_places_and_everything_are_offered(language: str, says: str) -> None:
    store = town()
    asked = ask("subscribe", language=language)
    reply = await said(asked, store)
    assert says in spoken(reply)
    labels = [each.label for row in reply.buttons for each in row]
    assert len([label for label in labels if label.startswith("📍")]) == 1
    chosen = await said(pressing(reply, "Éclairage" if language == "fr" else "Lighting", asked), store)
    assert "4 messages" in spoken(chosen)
    everything = await said(pressing(reply, "Toutes" if language == "fr" else "All news", asked), store)
    await said(pressing(everything, "Confirm", asked), store)
    assert [each.filter for each in store.follows.kept] == [Filter()]


async def test_many_topics_are_offered_page_by_page_and_none_is_left_out() -> None:
    store = world(*(item("topic", f"t-{n}", title=both(f"Sujet {n:02}")) for n in range(30)))
    asked = ask("subscribe", kind=ChatKind.GROUP)
    reply = await said(asked, store)
    labels = [each.label for row in reply.buttons for each in row]
    for page in ("Page 2", "Page 3"):
        reply = await said(pressing(reply, page, asked), store)
        labels += [each.label for row in reply.buttons for each in row]
    assert sorted(label for label in labels if label.startswith("Sujet")) == [f"Sujet {n:02}" for n in range(30)]


@pytest.mark.parametrize("step", ["!d", "!n", "?d", "~d", "="])
@pytest.mark.parametrize("link", [False, True])
async def test_what_only_looks_like_a_button_keeps_nothing(step: str, link: bool) -> None:
    store = town()
    asked = ask("subscribe", "éclairage")
    code = pressing(await said(asked, store), "Confirmer", asked).args[4:]
    forged = f"{step}{'' if step == '=' else 'fr'}{code}"
    await said(ask("subscribe", forged, asked_as="start" if link else "subscribe"), store)
    assert store.follows.kept == []
    assert store.manners == {}


async def test_a_link_leads_to_the_price_and_keeps_nothing() -> None:
    store = town()
    reply = await start(ask("start", "do-subscribe_lighting", asked_as="start"), services(store))
    assert "4 messages" in spoken(reply)
    assert store.follows.kept == []


@pytest.mark.parametrize("args", ["!", "!d", "!dxxtAAAAA", "!zfr", "?dfrtAAAAA", "=tAAAAA", "=zz", "!dfriNo Slug"])
async def test_a_button_that_names_what_is_no_more_says_so(args: str) -> None:
    store = town()
    assert "ne marche plus" in spoken(await said(ask("subscribe", args, pressed=True), store))
    assert store.follows.kept == []


async def test_nothing_of_who_asked_is_kept_with_a_groups_subscription() -> None:
    store = town()
    await confirmed(ask("subscribe", "éclairage", kind=ChatKind.GROUP, person=Person(777, group_admin=True)), store)
    assert "777" not in repr(store.follows.kept)


async def test_while_there_is_no_pack_that_is_said() -> None:
    empty = world()
    empty.manifest = None
    assert spoken(await said(ask("subscribe", "éclairage"), empty))
    assert empty.follows.kept == []


async def test_every_button_fits_also_in_a_group_with_a_topic_a_place_and_words() -> None:
    store = town()
    reply = await said(ask("subscribe", "éclairage 19e caméras -rugby", kind=ChatKind.GROUP), store)
    buttons = [each for row in reply.buttons for each in row if isinstance(each, Button)]
    assert len(buttons) == 6
    assert all(Buttons(b"k" * 32).write(each, -1001234567890) for each in buttons)
    assert all(len(Markup(each.label)) <= 44 for each in buttons)


@pytest.mark.parametrize("name", ["subscribe", "subscriptions", "unsubscribe", "follow", "quiet", "pause"])
def test_in_groups_only_admins_may(name: str) -> None:
    assert BY_NAME[name].scope is Scope.GROUP_ADMINS
