"""Pages of the ombudsman's room: the client's requests, the ombudsman's desk, what an authority was asked."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from backend.permissions import Actor, Permission, Scope
from backend.web.pages import MenuItem


def may_ask(actor: Actor) -> bool:
    """Whether the actor has a business with an account."""
    return actor.signed_in and actor.may_for(actor.business_id or "", Scope.CONTROL)


def defends(actor: Actor) -> bool:
    """Whether the actor is an ombudsman."""
    return actor.signed_in and actor.may(Permission.OMBUDSMAN_DESK)


def is_asked(actor: Actor) -> bool:
    """Whether the actor works in an authority."""
    return actor.signed_in and actor.may(Permission.CONTROL_DESK)


def names_ombudsmen(actor: Actor) -> bool:
    """Whether the actor is an admin."""
    return actor.signed_in and actor.may(Permission.PEOPLE_MANAGE)


# One module a group of pages; whoever adds a group adds a line.
GROUPS = (
    "own_pages",
    "desk_pages",
    "similar_pages",
    "authority_pages",
    "systemic_pages",
    "report_pages",
    "admin_pages",
)
ROUTES: list[Any] = [route for name in GROUPS for route in import_module(f"backend.ombudsman.{name}").ROUTES]
MENU: list[Any] = [
    MenuItem("/ombudsman", "Уполномоченный", may_ask),
    MenuItem("/desk/ombudsman/cases", "Обращения", defends),
    MenuItem("/desk/ombudsman-requests", "Запросы уполномоченного", is_asked),
    MenuItem("/admin/ombudsmen", "Уполномоченные", names_ombudsmen),
]
