"""What a table of steps is made of: states, clocks, rows, and the procedure that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rules.reading_terms import read_deadlines
from rules.terms import Term
from rules.text import Text

SYSTEM = "system"
# The guard of a row that the authority takes, or a business in the copy that it keeps itself.
EITHER = "authority_or_own_copy"
CLIENTS = frozenset({"business", "representative"})
# An order that no statute sets; its terms may run from a step, those of a statute run from a date of an act.
PLATFORM_ORDER = "Порядок платформы «Ясно»"


@dataclass(frozen=True, slots=True)
class State:
    """A state: its names, whether the procedure ends there, and why no term runs in it if none does.

    `expects` names the actions a case waits for in a state without a term, where others may be taken besides.
    `undoes`: it may also be entered from an end: the result of a check is declared void, or a decision on an appeal
    opens anew what had ended (then only the platform leads there).
    """

    name: Text
    terminal: bool = False
    no_term: Text | None = None
    expects: tuple[str, ...] = ()
    undoes: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """What a step does to a clock: `does` is starts, pauses or stops; `anchor` names the date it does so from.

    A clock runs from state to state, until a step stops it or the case ends. `starts` on a clock that stands lets it
    run on. `key` is that of its term; `cap` the most working days all its pauses together may last.
    """

    key: str
    does: str
    anchor: str | None = None
    cap: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the clock as `yasno procedures` prints it."""
        shape = {"key": self.key, "anchor": self.anchor, "does": self.does, "cap": self.cap}
        return {name: value for name, value in shape.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Step:
    """One row: who may move a case from one of the states to another, by which provision, in which term.

    `term` is a term or the key of one, which the act on the type of control sets, else the statute. It runs from the
    date of the case that `anchor` names, else from the entry into `term_from`, else from the entry into the `from_`
    state; the step is due by its end, and with `in_term` it is open no longer than that. The term of a `clock` that
    some row starts is kept by that clock. `remind` adds reminders so many days before the end.

    `guard` names checks of the shell; `needs` the fields that must be filled; `notify` whom to tell; `only_if` a
    condition under which the row exists at all, `unless` a mark under which it does not. `by_time` steps are taken by
    the system when the term is over (one that leaves the state and raises no mark only tells whom `notify` names, and
    reminds the business while the term runs); `overlay` steps leave the state and raise a mark, and `lowers` names a
    mark that a step takes down. `effects` name what else the shell does. `outside` says where the step is officially
    done (a code of `rules.procedures.outside`): without a record from there it is a working copy. A `quiet` step is no
    row of the log of its own, whose size is public: the room of the procedure writes it down later, with others.
    """

    action: str
    from_: str | tuple[str, ...]
    to: str
    actor: str | tuple[str, ...]
    source: str
    name: Text | None = None
    guard: str | tuple[str, ...] | None = None
    term: Term | str | None = None
    term_from: str | None = None
    anchor: str | None = None
    in_term: bool = False
    remind: tuple[int, ...] = ()
    notify: tuple[str, ...] = ()
    only_if: str | None = None
    unless: str | None = None
    needs: tuple[str, ...] = ()
    clock: Clock | tuple[Clock, ...] | None = None
    overlay: str | None = None
    lowers: str | None = None
    by_time: bool = False
    effects: tuple[str, ...] = ()
    outside: str | None = None
    quiet: bool = False

    @property
    def froms(self) -> tuple[str, ...]:
        """Return the states the step leaves, always as a tuple."""
        return (self.from_,) if isinstance(self.from_, str) else self.from_

    @property
    def actors(self) -> tuple[str, ...]:
        """Return the roles that may take the step, always as a tuple."""
        return (self.actor,) if isinstance(self.actor, str) else self.actor

    @property
    def guards(self) -> tuple[str, ...]:
        """Return the names of its checks, always as a tuple."""
        if self.guard is None:
            return ()
        return (self.guard,) if isinstance(self.guard, str) else self.guard

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """Return what it does to clocks, always as a tuple."""
        if self.clock is None:
            return ()
        return (self.clock,) if isinstance(self.clock, Clock) else self.clock

    @property
    def only_tells(self) -> bool:
        """Return whether time takes it at the end of a term to tell of that end alone: nothing moves, no mark rises."""
        return self.by_time and self.overlay is None and self.froms == (self.to,)

    @property
    def term_key(self) -> str | None:
        """Return the key its term is kept under, None where it has no term; a term without a key goes by the action."""
        if self.term is None or isinstance(self.term, str):
            return self.term
        return self.term.key or self.action

    @property
    def statute_term(self) -> Term | None:
        """Return the term as the last edition of the statute sets it; None where only an act on control types does."""
        if not isinstance(self.term, str):
            return self.term
        known = read_deadlines().get(self.term)
        return known.editions[-1].term if known and known.editions else None

    def as_dict(self) -> dict[str, Any]:
        """Return the row as `yasno procedures` prints it; reserved fields only where the row uses them."""
        shape: dict[str, Any] = {
            "action": self.action,
            "name": self.name.as_dict() if self.name else None,
            "from": self.from_ if isinstance(self.from_, str) else list(self.from_),
            "to": self.to,
            "actor": self.actor if isinstance(self.actor, str) else list(self.actor),
            "guard": list(self.guard) if isinstance(self.guard, tuple) else self.guard,
            "source": self.source,
            "term": _term_as_dict(self) if self.term else None,
            "notify": list(self.notify),
            "only_if": self.only_if,
        }
        return shape | _reserved(self)


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure: where it begins, its states in reading order with their names, and its rows."""

    name: str
    title: Text
    initial: str
    states: Mapping[str, State]
    steps: tuple[Step, ...]

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Return the rows that are open in `state`, in the order of the table."""
        return tuple(step for step in self.steps if state in step.froms)

    @property
    def clock_keys(self) -> frozenset[str]:
        """Return the keys of the clocks that some row starts: terms under these keys are kept by the clocks."""
        return frozenset(clock.key for step in self.steps for clock in step.clocks if clock.does == "starts")

    @property
    def anchors(self) -> frozenset[str]:
        """Return the names of the dates that a case of this procedure must be able to tell."""
        dates = {clock.anchor for step in self.steps for clock in step.clocks} | {step.anchor for step in self.steps}
        return frozenset(name for name in dates if name)

    def as_dict(self) -> dict[str, Any]:
        """Return the procedure as `yasno procedures` prints it."""
        states = [
            {"code": code, "terminal": state.terminal, "name": state.name.as_dict()}
            for code, state in self.states.items()
        ]
        return {
            "name": self.name,
            "title": self.title.as_dict(),
            "initial": self.initial,
            "states": states,
            "steps": [step.as_dict() for step in self.steps],
        }


def on_each(states: tuple[str, ...], action: str, overlay: str, **row: Any) -> tuple[Step, ...]:
    """Return the row of a mark once for each state: it leaves each of them as it is.

    >>> [step.to for step in on_each(("A", "B"), "appeal", "APPEALED", actor="business", source="ст. 40")]
    ['A', 'B']
    """
    return tuple(Step(action, state, state, overlay=overlay, **row) for state in states)


def lowered_on_each(states: tuple[str, ...], action: str, lowers: str, **row: Any) -> tuple[Step, ...]:
    """Return the row that takes a mark down once for each state: it leaves each of them as it is."""
    return tuple(Step(action, state, state, lowers=lowers, **row) for state in states)


def _term_as_dict(step: Step) -> dict[str, Any]:
    """Return the term as the statute sets it; figures are null where only the act on a type of control sets them."""
    term = step.statute_term
    shape = {
        "amount": term.amount if term else None,
        "unit": term.unit.value if term else None,
        "source": term.source if term else None,
        "verified": term.verified if term else False,
    }
    return {"key": step.term if isinstance(step.term, str) else (term.key if term else None)} | shape


def _reserved(step: Step) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "term_from": step.term_from,
        "anchor": step.anchor,
        "in_term": step.in_term,
        "remind": list(step.remind),
        "needs": list(step.needs),
        "overlay": step.overlay,
        "lowers": step.lowers,
        "unless": step.unless,
        "by_time": step.by_time,
        "effects": list(step.effects),
        "outside": step.outside,
    }
    clocks = [clock.as_dict() for clock in step.clocks]
    if clocks:
        shape["clock"] = clocks[0]
    if len(clocks) > 1:
        shape["clocks"] = clocks
    return {name: value for name, value in shape.items() if value}
