"""A refusal in Telegram's words: the error code, the description and the parameters of an answer that is not ``ok``."""

from bot.sandbox.record import Record


class Refusal(Exception):  # noqa: N818 (an answer of Telegram, not a fault of ours)
    """What Telegram answers instead of a result."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        """Keep the HTTP code, the whole description and what stands under ``parameters``."""
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def record(self) -> Record:
        """Return the body of the answer."""
        body: Record = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = dict(self.parameters)
        return body


def lowered(text: str) -> str:
    """Return the text with its first letter small, unless a capital or ``_`` follows, as Telegram's server does."""
    if len(text) >= 2 and (text[1] == "_" or "A" <= text[1] <= "Z"):
        return text
    return text[:1].lower() + text[1:]


def bad_request(text: str, **parameters: int) -> Refusal:
    """Return a 400 ``Bad Request: …``."""
    return Refusal(400, f"Bad Request: {lowered(text)}", **parameters)


def forbidden(text: str) -> Refusal:
    """Return a 403 ``Forbidden: …``."""
    return Refusal(403, f"Forbidden: {lowered(text)}")


def conflict(text: str) -> Refusal:
    """Return a 409 ``Conflict: …``."""
    return Refusal(409, f"Conflict: {text}")


def too_many_requests(seconds: int) -> Refusal:
    """Return a 429 that asks to wait for so many seconds."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def unauthorized() -> Refusal:
    """Return the 401 for a token Telegram does not know."""
    return Refusal(401, "Unauthorized")


def not_found() -> Refusal:
    """Return the 404 for a malformed token or a method that does not exist."""
    return Refusal(404, "Not Found")


def not_modelled(method: str) -> Refusal:
    """Return the 501 of a method that exists at Telegram's but not here: an answer Telegram itself never gives."""
    return Refusal(501, f"Not Implemented: the sandbox does not model {method}")
