"""The freeze takes whose answers count, by the date of the answer, one voice an owner group, and no names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.accounts.models import Business, MemberKind, Membership, Person
from backend.assessments.models import Mark, Rated
from backend.config import Settings
from backend.db.types import new_id
from backend.law import current_law
from backend.profiles.models import RegisterEntry
from backend.requirements.editions import load_edition_into
from backend.seed.inn import invented_inn
from backend.statistics.calendar import closes_at, window_of
from backend.statistics.clockwork import freeze_closed
from backend.statistics.counting import Silent, why_silent
from backend.statistics.freezing import Vote, frame_of, freeze, is_frozen, votes_of, without_names
from backend.statistics.handover import path_of, read_answers
from backend.statistics.models import DeclaredFounder, WindowPresence
from backend.statistics.store import Store, open_store
from rules.segments import Segment

WINDOW = window_of("2026Q3")
WITHIN = datetime(2026, 8, 15, 12, tzinfo=UTC)
NOW = datetime(2026, 10, 7, 0, tzinfo=UTC)
CAFE = {"legal_form": "ooo", "sme_category": "micro", "employees": 4, "okved": ["56.10"]}

Found = Callable[..., Business]


@pytest.fixture
def edition(session: Session) -> None:
    """The law in force since before the window."""
    load_edition_into(session, current_law().edition, datetime(2026, 1, 1, tzinfo=UTC))
    session.commit()


@pytest.fixture
def found(session: Session) -> Found:
    """Founds businesses: proven and registered unless said otherwise, each with one mark in the window."""
    made: list[Business] = []

    def add(
        *,
        proven: bool = True,
        registered: bool = True,
        at: datetime = WITHIN,
        founders: tuple[str, ...] = (),
        **more: Any,
    ) -> Business:
        inn = more.pop("inn", None) or invented_inn(len(made) + 1, person=False)
        business = Business(
            id=new_id(), name="Кафе", inn=inn, proven_by="papers" if proven else None, created_at=WITHIN, **more
        )
        made.append(business)
        session.add(business)
        session.flush()
        if registered and session.get(RegisterEntry, inn) is None:
            entry = RegisterEntry(inn=inn, name="Кафе", extract_of=date(2026, 7, 1), imported_at=WITHIN)
            entry.facts, entry.founders = CAFE, list(founders)
            session.add(entry)
        session.add(_mark(business, at))
        session.commit()
        return business

    return add


def _mark(business: Business, at: datetime, clarity: int = 2) -> Mark:
    entry = _requirement()
    scores = {"clarity": clarity, "feasibility": 3, "rated": Rated.LAW, "at": at}
    return Mark(business_id=business.id, requirement=entry[0], requirement_version=entry[1], **scores)


def _requirement() -> tuple[str, str]:
    entry = next(iter(current_law().edition.requirements.values()))
    return entry.id, entry.version


def own(session: Session, *businesses: Business) -> None:
    """Make one person the owner of businesses."""
    person = Person(id=new_id(), email=f"{new_id()}@example.ru", name="Анна", created_at=WITHIN)
    session.add(person)
    session.flush()
    for business in businesses:
        member = Membership(person_id=person.id, business_id=business.id, kind=MemberKind.OWNER, created_at=WITHIN)
        session.add(member)
    session.commit()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store of real releases."""
    return open_store(f"sqlite:///{tmp_path / 'releases.sqlite3'}", "real")


def voices(votes: list[Vote]) -> int:
    """Return how many answers the votes leave."""
    return len(without_names(votes))


def test_five_hundred_unproven_accounts_change_nothing(session: Session, found: Found) -> None:
    for _ in range(3):
        found()
    before = votes_of(session, WINDOW)
    for _ in range(500):
        found(proven=False)
    assert votes_of(session, WINDOW) == before
    assert len(before) == 3


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ({"proven": False}, Silent.NOT_PROVEN),
        ({"registered": False}, Silent.NOT_REGISTERED),
        ({"demo": True}, Silent.MADE_UP),
        ({"run_key_hash": "a" * 64, "expires_at": NOW}, Silent.ANONYMOUS),
        ({}, None),
    ],
)
def test_who_does_not_count_is_told_why(
    session: Session, found: Found, case: dict[str, Any], why: Silent | None
) -> None:
    business = found(**case)
    assert why_silent(session, business) == why
    assert len(votes_of(session, WINDOW)) == (1 if why is None else 0)


def test_a_business_without_a_category_counts_among_medium_and_other(session: Session, found: Found) -> None:
    business = found()
    entry = session.get(RegisterEntry, business.inn)
    assert entry is not None
    entry.facts = {"legal_form": "ooo", "okved": ["56.10"]}
    session.add(entry)
    session.commit()
    assert why_silent(session, business) is None
    (vote,) = votes_of(session, WINDOW)
    assert vote.segment == Segment("medium_other", "trade")


def test_a_business_whose_trade_the_register_does_not_tell_does_not_count(session: Session, found: Found) -> None:
    business = found()
    entry = session.get(RegisterEntry, business.inn)
    assert entry is not None
    entry.facts = {"legal_form": "ooo", "sme_category": "micro"}
    session.add(entry)
    session.commit()
    assert why_silent(session, business) == Silent.NO_SEGMENT
    assert votes_of(session, WINDOW) == []


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (datetime(2026, 6, 30, 20, 59, 59, tzinfo=UTC), False),  # the last second before the window in Moscow
        (datetime(2026, 6, 30, 21, 0, tzinfo=UTC), True),
        (datetime(2026, 9, 30, 20, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 9, 30, 21, 0, tzinfo=UTC), False),
    ],
)
def test_the_date_of_the_answer_decides(session: Session, found: Found, at: datetime, counts: bool) -> None:
    found(at=at)
    assert len(votes_of(session, WINDOW)) == counts


def test_a_mark_taken_back_before_the_freeze_is_not_in_it(session: Session, found: Found) -> None:
    found()
    session.delete(session.exec(select(Mark)).one())
    session.commit()
    assert votes_of(session, WINDOW) == []


def test_businesses_of_one_owner_are_one_voice(session: Session, found: Found) -> None:
    own(session, found(), found())
    own(session, found())
    votes = votes_of(session, WINDOW)
    assert (len(votes), voices(votes)) == (3, 2)


def test_one_number_is_one_voice(session: Session, found: Found) -> None:
    inn = invented_inn(77, person=False)
    found(inn=inn)
    found(inn=inn)
    assert voices(votes_of(session, WINDOW)) == 1


def test_founders_tie_businesses_registered_or_declared(session: Session, found: Found) -> None:
    parent, person = invented_inn(900, person=False), invented_inn(901, person=True)
    found(founders=(parent,))
    found(inn=parent)  # the founder itself counts too
    found(founders=(person,))
    declaring = found()
    session.add(DeclaredFounder(business_id=declaring.id, inn=person, declared_at=WITHIN))
    session.commit()
    votes = votes_of(session, WINDOW)
    assert (len(votes), voices(votes)) == (4, 2)


def test_the_file_has_no_ids_and_one_voice_a_group(
    session: Session, engine: Engine, edition: None, found: Found, store: Store, tmp_path: Path
) -> None:
    businesses = [found() for _ in range(5)]
    own(session, *businesses[:2])
    assert freeze(engine, store, tmp_path, WINDOW, NOW)
    path = path_of(tmp_path, WINDOW.code)
    answers = list(read_answers(path))
    assert len(answers) == len({one.unit for one in answers}) == 4
    assert path.stat().st_mode & 0o777 == 0o600
    content = path.read_bytes()
    assert not any(value.encode() in content for one in businesses for value in (one.id, one.inn or ""))
    assert set(pq.read_schema(path).names) == {
        "unit",
        "requirement",
        "version",
        "size",
        "sector",
        "clarity",
        "feasibility",
    }


def test_a_window_is_frozen_once(
    session: Session, engine: Engine, edition: None, found: Found, store: Store, tmp_path: Path
) -> None:
    found()
    assert freeze(engine, store, tmp_path, WINDOW, NOW)
    kept = path_of(tmp_path, WINDOW.code).read_bytes()
    found()
    assert not freeze(engine, store, tmp_path, WINDOW, NOW)
    assert path_of(tmp_path, WINDOW.code).read_bytes() == kept


def test_a_business_is_told_in_which_windows_it_could_count(
    session: Session, engine: Engine, edition: None, found: Found, store: Store, tmp_path: Path
) -> None:
    counted, silent = found(), found(proven=False)
    freeze(engine, store, tmp_path, WINDOW, NOW)
    session.expire_all()
    rows = session.exec(select(WindowPresence.business_id, WindowPresence.window)).all()
    assert rows == [(counted.id, WINDOW.code)]
    assert silent.id not in {business_id for business_id, _ in rows}


def test_every_version_in_force_in_the_window_stands_in_the_file_whoever_answered(
    session: Session, edition: None
) -> None:
    items = frame_of(session, WINDOW).items
    assert len(items) > 500
    assert (items[0].domain, list(items)) == (
        items[0].domain,
        sorted(items, key=lambda one: (one.domain, one.requirement)),
    )


def test_a_requirement_that_changed_in_the_window_has_two_rows(session: Session, edition: None) -> None:
    law = current_law().edition
    changed = next(iter(law.requirements.values()))
    later = {**law.requirements, changed.id: replace(changed, version="another")}
    load_edition_into(session, replace(law, requirements=later, sha256="b" * 64), WITHIN)
    session.commit()
    versions = [one.version for one in frame_of(session, WINDOW).items if one.requirement == changed.id]
    assert versions == sorted([changed.version, "another"])


def test_windows_freeze_at_their_closing_and_never_in_the_demo(
    session: Session, engine: Engine, settings: Settings, edition: None, found: Found
) -> None:
    found()
    closing = closes_at(WINDOW)
    assert freeze_closed(engine, settings, closing - timedelta(hours=2)) == []  # the day is told, nothing is due
    assert freeze_closed(engine, replace(settings, demo=True), closing) == []
    assert freeze_closed(engine, settings, closing) == [WINDOW.code]
    assert freeze_closed(engine, settings, closing) == []
    assert is_frozen(open_store(settings.release_url, "real"), WINDOW.code)
