"""Addresses of the web: which we go to, and where a redirect may lead."""

import re
import socket
from typing import Final

from yarl import URL

from bot.intake.failure import FetchError, Reason
from bot.intake.public import is_public

WEB_PORTS: Final = frozenset({80, 443})
LONGEST: Final = 2048
"""Characters of an address."""

_UNFIT: Final = re.compile(r"[\x00-\x20\x7f\\\s\ud800-\udfff]")
"""What readers of addresses do not agree on."""
_AUTHORITY: Final = re.compile(r"[^/?#]*//([^/?#]*)")
_NUMBER: Final = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
"""A host that ends in a number is a literal address, however it is written (WHATWG URL, "ends in a number")."""
_NAME: Final = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_INNER: Final = (
    ".localhost", ".local", ".localdomain", ".internal", ".intranet", ".lan", ".home", ".corp", ".private",
    ".home.arpa", ".onion", ".test", ".invalid", ".example",
)  # fmt: skip
"""Ends of names that no public name has (RFC 6761, 6762, 8375, and what networks use at home)."""


def web_address(text: str, allow: frozenset[tuple[str, int]] = frozenset(), ports: frozenset[int] = WEB_PORTS) -> URL:
    """Return the address in its usual form, without a fragment; raises FetchError (NOT_WEB, PRIVATE).

    A literal address is checked here; a name's addresses are checked when it is looked up. ``allow`` names hosts and
    ports for which neither is done.
    """
    url = _parsed(text)
    host = (url.raw_host or "").removesuffix(".")
    port = url.port
    if not host or port is None:
        raise FetchError(Reason.NOT_WEB, "The address names no server.")
    if (host, port) not in allow:
        if port not in ports:
            raise FetchError(Reason.NOT_WEB, f"The address names port {port}; only 80 and 443 are fetched from.")
        _check_host(host)
    return url if host == url.raw_host else url.with_host(host)


def _parsed(text: str) -> URL:
    if len(text) > LONGEST:
        raise FetchError(Reason.NOT_WEB, f"The address is longer than {LONGEST} characters.")
    if _UNFIT.search(text):
        raise FetchError(Reason.NOT_WEB, "The address holds a space, a control character or a backslash.")
    found = _AUTHORITY.match(text)
    authority = found[1] if found else ""
    try:
        url = URL(text).with_fragment(None)
        known = url.scheme in ("http", "https") and bool(url.raw_host) and url.port is not None
    except ValueError:
        known = False
    # yarl takes "[v1.x]" for the name v1.x.
    if not known or ("[" in authority and ":" not in authority.partition("]")[0]):
        raise FetchError(Reason.NOT_WEB, "Only whole addresses that begin with http:// or https:// are fetched.")
    if "@" in authority:
        raise FetchError(Reason.NOT_WEB, "The address holds a user name or a password; give it without.")
    return url


def _check_host(host: str) -> None:
    private = FetchError(
        Reason.PRIVATE, "The address leads into a private network; only public servers are fetched from."
    )
    if ":" in host:
        if not is_public(host):
            raise private
    elif _NUMBER.fullmatch(host):
        usual = _usual(host)
        if usual is not None and not is_public(usual):
            raise private
        if usual != host:
            raise FetchError(Reason.NOT_WEB, "The server is named by a number written in an unusual way.")
    elif "." not in host or host.endswith(_INNER):
        raise private
    elif not _NAME.fullmatch(host):
        raise FetchError(Reason.NOT_WEB, "The server's name is not a valid one.")


def _usual(host: str) -> str | None:
    """Return what the system would connect to for ``0177.0.0.1``, ``0x7f.1`` or ``2130706433``; None for nothing."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def redirected(current: URL, location: str) -> str:
    """Return the whole address a redirect leads to, not yet checked; raises FetchError (REDIRECTS)."""
    location = location.strip()
    try:
        if _UNFIT.search(location):
            raise ValueError
        target = current.join(URL(location))
    except ValueError:
        raise FetchError(Reason.REDIRECTS, "The server redirects to something that is no address.") from None
    if current.scheme == "https" and target.scheme == "http":
        raise FetchError(Reason.REDIRECTS, "The server redirects from https to http, which is not followed.")
    return str(target)


def web_link(text: str) -> str | None:
    """Return the link in its usual form when it is one a reader may be shown, else None; it is fetched from no sooner."""
    try:
        return str(_parsed(text.strip()))
    except FetchError:
        return None
