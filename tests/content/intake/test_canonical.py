import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.intake.canonical import canonical, host

PAGE = "https://20minutes.fr/paris/2654907-20191119-salle"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.20minutes.fr/paris/2654907-20191119-salle",
        "http://www.20minutes.fr/paris/2654907-20191119-salle/",
        "HTTPS://WWW.20Minutes.FR:443/paris/2654907-20191119-salle",
        "http://20minutes.fr:80/paris/2654907-20191119-salle#commentaires",
        "https://www.20minutes.fr/paris/2654907-20191119-salle?utm_source=rss&utm_medium=feed&xtor=RSS-149",
        "https://www.20minutes.fr/paris/2654907-20191119-salle?fbclid=IwAR0&at_medium=x",
        "https://www.20minutes.fr/amp/paris/2654907-20191119-salle",
        "https://amp.20minutes.fr/paris/2654907-20191119-salle?amp=1",
        "https://m.20minutes.fr/paris/2654907-20191119-salle",
        "https://www.google.com/amp/s/www.20minutes.fr/paris/2654907-20191119-salle",
        "https://www-20minutes-fr.cdn.ampproject.org/c/s/www.20minutes.fr/amp/paris/2654907-20191119-salle",
        "  https://www.20minutes.fr/paris/2654907-20191119-salle\n",
    ],
)
def test_one_page_passed_around_in_many_ways_has_one_key(url: str) -> None:
    assert canonical(url) == PAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?id=1", "https://a.example/?id=2"),
        ("https://a.example/a", "https://a.example/b"),
        ("https://a.example/a", "https://b.example/a"),
        ("https://a.example/A", "https://a.example/a"),
        ("https://a.example:8443/a", "https://a.example/a"),
        ("https://blog.a.example/a", "https://a.example/a"),
        ("https://a.example/champ", "https://a.example/ch"),
    ],
)
def test_different_pages_keep_different_keys(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_order_of_what_is_asked_for_makes_no_difference() -> None:
    assert canonical("https://a.example/?b=2&a=1") == canonical("https://a.example/?a=1&utm_term=x&b=2")


@pytest.mark.parametrize(
    "url", ["", "pas une adresse", "ftp://a.example/x", "https://", "https://[", "https://a:b/x", "//a"]
)
def test_what_is_no_address_of_the_web_comes_back_as_it_is(url: str) -> None:
    assert canonical(url) == "".join(url.split())
    assert host(url) == ""


def test_the_host_is_seen_through_a_cache() -> None:
    assert host("https://www.google.com/amp/s/www.rt.com/news/1") == "rt.com"


@given(
    st.one_of(
        st.text(max_size=200), st.from_regex(r"https?://[a-z.:@\[\]%/]{0,30}(\?[a-z=&_#%]{0,30})?", fullmatch=True)
    )
)
def test_anything_has_a_key_and_a_key_is_its_own(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)
