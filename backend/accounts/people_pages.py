"""People and roles, for admins: never their businesses, never anybody's answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts import administration, second_factor
from backend.accounts.identity import still_open
from backend.accounts.models import Person
from backend.accounts.queries import PAGE, grants_of, list_people
from backend.accounts.schemas import NewGrant, read_all
from backend.accounts.sessions import end_sessions, list_sessions
from backend.audit.service import record
from backend.clock import Clock
from backend.errors import Invalid
from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, language_of
from backend.web.pages import MenuItem, page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.roles import ROLE_NAMES
from rules.text import Text

GRANTED = say_after("role_granted", Text("Роль дана. Человек войдёт заново.", "Granted. The person signs in again."))
REVOKED = say_after("role_revoked", Text("Роль отозвана, сеансы завершены.", "Revoked, sessions have ended."))
BLOCKED = say_after("person_blocked", Text("Вход закрыт, сеансы завершены.", "Blocked, sessions have ended."))
UNBLOCKED = say_after("person_unblocked", Text("Вход открыт.", "Unblocked."))
ENDED = say_after("sessions_ended", Text("Сеансы завершены.", "Sessions have ended."))
RESET = say_after(
    "second_factor_reset",
    Text("Приложение с кодами отключено, сеансы завершены.", "The app is off, sessions have ended."),
)
ADMIN = {"permission": Permission.PEOPLE_MANAGE}
LAST_PAGE = 10_000


class PeoplePage(Controller):
    """Finding people."""

    path = "/admin/people"

    @get(opt=ADMIN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, q: str = "", page_number: int = 1) -> Response[str]:
        """List people, fifty a page."""
        number, words = min(max(page_number, 1), LAST_PAGE), q.strip()[:100].replace("\x00", "")
        found, total = list_people(session, words, number)
        return page(
            request,
            "admin/people.html",
            found=found,
            total=total,
            words=words,
            number=number,
            pages=max(1, -(-total // PAGE)),
            href=f"?q={quote(words)}&page_number=",
            role_names=ROLE_NAMES,
        )


class PersonPage(Controller):
    """One person: roles, blocking."""

    path = "/admin/people/{person_id:str}"

    @get(opt=ADMIN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, clock: Clock, person_id: str) -> Response[str]:
        """Show them."""
        return _person_page(request, session, clock, administration.find_person(session, person_id))


class GrantPage(Controller):
    """Giving a role."""

    path = "/admin/people/{person_id:str}/roles"

    @post(opt=ADMIN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, person_id: str
    ) -> Response[Any]:
        """Give it."""
        person = administration.find_person(session, person_id)
        try:
            administration.grant(session, actor, person, read_all(NewGrant, form.flat()), clock.now())
        except Invalid as refusal:
            return _person_page(request, session, clock, person, form.flat(), refusal.faults)
        return see(f"/admin/people/{person.id}", GRANTED)


class RevokePage(Controller):
    """Taking a role away."""

    path = "/admin/people/{person_id:str}/roles/{grant_id:str}/revoke"

    @post(opt=ADMIN, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, person_id: str, grant_id: str) -> Response[Any]:
        """Take it."""
        person = administration.find_person(session, person_id)
        administration.revoke(session, actor, person, grant_id, clock.now())
        return see(f"/admin/people/{person.id}", REVOKED)


class BlockPage(Controller):
    """Closing and opening the door."""

    path = "/admin/people/{person_id:str}/block"

    @post(opt=ADMIN, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, form: Form, person_id: str) -> Response[Any]:
        """Block, or let in again."""
        person, closing = administration.find_person(session, person_id), form.get("answer") == "block"
        change = administration.block if closing else administration.unblock
        change(session, actor, person, clock.now())
        return see(f"/admin/people/{person.id}", BLOCKED if closing else UNBLOCKED)


class PersonSessionsEnd(Controller):
    """Ending somebody's sessions, say after a lost phone."""

    path = "/admin/people/{person_id:str}/sessions/end"

    @post(opt=ADMIN, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, person_id: str) -> Response[Any]:
        """End them."""
        person = administration.find_person(session, person_id)
        end_sessions(session, person.id, clock.now())
        record(session, actor, "person.end_sessions", "person", person.id, None, clock.now())
        return see(f"/admin/people/{person.id}", ENDED)


class SecondFactorReset(Controller):
    """Taking away a lost app, for somebody without recovery codes."""

    path = "/admin/people/{person_id:str}/second-factor/reset"

    @post(opt=ADMIN, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, person_id: str) -> Response[Any]:
        """Take it away."""
        person = administration.find_person(session, person_id)
        second_factor.reset(session, actor, person, clock.now())
        return see(f"/admin/people/{person.id}", RESET)


def _person_page(
    request: AnyRequest,
    session: Session,
    clock: Clock,
    person: Person,
    values: dict[str, str] | None = None,
    faults: Sequence[Fault] = (),
) -> Response[str]:
    language, authorities = language_of(request), current_law().edition.authorities
    grants = grants_of(session, person.id)
    roles = {grant.role for grant in grants}
    return page(
        request,
        "admin/person.html",
        status_code=422 if faults else 200,
        person=person,
        grants=grants,
        role_names=ROLE_NAMES,
        authority_names={code: one.name for code, one in authorities.items()},
        roles=[{"value": role.value, "label": ROLE_NAMES[role].in_(language)} for role in administration.GRANTED],
        authorities=[{"value": code, "label": one.name.in_(language)} for code, one in authorities.items()],
        sessions=sum(still_open(row, roles, clock.now()) for row in list_sessions(session, person.id)),
        factor=second_factor.find_factor(session, person.id),
        required=second_factor.is_required(session, person.id),
        values=values or {},
        faults=faults,
    )


ROUTES: list[Any] = [PeoplePage, PersonPage, GrantPage, RevokePage, BlockPage, PersonSessionsEnd, SecondFactorReset]
MENU = [MenuItem("/admin/people", "Люди и роли", lambda actor: actor.may(Permission.PEOPLE_MANAGE))]
