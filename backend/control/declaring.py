"""A declaration of compliance from a finished self-assessment (51): what it states, and how good «high» is here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.assessments.models import AnswerValue
from backend.assessments.queries import Answered, Checklist, checklist
from backend.audit.numbers import next_number as number_after
from backend.authorities.models import AuthorityBody
from backend.control.models import Declaration
from backend.errors import Conflict, Invalid
from backend.procedures.bindings import bindings
from backend.procedures.queries import history
from backend.procedures.recomputing import dates_changed
from backend.procedures.terms import set_deadlines
from calculators.readiness import Readiness, readiness
from rules.control import ControlType, control_types
from rules.faults import Fault
from rules.procedures import procedures
from rules.text import Text

NAME = "declaration"
# What «high» means the law leaves to the body's own guide (51(3), 51(7)); until it is read this is the house's bar.
HIGH = Fraction(9, 10)
OPEN_STATES = ("DRAFT", "SUBMITTED", "REGISTERED")
ALLOWED = {
    True: Text("Положение разрешает декларацию.", "The act allows a declaration."),
    False: Text("Положение не знает декларации.", "The act knows no declaration."),
    None: Text("Разрешена ли, не знаем: сверьте с положением.", "Whether it is allowed is not known: check the act."),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """How far the self-assessment has got with the requirements that a type's authority checks."""

    control_type: ControlType
    readiness: Readiness

    @property
    def finished(self) -> bool:
        """Return whether every requirement is answered."""
        return self.readiness.not_answered == 0 and self.readiness.concerned > 0

    @property
    def high(self) -> bool:
        """Return whether the share of «да» is high enough to declare."""
        return self.finished and is_high(self.readiness.share)

    @property
    def percent(self) -> int:
        """Return the share of «да» in whole per cent, rounded down."""
        return int(100 * (self.readiness.share or 0))


def is_high(share: Fraction | None) -> bool:
    """Return whether a share of «да» is high enough to declare."""
    return share is not None and share >= HIGH


def grounds(session: Session, business: Business, on: date) -> list[Ground]:
    """Return the types of control whose authority has requirements in the business's list, with how far it has got."""
    found = checklist(session, business, on)
    made = [Ground(one, _readiness(found, one)) for one in control_types().values() if one.has_clocks]
    return [one for one in made if one.readiness.concerned]


def draft_declaration(
    session: Session, business: Business, code: str, body: AuthorityBody | None, on: date, now: datetime
) -> Declaration:
    """Draft a declaration from the self-assessment as it stands.

    Raises:
        Invalid: a type without requirements in the list.
        Conflict: the self-assessment is not finished or not high, the act knows none, or one is under way.
    """
    ground = next((one for one in grounds(session, business, on) if one.control_type.code == code), None)
    if ground is None:
        message = Text(
            "Требований этого органа в вашем списке нет.", "Your list has no requirements of this authority."
        )
        raise Invalid([Fault("unknown", "control_type", message, Text("Выберите из списка.", "Choose from the list."))])
    _refuse(session, business.id, ground)
    row = Declaration(
        number=next_number(session),
        business_id=business.id,
        body_id=body.id if body else None,
        control_type=code,
        statement=statement(session, business, ground.control_type, on),
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def statement(session: Session, business: Business, type_: ControlType, on: date) -> dict[str, Any]:
    """Return what is stated: the counts, the share, and the requirements answered «да», as of a day."""
    found = checklist(session, business, on)
    counts = _readiness(found, type_)
    share = counts.share or Fraction(0)
    return {
        "on": on.isoformat(),
        "done": counts.done,
        "partly": counts.partly,
        "no": counts.no,
        "not_answered": counts.not_answered,
        "share": f"{share.numerator}/{share.denominator}",
        "requirements": [id_ for id_ in _ids(found, type_) if _said(found.answers.get(id_)) == "yes"],
    }


def share_of(row: Declaration) -> Fraction | None:
    """Return the share of «да» that a declaration states."""
    kept = row.statement.get("share")
    return Fraction(str(kept)) if kept else None


def declarations_of(session: Session, business_id: str) -> Sequence[Declaration]:
    """Return the declarations of a business, the newest first."""
    query = select(Declaration).where(Declaration.business_id == business_id)
    return session.exec(query.order_by(col(Declaration.created_at).desc())).all()


def note_change(session: Session, row: Declaration, changed_on: date, today: date, now: datetime) -> None:
    """Keep the day on which what is declared changed: the month to bring it up to date runs from it (51(6)).

    Raises:
        Conflict: it is not registered.
        Invalid: a day to come, or one before the registration.
    """
    if row.state != "REGISTERED":
        raise Conflict(
            Text("Декларация не зарегистрирована.", "The declaration is not registered."),
            Text("Обновлять нечего.", "There is nothing to bring up to date."),
        )
    if changed_on > today or (row.registered_on and changed_on < row.registered_on):
        message = Text("День между регистрацией и сегодня.", "A day between the registration and today.")
        raise Invalid([Fault("range", "changed_on", message, Text("Исправьте день.", "Correct the day."))])
    first = not changes_pending(session, row)
    row.changed_on = changed_on
    row.statement = {**row.statement, "changes": int(row.statement.get("changes", 0)) + (1 if first else 0)}
    session.add(row)
    session.flush()
    _run_term(session, row, now)


def changes_pending(session: Session, row: Declaration) -> bool:
    """Return whether a change was noted that no update has followed yet."""
    followed = sum(step.action == "update" for step in history(session, NAME, row.id))
    return int(row.statement.get("changes", 0)) > followed


def next_number(session: Session) -> int:
    """Return the next number of a declaration."""
    return number_after(session, Declaration.number)


def _run_term(session: Session, row: Declaration, now: datetime) -> None:
    binding = bindings()[NAME]
    update = next(step for step in procedures()[NAME].steps if step.action == "update")
    set_deadlines(session, binding, row, now, None, update)
    dates_changed(session, NAME, row, now)


def _refuse(session: Session, business_id: str, ground: Ground) -> None:
    if ground.control_type.flag("declaration.allowed") is False:
        raise Conflict(
            Text("Положение об этом контроле не знает декларации.", "The act on this control knows no declaration."),
            Text("Сверьте с положением.", "Check the act."),
        )
    if not ground.finished:
        raise Conflict(
            Text(
                f"Самопроверка не закончена: без ответа {ground.readiness.not_answered}.",
                f"The self-check is not finished: {ground.readiness.not_answered} not answered.",
            ),
            Text("Ответьте на остальное.", "Answer the rest."),
        )
    if not ground.high:
        bar = int(100 * HIGH)
        raise Conflict(
            Text(
                f"«Да» только у {ground.percent}%, нужно {bar}%.", f"Only {ground.percent}% say yes; {bar}% are needed."
            ),
            Text("Закройте пробелы из плана.", "Close the gaps of your plan."),
        )
    running = col(Declaration.state).in_(OPEN_STATES), Declaration.control_type == ground.control_type.code
    if session.exec(select(Declaration).where(Declaration.business_id == business_id, *running)).first() is not None:
        raise Conflict(
            Text("Такая декларация уже есть.", "There is such a declaration already."),
            Text("Откройте её.", "Open it."),
        )


def _readiness(found: Checklist, type_: ControlType) -> Readiness:
    return readiness(_said(found.answers.get(id_)) for id_ in _ids(found, type_))


def _ids(found: Checklist, type_: ControlType) -> list[str]:
    return [item.id for item in found.items if item.requirement.authority in type_.authorities]


def _said(answer: Answered | None) -> str | None:
    if answer is None or answer.value is None or answer.recheck:
        return None
    return "not_concerned" if answer.value is AnswerValue.NOT_APPLICABLE else answer.value.value
