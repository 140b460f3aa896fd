"""Requirements of a draft: found in the registry by words, added with their act and unit, taken out again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from backend.control.desk.drafting import items_of
from backend.control.desk.object_facts import held_facts
from backend.control.models import ControlEvent, EventItem
from backend.errors import Invalid, NotFound
from backend.law import current_law, search_index
from backend.risk.models import ControlObject
from rules.faults import Fault
from rules.requirements import Requirement
from rules.sources import Act
from rules.text import Text

MOST_FOUND, MOST_ITEMS = 20, 100


@dataclass(frozen=True, slots=True)
class Choice:
    """A requirement that the words found; `verdict` by the facts the authority holds, None outside the day's law."""

    requirement: Requirement
    verdict: str | None
    chosen: bool


def verdicts_of(object: ControlObject | None, day: date) -> dict[str, str]:
    """Return whether each requirement in force applies to an object, by the facts the authority itself holds."""
    facts = held_facts(object.facts) if object is not None else {}
    return dict(current_law().ruleset.match(facts, day).verdicts)


def act_words(act: Act) -> str:
    """Return an act as a decision names it: kind, number, date."""
    number = f" № {act.number}" if act.number else f" «{act.title.strip('«»')}»"
    return f"{act.type}{number} от {act.date:%d.%m.%Y}"


def find_choices(session: Session, event: ControlEvent, words: str, day: date) -> list[Choice]:
    """Return what the words find in the registry."""
    entries, chosen = current_law().edition.requirements, {row.requirement for row in items_of(session, event)}
    object = session.get(ControlObject, event.object_id) if event.object_id else None
    verdicts = verdicts_of(object, event.planned_start or day)
    hits = search_index().search(words, MOST_FOUND) if words else []
    return [Choice(entries[hit.id], verdicts.get(hit.id), hit.id in chosen) for hit in hits]


def add_item(session: Session, event: ControlEvent, requirement: str) -> EventItem:
    """Add a requirement of the registry to the scope, with its act and unit as the registry has them.

    Raises:
        NotFound: the registry has no such entry.
        Invalid: it is there, or there are too many.
    """
    entry = current_law().edition.requirements.get(requirement)
    if entry is None:
        raise NotFound
    rows = items_of(session, event)
    if len(rows) >= MOST_ITEMS:
        message = Text(f"Больше {MOST_ITEMS} требований не вписать.", f"No more than {MOST_ITEMS} fit.")
        raise Invalid([Fault("too_many", "requirement", message, Text("Уберите лишние.", "Take some out."))])
    same = next((row for row in rows if row.requirement == requirement), None)
    if same is not None:
        return same
    row = EventItem(
        event_id=event.id,
        position=max((one.position for one in rows), default=-1) + 1,
        requirement=entry.id,
        text=entry.title.ru,
        act=act_words(entry.act)[:500],
        unit=entry.provision[:200],
    )
    session.add(row)
    _touch(session, event)
    return row


def drop_item(session: Session, event: ControlEvent, item_id: str) -> None:
    """Take a requirement out.

    Raises:
        NotFound: it is not in this event.
    """
    row = session.exec(select(EventItem).where(EventItem.id == item_id, EventItem.event_id == event.id)).first()
    if row is None:
        raise NotFound
    session.delete(row)
    _touch(session, event)


def _touch(session: Session, event: ControlEvent) -> None:
    """Whoever has an older page open is told that the draft changed."""
    event.version += 1
    session.add(event)
    session.flush()
