"""Pages of the risk of a business; those of a case about a category stand with the other cases, in control."""

from __future__ import annotations

from typing import Any

from backend.permissions import Actor, Scope
from backend.risk import integrity_pages, risk_pages
from backend.web.pages import MenuItem


def has_account_of_business(actor: Actor) -> bool:
    """Whether the actor has a business with an account."""
    return actor.signed_in and actor.may_for(actor.business_id or "", Scope.CONTROL)


ROUTES: list[Any] = [*risk_pages.ROUTES, *integrity_pages.ROUTES]
MENU: list[Any] = [MenuItem("/risk", "Риск", has_account_of_business)]
