"""A3: two releases one after another; between them one business joins, leaves, or changes everything it said."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np
import pytest

from calculators.release.policy import noise_sd
from calculators.release.shapes import Answer
from tests.attacks.measuring import FALSE_ALARM, advantage, alarm_chance, gaussian_advantage
from tests.attacks.worlds import POLICY, Moved, answers_of_target, crowd, moved, seen

DRAWS, BOUND = 3_000, 0.30

# What the window after the event holds of the target: when it happened, and when it did not. A window counts the
# answers given in it: what was said before and stays as it is does not count again.
EVENTS: Mapping[str, tuple[list[Answer], list[Answer]]] = {
    "joins": (answers_of_target(POLICY.cap), []),
    "leaves": ([], answers_of_target(POLICY.cap)),
    "changes everything": (answers_of_target(POLICY.cap, score=5), []),
}


def second_window(event: str) -> Moved:
    """Return where the second release differs between the event and its absence; the first one is the same."""
    happened, stayed = EVENTS[event]
    others = crowd()
    return moved([*others, *stayed], [*others, *happened])


@pytest.mark.parametrize("event", EVENTS)
def test_what_one_business_does_between_two_releases_stays_a_guess(event):
    bins = second_window(event)
    theory = gaussian_advantage(bins.length / noise_sd(POLICY))
    found = seen(bins, DRAWS)
    measured = advantage(found.inside, found.outside, 0.0)
    chance = alarm_chance(BOUND, theory, DRAWS)
    print(f"{event}: advantage {measured:.3f}, theory {theory:.3f}; {DRAWS} draws, false alarm {chance:.1e}")
    assert chance <= FALSE_ALARM
    assert measured <= BOUND


def test_what_it_said_rather_than_that_it_spoke_is_told_openly():
    # Not the guarantee's neighbours (one there, one not) but two answers of one who surely spoke: √2 further apart.
    others = crowd()
    bins = moved([*others, *answers_of_target(POLICY.cap)], [*others, *answers_of_target(POLICY.cap, score=5)])
    theory = gaussian_advantage(bins.length / noise_sd(POLICY))
    print(f"1 or 5 everywhere, of a business known to have answered: advantage {theory:.3f} in theory")
    assert theory < 0.34


def keyed_noise(counts: list[int], key: str) -> np.ndarray:
    """Return counts with noise that hangs on the place of the bin alone: the weakened release."""
    digests = (hashlib.sha256(f"{key}:{place}".encode()).digest() for place in range(len(counts)))
    return np.add(counts, [int.from_bytes(digest[:2], "big") % 41 - 20 for digest in digests])


@pytest.mark.parametrize("event", EVENTS)
def test_noise_that_hangs_on_the_cell_is_caught(event):
    # Nothing is left to chance here: the difference of two releases is the change itself.
    bins = second_window(event)
    guessed = [
        np.abs(keyed_noise(world, f"key {draw}") - keyed_noise(bins.outside, f"key {draw}")).sum() > 0
        for world in (bins.inside, bins.outside)
        for draw in range(50)
    ]
    inside, outside = np.array(guessed[:50], float), np.array(guessed[50:], float)
    assert advantage(inside, outside, 0.5) == 1.0 > BOUND
