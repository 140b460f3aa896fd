"""A receipt ties verdicts to their facts, day and edition, so that nobody can alter one of them unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.conditions import FactValue, value_as_json
from rules.exact_json import canonical_json
from rules.faults import Fault, InputError
from rules.matching.match import VERDICTS
from rules.text import Text

ENGINE = "yasno-matching-1"
KEYS = ("sha256", "edition", "on", "engine", "facts_sha256")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The hash over edition, day, engine, facts and verdicts, and the hash of the facts alone."""

    sha256: str
    edition: str
    on: str
    engine: str
    facts_sha256: str

    def as_dict(self) -> dict[str, str]:
        """Return the JSON shape."""
        return {key: getattr(self, key) for key in KEYS}


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a receipt fits its document; else what it should say, what it says, and what differs."""

    valid: bool
    expected: str
    found: str
    differs: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape: only {"valid": true} when it fits."""
        if self.valid:
            return {"valid": True}
        return {"valid": False, "expected": self.expected, "found": self.found, "differs": list(self.differs)}


def make_receipt(
    edition: str, on: date | str, facts: Mapping[str, FactValue | list[Any]], verdicts: Iterable[tuple[str, str]]
) -> Receipt:
    """Return the receipt of verdicts.

    Unknown facts (None) are left out, multi-valued ones sorted and numbers written shortest, so that one meaning has
    one hash. The text hashed is canonical JSON with the keys edition, engine, facts, on, verdicts.

    >>> make_receipt("e", "2026-11-28", {}, [("a", "applies")]).facts_sha256[:8]
    '44136fa3'
    """
    known = {name: _sorted(value) for name, value in facts.items() if value is not None}
    day = on.isoformat() if isinstance(on, date) else on
    content = {
        "edition": edition,
        "on": day,
        "engine": ENGINE,
        "facts": known,
        "verdicts": [list(pair) for pair in verdicts],
    }
    return Receipt(_sha256(content), edition, day, ENGINE, _sha256(known))


def _sorted(value: Any) -> Any:
    return sorted(value) if isinstance(value, list | tuple) else value_as_json(value)


def _sha256(value: object) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()


def verify_receipt(document: object) -> Verification:
    """Return whether the output of `match` is as it was made: facts, day, edition, verdicts and counts.

    Raises:
        InputError: the document is not the output of `match`.
    """
    faults = list(_shape_faults(document))
    if faults or not isinstance(document, Mapping):
        raise InputError(faults)
    verdicts = [(entry["id"], entry["verdict"]) for entry in document["requirements"]]
    expected = make_receipt(document["edition"], document["on"], document["facts"], verdicts).as_dict()
    found = document["receipt"]
    differs = [f"receipt.{key}" for key in KEYS if found[key] != expected[key]]
    listed = [verdict for _, verdict in verdicts]
    # As JSON, where true is no number: Python says True == 1.
    if canonical_json(document["counts"]) != canonical_json({one: listed.count(one) for one in VERDICTS}):
        differs.append("counts")
    return Verification(not differs, expected["sha256"], found["sha256"], tuple(differs))


def _shape_faults(document: object) -> Iterable[Fault]:
    if not isinstance(document, Mapping):
        yield _not_a_match("", "объект", "an object")
        return
    for key, kind in (("edition", str), ("on", str), ("facts", Mapping), ("counts", Mapping), ("requirements", list)):
        if not isinstance(document.get(key), kind):
            yield _not_a_match(key, "это поле", "this field")
    receipt = document.get("receipt")
    if not isinstance(receipt, Mapping):
        yield _not_a_match("receipt", "квитанция", "the receipt")
    else:
        yield from (
            _not_a_match(f"receipt.{key}", "это поле", "this field")
            for key in KEYS
            if not isinstance(receipt.get(key), str)
        )
    entries = document.get("requirements")
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, Mapping) or not all(isinstance(entry.get(key), str) for key in ("id", "verdict")):
            yield _not_a_match(f"requirements[{number}]", "id и verdict", "id and verdict")
    yield from _fact_faults(document.get("facts"))


def _fact_faults(facts: object) -> Iterable[Fault]:
    for name, value in facts.items() if isinstance(facts, Mapping) else ():
        items = value if isinstance(value, list) else []
        if isinstance(value, Mapping) or not all(isinstance(item, str) for item in items):
            yield _not_a_match(f"facts.{name}", "значение факта", "the value of a fact")


def _not_a_match(field: str, ru: str, en: str) -> Fault:
    return Fault(
        "not_a_match",
        field or None,
        Text(f"Это не вывод «yasno match»: не хватает или не так записано: {ru}.", f"Not the output of match: {en}."),
        Text("Передайте файл, который записала «yasno match --json».", "Pass the file that yasno match --json wrote."),
    )
