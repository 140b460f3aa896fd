"""Addresses inside: no connection is made to any of them, by whatever name and whenever they turn up."""

from __future__ import annotations

import pytest

from backend.webhooks import outside
from backend.webhooks.addresses import Address
from backend.webhooks.resolving import ask_system, is_public
from tests.backend.webhooks.receivers import HOST, PUBLIC, Names, Receiver, Wire, sender_to

INSIDE = {
    "loopback": "127.0.0.1",
    "another loopback": "127.8.8.8",
    "nothing": "0.0.0.0",  # noqa: S104
    "this network": "0.1.2.3",
    "ten": "10.0.0.1",
    "one seven two": "172.16.5.4",
    "one nine two": "192.168.1.1",
    "carrier's": "100.64.0.1",
    "metadata": "169.254.169.254",
    "protocols": "192.0.0.8",
    "documents": "203.0.113.7",
    "benchmarks": "198.18.0.1",
    "old relay": "192.88.99.1",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "loopback of six": "::1",
    "nothing of six": "::",
    "four in six, loopback": "::ffff:127.0.0.1",
    "four in six, ten": "::ffff:10.0.0.1",
    "four in six, old way": "::7f00:1",
    "nat64 of ten": "64:ff9b::a00:1",
    "nat64 of metadata": "64:ff9b::a9fe:a9fe",
    "nat64 of one's own": "64:ff9b:1::a00:1",
    "6to4 of ten": "2002:a00:1::1",
    "teredo": "2001:0:a00:1::1",
    "isatap": "2a00:1450::5efe:a00:1",
    "unique local": "fd12:3456::1",
    "metadata of six": "fd00:ec2::254",
    "link": "fe80::1",
    "link with its door": "fe80::1%lo",
    "site": "fec0::1",
    "multicast of six": "ff02::1",
    "documents of six": "2001:db8::1",
    "discard": "100::1",
    "no address": "hooks",
}
OUTSIDE = [PUBLIC, "8.8.8.8", "2a02:6b8::feed:ff", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("name", INSIDE)
def test_nothing_is_sent_inside_by_any_name(receiver: Receiver, name: str) -> None:
    wire = Wire(receiver.port)
    for turn in ([INSIDE[name]], [PUBLIC, INSIDE[name]], [INSIDE[name], PUBLIC]):
        outcome = sender_to(receiver, Names([turn]), wire).send(Address(HOST, 443, "/"), {}, b"{}")
        assert (outcome.status, outcome.failure) == (None, "not_public")
    assert (receiver.connections, wire.dialled) == (0, [])


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_the_whole_internet_sees_is_outside(address: str) -> None:
    assert is_public(address)


def test_a_name_that_turns_inside_after_it_was_looked_at_is_not_followed(receiver: Receiver) -> None:
    wire, names = Wire(receiver.port), Names([[PUBLIC], ["127.0.0.1"]])
    sender = sender_to(receiver, names, wire)
    assert sender.send(Address(HOST, 443, "/"), {}, b"{}").status == 204
    # The name was asked for once; had the dialling asked again, it would have gone inside.
    assert (names.asked, wire.dialled, receiver.connections) == ([HOST], [PUBLIC], 1)
    assert sender.send(Address(HOST, 443, "/"), {}, b"{}").failure == "not_public"
    assert receiver.connections == 1


def test_a_name_without_addresses_is_not_sent_to(receiver: Receiver) -> None:
    assert sender_to(receiver, Names([[]])).check(Address(HOST, 443, "/")) == "not_resolved"
    assert sender_to(receiver, Names([["10.0.0.1"]])).check(Address(HOST, 443, "/")) == "not_public"
    assert sender_to(receiver).check(Address(HOST, 443, "/")) == ""


def test_the_sender_of_the_house_connects_to_nothing_on_this_machine(receiver: Receiver) -> None:
    for name in ("localhost", "127.0.0.1", "0.0.0.0", "127.1", "2130706433", "0x7f000001", "::1"):  # noqa: S104
        outcome = outside.sender().send(Address(name, receiver.port, "/"), {}, b"{}")
        assert outcome.failure in {"not_public", "not_resolved"}
    assert receiver.connections == 0


def test_the_systems_resolver_answers_with_addresses_or_nothing() -> None:
    assert "127.0.0.1" in ask_system("localhost", 443, 5.0)
    assert ask_system("no such name", 443, 5.0) == []
