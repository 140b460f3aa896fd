"""A business's own feedback for its programs: what it said, what came of it, writing in its own name."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from backend.clock import Clock
from backend.errors import NotFound
from backend.feedback import naming, own, queries
from backend.feedback.api_schemas import NamedText, OwnFeedbackOut, OwnFeedbackPage, PreviewOut, SealedText
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_named_business, take_business
from backend.requirements.queries import find_requirement
from backend.web.calls import Api, answer, read_body
from backend.web.context import AnyRequest
from backend.web.etags import shown as with_tag
from backend.web.idempotency import once
from backend.web.openapi import BASE, creates, reads, writes

OWN = Permission.BUSINESS_BY_KEY
NEEDED = ("requirement", "kind", "text")
TEXT = {
    "requirement": "labour.contract_written",
    "kind": "clarity",
    "text": "Не понимаем, с какого дня считать срок хранения.",
}
SEALED = {**TEXT, "seal": "0" * 64}


class OwnFeedback(Api):
    """Feedback of a business."""

    path = f"{BASE}/businesses/{{business_id:str}}/feedback"
    tags = ["feedback"]

    @get(**reads(OWN, "Own signals and what came of them", OwnFeedbackPage, tagged=True))
    def list_own_feedback(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, business_id: FromPath[str]
    ) -> Response[bytes]:
        """Return the business's own, nobody else's."""
        business = find_named_business(session, actor, business_id)
        signals = own.items_of(session, business.id, clock.now())
        named = own.named_of(session, business.id, clock.now())
        return with_tag(request, {"signals": list(map(_item, signals)), "named": list(map(_item, named))})

    @post("/preview", **writes("Preview words in one's own name", NamedText, PreviewOut, example=TEXT))
    def preview_named(
        self, session: Session, actor: Actor, document: Any, business_id: FromPath[str]
    ) -> Response[bytes]:
        """Return exactly what the regulator would read; nothing is kept."""
        business = find_named_business(session, actor, business_id, Scope.DISPUTE)
        data = read_body(NamedText, document, NEEDED)
        seen = naming.preview(session, business, find_requirement(data.requirement), data.kind, data.text)
        return answer(_preview(seen))

    @post(
        **creates(
            "Write to the regulator in one's own name", SealedText, OwnFeedbackOut, conflicts=True, example=SEALED
        )
    )
    def send_named(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        document: Any,
        business_id: FromPath[str],
    ) -> Response[bytes]:
        """Hand in what was previewed; it goes on Monday, and until then may be taken back."""
        business = take_business(session, actor, business_id, Scope.DISPUTE)
        data = read_body(SealedText, document, (*NEEDED, "seal"))

        def act() -> Response[bytes]:
            entry = find_requirement(data.requirement)
            seen = naming.preview(session, business, entry, data.kind, data.text)
            row = naming.send_named(session, actor, business, entry, seen, data.seal, clock.now())
            return answer(_own_named(session, business.id, row.id, clock), 201)

        return once(request, session, actor, business.id, document, clock.now(), act)

    @post(
        "/{own_feedback_id:str}/take-back",
        **writes("Take back what was not sent yet", None, OwnFeedbackOut, conflicts=True),
    )
    def take_back_named(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        business_id: FromPath[str],
        own_feedback_id: FromPath[str],
    ) -> Response[bytes]:
        """Take it back: the regulator never sees it."""
        business = find_named_business(session, actor, business_id, Scope.DISPUTE)
        row = queries.find_own_named(session, actor, own_feedback_id)
        if row.business_id != business.id:
            raise NotFound
        naming.take_back(session, actor, row, clock.now())
        return with_tag(request, _own_named(session, business.id, row.id, clock))


def _own_named(session: Session, business_id: str, feedback_id: str, clock: Clock) -> dict[str, Any]:
    found = own.named_of(session, business_id, clock.now())
    return next(_item(one) for one in found if one.id == feedback_id)


def _preview(seen: naming.Named) -> dict[str, Any]:
    told = {"requirement": seen.requirement, "kind": seen.kind.value, "text": seen.text, "name": seen.name}
    return {**told, "inn": seen.inn, "region": seen.region, "seal": seen.seal}


def _item(one: own.OwnItem) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title.as_dict(),
        "requirement": one.requirement,
        "kind": one.kind.as_dict(),
        "on": one.on.isoformat(),
        "state": one.state.as_dict(),
        "number": one.number,
        "due": one.due.isoformat() if one.due else None,
        "answer": one.answer,
        "reason": one.reason,
        "may_take_back": one.may_take_back,
    }


ROUTES: list[Any] = [OwnFeedback]
