"""The words for how a rule stands: its verdict for a business, and whether it is in force."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

Verdict = Literal["applies", "does_not_apply", "unknown"]
VERDICTS: tuple[Verdict, ...] = ("applies", "does_not_apply", "unknown")
OF_TRUTH: dict[bool | None, Verdict] = {True: "applies", False: "does_not_apply", None: "unknown"}


class Standing(StrEnum):
    """Whether a rule is in force on a day."""

    IN_FORCE = "in_force"
    SUCCESSOR_UNKNOWN = "ended_successor_unknown"
    NOT_YET = "not_yet"
    ENDED = "ended"


LISTED = frozenset({Standing.IN_FORCE, Standing.SUCCESSOR_UNKNOWN})
