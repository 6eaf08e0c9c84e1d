"""The wire: what was surely not sent, what is in doubt, and no token in anything that comes out."""

import asyncio
import gzip
import socket
import traceback
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.gateway import wire as wire_module
from bot.gateway.wire import DoubtfulError, File, http_wire, HttpWire, NotSentError
from tests.bot.gateway.bad_server import answer, bad_server, CLOSE, HANG

TOKEN = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake"


async def post(url: str, seconds: float = 2.0, files: dict[str, File] | None = None) -> tuple[int, bytes]:
    async with http_wire(url, TOKEN) as wire:
        return await wire.post("sendMessage", {"chat_id": "7", "text": "é & =\n"}, files or {}, seconds)


async def test_a_call_is_a_form_under_the_token_and_brings_back_status_and_body() -> None:
    async with bad_server(answer('{"ok":true}', "418 Teapot")) as server:
        assert await post(server.url) == (418, b'{"ok":true}')
    (asked,) = server.asked
    assert asked.startswith(f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\n".encode())
    assert asked.endswith(b"chat_id=7&text=%C3%A9+%26+%3D%0A")


async def test_a_file_goes_along_as_multipart() -> None:
    async with bad_server(answer("{}")) as server:
        await post(server.url, files={"picture": File("chart.png", b"\x89PNG", "image/png")})
    assert b'name="picture"; filename="chart.png"' in server.asked[0]
    assert b"\x89PNG" in server.asked[0]


async def test_redirects_are_not_followed() -> None:
    async with bad_server(answer("", "302 Found", "Location: http://127.0.0.1:1/elsewhere")) as server:
        assert (await post(server.url))[0] == 302


class TestNotSent:
    async def test_a_refused_connection(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # bound, not listening
            with pytest.raises(NotSentError):
                await post(f"http://127.0.0.1:{taken.getsockname()[1]}")

    async def test_a_host_nobody_knows(self) -> None:
        with pytest.raises(NotSentError):
            await wire_over(Resolver(None), "http://nowhere.invalid")

    async def test_a_name_server_that_does_not_answer(self) -> None:
        with pytest.raises(NotSentError):
            await wire_over(Resolver(30.0), "http://nowhere.invalid", seconds=0.1)


class Resolver(AbstractResolver):
    """Knows no host, at once or after a time."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if self.seconds is not None:
            await asyncio.sleep(self.seconds)
        raise OSError("no such host")

    async def close(self) -> None:
        pass


async def wire_over(resolver: Resolver, url: str, seconds: float = 1.0) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=resolver)) as session:
        await HttpWire(session, f"{url}/bot{TOKEN}").post("getMe", {}, {}, seconds)


class TestInDoubt:
    @pytest.mark.parametrize(
        "what",
        [
            CLOSE,
            b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"ok":tr',
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnot a chunk",
            b"this is not HTTP\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
            b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        ],
        ids=["closed", "half", "broken chunk", "not HTTP", "bad gzip", "endless header"],
    )
    async def test_an_answer_that_does_not_arrive_whole(self, what: bytes) -> None:
        async with bad_server(what) as server:
            with pytest.raises(DoubtfulError):
                await post(server.url)
        assert len(server.asked) == 1  # aiohttp must not have tried again by itself

    async def test_an_answer_that_does_not_arrive_in_time(self) -> None:
        async with bad_server(HANG) as server:
            with pytest.raises(DoubtfulError):
                await post(server.url, seconds=0.05)

    async def test_an_answer_without_end_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(wire_module, "MOST_BYTES", 1000)
        async with bad_server(answer(b"x" * 5000)) as server:
            with pytest.raises(DoubtfulError):
                await post(server.url)

    async def test_a_small_answer_that_unpacks_without_end_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(wire_module, "MOST_BYTES", 100_000)
        packed = gzip.compress(b"\0" * 10_000_000)
        async with bad_server(answer(packed, headers="Content-Encoding: gzip")) as server:
            with pytest.raises(DoubtfulError):
                await post(server.url)


class TestTheToken:
    @pytest.fixture
    async def faults(self) -> AsyncIterator[list[BaseException]]:
        found: list[BaseException] = []
        for what in (CLOSE, HANG, b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"):
            async with bad_server(what) as server:
                try:
                    await post(server.url, seconds=0.05)
                except (NotSentError, DoubtfulError) as fault:
                    found.append(fault)
        for url in ("http://127.0.0.1:1", "http://[bad", "http://exa mple.invalid:99999999"):
            try:
                await post(url, seconds=0.5)
            except (NotSentError, DoubtfulError) as fault:
                found.append(fault)
        yield found

    async def test_is_in_no_error_and_no_traceback(self, faults: list[BaseException]) -> None:
        assert len(faults) == 6
        for fault in faults:
            shown = "".join(traceback.format_exception(fault)) + repr(fault) + str(fault)
            assert TOKEN not in shown
            assert TOKEN.split(":")[1] not in shown

    async def test_is_not_in_the_repr_of_the_wire(self) -> None:
        async with http_wire("http://127.0.0.1:1", TOKEN) as wire:
            assert TOKEN not in f"{wire!r} {wire}"
