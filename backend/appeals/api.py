"""Appeals for programs: the list, a new draft, one appeal. Steps go through `/cases/appeal/{id}`."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from pydantic import Field
from sqlmodel import Session

from backend.accounts.models import Business
from backend.appeals.again import open_again
from backend.appeals.api_shapes import AppealOut, AppealPage, appeal_document, head_document
from backend.appeals.models import Appeal
from backend.appeals.opening import ABOUT, open_draft, open_other
from backend.appeals.own import OwnDraft, OwnDraftApi
from backend.appeals.queries import appeals_of, find_appeal, to_hear
from backend.appeals.queue import queue_of
from backend.clock import Clock
from backend.control.models.room import Side
from backend.errors import NotFound
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import take_business
from backend.web.calls import Api, answer, read_body
from backend.web.context import AnyRequest
from backend.web.etags import shown
from backend.web.forms import Input
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, reads
from backend.web.paging import Cursor, Limit, page_of
from calculators.appeal import Subject
from rules.faults import InputError
from rules.roles import Role
from rules.shapes import unknown_code, wrong

READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
OTHER = "other"
NEW: dict[str, Any] = {
    "type": "object",
    "properties": {
        "about": {"type": "string", "enum": [*ABOUT, OTHER], "description": "What the appeal is about"},
        "id": {"type": "string", "maxLength": 32, "description": "Its id; none for `other`"},
        "subject": {"type": "string", "enum": [one.value for one in Subject], "description": "Of art. 40(4)"},
        "contested": {
            "type": "string",
            "maxLength": 4000,
            "description": "For `other`: the decision that stands nowhere here, in free words (art. 40(4)6)",
        },
        "control_type": {
            "type": "string",
            "maxLength": 40,
            "description": "For `other`: code of the type of control, if it is listed",
        },
    },
    "required": ["about", "subject"],
    "additionalProperties": False,
}
EXAMPLE = {"about": "event_id", "id": "0193f0a2b7c47c1e8d4f5a6b7c8d9e0f", "subject": "ACT"}


class NewAppeal(Input):
    """What a new appeal is about."""

    about: str
    id: str = Field(default="", max_length=32)
    subject: str
    contested: str = Field(default="", max_length=4000)
    control_type: str = Field(default="", max_length=40)


class Appeals(Api):
    """Appeals of a business, or those that a body has to hear."""

    path = f"{BASE}/appeals"
    tags = ["control"]

    @get(**reads(READ, "Appeals", AppealPage, tagged=True))
    def list_appeals(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return those of the business, the newest first; for a body that hears appeals its queue by due date."""
        if Role.APPEAL_BODY in actor.roles and actor.business_id is None:
            side, rows = Side.AUTHORITY, [one.row for one in queue_of(session, to_hear(session, actor), clock.now())]
        else:
            if actor.business_id is not None and not actor.may_for(actor.business_id, Scope.CONTROL):
                raise NotFound
            side, rows = Side.BUSINESS, list(appeals_of(session, actor.business_id or ""))
        part = page_of(rows, lambda row: row.id, cursor, limit, ["appeals", actor.client_id])
        items = [head_document(session, row, side, clock.now()) for row in part.items]
        return shown(request, {"items": items, "next": part.next})

    @post(**creates("Open a draft of an appeal", NEW, AppealOut, WRITE, conflicts=True, example=EXAMPLE))
    def open_appeal(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Open it about something the business has; what is known is filled in, only the business sees it."""
        business = take_business(session, actor, actor.business_id or "", Scope.CONTROL)

        def act() -> Response[bytes]:
            other = isinstance(document, dict) and document.get("about") == OTHER
            needed = ("about", "contested") if other else ("about", "id")
            said = read_body(NewAppeal, document, (*needed, "subject"))
            row = _opened(session, actor, business, said, clock)
            seen = find_appeal(session, actor, row.id, clock.today())
            return answer(appeal_document(session, seen, clock.now()), 201)

        return once(request, session, actor, business.id, document, clock.now(), act)


class OneAppeal(Api):
    """One appeal."""

    path = f"{BASE}/appeals/{{appeal_id:str}}"
    tags = ["control"]

    @get(**reads(READ, "An appeal", AppealOut, tagged=True))
    def show_appeal(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: FromPath[str]
    ) -> Response[bytes]:
        """Return where it stands, its grounds with the answers, its files; its steps stand under `/cases/appeal`."""
        seen = find_appeal(session, actor, appeal_id, clock.today())
        return shown(request, appeal_document(session, seen, clock.now()), version=seen.case.version)


class AppealsAgain(OwnDraftApi):
    """An appeal once more, after it was refused because it was late."""

    path = f"{BASE}/appeals/{{appeal_id:str}}/again"
    tags = ["control"]

    @post(**creates("File an appeal again with the motion", None, AppealOut, WRITE, conflicts=True))
    def open_appeal_again(self, own: OwnDraft) -> Response[bytes]:
        """Open a draft of the same appeal that asks to restore the term (40(7))."""
        row = own.find()

        def act() -> Response[bytes]:
            new = open_again(own.session, own.actor, row, own.now)
            seen = find_appeal(own.session, own.actor, new.id, own.clock.today())
            return answer(appeal_document(own.session, seen, own.now), 201)

        return once(own.request, own.session, own.actor, row.business_id, None, own.now, act)


def _opened(session: Session, actor: Actor, business: Business, said: NewAppeal, clock: Clock) -> Appeal:
    """Open the draft a program asks for.

    Raises:
        InputError: what it is about is not named, or named twice over.
        NotFound: it is not theirs.
    """
    subject = _subject(said)
    faults = [
        wrong(name, getattr(said, name), *words)
        for name, words in (NO_WORDS if said.about != OTHER else NO_ID).items()
        if getattr(said, name)
    ]
    if said.about == OTHER and subject is not Subject.OTHER:
        faults.append(unknown_code("subject", subject.value, [Subject.OTHER.value]))
    if faults:
        raise InputError(faults)
    if said.about == OTHER:
        return open_other(session, actor, business, said.contested, said.control_type, clock.now())
    return open_draft(session, actor, business, subject, said.about, said.id, clock.now())


NO_ID = {"id": ("ничего: это решение здесь не записано", "nothing: that decision stands nowhere here")}
NO_WORDS = {
    "contested": ("ничего: слова берут у самого дела", "nothing: the words come from the case"),
    "control_type": ("ничего: вид берут у самого дела", "nothing: the type comes from the case"),
}


def _subject(said: NewAppeal) -> Subject:
    faults = []
    if said.about not in (*ABOUT, OTHER):
        faults.append(unknown_code("about", said.about, [*ABOUT, OTHER]))
    if said.subject not in {one.value for one in Subject}:
        faults.append(unknown_code("subject", said.subject, [one.value for one in Subject]))
    if faults:
        raise InputError(faults)
    return Subject(said.subject)


# One module a group of calls; whoever adds a group adds a line.
GROUPS = ("api_draft", "api_package")
ROUTES: list[Any] = [Appeals, OneAppeal, AppealsAgain] + [
    route for name in GROUPS for route in import_module(f"backend.appeals.{name}").ROUTES
]
