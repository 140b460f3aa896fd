"""What holds for every appeal: what is learned never makes a breach open again, and no more is shown than admitted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from calculators.appeal import Subject, addressee, contents, filing_term, precheck, suggest, who
from calculators.appeal.reading import Appeal, read_appeal
from calculators.calendar import work_calendar, zone_of
from calculators.event_check import Result
from rules.faults import InputError
from rules.reading_terms import read_region_zones

TRUTH = (True, False)
NAMES = ("Иванова А. А.", "Соколов С. С.", "Петров П. П.")
EARLIER = (
    [],
    [{"same_subject": True, "same_grounds": True, "outcome": "decided"}],
    [{"same_subject": True, "same_grounds": True, "outcome": "refused", "refusal_ground": 8}],
    [{"same_subject": True, "same_grounds": False, "outcome": "refused", "bars_repeat": True}],
    [{"same_subject": True, "outcome": "refused"}],
)
# Every fact that may be known or not, and what it may be. A proof is no further fact but a better one than our clock.
FACTS: Mapping[str, tuple[Any, ...]] = {
    "control_type": ("fire", "tax", "personal_data"),
    "interaction": TRUTH,
    "pretrial_applies": TRUTH,
    "subject": tuple(Subject),
    "fine": TRUTH,
    "state_secret": TRUTH,
    "court_only": TRUTH,
    "filer.kind": ("ooo", "ip", "citizen"),
    "filer.controlled_person": TRUTH,
    "filer.by": ("self", "representative"),
    "filer.delegated": TRUTH,
    "filer.proxy_covers": TRUTH,
    "filer.signature": ("qualified", "simple", "none"),
    "filer.name": ("", "ООО «Ромашка»"),
    "author.body": ("near", "top"),
    "author.role": ("body", "official", "head", "deputy"),
    "author.person": NAMES,
    "near.head": NAMES,
    "near.parent": ("top",),
    "top.head": NAMES,
    "top.parent": ("none",),
    "top.collegial": TRUTH,
    "addressee": ("near", "top", "elsewhere"),
    "channel": ("federal_portal", "paper"),
    "event_number": ("", "77"),
    "object_number": ("", "77-1"),
    "demands": ([], ["Отменить"]),
    "learned_on": ("2026-11-05",),
    "received_on": ("2026-11-05",),
    "filed_at": ("2026-11-10T10:00+03:00", "2026-12-07T18:00+03:00", "2026-12-30T10:00+03:00"),
    "restore_motion": TRUTH,
    "restore_outcome": ("pending", "granted", "denied"),
    "insulting": TRUTH,
    "withdrawn": TRUTH,
    "court_decision": TRUTH,
    "earlier": EARLIER,
    "new_arguments": TRUTH,
    "authority_region": ("77",),
    "business_region": ("77", "41"),
}


def read(facts: Mapping[str, Any]) -> Appeal | None:
    """Return the appeal of such facts, None where they contradict one another."""
    document: dict[str, Any] = {"filer": {}, "author": {}, "near": {}, "top": {}}
    for name, value in facts.items():
        outer, _, inner = name.partition(".")
        if inner:
            document[outer][inner] = value
        else:
            document[name] = value
    near = {"id": "near", "level": "territorial", **document.pop("near")}
    top = {"id": "top", "level": "central", **document.pop("top")}
    try:
        return read_appeal({**document, "bodies": [near, top]})
    except InputError:
        return None


def results(appeal: Appeal) -> dict[str, Result]:
    """Return every answer to an appeal by its code."""
    checks = (*precheck(appeal.filing, appeal.chain), *contents(appeal.filing), *who(appeal.filing))
    return {f"{type(check).__name__}.{check.code}": check.result for check in checks}


@st.composite
def growing(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return some facts, and more of them."""
    every = {name: draw(st.sampled_from(values)) for name, values in FACTS.items()}
    known = {name: every[name] for name in every if draw(st.booleans())}
    more = {name: every[name] for name in every if name in known or draw(st.booleans())}
    return known, more


@settings(max_examples=400, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
@given(growing())
def test_what_is_learned_never_makes_a_breach_open_again(facts: tuple[dict[str, Any], dict[str, Any]]) -> None:
    before, after = read(facts[0]), read(facts[1])
    assume(before is not None and after is not None)
    assert before is not None
    assert after is not None
    then, now = results(before), results(after)
    assert [code for code in then if then[code] is Result.BREACH and now[code] is Result.UNKNOWN] == []


@settings(max_examples=200, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
@given(growing())
def test_no_appeal_goes_to_the_person_whose_act_it_is(facts: tuple[dict[str, Any], dict[str, Any]]) -> None:
    appeal = read(facts[1])
    assume(appeal is not None)
    assert appeal is not None
    author = appeal.filing.author
    assert all(
        target.person is None or target.person != author.person for target in addressee(author, appeal.chain).targets
    )


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(list(Subject)),
    st.dates(date(2020, 1, 1), date(2033, 10, 1)),
    st.sampled_from(sorted(read_region_zones())),
    st.sampled_from(sorted(read_region_zones())),
)
def test_no_more_is_shown_than_is_admitted(subject: Subject, anchor: date, authority: str, business: str) -> None:
    found = filing_term(subject, anchor, zone_of(authority), zone_of(business), work_calendar(authority))
    last = (found.authority_last_moment, found.business_last_moment)
    assert found.shown_until <= min(last)
    assert found.admissible_until == max(last)
    assert work_calendar().is_working(found.shown_until.date())


@settings(max_examples=100, suppress_health_check=[HealthCheck.filter_too_much], deadline=None)
@given(growing())
def test_grounds_are_offered_once_and_suit_the_subject(facts: tuple[dict[str, Any], dict[str, Any]]) -> None:
    appeal = read(facts[1])
    assume(appeal is not None)
    assert appeal is not None
    offered = [suggestion.ground for suggestion in suggest(appeal.filing)]
    assert len(offered) == len({ground.code for ground in offered})
    assert all(appeal.filing.subject in ground.subjects for ground in offered)
