"""How official numbers come: typed in by whoever has the paper, or, in the demo, given at once.

Official acts live in other systems (ЕРКНМ, the УКЭП of a head). An adapter is asked for the record of a step that has
an official counterpart and that nobody typed in; None leaves the step a working copy. No adapter may move a clock:
terms run from the dates of official papers, which a record only names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from backend.clock import MOSCOW
from backend.config import Settings
from backend.procedures.outside import Outside
from rules.procedures import Step


class OutsideAdapter(Protocol):
    """What stands between a step and the system where it is done officially."""

    name: str

    def record(self, step: Step, case_id: str, now: datetime) -> Outside | None:
        """Return the official record of a step just taken, or None: somebody brings it later."""


class Manual:
    """Nothing is asked of any system: people do the step there and type its number here."""

    name = "manual"

    def record(self, step: Step, case_id: str, now: datetime) -> Outside | None:
        """Return None: the step is a working copy until a number is typed in."""
        return None


class Demo:
    """Numbers for the demo, the same for the same step of the same case. They begin with «ДЕМО» and are none."""

    name = "demo"

    def record(self, step: Step, case_id: str, now: datetime) -> Outside | None:
        """Return a made-up record of today; None for a step without an official counterpart.

        >>> from rules.procedures import procedures
        >>> step = next(one for one in procedures()["event_plan"].steps if one.action == "send")
        >>> Demo().record(step, "a", datetime(2026, 11, 28, 9, tzinfo=MOSCOW)).number
        'ДЕМО-26388638'
        """
        if step.outside is None:
            return None
        digest = hashlib.sha256(f"{case_id}:{step.action}".encode()).hexdigest()
        number = f"ДЕМО-{int(digest[:12], 16) % 10**8:08d}"
        return Outside(system=step.outside, number=number, date=now.astimezone(MOSCOW).date())


MANUAL = Manual()
ADAPTERS: Mapping[str, OutsideAdapter] = {one.name: one for one in (MANUAL, Demo())}


def adapter_of(settings: Settings) -> OutsideAdapter:
    """Return the adapter of an installation: made-up numbers in the demo, people elsewhere."""
    return ADAPTERS["demo" if settings.demo else "manual"]
