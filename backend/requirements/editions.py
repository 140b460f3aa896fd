"""Editions of the law in the database, and what a new one does to every list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.clock import MOSCOW
from backend.jobs.service import enqueue
from backend.law import Law
from backend.profiles.matching import match_business
from backend.profiles.queries import Profile, load_profile
from backend.requirements.models import EditionRow, ListSnapshot, RequirementVersion
from rules.editions import document_in
from rules.exact_json import canonical_json
from rules.matching import RuleSet, compile_requirements
from rules.reading_build import build_condition, build_requirement
from rules.requirements import Edition, Requirement

NEW_EDITION = "requirements.new_edition"


@dataclass(frozen=True, slots=True)
class Moved:
    """What the law, not an answer, changed in a list: ids that came, went, and are written anew."""

    came: tuple[str, ...]
    went: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing moved."""
        return not (self.came or self.went or self.changed)


def load_edition_into(session: Session, edition: Edition, now: datetime) -> EditionRow:
    """Load an edition, keep every version that was, and let a job recompute the lists; a loaded one stays as it is."""
    row = session.get(EditionRow, edition.sha256)
    before = current_edition(session)
    if row is not None and before is not None and before.sha256 == row.sha256:
        return row
    if row is None:
        contents = {one.id: one.version for one in edition.requirements.values()}
        row = EditionRow(
            sha256=edition.sha256, number=edition.number, published=edition.published, contents=contents, loaded_at=now
        )
    row.loaded_at = now
    session.add(row)
    session.flush()
    _keep_versions(session, edition)
    if before is not None:
        payload = {"edition": edition.sha256, "before": before.sha256, "at": now.isoformat()}
        key = f"{NEW_EDITION}:{edition.sha256[:16]}:{now.isoformat()}"
        enqueue(session, NEW_EDITION, payload, due_at=now, key=key)
    return row


def current_edition(session: Session) -> EditionRow | None:
    """Return the edition loaded last."""
    return session.exec(select(EditionRow).order_by(col(EditionRow.loaded_at).desc()).limit(1)).first()


def _keep_versions(session: Session, edition: Edition) -> None:
    kept = {(one.requirement, one.version) for one in _versions(session)}
    for one in edition.requirements.values():
        if (one.id, one.version) not in kept:
            raw = _plain(one.raw)
            session.add(RequirementVersion(requirement=one.id, version=one.version, edition=edition.sha256, raw=raw))
    session.flush()


def _versions(session: Session) -> Iterable[Any]:
    return session.exec(select(RequirementVersion.requirement, RequirementVersion.version)).all()


def _plain(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers as text in one key, so that no digit is lost in a JSON column."""
    return {"json": canonical_json(raw).decode()}


def read_version(row: RequirementVersion, law: Law) -> Requirement:
    """Return a requirement as it was in a kept version."""
    raw = document_in(row.raw["json"].encode())
    dates = frozenset(code for code, fact in law.vocabulary.facts.items() if fact.type.value == "date")
    return build_requirement(raw, build_condition(raw["applies_when"], dates), row.version)


@dataclass(frozen=True)
class Difference:
    """Two editions: the entries whose meaning differs, as they were, compiled; and as they are."""

    before: RuleSet
    then: Mapping[str, Requirement]
    now: Mapping[str, Requirement]


def difference(session: Session, before: EditionRow, law: Law) -> Difference:
    """Return what differs between an edition that was and the law of today."""
    entries = law.edition.requirements
    now = {id_: one for id_, one in entries.items() if before.contents.get(id_) != one.version}
    gone = [id_ for id_, version in before.contents.items() if id_ not in entries or entries[id_].version != version]
    then: dict[str, Requirement] = {}
    for id_ in gone:
        row = session.get(RequirementVersion, (id_, before.contents[id_]))
        if row is not None:
            then[id_] = read_version(row, law)
    return Difference(compile_requirements(then, law.vocabulary), then, now)


def moved(profile: Profile, found: Difference, on: date) -> Moved:
    """Return what a new edition changes in a list, by the answers of today: later entries count as coming."""
    match = match_business(profile, on)
    has = _applying(found.now, [place.match.judged for place in match.places], match.law.ruleset, on)
    had = _applying(
        found.then, [found.before.match(place.known.facts, on).judged for place in match.places], found.before, on
    )
    return Moved(tuple(sorted(has - had)), tuple(sorted(had - has)), tuple(sorted(has & had)))


def _applying(
    entries: Mapping[str, Requirement], judged: list[Mapping[str, Any]], rules: RuleSet, on: date
) -> set[str]:
    standings = rules.standings(on)
    return {
        id_ for id_ in entries if standings[id_] != "ended" and any(place.get(id_) == "applies" for place in judged)
    }


def take_snapshot(session: Session, business: Business, law: Law, found: Moved, now: datetime) -> ListSnapshot:
    """Keep a business's list as it is under the law of today, with what moved."""
    on = now.astimezone(MOSCOW).date()
    match = match_business(load_profile(session, business), on)
    entries = law.edition.requirements
    applies = {id_: entries[id_].version for id_, one in match.judged.items() if one.verdict == "applies"}
    row = find_snapshot(session, business.id, law.edition.sha256, on)
    if row is None:
        row = ListSnapshot(business_id=business.id, edition=law.edition.sha256, on=on, created_at=now)
    row.applies, row.came, row.went, row.changed = applies, list(found.came), list(found.went), list(found.changed)
    session.add(row)
    session.flush()
    return row


def find_snapshot(session: Session, business_id: str, edition: str, on: date) -> ListSnapshot | None:
    """Return the snapshot of a business on a day under an edition."""
    return session.exec(
        select(ListSnapshot).where(
            ListSnapshot.business_id == business_id, ListSnapshot.edition == edition, ListSnapshot.on == on
        )
    ).first()
