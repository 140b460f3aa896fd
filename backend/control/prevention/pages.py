"""Warnings and preventive visits of a business: lists, what it was given or told, asking for a visit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.authorities.models import AuthorityBody
from backend.clock import Clock
from backend.control.cases.asking import Ask
from backend.control.cases.files import keep
from backend.control.cases.outside_adapters import adapter_of
from backend.control.cases.stepping import find_case
from backend.control.entering import zone_at
from backend.control.kinds.preventive_visit_writing import eligibility
from backend.control.kinds.warning import record_asks
from backend.control.models import ControlWarning, PreventiveVisit
from backend.control.models.room import Side
from backend.control.prevention.entering import notice_asks, record_notice, record_warning, request_asks, request_visit
from backend.control.prevention.forms import Words, answers, form_page
from backend.control.prevention.lists import lines_of, procedure_of, table_of
from backend.control.prevention.shared import list_of_business
from backend.errors import Invalid
from backend.papers.uploads import files_in
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business, list_places
from backend.requirements.tables import csv_answer
from backend.web.context import AnyRequest, Form, language_of, settings_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.control import control_types
from rules.text import Text

OWN = {"permission": Permission.CONTROL_OWN}
FILE = "file"
RECORDED = say_after("prevention_recorded", Text("Записано. Сроки посчитаны.", "Written down; the terms are counted."))
ASKED = say_after("visit_asked", Text("Просьба № {0} записана.", "Request No. {0} is written down."))
PRIVATE = Text(
    "Запись видите только вы и те, кому вы доверили проверки. Орган её не прочитает.",
    "Only you and those you trust with inspections see this note. The authority does not.",
)
WARNING = Words(
    title=Text("Мне объявили предостережение", "I was given a warning"),
    lead=Text(
        "Внесите то, что в нём написано. Посчитаем срок возражения, если он известен.",
        "Enter what it says. We count the term to object, where it is known.",
    ),
    notes=(PRIVATE,),
    submit=Text("Записать предостережение", "Write the warning down"),
    back="/warnings",
    file=Text("Предостережение: фото или PDF", "The warning: photo or PDF"),
)
NOTICE = Words(
    title=Text("Меня уведомили об обязательном визите", "I was told of a mandatory visit"),
    lead=Text(
        "Внесите день и основание из уведомления. Отказаться от такого визита нельзя: 52.1(3).",
        "Enter the day and the ground of the notice. Such a visit cannot be refused: 52.1(3).",
    ),
    notes=(PRIVATE,),
    submit=Text("Записать визит", "Write the visit down"),
    back="/visits",
    file=Text("Уведомление: фото или PDF", "The notice: photo or PDF"),
)


class WarningsPage(Controller):
    """The warnings of the business one works with."""

    path = "/warnings"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them, the nearest term first."""
        return page(request, "control/warnings.html", rows=_lines(session, actor, ControlWarning, clock))


class WarningsTable(Controller):
    """The warnings as a table."""

    path = "/warnings.csv"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return the file."""
        lines = _lines(session, actor, ControlWarning, clock)
        return csv_answer("yasno-warnings", table_of(lines, language_of(request)))


class NewWarningPage(Controller):
    """«Мне объявили предостережение»."""

    path = "/warnings/new"

    @get(opt=OWN, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """Ask for what stands in the paper."""
        find_business(session, actor, Scope.CONTROL)
        return form_page(request, WARNING, record_asks(), Form())

    @post(opt=OWN, sync_to_thread=True)
    def enter(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Enter it and open its page."""
        business = find_business(session, actor, Scope.CONTROL)
        try:
            typed = answers(record_asks(), form, clock.now(), zone_at(session, business), FILE)
            case = record_warning(session, actor, business, typed, clock.now())
            _keep(request, session, actor, clock, case, form)
        except Invalid as refusal:
            session.rollback()
            return form_page(request, WARNING, record_asks(), form, refusal)
        return see(f"/cases/warning/{case.id}", RECORDED)


class VisitsPage(Controller):
    """The visits of the business one works with."""

    path = "/visits"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them, the nearest term first, and say whether one may be asked for."""
        business = find_business(session, actor, Scope.CONTROL)
        rows = _lines(session, actor, PreventiveVisit, clock)
        return page(request, "control/visits.html", rows=rows, may=eligibility(session, business))


class VisitsTable(Controller):
    """The visits as a table."""

    path = "/visits.csv"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Return the file."""
        lines = _lines(session, actor, PreventiveVisit, clock)
        return csv_answer("yasno-visits", table_of(lines, language_of(request)))


class NewVisitPage(Controller):
    """Asking for a visit."""

    path = "/visits/new"

    @get(opt=OWN, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """Ask what for; say whether this business may ask."""
        business = find_business(session, actor, Scope.CONTROL)
        return _request_page(request, session, business, Form())

    @post(opt=OWN, sync_to_thread=True)
    def file(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """File it and open its page."""
        business = find_business(session, actor, Scope.CONTROL)
        try:
            typed = answers(visit_asks(session, business), form, clock.now(), zone_at(session, business), FILE)
            adapter = adapter_of(settings_of(request))
            case = request_visit(session, actor, business, typed, clock.now(), adapter)
            _keep(request, session, actor, clock, case, form)
        except Invalid as refusal:
            session.rollback()
            return _request_page(request, session, business, form, refusal)
        return see(f"/cases/preventive_visit/{case.id}", ASKED, case.platform_number)


class VisitNoticePage(Controller):
    """«Меня уведомили об обязательном визите»."""

    path = "/visits/notice"

    @get(opt=OWN, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """Ask for what stands in the notice."""
        find_business(session, actor, Scope.CONTROL)
        return form_page(request, NOTICE, notice_asks(), Form())

    @post(opt=OWN, sync_to_thread=True)
    def enter(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Enter it and open its page."""
        business = find_business(session, actor, Scope.CONTROL)
        try:
            typed = answers(notice_asks(), form, clock.now(), zone_at(session, business), FILE)
            case = record_notice(session, actor, business, typed, clock.now())
            _keep(request, session, actor, clock, case, form)
        except Invalid as refusal:
            session.rollback()
            return form_page(request, NOTICE, notice_asks(), form, refusal)
        return see(f"/cases/mandatory_visit/{case.id}", RECORDED)


def _lines(session: Session, actor: Actor, model: type[Any], clock: Clock) -> list[dict[str, Any]]:
    business = find_business(session, actor, Scope.CONTROL)
    return lines_of(session, list_of_business(session, model, business.id), Side.BUSINESS, clock.now())


def _keep(request: AnyRequest, session: Session, actor: Actor, clock: Clock, case: Any, form: Form) -> None:
    """Keep the paper that came with it; sent with a shared request it is handed over by it."""
    files, faults = files_in(form, FILE)
    if faults:
        raise Invalid(faults)
    seen = find_case(session, actor, procedure_of(case), case.id, clock.today())
    handed = not seen.kind.own_copy(session, case)
    keep(session, settings_of(request).data, seen, "paper", files, clock.now(), handed=handed)


def visit_asks(session: Session, business: Business) -> tuple[Ask, ...]:
    """Return the fields of a request for a visit, for a business."""
    places = list_places(session, business.id)
    where = tuple((one.id, Text(one.name, one.name)) for one in places) if len(places) > 1 else ()
    sure = eligibility(session, business).may is True
    return request_asks(tuple((one.id, Text(one.name, one.name)) for one in _bodies(session)), where, sure=sure)


def _bodies(session: Session) -> Sequence[AuthorityBody]:
    """Return the bodies of control that work here."""
    known = {code for one in control_types().values() for code in one.authorities}
    query = select(AuthorityBody).where(col(AuthorityBody.authority).in_(known))
    return session.exec(query.order_by(col(AuthorityBody.name))).all()


def _request_page(
    request: AnyRequest, session: Session, business: Business, form: Form, refusal: Invalid | None = None
) -> Response[Any]:
    may = eligibility(session, business)
    words = Words(
        title=Text("Попросить о визите", "Ask for a visit"),
        lead=Text(
            "Инспектор придёт с советом: объяснит требования и посмотрит объект. Предписаний не выдаёт: 52.2(9).",
            "An inspector comes to advise: explains requirements, looks around. No prescription is issued: 52.2(9).",
        ),
        notes=(may.why,),
        submit=Text("Записать просьбу", "Write the request down"),
        back="/visits",
        file=Text("Заявление: фото или PDF", "The request: photo or PDF"),
        closed=may.may is False,
    )
    return form_page(request, words, visit_asks(session, business), form, refusal)


ROUTES: list[Any] = [
    WarningsPage,
    WarningsTable,
    NewWarningPage,
    VisitsPage,
    VisitsTable,
    NewVisitPage,
    VisitNoticePage,
]
