"""A forgotten password, another password, another address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts import limits, recovery
from backend.accounts.entry_pages import admit
from backend.accounts.links import find_link
from backend.accounts.models import LinkPurpose, Person
from backend.accounts.passwords import hash_password, matches
from backend.accounts.queries import find_self
from backend.accounts.schemas import Address, NewEmail, new_password_fault, read_all
from backend.clock import Clock
from backend.errors import Invalid
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, language_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

CHANGED = say_after("password_changed", Text("Пароль изменён, другие устройства отключены.", "Password changed."))
SENT = say_after(
    "email_sent", Text("Письмо отправлено. Откройте ссылку из него.", "Sent. Open the link in the letter.")
)
MOVED = say_after("email_changed", Text("Почта изменена.", "The address is changed."))
PUBLIC, SIGNED_IN = {"permission": Permission.PUBLIC}, {"permission": Permission.SIGNED_IN}
WRONG_OWN = Fault(
    "wrong_password",
    "current",
    Text("Нынешний пароль другой.", "The present password is different."),
    Text("Сверьте его или задайте новый по ссылке из письма.", "Check it, or set a new one by a link in a letter."),
)


class AskPasswordPage(Controller):
    """Forgotten password: a link by mail."""

    path = "/password"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest) -> Response[str]:
        """Ask for the address."""
        return page(request, "accounts/ask_password.html", values={}, faults=())

    @post(opt=PUBLIC, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, clock: Clock, form: Form) -> Response[Any]:
        """Send a letter; the answer is the same for every address."""
        try:
            data = read_all(Address, form.flat())
        except Invalid as refusal:
            context: dict[str, Any] = {"values": form.flat(), "faults": refusal.faults}
            return page(request, "accounts/ask_password.html", status_code=422, **context)
        limits.count(request, limits.NEW_PASSWORD_FROM)
        limits.count(request, limits.NEW_PASSWORD, data.email)
        recovery.ask_new_password(session, data.email, language_of(request), clock.now())
        return page(request, "accounts/letter_sent.html", email=data.email, link=None, kind="password")


class SetPasswordPage(Controller):
    """The link of a letter about a password."""

    path = "/password/{token:str}"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, clock: Clock, token: str) -> Response[str]:
        """Ask for the new password."""
        limits.count(request, limits.LINK_FROM)
        find_link(session, token, clock.now(), *recovery.PASSWORD_LINKS)
        return page(request, "accounts/set_password.html", faults=())

    @post(opt=PUBLIC, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, token: str
    ) -> Response[Any]:
        """Set it, end every session, sign in with a new one."""
        limits.count(request, limits.LINK_FROM)
        hashed, faults = self._hashed(request, clock, form, token)
        if hashed is None:
            return page(request, "accounts/set_password.html", status_code=422, faults=faults)
        person = recovery.set_password_by_link(session, token, hashed, clock.now())
        return admit(request, session, person, clock, actor, "", CHANGED)

    def _hashed(self, request: AnyRequest, clock: Clock, form: Form, token: str) -> tuple[str | None, Sequence[Fault]]:
        """Return the password's hash, or what is wrong with it; the slow part runs before anything is locked."""
        with Session(request.app.state.engine) as reading:
            link = find_link(reading, token, clock.now(), *recovery.PASSWORD_LINKS)
            person = reading.get_one(Person, link.person_id)
            fault = new_password_fault(form.flat(), person.email, person.name)
        return (None, [fault]) if fault else (hash_password(form.get("password")), ())


class ChangePasswordPage(Controller):
    """Another password, for somebody signed in."""

    path = "/account/password"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[str]:
        """Ask for the present and the new password."""
        return page(request, "accounts/change_password.html", person=find_self(session, actor), faults=())

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Keep the new password; every other session ends."""
        person, own = by_password(request, actor, form)
        faults = [one for one in (own, new_password_fault(form.flat(), person.email, person.name)) if one]
        if faults:
            return page(request, "accounts/change_password.html", status_code=422, person=person, faults=faults)
        hashed = hash_password(form.get("password"))
        recovery.change_password(session, find_self(session, actor), hashed, clock.now(), keep=actor.session_id)
        return see("/account", CHANGED)


class ChangeEmailPage(Controller):
    """Another address: confirmed by the password and by a letter to the new address."""

    path = "/account/email"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[str]:
        """Ask for the new address and the password."""
        return page(request, "accounts/change_email.html", person=find_self(session, actor), values={}, faults=())

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Send the letter; what has an account already is told there only."""
        person, own = by_password(request, actor, form)
        values = {"email": form.get("email"), "password": form.get("current") or "-"}
        try:
            data = read_all(NewEmail, values, own)
        except Invalid as refusal:
            context: dict[str, Any] = {"person": person, "values": form.flat(), "faults": refusal.faults}
            return page(request, "accounts/change_email.html", status_code=422, **context)
        limits.count(request, limits.NEW_EMAIL, person.id)
        recovery.ask_new_email(session, find_self(session, actor), data.email, clock.now())
        return see("/account", SENT)


class ConfirmEmailPage(Controller):
    """The link of the letter to the new address."""

    path = "/account/email/{token:str}"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, clock: Clock, token: str) -> Response[str]:
        """Show the one button."""
        limits.count(request, limits.LINK_FROM)
        link = find_link(session, token, clock.now(), LinkPurpose.EMAIL)
        return page(request, "accounts/confirm_email.html", email=link.email)

    @post(opt=PUBLIC, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, token: str) -> Response[Any]:
        """Take the new address."""
        limits.count(request, limits.LINK_FROM)
        recovery.change_email(session, token, clock.now())
        return see("/account" if actor.signed_in else "/sign-in", MOVED)


def by_password(request: AnyRequest, actor: Actor, form: Form) -> tuple[Person, Fault | None]:
    """Return the person, and what is wrong with the present password; the slow part runs before anything is locked."""
    limits.count(request, limits.OWN_PASSWORD, actor.person_id or "")
    with Session(request.app.state.engine) as reading:
        person = find_self(reading, actor)
    return person, None if matches(person.password, form.get("current")) else WRONG_OWN


ROUTES: list[Any] = [AskPasswordPage, SetPasswordPage, ChangePasswordPage, ChangeEmailPage, ConfirmEmailPage]
