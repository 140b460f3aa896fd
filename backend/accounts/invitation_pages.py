"""An invitation, as the invited person meets it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts import invitations, limits, service
from backend.accounts.entry_pages import arrive
from backend.accounts.invitations import KIND_NAMES, SCOPE_NAMES, find_offer
from backend.accounts.models import PersonSession
from backend.accounts.passwords import hash_password
from backend.accounts.queries import find_by_email, find_self
from backend.accounts.schemas import SignUp, new_password_fault, read_all
from backend.clock import Clock
from backend.errors import Invalid
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, language_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

JOINED = say_after(
    "joined", Text("Вы приняли приглашение и работаете с этим бизнесом.", "You work with this business now.")
)
HAS_ACCOUNT = Fault(
    "has_account",
    "name",
    Text("У этой почты уже есть аккаунт.", "This address has an account already."),
    Text("Войдите и откройте приглашение ещё раз.", "Sign in and open the invitation again."),
)


class InvitationPage(Controller):
    """The link of an invitation."""

    path = "/invitations/{token:str}"

    @get(opt={"permission": Permission.PUBLIC}, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, token: str) -> Response[str]:
        """Show what is offered, and two ways to take it."""
        limits.count(request, limits.LINK_FROM)
        return _invitation_page(request, session, actor, clock, token)

    @post(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, token: str) -> Response[Any]:
        """Accept with the account one is signed in with."""
        limits.count(request, limits.LINK_FROM)
        business = invitations.accept(session, token, find_self(session, actor), clock.now())
        row = session.get_one(PersonSession, actor.session_id)
        row.business_id = business.id
        session.add(row)
        return see("/businesses", JOINED)


class InvitationAccountPage(Controller):
    """Accepting with a new account: the letter has proven the address already."""

    path = "/invitations/{token:str}/account"

    @post(opt={"permission": Permission.PUBLIC}, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, token: str
    ) -> Response[Any]:
        """Make the account, join, sign in."""
        limits.count(request, limits.LINK_FROM)
        with Session(request.app.state.engine) as reading:
            email = find_offer(reading, token, clock.now()).link.email or ""
            taken = HAS_ACCOUNT if find_by_email(reading, email) else None
        given = {**form.flat(), "email": email}
        try:
            data = read_all(SignUp, given, new_password_fault(given, email, given.get("name", "")), taken)
        except Invalid as refusal:
            return _invitation_page(request, session, actor, clock, token, form.flat(), refusal.faults)
        hashed = hash_password(data.password)
        person = service.make_person(session, email, data.name, hashed, language_of(request), clock.now())
        invitations.accept(session, token, person, clock.now())
        return arrive(request, person, service.enter(session, person, clock.now(), actor), "/businesses", JOINED)


def _invitation_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    token: str,
    values: dict[str, str] | None = None,
    faults: Sequence[Fault] = (),
) -> Response[str]:
    offer = find_offer(session, token, clock.now())
    kept = {name: value for name, value in (values or {}).items() if name != "password"}
    return page(
        request,
        "accounts/invitation.html",
        status_code=422 if faults else 200,
        offer=offer,
        token=token,
        me=find_self(session, actor) if actor.signed_in else None,
        kinds=KIND_NAMES,
        scope_names=SCOPE_NAMES,
        values=kept,
        faults=faults,
    )


ROUTES: list[Any] = [InvitationPage, InvitationAccountPage]
