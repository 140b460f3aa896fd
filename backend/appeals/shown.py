"""What the page of an appeal shows: the draft with what it lacks, or the filed appeal with its clocks and answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.appeals.again import may_try_again
from backend.appeals.carrying_out import only_written_down
from backend.appeals.checks import court_is_open, raised
from backend.appeals.choosing import choosable
from backend.appeals.decision_pdf import ordered_lines
from backend.appeals.effects import files_of
from backend.appeals.facts import facts_of
from backend.appeals.filing import NAME, grounds_of
from backend.appeals.grounds import suggestions
from backend.appeals.models import Appeal
from backend.appeals.naming import ALARMS, REFUSALS, SUBJECTS, title_of
from backend.appeals.proof_pages import receipts_of
from backend.appeals.readiness import readiness_of, term_words
from backend.appeals.sections import PARTS
from backend.appeals.signature_adapters import SIGNATURE, states_of
from backend.appeals.timely import between_the_ends, refused_late
from backend.config import Settings
from backend.control.cases.course import course_of
from backend.control.cases.files import list_files
from backend.control.cases.marks import MARKS
from backend.control.cases.naming import state_name
from backend.control.cases.numbering import owed_numbers
from backend.control.cases.stepping import CaseSeen
from backend.control.cases.view import links_of, mark_names, waiting_of
from backend.control.models.room import Side
from backend.control.rooms.shown import file_lines
from backend.permissions import Actor
from backend.threads.queries import link_of
from calculators.appeal import Timeliness, timeliness
from calculators.event_check import Result
from rules.procedures import procedures
from rules.procedures.appeal_states import DECIDED

# Which part of a draft answers an item or a check, by its code; the rest is told on the page itself.
LATE = Timeliness.LATE
# Marks that tell of something missed; the others only tell of what was done.
COUNTED = ("contested", "arguments", "demands")


def draft_view(session: Session, row: Appeal, now: datetime) -> dict[str, Any]:
    """Return a draft as its business sees it: the last second, what lacks, the parts, grounds, files."""
    state = readiness_of(session, row)
    late = state.term is not None and timeliness(state.term, now) is LATE and not row.asks_to_restore
    return {
        "row": row,
        "title": title_of(row),
        "subject": SUBJECTS[row.subject],
        "term": term_words(state.term, now),
        "way": state.way,
        "items": [check_line(one) for one in (*state.items, *state.filer)],
        "refusals": [{**check_line(one), "n": one.n} for one in state.refusals],
        "ahead": len(state.ahead),
        "lacking": len(state.lacking),
        "ready": state.ready and not late,
        "addressee": state.addressee.text,
        "parts": [{"href": f"/appeals/{row.id}/parts/{part.code}", "name": part.name} for part in PARTS.values()],
        "grounds": grounds_of(session, row),
        "suggestions": suggestions(session, row),
        "files": files_of(session, row),
        "choosable": choosable(session, row),
        "ask_to_restore": late,
    }


def check_line(check: Any) -> dict[str, Any]:
    """Return a check as a line of a list."""
    return {
        "code": check.code,
        "title": check.title,
        "result": check.result.value,
        "clean": check.result is Result.CLEAN,
        "breach": check.result is Result.BREACH,
        "evidence": check.evidence,
        "article": check.article,
        "remedy": check.remedy,
        "person": check.person_decides,
    }


def case_view(session: Session, seen: CaseSeen, actor: Actor, now: datetime, settings: Settings) -> dict[str, Any]:
    """Return a filed appeal as one side sees it."""
    row: Appeal = seen.case
    files = list_files(session, [row.id], seen.side)
    return {
        "row": row,
        "title": title_of(row),
        "subject": SUBJECTS[row.subject],
        "state": state_name(NAME, row.state),
        "marks": mark_names(session, NAME, row.id),
        "alarms": [MARKS[mark] for mark in ALARMS],
        "own_copy": not row.shared,
        "facts": facts_of(session, row),
        "grounds": grounds_of(session, row),
        "waiting": waiting_of(session, seen, now),
        "offers": links_of(session, seen, actor),
        "thread": link_of(session, actor, NAME, row.id, now),
        "to_number": owed_numbers(session, seen),
        "files": file_lines(files),
        "signatures": states_of(session, row, settings, files),
        "signed": [one for one in files if one.part == SIGNATURE],
        "open": not procedures()[NAME].states[row.state].terminal,
        "again": seen.side is Side.BUSINESS and may_try_again(row),
        "written_down": seen.side is Side.BUSINESS and row.state in DECIDED and only_written_down(session, row),
        "between": between_the_ends(session, row) and not raised(session, row) & {"HELD_IN_TIME", "TERM_RESTORED"},
        "receipts": receipts_of(session, row),
        # For the desk alone, which fills them.
        "refusals": [],
        "may_draft": False,
        "decided": bool(row.decision_text),
        "ordered": list(ordered_lines(session, row, row.ordered)),
        "course": course_of(session, NAME, row.id),
        "court": court_is_open(session, row),
        "to_court": seen.side is Side.BUSINESS and court_is_open(session, row),
        "refused_late": refused_late(session, row),
        "refusal": REFUSALS.get(row.refusal_ground or 0),
    }
