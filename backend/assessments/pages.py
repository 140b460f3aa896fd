"""Pages of self-assessment, marks, plan, calendar and flags; each kind has its own file."""

from __future__ import annotations

from typing import Any

from backend.assessments import (
    calendar_pages,
    check_pages,
    flag_pages,
    mark_pages,
    paper_pages,
    plan_pages,
    seen_pages,
    settings_pages,
)
from backend.assessments.blocks import register
from backend.permissions import Actor
from backend.web.pages import MenuItem


def has_business(actor: Actor) -> bool:
    """Whether there is a business to speak of: an account's or this browser's."""
    return actor.business_id is not None


register()

ROUTES: list[Any] = [
    *check_pages.ROUTES,
    *settings_pages.ROUTES,
    *paper_pages.ROUTES,
    *mark_pages.ROUTES,
    *flag_pages.ROUTES,
    *plan_pages.ROUTES,
    *calendar_pages.ROUTES,
    *seen_pages.ROUTES,
]
MENU: list[Any] = [
    MenuItem("/check", "Самопроверка", has_business),
    MenuItem("/plan", "План", has_business),
    MenuItem("/calendar", "Календарь", has_business),
]
