"""The code after the password: no session yet, only a cookie that says the password was right in this browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import Cookie
from sqlmodel import Session

from backend.accounts import limits, pending, second_factor, service
from backend.accounts.entry_pages import PENDING_COOKIE, arrive
from backend.accounts.models import Person
from backend.clock import Clock
from backend.errors import Invalid
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

TOO_LATE = say_after("sign_in_again", Text("Введите пароль ещё раз.", "Type the password again."))
RECOVERED = say_after(
    "signed_in_by_recovery",
    Text(
        "Вы вошли кодом восстановления, он больше не действует. Осталось: {0}.",
        "You signed in by a recovery code; it is good no more. Left: {0}.",
    ),
)
PUBLIC = {"permission": Permission.PUBLIC, "before_second_factor": True}


class CodePage(Controller):
    """The second page of signing in."""

    path = "/sign-in/code"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, clock: Clock, by: str = "") -> Response[Any]:
        """Ask for the code; without a password typed here before, ask for that first."""
        if pending.find_pending(session, _cookie(request), clock.now()) is None:
            return see("/sign-in", TOO_LATE)
        return _code_page(request, by)

    @post(opt=PUBLIC, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Sign in; five codes in five minutes for an account."""
        person_id = _begun_by(request, clock)
        if person_id is None:
            return see("/sign-in", TOO_LATE)
        limits.count_all(request, limits.CODE, person_id)
        begun = pending.find_pending(session, _cookie(request), clock.now())
        if begun is None:
            return see("/sign-in", TOO_LATE)
        person, target = session.get_one(Person, person_id), begun.target
        try:
            left = second_factor.take(session, settings_of(request).secret, person, form.get("code"), clock.now())
        except Invalid as refusal:
            return _code_page(request, form.get("by"), refusal.faults)
        session.delete(begun)
        token = service.enter(session, person, clock.now(), actor, by_code=True)
        flash = (RECOVERED, left) if left is not None else ()
        return _forget_pending(request, arrive(request, person, token, target, *flash))


def _cookie(request: AnyRequest) -> str | None:
    return request.cookies.get(settings_of(request).cookie(PENDING_COOKIE))


def _begun_by(request: AnyRequest, clock: Clock) -> str | None:
    """Return whose sign-in this browser has begun; tries are counted before anything is locked for writing."""
    with Session(request.app.state.engine) as reading:
        begun = pending.find_pending(reading, _cookie(request), clock.now())
        return begun.person_id if begun else None


def _forget_pending(request: AnyRequest, answer: Response[Any]) -> Response[Any]:
    settings = settings_of(request)
    name, secure = settings.cookie(PENDING_COOKIE), settings.secure_cookies
    answer.set_cookie(Cookie(key=name, value="", max_age=0, secure=secure, httponly=True, samesite="lax"))
    return answer


def _code_page(request: AnyRequest, by: str, faults: Sequence[Fault] = ()) -> Response[str]:
    status, recovery = 422 if faults else 200, by == "recovery"
    return page(request, "accounts/sign_in_code.html", status_code=status, recovery=recovery, faults=faults)


ROUTES: list[Any] = [CodePage]
