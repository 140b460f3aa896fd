"""The calendar of recurring duties: an agenda, first days one chooses, devices that follow it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from babel.dates import format_date
from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments import planning
from backend.assessments.agenda import Entry, agenda
from backend.assessments.own_days import needs_first_date, times_of
from backend.assessments.queries import Checklist, checklist, chosen_dates
from backend.assessments.schemas import DeviceInput, FirstDateInput
from backend.assessments.shown import choices_said
from backend.clock import Clock
from backend.costs.queries import own_numbers
from backend.errors import Conflict, Invalid, NotFound
from backend.jobs.registry import offering
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business
from backend.requirements.queries import find_requirement
from backend.requirements.words import often_text
from backend.web.context import AnyRequest, Form, language_of, settings_of
from backend.web.forms import read
from backend.web.ics import MEDIA_TYPE, calendar_of, download
from backend.web.pages import page
from backend.web.redirects import say_after, see
from calculators.deadlines import add_months
from rules.faults import Fault
from rules.requirements import Requirement
from rules.text import Text

OWN = {"permission": Permission.OWN_BUSINESS}
PUBLIC = {"permission": Permission.PUBLIC}
CHOSEN = say_after("first_date_chosen", Text("Дата сохранена.", "The date is saved."))
FORGOTTEN = say_after("first_date_forgotten", Text("Дата снята.", "The date is taken back."))
REVOKED = say_after("feed_revoked", Text("Подписка отозвана.", "The device follows no more."))
MONTHS_AHEAD = 12
# A calendar that is followed also shows the last month: what was due does not vanish from the diary at once.
BACK = timedelta(days=31)
FEEDS = "/feeds"


class CalendarPage(Controller):
    """The agenda of the next twelve months."""

    path = "/calendar"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show it month by month, with what still needs a first day."""
        if actor.business_id is None:
            return see("/")
        return _calendar_page(request, session, actor, clock, find_business(session, actor))


class CalendarFile(Controller):
    """The calendar as a file, once."""

    path = "/calendar.ics"

    @get(opt=OWN, sync_to_thread=True)
    def hand_out(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Hand the file out."""
        found = checklist(session, find_business(session, actor), clock.today())
        scopes = actor.scopes.get(found.business.id, frozenset())
        return download(_document(session, found, clock, language_of(request), scopes), "yasno.ics")


class FirstDatePage(Controller):
    """The first day of a duty that recurs on days the law does not name."""

    path = "/calendar/{requirement:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, requirement: str
    ) -> Response[Any]:
        """Show the day chosen before."""
        entry, business = _recurring(requirement), find_business(session, actor, Scope.ANSWER)
        row = planning.find_first_date(session, business.id, entry.id)
        return _date_page(request, session, business, entry, {"first_on": row.first_on} if row else {}, bool(row))

    @post(opt=OWN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, requirement: str
    ) -> Response[Any]:
        """Keep the day, or take it back."""
        entry, business = _recurring(requirement), find_business(session, actor, Scope.ANSWER)
        if form.get("forget"):
            planning.forget_first_date(session, business.id, entry.id)
            return see("/calendar", FORGOTTEN)
        try:
            data = read(FirstDateInput, form.flat())
        except Invalid as refusal:
            return _date_page(request, session, business, entry, form.flat(), False, refusal.faults)
        planning.choose_first_date(session, business.id, entry.id, data.first_on, clock.now())
        return see("/calendar", CHOSEN)


class FeedsPage(Controller):
    """Devices that follow the calendar."""

    path = FEEDS

    @get(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def show(self, actor: Actor) -> Response[Any]:
        """They stand on the page of the calendar."""
        return see("/calendar#follow")

    @post(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def follow(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Let a device follow; its address is shown once."""
        business = find_business(session, actor)
        try:
            device = read(DeviceInput, form.flat()).device
            token = planning.open_feed(session, actor, business.id, device, clock.now())
        except (Invalid, Conflict) as refusal:
            faults = tuple(Fault(one.code, "device", one.message, one.remedy) for one in refusal.faults)
            return _calendar_page(request, session, actor, clock, business, form.flat(), faults)
        address = f"{settings_of(request).public_url.rstrip('/')}{FEEDS}/{token}.ics"
        return page(request, "assessments/feed.html", device=device, address=address)


class RevokePage(Controller):
    """«Отозвать»."""

    path = "/feeds/{feed_id:str}/revoke"

    @post(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def revoke(self, session: Session, actor: Actor, clock: Clock, feed_id: str) -> Response[Any]:
        """End a device's following."""
        planning.revoke_feed(session, actor, feed_id, clock.now())
        return see("/calendar", REVOKED)


class Feed(Controller):
    """The calendar as a device reads it, by its secret address."""

    path = "/feeds/{token:str}"

    @get(opt=PUBLIC, sync_to_thread=True)
    def read_out(self, session: Session, clock: Clock, token: str) -> Response[bytes]:
        """Hand out titles, days and why they moved; a revoked or unknown address is not found."""
        if not token.endswith(".ics"):
            raise NotFound
        business, person, scopes = planning.followed(session, token.removesuffix(".ics"), clock.now())
        found = checklist(session, business, clock.today())
        document = _document(session, found, clock, person.language, scopes)
        return Response(document, media_type=MEDIA_TYPE, headers={"Cache-Control": "private, max-age=3600"})


def _document(session: Session, found: Checklist, clock: Clock, language: str, scopes: Collection[Scope]) -> bytes:
    """Return the calendar with what other rooms put in: a module `calendar_entries.py` of theirs, found by itself."""
    first, last = clock.today() - BACK, _horizon(clock.today())
    own = [one.for_calendars() for one in agenda(session, found, first, last)]
    rooms = offering("calendar_entries")
    others = [one for room in rooms for one in room.calendar_entries(session, found.business.id, scopes, first, last)]
    return calendar_of([*own, *others], language, clock.now())


def _horizon(today: date) -> date:
    return add_months(today, MONTHS_AHEAD)


def _recurring(requirement: str) -> Requirement:
    entry = find_requirement(requirement)
    if not needs_first_date(entry):
        raise NotFound
    return entry


def _calendar_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    business: Business,
    values: Mapping[str, Any] | None = None,
    faults: Sequence[Fault] = (),
) -> Response[Any]:
    today = clock.today()
    found = checklist(session, business, today)
    chosen = chosen_dates(session, business.id)
    waiting = [item for item in found.items if needs_first_date(item.requirement) and item.id not in chosen]
    return page(
        request,
        "assessments/calendar.html",
        status_code=422 if faults else 200,
        months=by_month(agenda(session, found, today, _horizon(today)), language_of(request)),
        waiting=waiting,
        chosen=chosen,
        feeds=planning.feeds_of(session, actor.person_id, business.id) if actor.person_id else [],
        signed_in=actor.signed_in,
        may_answer=actor.may_for(business.id, Scope.ANSWER),
        left_out=choices_said(business),
        values=dict(values or {}),
        faults=faults,
    )


def by_month(entries: Sequence[Entry], language: str) -> list[tuple[str, list[Entry]]]:
    """Return entries under the names of their months."""
    return [
        (format_date(days[0].day, "LLLL y", locale=language).capitalize(), days)
        for _, found in groupby(entries, key=lambda one: (one.day.year, one.day.month))
        if (days := list(found))
    ]


def _date_page(
    request: AnyRequest,
    session: Session,
    business: Business,
    entry: Requirement,
    values: Mapping[str, Any],
    kept: bool,
    faults: Sequence[Fault] = (),
) -> Response[Any]:
    recurrence = entry.recurrence
    times = times_of(recurrence, own_numbers(session, business.id).get(entry.id)) if recurrence else None
    return page(
        request,
        "assessments/first_date.html",
        status_code=422 if faults else 200,
        entry=entry,
        often=often_text(times) if times else None,
        kept=kept,
        values=dict(values),
        faults=faults,
    )


ROUTES: list[Any] = [CalendarPage, CalendarFile, FirstDatePage, FeedsPage, RevokePage, Feed]
