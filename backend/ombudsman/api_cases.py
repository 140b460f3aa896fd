"""Cases of the ombudsman for programs: the list, a new draft, one case. Steps: `/cases/ombudsman_case/{id}`."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from pydantic import Field
from sqlmodel import Session

from backend.clock import Clock
from backend.control.cases.stepping import CaseSeen, find_case
from backend.control.models.room import Side
from backend.errors import NotFound
from backend.ombudsman.api_shapes import OmbudsmanCaseOut, OmbudsmanPage, consent_document, facts_document, head
from backend.ombudsman.consents import all_of, drafted
from backend.ombudsman.models import OmbudsmanKind
from backend.ombudsman.opening import MODELS, open_draft
from backend.ombudsman.queries import asked_of, cases_of, due_dates, seen_now
from backend.ombudsman.rights import NAME
from backend.ombudsman.sharing import nameable_files, nameable_parts
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import take_business
from backend.web.calls import Api, answer, read_body
from backend.web.context import AnyRequest
from backend.web.etags import shown
from backend.web.forms import Input
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, reads
from backend.web.paging import Cursor, Limit, page_of
from rules.faults import InputError
from rules.roles import Role
from rules.shapes import unknown_code

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
NEW: dict[str, Any] = {
    "type": "object",
    "properties": {
        "about": {"type": "string", "enum": list(MODELS), "description": "An event or an appeal"},
        "id": {"type": "string", "maxLength": 32},
        "kind": {"type": "string", "enum": [kind.value for kind in OmbudsmanKind], "description": "To whom"},
    },
    "required": ["about", "id", "kind"],
    "additionalProperties": False,
}
EXAMPLE = {"about": "event_id", "id": "0193f0a2b7c47c1e8d4f5a6b7c8d9e0f", "kind": "regional"}


class NewCase(Input):
    """What a new request is about."""

    about: str
    id: str = Field(min_length=1, max_length=32)
    kind: str


class OmbudsmanCases(Api):
    """Cases of a business, of an ombudsman, or those an authority was asked about."""

    path = f"{BASE}/ombudsman-cases"
    tags = ["control"]

    @get(**reads(READ, "Cases of the ombudsman", OmbudsmanPage, tagged=True))
    def list_ombudsman_cases(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return those that exist for the key; of an ombudsman only while each consent lasts."""
        side, rows = _rows(session, actor, clock)
        due = due_dates(session, rows)
        part = page_of(rows, lambda row: row.id, cursor, limit, ["ombudsman", actor.client_id])
        return shown(request, {"items": [head(session, row, side, due) for row in part.items], "next": part.next})

    @post(**creates("Open a draft of a request", NEW, OmbudsmanCaseOut, WRITE, conflicts=True, example=EXAMPLE))
    def open_ombudsman_case(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Open it about an event or an appeal of the business; nobody sees anything before it is sent."""
        business = take_business(session, actor, actor.business_id or "", Scope.CONTROL)

        def act() -> Response[bytes]:
            said = read_body(NewCase, document, ("about", "id", "kind"))
            kind = _kind(said)
            row = open_draft(session, actor, business, kind, said.about, said.id, clock.now())
            seen = find_case(session, actor, NAME, row.id, clock.today())
            return answer(case_document(session, seen), 201)

        return once(request, session, actor, business.id, document, clock.now(), act)


class OneOmbudsmanCase(Api):
    """One case."""

    path = f"{BASE}/ombudsman-cases/{{case_id:str}}"
    tags = ["control"]

    @get(**reads(READ, "A case of the ombudsman", OmbudsmanCaseOut, tagged=True))
    def show_ombudsman_case(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, case_id: FromPath[str]
    ) -> Response[bytes]:
        """Return where it stands; what the client shows is read under `/shared`."""
        seen = find_case(session, actor, NAME, case_id, clock.today())
        return shown(request, case_document(session, seen), version=seen.case.version)


def _rows(session: Session, actor: Actor, clock: Clock) -> tuple[Side, list[Any]]:
    if actor.business_id is not None:
        if not actor.may_for(actor.business_id, Scope.CONTROL):
            raise NotFound
        return Side.BUSINESS, list(cases_of(session, actor.business_id))
    if Role.OMBUDSMAN in actor.roles:
        rows = seen_now(session, actor, clock.today())
        due = due_dates(session, rows)
        return Side.OMBUDSMAN, sorted(rows, key=lambda row: (row.id not in due, due.get(row.id)))
    asked = [row for row in asked_of(session, actor) if row.state == "INFO_REQUESTED"]
    return Side.AUTHORITY, asked


def _kind(said: NewCase) -> OmbudsmanKind:
    faults = []
    kinds = [kind.value for kind in OmbudsmanKind]
    if said.about not in MODELS:
        faults.append(unknown_code("about", said.about, list(MODELS)))
    if said.kind not in kinds:
        faults.append(unknown_code("kind", said.kind, kinds))
    if faults:
        raise InputError(faults)
    return OmbudsmanKind(said.kind)


def case_document(session: Session, seen: CaseSeen) -> dict[str, Any]:
    """Return a case as its side sees it; consents and what may be named to the client alone."""
    row, mine = seen.case, seen.side is Side.BUSINESS
    draft = drafted(session, row.id) if mine else None
    consents = [*([draft] if draft else []), *all_of(session, row.id)] if mine else []
    parts = nameable_parts(session, row) if mine else []
    files = nameable_files(session, row) if mine else []
    return head(session, row, seen.side, due_dates(session, [row])) | {
        "facts": facts_document(session, row, seen.side),
        "consents": [consent_document(one) for one in consents],
        "nameable_parts": [{"id": one["value"], "name": one["label"].as_dict()} for one in parts],
        "nameable_files": [{"id": one.id, "name": one.name} for one in files],
    }


ROUTES: list[Any] = [OmbudsmanCases, OneOmbudsmanCase]
