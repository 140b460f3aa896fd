"""Requirements of the current edition, and versions that were."""

from __future__ import annotations

from sqlmodel import Session

from backend.errors import NotFound
from backend.law import current_law
from backend.requirements.models import RequirementVersion
from rules.requirements import Requirement


def find_requirement(id_: str) -> Requirement:
    """Return a requirement of the current edition.

    Raises:
        NotFound: there is none of this id.
    """
    found = current_law().edition.requirements.get(id_)
    if found is None:
        raise NotFound
    return found


def find_version(session: Session, requirement: str, version: str) -> RequirementVersion | None:
    """Return a requirement as it was in one version, None where it was never loaded."""
    return session.get(RequirementVersion, (requirement, version))
