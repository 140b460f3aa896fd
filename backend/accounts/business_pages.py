"""Businesses of a person: making one, its people, invitations, leaving, erasing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts import businesses, erasing, invitations, limits, service, unfinished
from backend.accounts.invitations import KIND_NAMES, SCOPE_NAMES, last_day
from backend.accounts.models import Business, MemberKind
from backend.accounts.queries import (
    find_membership,
    find_own_business,
    list_invitations,
    list_members,
    list_parts,
)
from backend.accounts.schemas import NewBusiness, NewInvitation, read_all
from backend.clock import Clock
from backend.errors import Invalid
from backend.permissions import Actor, Permission, Scope
from backend.web.context import AnyRequest, Form, language_of
from backend.web.pages import page
from backend.web.redirects import inside, say_after, see
from rules.faults import Fault
from rules.text import Text

MADE = say_after("business_made", Text("Бизнес добавлен. Теперь вы работаете с ним.", "Added. You work with it now."))
CHANGED = say_after("business_changed", Text("Сохранено.", "Saved."))
INVITED = say_after("invited", Text("Приглашение отправлено.", "The invitation is sent."))
WITHDRAWN = say_after("withdrawn", Text("Приглашение отозвано.", "The invitation is withdrawn."))
REMOVED = say_after("removed", Text("Доступ закрыт.", "Access has ended."))
OWNER = say_after("made_owner", Text("Теперь у бизнеса ещё один владелец.", "The business has one more owner now."))
LEFT = say_after("left", Text("Вы вышли из бизнеса.", "You have left the business."))
ERASED = say_after("business_erased", Text("Бизнес и его ответы стёрты.", "The business and its answers are erased."))
SIGNED_IN = {"permission": Permission.SIGNED_IN}


class BusinessesPage(Controller):
    """The businesses one belongs to, and a new one."""

    path = "/businesses"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[str]:
        """List them, with the form of a new one."""
        return _businesses_page(request, session, actor, clock, {})

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Make a business and work with it."""
        try:
            data = read_all(NewBusiness, form.flat())
            limits.count(request, limits.FOUND, actor.person_id or "")
            businesses.open_business(session, actor, data, clock.now())
        except Invalid as refusal:
            return _businesses_page(request, session, actor, clock, form.flat(), refusal.faults)
        return see("/businesses", MADE)


class CurrentBusinessPage(Controller):
    """Switching between businesses."""

    path = "/businesses/current"

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def choose(self, session: Session, actor: Actor, form: Form) -> Response[Any]:
        """Work with another business."""
        service.choose_business(session, actor, form.get("business_id"))
        return see(inside(form.get("return_to")))


class BusinessPage(Controller):
    """One business: name, numbers, people."""

    path = "/businesses/{business_id:str}"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, business_id: str
    ) -> Response[str]:
        """Show it."""
        return _business_page(request, session, actor, clock, business_id)

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, business_id: str
    ) -> Response[Any]:
        """Keep name and numbers."""
        find_own_business(session, actor, business_id, Scope.MANAGE)
        try:
            data = read_all(NewBusiness, form.flat())
            businesses.change_business(session, actor, business_id, data, clock.now())
        except Invalid as refusal:
            return _business_page(request, session, actor, clock, business_id, form.flat(), refusal.faults)
        return see(f"/businesses/{business_id}", CHANGED)


class InvitePage(Controller):
    """Inviting somebody into a business."""

    path = "/businesses/{business_id:str}/invitations"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, business_id: str
    ) -> Response[str]:
        """Show the form."""
        return _invite_page(request, session, actor, clock, business_id, {})

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, business_id: str
    ) -> Response[Any]:
        """Send the invitation."""
        limits.count(request, limits.INVITE, actor.person_id or "")
        find_own_business(session, actor, business_id, Scope.MANAGE)
        given = {name: value for name, value in form.flat().items() if name != "scopes" and value}
        try:
            data = read_all(NewInvitation, given)
            invitations.invite(session, actor, business_id, data, form.all("scopes"), clock.now())
        except Invalid as refusal:
            values = {**form.flat(), "scopes": form.all("scopes")}
            return _invite_page(request, session, actor, clock, business_id, values, refusal.faults)
        return see(f"/businesses/{business_id}", INVITED)


class InvitationWithdraw(Controller):
    """Withdrawing an invitation."""

    path = "/businesses/{business_id:str}/invitations/{link_id:str}/withdraw"

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, business_id: str, link_id: str) -> Response[Any]:
        """Withdraw it."""
        invitations.withdraw_invitation(session, actor, business_id, link_id, clock.now())
        return see(f"/businesses/{business_id}", WITHDRAWN)


class MemberRemove(Controller):
    """Taking somebody out."""

    path = "/businesses/{business_id:str}/members/{member_id:str}/remove"

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, business_id: str, member_id: str) -> Response[Any]:
        """End their access at once."""
        businesses.remove_member(session, actor, business_id, member_id, clock.now())
        return see(f"/businesses/{business_id}", REMOVED)


class MemberOwner(Controller):
    """Making a member an owner."""

    path = "/businesses/{business_id:str}/members/{member_id:str}/owner"

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, business_id: str, member_id: str) -> Response[Any]:
        """Make them one."""
        businesses.make_owner(session, actor, business_id, member_id, clock.now())
        return see(f"/businesses/{business_id}", OWNER)


class LeavePage(Controller):
    """Leaving a business."""

    path = "/businesses/{business_id:str}/leave"

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, business_id: str) -> Response[Any]:
        """Leave it."""
        businesses.leave_business(session, actor, business_id, clock.now())
        return see("/businesses", LEFT)


class BusinessErasePage(Controller):
    """Erasing a business one owns alone."""

    path = "/businesses/{business_id:str}/erase"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, business_id: str) -> Response[str]:
        """Show what would go."""
        return _erase_page(request, session, find_own_business(session, actor, business_id, Scope.MANAGE))

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, business_id: str
    ) -> Response[Any]:
        """Erase it."""
        business = find_own_business(session, actor, business_id, Scope.MANAGE)
        faults = erasing.not_confirmed(form.flat(), unfinished.own_records(session, [business_id]))
        if faults:
            return _erase_page(request, session, business, faults)
        erasing.erase_business(session, actor, business_id, clock.now())
        return see("/businesses", ERASED)


def _erase_page(
    request: AnyRequest, session: Session, business: Business, faults: Sequence[Fault] = ()
) -> Response[str]:
    told = {"business": business, "people": len(list_members(session, business.id)) - 1, "faults": faults}
    records = unfinished.own_records(session, [business.id])
    return page(request, "accounts/erase_business.html", status_code=422 if faults else 200, records=records, **told)


def _businesses_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    values: dict[str, str],
    faults: Sequence[Fault] = (),
) -> Response[str]:
    return page(
        request,
        "accounts/businesses.html",
        status_code=422 if faults else 200,
        parts=list_parts(session, actor.person_id or "", clock.now()),
        chosen=actor.business_id,
        kinds=KIND_NAMES,
        last_day=last_day,
        values=values,
        faults=faults,
    )


def _business_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    business_id: str,
    values: dict[str, str] | None = None,
    faults: Sequence[Fault] = (),
) -> Response[str]:
    business, now = find_own_business(session, actor, business_id), clock.now()
    mine = find_membership(session, actor.person_id, business_id, now)
    manages = actor.may_for(business_id, Scope.MANAGE)
    kept = {"name": business.name, "inn": business.inn or "", "ogrn": business.ogrn or ""}
    return page(
        request,
        "accounts/business.html",
        status_code=422 if faults else 200,
        business=business,
        mine=mine,
        manages=manages,
        invites=manages and mine is not None and mine.kind is not MemberKind.REPRESENTATIVE,
        owns=mine is not None and mine.kind is MemberKind.OWNER,
        members=list_members(session, business_id),
        invitations=list_invitations(session, business_id, now) if manages else [],
        kinds=KIND_NAMES,
        scope_names={scope.value: name for scope, name in SCOPE_NAMES.items()},
        last_day=last_day,
        now=now,
        values=values or kept,
        faults=faults,
    )


def _invite_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    business_id: str,
    values: dict[str, Any],
    faults: Sequence[Fault] = (),
) -> Response[str]:
    business, language = find_own_business(session, actor, business_id, Scope.MANAGE), language_of(request)
    mine = find_membership(session, actor.person_id, business_id, clock.now())
    owns = mine is not None and mine.kind is MemberKind.OWNER
    kinds = [kind for kind in MemberKind if owns or kind is not MemberKind.OWNER]
    given = [scope for scope in Scope if scope is not Scope.READ and actor.may_for(business_id, scope)]
    return page(
        request,
        "accounts/invite.html",
        status_code=422 if faults else 200,
        business=business,
        kinds=[{"value": kind.value, "label": KIND_NAMES[kind].in_(language)} for kind in reversed(kinds)],
        scopes=[{"value": scope.value, "label": SCOPE_NAMES[scope].in_(language)} for scope in given],
        today=clock.today(),
        values=values,
        faults=faults,
    )


ROUTES: list[Any] = [
    BusinessesPage,
    CurrentBusinessPage,
    BusinessPage,
    InvitePage,
    InvitationWithdraw,
    MemberRemove,
    MemberOwner,
    LeavePage,
    BusinessErasePage,
]
