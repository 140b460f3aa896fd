"""What pages of a case show: to the client with its consents and looks, to the ombudsman with the shared material."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.appeals.filing import NAME as APPEAL
from backend.appeals.naming import title_of as appeal_title
from backend.control.cases.course import course_of
from backend.control.cases.naming import event_title, state_name
from backend.control.cases.numbering import owed_numbers
from backend.control.cases.stepping import CaseSeen
from backend.control.cases.view import links_of, mark_names, waiting_of
from backend.errors import PlatformError
from backend.ombudsman.about import appeal_of, event_of, title_of
from backend.ombudsman.appeal_threads import standing
from backend.ombudsman.attaching import attachable, attached_to
from backend.ombudsman.checks import consent_is_ready
from backend.ombudsman.consents import all_of, day_of, drafted, lasting
from backend.ombudsman.facts import ALARMS, facts_of
from backend.ombudsman.models import OmbudsmanCase, OmbudsmanConsent
from backend.ombudsman.offices import KINDS
from backend.ombudsman.opening import WRITABLE
from backend.ombudsman.rights import NAME
from backend.ombudsman.sharing import material, nameable_files, nameable_parts, named_files, part_name
from backend.ombudsman.views import looks_of
from backend.permissions import Actor
from backend.threads.queries import address_of, link_of
from rules.procedures.ombudsman_case import ACTIVE
from rules.text import Text


def head_of(session: Session, seen: CaseSeen, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return what every page of a case begins with."""
    row: OmbudsmanCase = seen.case
    return {
        "row": row,
        "title": title_of(row),
        "state": state_name(NAME, row.state),
        "marks": mark_names(session, NAME, row.id),
        "alarms": ALARMS,
        "waiting": waiting_of(session, seen, now),
        "offers": links_of(session, seen, actor),
        "to_number": owed_numbers(session, seen),
        "facts": facts_of(session, row, seen.side),
        "thread": f"/threads/{NAME}/{row.id}"
        if row.state in ACTIVE and lasting(session, row.id, day_of(now))
        else None,
        "about": about_words(session, row),
    }


def client_view(session: Session, seen: CaseSeen, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return a case as its client sees it."""
    row: OmbudsmanCase = seen.case
    attached = attached_to(session, row)
    return head_of(session, seen, actor, now) | {
        "writable": row.state in WRITABLE,
        "consents": [consent_line(session, row, one, now) for one in all_of(session, row.id)],
        "in_appeal_thread": standing(session, row, now),
        "appeal_thread": address_of(APPEAL, row.appeal_id or ""),
        "looks": looks_of(session, row.id),
        "attachable": [{"value": one.id, "label": appeal_title(one)} for one in attachable(session, row)],
        "attached": {"href": f"/appeals/{attached.id}", "name": appeal_title(attached)} if attached else None,
        "course": course_of(session, NAME, row.id),
        "back": "/ombudsman",
    }


def about_words(session: Session, row: OmbudsmanCase) -> Text | None:
    """Return what a case is about, in words."""
    appeal, event = appeal_of(session, row), event_of(session, row)
    if row.event_id is None and appeal is not None:
        return appeal_title(appeal)
    return event_title(event) if event is not None else None


def consent_line(session: Session, row: OmbudsmanCase, one: OmbudsmanConsent, now: datetime) -> dict[str, Any]:
    """Return a consent in words: what it shows, until when, whether it lasts."""
    now_lasting = lasting(session, row.id, day_of(now))
    return {
        "parts": [part_name(code) for code in one.parts],
        "files": [file.name for file in named_files(session, row, one)],
        "purpose": one.purpose,
        "until": one.until,
        "presence": one.presence,
        "may_ask": one.may_ask,
        "given_at": one.given_at,
        "ended_at": one.ended_at,
        "lasts": now_lasting is not None and now_lasting.id == one.id,
    }


def consent_form(session: Session, row: OmbudsmanCase) -> dict[str, Any]:
    """Return the form of what to show, with what was chosen before: in the draft, or in the consent that ended."""
    one = drafted(session, row.id) or next(iter(all_of(session, row.id)), None)
    values: dict[str, Any] = {
        "request": row.request,
        "kind": row.kind.value,
        "parts[]": list(one.parts) if one else [],
        "files[]": list(one.files) if one else [],
        "purpose": one.purpose if one else "",
        "until": one.until if one else None,
        "presence": "yes" if one and one.presence else "no",
        "may_ask": "yes" if one and one.may_ask else "no",
    }
    return {
        "row": row,
        "title": title_of(row),
        "draft": row.state == "DRAFT",
        "back": f"/ombudsman/{row.id}",
        "parts": nameable_parts(session, row),
        "files": [{"value": one.id, "label": one.name} for one in nameable_files(session, row)],
        "kinds": [{"value": kind.value, "label": name} for kind, name in KINDS.items()],
        "values": values,
    }


def preview_of(session: Session, seen: CaseSeen, now: datetime) -> dict[str, Any]:
    """Return exactly what the ombudsman will see by the consent being written, or sees by the one that lasts."""
    row: OmbudsmanCase = seen.case
    one = drafted(session, row.id) if row.state in WRITABLE else lasting(session, row.id, day_of(now))
    return {
        "row": row,
        "title": title_of(row),
        "back": f"/ombudsman/{row.id}",
        "writable": row.state in WRITABLE,
        "action": "submit" if row.state == "DRAFT" else "renew_consent",
        "ready": _is_ready(session, row),
        **shared(session, row, one, now),
    }


def _is_ready(session: Session, row: OmbudsmanCase) -> bool:
    """Whether the consent being written says what is shown, what for and until when."""
    try:
        consent_is_ready(session, row, None)
    except PlatformError:
        return False
    return True


def shared(session: Session, row: OmbudsmanCase, one: OmbudsmanConsent | None, now: datetime) -> dict[str, Any]:
    """Return the shared material by a consent; nothing without one."""
    return {
        "consent": consent_line(session, row, one, now) if one else None,
        "words": row.request,
        "material": material(session, row, one, now) if one else [],
        "files": [{"id": file.id, "name": file.name, "size": file.size} for file in named_files(session, row, one)]
        if one
        else [],
        "about": about_words(session, row) if one else None,
    }


def ombudsman_view(session: Session, seen: CaseSeen, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return a case as the ombudsman sees it while the consent lasts."""
    one = lasting(session, seen.case.id, day_of(now))
    ways = {
        "back": "/desk/ombudsman/cases",
        "appeal_thread": link_of(session, actor, APPEAL, seen.case.appeal_id or "", now),
    }
    return head_of(session, seen, actor, now) | shared(session, seen.case, one, now) | ways


def kept_view(session: Session, row: OmbudsmanCase) -> dict[str, Any]:
    """Return what is left to the ombudsman: their own words, and references instead of copies."""
    told = (
        (Text("Вопрос органу", "Question to the authority"), row.question),
        (Text("Позиция", "Position"), row.position),
        (Text("Чего добились", "What came of it"), row.effect),
    )
    return {
        "row": row,
        "title": title_of(row),
        "state": state_name(NAME, row.state),
        "facts": [{"label": label, "value": value} for label, value in told if value],
        "references": [id_ for id_ in (row.event_id, row.appeal_id) if id_],
        "back": "/desk/ombudsman/kept",
    }
