"""The reader: a real child, what it may not do, and what becomes of one that takes too much."""

import asyncio
import json
import os
import sys
import time
from datetime import datetime, UTC
from pathlib import Path
from typing import Any

import pytest

from bot.intake.reading.bounds import Bounds
from bot.intake.reading.reader import Reader
from bot.intake.reading.records import FeedRead, ReadingError, Unread
from tests.bot.intake.reading.feeds import ATOM, fetched, item, lol, quadratic, rss
from tests.bot.intake.reading.test_page import html

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MANY = rss(*(item(number, "<description>mot</description>") for number in range(20_000)))
ROOT = str(Path(__file__).parents[4])


def reader(script: str | None = None, **bounds: Any) -> Reader:
    """Return a reader; with a script, its child runs that instead, under the same conditions."""
    limits = Bounds(**bounds)
    if script is None:
        return Reader(bounds=limits, now=lambda: NOW)
    return Reader(bounds=limits, now=lambda: NOW, program=(sys.executable, "-I", "-B", "-c", script))


TELL = f"""
import json, os, socket, sys
sys.path.insert(0, {ROOT!r})
from bot.intake.reading.bounds import Bounds
from bot.intake.reading.confine import confine
confine(Bounds(**json.loads(sys.argv[2])["bounds"]))
sys.stdin.buffer.read()
def tell(what): print(json.dumps({{"feed": True, "broken": False, "title": json.dumps(what), "entries": []}}))
def tried(act):
    try: act()
    except BaseException as fault: return type(fault).__name__
    return "done"
"""


async def told(script: str, **bounds: Any) -> Any:
    return json.loads((await reader(TELL + script, **bounds).read_feed(fetched(b"x"))).title)


async def refusal(of: Reader, body: bytes, content_type: str = "text/xml") -> Unread:
    what = fetched(body, content_type)
    with pytest.raises(ReadingError) as raised:
        await (of.read_page(what) if content_type == "text/html" else of.read_feed(what))
    assert raised.value.says.endswith(".")
    return raised.value.reason


class TestRead:
    async def test_a_feed_and_a_page(self) -> None:
        feed = await reader().read_feed(fetched(ATOM))
        assert (feed.title, feed.entries[0].url) == ("Atom", "http://journal.fr/a")
        page = await reader().read_page(fetched(html(), "text/html", "utf-8"))
        assert (page.title, page.site) == ("La place rouvre", "Le Journal")

    async def test_hostile_entities_are_bounded(self) -> None:
        for body in (lol(), quadratic()):
            assert isinstance(await reader().read_feed(fetched(body)), FeedRead)

    async def test_a_body_that_is_a_path_is_a_text(self, tmp_path: Path) -> None:
        feed = tmp_path / "feed.xml"
        feed.write_bytes(ATOM)
        for path in ("/etc/passwd", "/dev/zero", str(feed)):
            assert await refusal(reader(), path.encode()) is Unread.NOT_A_FEED

    async def test_what_is_no_feed_or_no_page(self) -> None:
        assert await refusal(reader(), html(), "application/xml") is Unread.NOT_A_FEED
        assert await refusal(reader(), b"", "text/html") is Unread.NOT_A_PAGE

    async def test_a_file_is_not_read_as_a_page(self) -> None:
        with pytest.raises(ReadingError) as raised:
            await reader("raise SystemExit(9)").read_page(fetched(b"%PDF", "application/pdf"))
        assert raised.value.reason is Unread.NOT_A_PAGE

    async def test_a_page_reserved_by_a_header_is_not_even_opened(self) -> None:
        with pytest.raises(ReadingError) as raised:
            await reader("raise SystemExit(9)").read_page(fetched(html(), "text/html", reserved=True))
        assert raised.value.reason is Unread.RESERVED


class TestConfined:
    async def test_it_has_no_token_no_setting_and_an_empty_directory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("RIVERAIN_TOKEN", "RIVERAIN_TOKEN_FILE", "CREDENTIALS_DIRECTORY", "PYTHONPATH"):
            monkeypatch.setenv(name, "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake")
        environment, here, isolated, argv = await told(
            "tell([dict(os.environ), os.listdir('.'), sys.flags.isolated, sys.argv[1:]])"
        )
        assert environment == {"LC_ALL": "C.UTF-8"}
        assert (here, isolated) == ([], 1)
        assert "AAFake" not in repr(argv)

    async def test_its_limits_are_set_and_cannot_be_lifted(self) -> None:
        names = ("AS", "CPU", "FSIZE", "CORE", "NOFILE", "NPROC")
        limits = await told(
            f"import resource; tell([resource.getrlimit(getattr(resource, 'RLIMIT_' + n)) for n in {names}])"
        )
        assert limits == [[512 * 2**20] * 2, [10, 11], [0, 0], [0, 0], [64, 64], [0, 0]]

    async def test_it_connects_to_nothing_writes_nothing_and_starts_nothing(self) -> None:
        connections = 0

        async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal connections
            connections += 1
            writer.close()

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            outcomes = await told(
                f"""
import subprocess
tell([tried(act) for act in (
    lambda: socket.create_connection(("127.0.0.1", {port}), 1),
    lambda: socket.getaddrinfo("journal.fr", 80),
    lambda: open("/tmp/x", "w"), lambda: os.open("x", os.O_CREAT | os.O_WRONLY), lambda: os.mkdir("x"),
    lambda: subprocess.run(["true"]), lambda: os.fork(), lambda: os.system("true"), lambda: open("/dev/null").close(),
)])"""
            )
        assert outcomes == ["PermissionError"] * 8 + ["done"]
        assert connections == 0

    async def test_a_file_it_had_open_would_not_grow(self, tmp_path: Path) -> None:
        """The kernel's limit holds where Python's hook is passed by."""
        script = f"import os; kept = os.open({str(tmp_path / 'x')!r}, os.O_CREAT | os.O_WRONLY)\n{TELL}"
        script += "tell(tried(lambda: os.write(kept, b'x')))"
        found = await reader(script).read_feed(fetched(b"x"))
        assert json.loads(found.title) == "OSError"

    async def test_each_child_s_directory_is_removed(self) -> None:
        where = await told("tell(os.getcwd())")
        assert Path(where).name.startswith("reading-")
        assert not Path(where).exists()


class TestTooMuch:
    async def test_twenty_thousand_items_are_stopped_by_the_processor_limit(self) -> None:
        assert await refusal(reader(cpu=1), MANY) is Unread.TOO_MUCH

    async def test_a_hundred_thousand_nested_tags_are_stopped_too(self) -> None:
        assert await refusal(reader(cpu=1), b"<rss><channel>" + b"<div>" * 100_000) is Unread.TOO_MUCH

    async def test_the_loop_goes_on_while_a_child_works(self) -> None:
        async def longest_pause(until: asyncio.Task[Unread]) -> float:
            longest, before = 0.0, time.monotonic()
            while not until.done():
                await asyncio.sleep(0.005)
                longest, before = max(longest, time.monotonic() - before), time.monotonic()
            return longest

        reading = asyncio.create_task(refusal(reader(cpu=1), MANY))
        assert await longest_pause(reading) < 0.9
        assert await reading is Unread.TOO_MUCH

    async def test_memory_runs_out_in_the_child_alone(self) -> None:
        assert await refusal(reader(memory=40 * 2**20), MANY[:800_000]) is Unread.TOO_MUCH

    async def test_one_that_sleeps_is_killed_with_what_it_started(self, tmp_path: Path) -> None:
        script = f"""
import os, subprocess, sys, time
inner = subprocess.Popen([sys.executable, "-I", "-c", "import time; time.sleep(60)"])
open({str(tmp_path / "pids")!r}, "w").write(f"{{os.getpid()}} {{inner.pid}}")
time.sleep(60)"""
        began = time.monotonic()
        assert await refusal(reader(script, wall=2.0), b"x") is Unread.TOO_MUCH
        assert time.monotonic() - began < 9
        for pid in (tmp_path / "pids").read_text().split():
            assert await ended(int(pid))

    async def test_it_ends_itself_when_nobody_is_left_to_kill_it(self) -> None:
        # The reader's own clock is made to run late.
        script = TELL.replace('["bounds"]', '["bounds"] | {"wall": 0.3}') + "import time; time.sleep(60)"
        began = time.monotonic()
        assert await refusal(reader(script, wall=10.0), b"x") is Unread.TOO_MUCH
        assert time.monotonic() - began < 5

    async def test_an_answer_without_end_is_not_kept(self) -> None:
        script = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
        assert await refusal(reader(script, answer=1_000_000), b"x") is Unread.TOO_MUCH


class TestFailed:
    @pytest.mark.parametrize(
        "script",
        [
            "raise SystemExit(3)",
            "import os; os.abort()",
            "print('nonsense')",
            "pass",
            'print(\'{"fault": "KeyError"}\')',
        ],
    )
    async def test_a_child_that_fails_is_said_so(self, script: str) -> None:
        assert await refusal(reader(script), b"x" * 3_000_000) is Unread.FAILED

    async def test_a_child_that_cannot_be_started_is_said_so(self) -> None:
        assert await refusal(Reader(program=("/nowhere/python",)), b"x") is Unread.FAILED

    async def test_the_next_reading_is_as_good_as_any(self) -> None:
        one = reader(cpu=1)
        await refusal(one, MANY)
        assert (await one.read_feed(fetched(ATOM))).title == "Atom"


class TestTurns:
    async def test_at_most_two_at_once(self, tmp_path: Path) -> None:
        script = f"""
import os, time
def note(sign): os.write(os.open({str(tmp_path / "log")!r}, os.O_CREAT | os.O_APPEND | os.O_WRONLY), sign)
note(b"+"); time.sleep(0.2); note(b"-"); print('{{"feed": true}}')"""
        one = reader(script)
        await asyncio.gather(*(one.read_feed(fetched(b"x")) for _ in range(5)))
        running = most = 0
        for sign in (tmp_path / "log").read_text():
            running += 1 if sign == "+" else -1
            most = max(most, running)
        assert (most, running) == (2, 0)

    async def test_one_that_is_cancelled_leaves_no_child_and_gives_its_turn_back(self, tmp_path: Path) -> None:
        pid = tmp_path / "pid"
        script = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
        one = Reader(program=(sys.executable, "-I", "-c", script), at_once=1, bounds=Bounds(wall=2.0))
        task = asyncio.create_task(one.read_feed(fetched(b"x")))
        while not (pid.exists() and pid.read_text()):
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await ended(int(pid.read_text()))
        assert not one._turns.locked()


async def ended(pid: int) -> bool:
    """Return whether the process ends within two seconds; one that only waits to be reaped has."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        await asyncio.sleep(0.01)
    return False


async def test_the_parser_s_libraries_are_loaded_in_the_child_alone() -> None:
    script = f"""
import asyncio, sys
sys.path.insert(0, {ROOT!r})
import bot.intake.fetch, bot.intake.robots, bot.intake.schedule, bot.intake.sanitise, bot.intake.host
from bot.intake.reading.reader import Reader
from bot.intake.fetched import Fetched
def got(body, kind): return Fetched("http://journal.fr/", 200, body, kind, None, None, None, None, False)
async def main():
    assert (await Reader().read_feed(got({ATOM!r}, "text/xml"))).entries
    assert (await Reader().read_page(got({html()!r}, "text/html"))).text
asyncio.run(main())
print([name for name in sys.modules if name.split(".")[0] in ("feedparser", "trafilatura", "lxml", "htmldate", "justext")])
"""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", script, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    said, errors = await child.communicate()
    assert said.strip().split(b"\n")[-1] == b"[]", errors.decode()


async def test_a_feed_s_child_does_not_load_what_only_pages_need() -> None:
    script = f"""
import sys
sys.path.insert(0, {ROOT!r})
from bot.intake.reading import child
child.read("feed", {ATOM!r}, "http://journal.fr/", "text/xml", None)
print([name for name in sys.modules if name in ("trafilatura", "lxml", "aiohttp", "asyncio", "structlog", "bot.intake.reading.reader")])
"""
    one = await asyncio.create_subprocess_exec(sys.executable, "-I", "-c", script, stdout=asyncio.subprocess.PIPE)
    said, _ = await one.communicate()
    assert said.strip() == b"[]"
