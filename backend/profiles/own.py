"""A program's calls about the business its address names: read to look at it, taken to change it."""

from __future__ import annotations

from dataclasses import dataclass

from litestar.di import Provide
from litestar.params import FromPath
from sqlmodel import Session

from backend.accounts.models import Business
from backend.permissions import Actor, Scope
from backend.profiles.queries import find_named_business, take_business
from backend.web.calls import BODY, Api


@dataclass(frozen=True, slots=True)
class OwnBusiness:
    """The business an address names. Nothing is asked of the database before the handler wants it."""

    session: Session
    actor: Actor
    business_id: str

    def find(self, scope: Scope = Scope.READ) -> Business:
        """Return it to look at.

        Raises:
            NotFound: no such business, or not the key's.
        """
        return find_named_business(self.session, self.actor, self.business_id, scope)

    def take(self, scope: Scope = Scope.ANSWER) -> Business:
        """Return it to change: nobody else changes it until this call ends.

        Raises:
            NotFound: no such business, or not the key's.
        """
        return take_business(self.session, self.actor, self.business_id, scope)


def provide_own_business(session: Session, actor: Actor, business_id: FromPath[str]) -> OwnBusiness:
    """Return what a handler calls `own`."""
    return OwnBusiness(session, actor, business_id)


class OwnApi(Api):
    """Calls about a business: `own` finds or takes it."""

    dependencies = {**BODY, "own": Provide(provide_own_business, sync_to_thread=False)}
