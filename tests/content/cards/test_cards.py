"""A few cards as readers see them, in both languages, for translators to read beside the catalogues."""

import datetime as dt

import pytest
from markupsafe import Markup
from syrupy.assertion import SnapshotAssertion

from content.cards import article, contact, figure, measure, place, term
from content.records import Article, Contact, Figure, Measure, Place, Term
from content.reference import Reference
from content.texts import texts
from tests.handlers.world import both, item, NOW

TODAY = dt.date(2026, 11, 22)
LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])

SOURCES = (
    item("source", "gazette", title="La Gazette"),
    item("source", "mairie", title="Mairie du 19e", voice="official"),
    item(
        "place",
        "rotonde",
        title=both("Rotonde", "Rotonde"),
        within=["paris-19"],
        lat=48.88,
        lon=2.37,
        match_only=["zone"],
    ),
    item("place", "paris-19", title=both("19e arrondissement", "19th arrondissement"), sort="arrondissement"),
)
REFERENCE = Reference(SOURCES)

PRESS = item(
    "article", "article-1", title=both("Un banc <revient>", "A bench <returns>"), url="https://gazette.example/banc?a=1&b=2",
    event_date="2026-11-09", story="banc", places=["rotonde"],
)  # fmt: skip
OFFICIAL = item(
    "article", "article-2", title=both("Délibération sur le banc", "Resolution on the bench"), source="mairie", date="2026-11-09",
    event_date="2026-11-09", story="banc", reliability="official", url="https://mairie.example/acte",
)  # fmt: skip
MEASURE = item(
    "measure", "banc", title=both("Un banc à la Rotonde", "A bench at the Rotonde"), places=["rotonde"], status="announced",
    status_as_of="2026-11-09", today={"known": True, "says": both("pose prévue en décembre", "to be set up in December")},
    evidence=[
        {"source": "article-1", "says": both("Le banc revient.", "The bench returns.")},
        {"source": "article-2", "date": "2026-11", "says": both("Le conseil l’a décidé.", "The council decided it.")},
    ],
)  # fmt: skip
FIGURE = item("figure", "f-1", approximate=True, value="1200")
CONTACT = item(
    "contact", "mairie-19", title=both("Mairie du 19e", "19th town hall"), phone="01 23 45 67 89", address="1 place d’essai",
    sms="07 00 00 00 00", url="https://mairie.example", lat=48.88, lon=2.38, hours=both("lun-ven 9 h-17 h", "Mon-Fri 9-5"),
    opening={"hours": [{"days": ["mon", "tue", "wed", "thu", "fri"], "since": "09:00", "until": "17:00"}]},
    display_fields=["phone", "address", "hours"],
    verified={"where": "https://www.mairie.example/horaires", "how": "read", "page_date": "2026-05"},
)  # fmt: skip
TERM = item("term", "parquet", title=both("parquet", "prosecution"))


def plain(*parts: Markup) -> str:
    """Return the markup with each line on its own, as it goes to the reader."""
    return "\n\n".join(parts)


@LANGUAGES
def test_a_story_reads_well(language: str, snapshot: SnapshotAssertion) -> None:
    assert isinstance(PRESS, Article)
    assert isinstance(OFFICIAL, Article)
    assert plain(article.entry([PRESS, OFFICIAL], texts(language), REFERENCE, TODAY)) == snapshot


@LANGUAGES
def test_an_article_reads_well(language: str, snapshot: SnapshotAssertion) -> None:
    assert isinstance(PRESS, Article)
    assert plain(article.card(PRESS, texts(language), REFERENCE, TODAY)) == snapshot


@LANGUAGES
def test_a_measure_reads_well(language: str, snapshot: SnapshotAssertion) -> None:
    assert isinstance(MEASURE, Measure)
    assert isinstance(FIGURE, Figure)
    assert isinstance(PRESS, Article)
    assert isinstance(OFFICIAL, Article)
    carried = {"article-1": PRESS, "article-2": OFFICIAL}
    assert plain(*measure.card(MEASURE, carried, [FIGURE], texts(language), REFERENCE, TODAY)) == snapshot


@LANGUAGES
def test_a_contact_reads_well_on_a_closed_day(language: str, snapshot: SnapshotAssertion) -> None:
    assert isinstance(CONTACT, Contact)
    assert plain(contact.card(CONTACT, texts(language), NOW, "Europe/Paris")) == snapshot


@LANGUAGES
def test_a_figure_a_place_and_a_term_read_well(language: str, snapshot: SnapshotAssertion) -> None:
    assert isinstance(FIGURE, Figure)
    assert isinstance(TERM, Term)
    rotonde = REFERENCE.places["rotonde"]
    assert isinstance(rotonde, Place)
    spoken = texts(language)
    cards = (
        figure.card(FIGURE, None, spoken, REFERENCE, TODAY),
        place.card(rotonde, spoken, REFERENCE, TODAY),
        term.card(TERM, spoken, TODAY),
    )
    assert plain(*cards) == snapshot


def test_a_fact_past_its_review_opens_with_a_warning() -> None:
    old = item("term", "t", checked_on=dt.date(2026, 1, 3), review_by=dt.date(2026, 6, 1))
    assert isinstance(old, Term)
    first = term.card(old, texts("fr"), TODAY).splitlines()[0]
    assert "Fiche relue le 3 janvier 2026. Cela a pu changer" in first
    assert "a pu changer" not in term.card(old, texts("fr"), dt.date(2026, 6, 1))


def test_a_text_in_another_language_says_so() -> None:
    english = item("term", "t", title={"en": "bench"}, definition={"en": "A seat."})
    assert isinstance(english, Term)
    assert "A seat. (texte en anglais)" in term.card(english, texts("fr"), TODAY)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.example", None])
def test_only_addresses_of_the_web_are_linked(url: str | None) -> None:
    made = item("article", "a", url=url)
    assert isinstance(made, Article)
    assert "<a" not in article.card(made, texts("fr"), REFERENCE, TODAY)


@pytest.mark.parametrize("reliability", ["mirror", "aggregator"])
def test_a_copy_of_somebody_elses_paper_is_never_linked(reliability: str) -> None:
    made = item("article", "a", url="https://copies.example/a", reliability=reliability)
    assert isinstance(made, Article)
    assert "copies.example" not in article.card(made, texts("fr"), REFERENCE, TODAY)


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        (["phone"], {"01 23 45 67 89"}),
        (["address", "url"], {"1 place d’essai", "mairie.example"}),
        (["hours"], {"lun-ven 9 h-17 h", "Fermé maintenant"}),
        ([], set()),
    ],
)
def test_a_contact_shows_its_display_fields_and_nothing_else(fields: list[str], shown: set[str]) -> None:
    everything = {
        "01 23 45 67 89",
        "07 00 00 00 00",
        "1 place d’essai",
        ">mairie.example<",
        "lun-ven 9 h-17 h",
        "Fermé maintenant",
    }
    made = CONTACT.model_copy(update={"display_fields": tuple(fields)})
    assert isinstance(made, Contact)
    card = contact.card(made, texts("fr"), NOW, "Europe/Paris")
    assert {each for each in everything if each in card} == {
        each if each != "mairie.example" else ">mairie.example<" for each in shown
    }


def test_a_contact_that_is_not_cleared_shows_no_field_at_all() -> None:
    made = CONTACT.model_copy(update={"display_ok": False})
    assert isinstance(made, Contact)
    card = contact.card(made, texts("fr"), NOW, "Europe/Paris")
    assert "01 23" not in card
    assert "Fermé" not in card
    assert made.position is None


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-23T09:00", "Ouvert maintenant</b>, jusqu’à 17\u00a0h"),
        ("2026-11-23T06:00", "ouvre aujourd’hui à 9\u00a0h"),
        ("2026-11-22T10:00", "ouvre demain à 9\u00a0h"),
        ("2026-11-20T18:00", "ouvre lundi à 9\u00a0h"),
    ],
)
def test_open_or_closed_is_said_with_what_comes_next(now: str, words: str) -> None:
    assert isinstance(CONTACT, Contact)
    at = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    card = contact.card(CONTACT, texts("fr"), at, "Europe/Paris")
    assert words in card
    assert "Jours fériés : horaires non connus" in card.replace("\u00a0", " ")


def test_a_figure_without_a_date_says_why_or_is_not_complete() -> None:
    noted = item("figure", "a", as_of=None, as_of_note=both("page non datée", "undated page"))
    bare = item("figure", "b", as_of=None)
    assert isinstance(noted, Figure)
    assert isinstance(bare, Figure)
    assert figure.complete(noted)
    assert not figure.complete(bare)
    assert "page non datée" in figure.card(noted, None, texts("fr"), REFERENCE, TODAY)


def test_a_name_used_for_matching_is_never_printed() -> None:
    rotonde = REFERENCE.places["rotonde"]
    assert "zone" not in place.card(rotonde, texts("fr"), REFERENCE, TODAY)
