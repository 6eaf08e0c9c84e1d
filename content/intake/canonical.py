"""Canonical: one form for every address under which the same page is passed around."""

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

LONGEST: Final = 2048
"""Characters of an address that are read."""

_TRACKING: Final = re.compile(
    r"utm_\w*|mtm_\w*|pk_\w*|piwik_\w*|at_(?:medium|campaign|custom\w*|creation|format|link\w*|ptr\w*|recipient\w*|send\w*)|hsa_\w*"
    r"|mc_[ce]id|_hs(?:enc|mi)|fb(?:clid|_\w+)|[gdyw]clid|gbraid|wbraid|msclkid|twclid|ttclid|igshid|igsh|li_fat_id|xtor|xtref|xts"
    r"|xtcr|cmpid|cmp|ns_\w+|ocid|ito|smid|sref|ref|referrer|referer|ref_src|ref_url|source|src|origin|from|feed|spm|s_kwcid|vero_\w+"
    r"|wt_?mc\w*|trk\w*|mkt_tok|share|shared|sharetype|amp|outputtype|output|actid|actcampaigntype|akid|sfnsn|wtmc|dicbo|_ga|_gl"
)
"""Parameters that say how a reader came, never which page is meant."""
_AMP_HOST: Final = re.compile(r"(?:amp|m|mobile)\.(?=[^.]+\.[^.])|www\d?\.")
_AMP_PATH: Final = re.compile(
    r"(?:/amp(?=/|\Z)|\.amp(?=\.html?\Z|\Z)|(?<=/)amp_|/index\.(?:html?|php)\Z)", re.IGNORECASE
)
_CACHE: Final = re.compile(
    r"(?:(?:www\.)?google\.[a-z.]{2,6}/amp/|[a-z0-9-]{1,80}\.cdn\.ampproject\.org/[a-z]/)(?:s/)?(?=[^/]*\.)"
)
"""A copy in a search engine's cache holds the address of the page it copied."""
_ESCAPED: Final = re.compile(r"%[0-9a-fA-F]{2}")
_DEFAULT: Final = (80, 443, None)


def canonical(url: str) -> str:
    """Return the address as a key to compare by: two addresses with the same key are the same page.

    It is no address to link to: whether the host wants ``www.`` is lost with it. What cannot be read as an address of the
    web comes back stripped, and nothing is raised. ``canonical`` of a key is the key.
    """
    text = "".join(url[:LONGEST].split())
    while True:
        parts = _parts(text)
        if parts is None:
            return text
        found = _key(parts)
        # Each turn takes something off, so that this ends.
        if found == text or len(found) > len(text) + 1:
            return found
        text = found


def host(url: str) -> str:
    """Return the host of an address in lower case, without ``www.`` and seen through caches; empty where there is none."""
    parts = _parts(canonical(url))
    return (parts.hostname or "").strip(".") if parts else ""


def _parts(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 -- a port that is no number is raised here
        return parts if parts.scheme.lower() in ("http", "https") and (parts.hostname or "").strip(".") else None
    except ValueError:
        return None


def _key(parts: SplitResult) -> str:
    name = (parts.hostname or "").strip(".")
    asked = sorted(pair for pair in parts.query.split("&") if pair and not _tracks(pair))
    query = f"?{'&'.join(asked)}" if asked else ""
    copied = _CACHE.match(f"{name}{parts.path}")
    if copied is not None:
        return f"https://{f'{name}{parts.path}'[copied.end() :]}{query}"
    name = f"[{name}]" if ":" in name else _AMP_HOST.sub("", name, count=1)
    port = "" if parts.port in _DEFAULT else f":{parts.port}"
    path = _AMP_PATH.sub("", _ESCAPED.sub(lambda found: found[0].upper(), parts.path)).rstrip("/")
    return f"https://{name}{port}{path}{query}"


def _tracks(pair: str) -> bool:
    return _TRACKING.fullmatch(pair.partition("=")[0].lower()) is not None
