"""Pages of control: the business's events, rooms, steps of cases."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from backend.permissions import Actor, Permission, Scope
from backend.web.pages import MenuItem


def handles_control(actor: Actor) -> bool:
    """Whether the actor has a business with an account."""
    return actor.signed_in and actor.may_for(actor.business_id or "", Scope.CONTROL)


def works_at_control(actor: Actor) -> bool:
    """Whether the actor is an inspector or a head."""
    return actor.signed_in and actor.may(Permission.CONTROL_DESK)


def approves_control(actor: Actor) -> bool:
    """Whether the actor is a prosecutor."""
    return actor.signed_in and actor.may(Permission.PROSECUTOR_DESK)


def runs_imports(actor: Actor) -> bool:
    """Whether the actor looks after the installation."""
    return actor.signed_in and actor.may(Permission.OPERATIONS_READ)


def defends_business(actor: Actor) -> bool:
    """Whether the actor is an ombudsman."""
    return actor.signed_in and actor.may(Permission.OMBUDSMAN_DESK)


# One module a group of pages; whoever adds a group adds a line.
GROUPS = (
    "room_pages",
    "calendar_pages",
    "cases.pages",
    "category_pages",
    "declaration_pages",
    "dossier_pages",
    "desk.desk_pages",
    "desk.event_pages",
    "desk.object_pages",
    "desk.ombudsman_pages",
    "desk.prosecutor_pages",
    "erknm.import_pages",
    "export_pages",
    "handing_pages",
    "cases.number_pages",
    "cases.opening_pages",
    "plans.entry_pages",
    "plans.pages",
    "plans.prosecutor_pages",
    "postponing_pages",
    "prescriptions.pages",
    "prevention.desk_pages",
    "prevention.pages",
    "private_pages",
    "cases.standing_pages",
    "talking_pages",
)
ROUTES: list[Any] = [route for name in GROUPS for route in import_module(f"backend.control.{name}").ROUTES]
MENU: list[Any] = [
    MenuItem("/control-events", "Проверки", handles_control),
    MenuItem("/desk/control", "Стол инспектора", works_at_control),
    MenuItem("/desk/control/warnings", "Предостережения", works_at_control),
    MenuItem("/desk/control/visits", "Визиты", works_at_control),
    MenuItem("/desk/control/plans", "Планы", works_at_control),
    MenuItem("/desk/prosecutor", "Стол прокурора", approves_control),
    MenuItem("/desk/ombudsman", "Стол уполномоченного", defends_business),
    MenuItem("/desk/prosecutor/plans", "Планы", approves_control),
    MenuItem("/admin/imports", "Загрузки ЕРКНМ", runs_imports),
]
