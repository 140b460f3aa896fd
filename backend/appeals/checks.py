"""Checks and conditions of the table of appeals: what the law lets happen, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session

from backend.appeals.authors import authors_of, same_person
from backend.appeals.filing import NAME, bodies, filing_of
from backend.appeals.models import Appeal
from backend.appeals.readiness import with_regions
from backend.appeals.timely import between_the_ends, may_be_late, timeliness_of
from backend.errors import Conflict, Invalid
from backend.permissions import Actor
from backend.procedures.bindings import Guard
from backend.procedures.queries import marks
from calculators.appeal import RefusalGround, Subject, Timeliness, contents, door, precheck
from calculators.event_check import Result
from rules.faults import Fault
from rules.procedures.appeal_states import DECIDED
from rules.text import Text

# A refusal on grounds 3–8 is no result of the procedure and opens no court (42(3)).
COURT_AFTER = frozenset({1, 2, 9})


def raised(session: Session, row: Appeal) -> frozenset[str]:
    """Return the marks of an appeal."""
    return marks(session, NAME, [row.id]).get(row.id, frozenset())


def is_filed_in_this_way(session: Session, row: Appeal, actor: Actor | None) -> None:
    """Let through only what is an appeal of 248-ФЗ: a fine, another law, secrets have their own way."""
    way = door(filing_of(session, row))
    if not way.here and way.code.value != "unknown":
        raise Conflict(way.title, way.what_to_do)


def holds_the_seven_items(session: Session, row: Appeal, actor: Actor | None) -> None:
    """Every item of 41(1) is there, each missing one is named."""
    lacking = [one for one in contents(filing_of(session, row)) if one.result is not Result.CLEAN]
    if lacking:
        raise Invalid([Fault("missing", one.code, one.evidence, one.remedy or FILL) for one in lacking])


def decider_is_not_the_author(session: Session, row: Appeal, actor: Actor | None) -> None:
    """Whoever took, prepared or signed the act, or took part in it, does not decide on the appeal (40(2)).

    Known by their id where the act stands here, else by the name that the appeal gives.
    """
    if actor is None or actor.may_for(row.business_id or ""):
        return
    if actor.person_id in authors_of(session, row) or same_person(actor.name, row.author_name):
        raise Conflict(
            Text("Это ваше решение, жалобу на него рассматривает другой.", "The act is yours; another person decides."),
            Text("Передайте жалобу: 248-ФЗ, ст. 40 ч. 2.", "Pass it on: 248-FZ art. 40(2)."),
        )


def refusal_has_its_ground(session: Session, row: Appeal, actor: Actor | None) -> None:
    """A refusal rests on one of the nine grounds of 42(1), and what it rests on has happened."""
    if row.refusal_ground is None or not row.shared or row.refusal_ground not in NOT_YET:
        return
    stands, message, remedy = NOT_YET[row.refusal_ground]
    if stands(session, row):
        raise Conflict(message, remedy)
    if row.refusal_ground == 1 and not may_be_late(session, row):
        raise Conflict(
            Text("Жалоба подана в срок.", "The appeal was filed in time."),
            Text(
                "Решает время на подтверждении портала: ст. 40 ч. 5, 6.", "The portal's time decides: art. 40(5), (6)."
            ),
        )


FIRST = Text("Сначала решите её: ст. 40 ч. 7.", "Decide that first: art. 40(7).")
NOT_YET: Mapping[int, tuple[Callable[[Session, Appeal], bool], Text, Text]] = {
    1: (
        lambda session, row: row.asks_to_restore,
        Text("В жалобе есть просьба восстановить срок.", "The appeal asks to restore the term."),
        FIRST,
    ),
    2: (
        lambda session, row: "TERM_NOT_RESTORED" not in raised(session, row),
        Text("Просьба восстановить срок ещё не отклонена.", "The motion to restore the term is not denied yet."),
        FIRST,
    ),
    3: (
        lambda session, row: True,
        Text("Отзыв записывает сам заявитель.", "The applicant records the withdrawal."),
        Text("Попросите его нажать «Отозвать жалобу».", "Ask them to take that step."),
    ),
}


def timeliness_is_settled(session: Session, row: Appeal, actor: Actor | None) -> None:
    """A filing between the two ends of the term is held in time, or refused, before anything is decided (40(5), 40(6)).

    Raises:
        Conflict: nobody has said which.
    """
    if row.shared and between_the_ends(session, row) and not raised(session, row) & {"HELD_IN_TIME", "TERM_RESTORED"}:
        raise Conflict(
            Text("Жалоба подана между двумя концами срока.", "It was filed between the two ends of the term."),
            Text("Сначала признайте её поданной в срок или откажите.", "First hold it in time, or refuse it."),
        )


def motions_are_decided(session: Session, row: Appeal, actor: Actor | None) -> None:
    """A late appeal is decided on its merits only after its term was restored (40(7), 42(1)2)."""
    seen = raised(session, row)
    if not row.shared or "TERM_RESTORED" in seen:
        return
    if not row.asks_to_restore:
        _not_late(session, row, seen)
        return
    if "TERM_NOT_RESTORED" in seen:
        raise Conflict(
            Text("Срок не восстановлен: решать по существу нельзя.", "The term was not restored: no decision on it."),
            Text("Откажите в рассмотрении: ст. 42 ч. 1 п. 2.", "Refuse to consider it: art. 42(1)2."),
        )
    raise Conflict(
        Text("Просьба восстановить срок не решена.", "The motion to restore the term is not decided."),
        Text("Сначала решите её: ст. 40 ч. 7.", "Decide that first: art. 40(7)."),
    )


def _not_late(session: Session, row: Appeal, seen: frozenset[str]) -> None:
    """An appeal that is plainly late and asks for nothing can only be refused (42(1)1)."""
    if "HELD_IN_TIME" not in seen and timeliness_of(session, row) is Timeliness.LATE:
        raise Conflict(
            Text(
                "Жалоба подана после срока, просьбы восстановить его нет: решать по существу нельзя.",
                "It was filed after its term and asks for no restoring: no decision on the merits.",
            ),
            Text("Откажите в рассмотрении: ст. 42 ч. 1 п. 1.", "Refuse to consider it: art. 42(1)1."),
        )


def refusals_ahead(session: Session, row: Appeal) -> tuple[RefusalGround, ...]:
    """Return the nine grounds on which the body might refuse, as things stand."""
    return precheck(with_regions(filing_of(session, row)), bodies(session))


def court_is_open(session: Session, row: Appeal) -> bool:
    """Whether the court may be gone to: after a real consideration only (39(2), 42(3))."""
    return row.state in DECIDED or (row.state == "REFUSED_TO_CONSIDER" and row.refusal_ground in COURT_AFTER)


def _stay_decided(session: Session, row: Appeal) -> bool:
    return bool(raised(session, row) & {"STAY_GRANTED", "STAY_DENIED"})


# Nothing of these can be cancelled in part.
WHOLE = frozenset({Subject.ACTIONS, Subject.RISK_CATEGORY, Subject.VISIT_REFUSAL})
FILL = Text("Заполните это.", "Fill it in.")
GUARDS: Mapping[str, Guard] = {
    "is_filed_in_this_way": is_filed_in_this_way,
    "holds_the_seven_items": holds_the_seven_items,
    "decider_is_not_the_author": decider_is_not_the_author,
    "refusal_has_its_ground": refusal_has_its_ground,
    "motions_are_decided": motions_are_decided,
    "timeliness_is_settled": timeliness_is_settled,
}
CONDITIONS: Mapping[str, Callable[[Session, Any], bool]] = {
    "asks_to_restore_the_term": lambda session, row: row.asks_to_restore,
    "asks_for_a_stay": lambda session, row: row.asks_for_stay,
    "stay_is_decided": lambda session, row: row.asks_for_stay and _stay_decided(session, row),
    "stay_is_not_decided": lambda session, row: row.asks_for_stay and not _stay_decided(session, row),
    "has_a_position": lambda session, row: bool(row.position_text),
    "court_is_open": court_is_open,
    "filed_between_the_ends": between_the_ends,
    "is_about_a_decision": lambda session, row: row.subject is not Subject.ACTIONS,
    "is_about_a_decision_of_parts": lambda session, row: row.subject not in WHOLE,
    "is_about_actions": lambda session, row: row.subject in (Subject.ACTIONS, Subject.OTHER),
}
