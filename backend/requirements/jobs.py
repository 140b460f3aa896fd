"""Work that the law causes: a new edition recomputes every list, a day on which entries begin or end tells owners."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.clock import MOSCOW
from backend.jobs.registry import daily, job
from backend.jobs.service import enqueue
from backend.law import Law, current_law
from backend.notifications.service import notify
from backend.profiles.matching import match_business
from backend.profiles.queries import Profile, load_profile
from backend.requirements.editions import (
    NEW_EDITION,
    Moved,
    current_edition,
    difference,
    find_snapshot,
    load_edition_into,
    moved,
    take_snapshot,
)
from backend.requirements.models import EditionRow
from backend.requirements.routing import members_of
from backend.requirements.words import requirements_text
from rules.matching.whatif import changes_between
from rules.text import Text

LOOK = "requirements.look_for_edition"
RECOMPUTE = "requirements.recompute"
NEW_DAY = "requirements.new_day"
CHANGED = "requirements.changed"
MOST_TITLES = 5
MORNING = 7


def every_ten_minutes(now: datetime) -> datetime:
    """Plan work of every ten minutes."""
    return now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0) + timedelta(minutes=10)


@job(LOOK, following=every_ten_minutes)
def look(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Load the law this process answers by, if it was never loaded: an update of the house brings a new edition."""
    edition = current_law().edition
    if session.get(EditionRow, edition.sha256) is None:
        load_edition_into(session, edition, now)


@job(NEW_EDITION)
def spread(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Give every business its own piece of work; an edition that is not the newest any more is passed over."""
    newest = current_edition(session)
    if newest is None or newest.sha256 != payload["edition"]:
        return
    for business_id in session.exec(select(Business.id).order_by(col(Business.id))):
        key = f"{RECOMPUTE}:{payload['edition'][:16]}:{payload['at']}:{business_id}"
        enqueue(session, RECOMPUTE, {**payload, "business": business_id}, due_at=now, key=key)


@job(RECOMPUTE)
def recompute(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Recompute one list, keep it, and tell its people what the law changed."""
    law, before = current_law(), session.get(EditionRow, payload["before"])
    business = session.get(Business, payload["business"])
    if business is None or before is None or law.edition.sha256 != payload["edition"]:
        return
    on = now.astimezone(MOSCOW).date()
    profile = load_profile(session, business)
    found = moved(profile, difference(session, before, law), on)
    take_snapshot(session, business, law, found, now)
    tell(session, business, law, found, now)


@job(NEW_DAY, following=daily(MORNING))
def new_day(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Tell owners of what begins or ends today; on most days nothing does, and nobody is read."""
    law, today = current_law(), now.astimezone(MOSCOW).date()
    if not _moves(law, today):
        return
    for business in session.exec(select(Business).order_by(col(Business.id))):
        found = _of_today(load_profile(session, business), today)
        if not found.empty and find_snapshot(session, business.id, law.edition.sha256, today) is None:
            take_snapshot(session, business, law, found, now)
            tell(session, business, law, found, now)


def _moves(law: Law, today: date) -> bool:
    dates = [one.in_force for one in law.edition.requirements.values()]
    yesterday = today - timedelta(days=1)
    return any(one.from_ == today or one.until == yesterday for one in dates)


def _of_today(profile: Profile, today: date) -> Moved:
    match = match_business(profile, today)
    came: set[str] = set()
    went: set[str] = set()
    changed: set[str] = set()
    for place in match.places:
        entries = match.law.edition.requirements
        facts = place.known.facts
        found = changes_between(match.law.ruleset, entries, facts, today - timedelta(days=1), today)
        came |= {id_ for id_, _ in found.came}
        changed |= {id_ for id_, _, _ in found.changed}
        went |= {id_ for id_, _ in found.ended if entries[id_].replaced_by}
    return Moved(tuple(sorted(came)), tuple(sorted(went)), tuple(sorted(changed)))


def tell(session: Session, business: Business, law: Law, found: Moved, now: datetime) -> None:
    """Tell the people of a business what the law changed in its list."""
    if found.empty:
        return
    today = now.astimezone(MOSCOW).date()
    entries = law.edition.requirements
    begins = [entries[id_].in_force.from_ for id_ in found.came if id_ in entries]
    later = sorted(day for day in begins if day is not None and day > today)
    day = later[0] if later and len(later) == len(begins) and not found.went and not found.changed else today
    titles = [entries[id_].title for id_ in (*found.came, *found.changed, *found.went) if id_ in entries]
    params = {"day": day, "what": moved_text(found), "titles": _listed(titles)}
    notify(session, members_of(session, business.id, now), CHANGED, params, "/list/changes", now)


def moved_text(found: Moved) -> Text:
    """Return «+2 требования, −1, изменилось 3»."""
    ru: list[str] = []
    en: list[str] = []
    if found.came:
        said = requirements_text(len(found.came))
        ru.append(f"+{said.ru}")
        en.append(f"+{said.en}")
    if found.went:
        said = Text(str(len(found.went)), str(len(found.went))) if ru else requirements_text(len(found.went))
        ru.append(f"−{said.ru}")
        en.append(f"−{said.en}")
    if found.changed:
        ru.append(f"изменилось {len(found.changed)}")
        en.append(f"{len(found.changed)} changed")
    return Text(", ".join(ru), ", ".join(en))


def _listed(titles: list[Text]) -> Text:
    shown, rest = titles[:MOST_TITLES], len(titles) - MOST_TITLES
    ru, en = "; ".join(one.ru for one in shown), "; ".join(one.en for one in shown)
    return Text(f"{ru}; ещё {rest}", f"{en}; {rest} more") if rest > 0 else Text(ru, en)
