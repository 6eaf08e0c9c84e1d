"""Hosts: letters that pass for others are never shown as letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.host import shown_host


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("Journal.fr", "journal.fr"),
        ("xn--lyse-9oad.fr", "élysée.fr"),
        ("élysée.fr", "élysée.fr"),
        ("œuvre.fr", "œuvre.fr"),
        ("раris.fr", "xn--ris-5cd3f.fr"),  # its first two letters are Cyrillic
        ("аррӏе.com", "xn--80ak6aa92e.com"),  # all of them are
        ("gοοgle.com", "xn--ggle-0nda.com"),  # Greek
        ("parıs.fr", "xn--pars-nza.fr"),  # a dotless i
        ("例え.jp", "例え.jp"),
        ("العربية.com", "العربية.com"),
        ("例a.jp", "xn--a-kb7a.jp"),
        ("a_b.journal.fr", "a_b.journal.fr"),
        ("93.184.216.34", "93.184.216.34"),
    ],
)
def test_the_host_is_shown_as_it_is_or_in_punycode(host: str, shown: str) -> None:
    assert shown_host(host) == shown


@given(st.text(max_size=30))
def test_any_host_is_shown_somehow(host: str) -> None:
    shown_host(host).encode()
