"""``/push``: digests to tick, their exact texts, sent once agreed; called off within the minute, taken back after."""

import datetime as dt
from dataclasses import replace

import pytest

from content.news import Filter
from content.schedule import Quiet, Schedule
from handlers.ports import Manner, PushPlan
from handlers.push import _numbers, _ranges
from handlers.reply import Button
from tests.handlers.newsdesk import Newsdesk
from tests.handlers.world import both, item, NOW, spoken, world


def plan(number: int, **more: object) -> PushPlan:
    values = {
        "schedule": number,
        "chat": -100 - number,
        "kind": "group",
        "thread": None,
        "language": "fr",
        "quiet_until": None,
    }
    return PushPlan(**{**values, **more})  # type: ignore[arg-type]


def schedule(number: int, language: str = "fr") -> Schedule:
    about = Filter(topics=("eclairage",))
    return Schedule(-100 - number, dt.time(18), "Europe/Paris", language, filter=about, id=number)


@pytest.fixture
def desk() -> Newsdesk:
    known = world(
        item("source", "gazette", title="La Gazette"),
        item("topic", "eclairage", title=both("Éclairage", "Lighting")),
        item("article", "lampes", title=both("Douze lampes", "Twelve lamps"), topics=("eclairage",), date="2026-11-20"),
    )
    known.curating.pushing.planned = [
        plan(1),
        plan(2, thread=12),
        plan(3, language="en", quiet_until=NOW + dt.timedelta(hours=2)),
    ]
    known.timetable.kept = {1: schedule(1), 2: schedule(2), 3: schedule(3, "en")}
    known.manners[-102] = Manner(quiet=Quiet(dt.time(22), dt.time(8)))
    return Newsdesk(known)


def ticks(desk: Newsdesk) -> list[bool]:
    return [each.startswith("✓") for each in desk.labels() if "roupe" in each]


async def tick(desk: Newsdesk, *numbers: int) -> None:
    for number in numbers:
        buttons = [
            each for row in desk.reply.buttons for each in row if isinstance(each, Button) and "roupe" in each.label
        ]
        await desk.forge("push", buttons[number - 1].args)


async def test_every_digest_is_listed_with_its_subject_topic_and_quiet_hours(desk: Newsdesk) -> None:
    listed = spoken(await desk.ask("push"))
    assert "3 bulletins" in listed
    assert listed.count("Éclairage") == 3
    for words in ("dans le sujet n° 12", "au calme à partir de 22 h", "au calme jusqu’à 13 h"):
        assert words in listed
    assert ticks(desk) == [False] * 3
    await tick(desk, 1, 3)
    assert ticks(desk) == [True, False, True]
    await tick(desk, 3)
    assert ticks(desk) == [True, False, False]
    await desk.press("Tous")
    assert ticks(desk) == [True] * 3


async def test_the_exact_texts_are_shown_each_once_and_sent_when_agreed(desk: Newsdesk) -> None:
    await desk.ask("push")
    await desk.press("Tous")
    preview = await desk.press("Voir les textes (3)")
    assert "1 arrivera sans son" in spoken(preview)
    french, english = preview.extra
    assert "Douze lampes" in spoken(french)
    assert "(2 en tout)" in spoken(french)
    assert "Twelve lamps" in spoken(english)
    assert french.buttons == ()
    assert desk.known.curating.pushing.pushed == {}
    leaving = await desk.press("Envoyer")
    assert "3 bulletins partent dans 60 secondes" in spoken(leaving)
    assert desk.known.curating.pushing.pushed == {1: (1, 7), 2: (2, 7), 3: (3, 7)}
    called_off = await desk.press("Annuler")
    assert "3 messages annulés" in spoken(called_off)
    assert [number for number, _ in desk.known.curating.pushing.cancelled] == [1, 2, 3]
    assert [(act.act, act.subject) for act in desk.known.curating.notebook.lines] == [
        ("push", "broadcast:1-3"), ("call-off", "broadcast:1-3"),
    ]  # fmt: skip


async def test_called_off_too_late_it_can_be_taken_back(desk: Newsdesk) -> None:
    await desk.ask("push")
    await tick(desk, 1)
    await desk.press("Voir le texte")
    await desk.press("Envoyer")
    desk.known.curating.pushing.cancelled = [(1, 7)]
    assert "déjà parti" in spoken(await desk.press("Annuler"))
    assert desk.labels() == ["Voir qui l’a reçu", "Reprendre cet envoi"]


async def test_what_changed_since_it_was_read_is_shown_again_and_not_sent(desk: Newsdesk) -> None:
    await desk.ask("push")
    await tick(desk, 1)
    await desk.press("Voir le texte")
    desk.known.items["lampes"] = item(
        "article", "lampes", title=both("Quatorze lampes"), topics=("eclairage",), date="2026-11-20"
    )
    again = await desk.press("Envoyer")
    assert "Quelque chose a changé" in spoken(again)
    assert "Quatorze lampes" in spoken(again.extra[0])
    assert desk.known.curating.pushing.pushed == {}


async def test_a_tick_never_comes_to_mean_another_group(desk: Newsdesk) -> None:
    await desk.ask("push")
    await tick(desk, 1)
    desk.known.curating.pushing.planned.pop(0)
    assert "Quelque chose a changé" in spoken(await desk.press("Voir le texte"))
    assert ticks(desk) == [False, False]


@pytest.mark.parametrize("args", ["G", "Gzz.0000", "P-1.0000", "Tfff", "X", "X9-", "Xa-b", "?"])
async def test_a_forged_press_sends_nothing(desk: Newsdesk, args: str) -> None:
    await desk.forge("push", args)
    assert desk.known.curating.pushing.pushed == {}


async def test_many_groups_fit_into_a_button_and_are_paged(desk: Newsdesk) -> None:
    desk.known.curating.pushing.planned = [plan(number) for number in range(1, 120)]
    desk.known.timetable.kept = {number: schedule(number) for number in range(1, 120)}
    await desk.ask("push")
    await desk.press("Tous")
    await desk.press("Voir les textes (96)")
    for row in desk.reply.buttons:
        for button in row:
            assert isinstance(button, Button)
            assert len(button.args) <= 45
    desk.request = replace(desk.request, page=2)
    assert len(list((await desk.ask("push")).blocks)) == 6


async def test_without_a_digest_anywhere_there_is_nothing_to_send() -> None:
    assert "Aucun groupe" in spoken(await Newsdesk(world()).ask("push"))


@pytest.mark.parametrize(("numbers", "short"), [([12, 13, 14], "12-14"), ([1, 3, 4], "1,3-4"), ([7], "7"), ([], "")])
def test_numbers_are_carried_in_short(numbers: list[int], short: str) -> None:
    assert _ranges(numbers) == short
    assert _numbers(short) == numbers
