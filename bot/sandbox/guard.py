"""Keeps web pages of other sites away from the stand-in: foreign hosts (DNS rebinding) and foreign origins."""

from urllib.parse import urlsplit

from tornado.httputil import HTTPServerRequest

OWN_NAMES = {"127.0.0.1", "localhost", "::1"}


def is_own_host(request: HTTPServerRequest) -> bool:
    """Return whether a request names this machine and the port it came in on."""
    return _is_own(request.host, request)


def is_own_origin(request: HTTPServerRequest) -> bool:
    """Return whether a request comes from the page served here, or from no web page at all."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
    return origin.startswith("http://") and _is_own(origin.removeprefix("http://"), request)


def _is_own(host: str, request: HTTPServerRequest) -> bool:
    try:
        parts = urlsplit(f"//{host}")
        port = parts.port or 80
    except ValueError:
        return False
    stream = getattr(request.connection, "stream", None)
    opened = stream.socket.getsockname()[1] if stream is not None and stream.socket is not None else port
    return parts.hostname in OWN_NAMES and port == opened and "@" not in host
