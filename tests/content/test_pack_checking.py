"""Checking a pack: each rule has a file that breaks it, and a sound pack breaks none."""

# ruff: noqa: E501  a row for each rule

import datetime as dt
from pathlib import Path

import pytest

from content.pack.checking import check_pack
from content.pack.checking.emergency import called
from content.pack.checking.texts import sentences
from tests.content.a_pack import a_pack, CHECKED, PACK, put, spoilt

TODAY = dt.date(2026, 11, 22)
MINE = PACK["articles/a-1.yaml"]


def faults(folder: Path, today: dt.date = TODAY) -> list[str]:
    return [str(fault) for fault in check_pack(folder, today).faults]


def warnings(folder: Path) -> list[str]:
    report = check_pack(folder, TODAY)
    assert report.faults == ()
    return [str(fault) for fault in report.warnings]


def test_a_sound_pack_has_neither_faults_nor_warnings(tmp_path: Path) -> None:
    report = check_pack(a_pack(tmp_path), TODAY)
    assert report.faults == ()
    assert report.warnings == ()
    assert report.ok
    assert report.counts["position"] == 2


def test_the_paris_pack_has_no_fault() -> None:
    folder = Path(__file__).parents[2] / "content" / "packs" / "paris-nord-est"
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        # What is referred to exists, and is of the right kind.
        ("articles/a-1.yaml", "source: paper", "source: papers", "articles/a-1.yaml: source: there is no source 'papers'; did you mean 'paper'?"),
        ("articles/a-1.yaml", "[square]", "[noise]", "articles/a-1.yaml: places[1]: 'noise' is a topic; here stands a place"),
        ("measures/m-1.yaml", "{source: a-1}", "{source: a-9}", "measures/m-1.yaml: evidence[1].source: there is no article 'a-9'"),
        ("measures/m-1.yaml", "status:", "figures: [f-9]\nstatus:", "measures/m-1.yaml: figures[1]: there is no figure 'f-9'"),
        ("needs/n-1.yaml", "contact: c-17", "contact: c-18", "needs/n-1.yaml: contacts[1].contact: there is no contact 'c-18'"),
        ("positions/s-1.yaml", "topic: noise", "topic: square", "positions/s-1.yaml: topic: 'square' is a place; here stands a topic"),
        ("emergency.yaml", "[c-17]", "[c-17, c-18]", "emergency.yaml: contacts[2]: 'c-18' is no contact with a number that may be shown"),
        ("places/square.yaml", "sort:", "within: [square]\nsort:", "places/square.yaml: within: leads back to the place itself"),
        # Languages.
        ("articles/a-1.yaml", ", en: Some noise", "", "articles/a-1.yaml: title.en: is missing; pack.yaml says that every text exists"),
        ("articles/a-1.yaml", "en: Some noise", "en: Some noise, de: Krach", "articles/a-1.yaml: title.de: is in a language that pack.yaml"),
        ("pack.yaml", "area: {fr: ici, en: here}", "area: {fr: ici}", "pack.yaml: area.en: is missing"),
        # A fact has its source, date, scope, author.
        ("figures/f-1.yaml", "source: a-1", "source: null", "figures/f-1.yaml: source: is missing"),
        ("figures/f-1.yaml", "as_of: 2026", "as_of: null", "figures/f-1.yaml: as_of: is missing"),
        ("figures/f-1.yaml", "stated_by: {fr: police, en: police}\n", "", "figures/f-1.yaml: stated_by: is missing"),
        ("measures/m-1.yaml", "[{source: a-1}]", "[]", "measures/m-1.yaml: evidence: is empty"),
        ("measures/m-1.yaml", "status_as_of: 2026-11", "status_as_of: null", "measures/m-1.yaml: status_as_of: is missing"),
        ("measures/m-1.yaml", "status:", "started: 2026\nended: 2025-12\nstatus:", "measures/m-1.yaml: ended: 2025-12 lies before"),
        ("articles/a-1.yaml", "url: https://www.paper.fr/a\n", "", "articles/a-1.yaml: url: is missing"),
        ("articles/a-1.yaml", "2026-11-01", "2027-01", "articles/a-1.yaml: date: 2027-01 has not come yet"),
        ("articles/a-1.yaml", CHECKED, f"publish: no\n{CHECKED}", "measures/m-1.yaml: evidence: nothing it rests on may be shown"),
        ("sources/paper.yaml", CHECKED, f"publish: no\n{CHECKED}", "articles/a-1.yaml: source: nothing it rests on may be shown"),
        ("contacts/c-17.yaml", "display_ok: true", "display_ok: false", "needs/n-1.yaml: contacts: nothing it rests on may be shown"),
        # Days.
        ("articles/a-1.yaml", "checked_on: 2026-11-20", "checked_on: 2026-11-24", "articles/a-1.yaml: checked_on: 2026-11-24 has not come yet"),
        ("articles/a-1.yaml", CHECKED, f"{CHECKED}review_by: 2026-11-01\n", "articles/a-1.yaml: review_by: 2026-11-01 lies before"),
        # Contacts.
        ("contacts/c-17.yaml", "fields: [phone]}", "fields: [use]}", "contacts/c-17.yaml: display_fields: names 'phone', which is not among"),
        ("contacts/c-17.yaml", "display_fields: [phone]", "display_fields: [phone, sms]", "contacts/c-17.yaml: display_fields: names 'sms', but"),
        ("contacts/c-17.yaml", "where: an official page", "where: null", "contacts/c-17.yaml: verified: must say where"),
        ("contacts/c-17.yaml", "display_ok:", "opening: {}\ndisplay_ok:", "contacts/c-17.yaml: opening: must say either"),
        ("places/square.yaml", "lon: 2.37\n", "", "places/square.yaml: lon: is missing; a point has both"),
        # Addresses.
        ("articles/a-1.yaml", "https://www.paper.fr/a", "https://m.copies.fr/a", "articles/a-1.yaml: url: leads to copies.fr"),
        ("articles/a-1.yaml", "https://www.paper.fr/a", "javascript:alert(1)", "articles/a-1.yaml: url: 'javascript:alert(1)' is no address"),
        ("articles/a-1.yaml", "https://www.paper.fr/a", "https://10.0.0.1/a", "is no address of the web"),
        ("articles/a-1.yaml", "https://www.paper.fr/a", "https://paris.fr@evil.org/", "names a user before the host"),
        ("articles/a-1.yaml", "https://www.paper.fr/a", "https://[::1/", "is no address of the web"),
        ("articles/a-1.yaml", "en: A noise.", "en: See https://copies.fr/x.", "articles/a-1.yaml: summary.en: leads to copies.fr"),
        # Texts.
        ("articles/a-1.yaml", "fr: Un bruit.", "fr: Des zombies.", "articles/a-1.yaml: summary.fr: 'zombies' is not our word; say: une personne"),
        ("emergency.yaml", "call 17", "call 17 zombie", "emergency.yaml: always_first.en: 'zombie' is not our word; say: a person"),
        ("articles/a-1.yaml", "fr: Un bruit.", "fr: Selon Jeanne DURAND.", "articles/a-1.yaml: summary.fr: names a person of whom only the role"),
        ("articles/a-1.yaml", "fr: Un bruit.", "fr: Un. Deux. Trois. Quatre. Cinq.", "articles/a-1.yaml: summary.fr: has 5 sentences"),
        ("articles/a-1.yaml", "fr: Du bruit", f"fr: {'x' * 141}", "articles/a-1.yaml: title.fr: has 141 characters"),
        ("articles/a-1.yaml", "fr: Du bruit", 'fr: "Du \\u202ebruit"', "articles/a-1.yaml: title: holds a character nobody sees (U+202E"),
        ("articles/a-1.yaml", "fr: Du bruit", 'fr: "Du \\u200bbruit"', "(U+200B, zero width space)"),
        # The emergency texts.
        ("emergency.yaml", "call 17", "call 18", "emergency.yaml: always_first.en: 18 is the number of none of the contacts"),
        ("emergency.yaml", "17, day and night", "day and night", "emergency.yaml: crisis: does not give the same numbers"),
        ("emergency.yaml", "checked_on: 2026-11-20", "checked_on: 2026-05-01", "emergency.yaml: checked_on: 2026-05-01 is more than six months ago"),
        ("emergency.yaml", "checked_on: 2026-11-20", "checked_on: 2027-05-01", "emergency.yaml: checked_on: 2027-05-01 has not come yet"),
        ("contacts/c-17.yaml", "display_fields: [phone]", "use: {fr: u, en: u}\ndisplay_fields: [use]", "'c-17' is no contact with a number"),
    ],
)  # fmt: skip
def test_each_rule_names_the_file_and_field_that_breaks_it(
    tmp_path: Path, file: str, old: str, new: str, expected: str
) -> None:
    told = faults(spoilt(tmp_path, file, old, new))
    assert any(expected in fault for fault in told), told


def test_a_topics_summary_names_articles_and_is_short(tmp_path: Path) -> None:
    said = "{says: {fr: '%s', en: e}, sources: [%s]}"
    text = f"title: {{fr: B, en: N}}\n{CHECKED}summary: {{as_of: 2026, statements: [{said % ('x' * 1501, 'a-1')}, {said % ('y', '')}]}}\n"
    told = faults(a_pack(tmp_path, topics__noise=text))
    assert "topics/noise.yaml: summary.fr: has 1503 characters in all; at most 1500" in told[0]
    assert "topics/noise.yaml: summary.statements[2].sources: is empty; every sentence names its articles" in told


def test_a_name_is_an_items_own_whatever_its_kind(tmp_path: Path) -> None:
    told = faults(a_pack(tmp_path, topics__a_1=f"title: {{fr: B, en: N}}\n{CHECKED}"))
    assert told == [
        "topics/a-1.yaml: has the same name as articles/a-1.yaml; the name of an item is its own, whatever its kind"
    ]


def test_places_may_not_lie_within_each_other_in_a_circle(tmp_path: Path) -> None:
    place = PACK["places/square.yaml"]
    a_pack(tmp_path, places__square=place + "within: [b]\n", places__b=place + "within: [c]\n")
    put(tmp_path, "places/c.yaml", place + "within: [b]\n")
    told = faults(tmp_path)
    assert told == [
        "places/b.yaml: within: leads back to the place itself",
        "places/c.yaml: within: leads back to the place itself",
    ]


def test_companions_name_each_other(tmp_path: Path) -> None:
    a_pack(tmp_path, articles__a_2=MINE + "companion: a-1\n")
    assert faults(tmp_path) == ["articles/a-2.yaml: companion: 'a-1' must name this article as its companion too"]
    put(tmp_path, "articles/a-1.yaml", MINE + "companion: a-2\n")
    assert faults(tmp_path) == []
    put(tmp_path, "articles/a-2.yaml", MINE + "companion: a-1\npublish: no\n")
    assert faults(tmp_path) == [
        "articles/a-1.yaml: companion: nothing it rests on may be shown, so it may not be shown either"
    ]


def test_figures_of_one_series_share_scope_and_unit(tmp_path: Path) -> None:
    figure = PACK["figures/f-1.yaml"] + "series: calls\n"
    a_pack(tmp_path, figures__f_1=figure, figures__f_2=figure)
    assert faults(tmp_path) == []
    put(tmp_path, "figures/f-2.yaml", figure.replace("en: here", "en: there"))
    assert faults(tmp_path) == [
        "figures/f-2.yaml: series: its scope or unit is not that of figures/f-1.yaml; figures of one series share both"
    ]


def test_a_name_shown_with_another_position_may_be_shown(tmp_path: Path) -> None:
    named = PACK["positions/s-1.yaml"].replace("role_only", "name_and_role")
    a_pack(tmp_path, positions__s_3=named, articles__a_1=MINE.replace("Un bruit.", "Jeanne Durand."))
    assert faults(tmp_path) == []


def test_what_is_never_shown_may_hold_the_unwanted_words_it_is_there_to_match(tmp_path: Path) -> None:
    place = PACK["places/square.yaml"] + "match_only: [Zombieland, zombie]\nnote: {fr: zombie}\n"
    hidden = MINE + "publish: no\n"
    a_pack(tmp_path, places__square=place, articles__a_2=hidden.replace("Un bruit.", "Jeanne Durand zombie."))
    assert faults(tmp_path) == []


def test_an_item_that_cannot_be_read_is_one_fault_and_not_one_for_each_that_names_it(tmp_path: Path) -> None:
    assert faults(a_pack(tmp_path, articles__a_1="title: [\n")) == [
        "articles/a-1.yaml: line 2: a quotation mark or a bracket is opened and never closed"
    ]


def test_what_is_allowed_and_still_not_right_is_a_warning(tmp_path: Path) -> None:
    hours = "opening: {hours: [{days: [mon], since: '09:00', until: '12:00'}, {days: [mon], since: '11:00', until: '13:00'}]}\n"
    a_pack(
        tmp_path,
        positions__s_2=None,
        figures__f_1=PACK["figures/f-1.yaml"] + "approximate: true\n",
        contacts__c_17=PACK["contacts/c-17.yaml"] + hours,
        articles__a_1=MINE.replace(CHECKED, "checked_on: 2026-01-01\nreview_by: 2026-06-01\n"),
    )
    assert warnings(tmp_path) == [
        "items past the day by which they had to be reviewed: 1",
        "contacts/c-17.yaml: opening.hours[2]: overlaps with line 1 on the same day",
        "figures/f-1.yaml: caveat: is missing though the figure is approximate; say what to beware of",
        "topics/noise.yaml: has positions of one stance alone; they are not shown before there is a second one",
    ]


def test_a_day_that_has_passed_fails_the_check_but_not_the_import(tmp_path: Path) -> None:
    report = check_pack(a_pack(tmp_path), TODAY + dt.timedelta(days=182))
    assert not report.ok
    assert report.importable
    assert check_pack(tmp_path, TODAY + dt.timedelta(days=181)).ok
    put(tmp_path, "articles/a-1.yaml", "title: 3\n")
    assert not check_pack(tmp_path, TODAY + dt.timedelta(days=182)).importable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un. Deux ! Trois ? « Quatre. »", 4),
        ("M. Durand (art. 5) et St. Denis, 1.6 kg, n° 23PA04055.", 1),
        ("Sans point", 1),
        ("Il dit : « Non. » Puis rien.", 2),
        ("Oui… mais non.", 1),
        ("No. 12 is here. It is open.", 2),
    ],
)
def test_sentences_are_counted_as_a_reader_would(text: str, expected: int) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le 17 ou le 112, 24 h/24 et 7 j/7", {"17", "112"}),
        ("le 0\u202f800 23.13-13 (gratuit)", {"0800231313"}),
        ("24/7, within 10 min", set()),
        ("+33 1 44 52 29 19", {"33144522919"}),
    ],
)
def test_numbers_to_call_are_told_from_hours(text: str, expected: set[str]) -> None:
    assert called(text) == expected
