"""What the editor does with an item: its queue, its statement, merging, statements of their own. Nothing commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import RoleGrant
from backend.assessments.models import Flag, Mark
from backend.assessments.rated import rated_text, sentences
from backend.assessments.words import CLARITY_TAGS, FEASIBILITY_TAGS
from backend.errors import Invalid
from backend.feedback.behind import signals_of, sources_of
from backend.feedback.models import Door, Feedback, FeedbackKind, FeedbackSignal
from backend.feedback.queries import to_merge_with
from backend.feedback.routing import NAME
from backend.feedback.service import open_item, step
from backend.law import current_law
from backend.permissions import Actor
from backend.procedures.bindings import bindings
from backend.procedures.terms import begin_terms
from rules.faults import Fault
from rules.requirements import Requirement
from rules.roles import Role
from rules.text import Text

NOT_THERE = (
    Text("С этим объединить нельзя.", "It cannot be merged with that."),
    Text("Выберите отзыв из списка.", "Choose an item of the list."),
)
NO_OFFICE = (
    Text("Такого органа в списке нет.", "There is no such office in the list."),
    Text("Выберите из списка.", "Choose one of the list."),
)


@dataclass(frozen=True, slots=True)
class Behind:
    """What the editor reads of an item: counted tags and unclear sentences, texts, other requirements. No names."""

    voices: int
    tags: tuple[tuple[Text, int], ...]
    fragments: tuple[tuple[str, int], ...]
    texts: tuple[str, ...]
    others: tuple[tuple[str, Text], ...]


def behind(session: Session, row: Feedback) -> Behind:
    """Return what was said behind an item."""
    entry = current_law().edition.requirements.get(row.requirement or "")
    signals = signals_of(session, row)
    sources = sources_of(session, signals)
    same = entry is not None and entry.version == row.requirement_version
    text = sentences(rated_text(entry)) if entry is not None and same else ()
    numbers = Counter(number for one in sources for number in one.fragments if number < len(text))
    return Behind(
        voices=len({one.business_id for one in signals}),
        tags=_tags(row.kind, sources),
        fragments=tuple((text[number], count) for number, count in sorted(numbers.items())),
        texts=tuple(sorted(filter(None, map(_text, sources)))),
        others=_others(sources),
    )


def _text(row: Mark | Flag) -> str:
    return row.comment if isinstance(row, Mark) else row.text


def _tags(kind: FeedbackKind, sources: Sequence[Mark | Flag]) -> tuple[tuple[Text, int], ...]:
    known = CLARITY_TAGS if kind is FeedbackKind.CLARITY else FEASIBILITY_TAGS
    marks = [one for one in sources if isinstance(one, Mark)]
    told = [one.clarity_tags if kind is FeedbackKind.CLARITY else one.feasibility_tags for one in marks]
    counts = Counter(tag for tags in told for tag in tags if tag in known)
    return tuple((known[tag], count) for tag, count in sorted(counts.items()))


def _others(sources: Sequence[Mark | Flag]) -> tuple[tuple[str, Text], ...]:
    entries = current_law().edition.requirements
    ids = sorted({one.other for one in sources if isinstance(one, Flag)})
    return tuple((id_, entries[id_].title) for id_ in ids if id_ in entries)


def offices(session: Session, authority: str) -> list[str]:
    """Return the regions in which somebody of an authority has an account; "" is the whole country, always there."""
    query = select(RoleGrant.region).where(RoleGrant.role == Role.REGULATOR, RoleGrant.authority == authority)
    return sorted({"", *session.exec(query.where(col(RoleGrant.authority) != ""))})


def triage(
    session: Session,
    actor: Actor,
    row: Feedback,
    statement: str,
    region: str,
    now: datetime,
    version: int | None = None,
) -> None:
    """Give an item the editor's own neutral statement and the office that answers; it goes on Monday.

    Raises:
        Invalid: the statement is not neutral, or there is no such office.
        Conflict: it was sorted already.
    """
    if region not in offices(session, row.authority):
        raise Invalid([Fault("office", "region", *NO_OFFICE)])
    row.statement, row.region, row.door = statement, region, Door.NEUTRAL
    step(session, actor, row, "triage", Role.EDITOR, statement, now, version=version)


def merge(
    session: Session, actor: Actor, row: Feedback, target: str, now: datetime, version: int | None = None
) -> None:
    """Merge an item into another of the same requirement; who stands behind it goes along.

    Raises:
        Invalid: there is no such item of this requirement.
        Conflict: it was sorted already.
    """
    other = next((one for one in to_merge_with(session, row) if one.id == target), None)
    if other is None:
        raise Invalid([Fault("no_such_item", "merged_into", *NOT_THERE)])
    step(session, actor, row, "merge", Role.EDITOR, other.id, now, version=version)
    _move(session, row, other)


def _move(session: Session, row: Feedback, other: Feedback) -> None:
    for signal in session.exec(select(FeedbackSignal).where(FeedbackSignal.feedback_id == row.id)).all():
        signal.feedback_id = other.id
        session.add(signal)
    session.flush()


def own_statement(
    session: Session,
    actor: Actor,
    entry: Requirement,
    kind: FeedbackKind,
    statement: str,
    region: str,
    now: datetime,
) -> Feedback:
    """Open a statement from the editor's own reading: nobody can tell it from one that signals led to.

    Raises:
        Invalid: it is not neutral, or there is no such office.
    """
    row = open_item(session, kind, entry, now)
    begin_terms(session, bindings()[NAME], row, now)
    triage(session, actor, row, statement, region, now)
    return row


def said(row: Feedback) -> dict[str, Any]:
    """Return what an editor may still change of an item, for its form."""
    return {"statement": row.statement, "region": row.region}
