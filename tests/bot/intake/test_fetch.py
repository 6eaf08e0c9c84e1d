"""The fetch: faults 61 to 66 of the delivery paper, against real servers on the loopback."""

import asyncio
import gzip
import random
import time
import tracemalloc
import zlib
from datetime import datetime, UTC

import pytest

from bot.intake.failure import FetchError, Reason
from bot.intake.fetch import AGENT, Fetcher, FetchLimits
from bot.intake.resolver import system_lookup
from tests.bot.intake.site import Doors, fetcher, http, Names, open_site, Site

PUBLIC = "93.184.216.34"
FEED = b"<rss version='2.0'><channel/></rss>"


async def refusal(web: Fetcher, url: str) -> FetchError:
    async with web:
        with pytest.raises(FetchError) as raised:
            await web.fetch(url)
    return raised.value


def chunked(*pieces: bytes) -> bytes:
    parts = (b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"".join(parts) + b"0\r\n\r\n"


class TestFetched:
    async def test_an_answer_comes_with_what_the_server_says_of_it(self) -> None:
        said = {"ETag": '"v1"', "Last_Modified": "Fri, 20 Nov 2026 10:00:00 GMT", "Retry_After": "60"}
        answer = http(FEED, Content_Type="application/rss+xml; charset=ISO-8859-1", **said)
        async with open_site(rss=answer) as site, fetcher(site) as web:
            got = await web.fetch(site.url("/rss#top"))
        assert (got.status, got.body, got.content_type, got.charset) == (200, FEED, "application/rss+xml", "iso8859-1")
        assert (got.etag, got.modified, got.retry_after) == ('"v1"', "Fri, 20 Nov 2026 10:00:00 GMT", 60.0)
        assert (got.url_final, got.tdm_reserved) == (site.url("/rss"), False)

    async def test_we_say_who_we_are_and_keep_no_cookie(self) -> None:
        async with open_site(rss=http(FEED, Set_Cookie="a=b")) as site:
            names, allow = Names({"journal.fr": [["127.0.0.1"]]}), frozenset({("journal.fr", site.port)})
            async with fetcher(names=names, allow=allow) as web:
                for _ in range(2):
                    await web.fetch(site.url("/rss", "journal.fr"))
        assert f"User-Agent: {AGENT}\r\n" in site.asked[1]
        assert "Accept-Encoding: gzip, identity\r\n" in site.asked[1]
        assert "cookie" not in site.asked[1].lower()

    async def test_a_feed_that_has_not_changed_has_no_body(self) -> None:
        async with open_site(rss=http(status="304 Not Modified", ETag='"v1"')) as site, fetcher(site) as web:
            got = await web.fetch(site.url("/rss"), etag='"v1"', modified="Fri, 20 Nov 2026 10:00:00 GMT")
        assert (got.status, got.body, got.etag) == (304, b"", '"v1"')
        assert 'If-None-Match: "v1"\r\n' in site.asked[0]
        assert "If-Modified-Since: Fri, 20 Nov 2026 10:00:00 GMT\r\n" in site.asked[0]

    async def test_a_304_nobody_asked_for_is_an_error(self) -> None:
        async with open_site(rss=http(status="304 Not Modified")) as site:
            assert (await refusal(fetcher(site), site.url("/rss"))).status == 304

    async def test_a_reservation_against_data_mining_is_noted(self) -> None:
        async with (
            open_site(a=http("x", tdm_reservation="1"), b=http("x", tdm_reservation="0")) as site,
            fetcher(site) as web,
        ):
            assert (await web.fetch(site.url("/a"))).tdm_reserved
            assert not (await web.fetch(site.url("/b"))).tdm_reserved

    async def test_what_a_header_may_not_hold_is_not_sent_back(self) -> None:
        odd = http("x", ETag='"é"', Content_Type="text/xml; charset=base65", Last_Modified="x" * 600)
        async with open_site(rss=odd) as site, fetcher(site) as web:
            got = await web.fetch(site.url("/rss"))
        assert (got.etag, got.modified, got.charset) == (None, None, None)

    async def test_one_request_a_host_at_a_time_and_several_hosts_at_once(self) -> None:
        most = 0

        async def slowly(writer: asyncio.StreamWriter) -> None:
            nonlocal most
            await asyncio.sleep(0.1)
            most = max(most, one.busy + other.busy)
            writer.write(http(FEED))

        async with open_site(rss=slowly) as one, open_site(rss=slowly) as other:
            names = Names({"un.fr": [["127.0.0.1"]], "deux.fr": [["127.0.0.1"]]})
            allow = frozenset({("un.fr", one.port), ("deux.fr", other.port)})
            async with fetcher(names=names, allow=allow) as web:
                urls = [site.url("/rss", host) for site, host in ((one, "un.fr"), (other, "deux.fr")) for _ in range(3)]
                await asyncio.gather(*(web.fetch(url) for url in urls))
        assert (one.busiest, other.busiest, one.connections) == (1, 1, 3)
        assert most == 2

    async def test_a_host_is_free_again_after_a_failure(self) -> None:
        async with open_site(rss=http(FEED)) as site, fetcher(site) as web:
            with pytest.raises(FetchError):
                await web.fetch(site.url("/none"))
            assert (await web.fetch(site.url("/rss"))).body == FEED
            assert not web._turns

    async def test_no_proxy_of_the_environment_is_used(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async with open_site(rss=http(FEED)) as site, open_site() as proxy:
            for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
                monkeypatch.setenv(name, proxy.url())
            async with fetcher(site) as web:
                assert (await web.fetch(site.url("/rss"))).body == FEED
        assert proxy.connections == 0


class TestRefusedByTheServer:
    @pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 429, 500, 503, 300, 302])
    async def test_the_status_is_told(self, status: int) -> None:
        async with open_site(rss=http("no", f"{status} No", Retry_After="120")) as site:
            error = await refusal(fetcher(site), site.url("/rss"))
        assert (error.reason, error.status, error.retry_after) == (Reason.REFUSED, status, 120.0)
        assert str(status) in error.says

    async def test_gone_is_told_apart(self) -> None:
        async with open_site(rss=http("no", "410 Gone")) as site:
            assert (await refusal(fetcher(site), site.url("/rss"))).reason is Reason.GONE

    async def test_a_wait_may_be_given_as_a_date(self) -> None:
        answer = http("no", "503 Busy", Retry_After="Fri, 20 Nov 2026 10:10:00 GMT")
        async with open_site(rss=answer) as site:
            web = fetcher(site, now=lambda: datetime(2026, 11, 20, 10, tzinfo=UTC))
            assert (await refusal(web, site.url("/rss"))).retry_after == 600.0

    async def test_no_address_is_in_an_error(self) -> None:
        async with open_site(rss=b"nonsense\r\n\r\n") as site:
            error = await refusal(fetcher(site), site.url("/rss?key=s3cret"))
        assert "s3cret" not in repr(error) + repr(error.__cause__) + error.says


class TestLimits:
    async def test_a_body_of_a_gigabyte_is_left_at_five_megabytes(self) -> None:
        sent = 0

        async def endless(writer: asyncio.StreamWriter) -> None:
            nonlocal sent
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            for _ in range(16_000):
                writer.write(b"x" * 65_536)
                await writer.drain()
                sent += 65_536

        async with open_site(rss=endless) as site:
            error = await refusal(fetcher(site), site.url("/rss"))
        assert error.reason is Reason.TOO_LARGE
        assert sent < 9_500_000  # the network's own buffers hold some more

    async def test_a_length_told_before_is_not_waited_for(self) -> None:
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"
        async with open_site(rss=answer) as site:
            assert (await refusal(fetcher(site), site.url("/rss"))).reason is Reason.TOO_LARGE

    @pytest.mark.parametrize(("encoding", "megabytes"), [("gzip", 300), ("deflate", 30)])
    async def test_a_bomb_stops_at_ten_megabytes(self, encoding: str, megabytes: int) -> None:
        packer = zlib.compressobj(9, wbits=31 if encoding == "gzip" else 15)
        bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()
        assert len(bomb) < 310_000
        async with open_site(rss=http(bomb, Content_Encoding=encoding)) as site:
            tracemalloc.start()
            try:
                error = await refusal(fetcher(site), site.url("/rss"))
                _, peak = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
        assert error.reason is Reason.TOO_LARGE
        assert peak < 40_000_000

    @pytest.mark.parametrize("slow", ["head", "body"])
    async def test_a_server_that_trickles_is_left_at_the_deadline(self, slow: str) -> None:
        async def trickle(writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if slow == "body" else b"X-A: "))
            while True:
                writer.write(b"a")
                await writer.drain()
                await asyncio.sleep(0.02)

        async with open_site(rss=trickle) as site:
            began = time.monotonic()
            error = await refusal(fetcher(site, limits={"seconds": 0.4}), site.url("/rss"))
        assert error.reason is Reason.TOO_SLOW
        assert time.monotonic() - began < 2

    async def test_the_deadline_is_over_all_redirects_together(self) -> None:
        async def away(writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.25)
            writer.write(http(status="302 Found", Location=f"/{site.connections}"))

        async with open_site() as site:
            site.answers = {f"/{number}": away for number in range(6)}
            error = await refusal(fetcher(site, limits={"seconds": 0.6}), site.url("/0"))
        assert error.reason is Reason.TOO_SLOW
        assert 2 <= site.connections <= 3

    async def test_a_name_server_that_does_not_answer_counts_too(self) -> None:
        async def silent(host: str, port: int) -> list[str]:
            await asyncio.sleep(60)
            return []

        error = await refusal(fetcher(names=silent, limits={"seconds": 0.2}), "http://journal.fr/")
        assert error.reason is Reason.TOO_SLOW

    @pytest.mark.parametrize("head", [b"X-A: b\r\n" * 200_000, b"X-A: " + b"b" * 2_000_000 + b"\r\n"])
    async def test_endless_headers_are_no_answer(self, head: bytes) -> None:
        async with open_site(rss=b"HTTP/1.1 200 OK\r\n" + head + b"\r\n") as site:
            assert (await refusal(fetcher(site), site.url("/rss"))).reason is Reason.UNREADABLE


class TestPacked:
    async def test_gzip_and_both_kinds_of_deflate_are_unpacked(self) -> None:
        bare = zlib.compressobj(wbits=-15)
        packed = {
            "gzip": gzip.compress(FEED),
            "x-gzip": gzip.compress(FEED[:9]) + gzip.compress(FEED[9:]),
            "GZIP": gzip.compress(FEED) + b"\0" * 20,
            "deflate": zlib.compress(FEED),
            "Deflate": bare.compress(FEED) + bare.flush(),
            "identity": FEED,
        }
        for name, body in packed.items():
            async with open_site(rss=http(body, Content_Encoding=name)) as site, fetcher(site) as web:
                assert (await web.fetch(site.url("/rss"))).body == FEED, name

    async def test_piece_by_piece(self) -> None:
        body = gzip.compress(FEED * 1000)
        pieces = chunked(*(body[at : at + 7] for at in range(0, len(body), 7)))
        answer = pieces.replace(b"\r\n", b"\r\nContent-Encoding: gzip\r\n", 1)
        async with open_site(rss=answer) as site, fetcher(site) as web:
            assert (await web.fetch(site.url("/rss"))).body == FEED * 1000

    @pytest.mark.parametrize(
        ("encoding", "body"),
        [
            ("br", b"x"),
            ("gzip, gzip", b"x"),
            ("gzip", b"no gzip"),
            ("deflate", b"\xff\xff"),
            ("gzip", gzip.compress(b"") * 60),
        ],
    )
    async def test_what_was_not_asked_for_or_is_broken_is_refused(self, encoding: str, body: bytes) -> None:
        async with open_site(rss=http(body, Content_Encoding=encoding)) as site:
            assert (await refusal(fetcher(site), site.url("/rss"))).reason is Reason.UNREADABLE

    async def test_an_end_that_is_missing_is_noticed(self) -> None:
        whole = http(FEED * 100)
        async with open_site(a=http(gzip.compress(FEED)[:-9], Content_Encoding="gzip"), b=whole[:-50]) as site:
            for path in ("/a", "/b"):
                assert (await refusal(fetcher(site), site.url(path))).reason is Reason.UNREACHED


class TestRedirects:
    async def test_five_are_followed_and_a_sixth_is_not(self) -> None:
        async with open_site() as site:
            moved = {f"/{n}": http(status="301 Moved", Location=f"/{n + 1}") for n in range(6)}
            site.answers = {**moved, "/6": http(FEED)}
            async with fetcher(site) as web:
                assert (await web.fetch(site.url("/1"))).url_final == site.url("/6")
            assert (await refusal(fetcher(site), site.url("/0"))).reason is Reason.REDIRECTS

    async def test_a_circle_is_left_at_once(self) -> None:
        async with open_site() as site:
            site.answers = {"/a": http(status="302 Found", Location="/b"), "/b": http(status="307 On", Location="/a#x")}
            assert (await refusal(fetcher(site), site.url("/a"))).reason is Reason.REDIRECTS
            assert site.connections == 2

    @pytest.mark.parametrize(
        ("location", "reason"),
        [
            ("file:///etc/passwd", Reason.NOT_WEB),
            ("ftp://127.0.0.1/", Reason.NOT_WEB),
            ("http://169.254.169.254/latest/meta-data/", Reason.PRIVATE),
            ("http://127.0.0.1/", Reason.NOT_WEB),
            ("http://[::ffff:127.0.0.1]:{port}/", Reason.NOT_WEB),
            ("http://127.0.0.1:{port}/", Reason.NOT_WEB),
            ("http://0x7f.1:{port}/", Reason.NOT_WEB),
            ("http://inside.fr:{port}/", Reason.NOT_WEB),
            ("//me:pass@127.0.0.1:{port}/", Reason.NOT_WEB),
            ("http://[::1", Reason.REDIRECTS),
        ],
    )
    async def test_each_target_is_checked_anew(self, location: str, reason: Reason) -> None:
        async with open_site() as private, open_site() as site:
            target = location.format(port=private.port)
            site.answers = {"/": http(status="302 Found", Location=target)}
            doors = Doors()
            error = await refusal(fetcher(site, doors=doors, names=Names({"inside.fr": [["127.0.0.1"]]})), site.url())
        assert error.reason in (reason, Reason.PRIVATE)
        assert private.connections == 0
        assert len(doors.asked) == 1

    async def test_the_check_of_the_address_holds_where_the_port_is_no_bar(self) -> None:
        async with open_site() as private, open_site() as site:
            ports = frozenset({80, 443, private.port})
            names = Names({"inside.fr": [["127.0.0.1"]]})
            for host in ("127.0.0.1", "127.1", "[::ffff:127.0.0.1]", "0177.0.0.1", "2130706433", "inside.fr"):
                site.answers = {"/": http(status="302 Found", Location=f"http://{host}:{private.port}/")}
                error = await refusal(fetcher(site, names=names, ports=ports), site.url())
                assert error.reason is Reason.PRIVATE, host
        assert private.connections == 0

    async def test_a_redirect_without_a_target_is_an_error(self) -> None:
        async with open_site(rss=http(status="302 Found")) as site:
            assert (await refusal(fetcher(site), site.url("/rss"))).reason is Reason.REFUSED


class TestNames:
    async def test_a_name_that_leads_inside_is_not_connected_to(self) -> None:
        async with open_site() as private:
            for address in (
                "127.0.0.1",
                "10.0.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "fe80::1%eth0",
                "169.254.169.254",
            ):
                doors, names = Doors(), Names({"inside.fr": [[address]]})
                web = fetcher(names=names, doors=doors, ports=frozenset({private.port}))
                error = await refusal(web, private.url(host="inside.fr"))
                assert (error.reason, doors.asked, names.asked) == (Reason.PRIVATE, [], ["inside.fr"]), address
        assert private.connections == 0

    async def test_one_private_answer_among_public_ones_refuses_all(self) -> None:
        for answers in ([PUBLIC, "127.0.0.1"], ["127.0.0.1", PUBLIC], [PUBLIC, PUBLIC, "fd00::1"]):
            doors = Doors()
            web = fetcher(names=Names({"mixed.fr": [answers]}), doors=doors)
            assert (await refusal(web, "http://mixed.fr/")).reason is Reason.PRIVATE
            assert doors.asked == []

    async def test_an_answer_that_changes_after_the_check_is_never_asked_for(self) -> None:
        async with open_site() as private:
            names, doors = Names({"rebind.fr": [[PUBLIC], ["127.0.0.1"]]}), Doors()
            web = fetcher(names=names, doors=doors, ports=frozenset({private.port}))
            error = await refusal(web, private.url(host="rebind.fr"))
        assert error.reason is Reason.UNREACHED
        assert (names.asked, doors.asked) == (["rebind.fr"], [PUBLIC])
        assert private.connections == 0

    async def test_a_name_is_looked_up_and_checked_again_at_the_next_fetch(self) -> None:
        names, doors = Names({"rebind.fr": [[PUBLIC], ["127.0.0.1"]]}), Doors()
        async with fetcher(names=names, doors=doors) as web:
            for reason in (Reason.UNREACHED, Reason.PRIVATE):
                with pytest.raises(FetchError) as raised:
                    await web.fetch("http://rebind.fr/")
                assert raised.value.reason is reason
        assert doors.asked == [PUBLIC]

    async def test_every_public_answer_may_be_tried(self) -> None:
        doors = Doors()
        web = fetcher(names=Names({"journal.fr": [[PUBLIC, "2a00:1450::1"]]}), doors=doors)
        assert (await refusal(web, "http://journal.fr/")).reason is Reason.UNREACHED
        assert set(doors.asked) == {PUBLIC, "2a00:1450::1"}

    async def test_the_last_check_is_at_the_socket(self) -> None:
        """Were aiohttp ever to connect past the resolver, no socket would be opened."""
        async with open_site() as private, fetcher() as web:
            assert web._session is not None
            with pytest.raises(OSError):
                await web._session.get(private.url())
        assert private.connections == 0

    async def test_a_name_that_is_allowed_lets_no_other_name_or_port_in(self) -> None:
        async with open_site(rss=http(FEED)) as site, open_site() as private:
            names = Names({"demo.fr": [["127.0.0.1"]], "other.fr": [["127.0.0.1"]]})
            allow, ports = frozenset({("demo.fr", site.port)}), frozenset({site.port, private.port})
            async with fetcher(names=names, allow=allow, ports=ports) as web:
                assert (await web.fetch(site.url("/rss", "demo.fr"))).body == FEED
                for url in (site.url(host="other.fr"), site.url(), private.url(host="demo.fr"), private.url()):
                    with pytest.raises(FetchError) as raised:
                        await web.fetch(url)
                    assert raised.value.reason is Reason.PRIVATE
        assert (site.connections, private.connections) == (1, 0)
        assert f"Host: demo.fr:{site.port}" in site.asked[0]

    async def test_a_name_nobody_knows_is_said_so(self) -> None:
        for names in (Names({}), Names({"nowhere.fr": [[]]})):
            assert (await refusal(fetcher(names=names), "http://nowhere.fr/")).reason is Reason.DNS

    async def test_the_system_knows_this_machine(self) -> None:
        assert "127.0.0.1" in await system_lookup("localhost", 80)


class TestUnreached:
    async def test_a_port_nobody_listens_at(self) -> None:
        async with open_site() as site:
            pass
        assert (await refusal(fetcher(site), site.url())).reason is Reason.UNREACHED

    @pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nX: y"])
    async def test_a_server_that_hangs_up(self, answer: bytes) -> None:
        async with open_site(rss=answer) as site:
            assert (await refusal(fetcher(site), site.url("/rss"))).reason is Reason.UNREACHED

    @pytest.mark.parametrize("answer", [b"hello\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x16\x03\x01\r\n\r\n"])
    async def test_a_server_that_speaks_something_else(self, answer: bytes) -> None:
        async with open_site(rss=answer) as site:
            assert (await refusal(fetcher(site), site.url("/rss"))).reason is Reason.UNREADABLE

    async def test_whatever_it_sends_is_an_answer_or_an_error_of_ours(self) -> None:
        chance = random.Random(4)
        whole = http(gzip.compress(FEED), Content_Encoding="gzip", ETag='"a"', Retry_After="5", Location="/b")
        bits = [
            b"\r\n",
            b"\x00",
            b"\xff",
            b": ",
            b"Content-Length: 5\r\n",
            b"Transfer-Encoding: chunked\r\n",
            b"302",
            b"200",
        ]
        async with open_site() as site, fetcher(site, limits={"seconds": 2.0}) as web:
            for _ in range(150):
                sent = bytearray(whole)
                for _ in range(chance.randint(1, 4)):
                    at = chance.randrange(len(sent))
                    sent[at : at + chance.randint(0, 9)] = chance.choice(bits)
                site.answers = {"/rss": bytes(sent), "/b": http(FEED)}
                try:
                    got = await web.fetch(site.url("/rss"), etag='"a"')
                except FetchError as error:
                    assert error.__cause__ is None
                else:
                    assert got.status < 400

    async def test_a_server_without_proper_tls(self) -> None:
        async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(100)
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            writer.close()

        async with await asyncio.start_server(nonsense, "127.0.0.1", 0) as server:
            site = Site(port=server.sockets[0].getsockname()[1])
            error = await refusal(fetcher(site), f"https://127.0.0.1:{site.port}/")
        assert error.reason is Reason.UNSAFE

    async def test_the_limits_are_those_of_the_security_paper(self) -> None:
        assert FetchLimits() == FetchLimits(raw=5_000_000, unpacked=10_000_000, seconds=30.0, redirects=5)
