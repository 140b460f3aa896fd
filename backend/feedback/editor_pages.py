"""The editor's queue of feedback, one item with what was said, statements of the editor's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.feedback import editing, queries, shown
from backend.feedback.models import Feedback, FeedbackKind
from backend.feedback.public_pages import seen_version
from backend.feedback.routing import NAME
from backend.feedback.service import step
from backend.feedback.words import KINDS
from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.procedures.runner import open_steps
from backend.requirements.queries import find_requirement
from backend.requirements.tables import csv_answer
from backend.requirements.words import short_act
from backend.web.context import AnyRequest, Form, language_of
from backend.web.forms import Input, read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.procedures import Step, procedures
from rules.requirements import Requirement
from rules.roles import Role
from rules.text import Text

SORT = {"permission": Permission.FEEDBACK_SORT}
DONE = {
    "triage": say_after("feedback_sorted", Text("Уйдёт регулятору в понедельник.", "It goes out on Monday.")),
    "dismiss": say_after("feedback_dismissed", Text("Закрыто. Каждому сказали.", "Closed. Each was told.")),
    "merge": say_after("feedback_merged", Text("Объединено.", "Merged.")),
    "verify": say_after("feedback_verified", Text("Закрыто: помогло.", "Closed: it helped.")),
    "reopen": say_after("feedback_back", Text("Вернули регулятору.", "Sent back to the regulator.")),
    "leave_rejected": say_after("feedback_left", Text("Закрыто с отказом.", "Closed as rejected.")),
}
HEADS = (
    Text("О чём", "About"),
    Text("Что не так", "What is wrong"),
    Text("Состояние", "State"),
    Text("Срок", "Due"),
    Text("Номер", "Number"),
)


class StatementInput(Input):
    """A neutral statement and the office that answers."""

    statement: str = Field(min_length=1, max_length=2000)
    region: str = Field(default="", max_length=2)


class OwnStatementInput(StatementInput):
    """The same, with what is wrong."""

    kind: FeedbackKind


class TextInput(Input):
    """Words of a step."""

    text: str = Field(min_length=1, max_length=2000)


class FeedbackDesk(Controller):
    """What waits for the editor."""

    path = "/desk/feedback"

    @get(opt=SORT, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, clock: Clock) -> Response[Any]:
        """List the items, the nearest term first."""
        return page(request, "feedback/editor.html", **_grouped(session, clock))


class FeedbackDeskCsv(Controller):
    """The same for a spreadsheet."""

    path = "/desk/feedback.csv"

    @get(opt=SORT, sync_to_thread=True)
    def download(self, request: AnyRequest, session: Session, clock: Clock) -> Response[bytes]:
        """Give the whole list."""
        language = language_of(request)
        found = shown.by_due(shown.lines(session, queries.for_editor(session), clock.now()))
        return csv_answer("yasno-feedback", _table(found, language))


class FeedbackItem(Controller):
    """One item."""

    path = "/desk/feedback/{feedback_id:str}"

    @get(opt=SORT, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, feedback_id: str
    ) -> Response[Any]:
        """Show what was said, without names, and what can be done."""
        return _page(request, session, actor, clock, queries.find_for_editor(session, feedback_id))

    @post("/{action:str}", opt=SORT, sync_to_thread=True)
    def take(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        feedback_id: str,
        action: str,
    ) -> Response[Any]:
        """Word it, dismiss it, merge it; after the answer close it or send it back."""
        row = queries.find_for_editor(session, feedback_id, write=True)
        try:
            take_editor_step(session, actor, row, action, form.flat(), clock.now(), seen_version(form))
        except Invalid as refusal:
            session.rollback()
            row = queries.find_for_editor(session, feedback_id)
            return _page(request, session, actor, clock, row, form, refusal, action)
        return see(f"/desk/feedback/{feedback_id}", DONE[action])


class OwnStatementPage(Controller):
    """A statement from the editor's own reading."""

    path = "/desk/new-statement/{requirement:str}"

    @get(opt=SORT, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, requirement: str) -> Response[Any]:
        """Ask for it."""
        return _own_page(request, session, find_requirement(requirement))

    @post(opt=SORT, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, requirement: str
    ) -> Response[Any]:
        """Keep it for Monday."""
        entry = find_requirement(requirement)
        try:
            given = {name: form.get(name) for name in ("statement", "region", "kind") if form.get(name)}
            typed = read(OwnStatementInput, given)
            row = editing.own_statement(session, actor, entry, typed.kind, typed.statement, typed.region, clock.now())
        except Invalid as refusal:
            session.rollback()
            return _own_page(request, session, entry, form, refusal)
        return see(f"/desk/feedback/{row.id}", DONE["triage"])


def take_editor_step(
    session: Session,
    actor: Actor,
    row: Feedback,
    action: str,
    typed: Mapping[str, Any],
    now: datetime,
    version: int | None,
) -> None:
    """Take a step of the editor with what was typed.

    Raises:
        NotFound: no such step.
        Invalid: words are missing, not neutral, or name somebody.
        Conflict: it is not open now.
    """
    if action not in DONE:
        raise NotFound
    if action == "triage":
        data = read(StatementInput, {name: typed.get(name, "") for name in ("statement", "region")})
        editing.triage(session, actor, row, data.statement, data.region, now, version)
    elif action == "merge":
        editing.merge(session, actor, row, str(typed.get("merged_into", "")), now, version)
    else:
        text = "" if action == "leave_rejected" else read(TextInput, {"text": typed.get("text", "")}).text
        step(session, actor, row, action, Role.EDITOR, text, now, version=version)


def _grouped(session: Session, clock: Clock) -> dict[str, Any]:
    found = shown.by_due(shown.lines(session, queries.for_editor(session), clock.now()))
    return {
        "waiting": [one for one in found if one.row.state == "OPEN"],
        "sorted": [one for one in found if one.row.state == "TRIAGED"],
        "sent": [one for one in found if one.row.number is not None and one.open],
        "closed": [one for one in found if not one.open],
    }


def _table(found: list[shown.Line], language: str) -> list[list[str]]:
    rows = [[head.in_(language) for head in HEADS]]
    for line in found:
        due, number = line.due.isoformat() if line.due else "", str(line.row.number or "")
        rows.append([line.title.in_(language), line.kind.in_(language), line.state.in_(language), due, number])
    return rows


def _page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    row: Feedback,
    form: Form | None = None,
    refusal: Invalid | None = None,
    action: str = "",
) -> Response[Any]:
    entry = current_law().edition.requirements.get(row.requirement or "")
    language = language_of(request)
    targets = queries.to_merge_with(session, row)
    return page(
        request,
        "feedback/editor_item.html",
        status_code=422 if refusal else 200,
        line=shown.lines(session, [row], clock.now())[0],
        row=row,
        entry=entry,
        changed=entry is not None and entry.version != row.requirement_version,
        short_act=short_act,
        behind=editing.behind(session, row),
        course=shown.course(session, row),
        offers=[one.action for one in offers_of(session, row, actor, clock.now())],
        regions=_regions(session, row.authority),
        targets=[{"value": one.id, "label": _called(one, language)} for one in targets],
        action=action,
        values={**editing.said(row), **(form.flat() if form else {})},
        faults=refusal.faults if refusal else (),
    )


def offers_of(session: Session, row: Feedback, actor: Actor, now: datetime) -> list[Step]:
    """Return the steps of the editor; whether a statement is neutral is asked when there is one."""
    steps = list(open_steps(session, NAME, row, actor, Role.EDITOR, now))
    if row.state == "OPEN" and not any(one.action == "triage" for one in steps):
        steps = [one for one in procedures()[NAME].steps if one.action == "triage"] + steps
    return steps


def _called(row: Feedback, language: str) -> str:
    number = f" № {row.number}" if row.number else ""
    return f"{KINDS[row.kind].in_(language)}{number}"


def _regions(session: Session, authority: str) -> list[dict[str, str]]:
    return [{"value": one, "label": one} for one in editing.offices(session, authority)]


def _own_page(
    request: AnyRequest,
    session: Session,
    entry: Requirement,
    form: Form | None = None,
    refusal: Invalid | None = None,
) -> Response[Any]:
    return page(
        request,
        "feedback/own_statement.html",
        status_code=422 if refusal else 200,
        entry=entry,
        kinds=shown.kinds(language_of(request)),
        regions=_regions(session, entry.authority or ""),
        values=form.flat() if form else {},
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [FeedbackDesk, FeedbackDeskCsv, FeedbackItem, OwnStatementPage]
