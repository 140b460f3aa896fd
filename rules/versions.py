"""What a requirement means, and the hashes that name a meaning (version) and a whole registry (edition).

Part of the meaning, so that a change asks owners to look again: whom it binds (`applies_when`), what is demanded
(`kind`, `plain.ru`, `official`, `steps`, `evidence` in Russian), by which act and provision, from and until when, how
often (`recurrence`), who checks (`authority`) and what a breach costs (`sanctions`). Not part of it: names and
translations, estimates of effort, where somebody read it, links to other entries, and the order in which alternatives
and codes are listed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from rules.exact_json import canonical_json

AS_WRITTEN = ("provision", "kind", "official", "in_force", "sanctions", "recurrence", "authority")
RUSSIAN = ("steps", "evidence")


def version_of(entry: Mapping[str, Any]) -> str:
    """Return the version of an entry in canonical JSON shape: 16 hex digits over its meaning.

    >>> base = {"id": "a", "applies_when": True, "act": {"type": "t", "number": "1", "date": "2026-01-01"}}
    >>> version_of(base) == version_of(base | {"verified": True, "title": {"ru": "x", "en": "y"}})
    True
    >>> version_of(base) == version_of(base | {"kind": "ban"})
    False
    """
    return hashlib.sha256(canonical_json(meaning(entry))).hexdigest()[:16]


def meaning(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what counts as the meaning of an entry; see the head of this module."""
    act = entry["act"]
    parts = {key: entry[key] for key in AS_WRITTEN if entry.get(key) is not None}
    parts |= {key: [text["ru"] for text in entry[key]] for key in RUSSIAN if entry.get(key)}
    parts["act"] = [act["type"], act["number"], act["date"]]
    parts["applies_when"] = unordered(entry["applies_when"])
    if entry.get("plain"):
        parts["plain"] = entry["plain"]["ru"]
    return parts


def unordered(condition: Any) -> Any:
    """Return a condition in JSON shape with parts and listed codes sorted: their order means nothing.

    >>> unordered({"any": [{"fact": "b", "op": "in", "value": ["y", "x"]}, {"fact": "a", "op": "is", "value": True}]})
    {'any': [{'fact': 'a', 'op': 'is', 'value': True}, {'fact': 'b', 'op': 'in', 'value': ['x', 'y']}]}
    """
    if isinstance(condition, Mapping):
        return {key: unordered(part) for key, part in condition.items()}
    if isinstance(condition, list):
        return sorted(map(unordered, condition), key=canonical_json)
    return condition


def edition_sha256(entries: Iterable[Mapping[str, Any]]) -> str:
    """Return the hash of a whole registry: its entries in canonical JSON, by id, whatever files they stand in."""
    ordered = sorted(entries, key=lambda entry: str(entry["id"]))
    return hashlib.sha256(canonical_json(ordered)).hexdigest()
