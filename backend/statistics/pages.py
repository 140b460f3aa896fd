"""Pages of statistics, collected here from their modules: each offers its routes, and MENU where it has an entry."""

from __future__ import annotations

from typing import Any

from backend.permissions import Actor, Permission, Scope
from backend.statistics import (
    admin_pages,
    compare_pages,
    desk_pages,
    export_pages,
    founder_pages,
    own_pages,
    pilot_pages,
    privacy_pages,
    requirement_pages,
)
from backend.statistics.blocks import register
from backend.web.pages import MenuItem


def reads_releases(actor: Actor) -> bool:
    """Whether the actor answers for rules."""
    return actor.signed_in and actor.may(Permission.STATISTICS_DESK)


def runs_releases(actor: Actor) -> bool:
    """Whether the actor keeps the calendar and the policy of releases."""
    return actor.signed_in and actor.may(Permission.RELEASES_RUN)


def has_account(actor: Actor) -> bool:
    """Whether there is a business with an account."""
    return actor.signed_in and actor.may_for(actor.business_id or "", Scope.READ)


register()

ROUTES: list[Any] = [
    *desk_pages.ROUTES,
    *compare_pages.ROUTES,
    *export_pages.ROUTES,
    *requirement_pages.ROUTES,
    *own_pages.ROUTES,
    *pilot_pages.ROUTES,
    *admin_pages.ADMIN_ROUTES,
    *founder_pages.ROUTES,
    *privacy_pages.ROUTES,
]
MENU: list[MenuItem] = [
    MenuItem("/my-voices", "Мои оценки", has_account),
    MenuItem("/desk/statistics", "Оценки требований", reads_releases),
    MenuItem("/admin/releases", "Выпуски", runs_releases),
]
