"""Why something could not be fetched."""

from enum import StrEnum


class Reason(StrEnum):
    """The kinds of failure; the value is the last part of a text's key."""

    NOT_WEB = "not-web"
    """No address of the web as we take it: another scheme, port or form."""
    PRIVATE = "private"
    """It leads into a private network, or to this machine."""
    DNS = "dns"
    """The name is not known, or no name server answered."""
    UNREACHED = "unreached"
    """No connection, or one that broke before the answer was whole."""
    UNSAFE = "unsafe"
    """The server's certificate is not valid."""
    TOO_SLOW = "too-slow"
    TOO_LARGE = "too-large"
    REDIRECTS = "redirects"
    """Too many, in a circle, to nowhere, or from https to http."""
    UNREADABLE = "unreadable"
    """The answer is no HTTP, or packed in a way we did not ask for."""
    REFUSED = "refused"
    """The server answered with another status than success."""
    GONE = "gone"
    """The server says that the address is gone for good (410)."""


class FetchError(Exception):
    """Nothing was fetched; ``says`` is a sentence a person can act on and holds no address."""

    def __init__(
        self, reason: Reason, says: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        """Keep the HTTP ``status`` and the seconds of ``Retry-After``, where the server sent them."""
        super().__init__(says)
        self.reason = reason
        self.says = says
        self.status = status
        self.retry_after = retry_after
