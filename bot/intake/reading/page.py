"""An article's text and what its page says about it, by trafilatura; run in the child."""

import re
from contextlib import suppress
from typing import Any, Final

from trafilatura import bare_extraction, extract_metadata
from trafilatura.settings import Document
from trafilatura.utils import load_html

_STATED: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.IGNORECASE)
_XML: Final = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_FIRST: Final = 4096
"""Bytes in which a page states its charset."""
_TITLE: Final = 600
_TEXT: Final = 120_000
_ADDRESS: Final = 2048


def read_page(body: bytes, url: str, content_type: str, charset: str | None) -> dict[str, Any]:  # noqa: ARG001
    """Return the page's title, publisher, date, language, text and own address, or that it reserves data mining."""
    html = decoded(body, charset)
    tree = load_html(html)
    if tree is None:
        return {"page": False}
    # In the page rather than in a header: the protocol of the W3C group allows both.
    if "1" in tree.xpath("//meta[@name='tdm-reservation']/@content"):
        return {"page": True, "reserved": True}
    stated = tree.xpath("string(/html/@lang)")
    dates = {"original_date": True, "extensive_search": False}
    found = bare_extraction(
        tree, url=url, with_metadata=True, include_comments=False, date_extraction_params=dates
    ) or extract_metadata(load_html(html), default_url=url, date_config=dates)
    assert isinstance(found, Document)
    return {
        "page": True,
        "title": (found.title or "")[:_TITLE],
        "site": (found.sitename or "")[:_TITLE],
        "published": found.date or None,
        "language": str(stated)[:20],
        "text": (found.text or "")[:_TEXT],
        "canonical": (found.url or "")[: _ADDRESS + 1],
    }


def decoded(body: bytes, charset: str | None) -> str:
    """Return the page in characters: by what the server states, else the page, else UTF-8, else what old pages are in."""
    stated = _STATED.search(body[:_FIRST])
    for name in filter(None, (charset, stated[1].decode() if stated else None, "utf-8")):
        with suppress(LookupError, UnicodeError):
            return _XML.sub("", body.decode(name))
    return body.decode("cp1252", "replace")
