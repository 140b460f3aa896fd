"""The first page after signing in: a business's week, or the desk of whoever works for the state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.assessments.agenda import Entry, Kind, agenda
from backend.assessments.queries import Checklist, checklist
from backend.clock import Clock
from backend.costs.queries import cost_of_list
from backend.costs.words import band_text
from backend.permissions import Actor, Permission
from backend.profiles.choices import left_out
from backend.profiles.queries import find_business
from backend.requirements.changes import last_change, upcoming
from backend.requirements.disputes import list_own
from backend.requirements.listing import OPEN_DISPUTE
from backend.web.context import AnyRequest
from backend.web.pages import MenuItem, page
from backend.web.redirects import see

WEEK = timedelta(days=7)
MONTH = timedelta(days=30)
SHOWN = 8
# Where the work of each office waits: the first whose right somebody holds.
DESKS = {
    Permission.DISPUTES_ANSWER: "/desk",
    Permission.CONTROL_DESK: "/desk/control",
    Permission.PROSECUTOR_DESK: "/desk/prosecutor",
    Permission.APPEALS_DESK: "/desk/appeals",
    Permission.OMBUDSMAN_DESK: "/desk/ombudsman",
    Permission.OPERATIONS_READ: "/operations",
}


class HomePage(Controller):
    """Nearest terms first: a missed one cannot be bought back."""

    path = "/home"

    @get(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show the week of the chosen business; people in office go to their desk."""
        if actor.business_id is not None:
            return _week(request, session, actor, clock)
        return see(next((desk for right, desk in DESKS.items() if actor.may(right)), "/"))


def _week(request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
    business, today = find_business(session, actor), clock.today()
    found = checklist(session, business, today)
    match = found.personal.match
    due = agenda(session, found, today - MONTH, today + MONTH)
    late = [one for one in due if one.day < today and _is_late(one, found)]
    ahead = [one for one in due if one.day >= today and not _is_done(one, found)]
    portfolio = cost_of_list(session, match, business.id, left_out(business, match.law.edition))
    return page(
        request,
        "reports/home.html",
        name=business.name,
        today=today,
        begun=bool(found.personal.profile.main.known),
        late=late[:SHOWN],
        week=[one for one in ahead if one.day <= today + WEEK],
        later=[one for one in ahead if one.day > today + WEEK][:SHOWN],
        counts=found.personal.counts,
        ready=found.readiness,
        recheck=found.recheck,
        yearly=band_text(portfolio.yearly_rub),
        past=last_change(session, business.id, clock.now()),
        coming=next(iter(upcoming(match)), None),
        disputes=[one for one in list_own(session, business.id) if one.state in OPEN_DISPUTE],
    )


def _is_late(one: Entry, found: Checklist) -> bool:
    """Whether a day that has passed asks for something still; of days one chose only the last, if nothing was done."""
    if one.kind != Kind.OWN:
        return one.kind != Kind.LAW
    item = found.personal.by_id[one.requirement]
    return item.own_due == one.day and not item.done


def _is_done(one: Entry, found: Checklist) -> bool:
    """Whether a day to come was seen to already: the next one of a duty that is done; later ones come again."""
    if one.kind not in (Kind.LAW, Kind.OWN):
        return False
    item = found.personal.by_id[one.requirement]
    return item.done and one.day == item.day


def _has_own(actor: Actor) -> bool:
    return actor.signed_in and actor.business_id is not None


ROUTES: list[Any] = [HomePage]
MENU: list[Any] = [MenuItem("/home", "Моя неделя", _has_own)]
