"""What a fetch brought back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer; with status 304 nothing has changed and the body is empty."""

    url_final: str
    """Where the answer came from, after redirects."""
    status: int
    body: bytes
    content_type: str
    charset: str | None
    """As the server names it; None where it names none that exists."""
    etag: str | None
    modified: str | None
    """``Last-Modified``, as it stands, for the next request."""
    retry_after: float | None
    """Seconds."""
    tdm_reserved: bool
    """The publisher reserves text and data mining (header ``tdm-reservation: 1``): its text is not extracted."""
