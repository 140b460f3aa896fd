"""How a business wants to be assessed: how deep, which topics and authorities; said beside every total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.accounts.models import Business
from rules.requirements import Edition, Requirement

STRICT = frozenset({"licence", "permit", "notification"})


@dataclass(frozen=True, slots=True)
class Choices:
    """Depth `main` keeps concrete duties somebody fines for or permits; `all` keeps everything."""

    depth: str = "all"
    domains_out: frozenset[str] = frozenset()
    authorities_out: frozenset[str] = frozenset()

    def keeps(self, requirement: Requirement) -> bool:
        """Whether a requirement is part of the assessment."""
        if requirement.domain in self.domains_out or (requirement.authority or "") in self.authorities_out:
            return False
        return self.depth == "all" or is_main(requirement)

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self.depth == "all" and not self.domains_out and not self.authorities_out


def is_main(requirement: Requirement) -> bool:
    """Whether a duty is concrete and has a consequence: a sanction, a licence, a permit, a notice."""
    consequence = bool(requirement.sanctions) or bool(STRICT.intersection(requirement.assessment))
    return requirement.specificity == "concrete" and consequence


def choices_of(business: Business) -> Choices:
    """Return the choices kept with a business; all of it unless said otherwise."""
    kept: Mapping[str, Any] = business.settings.get("assessment", {})
    return Choices(
        depth=str(kept.get("depth", "all")),
        domains_out=frozenset(kept.get("domains_out", ())),
        authorities_out=frozenset(kept.get("authorities_out", ())),
    )


def left_out(business: Business, edition: Edition) -> frozenset[str]:
    """Return the requirements that the choices leave out of every total."""
    chosen = choices_of(business)
    if chosen.everything:
        return frozenset()
    return frozenset(id_ for id_, one in edition.requirements.items() if not chosen.keeps(one))
