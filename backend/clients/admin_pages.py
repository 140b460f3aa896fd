"""All machine clients of the installation: an admin decides on them and ends them, and sees no secret."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts.schemas import read_all
from backend.clients import service, shown
from backend.clients.own_pages import ENDED, seen_version
from backend.clients.queries import PAGE, find_client, list_all
from backend.clients.schemas import Decision
from backend.clock import Clock
from backend.errors import Invalid
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

APPROVES = {"permission": Permission.CLIENTS_APPROVE}
DECIDED = say_after("client_decided", Text("Решение записано.", "The decision is recorded."))


class AllClientsPage(Controller):
    """Every client, those that wait first."""

    path = "/admin/clients"

    @get(opt=APPROVES, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, page_number: int = 1) -> Response[str]:
        """List them."""
        number = min(max(page_number, 1), 10_000)
        found, total = list_all(session, number)
        rows, pages = [shown.line(session, one) for one in found], max(1, -(-total // PAGE))
        return page(request, "clients/all_clients.html", rows=rows, number=number, pages=pages, total=total)


class AnyClientPage(Controller):
    """One client as an admin sees it."""

    path = "/admin/clients/{machine_id:str}"

    @get(opt=APPROVES, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, clock: Clock, machine_id: str) -> Response[str]:
        """Show it with its uses."""
        return _page(request, session, clock, machine_id, {})

    @post(opt=APPROVES, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, machine_id: str
    ) -> Response[Any]:
        """Approve it or refuse it, with a reason."""
        given = {name: value for name, value in form.flat().items() if name != "version"}
        find_client(session, machine_id)
        try:
            data = read_all(Decision, given)
        except Invalid as refusal:
            return _page(request, session, clock, machine_id, form.flat(), refusal.faults)
        service.decide(session, actor, machine_id, data, seen_version(form), clock.now())
        return see(f"/admin/clients/{machine_id}", DECIDED)


class AnyClientEnd(Controller):
    """The end of a client by an admin."""

    path = "/admin/clients/{machine_id:str}/end"

    @get(opt=APPROVES, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, machine_id: str) -> Response[str]:
        """Ask whether it is meant."""
        client = find_client(session, machine_id)
        return page(request, "clients/end_client.html", back=f"/admin/clients/{client.id}", client=client)

    @post(opt=APPROVES, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, form: Form, machine_id: str) -> Response[Any]:
        """End it."""
        client = find_client(session, machine_id, write=True)
        service.end_client(session, actor, client, seen_version(form), clock.now())
        return see(f"/admin/clients/{machine_id}", ENDED)


def _page(
    request: AnyRequest,
    session: Session,
    clock: Clock,
    machine_id: str,
    values: dict[str, Any],
    faults: Sequence[Fault] = (),
) -> Response[str]:
    found = shown.whole(session, find_client(session, machine_id), clock.now())
    status = 422 if faults else 200
    return page(request, "clients/any_client.html", status_code=status, values=values, faults=faults, **found)


ROUTES: list[Any] = [AllClientsPage, AnyClientPage, AnyClientEnd]
