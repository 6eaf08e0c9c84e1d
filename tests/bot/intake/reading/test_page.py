"""Pages: what an article's page says, read in this process as the child would."""

import json
from datetime import date, datetime, UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.reading import answer
from bot.intake.reading.page import decoded, read_page
from bot.intake.reading.records import PageRead, ReadingError, Unread

AT = "https://www.journal.fr/a?utm=1"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SENTENCE = "La mairie a annoncé que la place numéro {} rouvrira au public après des travaux qui ont duré plus d’un an."
TEXT = "".join(f"<p>{SENTENCE.format(number)}</p>" for number in range(8))
HEAD = """<title>La place rouvre – Le Journal</title><meta property="og:site_name" content="Le Journal">
<meta property="article:published_time" content="2026-11-20T10:00:00+01:00"><link rel="canonical" href="{canonical}">{more}"""


def html(canonical: str = "https://journal.fr/a", more: str = "", body: str = TEXT, lang: str = "fr-FR") -> bytes:
    head = HEAD.format(canonical=canonical, more=more)
    article = f"<nav>Menu</nav><article><h1>La place rouvre</h1>{body}</article>"
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{article}</body></html>'.encode()


def read(body: bytes, charset: str | None = "utf-8") -> PageRead:
    return answer.page(answer.decoded(json.dumps(read_page(body, AT, "text/html", charset)).encode()), AT, NOW)


def test_an_article() -> None:
    found = read(html())
    assert found.title == "La place rouvre"
    assert (found.site, found.published, found.language) == ("Le Journal", date(2026, 11, 20), "fr")
    assert found.canonical_url == "https://journal.fr/a"
    assert SENTENCE.format(3) in found.text.split("\n")
    assert "Menu" not in found.text


def test_a_page_without_an_article_has_at_least_what_its_head_says() -> None:
    found = read(html(body=""))
    assert (found.title, found.site, found.published) == ("La place rouvre", "Le Journal", date(2026, 11, 20))
    assert SENTENCE[:20] not in found.text


@pytest.mark.parametrize(
    "body", [b"", b" ", b"\x00", b"hello", b"%PDF-1.7\x00\x01", b"\x1f\x8b\x08" + b"x" * 99, b"/etc/passwd"]
)
def test_what_is_no_page_is_said_so(body: bytes) -> None:
    with pytest.raises(ReadingError) as raised:
        read(body)
    assert raised.value.reason is Unread.NOT_A_PAGE


def test_a_page_that_reserves_data_mining_is_not_read() -> None:
    with pytest.raises(ReadingError) as raised:
        read(html(more='<meta name="tdm-reservation" content="1">'))
    assert raised.value.reason is Unread.RESERVED
    assert read(html(more='<meta name="tdm-reservation" content="0">')).title


@pytest.mark.parametrize(
    "canonical",
    [
        "javascript:alert(1)",
        "https://autre.fr/a",
        "https://journal.fr.autre.fr/",
        "file:///etc/passwd",
        "http://u:p@journal.fr/",
    ],
)
def test_a_page_cannot_claim_to_be_another_site_s(canonical: str) -> None:
    assert read(html(canonical)).canonical_url in (None, AT)


@pytest.mark.parametrize("published", ["2099-01-01", "1970-01-01", "hier"])
def test_a_date_that_cannot_be_right_is_none(published: str) -> None:
    said = {"page": True, "published": published}
    assert answer.page(said, AT, NOW).published is None


@pytest.mark.parametrize(
    ("lang", "language"), [("FR", "fr"), ("en_GB", "en"), ("", None), ("français", None), ("x" * 500, None)]
)
def test_the_language_is_two_letters_or_none(lang: str, language: str | None) -> None:
    assert read(html(lang=lang)).language == language


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("é".encode(), "utf-8", "é"),
        ("é".encode("cp1252"), None, "é"),
        ("é".encode("latin-1"), "utf-8", "é"),
        (b'<meta charset="iso-8859-15">\xa4', None, '<meta charset="iso-8859-15">€'),
        (b'<meta charset="hex">\xc3\xa9', "nonsense", '<meta charset="hex">é'),
        (b"<?xml version='1.0' encoding='x'?><a>", None, "<a>"),
    ],
)
def test_the_charset_is_what_works(body: bytes, charset: str | None, text: str) -> None:
    assert decoded(body, charset) == text


def test_a_long_article_is_cut() -> None:
    assert len(read(html(body=TEXT * 1 + f"<p>{'mot ' * 40_000}</p>")).text) <= answer.TEXT


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_page_is_read_or_refused(data: st.DataObject) -> None:
    body = html(body=TEXT[:300])
    for _ in range(data.draw(st.integers(1, 4))):
        start, end = sorted((data.draw(st.integers(0, len(body))), data.draw(st.integers(0, len(body)))))
        body = (
            body[:start]
            + data.draw(st.binary(max_size=8) | st.sampled_from([b"<div>" * 300, b"<svg>", b"<!--", b"]]>"]))
            + body[end:]
        )
    try:
        found = read(body, data.draw(st.sampled_from([None, "utf-8", "utf-16", "cp1252"])))
    except ReadingError as error:
        assert error.reason in (Unread.NOT_A_PAGE, Unread.RESERVED)
        return
    found.text.encode()
    assert len(found.title) <= answer.TITLE
