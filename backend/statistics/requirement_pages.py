"""The page of one requirement on the desk: why it is where it is in the list, and what was answered about it."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.clock import Clock
from backend.errors import NotFound
from backend.feedback import queries as feedback
from backend.feedback import routing, shown
from backend.feedback.models import Feedback
from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.statistics.asked import asked_of
from backend.statistics.charts import trend
from backend.statistics.desk_pages import common
from backend.statistics.desk_view import SCORED, Line, lines
from backend.statistics.requirement_view import (
    Course,
    Moment,
    before_after,
    course_finding,
    course_of,
    distribution,
    finding,
    segment_rows,
)
from backend.statistics.yearly_view import yearly_blocks
from backend.web.context import AnyRequest, language_of
from backend.web.pages import page
from rules.requirements import Requirement
from rules.text import Text

DESK = {"permission": Permission.STATISTICS_DESK}
ANSWERED = Text("Ответ регулятора", "Answer of the regulator")
DONE = Text("Меры приняты", "Measures taken")


class RequirementFigures(Controller):
    """One requirement."""

    path = "/desk/statistics/{requirement:str}"

    @get(opt=DESK, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, requirement: str
    ) -> Response[Any]:
        """Show its distribution, groups, course, and what was said about it in public."""
        entry, asked, language = find_entry(requirement), asked_of(request), language_of(request)
        course = course_of(asked.feed, requirement)
        found = lines(asked.released(), {requirement: entry})
        said = feedback.sent_about(session, requirement)
        return page(
            request,
            "statistics/requirement.html",
            **common(request, asked, actor),
            entry=entry,
            parts=[part for line in found for part in parts_of(line, asked.released(), course, language)],
            several=len(found) > 1,
            changes=changes_of(course, said),
            yearly=yearly_blocks(asked.feed, requirement),
            statements=statements_of(session, said, actor, clock),
        )


def find_entry(requirement: str) -> Requirement:
    """Return a requirement of the registry.

    Raises:
        NotFound: there is none of this code.
    """
    entry = current_law().edition.requirements.get(requirement)
    if entry is None:
        raise NotFound
    return entry


def parts_of(line: Line, released: Any, course: Course, language: str) -> list[dict[str, Any]]:
    """Return what the page shows of each measure of one version."""
    return [
        {
            "measure": str(measure),
            "version": line.subject.version,
            "line": line,
            "figure": line.whole[measure],
            "shown": line.figure(measure),
            "title": finding(line.figure(measure), measure),
            "bars": distribution(line.figure(measure), measure),
            "segments": segment_rows(released.cells(line.subject, measure), language),
            "groups": line.groups[measure],
            "trend": trend(course.points(measure)),
            "told": bool(course.told(measure)),
            "course": course_finding(course, measure),
        }
        for measure in SCORED
    ]


def changes_of(course: Course, said: Any) -> list[dict[str, Any]]:
    """Return the figures around each answer, measure and new version, by measure."""
    moments = sorted([*moments_of(said), *course.version_changes()], key=lambda one: one.day)
    rows = [
        {"measure": str(measure), "one": one} for measure in SCORED for one in before_after(course, measure, moments)
    ]
    return sorted(rows, key=lambda row: row["one"].moment.day)


def moments_of(said: Any) -> list[Moment]:
    """Return the days on which a regulator answered or did something about a requirement."""
    days = [(row, row.answered_on, ANSWERED) for row in said] + [(row, row.done_on, DONE) for row in said]
    return [Moment(day, what, f"/statements/{row.number}") for row, day, what in days if day is not None]


def statements_of(session: Session, said: Any, actor: Actor, clock: Clock) -> list[dict[str, Any]]:
    """Return what was asked in public about a requirement; who answers it is led to their own desk."""
    return [{"line": line, "href": _href(session, line.row, actor)} for line in shown.lines(session, said, clock.now())]


def _href(session: Session, row: Feedback, actor: Actor) -> str:
    room = "/desk/statements" if routing.answers(session, row, actor) else "/statements"
    return f"{room}/{row.number}"


ROUTES: list[Any] = [RequirementFigures]
