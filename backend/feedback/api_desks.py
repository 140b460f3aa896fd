"""Feedback for programs of offices: the regulator answers, the editor sorts, the ombudsman sends an answer back."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from backend.clock import Clock
from backend.feedback import editing, queries, shown
from backend.feedback.api_schemas import (
    DeskStatementOut,
    DeskStatementsPage,
    EditorWords,
    FeedbackItemOut,
    ItemsPage,
    NewStatement,
    RegulatorWords,
    ReopenWords,
    StatementOut,
)
from backend.feedback.desk_pages import typed_step
from backend.feedback.editor_pages import offers_of, take_editor_step
from backend.feedback.models import Feedback
from backend.feedback.routing import NAME
from backend.feedback.service import step
from backend.permissions import Actor, Permission
from backend.procedures.runner import open_steps
from backend.requirements.queries import find_requirement
from backend.web.calls import Api, answer, read_body
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_moved
from backend.web.etags import shown as with_tag
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, reads, writes
from backend.web.paging import Cursor, Limit, page_of
from rules.roles import Role

READ, WRITE = Permission.FEEDBACK_BY_KEY, Permission.FEEDBACK_WRITE_BY_KEY
SORT, SORT_WRITE = Permission.FEEDBACK_SORT_BY_KEY, Permission.FEEDBACK_SORT_WRITE_BY_KEY
REOPEN = Permission.FEEDBACK_REOPEN_BY_KEY
SAID = {"text": "Согласны: срок назовём в пункте 4."}
STATEMENT = {
    "requirement": "labour.contract_written",
    "kind": "clarity",
    "statement": "В пункте не сказано, с какого дня считается срок.",
    "region": "",
}


class DeskStatements(Api):
    """Statements of the office of the key."""

    path = f"{BASE}/desk/statements"
    tags = ["feedback"]

    @get(**reads(READ, "Statements your office answers", DeskStatementsPage, tagged=True))
    def list_desk_statements(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return them, the nearest term first."""
        found = shown.by_due(shown.lines(session, queries.on_desk(session, actor), clock.now()))
        part = page_of(found, lambda line: str(line.row.number), cursor, limit, ["desk", actor.client_id])
        items = [_on_desk(session, line.row, actor, clock) for line in part.items]
        return with_tag(request, {"items": items, "next": part.next})

    @get("/{desk_number:int}", **reads(READ, "One statement of your office", DeskStatementOut, tagged=True))
    def show_desk_statement(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, desk_number: FromPath[int]
    ) -> Response[bytes]:
        """Return it with what can be done."""
        row = queries.find_on_desk(session, actor, desk_number)
        return with_tag(request, _on_desk(session, row, actor, clock), version=row.version)

    @post(
        "/{desk_number:int}/{action:str}",
        **writes("Answer, plan or report", RegulatorWords, DeskStatementOut, WRITE, conflicts=True, example=SAID),
    )
    def step_desk_statement(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        desk_number: FromPath[int],
        action: FromPath[str],
    ) -> Response[bytes]:
        """Take a step: accept, accept_in_part, reject, plan_action, implement. The words are public."""
        row = queries.find_on_desk(session, actor, desk_number, write=True)
        data = read_body(RegulatorWords, document, ("text",))
        values = {"text": data.text, "due": data.due.isoformat() if data.due else ""}
        text, due = typed_step(action, values, clock.today())
        refuse_if_moved(request, row.version)
        step(session, actor, row, action, Role.REGULATOR, text, clock.now(), due=due)
        return with_tag(request, _on_desk(session, row, actor, clock), version=row.version)


class Reopen(Api):
    """An answer that goes back."""

    path = f"{BASE}/statements/{{statement_number:int}}/reopen"
    tags = ["feedback"]

    @post(**writes("Send an answer back", ReopenWords, StatementOut, REOPEN, conflicts=True, example=SAID))
    def reopen_statement(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        statement_number: FromPath[int],
    ) -> Response[bytes]:
        """Send it back with new arguments; the clock starts anew."""
        row = queries.find_sent(session, statement_number, write=True)
        data = read_body(ReopenWords, document, ("text",))
        acting_as = Role.EDITOR if Role.EDITOR in actor.roles else Role.OMBUDSMAN
        step(session, actor, row, "reopen", acting_as, data.text, clock.now())
        return with_tag(request, shown.full_document(session, row, clock.now()))


class Items(Api):
    """The editor's items."""

    path = f"{BASE}/feedback"
    tags = ["feedback"]

    @get(**reads(SORT, "Feedback to sort", ItemsPage, tagged=True))
    def list_feedback(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return everything, the nearest term first."""
        found = shown.by_due(shown.lines(session, queries.for_editor(session), clock.now()))
        part = page_of(found, lambda line: line.row.id, cursor, limit, ["feedback", actor.client_id])
        items = [_item(session, line.row, actor, clock) for line in part.items]
        return with_tag(request, {"items": items, "next": part.next})

    @post(**creates("Open a statement of your own", NewStatement, FeedbackItemOut, SORT_WRITE, example=STATEMENT))
    def open_statement(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Word a neutral statement from your own reading of the text."""
        data = read_body(NewStatement, document, ("requirement", "kind", "statement"))

        def act() -> Response[bytes]:
            entry = find_requirement(data.requirement)
            row = editing.own_statement(session, actor, entry, data.kind, data.statement, data.region, clock.now())
            return answer(_item(session, row, actor, clock), 201)

        return once(request, session, actor, None, document, clock.now(), act)


class OneItem(Api):
    """One item of the editor."""

    path = f"{BASE}/feedback/{{feedback_id:str}}"
    tags = ["feedback"]

    @get(**reads(SORT, "One item with what was said", FeedbackItemOut, tagged=True))
    def show_feedback(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, feedback_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it without names."""
        row = queries.find_for_editor(session, feedback_id)
        return with_tag(request, _item(session, row, actor, clock), version=row.version)

    @post(
        "/{action:str}",
        **writes(
            "Sort an item", EditorWords, FeedbackItemOut, SORT_WRITE, conflicts=True, example={"text": "Не о тексте."}
        ),
    )
    def step_feedback(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        feedback_id: FromPath[str],
        action: FromPath[str],
    ) -> Response[bytes]:
        """Take a step: triage, dismiss, merge; after the answer verify, reopen, leave_rejected."""
        row = queries.find_for_editor(session, feedback_id, write=True)
        data = read_body(EditorWords, document)
        refuse_if_moved(request, row.version)
        take_editor_step(session, actor, row, action, data.model_dump(), clock.now(), None)
        return with_tag(request, _item(session, row, actor, clock), version=row.version)


def _on_desk(session: Session, row: Feedback, actor: Actor, clock: Clock) -> dict[str, Any]:
    steps = open_steps(session, NAME, row, actor, Role.REGULATOR, clock.now())
    return {
        **shown.full_document(session, row, clock.now()),
        "written": row.statement,
        "named_as": row.named_as,
        "named_inn": row.named_inn,
        "actions": [one.action for one in steps],
    }


def _item(session: Session, row: Feedback, actor: Actor, clock: Clock) -> dict[str, Any]:
    line = shown.lines(session, [row], clock.now())[0]
    behind = editing.behind(session, row)
    return {
        "id": row.id,
        "number": row.number,
        "title": line.title.as_dict(),
        "requirement": row.requirement,
        "requirement_version": row.requirement_version,
        "kind": row.kind.value,
        "state": row.state,
        "state_name": line.state.as_dict(),
        "due": line.due.isoformat() if line.due else None,
        "statement": line.statement,
        "region": row.region,
        "reason": row.reason,
        "voices": behind.voices,
        "fragments": [{"text": text, "count": count} for text, count in behind.fragments],
        "texts": list(behind.texts),
        "actions": [one.action for one in offers_of(session, row, actor, clock.now())],
    }


ROUTES: list[Any] = [DeskStatements, Reopen, Items, OneItem]
