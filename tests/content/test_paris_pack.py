"""The Paris pack holds all that was gathered, as it was gathered."""

import datetime as dt
import re
from collections import Counter

import pytest

from content.hours import state
from content.pack.checking import check_pack
from content.pack.fault import Fault
from content.pack.manifest import Disambiguation
from content.pack.reading import Entry, Page
from content.pack.writing import write_document, write_item
from content.records import Article, Contact, Figure, Measure, Need, Place, Position, Publish, Source, Topic
from content.reference.gazetteer import Gazetteer
from tests.content.paris_pack import (
    every,
    ITEMS,
    LANGUAGES,
    one,
    PACK,
    page,
    PAGES,
    PARIS,
    READ,
    translations,
)


def test_every_file_can_be_read() -> None:
    assert [part for part in READ if isinstance(part, Fault)] == []
    assert set(PAGES) == {"pack", "emergency", "wording", "synonyms", "disambiguation"}


def test_the_check_of_packs_finds_nothing_wrong() -> None:
    assert check_pack(PACK, dt.date(2026, 11, 22)).faults == ()


def test_every_file_is_written_the_one_way() -> None:
    for entry in READ:
        if isinstance(entry, Entry):
            assert (PACK / entry.file).read_text(encoding="utf-8") == write_item(entry.item), entry.file
        elif isinstance(entry, Page):
            assert (PACK / f"{entry.name}.yaml").read_text(encoding="utf-8") == write_document(entry.document), (
                entry.name
            )


def test_everything_the_research_gathered_has_its_place() -> None:
    counts = Counter(str(item.kind) for item in ITEMS.values())
    gathered = {
        "article": 90, "measure": 48, "figure": 71, "position": 41, "contact": 37, "feed": 20, "place": 70, "term": 32,
        "office": 9, "dataset": 3, "exclusion": 6,
    }  # fmt: skip
    assert {kind: counts[kind] for kind in gathered} == gathered
    assert len(page(Disambiguation, "disambiguation").rules) == 12
    assert sum(len(source.published_as) for source in every(Source).values()) == 53


def test_every_text_is_in_both_languages() -> None:
    texts = [pair for item in ITEMS.values() for pair in translations(item, item.slug)]
    texts += [pair for name, document in PAGES.items() for pair in translations(document, name)]
    assert len(texts) > 1000
    assert [path for path, text in texts if set(text) != LANGUAGES] == []


def test_whatever_is_referred_to_exists() -> None:
    kinds = {slug: item.kind for slug, item in ITEMS.items()}
    for slug, item in ITEMS.items():
        named: list[tuple[str, str]] = [(name, "place") for name in getattr(item, "places", ())]
        named += [(name, "topic") for name in getattr(item, "topics", ())]
        match item:
            case Article():
                named.append((item.source, "source"))
            case Measure():
                named += [(name, "figure") for name in item.figures] + [
                    (each.source, "article") for each in item.evidence
                ]
            case Figure(source=str(source)):
                named.append((source, "article"))
            case Position():
                named += [(item.source, "article"), (item.topic, "topic")]
            case Place():
                named += [(name, "place") for name in item.within]
            case Need():
                named += [(name, "contact") for name in (*(each.contact for each in item.contacts), *item.in_person)]
            case Topic():
                named += [(name, "topic") for name in item.related]
            case _:
                pass
        assert [name for name, kind in named if kinds.get(name) != kind] == [], slug


def test_every_article_has_a_topic_of_the_pack() -> None:
    topics = every(Topic)
    assert [slug for slug, article in every(Article).items() if not set(article.topics) & set(topics)] == []


@pytest.mark.parametrize(
    ("figure", "value", "unit", "as_of", "by"),
    [
        ("f-drogues-444kg", "444", "kg", "2020-11-19", "Directrice de la DSPAP"),
        ("f-crack-1-6kg", "1.6", "kg", "2020-11-19", "Directrice de la DSPAP"),
        ("f-part-85pc", "85", "%", "2020-11-19", "Directrice de la DSPAP"),
        ("f-injonctions-355", "355", "injonctions", "2020-11-19", "Magistrat du parquet de Paris"),
        ("f-avoirs-24459", "24459", "euros", "2020-11-19", "Personne non nommée (conférence de presse)"),
        ("f-ofdt-13000", "13000", "usagers", "2021-01", "OFDT-Inserm"),
        ("f-19-sur-33", "19", "actions sur 33", "2021-06", "CRC Île-de-France"),
        ("f-113-interpellations", "113", "interpellations", "2022-08-16", "Préfecture de police"),
        ("f-inserm-urgences", "-24", "%", "2021-05", "Inserm, cité par LCI"),
    ],
)
def test_a_figure_says_what_its_source_said(figure: str, value: str, unit: str, as_of: str, by: str) -> None:
    found = one(Figure, figure)
    assert (found.value, found.unit["fr"], str(found.as_of), found.stated_by["fr"]) == (value, unit, as_of, by)


@pytest.mark.parametrize(
    ("slug", "status", "as_of", "started", "ended"),
    [
        ("m-hsa-prolongation-2027", "in_force", "2025-12-31", "2026-01-01", "2027-12-31"),
        ("m-transfert-forceval", "ended", "2022-10-05", "2021-09-24", "2022-10-05"),
        ("m-refus-scmr-2020", "refused", "2020-11-19", "None", "None"),
        ("m-decision-ta-caa", "done", "2024-05-07", "2023-07-12", "2024-05-07"),
        ("m-patrouilles-24h", "in_force", "2021-05-03", "2020", "None"),
        ("m-assore", "in_force", "None", "2015", "None"),
    ],
)
def test_a_measure_stands_where_its_source_left_it(
    slug: str, status: str, as_of: str, started: str, ended: str
) -> None:
    found = one(Measure, slug)
    assert [found.status, str(found.status_as_of), str(found.started), str(found.ended)] == [
        status,
        as_of,
        started,
        ended,
    ]


def test_the_numbers_people_call_are_those_that_were_read() -> None:
    numbers = {
        "c-17": "17", "c-15": "15", "c-18": "18", "c-112": "112", "c-115": "115", "c-119": "119", "c-3114": "3114",
        "c-116006": "116 006", "c-mairie-19": "01 44 52 29 19", "c-3975": "39 75", "c-drogues-info-service": "0 800 23 13 13",
    }  # fmt: skip
    contacts = every(Contact)
    assert {slug: contact.phone for slug, contact in contacts.items() if contact.shows("phone")} == numbers
    assert {slug for slug, contact in contacts.items() if contact.shows("sms")} == {"c-114"}
    assert one(Contact, "c-114").sms == "114"


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        ((2026, 12, 1, 10, 0), False),
        ((2026, 12, 1, 14, 0), True),
        ((2026, 12, 8, 10, 0), True),
        ((2026, 12, 10, 19, 0), True),
        ((2026, 12, 11, 19, 0), False),
    ],
)
def test_the_19th_town_hall_opens_late_on_the_first_tuesday_only(
    when: tuple[int, int, int, int, int], is_open: bool
) -> None:
    at = dt.datetime(*when, tzinfo=PARIS)
    assert state(one(Contact, "c-mairie-19").opening, at, "Europe/Paris").open is is_open


@pytest.mark.parametrize(("hour", "is_open"), [(1, True), (3, False), (9, True), (23, True)])
def test_the_drug_helpline_answers_past_midnight(hour: int, is_open: bool) -> None:
    at = dt.datetime(2026, 11, 25, hour, 30, tzinfo=PARIS)
    assert state(one(Contact, "c-drogues-info-service").opening, at, "Europe/Paris").open is is_open


def test_a_scope_stands_alone() -> None:
    for slug, figure in every(Figure).items():
        for text in figure.scope.values():
            assert not re.search(r"\bsame survey\b|\babove\b|^same$|ci-dessus|^idem|même enquête", text), slug


def test_an_address_that_is_only_a_lead_is_not_the_address() -> None:
    leads = {slug: article.leads for slug, article in every(Article).items() if article.leads}
    assert set(leads) == {
        "seed-2020-11-19-parquet-pp",
        "seed-2021-05-mortiers-stalingrad",
        "leparisien-2024-06-29-fresque",
    }
    assert all(one(Article, slug).url is None for slug in leads)


def test_articles_of_one_story_are_close_in_time() -> None:
    stories: dict[str, list[Article]] = {}
    for article in every(Article).values():
        if article.story:
            stories.setdefault(article.story, []).append(article)
    assert len(stories) == 15
    for story, articles in stories.items():
        dates = [article.date for article in articles if article.date is not None]
        assert len(articles) > 1, story
        assert max(date.first for date in dates) - min(date.first for date in dates) < dt.timedelta(days=32), story


def test_a_chart_never_mixes_scopes() -> None:
    series: dict[str, list[Figure]] = {}
    for figure in every(Figure).values():
        if figure.series:
            series.setdefault(figure.series, []).append(figure)
    assert {slug: len(figures) for slug, figures in series.items()} == {
        "inserm-2021-ecarts": 4,
        "assore-2022-enquete": 2,
    }
    for slug, figures in series.items():
        assert len({(each.scope, each.unit, each.source, str(each.as_of)) for each in figures}) == 1, slug


@pytest.mark.parametrize("slug", sorted(every(Need)))
def test_a_need_names_only_contacts_one_may_be_shown(slug: str) -> None:
    need = one(Need, slug)
    assert need.contacts
    assert set(need.aliases) == LANGUAGES
    assert all(len(words) >= 3 for words in need.aliases.values())
    for name in (*(each.contact for each in need.contacts), *need.in_person):
        contact = one(Contact, name)
        assert contact.display_ok
        assert contact.publish is Publish.OK
    for name in need.in_person:
        assert one(Contact, name).position is not None


@pytest.mark.parametrize(
    ("need", "first"),
    [
        ("malaise", "c-15"),
        ("violence", "c-17"),
        ("attaque-usagers", "c-17"),
        ("deal", "c-17"),
        ("incendie", "c-18"),
        ("sans-abri", "c-115"),
        ("enfant", "c-119"),
        ("idees-suicidaires", "c-3114"),
        ("sans-parler", "c-114"),
        ("je-consomme", "c-drogues-info-service"),
        ("proprete", "c-dansmarue"),
    ],
)
def test_the_competent_body_comes_first(need: str, first: str) -> None:
    assert one(Need, need).contacts[0].contact == first


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("La bataille de Stalingrad, en 1942, à Volgograd", ()),
        ("Stalingrad : des riverains inquiets", ("place-stalingrad",)),
        ("Le prolongement du RER E (Éole)", ()),
        ("Rosa Parks, militante américaine", ()),
        ("Des travaux à la gare Rosa-Parks", ("rosa-parks",)),
        ("Le théâtre de la Colline", ()),
        ("Une rue du XIXe siècle", ()),
        ("Un camp porte d'Aubervilliers", ("porte-aubervilliers",)),
        ("Faits divers dans le XIXe arrondissement", ("paris-19",)),
    ],
)
def test_an_ambiguous_name_is_taken_for_a_place_only_where_it_is_one(text: str, places: tuple[str, ...]) -> None:
    gazetteer = Gazetteer(every(Place), page(Disambiguation, "disambiguation").rules)
    assert gazetteer.find(text, here=False) == places
