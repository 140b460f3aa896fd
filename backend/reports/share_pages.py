"""«Показать по ссылке»: making links to a list, withdrawing them, and the list as a link shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts import limits
from backend.accounts.models import Business
from backend.clock import Clock
from backend.errors import Conflict, Invalid
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business, load_profile, take_business
from backend.reports import sharing
from backend.reports.shared_list import gather_shared
from backend.reports.sharing import ENDS, ENDS_OF_RUN, NewShare
from backend.web.call_limits import limit_openings
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.forms import read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

OWN = {"permission": Permission.OWN_BUSINESS}
PUBLIC = {"permission": Permission.PUBLIC}
WITHDRAWN = say_after("share_withdrawn", Text("Ссылка отозвана: больше не откроется.", "The link is withdrawn."))
SHARED = "/s"
UNTOUCHED = {"days": "30"}
# Whoever guesses an address by chance must not find the list through a search engine.
UNLISTED = {"X-Robots-Tag": "noindex, nofollow, noarchive"}


class SharePage(Controller):
    """Links to the list of this business."""

    path = "/share"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Offer a new link and list the living ones; without answers there is no list to show."""
        if actor.business_id is None:
            return see("/list")
        business = find_business(session, actor)
        if not any(place.known for place in load_profile(session, business).places):
            return see("/list")
        return _share_page(request, session, actor, clock, business)

    @post(opt=OWN, sync_to_thread=True)
    def make(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Make a link; its address is shown once."""
        limits.count(request, limits.NEW_SHARE, actor.person_id)
        business = take_business(session, actor, actor.business_id or "", Scope.READ)
        try:
            data = read(NewShare, {**form.flat(), "days": _days(form)})
            link, token = sharing.make_link(session, actor, business, data, clock.now())
        except (Invalid, Conflict) as refusal:
            return _share_page(request, session, actor, clock, business, form.flat(), refusal.faults)
        return page(
            request,
            "reports/share_made.html",
            link=link,
            address=address_of_link(request, token),
            last_day=sharing.last_day(link),
        )


class WithdrawPage(Controller):
    """«Отозвать»."""

    path = "/share/{share_id:str}/withdraw"

    @post(opt=OWN, sync_to_thread=True)
    def withdraw(self, session: Session, actor: Actor, clock: Clock, share_id: str) -> Response[Any]:
        """End a link at once."""
        sharing.withdraw(session, actor, find_business(session, actor), share_id, clock.now())
        return see("/share", WITHDRAWN)


class SharedListPage(Controller):
    """A list as whoever has the link sees it."""

    path = "/s/{token:str}"
    guards = [limit_openings]

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, clock: Clock, token: str) -> Response[Any]:
        """Show the list as of now, to read only."""
        opened = sharing.open_link(session, token, clock.now())
        shared = gather_shared(session, opened.business, opened.link, clock.today())
        answer = page(request, "reports/shared.html", shared=shared, last_day=sharing.last_day(opened.link))
        answer.headers.update(UNLISTED)
        return answer


def address_of_link(request: AnyRequest, token: str) -> str:
    """Return the address that a token makes."""
    return f"{settings_of(request).public_url.rstrip('/')}{SHARED}/{token}"


def _days(form: Form) -> int | str:
    chosen = form.get("days")
    return int(chosen) if chosen in {str(one) for one in ENDS} else chosen


def _share_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    business: Business,
    values: Mapping[str, Any] = UNTOUCHED,
    faults: Sequence[Fault] = (),
) -> Response[Any]:
    links = sharing.links_of(session, actor, business, clock.now())
    return page(
        request,
        "reports/share.html",
        status_code=422 if faults else 200,
        links=[(one, sharing.last_day(one)) for one in links],
        ends=ENDS_OF_RUN if actor.anonymous_run else ENDS,
        named=bool(business.name),
        anonymous=actor.anonymous_run,
        run_ends=business.expires_at,
        others={one.id for one in links if one.person_id != actor.person_id},
        values=values,
        faults=faults,
    )


ROUTES: list[Any] = [SharePage, WithdrawPage, SharedListPage]
