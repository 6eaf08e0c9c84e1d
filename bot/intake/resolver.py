"""Names to addresses: one lookup for a connection, and every answer checked before any is used."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.intake.failure import FetchError, Reason
from bot.intake.public import is_public

Lookup = Callable[[str, int], Awaitable[list[str]]]
"""From a name and a port to literal addresses; raises OSError when there are none."""


async def system_lookup(host: str, port: int) -> list[str]:
    """Return the addresses the system knows for the name; ``localhost`` and what ends in it is this machine (RFC 6761, 6.3)."""
    if host.rstrip(".").lower().rpartition(".")[2] == "localhost":
        return ["127.0.0.1"]
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class CheckedResolver(AbstractResolver):
    """Resolves for aiohttp, which connects to exactly what this returns: nobody looks the name up a second time."""

    def __init__(self, lookup: Lookup, allow: frozenset[tuple[str, int]]) -> None:
        """Look names up with ``lookup``; hosts and ports in ``allow`` may have private addresses."""
        self._lookup = lookup
        self._allow = allow
        self._allowed = {pair for pair in allow if not _is_name(pair[0])}

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002 - of aiohttp's interface; both are wanted
    ) -> list[ResolveResult]:
        """Return the addresses of the name; raises FetchError when there is none or any of them is private."""
        try:
            addresses = await self._lookup(host, port)
        except (OSError, UnicodeError):
            addresses = []
        if not addresses:
            raise FetchError(Reason.DNS, "The server's name is not known. Check the spelling, or try again later.")
        if (host, port) in self._allow:
            self._allowed |= {(address, port) for address in addresses}
        # One private answer among public ones is an attack or a mistake: neither is connected to.
        elif not all(is_public(address) for address in addresses):
            raise FetchError(Reason.PRIVATE, "The server's name leads into a private network.")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    def may_connect(self, address: str, port: int) -> bool:
        """Return whether a socket may be opened to the address: the last check, at the connection itself."""
        return is_public(address) or (address, port) in self._allowed

    async def close(self) -> None:
        """Nothing is held."""


def _is_name(host: str) -> bool:
    return ":" not in host and not host.replace(".", "").isdigit()
