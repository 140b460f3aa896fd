"""The freeze: at its closing a window's votes are taken once, merged by owner groups, and stripped of who gave them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import SystemRandom
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from backend.assessments.models import Mark
from backend.db.engine import open_session, writing
from backend.db.types import new_id
from backend.law import current_law
from backend.requirements.models import EditionRow
from backend.statistics.burns import is_burned
from backend.statistics.calendar import bounds
from backend.statistics.counting import Counting, counting_businesses, groups
from backend.statistics.handover import Frame, alone, path_of, write_handover
from backend.statistics.models import WindowPresence
from backend.statistics.store import Store
from backend.statistics.store_tables import frozen
from calculators.release.shapes import Answer, Item, Segment, Window
from rules.segments import dimensions

AT_ONCE = 5_000
UNITS = 2**62  # numbers of units are drawn from so many: they tell nothing and do not meet


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote that may count, still with who gave it: it never leaves this process."""

    business_id: str
    group: int
    requirement: str
    version: str
    segment: Segment
    clarity: int | None
    feasibility: int | None


def freeze(engine: Engine, store: Store, folder: Path, window: Window, now: datetime) -> bool:
    """Freeze a quarter's votes into the hand-over file once; return whether it was done now."""
    with alone(folder):
        if is_frozen(store, window.code) or is_burned(store, window.code):
            return False
        with open_session(engine) as session:
            votes = votes_of(session, window)
            frame = frame_of(session, window)
        note_presence(engine, {vote.business_id for vote in votes}, window.code, now)
        sha256 = write_handover(path_of(folder, window.code), without_names(votes), frame)
        mark_frozen(store, window.code, sha256, now)
    return True


def is_frozen(store: Store, window: str) -> bool:
    """Whether a window's answers are frozen."""
    with store.reading() as connection:
        return connection.execute(sa.select(frozen.c.window).where(frozen.c.window == window)).first() is not None


def mark_frozen(store: Store, window: str, sha256: str, now: datetime) -> None:
    """Note in the store which file holds a window's answers: no other one is ever drawn from."""
    with store.writing() as connection:
        connection.execute(frozen.insert().values(window=window, handover=sha256, at=now))


def votes_of(session: Session, window: Window) -> list[Vote]:
    """Return the present votes of a window, by the date of the answer, of businesses that count."""
    counting = {one.business_id: one for one in counting_businesses(session)}
    of_groups = groups(session, counting)
    return [_vote(mark, counting[mark.business_id], of_groups) for mark in _marks(session, window, counting)]


def without_names(votes: Iterable[Vote]) -> list[Answer]:
    """Return one vote of each group for each version, by lot, under numbers and in an order of chance."""
    lot = SystemRandom()
    taken: dict[tuple[int, str, str], list[Vote]] = {}
    for vote in votes:
        taken.setdefault((vote.group, vote.requirement, vote.version), []).append(vote)
    units: dict[int, int] = {}
    answers = [_answer(lot.choice(some), units.setdefault(key[0], lot.randrange(UNITS))) for key, some in taken.items()]
    lot.shuffle(answers)
    return answers


def frame_of(session: Session, window: Window) -> Frame:
    """Return what is public of a window: every version in force in it, whoever answered."""
    first, after = bounds(window)
    editions = session.exec(select(EditionRow).order_by(col(EditionRow.loaded_at))).all()
    shown = list(_in_force(editions, first, after))
    items = sorted({item for edition in shown for item in _items(edition, window)}, key=_order)
    newest = shown[-1].sha256 if shown else current_law().edition.sha256
    return Frame(tuple(items), newest, dimensions().version)


def note_presence(engine: Engine, businesses: Iterable[str], window: str, now: datetime) -> None:
    """Note whose answers could count in a window; a second time changes nothing."""
    insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    rows = [{"id": new_id(), "business_id": one, "window": window, "frozen_at": now} for one in sorted(businesses)]
    statement: Any = insert(WindowPresence.__table__).on_conflict_do_nothing()  # type: ignore[attr-defined]
    for start in range(0, len(rows), AT_ONCE):
        with writing(engine).begin() as connection:
            connection.execute(statement, rows[start : start + AT_ONCE])


def _marks(session: Session, window: Window, counting: dict[str, Counting]) -> Iterator[Mark]:
    first, after = bounds(window)
    query = select(Mark).where(col(Mark.at) >= first, col(Mark.at) < after).order_by(col(Mark.id))
    for mark in session.exec(query.execution_options(yield_per=AT_ONCE)):
        if mark.business_id in counting:
            yield mark


def _vote(mark: Mark, of: Counting, of_groups: dict[str, int]) -> Vote:
    scores = mark.clarity, mark.feasibility
    return Vote(
        of.business_id, of_groups[of.business_id], mark.requirement, mark.requirement_version, of.segment, *scores
    )


def _answer(vote: Vote, unit: int) -> Answer:
    return Answer(unit, vote.requirement, vote.version, vote.segment, vote.clarity, vote.feasibility)


def _in_force(editions: Iterable[EditionRow], first: datetime, after: datetime) -> Iterator[EditionRow]:
    """Yield the editions that were the present one for some moment of the window."""
    rows = list(editions)
    for row, following in zip(rows, [*rows[1:], None], strict=False):
        if row.loaded_at < after and (following is None or following.loaded_at > first):
            yield row


def _items(edition: EditionRow, window: Window) -> Iterator[Item]:
    entries = current_law().edition.requirements
    for requirement, version in edition.contents.items():
        entry = entries.get(requirement)
        if entry is not None and entry.version == version:
            begins, ends = entry.in_force.from_, entry.in_force.until
            if (begins is not None and begins > window.last) or (ends is not None and ends < window.first):
                continue
        yield Item(requirement, version, entry.domain if entry else requirement.partition(".")[0])


def _order(item: Item) -> tuple[str, str, str]:
    return item.domain, item.requirement, item.version
