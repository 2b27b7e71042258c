"""Which IP addresses may be fetched from: those of public servers, unless a profile says other.

The judgement is made on the address that a connection is about to use, when its socket is made
(`guarded_socket`). A name that resolves to something else the second time gains nothing by it,
and redirects, feeds and sitemaps need no check of their own.

The tables are IANA's registries of special-purpose addresses, for IPv4 (RFC 6890 and successors)
and IPv6.
"""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
AddressInfo = tuple[
    int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[str | int | bytes, ...]
]
"""What `socket.getaddrinfo` returns: family, type, protocol, canonical name, socket address."""

_SPECIAL_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local; metadata services of clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # IETF protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays, deprecated
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")
"""All that was ever given out for global unicast; everything else of IPv6 is special."""
_SPECIAL_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # IETF protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which hides an IPv4 address
        "3fff::/20",  # documentation
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are the IPv4 address that a gateway connects to."""


class ForbiddenAddressError(OSError):
    """A connection to an address that may not be fetched from; none was made."""


def is_public(address: Address) -> bool:
    """Tell whether the address is one that a public server can have."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_V4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _GLOBAL_V6 and not any(address in network for network in _SPECIAL_V6)


def literal_address(host: str) -> Address | None:
    """Return the address that a host is, in any form that a system takes, or None for a name.

    `2130706433`, `0x7f.1` and `0177.0.0.1` are all 127.0.0.1 (inet_aton(3)).
    """
    bare = host.strip("[]").partition("%")[0]
    try:
        return ip_address(bare)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(bare))
    except (OSError, UnicodeError):
        return None


def require_public(address: Address) -> None:
    """Raise ForbiddenAddressError where the address is not public."""
    if not is_public(address):
        raise ForbiddenAddressError(
            f"{address} is no public address; a profile with allow_private = true may fetch it"
        )


def require_public_literal(host: str) -> None:
    """Raise ForbiddenAddressError where a host is an address, not a name, and not public."""
    address = literal_address(host)
    if address is not None:
        require_public(address)


def guarded_socket(on_refusal: Callable[[str], None]) -> Callable[[AddressInfo], socket.socket]:
    """Return a maker of sockets that makes none for an address that is not public.

    `on_refusal` is told why. It raises ForbiddenAddressError.
    """

    def make(info: AddressInfo) -> socket.socket:
        host = str(info[4][0]).partition("%")[0]
        try:
            require_public(ip_address(host))
        except ForbiddenAddressError as refusal:
            on_refusal(str(refusal))
            raise
        return socket.socket(info[0], info[1], info[2])

    return make
