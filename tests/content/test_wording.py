"""The wording guide: unwanted words are found in every form, and what may be quoted may be quoted."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.language import Translated
from content.pack.manifest import Wording, WordingRule
from content.pack.reading import read_document
from content.texts import languages, texts
from content.wording import guide, WordingGuide

SAY = Translated({"fr": "autre chose", "en": "something else"})
GUIDE = WordingGuide(
    (
        WordingRule(avoid=("toxico", "fléau humain"), use=SAY),
        WordingRule(avoid=("cracker(s)",), forms=("crackeu*", "crackers"), use=SAY),
        WordingRule(avoid=("salle de shoot",), use=SAY),
        WordingRule(avoid=("colline du crack (hors guillemets)",), forms=("colline du crack",), quoted=True, use=SAY),
        WordingRule(avoid=("origine",), checked=False, use=SAY),
    )
)


def found(text: str) -> list[str]:
    return [unwanted.found for unwanted in GUIDE.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Des TOXICOS, ici.", ["TOXICOS"]),
        ("un fléau\u00a0humain", ["fléau\u00a0humain"]),
        ("un FLEAU humain", ["FLEAU humain"]),
        ("une crackeuse et des crackeurs", ["crackeuse", "crackeurs"]),
        ("les salles de shoot", ["salles de shoot"]),
        ("une salle-de-shoot", ["salle-de-shoot"]),
        ("to\u200bxico", ["toxico"]),
        ("le crack, la toxicologie, une salle de classe", []),
        ("l'origine n'est pas l'affaire d'un programme", []),
        ("", []),
    ],
)
def test_every_form_of_an_unwanted_word_is_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("quoted", ["« colline du crack »", "“colline du crack”", '"la colline du crack"'])
def test_a_word_that_may_be_quoted_is_allowed_between_quotation_marks_only(quoted: str) -> None:
    assert found(f"la {quoted} de 2019") == []
    assert found(f"{quoted} puis la colline du crack") == ["colline du crack"]


def test_a_word_that_may_not_be_quoted_is_found_there_too() -> None:
    assert found("« toxico »") == ["toxico"]


def test_what_to_say_instead_is_told() -> None:
    assert GUIDE.find("toxico")[0].instead == SAY


def test_a_guide_without_rules_finds_nothing() -> None:
    assert WordingGuide(()).find("toxico") == []


@given(st.text(max_size=80), st.text(max_size=20))
def test_whatever_stands_around_a_word_nothing_breaks(around: str, after: str) -> None:
    GUIDE.find(f"{around} toxico {after}")
    GUIDE.find(f"{around}toxico{after}«")


def test_no_text_of_the_interface_uses_an_unwanted_word() -> None:
    pack = Path(__file__).parents[2] / "content" / "packs" / "paris-nord-est"
    wording = read_document(pack, "wording")
    assert isinstance(wording, Wording)
    ours = guide(wording)
    told = [
        (key, unwanted.found)
        for language in languages()
        for key in sorted(texts(language).keys())
        for form in texts(language).forms(key)
        for unwanted in ours.find(form)
    ]
    assert told == []
    assert ours.find("les crackeurs")
