"""The page of a case that stands by itself: a warning, a visit, a declaration, a request about a category."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.clock import Clock
from backend.control.cases.course import course_of
from backend.control.cases.files import list_files
from backend.control.cases.kinds import CaseKind
from backend.control.cases.naming import state_name
from backend.control.cases.numbering import owed_numbers
from backend.control.cases.stepping import find_case
from backend.control.cases.view import links_of, mark_names, waiting_of
from backend.control.rooms.shown import file_lines
from backend.errors import NotFound
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest
from backend.web.pages import page

ROOM = {"permission": Permission.CONTROL_ROOM}


class CasePage(Controller):
    """One case: what it says, where it stands, whom it waits for, what can be done, its course."""

    path = "/cases/{procedure:str}/{case_id:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, procedure: str, case_id: str
    ) -> Response[Any]:
        """Show it as this side sees it."""
        seen = find_case(session, actor, procedure, case_id, clock.today())
        shown = _standing(seen.kind)
        return page(
            request,
            "control/case.html",
            title=shown.title(session, seen.case),
            state=state_name(procedure, seen.case.state),
            marks=mark_names(session, procedure, case_id),
            own_copy=seen.kind.own_copy(session, seen.case),
            back=shown.back(seen.side),
            facts=[one for one in shown.facts(session, seen.case, seen.side) if one["value"]],
            waiting=waiting_of(session, seen, clock.now()),
            to_number=owed_numbers(session, seen),
            offers=links_of(session, seen, actor),
            links=shown.links(session, seen.case, seen.side),
            files=file_lines(list_files(session, [case_id], seen.side)),
            course=course_of(session, procedure, case_id, shown.hidden_steps(seen.side)),
        )


def _standing(kind: CaseKind) -> Any:
    if kind.standing is None:
        raise NotFound
    return kind.standing


ROUTES: list[Any] = [CasePage]
