"""Where official numbers come from: people type them in; the demo makes them up and says so."""

from __future__ import annotations

from dataclasses import replace

from backend.control.cases.outside_adapters import adapter_of
from rules.procedures import procedures


def step_of(action: str):
    return next(one for one in procedures()["event_plan"].steps if one.action == action)


def test_by_default_a_step_stays_a_working_copy(settings, clock) -> None:
    assert adapter_of(settings).name == "manual"
    assert adapter_of(settings).record(step_of("send"), "a", clock.now()) is None


def test_the_demo_gives_a_number_that_says_it_is_none(settings, clock) -> None:
    adapter = adapter_of(replace(settings, demo=True))
    found = adapter.record(step_of("send"), "a", clock.now())
    assert found == adapter.record(step_of("send"), "a", clock.now())
    assert (found.system, found.number[:5], found.date.isoformat()) == ("erknm", "ДЕМО-", "2026-11-28")


def test_a_step_that_lives_here_alone_gets_no_number(settings, clock) -> None:
    step = next(one for one in procedures()["control_event"].steps if one.outside is None)
    assert adapter_of(replace(settings, demo=True)).record(step, "a", clock.now()) is None
