"""Pages of the pilot: the admin writes the operator's decision down, those who answer for rules read the tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.audit.service import record
from backend.clock import MOSCOW, Clock
from backend.config import Settings
from backend.control.cases.pages import typed_in
from backend.errors import Conflict, Invalid
from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.statistics.feed import feed_of
from backend.statistics.journal import Journal
from backend.statistics.pilot import Decision, choices, choose, delete_frozen
from backend.statistics.pilot_view import tables_of
from backend.statistics.publishing import PILOT
from backend.statistics.store import open_store
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.forms import DayText, Input, read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from calculators.release.pilot import BASE, THRESHOLD
from rules.faults import Fault, InputError
from rules.text import Text

RUN = {"permission": Permission.RELEASES_RUN}
DESK = {"permission": Permission.STATISTICS_DESK}
CHOSEN = say_after("pilot_chosen", Text("Записано. Окна года сожжены.", "Written down. The year's windows are burned."))


class DecisionInput(Input):
    """The operator's decision as its paper has it."""

    year: int = Field(ge=2020, le=2100)
    number: str = Field(min_length=1, max_length=60)
    decided_on: Annotated[date, DayText]
    text: str = Field(min_length=20, max_length=4000)
    burns: bool = False


class PilotChoicePage(Controller):
    """The operator's choice of the pilot profile."""

    path = "/admin/releases/pilot"

    @get(opt=RUN, sync_to_thread=True)
    def show(self, request: AnyRequest, clock: Clock) -> Response[Any]:
        """Show what a pilot means and the choices there are."""
        return _choice_page(request, clock)

    @post(opt=RUN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Write a decision down; the year's windows are burned at once and for good."""
        settings, now = settings_of(request), clock.now()
        try:
            typed = _read(form, clock)
            decision = Decision(typed.number, typed.decided_on, typed.text)
            refuse_demo(settings)
            store = open_store(settings.release_url, settings.dataset)
            choose(store, Journal(settings.release_journal), typed.year, decision, now)
        except (Invalid, Conflict, InputError) as refusal:
            session.rollback()
            return _choice_page(request, clock, form, refusal.faults)
        delete_frozen(settings.handover, typed.year)
        told = {"number": typed.number, "decided_on": typed.decided_on.isoformat(), "text": typed.text}
        record(session, actor, "release.pilot", "release", f"{PILOT}-{typed.year}", told, now)
        return see("/admin/releases/pilot", CHOSEN)


class PilotDeskPage(Controller):
    """The tables of the last pilot, on screen alone."""

    path = "/desk/statistics/pilot"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest) -> Response[Any]:
        """Show them under the banner; there is no file and no call for programs."""
        feed = feed_of(settings_of(request))
        heads = feed.releases(PILOT)
        rows = [row for _, row in feed.rows(heads[0].id)] if heads else []
        return page(
            request,
            "statistics/pilot.html",
            head=heads[0] if heads else None,
            notes=feed.notes(heads[0].id) if heads else (),
            tables=tables_of(rows, current_law().edition.requirements),
            decided_on=_decided_on(heads[0].header) if heads else None,
            threshold=THRESHOLD,
            base=BASE,
        )


def _decided_on(header: Mapping[str, Any]) -> date | None:
    given = (header.get("decision") or {}).get("date")
    return date.fromisoformat(given) if given else None


def _read(form: Form, clock: Clock) -> DecisionInput:
    typed = read(DecisionInput, {name: value for name, value in form.flat().items() if value})
    faults = []
    if typed.decided_on > clock.now().astimezone(MOSCOW).date():
        later = Text("Этот день ещё не наступил.", "That day is still to come.")
        faults.append(Fault("future", "decided_on", later, Text("Возьмите день из решения.", "Take it of the paper.")))
    if not typed.burns:
        asked = Text("Не отмечено, что выбор необратим.", "It is not ticked that this is for good.")
        faults.append(Fault("not_confirmed", "burns", asked, Text("Отметьте это.", "Tick it.")))
    if faults:
        raise Invalid(faults)
    return typed


def refuse_demo(settings: Settings) -> None:
    """See that the installation is no demo: its businesses are made up.

    Raises:
        Conflict: it is.
    """
    if settings.demo:
        made_up = Text("В показе бизнесы придуманы: пробных выпусков нет.", "The demo has no pilots.")
        raise Conflict(made_up, Text("Сделайте это в настоящей установке.", "Do it in a real installation."))


def _choice_page(request: AnyRequest, clock: Clock, form: Form | None = None, faults: Any = ()) -> Response[Any]:
    settings = settings_of(request)
    store = open_store(settings.release_url, settings.dataset)
    return page(
        request,
        "statistics/pilot_choice.html",
        status_code=422 if faults else 200,
        choices=choices(store),
        demo=settings.demo,
        values=typed_in(form or Form()) if form else {"year": str(clock.now().astimezone(MOSCOW).year + 1)},
        faults=faults,
        threshold=THRESHOLD,
        base=BASE,
    )


ROUTES: list[Any] = [PilotChoicePage, PilotDeskPage]
