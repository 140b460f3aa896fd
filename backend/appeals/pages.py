"""Pages of appeals: the business's drafts and appeals, the desk of the body that hears them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from backend.permissions import Actor, Permission, Scope
from backend.web.pages import MenuItem


def may_appeal(actor: Actor) -> bool:
    """Whether the actor has a business with an account."""
    return actor.signed_in and actor.may_for(actor.business_id or "", Scope.CONTROL)


def hears_appeals(actor: Actor) -> bool:
    """Whether the actor hears appeals in a body."""
    return actor.signed_in and actor.may(Permission.APPEALS_DESK)


# One module a group of pages; whoever adds a group adds a line.
GROUPS = (
    "building_pages",
    "choosing_pages",
    "decision_pages",
    "desk_pages",
    "ground_pages",
    "package_pages",
    "proof_pages",
)
ROUTES: list[Any] = [route for name in GROUPS for route in import_module(f"backend.appeals.{name}").ROUTES]
MENU: list[Any] = [
    MenuItem("/appeals", "Жалобы", may_appeal),
    MenuItem("/desk/appeals", "Жалобы", hears_appeals),
]
