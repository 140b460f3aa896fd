"""An admin notes which of the ombudsmen are public representatives: a role alone tells only the region."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session, select

from backend.accounts.models import Person, RoleGrant
from backend.audit.service import record
from backend.clock import Clock
from backend.errors import BadRequest, NotFound
from backend.ombudsman.models import OmbudsmanKind, OmbudsmanOffice
from backend.ombudsman.offices import KINDS, kind_of_grant
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.roles import Role
from rules.text import Text

ADMIN = {"permission": Permission.PEOPLE_MANAGE}
KEPT = say_after("ombudsman_kind", Text("Записано.", "Written down."))


class Ombudsmen(Controller):
    """Everybody with the role, and which ombudsman each is."""

    path = "/admin/ombudsmen"

    @get(opt=ADMIN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session) -> Response[Any]:
        """List them."""
        grants = session.exec(select(RoleGrant).where(RoleGrant.role == Role.OMBUDSMAN)).all()
        rows = [
            {
                "grant": one.id,
                "name": session.get_one(Person, one.person_id).name,
                "region": one.region,
                "kind": kind_of_grant(session, one).value,
            }
            for one in grants
        ]
        kinds = [{"value": kind.value, "label": name} for kind, name in KINDS.items()]
        return page(request, "ombudsman/admin.html", rows=sorted(rows, key=lambda row: row["name"]), kinds=kinds)

    @post("/{grant_id:str}", opt=ADMIN, sync_to_thread=True)
    def keep(self, session: Session, actor: Actor, clock: Clock, form: Form, grant_id: str) -> Response[Any]:
        """Note which one somebody is."""
        grant = session.get(RoleGrant, grant_id)
        if grant is None or grant.role is not Role.OMBUDSMAN:
            raise NotFound
        if form.get("kind") not in {kind.value for kind in KINDS}:
            message = Text("Не выбрано, какой это уполномоченный.", "Which ombudsman is not chosen.")
            raise BadRequest(message, Text("Выберите из списка.", "Choose from the list."), field="kind")
        row = session.get(OmbudsmanOffice, grant_id) or OmbudsmanOffice(grant_id=grant_id, kind=OmbudsmanKind.PUBLIC)
        row.kind = OmbudsmanKind(form.get("kind"))
        session.add(row)
        record(session, actor, "ombudsman.kind", "role_grant", grant_id, {"kind": row.kind.value}, clock.now())
        return see("/admin/ombudsmen", KEPT)


ROUTES: list[Any] = [Ombudsmen]
