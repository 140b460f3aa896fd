"""Pages of requirements: the list, one requirement, search and registry, disputes, desks."""

from __future__ import annotations

from typing import Any

from backend.permissions import Actor, Permission
from backend.requirements import desk_pages, dispute_pages, list_pages, requirement_pages, search_pages
from backend.web.pages import MenuItem


def has_business(actor: Actor) -> bool:
    """Whether there is a business to speak of: an account's or this browser's."""
    return actor.business_id is not None


def answers_disputes(actor: Actor) -> bool:
    """Whether the actor works at the desk."""
    return actor.may(Permission.DISPUTES_ANSWER) and actor.signed_in


def anybody(actor: Actor) -> bool:
    """The registry is public."""
    return True


ROUTES: list[Any] = [
    *list_pages.ROUTES,
    *requirement_pages.ROUTES,
    *search_pages.ROUTES,
    *dispute_pages.ROUTES,
    *desk_pages.ROUTES,
]
MENU: list[Any] = [
    MenuItem("/list", "Мой список", has_business),
    MenuItem("/registry", "Реестр", anybody),
    MenuItem("/desk", "Споры", answers_disputes),
]
