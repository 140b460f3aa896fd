"""The answer of `yasno appeal-check` to APPEAL.json."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from calculators.appeal.addressee import addressee
from calculators.appeal.contents import contents
from calculators.appeal.doors import door
from calculators.appeal.filing_term import missing_for_term, term_of
from calculators.appeal.in_time import own_terms, standing
from calculators.appeal.precheck import precheck
from calculators.appeal.reading import read_appeal
from calculators.appeal.shapes import Check, Filing
from calculators.appeal.suggesting import suggest
from calculators.appeal.who import who
from calculators.event_check import Result

TERM_KEYS = (
    *("key", "due", "authority_last_moment", "business_last_moment", "shown_until", "admissible_until", "counted"),
    *("rolled_over_from", "calendar", "source", "verified"),
)


def appeal_check_document(document: object) -> dict[str, Any]:
    """Return who files, where, with what in it, until when, the nine grounds of refusal, the right way, grounds to use.

    Raises:
        InputError: every fault of the document; the calendar of a year is not known.

    >>> answer = appeal_check_document({"subject": "DECISION", "fine": True})
    >>> answer["door"]["code"], len(answer["grounds_of_refusal"]), answer["term"]
    ('koap', 9, None)
    """
    appeal = read_appeal(document)
    filing, chain = appeal.filing, appeal.chain
    checks = who(filing)
    return {
        "who": {"result": overall(checks).value, "checks": [check.as_dict() for check in checks]},
        "addressee": addressee(filing.author, chain).as_dict(),
        "contents": [{"n": n} | check.as_dict() for n, check in enumerate(contents(filing), 1)],
        "term": _term(filing),
        "grounds_of_refusal": [ground.as_dict() for ground in precheck(filing, chain)],
        "door": door(filing).as_dict(),
        "suggested_grounds": [suggestion.as_dict() for suggestion in suggest(filing)],
    }


def overall(checks: Iterable[Check]) -> Result:
    """Return one answer of many: a breach if any is, else unknown if any is.

    >>> overall(()).value
    'clean'
    """
    found = {check.result for check in checks}
    return next((result for result in (Result.BREACH, Result.UNKNOWN) if result in found), Result.CLEAN)


def _term(filing: Filing) -> dict[str, Any] | None:
    """Return the term, None where 248-ФЗ sets none: the door then names its own."""
    if own_terms(filing):
        return None
    term = term_of(filing)
    counted = term.as_dict() if term else dict.fromkeys(TERM_KEYS)
    return counted | {"timeliness": standing(filing).value, "missing": list(missing_for_term(filing))}
