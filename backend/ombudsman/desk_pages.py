"""The ombudsman's desk: the queue by due date, one case with what is shared, files, paper, calendar, what is kept."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session, col, select

from backend.clock import Clock
from backend.control.cases.naming import state_name, type_name
from backend.control.models.room import Side
from backend.errors import NotFound
from backend.ombudsman.about import title_of
from backend.ombudsman.calendar_entries import entries_of
from backend.ombudsman.consents import lasting
from backend.ombudsman.facts import ALARMS, marks_in_words
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.offices import KINDS, kind_of
from backend.ombudsman.paper import case_pdf, file_name
from backend.ombudsman.queries import due_dates, find_as, kept_of, seen_now
from backend.ombudsman.rights import NAME
from backend.ombudsman.sharing import named_files
from backend.ombudsman.shown import kept_view, ombudsman_view
from backend.ombudsman.taken import taken_table
from backend.ombudsman.views import FILE, MATERIAL, PAPER, note
from backend.papers.downloads import download, headers_of
from backend.permissions import Actor, Permission
from backend.procedures.queries import marks
from backend.requirements.dispute_views import late_words
from backend.web import formats
from backend.web.context import AnyRequest, language_of, settings_of
from backend.web.ics import calendar_of
from backend.web.ics import download as ics
from backend.web.pages import page
from backend.web.redirects import see
from calculators.calendar import zone_of
from rules.text import Text

DESK = {"permission": Permission.OMBUDSMAN_DESK}
FAR = "9999"
QUEUE, KEPT = Text("обращения", "cases"), Text("прежние дела", "past cases")
HEADS = (
    Text("Номер", "Number"),
    Text("Состояние", "State"),
    Text("Срок", "Due"),
    Text("Орган", "Authority"),
    Text("Вид контроля", "Type of control"),
)


class CasesDesk(Controller):
    """What the ombudsman may see now, the most urgent first."""

    path = "/desk/ombudsman/cases"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List new requests, then one's own cases."""
        kind, lines = kind_of(session, actor), queue(session, actor, clock)
        return page(
            request,
            "ombudsman/desk.html",
            kind=KINDS[kind] if kind else None,
            new=[line for line in lines if line["new"]],
            mine=[line for line in lines if not line["new"]],
            ends_today=sum(line["today"] for line in lines),
        )


class QueueTable(Controller):
    """The queue as a table: numbers and terms, nothing of whose the cases are. Cases leave one by one."""

    path = "/desk/ombudsman/cases.csv"

    @get(opt=DESK, sync_to_thread=True)
    def table(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return it."""
        language = language_of(request)
        rows = [
            [
                str(line["row"].platform_number),
                line["state"].in_(language),
                formats.moment(line["due"], language) if line["due"] else "",
                line["row"].authority_name,
                line["type"].in_(language),
            ]
            for line in queue(session, actor, clock)
        ]
        return taken_table(QUEUE, HEADS, rows, actor, clock.now(), language)


def queue(session: Session, actor: Actor, clock: Clock) -> list[dict[str, Any]]:
    """Return what an ombudsman may see now as lines, the nearest term first."""
    rows = seen_now(session, actor, clock.today())
    due, raised = due_dates(session, rows), marks(session, NAME, [row.id for row in rows])
    today = clock.today()
    lines = [
        {
            "row": row,
            "href": f"/desk/ombudsman/cases/{row.id}",
            "title": title_of(row),
            "state": state_name(NAME, row.state),
            "type": type_name(row.control_type),
            "due": due.get(row.id),
            "said": late_words(due[row.id].astimezone(zone_of(row.region)).date(), today) if row.id in due else None,
            "today": row.id in due and due[row.id].astimezone(zone_of(row.region)).date() == today,
            "late": bool(due.get(row.id) and due[row.id] < clock.now()),
            "alarms": [mark for mark in marks_in_words(raised.get(row.id, ())) if mark in ALARMS],
            "notes": [mark for mark in marks_in_words(raised.get(row.id, ())) if mark not in ALARMS],
            "new": row.state == "RECEIVED",
        }
        for row in rows
    ]
    return sorted(lines, key=lambda line: line["due"].isoformat() if line["due"] else FAR)


class CaseOnDesk(Controller):
    """One case while the consent lasts; without it there is no such address, in any format."""

    path = "/desk/ombudsman/cases/{case_id:str}"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: str) -> Response[Any]:
        """Show what is shared and what can be done; the look is noted."""
        seen = find_as(session, actor, case_id, Side.OMBUDSMAN, clock.today())
        shown = ombudsman_view(session, seen, actor, clock.now())
        note(request, actor, [case_id], MATERIAL, clock.now())
        return page(request, "ombudsman/case.html", **shown)

    @get("/case.pdf", opt=DESK, sync_to_thread=True)
    def paper(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: str) -> Response[bytes]:
        """Return it on paper; each page says who took it and when."""
        seen = find_as(session, actor, case_id, Side.OMBUDSMAN, clock.today())
        content = case_pdf(ombudsman_view(session, seen, actor, clock.now()), actor.name, clock.now())
        note(request, actor, [case_id], PAPER, clock.now())
        name = file_name("дело.pdf", seen.case.platform_number, actor.name, clock.now())
        return Response(content, media_type="application/pdf", headers=headers_of(name))

    @get("/case.ics", opt=DESK, sync_to_thread=True)
    def calendar(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: str
    ) -> Response[bytes]:
        """Return its terms for a diary, without names."""
        seen = find_as(session, actor, case_id, Side.OMBUDSMAN, clock.today())
        document = calendar_of(entries_of(session, seen.case), language_of(request), clock.now())
        return ics(document, f"yasno-case-{seen.case.platform_number}.ics")

    @get("/files/{file_id:str}", opt=DESK, sync_to_thread=True)
    def file(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: str, file_id: str
    ) -> Response[bytes]:
        """Return a file that the client named; its name says who took it, and when."""
        row = find_as(session, actor, case_id, Side.OMBUDSMAN, clock.today()).case
        consent = lasting(session, row.id, clock.today())
        named = named_files(session, row, consent) if consent is not None else []
        found = next((one for one in named if one.id == file_id), None)
        if found is None:
            raise NotFound
        note(request, actor, [case_id], FILE, clock.now(), found.id)
        name = file_name(found.name, row.platform_number, actor.name, clock.now())
        return download(settings_of(request).data, found.sha256, name)


class Kept(Controller):
    """What is left when a consent has ended: the ombudsman's own words, and references."""

    path = "/desk/ombudsman/kept"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them by number."""
        rows = [
            {"href": f"/desk/ombudsman/kept/{row.id}", "title": title_of(row), "state": state_name(NAME, row.state)}
            for row in kept_of(session, actor, clock.today())
        ]
        return page(request, "ombudsman/kept.html", rows=rows)

    @get("/{case_id:str}", opt=DESK, sync_to_thread=True)
    def one(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: str) -> Response[Any]:
        """Show one."""
        row = next((one for one in kept_of(session, actor, clock.today()) if one.id == case_id), None)
        if row is None:
            raise NotFound
        return page(request, "ombudsman/kept_case.html", **kept_view(session, row))


class KeptTable(Controller):
    """The list of what is left, as a table: numbers and states."""

    path = "/desk/ombudsman/kept.csv"

    @get(opt=DESK, sync_to_thread=True)
    def table(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return what the page lists, with who took it and when."""
        language = language_of(request)
        rows = [
            [str(row.platform_number), state_name(NAME, row.state).in_(language)]
            for row in kept_of(session, actor, clock.today())
        ]
        return taken_table(KEPT, HEADS[:2], rows, actor, clock.now(), language)


class OfAppeal(Controller):
    """Where a notice about an appeal leads: to the case in which it is shared."""

    path = "/desk/ombudsman/appeals/{appeal_id:str}"

    @get(opt=DESK, sync_to_thread=True)
    def lead(self, session: Session, actor: Actor, clock: Clock, appeal_id: str) -> Response[Any]:
        """Lead there."""
        query = select(OmbudsmanCase.id).where(OmbudsmanCase.appeal_id == appeal_id)
        seen = {row.id for row in seen_now(session, actor, clock.today())}
        found = next((id_ for id_ in session.exec(query.order_by(col(OmbudsmanCase.created_at))) if id_ in seen), None)
        if found is None:
            raise NotFound
        return see(f"/desk/ombudsman/cases/{found}")


ROUTES: list[Any] = [CasesDesk, QueueTable, CaseOnDesk, KeptTable, Kept, OfAppeal]
