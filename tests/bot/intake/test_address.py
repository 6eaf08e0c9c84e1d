"""Addresses: whatever disguise a private one wears, it is refused before anything is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from bot.intake.address import LONGEST, redirected, web_address, web_link
from bot.intake.failure import FetchError, Reason
from bot.intake.public import is_public


def refused(text: str) -> Reason:
    with pytest.raises(FetchError) as raised:
        web_address(text)
    return raised.value.reason


class TestPublic:
    @pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2a00:1450:4007:80e::200e", "2606:4700::1111"])
    def test_an_address_of_the_internet_is_public(self, address: str) -> None:
        assert is_public(address)

    @pytest.mark.parametrize(
        "address",
        [
            "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "169.254.169.254",
            "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
            "198.51.100.7", "203.0.113.7", "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16",
            "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808",
            "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "2002:7f00:1::1",
            "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
            "2a00:1450:4007:80e::200e%eth0", "", "localhost", "127.1", "0177.0.0.1", "2130706433",
        ],
    )  # fmt: skip
    def test_everything_else_is_not(self, address: str) -> None:
        assert not is_public(address)


class TestRefused:
    @pytest.mark.parametrize(
        "host",
        [
            "127.0.0.1", "127.0.0.1.", "0177.0.0.1", "0177.0.0.01", "2130706433", "0x7f000001", "0x7f.1", "0X7F.0.0.1", "127.1",
            "017700000001", "10.0.0.1", "0x0a.0.0.1", "169.254.169.254", "0xa9fea9fe", "2852039166", "0", "0.0.0.0",
            "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "[2001:0:1::1]",
            "[fe80::1%25eth0]", "[fd00::1]", "[::]", "localhost", "LOCALHOST", "localhost.", "a.localhost", "router",
            "router.local", "nas.lan", "metadata.google.internal", "x.home.arpa", "hidden.onion",
            "①②⑦.⓪.⓪.①", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "127。0。0。1",
        ],
    )  # fmt: skip
    def test_a_private_host_however_it_is_written(self, host: str) -> None:
        assert refused(f"http://{host}/feed") is Reason.PRIVATE

    @pytest.mark.parametrize(
        "host", ["08.8.8.8", "134744072", "0x08.8.8.8", "8.8.2056", "256.1.1.1", "1.2.3.4.5", "0x", "9999999999"]
    )
    def test_a_public_address_that_is_not_written_as_usual(self, host: str) -> None:
        assert refused(f"http://{host}/") is Reason.NOT_WEB

    @pytest.mark.parametrize(
        "text",
        [
            "", "feed", "/etc/passwd", "file:///etc/passwd", "ftp://journal.fr/", "gopher://journal.fr/", "data:text/xml,x",
            "javascript:alert(1)", "tg://resolve?domain=x", "http://", "http:///feed", "http:journal.fr", "//journal.fr/",
            "http://journal.fr:8080/", "http://journal.fr:22/", "http://journal.fr:0/", "http://journal.fr:99999/", "http://journal.fr:x/",
            "http://me:secret@journal.fr/", "http://me@journal.fr/", "http://@journal.fr/", "http://journal.fr@127.0.0.1/",
            "http://journal.fr\\@127.0.0.1/", "http://journal.fr/a b", "http://journal.fr/\r\nHost: x", "http://journal.fr/\x00",
            "http://[::1/", "http://[v1.x]/", "http://-journal.fr/", "http://jour nal.fr/", "http://a..fr/",
            f"http://journal.fr/{'a' * LONGEST}",
        ],
    )  # fmt: skip
    def test_what_is_no_plain_address_of_the_web(self, text: str) -> None:
        assert refused(text) is Reason.NOT_WEB

    def test_the_sentence_names_neither_the_address_nor_the_password_in_it(self) -> None:
        for text in ("http://me:secret@journal.fr/", "http://127.0.0.1/?key=secret", "ftp://secret"):
            with pytest.raises(FetchError) as raised:
                web_address(text)
            assert "secret" not in raised.value.says + repr(raised.value)
            assert raised.value.__cause__ is None

    @given(st.text(max_size=60) | st.text(alphabet="http:/.[]@%0127fx#?", max_size=40).map("http://{}".format))
    def test_anything_is_either_an_address_or_refused(self, text: str) -> None:
        try:
            url = web_address(text)
        except FetchError:
            return
        assert url.scheme in ("http", "https")
        assert url.port in (80, 443)
        assert str(web_address(str(url))) == str(url)


class TestTaken:
    @pytest.mark.parametrize(
        ("text", "usual"),
        [
            ("https://www.journal.fr/rss?a=1#top", "https://www.journal.fr/rss?a=1"),
            ("HTTP://WWW.Journal.FR./rss", "http://www.journal.fr/rss"),
            ("https://journal.fr:443/", "https://journal.fr/"),
            ("http://journal.fr:443/", "http://journal.fr:443/"),
            ("https://élysée.fr/a", "https://xn--lyse-9oad.fr/a"),
            ("http://8.8.8.8/", "http://8.8.8.8/"),
            ("http://[2a00:1450::1]/", "http://[2a00:1450::1]/"),
        ],
    )
    def test_a_public_address_in_its_usual_form(self, text: str, usual: str) -> None:
        assert str(web_address(text)) == usual

    def test_a_pair_that_is_allowed_and_no_other_port_or_host(self) -> None:
        allow = frozenset({("127.0.0.1", 8001), ("::1", 8001)})
        assert web_address("http://127.0.0.1:8001/", allow)
        assert web_address("http://[::1]:8001/", allow)
        for text in ("http://127.0.0.1:8002/", "http://127.0.0.1/", "http://127.1:8001/", "http://localhost:8001/"):
            with pytest.raises(FetchError):
                web_address(text, allow)


class TestRedirected:
    @pytest.mark.parametrize(
        ("location", "target"),
        [
            ("/b", "https://journal.fr/b"),
            ("b?x=1", "https://journal.fr/rss/b?x=1"),
            ("//autre.fr/", "https://autre.fr/"),
            ("https://autre.fr/é", "https://autre.fr/%C3%A9"),
            ("file:///etc/passwd", "file:///etc/passwd"),
        ],
    )
    def test_leads_to_a_whole_address_still_to_be_checked(self, location: str, target: str) -> None:
        assert redirected(URL("https://journal.fr/rss/a"), location) == target

    @pytest.mark.parametrize(
        "location", ["http://journal.fr/", "HTTP://autre.fr", "http://[::1", "/a b", "/\udcff", "https://x:y/"]
    )
    def test_not_from_https_to_http_nor_to_what_is_no_address(self, location: str) -> None:
        with pytest.raises(FetchError) as raised:
            redirected(URL("https://journal.fr/rss"), location)
        assert raised.value.reason is Reason.REDIRECTS


class TestLink:
    def test_only_one_of_the_web_is_shown(self) -> None:
        assert web_link(" https://Journal.fr/a#b ") == "https://journal.fr/a"
        assert web_link("http://journal.fr:8080/a") == "http://journal.fr:8080/a"
        for text in ("javascript:alert(1)", "tg://x", "mailto:a@b.fr", "http://a:b@c.fr/", "/a", ""):
            assert web_link(text) is None
