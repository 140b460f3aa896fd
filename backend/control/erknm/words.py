"""What the register's words mean here: states, kinds, types of control, categories. Unknown ones stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from backend.control.erknm.events import ErknmEvent
from calculators.risk_documents import NAMES as CATEGORIES
from rules.control import control_types, event_rules
from rules.faults import InputError
from rules.shapes import boolean, list_of, map_of, mapping, text
from rules.strict_yaml import read_yaml

HERE = Path(__file__).parent / "words.yaml"
LONGEST_CODE = 40
# The register has it, and nobody has decided on it yet.
WAIT = "wait"
_SHAPE = mapping(
    {
        "verified": boolean,
        "statuses": map_of(text),
        "prevention": list_of(text),
        "control_types": map_of(text),
        "sizes": map_of(text),
        "persons": map_of(text),
    },
    required=("statuses", "prevention", "control_types", "sizes", "persons"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """The register's words, in small letters, with what they mean."""

    statuses: Mapping[str, str]
    prevention: frozenset[str]
    control_types: Mapping[str, str]
    sizes: Mapping[str, str]
    persons: Mapping[str, str]
    kinds: Mapping[str, str]
    categories: Mapping[str, str]


@cache
def read_words(file: Path = HERE) -> Words:
    """Return the words of a file, by default the project's, with the names of types and kinds that we have.

    Raises:
        InputError: every fault of it.
    """
    document, faults = read_yaml(file.read_text(encoding="utf-8"))
    if not faults:
        _SHAPE(document, "", faults)
    if faults or not isinstance(document, Mapping):
        raise InputError(faults)
    own_types = {one.title.ru.lower(): code for code, one in control_types().items()}
    return Words(
        statuses=_small(document["statuses"]),
        prevention=frozenset(one.lower() for one in document["prevention"]),
        control_types=own_types | _small(document["control_types"]),
        sizes=_small(document["sizes"]),
        persons=_small(document["persons"]),
        kinds={one.title.ru.lower(): code for code, one in event_rules().kinds.items()},
        categories={name.ru: code for code, name in CATEGORIES.items()},
    )


def _small(rows: Mapping[str, str]) -> dict[str, str]:
    return {words.lower(): meant for words, meant in rows.items()}


def is_prevention(event: ErknmEvent, words: Words) -> bool:
    """Whether a record is about a warning or a visit."""
    return (event.classification or "").lower() in words.prevention


def step_of(event: ErknmEvent, words: Words) -> str | None:
    """Return the step that brings an event where the register has it; WAIT for none yet, None for unknown words."""
    return words.statuses.get((event.status or "").lower())


def fields_of(event: ErknmEvent, words: Words) -> dict[str, Any]:
    """Return what a record says of an event, by our fields; what it does not say is not among them."""
    said: dict[str, Any] = {
        "control_type": _code(event.control_type, words.control_types),
        "kind": _code(event.kind, words.kinds),
        "planned": event.planned,
        "ground": "PLAN" if event.planned else None,
        "planned_start": event.starts_on,
        "planned_end": event.ends_on,
        "authority_name": _cut(event.authority, 300),
        "address": _cut(event.addresses[0] if event.addresses else None, 500),
        "category": words.categories.get((event.risk_category or "").lower()),
        "business_name": _cut(event.business_name, 300),
        "size": words.sizes.get((event.business_size or "").lower()),
        "person_type": words.persons.get((event.business_kind or "").lower()),
        "notice_manner": _cut(event.notice_method, 60),
    }
    return {name: value for name, value in said.items() if value not in (None, "")}


def unknown_words(event: ErknmEvent, words: Words) -> list[str]:
    """Return the words of a record that mean nothing here, each with the field it stands in."""
    found = []
    if event.status and step_of(event, words) is None:
        found.append(f"status: {event.status}")
    if event.kind and event.kind.lower() not in words.kinds:
        found.append(f"kind: {event.kind}")
    if event.control_type and event.control_type.lower() not in words.control_types:
        found.append(f"control_type: {event.control_type}")
    return found


def _code(said: str | None, known: Mapping[str, str]) -> str | None:
    """Return our code; a word not known here stands for itself, as far as it fits."""
    if said is None:
        return None
    return known.get(said.lower()) or _cut(said, LONGEST_CODE)


def _cut(words: str | None, longest: int) -> str | None:
    """Return words that fit, whole ones.

    >>> _cut("Региональный государственный надзор", 30)
    'Региональный государственный…'
    """
    if words is None or len(words) <= longest:
        return words
    return words[: longest - 1].rsplit(" ", 1)[0] + "…"
