"""«Мои данные»: name, language, letters, sessions, businesses, consents, keys; taking the data away, erasing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts import consents, erasing, limits, personal, unfinished
from backend.accounts.acting import choose_office
from backend.accounts.entry_pages import depart, set_language
from backend.accounts.identity import still_open
from backend.accounts.invitations import KIND_NAMES, last_day
from backend.accounts.models import Person
from backend.accounts.passwords import matches
from backend.accounts.queries import find_self, grants_of, list_keys, list_parts
from backend.accounts.schemas import Profile, read_all
from backend.accounts.second_factor import find_factor
from backend.accounts.sessions import end_session, end_sessions, list_sessions
from backend.audit.service import record
from backend.clock import Clock
from backend.errors import Invalid
from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.roles import ROLE_NAMES
from rules.text import Text

SAVED = say_after("account_saved", Text("Сохранено.", "Saved."))
ENDED = say_after("session_ended", Text("Сеанс завершён.", "The session has ended."))
CHOSEN = say_after("office_chosen", Text("Теперь вы действуете от другого органа.", "You act from another office now."))
ERASED = say_after("account_erased", Text("Аккаунт и его данные стёрты.", "The account and its data are erased."))
SIGNED_IN = {"permission": Permission.SIGNED_IN}
WRONG_OWN = Fault(
    "wrong_password",
    "password",
    Text("Пароль другой.", "The password is different."),
    Text("Сверьте его или задайте новый.", "Check it or set a new one."),
)


class AccountPage(Controller):
    """Everything about oneself on one page."""

    path = "/account"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[str]:
        """Show it."""
        return _account_page(request, session, actor, clock)

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Keep name, language and whether letters are wanted."""
        person = find_self(session, actor)
        try:
            data = read_all(Profile, form.flat())
        except Invalid as refusal:
            return _account_page(request, session, actor, clock, form.flat(), refusal.faults)
        person.name, person.language = data.name, data.language
        session.add(person)
        change = consents.give if data.mail_notices else consents.withdraw
        change(session, person, consents.LETTERS, clock.now())
        person.mail_notices = data.mail_notices
        record(session, actor, "person.change", "person", person.id, data.model_dump(), clock.now())
        answer = see("/account", SAVED)
        set_language(request, answer, data.language)
        return answer


class SessionEnd(Controller):
    """Ending one session."""

    path = "/account/sessions/{session_id:str}/end"

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, session_id: str
    ) -> Response[Any]:
        """End it; if it is this one, go out."""
        end_session(session, actor.person_id or "", session_id, clock.now())
        if session_id == actor.session_id:
            return depart(request, see("/"))
        return see("/account#sessions", ENDED)


class OtherSessionsEnd(Controller):
    """Ending every other session."""

    path = "/account/sessions/end-others"

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """End them."""
        end_sessions(session, actor.person_id or "", clock.now(), but=actor.session_id)
        return see("/account#sessions", ENDED)


class OfficePage(Controller):
    """Choosing the office to act from."""

    path = "/account/office"

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def choose(self, session: Session, actor: Actor, form: Form) -> Response[Any]:
        """Act from another office; what was open may not be its, so go on from the start."""
        grants = grants_of(session, actor.person_id or "")
        choose_office(session, actor, grants, form.get("office"))
        return see("/", CHOSEN)


class DataPage(Controller):
    """A copy of everything about the person."""

    path = "/account/data.zip"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[bytes]:
        """Pack and send it."""
        limits.count(request, limits.DOWNLOAD, actor.person_id or "")
        packed = personal.make_archive(session, find_self(session, actor), settings_of(request).data, clock.now())
        headers = {"Content-Disposition": 'attachment; filename="yasno.zip"', "Cache-Control": "no-store"}
        return Response(packed, media_type="application/zip", headers=headers)


class ErasePage(Controller):
    """Erasing the account: shown what goes, confirmed with the password."""

    path = "/account/erase"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[str]:
        """Show what would go and what stays."""
        return _erase_page(request, session, actor, clock)

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Erase."""
        limits.count(request, limits.OWN_PASSWORD, actor.person_id or "")
        with Session(request.app.state.engine) as reading:
            kept = find_self(reading, actor).password
        wrong = kept is not None and not matches(kept, form.get("password"))
        person = find_self(session, actor)
        records = unfinished.own_records(session, personal.own_businesses(session, person, clock.now()))
        faults = [*([WRONG_OWN] if wrong else []), *erasing.not_confirmed(form.flat(), records)]
        if faults:
            return _erase_page(request, session, actor, clock, faults)
        erasing.erase_person(session, actor, person, clock.now())
        return depart(request, see("/", ERASED))


def _account_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    values: dict[str, str] | None = None,
    faults: Sequence[Fault] = (),
) -> Response[str]:
    person, now = find_self(session, actor), clock.now()
    grants = grants_of(session, person.id)
    roles = {grant.role for grant in grants}
    sessions = [row for row in list_sessions(session, person.id) if still_open(row, roles, now)]
    return page(
        request,
        "accounts/account.html",
        status_code=422 if faults else 200,
        person=person,
        values=values or _own_values(person),
        faults=faults,
        roles=[_role_name(grant.role, grant.authority, grant.region) for grant in grants],
        sessions=sessions,
        this_session=actor.session_id,
        factor=find_factor(session, person.id),
        parts=list_parts(session, person.id, now),
        kinds=KIND_NAMES,
        last_day=last_day,
        standing=consents.list_standing(session, person.id),
        keys=[key for key in list_keys(session, person.id) if key.expires_at > now],
    )


def _role_name(role: Any, authority: str, region: str) -> Text:
    name, office = ROLE_NAMES[role], current_law().edition.authorities.get(authority)
    if office is None:
        return name
    tail = f", {region}" if region else ""
    return Text(f"{name.ru}: {office.name.ru}{tail}", f"{name.en}: {office.name.en}{tail}")


def _own_values(person: Person) -> dict[str, str]:
    return {"name": person.name, "language": person.language, "mail_notices": "1" if person.mail_notices else ""}


def _erase_page(
    request: AnyRequest, session: Session, actor: Actor, clock: Clock, faults: Sequence[Fault] = ()
) -> Response[str]:
    person = find_self(session, actor)
    parts = list_parts(session, person.id, clock.now())
    records = unfinished.own_records(session, personal.own_businesses(session, person, clock.now()))
    told = {"person": person, "parts": parts, "records": records, "faults": faults}
    return page(request, "accounts/erase.html", status_code=422 if faults else 200, **told)


ROUTES: list[Any] = [
    AccountPage,
    SessionEnd,
    OtherSessionsEnd,
    OfficePage,
    DataPage,
    ErasePage,
]
