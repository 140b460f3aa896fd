"""«Что видно со стороны»: what each requirement looks like from what is held here already. For the business alone."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.assessments.seen_status import Seen, seen_of
from backend.assessments.seen_words import STATUSES, sign_words
from backend.assessments.words import ANSWERS
from backend.clock import Clock
from backend.permissions import Actor, Permission
from backend.profiles.queries import find_business
from backend.web.context import AnyRequest
from backend.web.pages import page
from backend.web.redirects import see
from calculators.seen import SeenStatus


class SeenPage(Controller):
    """Every requirement of the list, those that look not kept first."""

    path = "/seen"

    @get(opt={"permission": Permission.OWN_BUSINESS}, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show what is seen with its source and day, beside what was answered."""
        if actor.business_id is None:
            return see("/")
        rows = [_row(one) for one in seen_of(session, find_business(session, actor), clock.today())]
        groups = {status.value: [row for row in rows if row["status"] is status] for status in SeenStatus}
        return page(request, "assessments/seen.html", groups=groups, total=len(rows), names=STATUSES)


def _row(one: Seen) -> dict[str, Any]:
    found = one.judgement
    return {
        "id": one.item.id,
        "title": one.item.requirement.title,
        "status": found.status,
        "signs": [{"words": sign_words(sign), "on": sign.on} for sign in (*found.because, *found.others)],
        "answer": ANSWERS[one.answer] if one.answer else None,
        "differs": one.differs,
    }


ROUTES: list[Any] = [SeenPage]
