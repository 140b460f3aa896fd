"""Papers that bodies get from registers of the state: a business is not asked for them (248-ФЗ art. 29, 37(6))."""

from __future__ import annotations

from collections.abc import Iterable

# What every body gets from registers; the list is the platform's own and open.
STATE_HOLDS = ("выписк", "егрюл", "егрип", "егрн", "свидетельство о постановке", "свидетельство о регистрации")


def held_by_state(items: Iterable[str]) -> tuple[str, ...]:
    """Return the papers among `items` that the state holds already, as they were named.

    Source: 248-ФЗ art. 37(6), 80(5): a business need not give what the body can get elsewhere.

    >>> held_by_state(["Выписка из ЕГРЮЛ", "журнал инструктажа"])
    ('Выписка из ЕГРЮЛ',)
    """
    return tuple(item for item in items if any(words in item.lower() for words in STATE_HOLDS))
