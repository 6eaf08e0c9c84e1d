import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from content.dates import PartialDate
from content.intake.draft import Draft, named, reliability, rules, to_article, Wrong
from content.pack.checking.across import Across
from content.pack.manifest import Wording
from content.records import Article, Source
from content.texts import texts
from tests.content.paris_pack import every, ITEMS, one, page

TODAY = dt.date(2026, 11, 26)
RULES = rules(ITEMS.values(), page(Wording, "wording"), ("fr", "en"))
ORIGINAL = (
    "Mardi matin, la police a évacué le campement installé depuis un an sous le périphérique, porte de la Villette."
)
DRAFT = Draft(
    url="https://www.bfmtv.com/paris/evacuation_AN-1.html",
    source="bfmtv",
    date=PartialDate("2026-11-24"),
    date_known="feed",
    places=("porte-villette",),
    topics=("evacuation",),
    sentences=(ORIGINAL,),
    title_original="Paris : le campement de la porte de la Villette évacué",
    reliability="press",
)
TITLE = {"fr": "Évacuation porte de la Villette", "en": "Clearance at Porte de la Villette"}
SUMMARY = {
    "fr": "Selon BFMTV, le campement a été évacué mardi.",
    "en": "According to BFMTV, the camp was cleared on Tuesday.",
}


def made(**changed: Any) -> Article | tuple[Wrong, ...]:
    given: dict[str, Any] = {
        "draft": DRAFT,
        "title": TITLE,
        "summary": SUMMARY,
        "slug": "bfmtv-2026-11-24",
        "original": ORIGINAL,
    }
    given |= changed
    return to_article(
        given["draft"],
        given["title"],
        given["summary"],
        slug=given["slug"],
        today=TODAY,
        rules=RULES,
        original=given["original"],
    )


def wrong(**changed: Any) -> list[str]:
    found = made(**changed)
    assert isinstance(found, tuple)
    return [each.key for each in found]


def test_a_title_and_a_summary_in_own_words_make_an_article_with_all_its_sources() -> None:
    article = made()
    assert isinstance(article, Article)
    assert (article.url, article.source, str(article.date), article.checked_on) == (
        DRAFT.url,
        "bfmtv",
        "2026-11-24",
        TODAY,
    )
    assert (article.date_certainty, article.reliability, article.places) == ("from_feed", "press", ("porte-villette",))
    assert ORIGINAL not in article.model_dump_json()


def test_what_comes_out_passes_the_check_of_a_pack() -> None:
    from content.pack.reading import Entry

    article = made()
    assert isinstance(article, Article)
    across = Across()
    for item in (*ITEMS.values(), article):
        across.take(Entry(f"{item.kind}s/{item.slug}.yaml", item))
    assert [fault for fault in across.faults() if article.slug in fault[0]] == []


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        (
            {"summary": {**SUMMARY, "fr": "Mardi, la police a évacué le campement installé depuis un an."}},
            "draft.copied",
        ),
        ({"title": {**TITLE, "fr": "Paris: le campement de la Porte de la Villette évacué"}}, "draft.same-title"),
        ({"title": {**TITLE, "fr": "Un titre " + "trop long " * 14}}, "draft.title-long"),
        ({"summary": {**SUMMARY, "en": "One. Two. Three. Four. Five."}}, "draft.summary-long"),
        ({"summary": {**SUMMARY, "fr": "Les toxicos ont quitté la place."}}, "draft.wording"),
        ({"summary": {"fr": SUMMARY["fr"]}}, "draft.empty"),
        ({"summary": {**SUMMARY, "en": "  "}}, "draft.empty"),
        ({"draft": DRAFT.model_copy(update={"source": None})}, "draft.no-source"),
        ({"draft": DRAFT.model_copy(update={"source": "inconnue"})}, "draft.no-source"),
        ({"draft": DRAFT.model_copy(update={"places": ("mars",)})}, "draft.no-place"),
        ({"draft": DRAFT.model_copy(update={"topics": ("sport",)})}, "draft.no-topic"),
        ({"draft": DRAFT.model_copy(update={"places": ()})}, "draft.placeless"),
        ({"draft": DRAFT.model_copy(update={"topics": ()})}, "draft.topicless"),
        ({"draft": DRAFT.model_copy(update={"url": "https://www.rt.com/x"})}, "draft.address"),
        ({"draft": DRAFT.model_copy(update={"date": PartialDate("2026-12-24")})}, "draft.date"),
        ({"slug": "Pas Un Nom"}, "draft.other"),
        ({"summary": {**SUMMARY, "fr": "Évacué\u200b mardi."}}, "draft.other"),
    ],
)
def test_what_is_wrong_is_said_by_name(changed: dict[str, Any], key: str) -> None:
    assert wrong(**changed) == [key]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_everything_that_can_be_wrong_is_told_in_words(language: str) -> None:
    found = made(
        draft=DRAFT.model_copy(update={"places": ("mars",), "topics": (), "url": "https://www.rt.com/x"}),
        title={**TITLE, "fr": "Titre " * 40}, summary={**SUMMARY, "fr": "Les toxicos. Un. Deux. Trois. Quatre."},
    )  # fmt: skip
    assert isinstance(found, tuple)
    said = [str(texts(language).text(each.key, **each.values)) for each in found]
    assert len(said) == 6
    assert all("{" not in each for each in said)


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert set(wrong(title={"fr": "Titre"}, draft=DRAFT.model_copy(update={"topics": ()}))) == {
        "draft.empty",
        "draft.topicless",
    }


def test_a_draft_is_strict_and_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Draft.model_validate({"url": "https://a.example", "surprise": 1})
    with pytest.raises(ValidationError):
        DRAFT.url = "https://b.example"  # type: ignore[misc]
    assert Draft.model_validate_json(DRAFT.model_dump_json()) == DRAFT


def test_a_slug_is_free_and_says_who_when_and_what() -> None:
    assert named(DRAFT, TITLE["fr"]) == "bfmtv-2026-11-24-evacuation"
    assert named(DRAFT, TITLE["fr"], {"bfmtv-2026-11-24-evacuation"}) == "bfmtv-2026-11-24-evacuation-2"
    assert (
        named(Draft(url="https://a.example", publisher="Éd. de l’Été" * 9), "…")
        == "ed-de-l-eteed-de-l-eteed-de-l-eteed"
    )
    assert named(Draft(url="https://a.example"), "…") == "article"


def test_the_voice_of_a_source_is_a_first_guess_at_reliability() -> None:
    assert reliability(one(Source, "bfmtv")) == "press"
    assert reliability(one(Source, "prefecture-de-police")) == "official"
    assert reliability(None) == "aggregator"


def test_the_packs_own_articles_would_be_accepted_again() -> None:
    refused = {}
    for article in every(Article).values():
        if not article.url or not article.places or not article.topics or not article.date:
            continue
        draft = Draft(
            url=article.url, source=article.source, date=article.date, places=article.places, topics=article.topics,
            title_original=article.title_original or "", reliability=article.reliability,
        )  # fmt: skip
        found = to_article(draft, article.title, article.summary, slug=article.slug, today=TODAY, rules=RULES)
        if isinstance(found, tuple):
            refused[article.slug] = [each.key for each in found]
    assert refused == {}
