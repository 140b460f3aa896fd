"""Empty fields of a dispute, said in its own words."""

from __future__ import annotations

from collections.abc import Mapping

from backend.errors import Invalid
from rules.faults import Fault
from rules.text import Text

EMPTY = frozenset({"missing", "string_too_short"})


def said_better(refusal: Invalid, empty: Mapping[str, tuple[Text, Text]]) -> Invalid:
    """Return the refusal with an empty field named as what it is on this page; other faults stay."""
    return Invalid([_said(fault, empty) for fault in refusal.faults])


def _said(fault: Fault, empty: Mapping[str, tuple[Text, Text]]) -> Fault:
    words = empty.get(fault.field or "") if fault.code in EMPTY else None
    return Fault(fault.code, fault.field, *words) if words else fault
