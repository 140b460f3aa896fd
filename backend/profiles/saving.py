"""Saving an anonymous run to an account: the person's own act, a copy, and nothing that links the two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import Cookie
from sqlmodel import Session, select

from backend.accounts.models import Business
from backend.accounts.queries import list_parts
from backend.accounts.schemas import NewBusiness, read_all
from backend.accounts.service import choose_business, open_business
from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.jobs.registry import offering
from backend.permissions import Actor, Permission, Scope
from backend.profiles.identity import RUN_COOKIE, find_run
from backend.profiles.models import FactRecord
from backend.profiles.service import copy_facts, erase
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.pages import page
from backend.web.redirects import inside, say_after, see
from rules.faults import Fault
from rules.text import Text

SAVED = say_after("run_saved", Text("Перенесено в аккаунт.", "Copied to your account."))
NEW = "new"
ANSWERS, ASSESSMENT, MARKS = "answers", "assessment", "marks"
# What a room offers in its `copying.py` for each tick; the facts themselves are ours.
COPIERS = {ANSWERS: "copy_into", ASSESSMENT: "copy_answers_into", MARKS: "copy_marks_into"}
NOTHING_TICKED = Fault(
    "nothing_ticked",
    "what",
    Text("Не отмечено, что перенести.", "Nothing is ticked."),
    Text("Отметьте или нажмите «Не переносить».", "Tick something, or choose “Do not copy”."),
)
NO_BUSINESS = Fault(
    "no_business",
    "business",
    Text("Не выбран бизнес.", "No business is chosen."),
    Text("Выберите, куда перенести.", "Choose where to copy."),
)


class SaveRunPage(Controller):
    """After signing in: what of the anonymous run goes to the account."""

    path = "/save-run"

    @get(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, next: str = "") -> Response[Any]:
        """Ask, with nothing ticked; without a run go on."""
        run = find_run(session, request, clock.now())
        if run is None or not _has_answers(session, run):
            return see(inside(next or "/list", "/list"))
        return _save_page(request, session, actor, clock, {"next": inside(next, "")})

    @post(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Copy what was ticked into the chosen business."""
        run = find_run(session, request, clock.now())
        if run is None:
            raise NotFound
        ticked = form.all("what")
        values = {**form.flat(), "what": ticked}
        try:
            target = _target(session, actor, form, ticked, clock.now())
        except Invalid as refusal:
            return _save_page(request, session, actor, clock, values, refusal.faults)
        copy_run(session, run, target, ticked, clock.now())
        answer = see(inside(form.get("next") or "/list", "/list"), SAVED)
        if form.get("forget"):
            erase(session, run, clock.now())
            _drop_cookie(request, answer)
        return answer


def copy_run(session: Session, run: Business, target: Business, ticked: Sequence[str], now: datetime) -> None:
    """Copy the ticked parts of a run into a business."""
    if ANSWERS in ticked:
        copy_facts(session, run, target, now)
    for part in (part for part in COPIERS if part in ticked):
        for copier in _copiers(part):
            copier(session, run.id, target.id, now)


def _copiers(part: str) -> list[Callable[[Session, str, str, datetime], None]]:
    found = (getattr(module, COPIERS[part], None) for module in offering("copying"))
    return [copier for copier in found if copier is not None]


def _target(session: Session, actor: Actor, form: Form, ticked: Sequence[str], now: datetime) -> Business:
    """Return the business to copy into: one of the actor's, or a new one."""
    faults = [] if any(part in COPIERS for part in ticked) else [NOTHING_TICKED]
    chosen = form.get("business") or (NEW if not _choices(session, actor, now) else "")
    if not chosen:
        faults.append(NO_BUSINESS)
    if faults:
        raise Invalid(faults)
    if chosen == NEW:
        return open_business(session, actor, read_all(NewBusiness, {"name": form.get("name")}), now)
    business = session.get(Business, chosen) if actor.may_for(chosen, Scope.ANSWER) else None
    if business is None:
        raise NotFound
    choose_business(session, actor, business.id)
    return business


def _choices(session: Session, actor: Actor, now: datetime) -> list[dict[str, str]]:
    parts = list_parts(session, actor.person_id or "", now)
    mine = [part.business for part in parts if actor.may_for(part.business.id, Scope.ANSWER)]
    return [{"value": business.id, "label": business.name} for business in mine]


def _has_answers(session: Session, run: Business) -> bool:
    return session.exec(select(FactRecord.id).where(FactRecord.business_id == run.id).limit(1)).first() is not None


def _save_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    values: dict[str, Any],
    faults: Sequence[Fault] = (),
) -> Response[str]:
    return page(
        request,
        "profiles/save_run.html",
        status_code=422 if faults else 200,
        businesses=_choices(session, actor, clock.now()),
        offered={part for part in COPIERS if _copiers(part)},
        new=NEW,
        values=values,
        faults=faults,
    )


def _drop_cookie(request: AnyRequest, answer: Response[Any]) -> None:
    settings = settings_of(request)
    answer.set_cookie(
        Cookie(
            key=settings.cookie(RUN_COOKIE),
            value="",
            max_age=0,
            secure=settings.secure_cookies,
            httponly=True,
            samesite="lax",
        )
    )


ROUTES: list[Any] = [SaveRunPage]
