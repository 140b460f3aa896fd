"""From a name to addresses outside: each is looked at, and one that is not public spoils them all."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address
from typing import Any, Protocol

# Prefixes that carry an IPv4 address inside. The well-known one of NAT64 is how an IPv6-only house reaches the world;
# the others lead where nobody can say beforehand.
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
NEVER = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",
            "100.64.0.0/10",
            "192.0.0.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "240.0.0.0/4",
            "::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "5f00::/16",
            "fec0::/10",
        ),
    )
)
ISATAP = (0x00005EFE, 0x02005EFE)


class NotPublic(Exception):
    """A name leads to an address that is not outside, or to none."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Resolver(Protocol):
    """Says which addresses a name has."""

    def __call__(self, host: str, port: int, timeout: float) -> Sequence[str]:
        """Return them in the order to try; empty if there are none, or not in time."""


def is_public(text: str) -> bool:
    """Whether an address is one of the whole internet, and of no house, no machine, no group.

    >>> is_public("93.184.215.14"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1")
    (True, False, False)
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(str(inner))
        if address.scope_id or (int(address) >> 32) & 0xFFFFFFFF in ISATAP:
            return False
    return _is_outside(address)


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None


def _is_outside(address: IPv4Address | IPv6Address) -> bool:
    reserved = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    if reserved or address.is_private or address.is_link_local or not address.is_global:
        return False
    return not any(address in network for network in NEVER if network.version == address.version)


def resolve_public(resolver: Resolver, host: str, port: int, timeout: float) -> Sequence[str]:
    """Return the addresses of a name, all of them public.

    Raises:
        NotPublic: there are none, or one of them is not.
    """
    found = resolver(host, port, timeout)
    if not found:
        raise NotPublic("not_resolved")
    if not all(map(is_public, found)):
        raise NotPublic("not_public")
    return found


def ask_system(host: str, port: int, timeout: float) -> Sequence[str]:
    """Return what the system's resolver says, or nothing where it takes longer than `timeout` seconds."""
    found: list[str] = []

    def ask() -> None:
        try:
            lines: list[Any] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(line[4][0]) for line in lines))

    # getaddrinfo knows no deadline; a thread that waits on is left to the resolver's own end.
    thread = threading.Thread(target=ask, name="resolve", daemon=True)
    thread.start()
    thread.join(timeout)
    return [] if thread.is_alive() else list(found)
