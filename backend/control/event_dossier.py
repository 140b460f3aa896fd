"""The dossier of an event as PDF: what both sides of the room know of it, as far as the one who asks may see it.

What a business keeps for itself (the check of the check, costs, preparation, papers not handed over) is not in it:
a dossier is made to be shown to others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from backend.clock import MOSCOW
from backend.control.cases.draft_pdf import Paper, Section, render
from backend.control.cases.naming import event_title, state_name
from backend.control.parts import PART_NAMES, Part
from backend.control.queries import Seen
from backend.control.rooms import furnish
from backend.permissions import Actor
from backend.web import formats
from calculators.calendar import zone_of
from rules.text import Text

MARK = "Досье из «Ясно». Не официальный документ"
LAW = "248-ФЗ. Официальные сведения ведут в ЕРКНМ (ст. 19 ч. 4)."
Data = Mapping[str, Any]
Lines = Callable[[Data, str], Iterable[str]]


def dossier_pdf(session: Session, seen: Seen, actor: Actor, now: datetime) -> bytes:
    """Return the dossier for a side; the same state of the room gives the same bytes on the same day."""
    region = seen.event.region or ""
    made = {part: data for part, (_, data) in furnish(session, seen, actor, now).items()}
    sections = [_section(part, lines(made[part], region)) for part, lines in SECTIONS.items() if part in made]
    state = state_name("control_event", seen.event.state).ru
    head = (("Номер в «Ясно»", str(seen.event.number)), ("Состояние", state), ("Составлено", _day(_today(now))))
    paper = Paper(
        title=f"Досье: {event_title(seen.event).ru}",
        facts=(*head, *_facts(made.get(Part.EVENT), region)),
        sections=tuple(one for one in sections if one.lines),
        signature="",
        law=LAW,
        mark=MARK,
    )
    return render(paper)


def _today(now: datetime) -> date:
    return now.astimezone(MOSCOW).date()


def _section(part: Part, lines: Iterable[str]) -> Section:
    return Section(PART_NAMES[part].ru, lines=tuple(line for line in lines if line))


def _facts(event: Data | None, region: str) -> tuple[tuple[str, str], ...]:
    if event is None:
        return ()
    planned = {True: "плановая", False: "внеплановая"}.get(event["planned"], "")
    decision = f"№ {event['decision_number']}" if event["decision_number"] else ""
    rows = (
        ("Орган", event["authority"]),
        ("Кого проверяют", ", ".join(filter(None, (event["business_name"], event["address"])))),
        ("Вид контроля", _said(event["control_type"])),
        ("Мероприятие", ", ".join(filter(None, (_said(event["kind"]), planned)))),
        ("Основание", _said(event["ground"])),
        ("Номер в ЕРКНМ", event["registry_number"] or ""),
        ("Решение", ", ".join(filter(None, (decision, _day(event["decision_date"]))))),
        ("Сообщили", _moment(event["noticed_at"], region)),
        ("Началась", _moment(event["started_at"] or event["start_at"], region)),
        ("Закончилась", _moment(event["ended_at"], region)),
    )
    return tuple((name, value or "") for name, value in rows)


def _terms(data: Data, region: str) -> Iterable[str]:
    for term in data["terms"]:
        yield _joined(_said(term["name"]), _said(term["said"]), _moment(term["due"], region), term["source"])


def _requests(data: Data, region: str) -> Iterable[str]:
    for one in data["requests"]:
        number = f"№ {one['number']}" if one["number"] else "без номера"
        due = f"срок {_day(one['due_on'])}" if one["due_on"] else ""
        yield _joined(number, "; ".join(one["items"]), _said(one["state"]), due)


def _postponements(data: Data, region: str) -> Iterable[str]:
    for one in data["requests"]:
        start = f"новое начало {_moment(one['new_start'], region)}" if one["new_start"] else ""
        yield _joined(_said(one["title"]), _said(one["state"]), _said(one["ground"]), start, one["decision_reason"])


def _act(data: Data, region: str) -> Iterable[str]:
    number = f"№ {data['number']}" if data["number"] else "без номера"
    delivered = f"вручён {_day(data['delivered_on'])}" if data["delivered_on"] else ""
    yield _joined(number, _day(data["date"]), delivered, _said(data["manner"]))
    for n, one in enumerate(data["violations"], 1):
        yield f"{n}. {_joined(one['text'], one['act'], one['unit'], 'исправлено' if one['fixed'] else '')}"


def _prescriptions(data: Data, region: str) -> Iterable[str]:
    for one in data["prescriptions"]:
        number = f"№ {one['number']}" if one["number"] else "без номера"
        due = f"срок {_day(one['due_on'])}" if one["due_on"] else ""
        yield _joined(number, _said(one["state"]), due)
        for point in one["points"]:
            yield f"{point['number']}. {_joined(point['text'], point['unit'])}"


def _files(data: Data, region: str) -> Iterable[str]:
    for one in data["files"]:
        yield _joined(one["name"], f"передан {_moment(one['handed_at'], region)}", f"расписка {one['receipt']}")


def _messages(data: Data, region: str) -> Iterable[str]:
    for one in data["messages"]:
        who = "бизнес" if one["side"] == "business" else "орган"
        yield f"{_moment(one['at'], region)}, {who}: {one['text']}"


def _course(data: Data, region: str) -> Iterable[str]:
    for step in reversed(data["steps"]):
        outside = step["outside"]
        number = f"{outside['system'].ru}: № {outside['number']}" if outside else ""
        yield _joined(_moment(step["at"], region), _said(step["name"]), _said(step["who"]), step["article"], number)


SECTIONS: Mapping[Part, Lines] = {
    Part.TERMS: _terms,
    Part.REQUESTS: _requests,
    Part.POSTPONEMENTS: _postponements,
    Part.ACT: _act,
    Part.PRESCRIPTIONS: _prescriptions,
    Part.FILES: _files,
    Part.MESSAGES: _messages,
    Part.TIMELINE: _course,
}


def _joined(*words: str | None) -> str:
    return ". ".join(word.rstrip(". ") for word in words if word)


def _said(text: Text | None) -> str:
    return text.ru if text else ""


def _day(day: date | None) -> str:
    return formats.day(day, "ru") if day else ""


def _moment(moment: datetime | None, region: str) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(zone_of(region or None))
    return f"{formats.day(local.date(), 'ru')}, {local:%H:%M}"
