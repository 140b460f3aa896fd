"""The second factor in «Мои данные»: setting an app up, changing it, new recovery codes, switching it off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts import limits, second_factor
from backend.accounts.entry_pages import with_session
from backend.accounts.password_pages import by_password
from backend.accounts.queries import find_self
from backend.accounts.sessions import renew_token
from backend.accounts.square_code import square_code
from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

OFF = say_after("second_factor_off", Text("Код при входе выключен.", "The code at sign-in is off."))
SIGNED_IN = {"permission": Permission.SIGNED_IN, "before_second_factor": True}


class SecondFactorPage(Controller):
    """How things stand, and what can be done, each by the password."""

    path = "/account/second-factor"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[str]:
        """Show it."""
        return _standing(request, session, actor)

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Begin an app, make new recovery codes, or switch the code off."""
        wish = form.get("answer")
        if wish not in {"app", "codes", "off"}:
            raise NotFound
        _, wrong = by_password(request, actor, form)
        if wrong is not None:
            return _standing(request, session, actor, [wrong])
        person = find_self(session, actor)
        if wish == "codes":
            return _codes_page(request, second_factor.new_recovery_codes(session, person, clock.now()))
        if wish == "off":
            second_factor.switch_off(session, person, clock.now())
            return see("/account", OFF)
        second_factor.offer(session, person.id, clock.now())
        return see(f"{second_factor.PAGE}/new")


class NewAppPage(Controller):
    """The square code and the first code of the app."""

    path = "/account/second-factor/new"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show the secret to the phone, for fifteen minutes; after that, begin again."""
        return _new_app(request, session, actor, clock)

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Take the app into use and show the recovery codes, once."""
        limits.count_all(request, limits.CODE, actor.person_id or "")
        person, secret = find_self(session, actor), settings_of(request).secret
        try:
            code, here = form.get("code"), actor.session_id
            codes = second_factor.confirm(session, secret, person, code, clock.now(), here)
        except Invalid as refusal:
            return _new_app(request, session, actor, clock, refusal.faults)
        except NotFound:
            return see(second_factor.PAGE)
        answer = _codes_page(request, codes)
        return with_session(request, answer, renew_token(session, actor.session_id or ""))


def _standing(request: AnyRequest, session: Session, actor: Actor, faults: Sequence[Fault] = ()) -> Response[str]:
    person = find_self(session, actor)
    return page(
        request,
        "accounts/second_factor.html",
        status_code=422 if faults else 200,
        person=person,
        factor=second_factor.find_factor(session, person.id),
        left=second_factor.count_recovery_codes(session, person.id),
        required=second_factor.is_required(session, person.id),
        faults=faults,
    )


def _new_app(
    request: AnyRequest, session: Session, actor: Actor, clock: Clock, faults: Sequence[Fault] = ()
) -> Response[Any]:
    person, secret = find_self(session, actor), settings_of(request).secret
    try:
        factor = second_factor.find_offered(session, person.id, clock.now())
    except NotFound:
        return see(second_factor.PAGE)
    seed = second_factor.seed_of(secret, factor)
    return page(
        request,
        "accounts/second_factor_app.html",
        status_code=422 if faults else 200,
        square=square_code(second_factor.address_of_app(secret, factor, person)),
        seed=" ".join(seed[at : at + 4] for at in range(0, len(seed), 4)),
        minutes=int(second_factor.OFFER_LASTS.total_seconds() // 60),
        faults=faults,
    )


def _codes_page(request: AnyRequest, codes: Sequence[str]) -> Response[str]:
    return page(request, "accounts/recovery_codes.html", codes=codes)


ROUTES: list[Any] = [SecondFactorPage, NewAppPage]
