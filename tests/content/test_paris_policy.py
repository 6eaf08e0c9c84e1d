"""The Paris pack keeps to the content policy: what it never says, and what it leaves out."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest

from content.dates import PartialDate
from content.pack.manifest import Emergency, Wording
from content.records import Article, Contact, Exclusion, Figure, Measure, Need, Place, Position, Publish, Topic
from content.wording import guide
from tests.content.paris_pack import (
    addresses,
    every,
    every_shown_text,
    ITEMS,
    LANGUAGES,
    one,
    page,
)


def test_a_contact_nobody_could_verify_shows_nothing() -> None:
    fields = ("phone", "sms", "address", "hours", "url", "use", "cost")
    unverified = [contact for contact in every(Contact).values() if contact.unverified]
    assert len(unverified) == 19
    for contact in unverified:
        assert contact.publish is Publish.NEEDS_SECOND_SOURCE
        assert not any(contact.shows(name) for name in fields), contact.slug  # type: ignore[arg-type]


@pytest.mark.parametrize("slug", ["c-116006", "c-3975", "c-mairie-10", "c-espace-repos"])
def test_hours_on_which_sources_disagree_or_that_are_old_are_not_shown(slug: str) -> None:
    assert not one(Contact, slug).shows("hours")


def test_the_street_app_is_not_said_to_take_needles() -> None:
    use = one(Contact, "c-dansmarue").use
    assert use is not None
    assert not any(re.search("seringue|syringe|needle|aiguille", text) for text in use.values())


def test_every_number_in_an_emergency_text_is_that_of_a_contact_on_show() -> None:
    emergency = page(Emergency, "emergency")
    allowed = set()
    for slug in emergency.contacts:
        contact = one(Contact, slug)
        allowed |= {contact.phone for _ in "p" if contact.shows("phone")} | {
            contact.sms for _ in "s" if contact.shows("sms")
        }
    wanted = {"always_first": {"17", "112", "114"}, "crisis": {"15", "112", "114", "3114", "0 800 23 13 13"}}
    for name, numbers in wanted.items():
        for language in LANGUAGES:
            text = getattr(emergency, name)[language]
            assert set(re.findall(r"\d+(?: \d+)*", text)) == numbers <= allowed, (name, language)


def test_the_emergency_texts_do_not_claim_a_person_checked_them() -> None:
    emergency = page(Emergency, "emergency")
    assert emergency.checked_on == dt.date(2026, 11, 22)
    assert "no number was dialled" in emergency.checked_by


def test_the_ruling_of_2023_is_never_told_without_that_of_2024() -> None:
    told = 0
    for path, text in every_shown_text():
        if re.search(r"12 juillet 2023|12 July 2023", text):
            told += 1
            assert re.search(r"7 mai 2024|7 May 2024", text), path
    assert told >= 8
    first = one(Position, "s-ta-2023")
    assert "ensuite annulé en appel" in first.says["fr"]
    assert "later reversed on appeal" in first.says["en"]


def test_the_444_kilos_are_never_said_to_be_of_paris() -> None:
    told = 0
    for path, text in every_shown_text():
        if "444" not in text or path.endswith("caveat"):
            continue
        told += 1
        assert not re.search(r"à Paris|in Paris|nord-est|north-east", text), path
    assert told >= 6
    for slug in ("f-drogues-444kg", "f-crack-1-6kg", "f-1500-usagers"):
        assert one(Figure, slug).places == ()
        assert one(Figure, slug).caveat is not None


def test_the_money_seized_belongs_to_the_44_cases_only() -> None:
    assert "44" in one(Figure, "f-avoirs-24459").scope["fr"]
    assert "44" in one(Figure, "f-avoirs-24459").scope["en"]


def test_who_fired_the_mortars_is_not_said_to_be_known() -> None:
    summary = one(Topic, "residents").summary
    assert summary is not None
    told = [each.says for each in summary.statements if "mortier" in each.says["fr"]]
    assert told
    for says in told:
        assert "n'était pas établie" in says["fr"]
        assert "not established" in says["en"]


def test_what_may_be_smoked_at_the_consumption_place_is_not_told() -> None:
    for path, text in every_shown_text():
        if path.startswith(("c-hsa-paris", "europesays", "f-hsa-250-300")):
            continue
        assert not re.search(r"que des injecteurs|only people who inject|d'autres modes d'usage", text), path


def test_a_person_of_whom_only_the_role_may_be_shown_has_no_name() -> None:
    positions = every(Position)
    assert [slug for slug, position in positions.items() if position.display == "role_only" and position.name] == []
    named = {slug: position.shown_name for slug, position in positions.items() if position.shown_name}
    assert len(named) == 20
    assert named["s-heitz-scmr"] == "Rémy Heitz"


def test_a_state_nobody_knows_is_never_called_known() -> None:
    open_words = re.compile(
        "not known|not checked|not found|nothing later|unknown|to be checked|not documented|check the"
    )
    for slug, measure in every(Measure).items():
        says = measure.today.says["en"]
        if slug != "m-decision-ta-caa" and slug != "m-quatre-lieux-ville-2021":
            assert measure.today.known is not bool(open_words.search(says)), slug
    assert sum(not measure.today.known for measure in every(Measure).values()) >= 25


def test_what_is_shown_rests_on_an_article_that_is_shown() -> None:
    articles = every(Article)
    for slug, item in ITEMS.items():
        if item.publish is not Publish.OK:
            continue
        sources = [item.source] if isinstance(item, Figure | Position) else []
        if isinstance(item, Measure):
            sources = [each.source for each in item.evidence]
        if isinstance(item, Figure | Position | Measure):
            assert any(source and articles[source].publish is Publish.OK for source in sources), slug


def test_a_campaign_promise_is_never_shown() -> None:
    assert one(Measure, "m-belliard-six-lieux").publish is Publish.NO


def test_copies_and_excluded_sites_are_never_linked() -> None:
    hosts = [host for exclusion in every(Exclusion).values() for host in exclusion.hosts]
    assert {"europesays.com", "fdesouche.com", "news-pravda.com", "rt.com"} <= set(hosts)
    for slug, address in addresses():
        host = urlsplit(address).hostname or ""
        assert not any(host == excluded or host.endswith(f".{excluded}") for excluded in hosts), slug
    for article in every(Article).values():
        if article.reliability == "mirror":
            assert article.url is None, article.slug
            assert article.publish is Publish.NEEDS_SECOND_SOURCE, article.slug


def test_an_article_on_arrests_is_shown_on_request_only() -> None:
    for slug in ("bfmtv-2022-08-16-113", "francebleu-2022-08-16-113", "20minutes-2022-08-24-darmanin"):
        assert one(Article, slug).ongoing_case


@pytest.mark.parametrize("slug", sorted(every(Topic)))
def test_a_topic_fits_a_screen_and_rests_on_articles_that_are_shown(slug: str) -> None:
    summary = one(Topic, slug).summary
    assert summary is not None
    assert 3 <= len(summary.statements) <= 7
    articles = every(Article)
    dates: list[PartialDate] = []
    for statement in summary.statements:
        assert statement.sources
        for source in statement.sources:
            assert articles[source].publish is Publish.OK, source
            date = articles[source].date
            dates += [date] if date else []
    assert summary.as_of == max(dates)
    for language in LANGUAGES:
        lines = [statement.says[language] for statement in summary.statements]
        assert len("\n".join([*lines, summary.unknown[language] if summary.unknown else ""])) <= 1500
        for line in lines:
            assert re.search(r"\b20\d\d\b|même date|same date|page non datée|undated page", line), line


def test_sources_that_disagree_are_shown_together() -> None:
    together = [
        ("plan", "ccomptes-2021-12-audit", "liti-2023-11-29-etape2"),
        ("plan", "20minutes-2021-12-08-crc", "ccomptes-2021-12-audit"),
        ("public-order-decree", "ash-2024-03-14-recours", "federationaddiction-2024-03-14-recours"),
        ("evacuation", "cnews-2020-09-03-rosa-parks", "senat-2020-question-dumas"),
    ]
    for topic, one_source, other in together:
        summary = one(Topic, topic).summary
        assert summary is not None
        assert any({one_source, other} <= set(statement.sources) for statement in summary.statements), (topic, other)


def test_violence_against_users_is_called_an_offence() -> None:
    advice = one(Need, "attaque-usagers").advice
    assert advice is not None
    assert "infraction" in advice["fr"]
    assert "offence" in advice["en"]


def test_our_own_texts_follow_the_wording_guide() -> None:
    rules = guide(page(Wording, "wording"))
    assert rules.find("un crackeux et un toxico à la salle de shoot de Stalincrack")
    assert rules.find("la colline du crack")
    assert [(path, found) for path, text in every_shown_text() if (found := rules.find(text))] == []


def test_slang_for_a_place_is_matched_and_never_printed() -> None:
    stalingrad = one(Place, "place-stalingrad")
    assert "Stalincrack" in stalingrad.match_only
    assert not any("crack" in name.casefold() for name in (*stalingrad.title.values(), *stalingrad.aliases))


@pytest.mark.parametrize(
    ("slug", "other_version"),
    [
        ("f-forceval-300", "400"),
        ("f-forceval-400", "300"),
        ("f-rosa-parks-86", "400"),
        ("f-rosa-parks-200-400", "86"),
        ("f-19-sur-33", "85 %"),
        ("f-85-pc-actions", "19"),
        ("f-plan-24-meur", "25"),
        ("f-hsa-194", "350"),
    ],
)
def test_a_figure_on_which_sources_disagree_tells_the_other_version(slug: str, other_version: str) -> None:
    caveat = one(Figure, slug).caveat
    assert caveat is not None
    assert all(other_version in text.replace("\u202f", " ") for text in caveat.values())
