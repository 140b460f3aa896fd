"""Who would read what is written now, as it is shown before sending and frozen after; and a hash to compare the two."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from backend.threads.hosts import HostedCase, Participant
from rules.exact_json import canonical_json
from rules.text import Text

KEPT = ("key", "role", "body_id", "region", "person_id")
# What everybody in the case may be told of a reader; the accounts behind an office are kept, and shown to nobody.
TOLD = ("key", "side", "role", "region", "name")


def readers_of(case: HostedCase) -> list[dict[str, Any]]:
    """Return everybody who would read a message sent now, the writer's own side among them, in a steady order."""
    return [_described(one) for one in sorted(case.participants, key=lambda one: one.key)]


def digest_of(readers: Sequence[Mapping[str, Any]]) -> str:
    """Return the hash of readers: the same for the same readers and the same people behind them."""
    plain = [{name: value for name, value in one.items() if name != "member"} for one in readers]
    return hashlib.sha256(canonical_json(plain)).hexdigest()


def names_of(readers: Sequence[Mapping[str, Any]], but: str = "") -> list[Text]:
    """Return what readers are called, without the one of a key."""
    return [Text(one["name"]["ru"], one["name"]["en"]) for one in readers if one["key"] != but]


def told(readers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return readers as everybody in the case may see them: how many people stand behind an office, not who."""
    return [{name: one[name] for name in TOLD} | {"people": len(one["people"])} for one in readers]


def _described(one: Participant) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in KEPT},
        "side": one.side.value,
        "name": one.name.as_dict(),
        "people": sorted(set(one.people)),
    }
