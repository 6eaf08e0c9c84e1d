"""Curating on the demo's page: the example paper brings an article, three taps publish it, a correction changes every copy."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.bot.sandbox.page import BROWSER_TESTS
from tests.journeys.talk import AMINA, CLAIRE, open_browser, open_demo, open_talk, Talk, the_group, world

pytestmark = BROWSER_TESTS

TITLE = "Exemple : réunion sur l’éclairage place de Stalingrad"
RIGHT = "Exemple : réunion d’habitants sur l’éclairage place de Stalingrad"
SUMMARY = (
    "Exemple de la démo : selon le journal, des riverains parlent des lampadaires en panne. Rien de cela n’a lieu."
)
WHY = "Le titre oubliait de dire qui se réunit."
DELETED = re.compile(r"\bdeleted\b")
"""The page shows what was deleted struck, and says so."""
ENDED = "Cet exemple a fini de servir."


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


async def answers(talk: Talk, text: str) -> None:
    """Type something, and wait until nothing more is said."""
    await talk.ask(text)
    await talk.still()


async def taps(talk: Talk, label: str) -> None:
    """Press the newest button that bears the label, and wait until nothing more is said."""
    await talk.press(label)
    await talk.still()


async def test_a_feed_brings_an_article_and_three_taps_publish_it_to_who_follows(talk: Talk) -> None:
    await talk.speak(CLAIRE, CLAIRE)
    card = await talk.ask("/queue", "1 proposition attend", "Journal d’exemple (démo)", "Arrivé par un flux")
    await expect(card).to_contain_text("Place de la Bataille-de-Stalingrad")
    await expect(card).to_contain_text("Éclairage et aménagements")
    await expect(card).to_contain_text("Pour vos yeux seulement")
    assert (await card.inner_text()).count("Exemple de la démo : une réunion d’exemple") == 1
    await expect(card.get_by_test_id("button").filter(has_text="Publier")).to_have_count(0)
    await taps(talk, "Titre (français)")
    await answers(talk, TITLE)
    await taps(talk, "Résumé (français)")
    await answers(talk, SUMMARY)
    await taps(talk, "Publier")
    await expect(talk.answers.last).to_contain_text(f"Publié : {TITLE}")
    await talk.speak(AMINA, AMINA)
    news = talk.answers.filter(has_text="Du nouveau").last
    await expect(news).to_contain_text(TITLE)
    await expect(news).to_contain_text("presse : Journal d’exemple (démo)")
    await expect(news.get_by_test_id("button").first).to_contain_text("Exemple : réunion sur")


async def test_the_groups_next_digest_has_it(talk: Talk) -> None:
    group, notices, _ = await the_group(talk.page)
    await talk.speak(AMINA, group, notices)
    await talk.page.get_by_test_id("clock-due").click()
    digest = talk.answers.filter(has_text="Le bulletin du lundi 29 décembre 2025")
    await expect(digest).to_contain_text(TITLE, timeout=15_000)


async def test_a_correction_changes_every_copy_and_who_had_it_is_told(talk: Talk) -> None:
    group, notices, _ = await the_group(talk.page)
    await talk.speak(CLAIRE, CLAIRE)
    await talk.ask("/correct réunion sur l’éclairage", "Laquelle")
    await taps(talk, "Exemple : réunion sur")
    await taps(talk, "le titre")
    await answers(talk, RIGHT)
    await answers(talk, WHY)
    await expect(talk.answers.last).to_contain_text("3 messages en parlent")
    await taps(talk, "Corriger partout")
    await expect(talk.answers.last).to_contain_text("C’est corrigé")
    await talk.speak(AMINA, AMINA)
    told = talk.answers.filter(has_text="Correction du 29 décembre 2025")
    await expect(told).to_contain_text(f"Il faut lire : « {RIGHT} »", timeout=15_000)
    await expect(told).to_contain_text(WHY)
    news = talk.answers.filter(has_text="Du nouveau").last
    await expect(news).to_contain_text("Corrigé le 29 décembre 2025")
    await expect(news.locator("b, strong").filter(has_text=RIGHT)).to_have_count(1)
    await expect(news.get_by_test_id("button").first).to_contain_text("Exemple : réunion d’habitants")
    await talk.speak(AMINA, group, notices)
    digest = talk.answers.filter(has_text="Le bulletin du lundi 29 décembre 2025")
    await expect(digest).to_contain_text("Corrigé le 29 décembre 2025")
    await expect(digest.locator("b, strong").filter(has_text=RIGHT)).to_have_count(1)


async def test_the_public_log_the_journal_and_the_account_say_so(talk: Talk) -> None:
    await talk.ask("/corrections", "1 correction", f"On lisait : « {TITLE} »", f"Il faut lire : « {RIGHT} »", WHY)
    await talk.speak(CLAIRE, CLAIRE)
    await talk.press("Où en est-on")
    await expect(talk.answers.filter(has_text="3 messages : 3 changés.")).to_have_count(1)
    journal = await talk.ask("/audit", "publication, proposition 1", "correction", WHY, "à décider")
    await expect(journal).not_to_contain_text(str(CLAIRE))
    await talk.ask("/status", f"Correction : {RIGHT}", "29 décembre 2025, 18 h 30 : 1 reçu")
    await talk.ask("/sources", "Journal d’exemple (démo) : lu le 29 décembre 2025")


async def test_the_next_day_brings_another_article_and_its_digest_is_taken_back(talk: Talk) -> None:
    group, notices, _ = await the_group(talk.page)
    await talk.speak(AMINA, group, notices)
    await talk.page.get_by_test_id("clock-advance-day").click()
    digest = talk.answers.filter(has_text="Le bulletin du mardi 30 décembre 2025")
    await expect(digest).to_be_visible(timeout=15_000)
    await talk.speak(CLAIRE, CLAIRE)
    await talk.ask("/queue", "1 proposition attend", "30 décembre 2025", "une marche d’exemple")
    await talk.press("Refuser")
    await expect(talk.answers.last).to_contain_text("Pourquoi la refuser ?")
    await expect(talk.answers.last).not_to_contain_text("le saura")
    await talk.ask("/recall", "Lequel")
    await taps(talk, "Le bulletin du mardi")
    await expect(talk.answers.last).to_contain_text("1 message arrivé")
    await taps(talk, "Reprendre partout")
    await talk.speak(AMINA, group, notices)
    await expect(digest).to_have_class(DELETED, timeout=15_000)


async def test_what_is_retracted_is_gone_everywhere_and_the_log_says_it(talk: Talk) -> None:
    group, notices, _ = await the_group(talk.page)
    await talk.speak(CLAIRE, CLAIRE)
    await talk.ask("/retract réunion d’habitants sur l’éclairage", "Laquelle")
    await taps(talk, "Exemple : réunion d’habitants")
    await answers(talk, ENDED)
    await taps(talk, "Retirer partout")
    await expect(talk.answers.last).to_contain_text("C’est retiré")
    await talk.speak(AMINA, AMINA)
    await expect(talk.answers.filter(has_text="Retrait du 30 décembre 2025")).to_contain_text(ENDED, timeout=15_000)
    news = talk.answers.filter(has_text="Du nouveau").filter(has_text=RIGHT)
    await expect(news).to_have_class(DELETED)
    await talk.ask("/corrections", "2 corrections", "Information retirée", ENDED)
    await talk.speak(AMINA, group, notices)
    digest = talk.answers.filter(has_text="Le bulletin du lundi 29 décembre 2025")
    await expect(digest).to_contain_text("Retiré le 30 décembre 2025")
    seen = await world(talk.page)
    assert seen["violations"] == []
    assert [call for call in seen["calls"] if not call["ok"]] == []
