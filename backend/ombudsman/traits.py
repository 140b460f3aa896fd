"""By what cases are alike: requirement, ground, type of control, authority, from what the client shows now.

How the ombudsman filed a case counts always; what the consent names counts while it lasts, and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.ombudsman.about import appeal_of, event_of
from backend.ombudsman.consents import day_of, lasting
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.sharing import material
from rules.text import Text

BY: Mapping[str, Text] = {
    "requirement": Text("то же требование", "the same requirement"),
    "ground": Text("тот же довод", "the same ground"),
    "control_type": Text("тот же вид контроля", "the same type of control"),
    "body_id": Text("тот же орган", "the same authority"),
}
# Which parts tell whose act it is and of which type of control.
HEADS = frozenset({"event", "appeal"})
GROUNDS = "appeal_grounds"
Traits = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case: `own` as the ombudsman filed it, `shown` by the client's consent besides."""

    row: OmbudsmanCase
    seen: bool
    own: Traits
    shown: Traits = field(default_factory=dict)

    def values(self, name: str) -> frozenset[str]:
        """Return the values of one trait."""
        return self.own[name] | self.shown.get(name, frozenset())


def known_of(session: Session, row: OmbudsmanCase, seen: bool, now: datetime) -> Known:
    """Return what is known of a case that is seen now, or of one of which only own words are left."""
    own = {name: frozenset({value} if (value := getattr(row, name)) else ()) for name in BY}
    consent = lasting(session, row.id, day_of(now)) if seen else None
    parts = material(session, row, consent, now) if consent is not None else []
    return Known(row, seen, own, _shown(session, row, parts))


def shown_grounds(session: Session, row: OmbudsmanCase, now: datetime) -> tuple[str, ...]:
    """Return the grounds of the appeal in the client's order, as far as the consent shows them now."""
    consent = lasting(session, row.id, day_of(now))
    parts = material(session, row, consent, now) if consent is not None else []
    return tuple(_grounds_of(parts))


def _grounds_of(parts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    return (one for part in parts if part["code"] == GROUNDS for one in _said(part["data"], "code"))


def _shown(session: Session, row: OmbudsmanCase, parts: Sequence[Mapping[str, Any]]) -> Traits:
    about: tuple[Any, ...] = ()
    if any(part["code"] in HEADS for part in parts):
        about = (event_of(session, row), appeal_of(session, row))
    return {
        "requirement": frozenset(one for part in parts for one in _said(part["data"], "requirement")),
        "ground": frozenset(_grounds_of(parts)),
        **{name: _of(about, name) for name in ("control_type", "body_id")},
    }


def _of(about: Iterable[Any], name: str) -> frozenset[str]:
    return frozenset(str(value) for one in about if one is not None and (value := getattr(one, name)))


def _said(value: Any, name: str) -> Iterator[str]:
    """Yield what stands under a name anywhere in the data of a part."""
    if isinstance(value, Mapping):
        if isinstance(value.get(name), str) and value[name]:
            yield value[name]
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _said(one, name)
