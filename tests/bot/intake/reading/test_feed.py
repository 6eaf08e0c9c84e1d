"""Feeds: faults 60 and 67 to 72 of the delivery paper, read in this process as the child would."""

import json
from datetime import datetime, UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.reading import answer
from bot.intake.reading.bounds import MOST_ENTRIES
from bot.intake.reading.feed import read_feed
from bot.intake.reading.plain import plain, READ
from bot.intake.reading.records import FeedEntry, FeedRead, ReadingError, Unread
from tests.bot.intake.reading.feeds import AT, ATOM, file_entity, item, lol, quadratic, rss

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def read(body: bytes, content_type: str = "application/rss+xml", charset: str | None = None) -> FeedRead:
    said = json.dumps(read_feed(body, AT, content_type, charset)).encode()
    return answer.feed(answer.decoded(said), AT, NOW)


def first(more: str) -> FeedEntry:
    return read(rss(item(1, more))).entries[0]


class TestRead:
    def test_an_rss_feed(self) -> None:
        dated = "<guid isPermaLink='false'>g1</guid><pubDate>Fri, 20 Nov 2026 10:00:00 +0100</pubDate><description>Résumé</description>"
        found = read(rss(item(1, dated), item(2)))
        assert (found.title, found.broken, found.left_out) == ("Le Journal", False, 0)
        entry = FeedEntry("g1", "http://journal.fr/1", "Titre 1", datetime(2026, 11, 20, 9, tzinfo=UTC), None, "Résumé")
        assert found.entries[0] == entry
        assert found.entries[1] == FeedEntry("http://journal.fr/2", "http://journal.fr/2", "Titre 2", None, None, "")

    def test_an_atom_feed_with_relative_links(self) -> None:
        (entry,) = read(ATOM).entries
        assert (entry.guid, entry.url, entry.title, entry.summary_text) == (
            "urn:1",
            "http://journal.fr/a",
            "Un titre",
            "Du texte.",
        )
        assert entry.published == datetime(2026, 11, 20, 8, tzinfo=UTC)
        assert entry.updated == datetime(2026, 11, 21, 9, tzinfo=UTC)

    def test_an_rdf_feed(self) -> None:
        body = (
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
            b"<channel><title>T</title></channel><item><title>A</title><link>http://journal.fr/a</link></item></rdf:RDF>"
        )
        assert [entry.url for entry in read(body).entries] == ["http://journal.fr/a"]

    def test_a_feed_without_entries_is_a_feed(self) -> None:
        assert read(rss()) == FeedRead("Le Journal", (), broken=False)


class TestBroken:
    @pytest.mark.parametrize(
        "body",
        [
            b"", b" ", b"\x00" * 50, b"{}", b"hello", b"\xff\xfe\xfd", b"/etc/passwd", b"<", b"<?xml version='1.0'?>", b"<a/>",
            b"<html><head><title>Erreur</title></head><body><p>Page introuvable<p></body></html>", b"PK\x03\x04", b"%PDF-1.7",
        ],
    )  # fmt: skip
    def test_what_is_no_feed_is_said_so(self, body: bytes) -> None:
        with pytest.raises(ReadingError) as raised:
            read(body)
        assert raised.value.reason is Unread.NOT_A_FEED

    def test_a_truncated_feed_gives_what_was_there(self) -> None:
        whole = rss(*(item(number) for number in range(10)))
        found = read(whole[: whole.index(b"Titre 7")])
        assert found.broken
        assert [entry.title for entry in found.entries[:7]] == [f"Titre {number}" for number in range(7)]

    @pytest.mark.parametrize(
        "body",
        [
            rss(item(1, "<description>&#xD800; &#99999999999999999999; &#x110000 &</description>")),
            rss(item(1, "<description>a & b</description>")),
            rss(item(1, "<description>&nbsp;&eacute;</description>")),
            rss(item(1, "<x:y>z</x:y>")),
            rss(item(1)).replace(b"</item>", b"<item>"),
            rss(item(1)) + b"<!-- served in 3 ms -->\x00",
            rss(item(1, "<description>\x08</description>")),
        ],
    )
    def test_a_malformed_feed_still_gives_its_entries(self, body: bytes) -> None:
        assert [entry.url for entry in read(body).entries][:1] == ["http://journal.fr/1"]

    def test_leading_blank_lines_are_forgiven(self) -> None:
        assert len(read(b"\n\n  " + rss(item(1))).entries) == 1

    @pytest.mark.parametrize(
        ("encoding", "declared", "served"),
        [
            ("utf-8", "UTF-8", None), ("iso-8859-1", "ISO-8859-1", None), ("iso-8859-1", "UTF-8", None), ("utf-8", "UTF-8", "iso8859-1"),
            ("iso-8859-1", "ISO-8859-1", "utf-8"), ("utf-16", "UTF-16", None), ("cp1252", "nonsense-1", None), ("utf-8-sig", "UTF-8", None),
        ],
    )  # fmt: skip
    def test_a_wrong_charset_loses_no_entry(self, encoding: str, declared: str, served: str | None) -> None:
        text = rss(item(1, "<description>été</description>")).decode().replace("UTF-8", declared)
        found = read(text.encode(encoding), charset=served)
        assert [entry.url for entry in found.entries] == ["http://journal.fr/1"]
        if served is None or encoding.startswith(served[:5]):
            assert found.entries[0].summary_text == "été"

    @pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/octet-stream", "image/png", ""])
    def test_a_wrong_content_type_is_no_fault_of_the_feed(self, kind: str) -> None:
        found = read(rss(item(1)), kind)
        assert (len(found.entries), found.broken) == (1, False)


class TestHostile:
    def test_a_billion_laughs_do_not_expand(self) -> None:
        assert len(read(lol()).title) <= answer.TITLE

    def test_neither_does_one_long_entity(self) -> None:
        assert len(read(quadratic()).title) <= answer.TITLE

    def test_a_small_expansion_is_cut(self) -> None:
        head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"A" * 1000}">]>'
        assert len(read(rss(item(1), title="&a;" * 300, head=head)).title) == answer.TITLE

    def test_no_file_is_read_for_an_entity_or_for_a_body_that_is_a_path(self, tmp_path: Path) -> None:
        secret = tmp_path / "feed.xml"
        secret.write_bytes(rss(item(1), title="secret"))
        with pytest.raises(ReadingError):
            read(str(secret).encode())
        assert "secret" not in repr(read(file_entity(str(secret))))

    @pytest.mark.parametrize(
        ("html", "text"),
        [
            ("<script>alert(1)</script>Nom", "Nom"),
            ("<b>Nom</b>bre <img src=x onerror=alert(1)>vu", "Nombre vu"),
            ("a<br>b<p>c</p>d", "a b c d"),
            ("l&#8217;eau &amp; le &lt;gaz&gt;", "l’eau & le <gaz>"),
            ("1 < 2", "1 < 2"),
            ("<![CDATA[x]]>y", "y"),
            ("<style>p{}</style><!-- c -->z<!doctype html>", "z"),
            ("</script>a", "a"),
        ],
    )
    def test_of_html_only_the_text_stays(self, html: str, text: str) -> None:
        escaped = html.replace("&", "&amp;").replace("<", "&lt;")
        body = rss(f"<title>{escaped}</title><link>http://journal.fr/1</link><description>{escaped}</description>")
        (entry,) = read(body).entries
        assert (entry.title, entry.summary_text) == (text, text)

    @pytest.mark.parametrize(
        "link",
        [
            "javascript:alert(1)",
            "tg://resolve?domain=x",
            "data:text/html,x",
            "file:///etc/passwd",
            "http://a:b@c.fr/",
            "",
        ],
    )
    def test_an_entry_without_a_link_to_the_web_is_left_out(self, link: str) -> None:
        found = read(rss(item(1), f"<title>x</title><link>{link}</link>"))
        assert [entry.title for entry in found.entries] == ["Titre 1"]
        assert found.left_out == 1

    def test_texts_are_sanitised_and_cut(self) -> None:
        long = f"<title>\u202e{'mot ' * 1000}</title><link>http://journal.fr/1</link><description>{'mot ' * 9000}</description>"
        (entry,) = read(rss(long)).entries
        assert entry.title.startswith("mot mot")
        assert len(entry.title) <= answer.TITLE
        assert len(entry.summary_text) <= answer.SUMMARY

    def test_more_than_two_hundred_entries_are_not_taken(self) -> None:
        found = read(rss(*(item(number) for number in range(MOST_ENTRIES + 50))))
        assert (len(found.entries), found.left_out) == (200, 50)


class TestNames:
    def test_a_name_given_to_several_is_none(self) -> None:
        found = read(rss(*(item(number, "<guid isPermaLink='false'>same</guid>") for number in range(3))))
        assert [entry.guid for entry in found.entries] == [f"http://journal.fr/{number}" for number in range(3)]

    def test_an_entry_that_stands_twice_is_taken_once(self) -> None:
        assert len(read(rss(*(item(1, "<guid isPermaLink='false'>g</guid>"),) * 3)).entries) == 1

    @pytest.mark.parametrize(
        "date",
        [
            "Fri, 20 Nov 2099 10:00:00 GMT",
            "Tue, 24 Nov 2026 10:00:00 GMT",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "hier",
            "99999999999999",
            "",
        ],
    )
    def test_a_date_that_cannot_be_right_is_none(self, date: str) -> None:
        assert first(f"<pubDate>{date}</pubDate>").published is None

    def test_a_clock_that_is_a_few_hours_ahead_is_forgiven(self) -> None:
        assert first("<pubDate>Sun, 22 Nov 2026 20:00:00 GMT</pubDate>").published is not None


WHOLE = [ATOM, rss(item(1, "<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>"), item(2)), file_entity("/etc/passwd")]
PIECES = [b"", b"<![CDATA[", b"<!DOCTYPE", b"&#xD800;", b"&#xx", b"<item>", b'"', b"<?", b"]]>"]


class TestAnyBody:
    @staticmethod
    def check(body: bytes, kind: str = "text/xml", charset: str | None = None) -> None:
        try:
            found = read(body, kind, charset)
        except ReadingError as error:
            assert error.reason is Unread.NOT_A_FEED
            return
        assert len(found.entries) <= 200
        assert len({entry.guid for entry in found.entries}) == len(found.entries)
        for entry in found.entries:
            assert entry.url.startswith(("http://", "https://"))
            assert len(entry.title) <= answer.TITLE
            assert all(date is None or date.tzinfo for date in (entry.published, entry.updated))
            entry.title.encode()

    @settings(max_examples=120, deadline=None)
    @given(
        st.binary(max_size=300),
        st.sampled_from(["text/xml", "text/html", ""]),
        st.sampled_from([None, "utf-8", "utf-7", "cp1252", "utf_16"]),
    )
    def test_bytes(self, body: bytes, kind: str, charset: str | None) -> None:
        self.check(body, kind, charset)

    @settings(max_examples=200, deadline=None)
    @given(st.data())
    def test_a_feed_with_pieces_cut_doubled_and_replaced(self, data: st.DataObject) -> None:
        body = data.draw(st.sampled_from(WHOLE))
        for _ in range(data.draw(st.integers(1, 4))):
            start, end = sorted((data.draw(st.integers(0, len(body))), data.draw(st.integers(0, len(body)))))
            piece = data.draw(st.binary(max_size=8) | st.sampled_from([*PIECES, body[start:end] * 2]))
            body = body[:start] + piece + body[end:]
        self.check(body)

    @settings(max_examples=150, deadline=None)
    @given(st.text(st.sampled_from("<>&;!/?#x-'\"=ap[] script"), max_size=80), st.integers(0, 40))
    def test_any_html_becomes_text(self, html: str, most: int) -> None:
        assert len(plain(html, most)) <= most
        assert "<script>" not in plain(html, 1000)


def test_html_is_read_only_so_far() -> None:
    assert plain("<p>" * READ + "late", 100).strip() == ""


def of(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


class TestAnswer:
    @pytest.mark.parametrize(
        "said", [b"", b"[]", b"nul", b"[" * 100_000, b'{"a":' * 100_000, b"\xff", b"9" * 5000, b'{"fault": "x"}']
    )
    def test_what_is_no_answer_is_a_failure(self, said: bytes) -> None:
        with pytest.raises(ReadingError) as raised:
            answer.decoded(said)
        assert raised.value.reason is Unread.FAILED

    def test_a_child_that_lies_is_not_believed(self) -> None:
        odd: list[Any] = [
            {"url": "javascript:x"},
            {"url": "http://a.fr/", "title": ["x"], "published": 1e99, "updated": True},
            7,
            None,
            [],
            {},
        ]
        found = answer.feed(answer.decoded(of(feed=True, entries=odd, more="x", title={"a": 1})), AT, NOW)
        assert found == FeedRead(
            "", (FeedEntry("http://a.fr/", "http://a.fr/", "", None, None, ""),), broken=True, left_out=2
        )
        assert answer.feed({"feed": True, "entries": 5}, AT, NOW).entries == ()
        long = [{"url": f"http://a.fr/{number}", "title": "\u202e" + "x" * 10_000} for number in range(500)]
        taken = answer.feed({"feed": True, "entries": long}, AT, NOW).entries
        assert len(taken) == 200
        assert len(taken[0].title) == answer.TITLE

    @pytest.mark.parametrize("claimed", [{}, {"feed": 1}, {"feed": False, "entries": []}])
    def test_only_what_was_read_as_a_feed_is_one(self, claimed: dict[str, Any]) -> None:
        with pytest.raises(ReadingError):
            answer.feed(claimed, AT, NOW)
