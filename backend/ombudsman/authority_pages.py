"""The authority's desk: what an ombudsman asked it, and what the client told it of; nothing else of a case."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.clock import Clock
from backend.control.models.room import Side
from backend.errors import NotFound
from backend.ombudsman.about import event_of, title_of
from backend.ombudsman.facts import facts_of
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.queries import asked_of, due_dates
from backend.ombudsman.rights import NAME, side_of
from backend.permissions import Actor, Permission
from backend.procedures.queries import marks
from backend.web import formats
from backend.web.context import AnyRequest, language_of
from backend.web.pages import page
from backend.web.tables import csv_answer
from rules.text import Text

DESK = {"permission": Permission.CONTROL_DESK}


class AskedDesk(Controller):
    """Questions of ombudsmen to the body, those without an answer first."""

    path = "/desk/ombudsman-requests"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them."""
        rows = asked_of(session, actor)
        due = due_dates(session, [row for row in rows if row.state == "INFO_REQUESTED"])
        lines = [
            {
                "href": f"/desk/ombudsman-requests/{row.id}",
                "title": title_of(row),
                "open": row.state == "INFO_REQUESTED",
                "due": due.get(row.id),
                "late": bool(due.get(row.id) and due[row.id] < clock.now()),
                "present": _present(session, row),
            }
            for row in rows
        ]
        lines.sort(key=lambda line: not line["open"])
        return page(request, "ombudsman/asked.html", rows=lines)

    @get("/{case_id:str}", opt=DESK, sync_to_thread=True)
    def one(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: str) -> Response[Any]:
        """Show one: the question, the answer, the event it is about."""
        row = next((one for one in asked_of(session, actor) if one.id == case_id), None)
        if row is None:
            raise NotFound
        open_now = side_of(session, actor, row, clock.today()) is Side.AUTHORITY
        event = event_of(session, row)
        return page(
            request,
            "ombudsman/asked_case.html",
            title=title_of(row),
            facts=facts_of(session, row, Side.AUTHORITY),
            event=f"/control-events/{event.id}" if event is not None else None,
            present=_present(session, row),
            answer=f"/cases/{NAME}/{row.id}/take_answer" if open_now else None,
            back="/desk/ombudsman-requests",
        )


class AskedTable(Controller):
    """The same as a table."""

    path = "/desk/ombudsman-requests.csv"

    @get(opt=DESK, sync_to_thread=True)
    def table(self, request: AnyRequest, session: Session, actor: Actor) -> Response[bytes]:
        """Return every question to the body: numbers, days, words that were exchanged."""
        rows, language = asked_of(session, actor), language_of(request)
        due = due_dates(session, [row for row in rows if row.state == "INFO_REQUESTED"])
        lines = [
            [
                str(row.platform_number),
                formats.day(row.asked_on, language) if row.asked_on else "",
                row.question,
                formats.moment(due[row.id], language) if row.id in due else "",
                row.answer,
            ]
            for row in rows
        ]
        return csv_answer("yasno-ombudsman-requests", [[head.in_(language) for head in HEADS], *lines])


HEADS = (
    Text("Номер", "Number"),
    Text("Дата запроса", "Asked on"),
    Text("Вопрос", "Question"),
    Text("Срок", "Due"),
    Text("Ответ", "Answer"),
)


def _present(session: Session, row: OmbudsmanCase) -> bool:
    """Whether the client told the authority that the ombudsman is present."""
    return "AUTHORITY_TOLD" in marks(session, NAME, [row.id]).get(row.id, frozenset())


ROUTES: list[Any] = [AskedDesk, AskedTable]
