"""«Что видно со стороны»: what each requirement looks like from what is held here already. For the business alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.assessments.seen_status import Seen, seen_of
from backend.assessments.seen_words import STATUSES, sign_words
from backend.assessments.words import ANSWERS
from backend.clock import Clock
from backend.errors import NotFound
from backend.permissions import Actor, Permission
from backend.profiles.queries import find_business
from backend.requirements.tables import csv_answer
from backend.web.context import AnyRequest, language_of
from backend.web.pages import page
from backend.web.redirects import see
from calculators.seen import SeenStatus
from rules.text import Text


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


class SeenTable(Controller):
    """The same as a table: whoever wants to show it to somebody takes it and hands it over, nobody else does."""

    path = "/seen.csv"

    @get(opt={"permission": Permission.OWN_BUSINESS}, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return the file: a line for each sign, one without a sign where nothing is seen."""
        if actor.business_id is None:
            raise NotFound
        rows = seen_of(session, find_business(session, actor), clock.today())
        return csv_answer("yasno-seen", table_of(rows, language_of(request)))


def table_of(rows: Sequence[Seen], language: str) -> list[list[str]]:
    """Return requirements with their signs as rows of a table, the heads first."""
    table = [[head.in_(language) for head in HEADS]]
    for one in rows:
        found = one.judgement
        own = [one.item.id, one.item.requirement.title.in_(language), STATUSES[found.status].in_(language)]
        answer = ANSWERS[one.answer].in_(language) if one.answer else ""
        signs = [(sign_words(sign).in_(language), sign.on.isoformat()) for sign in (*found.because, *found.others)]
        table += [[*own, *sign, answer] for sign in signs or [("", "")]]
    return table


HEADS = (
    Text("Код", "Code"),
    Text("Требование", "Requirement"),
    Text("Что видно", "What is seen"),
    Text("По чему", "By what"),
    Text("Когда", "When"),
    Text("Ваш ответ", "Your answer"),
)


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


ROUTES: list[Any] = [SeenPage, SeenTable]
