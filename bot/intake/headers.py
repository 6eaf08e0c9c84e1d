"""Headers: what a server's answer says about itself, believed as far as it can be."""

import codecs
import re
from datetime import datetime, UTC
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp

from bot.intake.failure import FetchError, Reason
from bot.intake.fetched import Fetched

_KEPT: Final = re.compile(r"[\x20-\x7e]{1,512}")
"""A header that may be kept and sent back."""
_LONGEST_WAIT: Final = 86_400.0


def fetched(answer: aiohttp.ClientResponse, body: bytes, now: datetime) -> Fetched:
    """Return the record of a good answer with the unpacked ``body``."""
    return Fetched(
        url_final=str(answer.url),
        status=answer.status,
        body=body,
        content_type=answer.content_type[:100],
        charset=_charset(answer.charset),
        etag=_kept(answer.headers.get("ETag")),
        modified=_kept(answer.headers.get("Last-Modified")),
        retry_after=retry_after(answer.headers.get("Retry-After"), now),
        tdm_reserved=answer.headers.get("tdm-reservation", "").strip() == "1",
    )


def failed(answer: aiohttp.ClientResponse, now: datetime) -> FetchError:
    """Return the error for an answer whose status is no success."""
    if answer.status == 410:
        return FetchError(Reason.GONE, "The server says that this address is gone for good (410).", status=410)
    says = {
        401: "The server asks for a password (401).",
        403: "The server refuses to show this to us (403).",
        404: "The server knows no such address (404). Check it.",
        429: "The server says that we ask too often (429).",
    }.get(answer.status, f"The server answers with an error ({answer.status}).")
    wait = retry_after(answer.headers.get("Retry-After"), now)
    return FetchError(Reason.REFUSED, says, status=answer.status, retry_after=wait)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds a server asks us to wait, from a number or a date; at most a day, None where it says nothing."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    until = until.replace(tzinfo=UTC) if until.tzinfo is None else until
    return min(max((until - now).total_seconds(), 0.0), _LONGEST_WAIT)


def _kept(value: str | None) -> str | None:
    return value if value and _KEPT.fullmatch(value) else None


def _charset(name: str | None) -> str | None:
    try:
        return codecs.lookup(name).name if name and len(name) <= 40 else None
    except (LookupError, ValueError):
        return None
