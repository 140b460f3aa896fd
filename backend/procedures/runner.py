"""The runner of procedures: the only place where a state is written.

One call is permission, check, state, history, terms, effects, notices and audit, in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col

from backend.audit.service import name_of, record
from backend.errors import Changed, Conflict, Invalid, NotFound, PlatformError
from backend.notifications.service import notify
from backend.permissions import Actor
from backend.procedures.bindings import Binding, Subject, bindings, whom_to_tell
from backend.procedures.models import StepRecord, StepSalt
from backend.procedures.outside import Outside as Outside
from backend.procedures.outside import record_outside
from backend.procedures.proofs import hash_of_words, new_salt
from backend.procedures.queries import count_steps, open_terms
from backend.procedures.terms import Situation, set_deadlines, situation
from backend.procedures.timers import END
from calculators.calendar import WorkCalendar
from rules.faults import Fault
from rules.procedures import CLIENTS as CLIENTS
from rules.procedures import SYSTEM as SYSTEM
from rules.procedures import Step
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as somebody takes it."""

    step: Step
    actor: Actor | None
    acting_as: str
    now: datetime
    comment: str | None
    document: str | None
    by: str | None
    outside: Outside | None


def take_step(
    session: Session,
    procedure: str,
    subject: Subject,
    action: str,
    actor: Actor | None,
    acting_as: str,
    now: datetime,
    *,
    given: Mapping[str, Any] | None = None,
    comment: str | None = None,
    document: str | None = None,
    version: int | None = None,
    days_off: WorkCalendar | None = None,
    by: str | None = None,
    outside: Outside | None = None,
) -> Step:
    """Take one step of a procedure; return its row.

    `actor` None acting as "system" is time itself, or another procedure: `by` then names what caused the step
    ("appeal:ID"). `given` holds what the row needs (`needs`), by name; the words of `comment` are kept by the caller,
    the history holds their hash. `version` is what the actor saw (If-Match). `outside` is the official record of the
    step; one that has an official counterpart is a working copy without it. The dates of the case that anchor terms
    have to be written before.

    Raises:
        NotFound: the step is not theirs to take.
        Conflict: it is not open in this state, or its check refuses.
        Invalid: something the step needs is missing.
        Changed: somebody moved the case meanwhile.
    """
    binding = bindings()[procedure]
    _check_right(session, binding, subject, action, actor, acting_as)
    if version is not None and version != subject.version:
        raise Changed
    step = _find_step(session, binding, subject, action, acting_as)
    _check_term(session, binding, subject, step, now)
    for guard in step.guards:
        binding.guards[guard](session, subject, actor)
    _check_needs(step, given or {})
    taken = Taken(step, actor, acting_as, now, comment, document, by, outside)
    left = _write_state(session, subject, step)
    _write_history(session, binding, subject, left, taken)
    for effect in step.effects:
        binding.effects[effect](session, subject, actor, now)
    # After the effects: they may tell dates from which terms run.
    set_deadlines(session, binding, subject, now, days_off, step)
    _tell(session, binding, subject, taken)
    return step


def open_steps(
    session: Session,
    procedure: str,
    subject: Subject,
    actor: Actor | None,
    acting_as: str,
    now: datetime | None = None,
) -> tuple[Step, ...]:
    """Return the steps this actor can take now, in the order of the table: what a page offers as buttons.

    With `now` a step that is open only within its term is left out in the very second it ends.
    """
    binding = bindings()[procedure]
    if not _acts(session, binding, subject, actor, acting_as):
        return ()
    standing = situation(session, binding, subject)
    steps = [step for step in binding.table.steps_from(subject.state) if acting_as in step.actors]
    return tuple(
        step
        for step in steps
        if standing.holds(step)
        and not _term_is_over(session, binding, subject, step, now)
        and _guard_allows(session, binding, step, subject, actor)
    )


def _guard_allows(session: Session, binding: Binding, step: Step, subject: Subject, actor: Actor | None) -> bool:
    try:
        for guard in step.guards:
            binding.guards[guard](session, subject, actor)
    except PlatformError:
        return False
    return True


def _acts(session: Session, binding: Binding, subject: Subject, actor: Actor | None, acting_as: str) -> bool:
    """Whether the actor is what they act as, in this case."""
    if actor is None or acting_as == SYSTEM:
        return actor is None and acting_as == SYSTEM
    if binding.acts is not None:
        return binding.acts(session, subject, actor, acting_as)
    if acting_as in CLIENTS:
        return subject.business_id is not None and actor.may_for(subject.business_id, binding.scope)
    return acting_as in actor.roles


def _check_right(
    session: Session, binding: Binding, subject: Subject, action: str, actor: Actor | None, acting_as: str
) -> None:
    actors = {name for step in binding.table.steps if step.action == action for name in step.actors}
    if acting_as not in actors or not _acts(session, binding, subject, actor, acting_as):
        raise NotFound


def _find_step(session: Session, binding: Binding, subject: Subject, action: str, acting_as: str) -> Step:
    standing: Situation = situation(session, binding, subject)
    for step in binding.table.steps_from(subject.state):
        if step.action == action and acting_as in step.actors and standing.holds(step):
            return step
    raise _not_open(binding, subject, action)


def _term_is_over(session: Session, binding: Binding, subject: Subject, step: Step, now: datetime | None) -> bool:
    """Whether a step that is open only within its term comes too late. A term that is not known closes nothing."""
    if not step.in_term:
        return False
    rows = [row for row in open_terms(session, binding.procedure, subject.id) if row.key == step.term_key]
    return any(row.warned >= END or (now and row.due_at and row.due_at < now) for row in rows)


def _check_term(session: Session, binding: Binding, subject: Subject, step: Step, now: datetime) -> None:
    if _term_is_over(session, binding, subject, step, now):
        name = step.name or Text(step.action, step.action)
        raise Conflict(
            Text(f"«{name.ru}»: срок прошёл, {step.source}.", f"“{name.en}”: the term is over, {step.source}."),
            Text("Откройте карточку: там то, что можно сделать.", "Open the card: it shows what can be done."),
        )


def _not_open(binding: Binding, subject: Subject, action: str) -> Conflict:
    state = binding.table.states[subject.state].name
    name = next((step.name for step in binding.table.steps if step.action == action and step.name), None)
    name = name or Text(action, action)
    return Conflict(
        Text(f"«{name.ru}» сейчас нельзя: состояние «{state.ru}».", f"“{name.en}” is not open in “{state.en}”."),
        Text("Откройте карточку: там то, что можно сделать.", "Open the card: it shows what can be done."),
    )


def _check_needs(step: Step, given: Mapping[str, Any]) -> None:
    missing = [name for name in step.needs if not given.get(name)]
    if missing:
        message = Text("Поле не заполнено, без него этого не сделать.", "The field is empty, and the step needs it.")
        remedy = Text("Заполните его.", "Fill it in.")
        raise Invalid([Fault("missing", name, message, remedy) for name in missing])


def _write_state(session: Session, subject: Subject, step: Step) -> str:
    """Write the state if nobody moved the case since it was read; return the state that was left."""
    session.flush()
    left, seen, table = subject.state, subject.version, type(subject)
    unmoved = col(table.id) == subject.id, col(table.version) == seen, col(table.state) == left
    moved = session.execute(
        update(table).where(*unmoved).values(state=step.to, version=seen + 1).returning(col(table.id)),
        execution_options={"synchronize_session": False},
    ).first()
    if moved is None:
        raise Changed
    set_committed_value(subject, "state", step.to)
    set_committed_value(subject, "version", seen + 1)
    return left


def _write_history(session: Session, binding: Binding, subject: Subject, left: str, taken: Taken) -> None:
    step, comment, salt = taken.step, taken.comment, new_salt()
    row = StepRecord(
        procedure=binding.procedure,
        subject_id=subject.id,
        number=count_steps(session, binding.procedure, subject.id) + 1,
        action=step.action,
        from_state=left,
        to_state=step.to,
        overlay=step.overlay,
        actor=name_of(taken.actor),
        acting_as=taken.acting_as,
        basis=step.source,
        comment_hash=hash_of_words(comment, salt) if comment else None,
        document=taken.document,
        lowers=step.lowers,
        caused_by=taken.by,
        at=taken.now,
    )
    session.add(row)
    values = row.model_dump(include={"number", "from_state", "to_state", "acting_as", "comment_hash", "document"})
    if not step.quiet:
        name = f"{binding.procedure}.{step.action}"
        record(session, taken.actor, name, binding.procedure, subject.id, values, taken.now)
    if comment:
        session.add(StepSalt(step_id=row.id, business_id=subject.business_id, words_salt=salt))
        session.flush()
    if taken.outside:
        session.flush()
        record_outside(session, row, taken.outside, taken.actor, taken.now)


def _tell(session: Session, binding: Binding, subject: Subject, taken: Taken) -> None:
    """Tell whom the row names, each person once, by the page of their first role; not the one who took the step."""
    told = {taken.actor.person_id} if taken.actor else set()
    for role in taken.step.notify:
        people = [one for one in whom_to_tell(session, binding, subject, role, taken.now) if one not in told]
        told.update(people)
        params = binding.about(session, subject)
        kind = f"{binding.procedure}.{taken.step.action}"
        notify(session, people, kind, params, binding.link(subject, role), taken.now)
