"""Signing up, in and out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from litestar import Controller, Response, get, post
from litestar.datastructures import Cookie
from sqlmodel import Session, col, select

from backend.accounts import limits, pending, service
from backend.accounts.links import find_link
from backend.accounts.models import LinkPurpose, Person
from backend.accounts.passwords import hash_password, matches
from backend.accounts.queries import find_by_email
from backend.accounts.schemas import SignIn, read_sign_up
from backend.accounts.second_factor import find_factor
from backend.clock import Clock
from backend.config import LOOPBACK, Settings
from backend.errors import Invalid, NotFound
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, language_of, settings_of
from backend.web.forms import read
from backend.web.pages import page
from backend.web.redirects import inside, say_after, see
from rules.faults import Fault
from rules.text import Text

SIGNED_UP = say_after("signed_up", Text("Аккаунт создан, вы вошли.", "The account is made, you are signed in."))
HAS_ACCOUNT = say_after(
    "has_account", Text("Аккаунт с этой почтой уже есть. Войдите.", "There is an account. Sign in.")
)
SIGNED_OUT = say_after("signed_out", Text("Вы вышли.", "You are signed out."))
PUBLIC = {"permission": Permission.PUBLIC}
# Open also to somebody who has still to set their second factor up.
ALWAYS = {"before_second_factor": True}
AFTER = "/home"
PENDING_COOKIE = "sign-in"


class SignInPage(Controller):
    """Signing in."""

    path = "/sign-in"
    opt = ALWAYS

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, next: str = "") -> Response[str]:
        """Show the form, and in the demo the people one can be."""
        return _sign_in_page(request, session, {"next": inside(next, "")})

    @post(opt=PUBLIC, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Sign in; ten tries in five minutes for an account and for an address."""
        try:
            data = read(SignIn, form.flat())
            # The address first: whoever has spent its tries cannot spend those of other people's accounts too.
            limits.count(request, limits.SIGN_IN_FROM)
            limits.count(request, limits.SIGN_IN, data.email)
            person = session.get_one(Person, _known(request, data))
        except Invalid as refusal:
            return _sign_in_page(request, session, form.flat(), refusal.faults)
        return admit(request, session, person, clock, actor, data.next)


class SignUpPage(Controller):
    """A new account: a letter finishes it, so that nobody claims another's address or finds out who is here."""

    path = "/sign-up"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, next: str = "") -> Response[str]:
        """Show the form."""
        return page(request, "accounts/sign_up.html", values={"next": inside(next, "")}, faults=())

    @post(opt=PUBLIC, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, clock: Clock, form: Form) -> Response[Any]:
        """Send the letter; the answer is the same for an address that has an account."""
        try:
            data = read_sign_up(form.flat())
        except Invalid as refusal:
            values = {**form.flat(), "password": ""}
            return page(request, "accounts/sign_up.html", status_code=422, values=values, faults=refusal.faults)
        limits.count(request, limits.SIGN_UP_FROM)
        limits.count(request, limits.SIGN_UP_FOR, data.email)
        hashed, language = hash_password(data.password), language_of(request)
        link = service.ask_to_sign_up(
            session, data.email, data.name, hashed, language, inside(data.next, ""), clock.now()
        )
        here = link if mail_stays_here(settings_of(request)) else None
        return page(request, "accounts/letter_sent.html", email=data.email, link=here, kind="sign_up")


class FinishSignUpPage(Controller):
    """The link of the sign-up letter."""

    path = "/sign-up/{token:str}"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, clock: Clock, token: str) -> Response[str]:
        """Show the one button; opening a link changes nothing, mail programs open links by themselves."""
        limits.count(request, limits.LINK_FROM)
        link = find_link(session, token, clock.now(), LinkPurpose.SIGN_UP)
        return page(request, "accounts/finish_sign_up.html", email=link.email, name=link.details["name"])

    @post(opt=PUBLIC, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, token: str) -> Response[Any]:
        """Make the account and sign in."""
        limits.count(request, limits.LINK_FROM)
        person, target = service.finish_sign_up(session, token, clock.now())
        if person is None:
            return see("/sign-in", HAS_ACCOUNT)
        return arrive(request, person, service.enter(session, person, clock.now(), actor), target, SIGNED_UP)


class SignOutPage(Controller):
    """Signing out."""

    path = "/sign-out"
    opt = ALWAYS

    @post(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """End the session."""
        service.sign_out(session, actor, clock.now())
        return depart(request, see("/", SIGNED_OUT))


class DemoSignIn(Controller):
    """Being somebody of the demo world: no password, only in the demo and only on this machine."""

    path = "/demo/sign-in"
    opt = ALWAYS

    @post(opt=PUBLIC, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Sign in as a demo person."""
        person = session.get(Person, form.get("person_id"))
        if not settings_of(request).demo or person is None or not person.demo or person.blocked_at is not None:
            raise NotFound
        token = service.enter(session, person, clock.now(), actor)
        return with_session(request, see(inside(form.get("next") or AFTER, AFTER)), token)


def admit(
    request: AnyRequest,
    session: Session,
    person: Person,
    clock: Clock,
    actor: Actor,
    target: str,
    flash: str | None = None,
) -> Response[Any]:
    """Answer somebody whose password was right: sign them in, or ask for the code first where they have one."""
    if find_factor(session, person.id) is None:
        return arrive(request, person, service.enter(session, person, clock.now(), actor), target, flash)
    settings, token = settings_of(request), pending.begin(session, person, inside(target, ""), clock.now())
    answer, lasts = see("/sign-in/code", flash), int(pending.LASTS.total_seconds())
    name, secure = settings.cookie(PENDING_COOKIE), settings.secure_cookies
    answer.set_cookie(Cookie(key=name, value=token, max_age=lasts, secure=secure, httponly=True, samesite="lax"))
    return answer


def arrive(
    request: AnyRequest, person: Person, token: str, target: str, flash: str | None = None, *numbers: int
) -> Response[Any]:
    """Answer a sign-in: the session's cookie, the person's language, and first of all their anonymous run, if any."""
    settings, path = settings_of(request), inside(target or AFTER, AFTER)
    if settings.cookie("run") in request.cookies and not path.startswith("/save-run"):
        path = f"/save-run?next={quote(path)}"
    answer = with_session(request, see(path, flash, *numbers), token)
    if "language" not in request.cookies:
        set_language(request, answer, person.language)
    return answer


def depart(request: AnyRequest, answer: Response[Any]) -> Response[Any]:
    """Take the session's cookie off the browser."""
    settings = settings_of(request)
    answer.set_cookie(
        Cookie(
            key=settings.cookie("session"),
            value="",
            max_age=0,
            secure=settings.secure_cookies,
            httponly=True,
            samesite="lax",
        )
    )
    return answer


def with_session(request: AnyRequest, answer: Response[Any], token: str) -> Response[Any]:
    """Put the session's cookie on an answer; it goes when the browser is closed."""
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


def set_language(request: AnyRequest, answer: Response[Any], language: str) -> None:
    """Remember the language in this browser."""
    secure = settings_of(request).secure_cookies
    answer.set_cookie(
        Cookie(key="language", value=language, max_age=31_536_000, secure=secure, httponly=True, samesite="lax")
    )


def mail_stays_here(settings: Settings) -> bool:
    """Whether letters go into a folder of this very machine, so that whoever asks can read them anyway."""
    return settings.smtp_url is None and urlsplit(settings.public_url).hostname in LOOPBACK


def _known(request: AnyRequest, data: SignIn) -> str:
    """Return the id of the person whose password fits; the slow part runs before anything is locked for writing.

    Raises:
        Invalid: no such account, a wrong password, or a blocked one; which of them is not said.
    """
    with Session(request.app.state.engine) as reading:
        person = find_by_email(reading, data.email)
        kept, person_id = (person.password, person.id) if person else (None, "")
        blocked = person is not None and person.blocked_at is not None
    if not matches(kept, data.password) or blocked:
        raise Invalid([service.WRONG])
    return person_id


def _sign_in_page(
    request: AnyRequest, session: Session, values: dict[str, str], faults: Sequence[Fault] = ()
) -> Response[Any]:
    demo = settings_of(request).demo
    people = session.exec(select(Person).where(col(Person.demo)).order_by(Person.name)).all() if demo else []
    kept = {name: value for name, value in values.items() if name != "password"}
    status = 422 if faults else 200
    return page(request, "accounts/sign_in.html", status_code=status, values=kept, faults=faults, people=people)


ROUTES: list[Any] = [SignInPage, SignUpPage, FinishSignUpPage, SignOutPage, DemoSignIn]
