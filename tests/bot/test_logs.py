"""Logs: one JSON object a line, and no token in any of them, whoever wrote it and at whatever level."""

import asyncio
import io
import json
import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.wire import DoubtfulError, http_wire, NotSentError
from bot.logs import HIDDEN, set_up_logs, without_token
from bot.settings import TOKEN_SHAPE
from tests.bot.gateway.bad_server import bad_server, CLOSE, HANG

TOKEN = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake"
SECRET_HALF = TOKEN.split(":")[1]
ADDRESS = f"https://api.telegram.org/bot{TOKEN}/sendMessage"


class Terminal(io.StringIO):
    """Standard error on a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(params=[io.StringIO, Terminal], ids=["json", "terminal"])
def stderr(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Logs at DEBUG into a buffer, everything put back afterwards."""
    buffer: io.StringIO = request.param()
    monkeypatch.setattr(sys, "stderr", buffer)
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    levels = {name: logging.getLogger(name).level for name in list(logging.Logger.manager.loggerDict)}
    set_up_logs("debug")
    yield buffer
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)
    sys.excepthook = hook
    structlog.reset_defaults()


class Holder:
    """Something whose repr gives the token away."""

    def __repr__(self) -> str:
        return f"Holder({ADDRESS})"


class WithTokenError(Exception):
    """A fault whose text holds the token."""


@pytest.mark.parametrize(
    "value",
    [
        ADDRESS,
        ADDRESS.encode(),
        Holder(),
        [ADDRESS],
        (ADDRESS,),
        {ADDRESS},
        {"a": {"b": [Holder()]}},
        WithTokenError(ADDRESS),
        aiohttp.InvalidURL(ADDRESS),
    ],
)
def test_no_value_of_our_own_shows_it(stderr: io.StringIO, value: Any) -> None:
    log = structlog.get_logger()
    log.error(f"event {ADDRESS}", value=value)
    log.bind(bound=value).debug("event")
    assert SECRET_HALF not in stderr.getvalue()
    assert HIDDEN in stderr.getvalue()


def test_no_line_of_a_library_shows_it(stderr: io.StringIO) -> None:
    for name in ("httpx", "telegram.Bot", "aiohttp.client", "asyncio", "something.else"):
        for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
            logging.getLogger(name).log(level, "HTTP Request: POST %s %r", ADDRESS, Holder())
    assert SECRET_HALF not in stderr.getvalue()
    assert HIDDEN in stderr.getvalue()


def test_no_traceback_shows_it(stderr: io.StringIO) -> None:
    try:
        raise WithTokenError(ADDRESS)
    except WithTokenError as fault:
        structlog.get_logger().error("with info", exc_info=True)
        structlog.get_logger().error("with fault", exc_info=fault)
        structlog.get_logger().exception("exception")
        logging.getLogger("library").exception("library")
        logging.getLogger("library").error("stack", stack_info=True)
    shown = stderr.getvalue()
    assert SECRET_HALF not in shown
    assert "WithTokenError" in shown


def test_a_fault_nobody_caught_is_one_line_with_its_place(stderr: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stderr)  # pytest sets its own anew before each test
    try:
        raise WithTokenError(ADDRESS)
    except WithTokenError as fault:
        sys.excepthook(WithTokenError, fault, fault.__traceback__)
    (line,) = stderr.getvalue().splitlines()
    assert "WithTokenError at test_logs.py:" in line
    stderr.seek(0)
    stderr.truncate()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert stderr.getvalue() == ""


async def test_no_fault_of_the_http_client_shows_it(stderr: io.StringIO) -> None:
    log = structlog.get_logger()
    for what in (CLOSE, HANG, b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{", b"rubbish\r\n\r\n"):
        async with bad_server(what) as server, http_wire(server.url, TOKEN) as wire:
            try:
                await wire.post("getMe", {}, {}, 0.05)
            except (NotSentError, DoubtfulError) as fault:
                log.error("fault", fault=fault, shown=repr(fault), traceback=traceback.format_exc(), wire=wire)
                logging.getLogger("x").error("failed %r", wire, exc_info=True)
    assert SECRET_HALF not in stderr.getvalue()


async def test_the_loops_own_complaints_do_not_show_it(stderr: io.StringIO) -> None:
    loop = asyncio.get_running_loop()
    loop.call_exception_handler(
        {"message": "Unclosed response", "client_response": Holder(), "exception": WithTokenError(ADDRESS)}
    )
    assert "Unclosed response" in stderr.getvalue()
    assert SECRET_HALF not in stderr.getvalue()


@given(
    st.from_regex(TOKEN_SHAPE).map(str.strip),
    st.text(max_size=5),
    st.sampled_from(["", " ", "/sendMessage", "'", "\n", "?x=1", "&"]),
)
def test_every_token_the_settings_accept_is_hidden(token: str, before: str, after: str) -> None:
    if before[-1:].isdigit():
        before += " "
    assert token.split(":")[1] not in without_token(f"{before}{token}{after}")
    assert token.split(":")[1] not in without_token(f"{before}{token.replace(':', '%3A')}{after}")


@pytest.mark.parametrize("text", ["2026-11-22T12:00:00Z", "12:30", "un texte : ordinaire", "127.0.0.1:8080"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert without_token(text) == text


def test_a_line_is_one_json_object_in_utc(stderr: io.StringIO) -> None:
    structlog.get_logger().warning("delivery.flood", seconds=7, text="é\nnew line")
    if stderr.isatty():
        assert "delivery.flood" in stderr.getvalue()
        return
    (line,) = stderr.getvalue().splitlines()
    entry = json.loads(line)
    assert entry.pop("timestamp").endswith("Z")
    assert entry == {"event": "delivery.flood", "level": "warning", "seconds": 7, "text": "é\nnew line"}


def test_libraries_that_write_addresses_are_quiet_below_warning(stderr: io.StringIO) -> None:
    for name in ("httpx", "telegram.ext", "aiosqlite", "apscheduler.scheduler"):
        logging.getLogger(name).info("chatter")
        logging.getLogger(name).debug("chatter")
    assert stderr.getvalue() == ""


def test_a_librarys_own_mistake_in_logging_does_not_come_out(stderr: io.StringIO) -> None:
    ours = next(handler for handler in logging.getLogger().handlers if type(handler).__module__ == "bot.logs")
    for level, says, values in (
        (logging.ERROR, "%d %d", (ADDRESS,)),
        (25, "an odd level", ()),
        (3, "below", ()),
        (99, "above", ()),
    ):
        ours.handle(logging.LogRecord("library", level, "file.py", 1, says, values, None))
    assert SECRET_HALF not in stderr.getvalue()
    for says in ("cannot be put together", "an odd level", "below", "above"):
        assert says in stderr.getvalue()


def test_the_level_asked_for_is_kept(stderr: io.StringIO) -> None:
    set_up_logs("error")
    structlog.get_logger().warning("quiet")
    logging.getLogger("library").warning("quiet")
    assert stderr.getvalue() == ""
