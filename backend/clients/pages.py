"""Pages of machine clients: for the owners of a business and the people of an authority, and for admins."""

from __future__ import annotations

from typing import Any

from backend.clients import admin_pages, own_pages
from backend.permissions import Actor, Permission
from backend.web.pages import MenuItem


def approves(actor: Actor) -> bool:
    """Whether the actor decides on clients."""
    return actor.signed_in and actor.may(Permission.CLIENTS_APPROVE)


ROUTES: list[Any] = [*own_pages.ROUTES, *admin_pages.ROUTES]
MENU: list[Any] = [MenuItem("/admin/clients", "Подключения программ", approves)]
