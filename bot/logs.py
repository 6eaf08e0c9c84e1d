"""Logs: one JSON object a line (plain text on a terminal), and no token in any of them, whoever wrote it."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any, Final

import structlog

TOKEN: Final = re.compile(r"\d{1,20}(?::|%3[Aa])[A-Za-z0-9_-]{20,}")
HIDDEN: Final = "(token)"

_QUIET: Final = ("httpx", "httpcore", "telegram", "aiosqlite", "apscheduler", "asyncio", "tornado.access")
"""Libraries that would write addresses, and with them the token or what people wrote, at lower levels."""


def without_token(text: str) -> str:
    """Return the text with every token in it hidden."""
    return TOKEN.sub(HIDDEN, text)


def where(fault: BaseException) -> str:
    """Return file and line of the fault, never its text: that may hold what somebody wrote."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "?"
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return without_token(value)
    if isinstance(value, dict):
        return {name: _clean(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(inner) for inner in value]
    return value if isinstance(value, (int, float, bool, type(None))) else without_token(str(value))


def _hide(_logger: object, _name: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    if given := event.pop("exc_info", None):
        # The kind alone: a traceback shows what the fault says, on a terminal even the variables.
        kind = sys.exc_info()[0] if given is True else given[0] if isinstance(given, tuple) else type(given)
        event["fault"] = kind.__name__ if kind else "?"
    return {name: _clean(value) for name, value in event.items()}


class _Last(logging.Handler):
    """Writes whatever other libraries log, through the same hiding."""

    def emit(self, record: logging.LogRecord) -> None:
        fault = f" ({record.exc_info[0].__name__})" if record.exc_info and record.exc_info[0] else ""
        try:
            says = record.getMessage() + fault
        except Exception:  # the library's own mistake; what it wanted to say is in doubt, that it did is not
            says = "(a message that cannot be put together)"
        level = min(max(record.levelno // 10 * 10, logging.DEBUG), logging.CRITICAL)
        structlog.get_logger().log(level, "library", name=record.name, says=says)


def set_up_logs(level: str) -> None:
    """Send every log line to standard error, from ``level`` up."""
    terminal = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(ensure_ascii=False)
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _hide,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [_Last()]
    root.setLevel(max(number, logging.INFO))
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _excepthook


def _excepthook(kind: type[BaseException], _fault: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "?"
    sys.stderr.write(without_token(f"Riverain stopped on a fault of its own ({kind.__name__} at {where}).\n"))
