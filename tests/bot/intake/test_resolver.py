"""The look-up of names: names of this machine need no name server, and are private all the same."""

import pytest

from bot.intake.failure import FetchError, Reason
from bot.intake.resolver import CheckedResolver, system_lookup


@pytest.mark.parametrize("host", ["localhost", "journal.localhost", "a.b.LOCALHOST", "journal.localhost."])
async def test_a_name_below_localhost_is_this_machine(host: str) -> None:
    assert await system_lookup(host, 80) == ["127.0.0.1"]


async def test_it_is_private_unless_it_was_allowed() -> None:
    with pytest.raises(FetchError) as refused:
        await CheckedResolver(system_lookup, frozenset()).resolve("journal.localhost", 80)
    assert refused.value.reason is Reason.PRIVATE
    allowed = CheckedResolver(system_lookup, frozenset({("journal.localhost", 8088)}))
    assert [each["host"] for each in await allowed.resolve("journal.localhost", 8088)] == ["127.0.0.1"]
    assert not allowed.may_connect("127.0.0.1", 80)
