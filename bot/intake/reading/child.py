"""The child: confines itself, reads one feed or page from standard input, and answers with JSON on standard output."""

import json
import sys
from typing import Any

from bot.intake.reading.bounds import Bounds
from bot.intake.reading.confine import confine


def main() -> None:
    """Read what the arguments name: the kind, and a JSON object with what the server said and the bounds."""
    kind, task = sys.argv[1], json.loads(sys.argv[2])
    confine(Bounds(**task["bounds"]))
    body = sys.stdin.buffer.read()
    try:
        answer = read(kind, body, task["url"], task["content_type"], task["charset"])
    except MemoryError:
        answer = {"fault": "memory"}
    except RecursionError:
        answer = {"fault": "depth"}
    except Exception as fault:  # whatever a library makes of it, the parent is told its kind and nothing of the text
        answer = {"fault": type(fault).__name__}
    sys.stdout.write(json.dumps(answer))


def read(kind: str, body: bytes, url: str, content_type: str, charset: str | None) -> dict[str, Any]:
    """Return the answer; only the libraries the kind needs are imported."""
    if kind == "feed":
        from bot.intake.reading.feed import read_feed  # noqa: PLC0415

        return read_feed(body, url, content_type, charset)
    from bot.intake.reading.page import read_page  # noqa: PLC0415

    return read_page(body, url, content_type, charset)
