"""Whom a state waits for, until when, and by which article: derived from the rows that leave it."""

from __future__ import annotations

from dataclasses import dataclass

from rules.procedures.steps import CLIENTS, EITHER, SYSTEM, Procedure, Step
from rules.terms import Term
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Until:
    """A term that runs in a state: its key, from which date of the case or which state, and what the statute sets.

    `term` is None where only the act on the type of control sets it.
    """

    key: str
    anchor: str | None
    state: str | None
    term: Term | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whom the case waits for, the terms, the articles, and why there is no term if there is none."""

    whom: tuple[str, ...]
    until: tuple[Until, ...]
    articles: tuple[str, ...]
    no_term: Text | None


def waiting_for(procedure: Procedure, state: str) -> Waiting | None:
    """Return whom a state waits for; None for an end.

    The rows with a term say it; where none has one, those the state expects, else all rows that lead on.

    >>> from rules.procedures import procedures
    >>> waiting_for(procedures()["dispute"], "NEED_FACTS").whom
    ('business', 'representative')
    """
    if procedure.states[state].terminal:
        return None
    rows = [step for step in procedure.steps_from(state) if not step.overlay and not step.lowers]
    # A row that may be taken only within its term is an offer, not what the case waits for.
    due = [step for step in rows if step.term_key and not step.in_term]
    expected = [step for step in rows if step.action in procedure.states[state].expects]
    told = due or expected or rows
    whom = dict.fromkeys(actor for step in told for actor in _awaited(step))
    # Where only time moves the case on, it waits for whoever may move it besides.
    others = dict.fromkeys(actor for step in expected or rows for actor in _awaited(step))
    until = dict.fromkeys(_until(procedure, state, step) for step in due)
    articles = dict.fromkeys(step.source for step in told)
    return Waiting(tuple(whom or others) or (SYSTEM,), tuple(until), tuple(articles), procedure.states[state].no_term)


def terms_of_state(procedure: Procedure, state: str) -> frozenset[str]:
    """Return the keys of the terms that bind whoever the case waits for; a right that may be used is none of them.

    Terms of the rows that lead on, and of the marks that those in office or time alone set.

    Source: the tables of procedures themselves.

    >>> from rules.procedures import procedures
    >>> sorted(terms_of_state(procedures()["prescription"], "RECEIVED"))
    ['prescription.execute']
    """
    rows = [step for step in procedure.steps_from(state) if step.term_key and not step.in_term and not step.lowers]
    bound = [step for step in rows if not step.overlay or set(step.actors) - CLIENTS - {SYSTEM} or step.by_time]
    return frozenset(step.term_key for step in bound if step.term_key)


def _awaited(step: Step) -> tuple[str, ...]:
    """The authority, where a business only records in its own copy what the authority did."""
    actors = tuple(actor for actor in step.actors if actor != SYSTEM)
    if EITHER not in step.guards:
        return actors
    return tuple(actor for actor in actors if actor not in CLIENTS) or actors


def _until(procedure: Procedure, state: str, step: Step) -> Until:
    key = step.term_key or ""
    anchor = step.anchor or _anchor_of_clock(procedure, key)
    return Until(key, anchor, None if anchor else step.term_from or state, step.statute_term)


def _anchor_of_clock(procedure: Procedure, key: str) -> str | None:
    starts = (clock for step in procedure.steps for clock in step.clocks if clock.does == "starts")
    return next((clock.anchor for clock in starts if clock.key == key), None)
