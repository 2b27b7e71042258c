import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.fetching.addresses import (
    ForbiddenAddressError,
    guarded_socket,
    is_public,
    literal_address,
    require_public_literal,
)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.251",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:0808:0808::1",
        "3fff::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.1",
        "113.160.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "203.162.0.1",
        "223.255.255.254",
        "::ffff:1.1.1.1",
        "64:ff9b::101:101",
        "2001:ee0::1",
        "2400:cb00::1",
        "2606:4700:4700::1111",
    ],
)
def test_addresses_of_servers_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6, network="2000::/3"))
def test_what_python_calls_special_is_never_public(address: IPv4Address | IPv6Address) -> None:
    special = address.is_loopback or address.is_link_local or address.is_private
    assert not (is_public(address) and (special or address.is_multicast or address.is_reserved))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.1"],
)
def test_every_way_to_write_loopback_is_refused(host: str) -> None:
    with pytest.raises(ForbiddenAddressError, match=r"127\.0\.0\.1"):
        require_public_literal(host)


@pytest.mark.parametrize("host", ["[::1]", "::ffff:7f00:1", "[fe80::1%25eth0]"])
def test_ipv6_hosts_are_read_with_brackets_and_zone(host: str) -> None:
    with pytest.raises(ForbiddenAddressError):
        require_public_literal(host)


@pytest.mark.parametrize("host", ["bdiza.gov.vn", "", "face.be", "1.2.3.4.5", "127.0.0.1.example"])
def test_names_are_no_addresses(host: str) -> None:
    assert literal_address(host) is None
    require_public_literal(host)


def test_no_socket_is_made_for_a_forbidden_address() -> None:
    told: list[str] = []
    make = guarded_socket(told.append)
    with pytest.raises(ForbiddenAddressError):
        make((socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1%lo", 80, 0, 1)))
    assert told == [
        "fe80::1 is no public address; a profile with allow_private = true may fetch it"
    ]


def test_a_socket_is_made_for_a_public_address() -> None:
    with guarded_socket(pytest.fail)(
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", 80))
    ) as made:
        assert made.family == socket.AF_INET
