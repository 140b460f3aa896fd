"""Clients of one's organisation: asking for one, its secrets, its uses, its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts import limits
from backend.accounts.schemas import read_all
from backend.clients import service, shown
from backend.clients.organisations import name_of, own_organisations
from backend.clients.queries import find_own, list_own
from backend.clients.schemas import NewClient, NewSecret
from backend.clock import Clock
from backend.db.types import new_id
from backend.errors import Invalid, NotFound
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, language_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

OWN = {"permission": Permission.CLIENTS_OWN}
ASKED = say_after("client_asked", Text("Заявка отправлена администратору.", "An admin was asked."))
ENDED = say_after("client_ended", Text("Подключение отключено.", "The client has ended."))
SECRET_ENDED = say_after("client_secret_ended", Text("Секрет отключён.", "The secret has ended."))


class ClientsPage(Controller):
    """The clients of one's organisations."""

    path = "/clients"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[str]:
        """List them."""
        rows = [shown.line(session, one) for one in list_own(session, actor, clock.now())]
        mine = own_organisations(session, actor, clock.now())
        return page(request, "clients/clients.html", rows=rows, may_ask=bool(mine))


class NewClientPage(Controller):
    """Asking for a client."""

    path = "/clients/new"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[str]:
        """Show the form."""
        return _new_page(request, session, actor, clock, {"ref": new_id()})

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Send it to an admin."""
        scopes, values = form.all("scopes"), form.flat()
        given = {name: value for name, value in values.items() if name != "scopes"}
        try:
            data = read_all(NewClient, given)
            limits.count(request, limits.NEW_KEY, actor.person_id or "")
            client = service.ask_for_client(session, actor, data, scopes, clock.now())
        except Invalid as refusal:
            return _new_page(request, session, actor, clock, {**values, "scopes": scopes}, refusal.faults)
        return see(f"/clients/{client.id}", ASKED)


class ClientPage(Controller):
    """One client: what it may do, its secrets, its uses."""

    path = "/clients/{client_id:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, client_id: str) -> Response[str]:
        """Show it."""
        return _client_page(request, session, actor, clock, client_id)


class ClientSecrets(Controller):
    """A new secret of a client."""

    path = "/clients/{client_id:str}/secrets"

    @post(opt=OWN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, client_id: str
    ) -> Response[Any]:
        """Make it and show it, once."""
        find_own(session, actor, client_id, clock.now())
        try:
            data = read_all(NewSecret, {"days": form.get("days")})
        except Invalid as refusal:
            return _client_page(request, session, actor, clock, client_id, faults=refusal.faults)
        made = service.make_secret(session, actor, client_id, int(data.days), seen_version(form), clock.now())
        return _client_page(request, session, actor, clock, client_id, secret=made)


class SecretEnd(Controller):
    """The end of a secret."""

    path = "/clients/{client_id:str}/secrets/{secret_id:str}/end"

    @get(opt=OWN, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, client_id: str, secret_id: str
    ) -> Response[str]:
        """Ask whether it is meant."""
        found = shown.whole(session, find_own(session, actor, client_id, clock.now()), clock.now())
        secret = next((one for one in found["secrets"] if one["row"].id == secret_id and one["valid"]), None)
        if secret is None:
            raise NotFound
        return page(request, "clients/end_secret.html", secret=secret["row"], **found)

    @post(opt=OWN, sync_to_thread=True)
    def submit(
        self, session: Session, actor: Actor, clock: Clock, form: Form, client_id: str, secret_id: str
    ) -> Response[Any]:
        """End it, with the tokens got by it."""
        service.end_secret(session, actor, client_id, secret_id, seen_version(form), clock.now())
        return see(f"/clients/{client_id}", SECRET_ENDED)


class ClientEnd(Controller):
    """The end of a client."""

    path = "/clients/{client_id:str}/end"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, client_id: str) -> Response[str]:
        """Ask whether it is meant."""
        client = find_own(session, actor, client_id, clock.now())
        return page(request, "clients/end_client.html", back=f"/clients/{client.id}", client=client)

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, form: Form, client_id: str) -> Response[Any]:
        """End it."""
        client = find_own(session, actor, client_id, clock.now(), write=True)
        service.end_client(session, actor, client, seen_version(form), clock.now())
        return see(f"/clients/{client_id}", ENDED)


def seen_version(form: Form) -> int:
    """Return the version of the client that the person saw; without one, none fits."""
    seen = form.get("version")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0


def _new_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    values: dict[str, Any],
    faults: Sequence[Fault] = (),
) -> Response[str]:
    language, mine = language_of(request), own_organisations(session, actor, clock.now())
    if not mine:
        raise NotFound
    return page(
        request,
        "clients/new_client.html",
        status_code=422 if faults else 200,
        organisations=[{"value": one.code, "label": name_of(session, one).in_(language)} for one in mine],
        scopes=[{"value": code, "label": name.in_(language)} for code, name in shown.SCOPE_NAMES.items()],
        values=values,
        faults=faults,
    )


def _client_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    client_id: str,
    secret: str | None = None,
    faults: Sequence[Fault] = (),
) -> Response[str]:
    client = find_own(session, actor, client_id, clock.now())
    status = 422 if faults else 200
    found = shown.whole(session, client, clock.now())
    return page(request, "clients/client.html", status_code=status, secret=secret, values={}, faults=faults, **found)


ROUTES: list[Any] = [ClientsPage, NewClientPage, ClientPage, ClientSecrets, SecretEnd, ClientEnd]
