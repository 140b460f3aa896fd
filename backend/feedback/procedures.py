"""What the step runner is given for feedback."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.clock import MOSCOW
from backend.errors import Conflict, Invalid
from backend.feedback.behind import names_behind, words_behind
from backend.feedback.models import Door, Feedback
from backend.feedback.neutral import faults_of, refusals
from backend.feedback.routing import NAME, acts, check_office, link, recipients
from backend.feedback.service import next_number, title_of
from backend.feedback.words import NO_FIGURE
from backend.law import current_law
from backend.permissions import Actor
from backend.procedures.bindings import Binding, bind
from backend.webhooks.events import ANSWER_PUBLISHED
from backend.webhooks.service import announce
from rules.procedures import procedures
from rules.text import Text

NO_DOOR = (
    Text("Неизвестно, как это попадёт к регулятору.", "It is not known by which way this reaches the regulator."),
    Text("Сформулируйте нейтрально или дождитесь сводки.", "Word it neutrally, or wait for a figure."),
)
NOT_READ = (
    Text("Сначала прочитайте, что увидит орган.", "First read what the authority will see."),
    Text("Откройте предпросмотр.", "Open the preview."),
)


def about(session: Session, row: Feedback) -> dict[str, Any]:
    """Return what notices say of an item: what it is about, nothing of who stands behind it."""
    return {"about": title_of(row), "number": row.number}


def statement_is_neutral(session: Session, row: Feedback, actor: Actor | None) -> None:
    """Refuse a statement that says more than the text of the law.

    Raises:
        Invalid: why, each reason by itself.
    """
    law = law_text(row.requirement)
    if codes := refusals(row.statement, words_behind(session, row), names_behind(session, row), law):
        raise Invalid(faults_of(codes))


def law_text(requirement: str | None) -> str:
    """Return every text of a requirement that anybody can read; it may be quoted."""
    entry = current_law().edition.requirements.get(requirement or "")
    if entry is None:
        return ""
    shown = (entry.title.ru, entry.plain.ru if entry.plain else "", entry.official or "", entry.provision)
    return "\n".join((*shown, entry.act.title or "", f"{entry.act.type} № {entry.act.number}"))


def goes_through_a_door(session: Session, row: Feedback, actor: Actor | None) -> None:
    """Let nothing past that has no door: the rest reaches nobody but the editor.

    Raises:
        Conflict: it has none, or its door is still shut.
    """
    if row.door is Door.RELEASED and not row.release:
        raise Conflict(*NO_FIGURE)
    if row.door is None or not row.statement or (row.door is Door.NAMED and not row.named_as):
        raise Conflict(*NO_DOOR)


def preview_was_read(session: Session, row: Feedback, actor: Actor | None) -> None:
    """Take from a business only what it has seen as the regulator will see it.

    Raises:
        Conflict: it named nobody, or saw nothing.
    """
    if row.door is not Door.NAMED or not row.named_as:
        raise Conflict(*NOT_READ)


def note_the_sending(session: Session, row: Feedback, actor: Actor | None, now: datetime) -> None:
    """Give it its number and day: from here on it is public."""
    row.number, row.sent_on = next_number(session), now.astimezone(MOSCOW).date()
    session.add(row)
    session.flush()


def publish_the_answer(session: Session, row: Feedback, actor: Actor | None, now: datetime) -> None:
    """Note the day of the answer, and tell the programs that asked to know of answers."""
    row.answered_on = now.astimezone(MOSCOW).date()
    session.add(row)
    announce(session, ANSWER_PUBLISHED, str(row.number), f"/statements/{row.number}", now)


bind(
    Binding(
        table=procedures()[NAME],
        find=lambda session, id_: session.get(Feedback, id_),
        recipients=recipients,
        link=link,
        about=about,
        region=lambda session, row: row.region or None,
        guards={
            "statement_is_neutral": statement_is_neutral,
            "goes_through_a_door": goes_through_a_door,
            "preview_was_read": preview_was_read,
            "answers_for_the_authority": check_office,
        },
        conditions={
            "is_named": lambda session, row: row.door is Door.NAMED,
            "is_systemic": lambda session, row: row.door is Door.SYSTEMIC,
            "is_released": lambda session, row: row.door is Door.RELEASED,
            "is_sorted": lambda session, row: row.door in (None, Door.NEUTRAL),
        },
        effects={"note_the_sending": note_the_sending, "publish_the_answer": publish_the_answer},
        acts=acts,
    )
)
