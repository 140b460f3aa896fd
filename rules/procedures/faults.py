"""What is wrong with a table of steps: each fault in words, for whoever writes a table."""

from __future__ import annotations

from collections.abc import Iterator

from rules.procedures.outside import SYSTEMS
from rules.procedures.steps import PLATFORM_ORDER, SYSTEM, Procedure, Step
from rules.procedures.waiting import waiting_for
from rules.reading_terms import read_deadlines

DOES = ("starts", "pauses", "stops")


def faults_of(procedure: Procedure) -> list[str]:
    """Return what is wrong with a table: unknown or unreachable states, exits of an end, rows without an article."""
    found = [*_unknown_states(procedure), *_unreachable(procedure), *_ends(procedure), *_rows(procedure)]
    return [*found, *_clocks(procedure), *_marks(procedure)]


def unsaid_waits(procedure: Procedure) -> list[str]:
    """Return the states of which the table does not say whom they wait for, until when, by which article."""
    return [code for code in procedure.states if not _says_its_wait(procedure, code)]


def _says_its_wait(procedure: Procedure, code: str) -> bool:
    waiting = waiting_for(procedure, code)
    if waiting is None:
        return True
    return bool(waiting.whom and waiting.articles and (waiting.until or waiting.no_term))


def _unknown_states(procedure: Procedure) -> Iterator[str]:
    used = {procedure.initial} | {state for step in procedure.steps for state in (*step.froms, step.to)}
    used |= {step.term_from for step in procedure.steps if step.term_from}
    yield from (f"no state «{state}»" for state in sorted(used - set(procedure.states)))


def _unreachable(procedure: Procedure) -> Iterator[str]:
    reached, grew = {procedure.initial}, True
    while grew:
        new = {step.to for step in procedure.steps if reached & set(step.froms)} - reached
        reached, grew = reached | new, bool(new)
    yield from (f"state «{state}» cannot be reached" for state in procedure.states if state not in reached)


def _ends(procedure: Procedure) -> Iterator[str]:
    for code, state in procedure.states.items():
        exits = [step for step in procedure.steps_from(code) if step.to != code]
        wrong = [step for step in exits if step.to in procedure.states and not procedure.states[step.to].undoes]
        if state.terminal and wrong:
            yield f"«{code}» is an end but «{wrong[0].action}» leaves it"
        if not state.terminal and not exits:
            yield f"nothing leaves «{code}» and it is no end"
        missing = set(state.expects) - {step.action for step in procedure.steps_from(code)}
        yield from (f"«{code}» expects «{action}», which does not leave it" for action in sorted(missing))
        if state.undoes and not state.terminal and not _entered_by_the_system_alone(procedure, code):
            yield f"«{code}» undoes an end and is none itself"


def _entered_by_the_system_alone(procedure: Procedure, code: str) -> bool:
    """Whether only another procedure leads into a state: a decision on an appeal opens what had ended anew."""
    return all(step.actors == (SYSTEM,) for step in procedure.steps if step.to == code and code not in step.froms)


def _rows(procedure: Procedure) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for step in procedure.steps:
        yield from _row(step)
        for state in step.froms:
            if (state, step.action) in seen and step.only_if is None:
                yield f"«{step.action}» stands twice for «{state}»"
            seen.add((state, step.action))


def _row(step: Step) -> Iterator[str]:
    if not step.source.strip():
        yield f"«{step.action}» names no article"
    if step.by_time and not step.term:
        yield f"«{step.action}» goes by time but has no term"
    if step.overlay and step.froms != (step.to,):
        yield f"«{step.action}» raises a mark and must leave the state as it is"
    if step.outside and step.outside not in SYSTEMS:
        yield f"«{step.action}» is done in «{step.outside}», which nobody knows"
    if isinstance(step.term, str) and step.term not in read_deadlines():
        yield f"«{step.action}» has the term «{step.term}», which deadlines.yaml does not hold"
    if (step.remind or step.in_term or step.anchor) and not step.term:
        yield f"«{step.action}» speaks of a term and has none"
    if any(days <= 0 for days in step.remind):
        yield f"«{step.action}» reminds after the end"


def _clocks(procedure: Procedure) -> Iterator[str]:
    started = procedure.clock_keys
    for step in procedure.steps:
        for clock in step.clocks:
            yield from _clock(step, clock.does, clock.key, clock.anchor, started)
        if step.term and not step.source.startswith(PLATFORM_ORDER) and not _counts_from_a_date(step, started):
            yield f"«{step.action}» counts a term of the law from a click: name its anchor"


def _clock(step: Step, does: str, key: str, anchor: str | None, started: frozenset[str]) -> Iterator[str]:
    where = f"«{step.action}», clock «{key}»"
    if does not in DOES:
        yield f"{where}: it starts, pauses or stops, and cannot «{does}»"
    if key not in started:
        yield f"{where}: no row starts it"
    if key not in read_deadlines():
        yield f"{where}: deadlines.yaml does not hold its term"
    if anchor is None and does != "stops":
        yield f"{where}: from which date? name its anchor"


def _counts_from_a_date(step: Step, started: frozenset[str]) -> bool:
    return step.anchor is not None or step.term_key in started


def _marks(procedure: Procedure) -> Iterator[str]:
    raised = {step.overlay for step in procedure.steps if step.overlay}
    for step in procedure.steps:
        if step.lowers and step.lowers not in raised:
            yield f"«{step.action}» takes down «{step.lowers}», which no row raises"
        if step.unless and step.unless not in raised:
            yield f"«{step.action}» is closed by «{step.unless}», which no row raises"
