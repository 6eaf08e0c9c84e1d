"""The demo as a newcomer sees it: one command, one address, and a resident asking on its page in a real browser."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.bot.sandbox.page import BROWSER_TESTS
from tests.journeys.talk import (
    AMINA,
    CLAIRE,
    JOE,
    move,
    open_browser,
    open_demo,
    open_talk,
    SAMIR,
    Talk,
    the_group,
    world,
)  # fmt: skip

pytestmark = BROWSER_TESTS


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a running demo."""
    async with open_demo(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def chromium() -> AsyncIterator[Browser]:
    """A browser."""
    async with open_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def talk(demo: str, chromium: Browser) -> AsyncIterator[Talk]:
    """Amina's chat with the bot."""
    async with open_talk(demo, chromium) as talk:
        yield talk


async def test_a_resident_asks_finds_presses_and_changes_the_language(talk: Talk) -> None:
    await talk.ask("/start", "tenu par des riverains", "112", "17")
    latest = await talk.ask("/latest", "Rosa-Parks", "2025")
    assert await latest.locator("a[href^=http]").count() >= 1
    await talk.ask("/measures", "Mesures")
    contacts = await talk.ask("/contacts", "17", "112")
    await talk.ask("/search consomation moindre risqe", "consommation")
    await talk.ask("/search eclairaje", "éclairage")
    before = await talk.still()
    await contacts.get_by_test_id("button").filter(has_text="Un incendie").click()
    await expect(talk.answers.nth(before)).to_contain_text("incendie")
    turned = latest.get_by_test_id("button").filter(has_text="Page 2")
    await turned.click()
    await expect(latest.get_by_test_id("button").filter(has_text=re.compile("Page 1"))).to_be_visible()
    await expect(latest).not_to_contain_text("haltes prolongée")
    language = await talk.ask("/language", "langue")
    await language.get_by_test_id("button").filter(has_text="English").click()
    await expect(language).to_contain_text("English from now on")
    await talk.ask("/start", "run by residents")
    language = await talk.ask("/language fr", "français")
    seen = await world(talk.page)
    assert seen["violations"] == []
    assert [call for call in seen["calls"] if not call["ok"]] == []


async def test_a_question_in_plain_words_and_one_in_distress(talk: Talk) -> None:
    await talk.ask("qui appeler pour une seringue par terre ?", "112", "39 75")
    await talk.ask("mon voisin fait une overdose", "15", "112")


async def test_the_group_has_its_answer_in_its_topic_and_the_door_leads_to_the_private_chat(talk: Talk) -> None:
    group, notices, _ = await the_group(talk.page)
    await talk.speak(AMINA, group, notices)
    answer = talk.answers.filter(has_text="clairage").last
    await expect(answer).to_be_visible()
    await answer.get_by_test_id("button").filter(has_text="en privé").click()
    await expect(talk.page.get_by_test_id(f"chat-{AMINA}")).to_have_attribute("aria-current", "true")
    await expect(talk.answers.last).to_contain_text("clairage")


async def test_a_neighbour_who_reads_english_is_answered_in_english(talk: Talk) -> None:
    await talk.page.get_by_test_id("speak-as").select_option(str(JOE))
    await talk.page.get_by_test_id(f"chat-{JOE}").click()
    await talk.ask("/contacts noise at night", "112")
    await expect(talk.answers.filter(has_text="town hall").last).to_be_visible()
    await talk.page.wait_for_timeout(2500)  # places follow, one a second
    await talk.ask("/glossary", "harm-reduction")


async def test_a_resident_sees_what_following_would_have_sent_and_confirms(talk: Talk) -> None:
    await talk.ask("/abonner rosa parks", "Vous auriez reçu 1 message ces 30 derniers jours, le 10 décembre 2025")
    before = await talk.still()
    await talk.press("Voir ce message")
    await expect(talk.answers.nth(before)).to_contain_text("Exemple")
    await expect(talk.answers.nth(before)).to_contain_text("RFI")
    await talk.press("Confirmer")
    await expect(talk.answers.nth(before - 1)).to_contain_text("Vous suivez Quartier et gare Rosa-Parks")
    await talk.ask("/abonnements", "Vos 2 abonnements", "Réduction des risques", "Rosa-Parks")
    await talk.ask("/pause 3 jours", "En pause jusqu’au 1er janvier 2026")
    await talk.ask("/pause non", "C’est reparti")
    sheet = await talk.ask("/mesure bancs", "Bancs")
    await sheet.get_by_test_id("button").filter(has_text="Suivre").click()
    await expect(talk.answers.last).to_contain_text("Suivre :")


async def test_an_admin_sets_a_digest_up_with_buttons_in_a_topic(talk: Talk) -> None:
    group, _, mutual_aid = await the_group(talk.page)
    await talk.speak(SAMIR, group, mutual_aid)
    screen = await talk.ask("/setup@riverain_bot 19:00", "Un bulletin pour ce sujet du groupe", "Rien ne part avant")
    await talk.press("Aperçu")
    await expect(screen).to_contain_text("Voici ce qui partirait maintenant")
    await talk.press("Démarrer")
    await expect(screen).to_contain_text("C’est fait. Le bulletin arrive tous les jours à 19 h.")


async def test_the_clock_moved_to_tomorrow_brings_tomorrows_digest_pinned_in_the_groups_topic(talk: Talk) -> None:
    group, notices, _ = await the_group(talk.page)
    await talk.speak(AMINA, group, notices)
    pinned = talk.page.locator("#pinned")
    await talk.page.get_by_test_id("clock-due").click()
    await expect(talk.answers.filter(has_text="Le bulletin du lundi 29 décembre 2025")).to_be_visible()
    await expect(pinned).to_contain_text("Le bulletin du lundi 29 décembre 2025")
    await talk.page.get_by_test_id("clock-advance-day").click()
    tomorrows = talk.answers.filter(has_text="Le bulletin du mardi 30 décembre 2025")
    await expect(tomorrows).to_contain_text("Le Quotidien du médecin", timeout=15_000)
    await expect(pinned).to_contain_text("Le bulletin du mardi 30 décembre 2025")
    await talk.speak(AMINA, AMINA)
    await expect(talk.answers.filter(has_text="Le texte prolongeant les haltes est publié").last).to_be_visible()


async def test_a_mistake_in_the_digest_is_reported_in_private_and_the_group_sees_nothing(talk: Talk) -> None:
    group, notices, _ = await the_group(talk.page)
    await talk.speak(JOE, group, notices)
    before = await talk.still()
    await talk.press("Signaler une erreur")
    await expect(talk.page.get_by_test_id(f"chat-{JOE}")).to_have_attribute("aria-current", "true")
    await expect(talk.answers.last).to_contain_text("I have reported")
    await talk.speak(CLAIRE, CLAIRE)
    await expect(talk.answers.last).to_contain_text("Le bulletin du mardi 30 décembre 2025")
    await expect(talk.answers.last).not_to_contain_text(str(JOE))
    await talk.speak(JOE, group, notices)
    assert await talk.still() == before


async def test_a_week_forward_and_back_again_repeats_nothing(talk: Talk) -> None:
    group, notices, _ = await the_group(talk.page)
    await talk.speak(AMINA, group, notices)
    days = talk.answers.filter(has_text="Le bulletin du")
    before = await days.count()
    await move(talk.page, {"advance": 7 * 86_400})
    await expect(days).to_have_count(before + 7, timeout=30_000)
    await move(talk.page, {"advance": -3 * 86_400})
    await talk.still()
    await expect(days).to_have_count(before + 7)
    seen = await world(talk.page)
    assert seen["violations"] == []
    assert [call for call in seen["calls"] if not call["ok"]] == []
