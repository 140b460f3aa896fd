"""How ready a business is: what it has done, partly done, not done, not looked at, and what does not concern it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

ANSWERS = ("yes", "partly", "no", "not_concerned")


@dataclass(frozen=True, slots=True)
class Readiness:
    """Counts of the requirements of a list; what does not concern the business is left out of every share."""

    done: int
    partly: int
    no: int
    not_answered: int
    not_concerned: int

    @property
    def concerned(self) -> int:
        """Return how many requirements concern the business."""
        return self.done + self.partly + self.no + self.not_answered

    @property
    def answered(self) -> int:
        """Return how many of those are answered."""
        return self.concerned - self.not_answered

    @property
    def share(self) -> Fraction | None:
        """Return the share done of all that concern the business; partly is not done; None for an empty list.

        >>> Readiness(done=2, partly=1, no=0, not_answered=1, not_concerned=5).share
        Fraction(1, 2)
        """
        return Fraction(self.done, self.concerned) if self.concerned else None

    @property
    def answered_share(self) -> Fraction | None:
        """Return the share answered of all that concern the business; None for an empty list."""
        return Fraction(self.answered, self.concerned) if self.concerned else None


def readiness(answers: Iterable[str | None]) -> Readiness:
    """Return the counts of the answers, one for each requirement of the list; None is not answered.

    Raises:
        ValueError: an answer that is none of yes, partly, no, not_concerned.

    >>> readiness(["yes", "no", None]).not_answered
    1
    """
    counts = Counter(answers)
    unknown = sorted(str(answer) for answer in counts if answer is not None and answer not in ANSWERS)
    if unknown:
        raise ValueError(f"no such answer: {', '.join(unknown)}; there are: {', '.join(ANSWERS)}")
    return Readiness(counts["yes"], counts["partly"], counts["no"], counts[None], counts["not_concerned"])
