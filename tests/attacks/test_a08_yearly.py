"""A3, A4 and A8 of the yearly release: everything it draws, with one business at every cap of it and without."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from math import sqrt

import pytest

from calculators.release.noise import spent
from calculators.release.yearly import (
    COST,
    FLAGS,
    MARKS,
    OF_EVENTS,
    Event,
    Said,
    contributions,
    counts_of,
    yearly_sd,
)
from tests.attacks.measuring import advantage, alarm_chance, gaussian_advantage
from tests.attacks.test_a8_audit import audited
from tests.attacks.worlds import ITEMS, POLICY, TARGET, Moved, seen

DRAWS = 24_000
MOST_ADVANTAGE = 0.30
SAID = [Said(TARGET, measure, one.requirement, one.version, 0) for measure in (COST, *FLAGS) for one in ITEMS]
EVENTS = [Event(TARGET, number, dict.fromkeys(OF_EVENTS, 0)) for number in range(1, 10)]


def target(said: Sequence[Said] = SAID, events: Sequence[Event] = EVENTS) -> Moved:
    """What one business moves that says more of everything than counts."""
    others = [Said(unit, COST, ITEMS[unit % 40].requirement, ITEMS[unit % 40].version, unit % 9) for unit in range(300)]
    worlds = [
        list(chain.from_iterable(counts_of(all_said, all_events, ITEMS, POLICY).values()))
        for all_said, all_events in ((others, []), ([*others, *said], events))
    ]
    there = [at for at, (one, other) in enumerate(zip(*worlds, strict=True)) if one != other]
    return Moved(*([world[at] for at in there] for world in worlds))


@pytest.fixture(scope="module")
def moved():
    """What the target moves when everything of it is capped."""
    return target()


@pytest.fixture(scope="module")
def found(moved):
    """24,000 yearly releases with the target and as many without it."""
    return seen(moved, DRAWS, yearly_sd(POLICY))


def test_one_business_moves_the_year_by_its_contributions_and_opendp_counts_no_more_than_rho(moved):
    assert moved.length**2 == pytest.approx(sum(contributions(POLICY).values()))
    assert spent(yearly_sd(POLICY), moved.length) <= float(POLICY.rho)


def test_membership_in_a_yearly_release_is_told_no_better_than_in_a_quarter(moved, found):
    theory = gaussian_advantage(moved.length / yearly_sd(POLICY))
    measured = advantage(found.inside, found.outside, 0)
    chance = alarm_chance(MOST_ADVANTAGE, theory, DRAWS)
    print(f"yearly release: advantage {measured:.3f}, {theory:.3f} in theory; false alarm {chance:.0e}, {DRAWS} draws")
    assert chance <= 1e-6
    assert measured <= MOST_ADVANTAGE


def test_the_whole_year_keeps_its_claim(found):
    sure, claim = audited("everything of a yearly release", found.inside, found.outside, float(POLICY.rho))
    assert 0.5 < sure <= claim


def test_forgotten_caps_are_caught():
    """Weakened: every cost and flag counts, and every control event, nine of them in one bin of one row."""
    added = [1] * len(SAID) + [len(EVENTS)] * len(OF_EVENTS)
    found = seen(Moved([0] * len(added), added), 5_000, yearly_sd(POLICY))
    sure, claim = audited("a year without caps", found.inside, found.outside, float(POLICY.rho))
    assert sure > claim


def test_three_events_of_one_business_would_cost_more_than_the_year_has():
    """Weakened: the caps count three events as three times three marks, and not as three in one bin."""
    wrong = sqrt(len(MARKS) * 3**2)
    assert spent(yearly_sd(POLICY), sqrt(15 + wrong**2 * 2)) > float(POLICY.rho)
