"""A program's calls about one requirement for the business its address names."""

from __future__ import annotations

from dataclasses import dataclass

from litestar.di import Provide
from litestar.params import FromPath
from sqlmodel import Session

from backend.accounts.models import Business
from backend.permissions import Actor
from backend.profiles.own import OwnBusiness
from backend.requirements.queries import find_requirement
from backend.web.calls import BODY, Api
from rules.requirements import Requirement


@dataclass(frozen=True, slots=True)
class OwnRequirement:
    """The business and the requirement an address names."""

    business: OwnBusiness
    requirement_id: str

    def find(self) -> tuple[Business, Requirement]:
        """Return both to look at.

        Raises:
            NotFound: no such business, not the key's, or no such requirement.
        """
        return self.business.find(), find_requirement(self.requirement_id)

    def take(self) -> tuple[Business, Requirement]:
        """Return both to change what the business says of the requirement; nobody else changes it meanwhile.

        Raises:
            NotFound: no such business, not the key's, or no such requirement.
        """
        return self.business.take(), find_requirement(self.requirement_id)


def provide_own_requirement(
    session: Session, actor: Actor, business_id: FromPath[str], requirement_id: FromPath[str]
) -> OwnRequirement:
    """Return what a handler calls `own`."""
    return OwnRequirement(OwnBusiness(session, actor, business_id), requirement_id)


class OwnRequirementApi(Api):
    """Calls about a requirement for a business: `own` finds or takes the two."""

    dependencies = {**BODY, "own": Provide(provide_own_requirement, sync_to_thread=False)}
