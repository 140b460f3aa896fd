"""Entering bodies and changing them: their place in the tree, their head, whether a board decides."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints
from sqlmodel import Session

from backend.audit.service import record
from backend.authorities.models import AuthorityBody, BodyLevel
from backend.authorities.queries import above, find_by_office
from backend.errors import Invalid
from backend.law import current_law
from backend.permissions import Actor
from backend.web.forms import Input
from rules.faults import Fault
from rules.text import Text

LEVELS: dict[BodyLevel, Text] = {
    BodyLevel.CENTRAL: Text("центральный аппарат", "central office"),
    BodyLevel.TERRITORIAL: Text("территориальный орган", "territorial office"),
    BodyLevel.REGIONAL: Text("орган региона", "regional body"),
    BodyLevel.MUNICIPAL: Text("муниципальный орган", "municipal body"),
}


class BodyInput(Input):
    """A body as an admin enters it."""

    authority: str = Field(min_length=1, max_length=40)
    region: Annotated[str, StringConstraints(pattern=r"^([0-9]{2})?$")] = ""
    name: str = Field(min_length=1, max_length=300)
    parent_id: str = Field(default="", max_length=32)
    level: BodyLevel
    head: str = Field(default="", max_length=200)
    collegial: bool = False


def save_body(
    session: Session, actor: Actor, typed: BodyInput, now: datetime, body: AuthorityBody | None = None
) -> AuthorityBody:
    """Enter a body, or change one.

    Raises:
        Invalid: an authority nobody knows, a body entered twice, a parent that stands below.
    """
    _check(session, typed, body)
    saved = body or AuthorityBody(authority=typed.authority, name=typed.name, level=typed.level, created_at=now)
    for name, value in typed.model_dump().items():
        setattr(saved, name, value)
    saved.parent_id = typed.parent_id or None
    session.add(saved)
    session.flush()
    action = "body.change" if body else "body.enter"
    record(session, actor, action, "authority_body", saved.id, typed.model_dump(mode="json"), now)
    return saved


def _check(session: Session, typed: BodyInput, body: AuthorityBody | None) -> None:
    faults: list[Fault] = []
    if typed.authority not in current_law().edition.authorities:
        message = Text("Такого органа в реестре нет.", "The registry knows no such authority.")
        faults.append(Fault("unknown", "authority", message, Text("Выберите из списка.", "Choose from the list.")))
    other = find_by_office(session, typed.authority, typed.region)
    if other is not None and (body is None or other.id != body.id):
        message = Text(f"Он уже есть: {other.name}.", f"It is there already: {other.name}.")
        faults.append(Fault("twice", "region", message, Text("Откройте и измените его.", "Open and change that one.")))
    parent = session.get(AuthorityBody, typed.parent_id) if typed.parent_id else None
    if typed.parent_id and parent is None:
        message = Text("Такого органа нет.", "There is no such body.")
        faults.append(Fault("unknown", "parent_id", message, Text("Выберите из списка.", "Choose from the list.")))
    if parent is not None and body is not None and body.id in {parent.id, *(one.id for one in above(session, parent))}:
        message = Text("Вышестоящий стоит ниже этого органа.", "The parent stands below this body.")
        faults.append(Fault("loop", "parent_id", message, Text("Выберите другой.", "Choose another.")))
    if faults:
        raise Invalid(faults)
