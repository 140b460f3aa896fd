"""Characters nobody sees, met once at the edge: NUL is refused with its field, signs of direction are taken out.

PostgreSQL text cannot hold NUL. Signs of direction (U+202A–E, U+2066–9) turn what follows them about, so that a name or
a sum reads otherwise than it is stored; they come along when text is pasted, and nobody misses them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rules.faults import Fault
from rules.shapes import inside
from rules.text import Text

NUL = "\x00"
DIRECTION = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def without_direction(text: str) -> str:
    """Return a text without the signs that turn it about.

    >>> without_direction("а\\u202eкт")
    'акт'
    """
    return text if text.isascii() else text.translate(DIRECTION)


def plain_document(value: Any) -> Any:
    """Return a JSON document whose texts, names of fields among them, hold no signs of direction."""
    if isinstance(value, str):
        return without_direction(value)
    if isinstance(value, dict):
        return {without_direction(key): plain_document(part) for key, part in value.items()}
    return [plain_document(part) for part in value] if isinstance(value, list) else value


def invisible(where: str) -> Fault:
    """Return the fault of a text that holds the NUL character."""
    return Fault(
        "invisible_character",
        where or None,
        Text("В тексте невидимый знак (код 0), его не сохранить.", "The text holds an invisible character (code 0)."),
        Text("Наберите текст заново.", "Type the text again."),
    )


def nul_places(value: object, where: str = "") -> Iterator[str]:
    """Yield where in a document the NUL character stands."""
    if isinstance(value, str):
        if NUL in value:
            yield where
    elif isinstance(value, dict):
        for key, part in value.items():
            named = inside(where, key.replace(NUL, "?"))
            if NUL in key:
                yield named
            yield from nul_places(part, named)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from nul_places(part, f"{where}[{index}]")
