"""Which network addresses are public: only those are connected to."""

from ipaddress import ip_address, IPv4Address, IPv4Network, IPv6Network
from typing import Final

# Written out, as the standard library's own table changes with the version of Python.
# Source: the special-purpose address registries of IANA (RFC 6890 and what updates it).
_NOT_PUBLIC_4: Final = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # behind a carrier's translator
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's inner service on a public address
        "169.254.0.0/16",  # link-local, and the clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_GLOBAL_6: Final = IPv6Network("2000::/3")
"""All that is handed out as global unicast; loopback, mapped, translated (64:ff9b::), local and multicast lie outside."""
_NOT_PUBLIC_6: Final = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: any IPv4 address in disguise
        "3fff::/20",  # documentation
    )
)


def is_public(address: str) -> bool:
    """Return whether the literal address, in its usual form, is one of the public internet."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return not any(found in network for network in _NOT_PUBLIC_4)
    if found.scope_id is not None:
        return False
    return found in _GLOBAL_6 and not any(found in network for network in _NOT_PUBLIC_6)
