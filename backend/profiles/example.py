"""The example beside the first question: a real list, worked out from the law as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from backend.config import ROOT
from backend.law import current_law
from calculators.priority import Step, priority
from rules.profiles import read_profile
from rules.requirements import Requirement
from rules.strict_yaml import read_yaml
from rules.text import Text

PROFILE = ROOT / "rules" / "examples" / "cafe.yaml"
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Example:
    """How many requirements apply to the example, are open, and do not; and some of them with the reason of order."""

    counts: dict[str, int]
    first: tuple[tuple[Requirement, Text], ...]


@lru_cache(maxsize=2)
def first_screen_example(on: date) -> Example:
    """Return the example on a day: a requirement from each step of the order, to show what lists are like."""
    law = current_law()
    document, _ = read_yaml(PROFILE.read_text(encoding="utf-8"))
    facts = read_profile(document, law.vocabulary)
    match = law.ruleset.match(law.interview.known(facts).facts, on)
    applying = [law.edition.requirements[id_] for id_, verdict in match.verdicts.items() if verdict == "applies"]
    ranked = sorted(((priority(one, on, "ooo"), one) for one in applying), key=lambda pair: pair[0].key)
    chosen: dict[Step, tuple[Requirement, Text]] = {}
    for place, one in ranked:
        chosen.setdefault(place.step, (one, place.reason))
    return Example(match.counts(), tuple(chosen.values())[:SHOWN])
