"""The official number that came after a step: a small form at each step that still lacks it."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from backend.clock import Clock
from backend.control.cases.asking import read_asked
from backend.control.cases.files import keep_proof
from backend.control.cases.naming import about_case
from backend.control.cases.numbering import Taken, add_number, find_step, number_asks
from backend.control.cases.pages import FILE, VERSION, typed_in
from backend.control.cases.stepping import DAY, NUMBER, CaseSeen, find_case, zone_of_case
from backend.errors import Invalid
from backend.papers.uploads import files_in
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.text import Text

ROOM = {"permission": Permission.CONTROL_ROOM}
KEPT = say_after("step_numbered", Text("Номер записан.", "The number is written down."))


class NumberPage(Controller):
    """The official number of one step."""

    path = "/cases/{procedure:str}/{case_id:str}/numbers/{step_number:int}"

    @get(opt=ROOM, sync_to_thread=True)
    def ask(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        procedure: FromPath[str],
        case_id: FromPath[str],
        step_number: FromPath[int],
    ) -> Response[Any]:
        """Ask for it."""
        seen = find_case(session, actor, procedure, case_id, clock.today())
        return _page(request, session, seen, find_step(session, seen, step_number), Form())

    @post(opt=ROOM, sync_to_thread=True)
    def write(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        procedure: FromPath[str],
        case_id: FromPath[str],
        step_number: FromPath[int],
    ) -> Response[Any]:
        """Keep it, with the paper that shows it; what was typed stays on the page where it is refused."""
        files, faults = files_in(form, FILE)
        seen = find_case(session, actor, procedure, case_id, clock.today(), write=True)
        taken, now = find_step(session, seen, step_number), clock.now()
        values = {name: value for name, value in form.flat().items() if name not in (FILE, VERSION)}
        try:
            typed = read_asked(number_asks(taken.row), values, zone_of_case(session, seen), now)
            if faults:
                raise Invalid(faults)
            data = settings_of(request).data
            proof = keep_proof(session, data, seen, taken.record.action, files, now) if files else None
            add_number(session, taken, actor, typed[NUMBER], typed[DAY], proof, now)
        except Invalid as refusal:
            session.rollback()
            again = find_case(session, actor, procedure, case_id, clock.today())
            return _page(request, session, again, taken, form, refusal)
        return see(seen.address, KEPT)


def _page(
    request: AnyRequest, session: Session, seen: CaseSeen, taken: Taken, form: Form, refusal: Invalid | None = None
) -> Response[Any]:
    return page(
        request,
        "control/number.html",
        status_code=422 if refusal else 200,
        step=taken.name,
        known=taken.number,
        about=about_case(session, seen),
        address=seen.address,
        asks=number_asks(taken.row),
        values=typed_in(form),
        faults=refusal.faults if refusal else (),
    )


ROUTES: list[Any] = [NumberPage]
