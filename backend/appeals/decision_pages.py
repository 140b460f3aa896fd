"""Drafting the decision: the body chooses what it decides, writes it, sees the paper, and only then takes the step."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.appeals.deciding import DECISIONS, draft_asks, filled, keep_draft
from backend.appeals.decision_pdf import decision_pdf, drafted
from backend.appeals.desk_pages import DESK, find_to_hear
from backend.appeals.naming import title_of
from backend.appeals.queries import find_appeal
from backend.clock import Clock
from backend.control.cases.asking import read_asked
from backend.control.cases.pages import typed_in
from backend.control.cases.stepping import CaseSeen, Offer, offers
from backend.errors import Changed, Invalid, NotFound
from backend.papers.downloads import headers_of
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form
from backend.web.pages import page
from backend.web.redirects import say_after, see
from calculators.calendar import zone_of
from rules.text import Text

ROOM = {"permission": Permission.CONTROL_ROOM}
KEPT = say_after("appeal_decision_kept", Text("Проект сохранён.", "The draft is kept."))


class DecisionDraft(Controller):
    """Which decision, and how its draft stands."""

    path = "/desk/appeals/{appeal_id:str}/decision"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: str) -> Response[Any]:
        """Show the decisions that are open to this official, and the draft as it would read."""
        seen = find_to_hear(session, actor, appeal_id, clock)
        row, drafts = seen.case, _decisions(session, seen, actor)
        if not drafts:
            raise NotFound
        return page(
            request,
            "appeals/decision.html",
            about=title_of(row),
            back=f"/desk/appeals/{row.id}",
            base=f"/desk/appeals/{row.id}/decision",
            decisions=[{"action": one.step.action, "name": one.step.name} for one in drafts],
            chosen=row.decision_draft.get("action"),
            preview=drafted(session, row) if row.decision_draft else None,
            take=f"/cases/appeal/{row.id}/{row.decision_draft.get('action')}",
        )


class DecisionWords(Controller):
    """The words of one decision."""

    path = "/desk/appeals/{appeal_id:str}/decision/{action:str}"

    @get(opt=DESK, sync_to_thread=True)
    def ask(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: str, action: str
    ) -> Response[Any]:
        """Ask for them; what was drafted is filled in."""
        seen = find_to_hear(session, actor, appeal_id, clock)
        values = typed_in(Form()) | dict(filled(session, seen.case, action))
        return _form(request, session, seen, _offer(session, seen, actor, action), values)

    @post(opt=DESK, sync_to_thread=True)
    def keep(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        appeal_id: str,
        action: str,
    ) -> Response[Any]:
        """Keep the draft; of two officials the second is told."""
        seen = find_to_hear(session, actor, appeal_id, clock, write=True)
        offer = _offer(session, seen, actor, action)
        if form.get("version") not in ("", str(seen.case.version)):
            raise Changed
        asks = draft_asks(session, seen.case, action)
        several = {ask.name for ask in asks if ask.kind == "choices"}
        given: dict[str, Any] = {name: value for name, value in form.flat().items() if name != "version"}
        given |= {name: form.all(name) for name in several}
        try:
            typed = read_asked(asks, given, zone_of(seen.case.region or None), clock.now())
            keep_draft(session, seen.case, action, typed)
        except Invalid as refusal:
            session.rollback()
            again = find_to_hear(session, actor, appeal_id, clock)
            return _form(request, session, again, offer, typed_in(form), refusal)
        return see(f"/desk/appeals/{appeal_id}/decision", KEPT)


class DecisionPaper(Controller):
    """The draft on paper, for the body alone."""

    path = "/desk/appeals/{appeal_id:str}/decision.pdf"

    @get(opt=DESK, sync_to_thread=True)
    def pdf(self, session: Session, actor: Actor, clock: Clock, appeal_id: str) -> Response[bytes]:
        """Return the PDF, with «проект» until the decision is taken."""
        row = find_to_hear(session, actor, appeal_id, clock).case
        if not row.decision_draft and not row.decision_text:
            raise NotFound
        return _paper(session, row)


class DecisionCopy(Controller):
    """The decision on paper, for whoever sees the appeal."""

    path = "/appeals/{appeal_id:str}/decision.pdf"

    @get(opt=ROOM, sync_to_thread=True)
    def pdf(self, session: Session, actor: Actor, clock: Clock, appeal_id: str) -> Response[bytes]:
        """Return the PDF of the decision that was taken."""
        row = find_appeal(session, actor, appeal_id, clock.today()).case
        if not row.decision_text:
            raise NotFound
        return _paper(session, row)


def _paper(session: Session, row: Any) -> Response[bytes]:
    name = f"решение по жалобе {row.platform_number}.pdf"
    return Response(decision_pdf(session, row), media_type="application/pdf", headers=headers_of(name))


def _decisions(session: Session, seen: CaseSeen, actor: Actor) -> list[Offer]:
    return [offer for offer in offers(session, seen, actor) if offer.step.action in DECISIONS]


def _offer(session: Session, seen: CaseSeen, actor: Actor, action: str) -> Offer:
    found = next((one for one in _decisions(session, seen, actor) if one.step.action == action), None)
    if found is None:
        raise NotFound
    return found


def _form(
    request: AnyRequest,
    session: Session,
    seen: CaseSeen,
    offer: Offer,
    values: Any,
    refusal: Invalid | None = None,
) -> Response[Any]:
    row, action = seen.case, offer.step.action
    return page(
        request,
        "appeals/decision_words.html",
        status_code=422 if refusal else 200,
        title=offer.step.name,
        about=title_of(row),
        back=f"/desk/appeals/{row.id}/decision",
        source=offer.step.source,
        asks=draft_asks(session, row, action),
        values=values,
        version=row.version,
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [DecisionDraft, DecisionWords, DecisionPaper, DecisionCopy]
