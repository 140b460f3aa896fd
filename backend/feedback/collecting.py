"""Signals of businesses become open items for the editor: one of a requirement's version and kind. Nothing commits.

Low marks (2 or less), flags of duplicates and contradictions, and costs far above the estimate. An anonymous run never
contributes. Nothing here takes a step or writes to the log: its size is public, and would tell of a signal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.assessments.models import Flag, Mark
from backend.costs.models import OwnNumber
from backend.feedback.models import Door, Feedback, FeedbackKind, FeedbackSignal, Source
from backend.feedback.routing import NAME
from backend.feedback.service import open_item
from backend.law import current_law
from backend.procedures.bindings import bindings
from backend.procedures.models import DeadlineRow
from backend.procedures.terms import begin_terms
from rules.procedures import procedures
from rules.requirements import Effort, Requirement

LOW = 2
GAP = 2  # so many times the highest estimate


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal as it stands now: whose, about which requirement, of which kind, where it was given."""

    business_id: str
    requirement: Requirement
    kind: FeedbackKind
    source: Source
    source_id: str
    at: datetime

    @property
    def identity(self) -> tuple[Source, str, FeedbackKind]:
        """Return what tells it from others."""
        return self.source, self.source_id, self.kind


def collect(session: Session, now: datetime) -> int:
    """Put every new signal behind its item, take away those that are gone; return how many are new."""
    standing = {one.identity: one for one in signals(session)}
    _forget(session, standing, now)
    known = {(one.source, one.source_id, one.kind): one for one in session.exec(select(FeedbackSignal))}
    fresh = [one for one in standing.values() if not _covered(session, known.get(one.identity), one)]
    for signal in fresh:
        item = _item_of(session, signal, now)
        session.add(
            FeedbackSignal(
                feedback_id=item.id,
                business_id=signal.business_id,
                source=signal.source,
                source_id=signal.source_id,
                kind=signal.kind,
                at=signal.at,
            )
        )
        session.flush()
    return len(fresh)


def signals(session: Session) -> Iterator[Signal]:
    """Yield the signals of businesses with an account about the law as it is now."""
    entries = current_law().edition.requirements
    yield from _of_marks(session, entries)
    yield from _of_flags(session, entries)
    yield from _of_costs(session, entries)


def _own(table: Any) -> Any:
    """Return the rows of businesses with an account."""
    query = select(table).join(Business, col(Business.id) == table.business_id)
    return query.where(col(Business.run_key_hash).is_(None)).order_by(table.id)


def _of_marks(session: Session, entries: Any) -> Iterator[Signal]:
    low = (col(Mark.clarity) <= LOW) | (col(Mark.feasibility) <= LOW)
    for row in session.exec(_own(Mark).where(low)):
        entry = entries.get(row.requirement)
        if entry is None or entry.version != row.requirement_version:
            continue
        for kind, value in ((FeedbackKind.CLARITY, row.clarity), (FeedbackKind.FEASIBILITY, row.feasibility)):
            if value is not None and value <= LOW:
                yield Signal(row.business_id, entry, kind, Source.MARK, row.id, row.at)


def _of_flags(session: Session, entries: Any) -> Iterator[Signal]:
    for row in session.exec(_own(Flag)):
        entry = entries.get(row.requirement)
        if entry is not None and entry.version == row.requirement_version:
            yield Signal(row.business_id, entry, FeedbackKind(row.kind.value), Source.FLAG, row.id, row.at)


def _of_costs(session: Session, entries: Any) -> Iterator[Signal]:
    for row in session.exec(_own(OwnNumber)):
        entry = entries.get(row.requirement)
        if entry is not None and entry.effort is not None and costs_far_more(entry.effort, row):
            yield Signal(row.business_id, entry, FeedbackKind.COST, Source.COST, row.id, row.recorded_at)


def costs_far_more(effort: Effort, own: OwnNumber) -> bool:
    """Whether a business's own hours or rubles are at least twice the highest estimate; without an estimate, no gap."""
    pairs = (
        (own.hours_per_time, effort.hours_per_time),
        (own.one_off_hours, effort.one_off_hours),
        (own.rub_per_time, effort.rub_per_time[-1] if effort.rub_per_time else None),
        (own.one_off_rub, effort.one_off_rub[-1] if effort.one_off_rub else None),
    )
    return any(mine is not None and estimate and mine >= GAP * Decimal(estimate) for mine, estimate in pairs)


def _covered(session: Session, known: FeedbackSignal | None, signal: Signal) -> bool:
    """Whether a signal stands behind an item of this version already; own numbers name no version."""
    if known is None:
        return False
    item = session.get(Feedback, known.feedback_id)
    return item is not None and item.requirement_version == signal.requirement.version


def _item_of(session: Session, signal: Signal, now: datetime) -> Feedback:
    """Return the live item of a requirement's version and kind, following what was merged; else begin one."""
    entry = signal.requirement
    query = select(Feedback).where(
        Feedback.requirement == entry.id,
        Feedback.requirement_version == entry.version,
        Feedback.kind == signal.kind,
        col(Feedback.door).is_(None) | (col(Feedback.door) == Door.NEUTRAL),
    )
    for row in session.exec(query.order_by(col(Feedback.created_at).desc(), col(Feedback.id))):
        found = _merged(session, row)
        if not procedures()[NAME].states[found.state].terminal:
            return found
    item = open_item(session, signal.kind, entry, now)
    begin_terms(session, bindings()[NAME], item, now)
    return item


def _merged(session: Session, row: Feedback) -> Feedback:
    seen = {row.id}
    while row.merged_into and row.merged_into not in seen:
        seen.add(row.merged_into)
        row = session.get(Feedback, row.merged_into) or row
    return row


def _forget(session: Session, standing: dict[tuple[Source, str, FeedbackKind], Signal], now: datetime) -> None:
    """Take away signals that were taken back before the item was sorted, and items that nobody stands behind."""
    waiting = session.exec(select(Feedback).where(Feedback.state == "OPEN", col(Feedback.door).is_(None))).all()
    for item in waiting:
        behind = session.exec(select(FeedbackSignal).where(FeedbackSignal.feedback_id == item.id)).all()
        gone = [one for one in behind if (one.source, one.source_id, one.kind) not in standing]
        for one in gone:
            session.delete(one)
        if len(gone) == len(behind):
            _drop(session, item, now)
    session.flush()


def _drop(session: Session, item: Feedback, now: datetime) -> None:
    mine = DeadlineRow.procedure == NAME, DeadlineRow.subject_id == item.id, col(DeadlineRow.closed_at).is_(None)
    for term in session.exec(select(DeadlineRow).where(*mine)):
        term.closed_at = now
        session.add(term)
    session.delete(item)
