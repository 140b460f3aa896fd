"""Signing in and out, the language, the chosen business."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import Cookie
from litestar.exceptions import NotFoundException
from sqlmodel import Session, col, select

from backend.accounts import service
from backend.accounts.models import Person
from backend.accounts.schemas import SignIn, SignUp
from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.forms import read
from backend.web.i18n import LANGUAGES
from backend.web.limits import address_of, count_try
from backend.web.pages import page
from backend.web.redirects import inside, say_after, see
from rules.faults import Fault
from rules.text import Text

TRIES, TRIES_WINDOW = 10, timedelta(minutes=5)
SIGNED_UP = say_after("signed_up", Text("Вы вошли. Теперь ваш список можно сохранить.", "You are signed in."))
TAKEN = Fault(
    "cannot_sign_up",
    "email",
    Text("С этой почтой аккаунт не создать.", "An account cannot be made with this address."),
    Text("Войдите или задайте новый пароль.", "Sign in or set a new password."),
)


class SignInPage(Controller):
    """Signing in."""

    path = "/sign-in"

    @get(opt={"permission": Permission.PUBLIC}, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, next: str = "") -> Response[str]:
        """Show the form, and in the demo the people one can be."""
        return _sign_in_page(request, session, {"next": inside(next)})

    @post(opt={"permission": Permission.PUBLIC}, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, clock: Clock, form: Form) -> Response[Any]:
        """Sign in; ten tries in five minutes for an account and for an address."""
        try:
            data = read(SignIn, form.flat())
            count_try(session, "sign-in account", data.email.lower(), TRIES, TRIES_WINDOW, clock.now())
            count_try(session, "sign-in address", address_of(request), TRIES, TRIES_WINDOW, clock.now())
            _, token = service.sign_in(session, data.email, data.password, clock.now())
        except Invalid as refusal:
            return _sign_in_page(request, session, form.flat(), refusal.faults)
        return with_session(request, see(inside(data.next)), token)


class SignUpPage(Controller):
    """A new account."""

    path = "/sign-up"

    @get(opt={"permission": Permission.PUBLIC}, sync_to_thread=True)
    def show(self, request: AnyRequest, next: str = "") -> Response[str]:
        """Show the form."""
        return page(request, "accounts/sign_up.html", values={"next": inside(next)}, faults=())

    @post(opt={"permission": Permission.PUBLIC}, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, clock: Clock, form: Form) -> Response[Any]:
        """Make the account and sign in."""
        try:
            data = read(SignUp, form.flat())
            count_try(session, "sign-up", address_of(request), TRIES, TRIES_WINDOW, clock.now())
            person = service.sign_up(session, data.email, data.name, data.password, clock.now())
            if person is None:
                raise Invalid([TAKEN])
        except Invalid as refusal:
            context = {"values": form.flat(), "faults": refusal.faults}
            return page(request, "accounts/sign_up.html", status_code=422, **context)
        token = service.open_session(session, person, clock.now())
        return with_session(request, see(inside(data.next, "/account"), SIGNED_UP), token)


class SignOutPage(Controller):
    """Signing out."""

    path = "/sign-out"

    @post(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """End the session."""
        service.sign_out(session, actor, clock.now())
        answer = see("/")
        answer.delete_cookie(settings_of(request).cookie("session"))
        return answer


class DemoSignIn(Controller):
    """Being somebody of the demo world: no password, only in the demo and only on this machine."""

    path = "/demo/sign-in"

    @post(opt={"permission": Permission.PUBLIC}, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, clock: Clock, form: Form) -> Response[Any]:
        """Sign in as a demo person."""
        person = session.get(Person, form.get("person_id"))
        if not settings_of(request).demo or person is None or not person.demo:
            raise NotFound
        token = service.open_session(session, person, clock.now())
        return with_session(request, see(inside(form.get("next"), "/account")), token)


class LanguagePage(Controller):
    """The language of the pages."""

    path = "/language/{language:str}"

    @get(opt={"permission": Permission.PUBLIC}, sync_to_thread=False)
    def choose(self, request: AnyRequest, language: str, next: str = "/") -> Response[Any]:
        """Remember the language in this browser and go back."""
        if language not in LANGUAGES:
            raise NotFoundException
        secure = settings_of(request).secure_cookies
        answer = see(inside(next))
        answer.set_cookie(
            Cookie(key="language", value=language, max_age=31_536_000, secure=secure, httponly=True, samesite="lax")
        )
        return answer


class CurrentBusinessPage(Controller):
    """Switching between businesses."""

    path = "/businesses/current"

    @post(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def choose(self, session: Session, actor: Actor, form: Form) -> Response[Any]:
        """Work with another business."""
        service.choose_business(session, actor, form.get("business_id"))
        return see(inside(form.get("return_to")))


def with_session(request: AnyRequest, answer: Response[Any], token: str) -> Response[Any]:
    """Put the session's cookie on an answer."""
    settings = settings_of(request)
    answer.set_cookie(
        Cookie(
            key=settings.cookie("session"),
            value=token,
            secure=settings.secure_cookies,
            httponly=True,
            samesite="lax",
        )
    )
    return answer


def _sign_in_page(
    request: AnyRequest, session: Session, values: dict[str, str], faults: Sequence[Fault] = ()
) -> Response[Any]:
    demo = settings_of(request).demo
    people = session.exec(select(Person).where(col(Person.demo)).order_by(Person.name)).all() if demo else []
    kept = {name: value for name, value in values.items() if name != "password"}
    status = 422 if faults else 200
    return page(request, "accounts/sign_in.html", status_code=status, values=kept, faults=faults, people=people)


ROUTES: list[Any] = [
    SignInPage,
    SignUpPage,
    SignOutPage,
    DemoSignIn,
    LanguagePage,
    CurrentBusinessPage,
]
MENU: list[Any] = []
