"""The grounds of the catalogue that an appeal can use: from what «check the check» found, then by its subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from calculators.appeal.shapes import Filing, FoundBreach, Subject
from calculators.event_check import EventCheck, Level, Result
from rules.control.grounds import AppealGround, appeal_grounds, ground_of
from rules.text import Text

ORDER = tuple(Level)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A ground to use: `level` and `evidence` where a breach was found, else None: the person shows it alone."""

    ground: AppealGround
    level: Level | None
    wording: Text
    evidence: Text | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape of the answer; `level` is the one the wording has."""
        ground = self.ground
        return {
            "code": ground.code,
            "level": ground.worded_as(self.level),
            "found": self.level is not None,
            "article": ground.article,
            "verified": ground.verified,
            "title": ground.title.as_dict(),
            "prove": ground.prove.as_dict(),
            "proofs": [
                {"code": proof.code, "part": proof.part or None, "title": proof.title.as_dict()}
                for proof in ground.proofs
            ],
            "wording": self.wording.as_dict(),
            "evidence": self.evidence.as_dict() if self.evidence else None,
        }


def suggest(filing: Filing) -> tuple[Suggestion, ...]:
    """Return the grounds found for this appeal (gross first), then those its subject allows, each once.

    Grounds that only «check the check» can find are offered where it found them, not otherwise. Without a subject
    nothing but what was found is offered.

    >>> [one.ground.code for one in suggest(Filing(subject=Subject.VISIT_REFUSAL))][:2]
    ['visit_refused_without_cause', 'visit_applicant_entitled']
    """
    found = tuple(_found(filing.breaches, filing.subject))
    used = {suggestion.ground.code for suggestion in found}
    return (*found, *(one for one in _by_subject(filing.subject) if one.ground.code not in used))


def from_check(check: EventCheck, subject: Subject | None) -> tuple[Suggestion, ...]:
    """Return the grounds of every breach of an event that suit the subject, gross ones first."""
    return tuple(_found(breaches(check), subject))


def breaches(check: EventCheck) -> tuple[FoundBreach, ...]:
    """Return the breaches of a check as an appeal keeps them."""
    rows = [*((test.code, test.finding) for test in check.tests), *((one.code, one.finding) for one in check.others)]
    return tuple(FoundBreach(code, one.level, one.evidence) for code, one in rows if one.result is Result.BREACH)


def _found(rows: Iterable[FoundBreach], subject: Subject | None) -> Iterator[Suggestion]:
    seen: set[str] = set()
    for row in sorted(rows, key=lambda one: ORDER.index(one.level)):
        ground = ground_of(row.code)
        if ground is None or ground.code in seen or (subject is not None and subject not in ground.subjects):
            continue
        seen.add(ground.code)
        yield Suggestion(ground, row.level, ground.wording(row.level), row.evidence)


def _by_subject(subject: Subject | None) -> Iterator[Suggestion]:
    for ground in appeal_grounds().values():
        if subject is not None and subject in ground.subjects and not ground.tests:
            yield Suggestion(ground, None, ground.wording())
