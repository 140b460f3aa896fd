"""A thousand random walks through each procedure by its pure rows, and what holds at every step of them."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.procedures import procedures, waiting_for
from tests.rules.walking import TEN, Walk

WALKS, STEPS = 1_000, 25


def check(walk: Walk) -> None:
    """Say what holds of a case at any moment."""
    state = walk.procedure.states[walk.state]
    waiting = waiting_for(walk.procedure, walk.state)
    assert (waiting is None) == state.terminal
    if waiting is not None:
        assert waiting.whom
        assert waiting.articles
        assert waiting.until or waiting.no_term
    for clock in walk.clocks.values():
        counted = walk.of_clock(clock, TEN)
        assert counted.paused_days >= 0
        assert clock.cap is None or counted.paused_days <= clock.cap
        if counted.begins and counted.due:
            assert counted.due >= counted.begins


def step_once(walk: Walk) -> None:
    """Do one thing: what time does, or what somebody does."""
    rows = walk.time_rows()[:1] or walk.open_rows()
    if not rows or (not walk.time_rows() and walk.random.random() < 0.25):
        walk.pass_time()
        return
    row = walk.random.choice(rows)
    left = walk.procedure.states[walk.state]
    walk.take(row)
    if left.terminal and row.to != row.froms[0] and not row.overlay and not row.lowers:
        assert walk.procedure.states[row.to].undoes
    walk.pass_time()


@pytest.mark.parametrize("name", procedures())
@settings(max_examples=WALKS, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_a_walk_keeps_the_law_of_its_table(name, seed):
    walk = Walk(procedures()[name], Random(seed))
    check(walk)
    for _ in range(STEPS):
        step_once(walk)
        check(walk)


@pytest.mark.parametrize("name", procedures())
def test_walks_reach_every_state_and_take_every_action(name):
    procedure, seen, taken = procedures()[name], set(), set()
    for seed in range(3_000):
        walk = Walk(procedure, Random(seed))
        for _ in range(STEPS):
            step_once(walk)
            seen.add(walk.state)
        taken |= {action for action, _, _ in walk.path}
        if len(taken) == len({step.action for step in procedure.steps}) and seen >= set(procedure.states):
            break
    assert set(procedure.states) - seen - {procedure.initial} == set()
    assert {step.action for step in procedure.steps} - taken == set()
