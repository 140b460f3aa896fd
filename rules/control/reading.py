"""Reads the types of control, one YAML file each: all faults of all files at once, with file, field, line and cure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rules.conditions import parse_condition
from rules.control import building
from rules.control.event_reading import event_rules
from rules.control.type_shapes import CONTROL_TYPE
from rules.control.types import ControlType, Regime
from rules.facts import Vocabulary
from rules.faults import Fault, InputError
from rules.reading_facts import check_vocabulary
from rules.shapes import missing, unknown_code
from rules.strict_yaml import line_of, read_yaml
from rules.text import Text

HERE = Path(__file__).parent
BESIDE = ("event_kinds.yaml", "frequency.yaml", "grounds.yaml")


@cache
def control_types() -> Mapping[str, ControlType]:
    """Return the types of control of the project by their codes, in alphabetical order.

    >>> control_types()["education"].term("warning.objection").amount
    10
    """
    return read_control_types(HERE)


def control_type(code: str) -> ControlType:
    """Return the type of control called `code`.

    Raises:
        InputError: there is none; the closest one is named.
    """
    known = control_types()
    if code not in known:
        raise InputError([unknown_code("control_type", code, known)])
    return known[code]


def read_control_types(folder: Path) -> Mapping[str, ControlType]:
    """Return the types of control in `folder`, one YAML file each.

    Raises:
        InputError: every fault of every file.
    """
    found: dict[str, ControlType] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name in BESIDE:
            continue
        type_, of_file = _read(path)
        faults += of_file
        if type_ is not None:
            found[type_.code] = type_
    if faults:
        raise InputError(faults)
    return MappingProxyType(found)


def _read(path: Path) -> tuple[ControlType | None, list[Fault]]:
    document, faults = read_yaml(path.read_text(encoding="utf-8"))
    if not faults:
        CONTROL_TYPE(document, "", faults)
    if faults or not isinstance(document, dict):
        return None, _placed(faults, path, document)
    checked = check_vocabulary({"facts": document.get("facts") or {}}, {})
    vocabulary = checked.vocabulary
    faults = [*checked.faults, *_faults(document, vocabulary, path.stem)]
    type_ = None if faults else building.control_type(document, vocabulary)
    return type_, _placed(faults, path, document)


def _faults(document: Mapping[str, Any], vocabulary: Vocabulary, stem: str) -> Iterable[Fault]:
    if document["code"] != stem:
        yield unknown_code("code", document["code"], [stem])
    if document["regime"] == Regime.OTHER and not document.get("other_law"):
        yield missing("other_law")
    for number, row in enumerate(document.get("criteria") or ()):
        yield from parse_condition(row["condition"], vocabulary, f"criteria[{number}].condition")[1]
        if row["group"] != "integrity" and row.get("category") is None:
            yield missing(f"criteria[{number}].category")
    rules = event_rules()
    for number, row in enumerate(document.get("event_kinds") or ()):
        place = f"event_kinds[{number}]"
        if row["kind"] not in rules.kinds:
            yield unknown_code(f"{place}.kind", row["kind"], rules.kinds)
        for action in ((row.get("actions") or {}).get("value")) or ():
            if action not in rules.actions:
                yield unknown_code(f"{place}.actions", action, rules.actions)
    for number, row in enumerate(document.get("absence_grounds") or ()):
        if row["code"] not in rules.absence:
            yield unknown_code(f"absence_grounds[{number}].code", row["code"], rules.absence)
    yield from _declaration(document)


def _declaration(document: Mapping[str, Any]) -> Iterable[Fault]:
    """A declaration holds from one year to three: 248-ФЗ art. 51(5)."""
    term = (((document.get("declaration") or {}).get("valid")) or {}).get("value")
    if term and not (term["unit"] == "years" and 1 <= term["amount"] <= 3):
        yield Fault(
            "declaration_term",
            "declaration.valid",
            Text(
                "Декларация действует от одного года до трёх лет (248-ФЗ, ст. 51 ч. 5).",
                "A declaration holds from one to three years (248-ФЗ, art. 51(5)).",
            ),
            Text("Запишите 1, 2 или 3 года: unit: years.", "Write 1, 2 or 3 with unit: years."),
        )


def _placed(faults: Iterable[Fault], path: Path, document: object) -> list[Fault]:
    return [
        replace(fault, file=path.name, entry=path.stem, line=fault.line or line_of(document, fault.field or ""))
        for fault in faults
    ]
