"""What is wrong with an input: what, why, what to do, and where. All faults at once, never the first only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rules.text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: a stable code, the field, the sentence and the cure; for files also where it stands."""

    code: str
    field: str | None
    message: Text
    remedy: Text
    file: str | None = None
    entry: str | None = None
    line: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape of one error; places that are not known are left out."""
        shape: dict[str, Any] = {
            "code": self.code,
            "field": self.field,
            "message": self.message.as_dict(),
            "remedy": self.remedy.as_dict(),
        }
        places = {"file": self.file, "entry": self.entry, "line": self.line}
        return shape | {name: value for name, value in places.items() if value is not None}


class InputError(ValueError):
    """The input is wrong; `faults` holds every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.field}: {fault.message.en}" for fault in self.faults))

    def as_dict(self) -> dict[str, Any]:
        """Return {"error": the first, "errors": every one}, as the command line and the API answer."""
        errors = [fault.as_dict() for fault in self.faults]
        return {"error": errors[0], "errors": errors}
