"""The two smallest profiles of an entry: one it binds and one it does not; they must read and give these verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rules.conditions import Condition, truth
from rules.facts import Vocabulary
from rules.faults import Fault
from rules.profiles import check_facts
from rules.text import Text

CASES = {"case_applies": True, "case_not": False}
_VERDICTS = {
    True: Text("требование действует", "the requirement applies"),
    False: Text("требование не действует", "the requirement does not apply"),
    None: Text("ответа пока нет: фактов мало", "there is no answer yet: too few facts"),
}


def check_cases(
    entry: Mapping[str, object], condition: Condition, vocabulary: Vocabulary, broken: frozenset[str]
) -> Iterable[Fault]:
    """Yield a fault for each case that cannot be read or that gives another verdict than its name says."""
    for name, expected in CASES.items():
        raw = entry.get(name)
        if not isinstance(raw, Mapping) or broken & set(raw):
            continue
        facts, faults = check_facts(raw, vocabulary, name)
        # A class where a code is meant («81.2») tells no lie, only too little: a remark, see remarks_on.
        yield from (fault for fault in faults if fault.code != "short_okved")
        if not faults and truth(condition, facts) is not expected:
            yield _other_verdict(name, expected, truth(condition, facts))


def _other_verdict(name: str, expected: bool, found: bool | None) -> Fault:
    return Fault(
        "case_fails",
        name,
        Text(
            f"На примере «{name}» {_VERDICTS[found].ru}, а должно быть: {_VERDICTS[expected].ru}.",
            f"In the case “{name}” {_VERDICTS[found].en}; it should be: {_VERDICTS[expected].en}.",
        ),
        Text(
            "Исправьте условие applies_when или факты примера.",
            "Mend the condition applies_when or the facts of the case.",
        ),
    )
