"""Pages of control: the business's events, rooms, steps of cases."""

from __future__ import annotations

from typing import Any

from backend.control import case_pages, opening_pages, room_pages, talking_pages
from backend.permissions import Actor, Permission
from backend.web.pages import MenuItem


def handles_control(actor: Actor) -> bool:
    """Whether the actor has a business with an account."""
    return actor.signed_in and actor.business_id is not None and not actor.anonymous_run


def works_at_control(actor: Actor) -> bool:
    """Whether the actor is an inspector or a head."""
    return actor.signed_in and actor.may(Permission.CONTROL_DESK)


ROUTES: list[Any] = [*room_pages.ROUTES, *case_pages.ROUTES, *opening_pages.ROUTES, *talking_pages.ROUTES]
MENU: list[Any] = [MenuItem("/control-events", "Проверки", handles_control)]
