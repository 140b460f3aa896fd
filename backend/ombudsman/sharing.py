"""What a case shows: the parts the client named, the files one by one, and not a byte besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.appeals.asking import ASKED, GIVEN
from backend.appeals.effects import files_of
from backend.appeals.filing import grounds_of
from backend.appeals.models import Appeal
from backend.appeals.naming import SUBJECTS, title_of
from backend.control.cases.course import course_of
from backend.control.cases.files import files_of_event
from backend.control.cases.naming import state_name
from backend.control.models import EventFile
from backend.control.models.room import Side
from backend.control.parts import PART_NAMES, Part
from backend.control.rooms import RoomContext, room_parts
from backend.control.rooms.consents import nameable
from backend.ombudsman.about import appeal_of, event_of
from backend.ombudsman.models import OmbudsmanCase, OmbudsmanConsent
from backend.permissions import ALL_SCOPES, Actor
from rules.text import Text

# Files are named one by one; who else sees the room is nobody's business but the client's.
APART = frozenset({Part.FILES, Part.OWN_FILES, Part.CONSENTS})
FILE_PAGE, ROOM = "/control-files/", "/control-events/"
APPEAL_PARTS: Mapping[str, Text] = {
    "appeal": Text("Жалоба", "The appeal"),
    "appeal_grounds": Text("Доводы жалобы", "Grounds of the appeal"),
    "appeal_course": Text("Ход жалобы", "Course of the appeal"),
    "appeal_decision": Text("Решение по жалобе", "Decision on the appeal"),
}
TEMPLATES: Mapping[str, str] = {
    "appeal": "ombudsman/parts/facts.html",
    "appeal_grounds": "ombudsman/parts/grounds.html",
    "appeal_course": "control/parts/timeline.html",
    "appeal_decision": "ombudsman/parts/facts.html",
}


def nameable_parts(session: Session, row: OmbudsmanCase) -> list[dict[str, Any]]:
    """Return the parts a client can name, as {"value", "label"}: of the event, or of the appeal and its event."""
    found = [{"value": code, "label": name} for code, name in APPEAL_PARTS.items() if row.appeal_id]
    if event_of(session, row) is not None:
        found += [{"value": part.value, "label": PART_NAMES[part]} for part in nameable() if part not in APART]
    return found


def nameable_files(session: Session, row: OmbudsmanCase) -> Sequence[EventFile]:
    """Return the files a client can name: those it may read itself in the room, and those of the appeal."""
    appeal, event = appeal_of(session, row), event_of(session, row)
    of_event = files_of_event(session, event.id, Side.BUSINESS) if event is not None else ()
    of_appeal = [one for one in files_of(session, appeal) if _is_clients(one)] if appeal is not None else []
    return [*of_appeal, *of_event]


def _is_clients(file: EventFile) -> bool:
    return file.side is Side.BUSINESS or file.handed_at is not None


def part_name(code: str) -> Text:
    """Return what a part is called."""
    return APPEAL_PARTS[code] if code in APPEAL_PARTS else PART_NAMES[Part(code)]


def named_files(session: Session, row: OmbudsmanCase, consent: OmbudsmanConsent) -> list[EventFile]:
    """Return the files a consent names, as far as the client may still read them."""
    return [one for one in nameable_files(session, row) if one.id in consent.files]


def material(session: Session, row: OmbudsmanCase, consent: OmbudsmanConsent, now: datetime) -> list[dict[str, Any]]:
    """Return the parts a consent names that have something in them: {"code", "name", "template", "data"}."""
    open_now = {one["value"] for one in nameable_parts(session, row)}
    codes = [code for code in (*APPEAL_PARTS, *(part.value for part in Part)) if code in set(consent.parts) & open_now]
    made = [(code, part_of(session, row, consent, code, now)) for code in codes]
    return [
        {"code": code, "name": part_name(code), "template": _template(code), "data": data}
        for code, data in made
        if data is not None
    ]


def part_of(
    session: Session, row: OmbudsmanCase, consent: OmbudsmanConsent, code: str, now: datetime
) -> Mapping[str, Any] | None:
    """Return one part, without files that were not named and without ways into the room."""
    appeal, event = appeal_of(session, row), event_of(session, row)
    if code in APPEAL_PARTS:
        return _without(APPEAL_DATA[code](session, appeal), row, consent) if appeal is not None else None
    if event is None or Part(code) not in room_parts():
        return None
    # The rooms are asked with the client's eyes, so nothing here depends on what else the ombudsman was shown.
    eyes = Actor(scopes={event.business_id or "": ALL_SCOPES}, business_id=event.business_id)
    made = room_parts()[Part(code)].make(RoomContext(session, event, Side.OMBUDSMAN, eyes, now))
    return _without(made, row, consent) if made is not None else None


def _template(code: str) -> str:
    return TEMPLATES[code] if code in TEMPLATES else room_parts()[Part(code)].template


def _without(value: Any, row: OmbudsmanCase, consent: OmbudsmanConsent) -> Any:
    """Return a value of a part without unnamed files; named ones lead to this case's own page."""
    if isinstance(value, Mapping):
        return {name: _without(one, row, consent) for name, one in value.items()}
    if isinstance(value, list | tuple):
        kept = [one for one in value if not (_is_file(one) and one["id"] not in consent.files)]
        return [_without(one, row, consent) for one in kept]
    if isinstance(value, str) and value.startswith(FILE_PAGE):
        return f"/desk/ombudsman/cases/{row.id}/files/{value.removeprefix(FILE_PAGE)}"
    return None if isinstance(value, str) and value.startswith(ROOM) else value


def _is_file(value: Any) -> bool:
    return isinstance(value, Mapping) and str(value.get("href", "")).startswith(FILE_PAGE)


def _filed(session: Session, row: Appeal) -> dict[str, Any]:
    told: list[tuple[Text, Any]] = [
        (Text("Предмет", "Subject"), SUBJECTS[row.subject]),
        (Text("Состояние", "State"), state_name("appeal", row.state)),
        (Text("Кто подаёт", "Filed by"), row.filer_name),
        (Text("Чьё решение", "Whose act"), row.authority_name),
        (Text("Кто рассматривает", "Heard by"), row.hearing_name),
        (Text("Что обжалуют", "Appealed against"), row.contested),
        (Text("Номер проверки", "Number of the event"), row.event_number),
        (Text("Требования", "Demands"), "; ".join(row.demands)),
        (Text("Номер жалобы", "Number of the appeal"), row.registry_number),
    ]
    return {"title": title_of(row), "facts": [{"label": label, "value": value} for label, value in told if value]}


def _grounds(session: Session, row: Appeal) -> dict[str, Any]:
    rows = [
        one.model_dump(include={"code", "requirement", "text", "article", "evidence", "answer"})
        for one in grounds_of(session, row)
    ]
    return {"grounds": rows, "arguments": row.arguments}


def _course(session: Session, row: Appeal) -> dict[str, Any]:
    # What the body asked and was answered is no part of the course that a consent names.
    steps = course_of(session, "appeal", row.id)
    return {"steps": [line | {"words": None} if line["action"] in (ASKED, GIVEN) else line for line in steps]}


def _decision(session: Session, row: Appeal) -> dict[str, Any]:
    told: list[tuple[Text, Any]] = [
        (Text("Решение", "Decision"), row.decision_text),
        (Text("День решения", "Day of the decision"), row.decided_on),
        (Text("Ответ на позицию", "Answer to the position"), row.answer_to_position),
    ]
    return {"facts": [{"label": label, "value": value} for label, value in told if value]}


APPEAL_DATA: Mapping[str, Callable[[Session, Appeal], dict[str, Any]]] = {
    "appeal": _filed,
    "appeal_grounds": _grounds,
    "appeal_course": _course,
    "appeal_decision": _decision,
}
