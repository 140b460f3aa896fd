"""Opening items of feedback and taking their steps. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, select

from backend.audit.numbers import next_number as number_after
from backend.clock import MOSCOW
from backend.errors import Invalid
from backend.feedback.models import Door, Feedback, FeedbackKind, FeedbackWords
from backend.feedback.neutral import faults_of_public_words
from backend.feedback.routing import NAME
from backend.law import current_law
from backend.permissions import Actor
from backend.procedures.runner import SYSTEM, take_step
from rules.procedures import procedures
from rules.requirements import Requirement
from rules.roles import Role
from rules.text import Text

# What a step asks for: the field it fills. A day is asked for besides where measures are planned.
FIELDS: Mapping[str, str] = {
    "triage": "statement",
    "dismiss": "reason",
    "merge": "merged_into",
    "accept": "answer",
    "accept_in_part": "answer",
    "reject": "answer",
    "plan_action": "action",
    "implement": "done",
    "verify": "verified_by",
    "reopen": "reason",
    "leave_rejected": "",
}
# The words of these steps stand on a public page.
PUBLIC = frozenset({"accept", "accept_in_part", "reject", "plan_action", "implement", "verify", "reopen"})
DONE_ON = {"implement": "done_on"}


def open_item(
    session: Session, kind: FeedbackKind, requirement: Requirement | None, now: datetime, **more: Any
) -> Feedback:
    """Begin an item about a requirement, or about a practice without one."""
    known = {"requirement": requirement.id, "requirement_version": requirement.version} if requirement else {}
    office = {"authority": requirement.authority or ""} if requirement else {}
    row = Feedback(kind=kind, created_at=now, **{**known, **office, **more})
    session.add(row)
    session.flush()
    return row


def open_systemic(
    session: Session,
    authority: str,
    region: str,
    title: str,
    statement: str,
    requirement: Requirement | None,
    by: Actor,
    now: datetime,
) -> Feedback:
    """Pass a systemic issue of the ombudsman to the regulator, who answers it in public as any other.

    `by` is the ombudsman; `authority` and `region` are who answers, an empty region is the whole country. The title
    and the statement are public: they may name no business.

    Raises:
        NotFound: `by` is no ombudsman of this region.
        Invalid: the statement is empty or names somebody.
    """
    refuse_names(title, "title")
    refuse_names(statement, "statement")
    row = open_item(
        session,
        FeedbackKind.PRACTICE,
        requirement,
        now,
        authority=authority,
        region=region,
        title=title,
        statement=statement,
        door=Door.SYSTEMIC,
    )
    take_step(session, NAME, row, "send_systemic", by, Role.OMBUDSMAN, now, given={"statement": statement})
    return row


def open_released(
    session: Session, kind: FeedbackKind, requirement: Requirement, release: str, statement: str, now: datetime
) -> Feedback | None:
    """Put a figure of a release before the regulator, to go on Monday; None where it or an open one of before is there.

    A question that the regulator has not answered yet is not asked again by the next release.
    """
    same = select(Feedback).where(
        Feedback.requirement == requirement.id,
        Feedback.requirement_version == requirement.version,
        Feedback.kind == kind,
        Feedback.door == Door.RELEASED,
    )
    states = procedures()[NAME].states
    if any(row.release == release or not states[row.state].terminal for row in session.exec(same)):
        return None
    more = {"door": Door.RELEASED, "release": release, "statement": statement}
    row = open_item(session, kind, requirement, now, **more)
    take_step(session, NAME, row, "take_figure", None, SYSTEM, now, given={"statement": statement})
    return row


def step(
    session: Session,
    actor: Actor,
    row: Feedback,
    action: str,
    acting_as: str,
    text: str,
    now: datetime,
    *,
    due: date | None = None,
    version: int | None = None,
) -> None:
    """Take a step of the editor, the regulator or the ombudsman with its words; public words are kept in order.

    Raises:
        NotFound: the step is not theirs.
        Conflict: it is not open now, or its check refuses.
        Invalid: words are missing, or public words name somebody.
        Changed: somebody moved the item meanwhile.
    """
    if action in PUBLIC:
        refuse_names(text, FIELDS[action], (row.named_as, row.named_inn))
    field = FIELDS[action]
    given: dict[str, Any] = {field: text} if field else {}
    if action == "plan_action":
        given["action_due_on"] = row.action_due_on = due or row.action_due_on
    if field and text:
        setattr(row, field, text)
    today = now.astimezone(MOSCOW).date()
    if action in DONE_ON:
        setattr(row, DONE_ON[action], today)
    take_step(session, NAME, row, action, actor, acting_as, now, given=given, version=version)
    if action in PUBLIC:
        _say(session, row, action, text, today)
    session.add(row)
    session.flush()


def refuse_names(text: str, field: str, names: tuple[str, ...] = ()) -> None:
    """Refuse words for a public page that name a business or a person.

    Raises:
        Invalid: they do.
    """
    if faults := faults_of_public_words(text, field, names):
        raise Invalid(faults)


def _say(session: Session, row: Feedback, action: str, text: str, today: date) -> None:
    query = select(func.count()).select_from(FeedbackWords).where(col(FeedbackWords.feedback_id) == row.id)
    session.add(
        FeedbackWords(feedback_id=row.id, n=session.exec(query).one() + 1, action=action, text=text, said_on=today)
    )


def next_number(session: Session) -> int:
    """Return the number of the next item that is sent: those that wait have none."""
    return number_after(session, Feedback.number)


def title_of(row: Feedback) -> Text:
    """Return what an item is about: its own title, else its requirement's; of one that is gone, its id."""
    if row.title:
        return Text(row.title, row.title)
    entry = current_law().edition.requirements.get(row.requirement or "")
    return entry.title if entry else Text(row.requirement or "", row.requirement or "")
