"""The audit log for admins; its integrity for everybody."""

from __future__ import annotations

from typing import Annotated, Any

import sqlalchemy as sa
from litestar import Controller, Response, get
from litestar.params import QueryParameter
from sqlmodel import Session

from backend.audit import queries
from backend.audit.chain import Break
from backend.audit.integrity_pages import IntegrityPage
from backend.audit.models import AuditRow
from backend.audit.service import ANONYMOUS, SYSTEM
from backend.audit.words import action_words
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest
from backend.web.pages import MenuItem, page
from rules.text import Text

NAMES = {SYSTEM: Text("сама платформа", "the platform itself"), ANONYMOUS: Text("без аккаунта", "without an account")}
# People live in a room above this one; their names are read where they still exist, never kept in the log.
PERSON = sa.table("person", sa.column("id", sa.String), sa.column("name", sa.String))
Word = Annotated[str, QueryParameter(max_length=120)]
Number = Annotated[int | None, QueryParameter(ge=1, le=2**63 - 1)]


class AuditPage(Controller):
    """The log, newest first."""

    path = "/audit"

    @get(opt={"permission": Permission.AUDIT_READ}, sync_to_thread=True)
    def show(
        self,
        request: AnyRequest,
        session: Session,
        before: Number = None,
        action: Word = "",
        object_id: Word = "",
        check: bool = False,
    ) -> Response[str]:
        """Show a page of the log; with `check`, say first whether every row is as it was written."""
        rows = queries.list_rows(session, before=before, action=action.strip(), object_id=object_id.strip())
        found = queries.verify(session) if check else None
        names = _names(session, {row.actor for row in rows})
        return page(
            request,
            "audit/log.html",
            rows=[_shown(row, names) for row in rows],
            older=rows[-1].seq if len(rows) == queries.PAGE else None,
            action=action,
            object_id=object_id,
            whole=None if found is None else not isinstance(found, Break),
            said=found.message if isinstance(found, Break) else None,
        )


def _shown(row: AuditRow, names: dict[str, str]) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "at": row.at,
        "actor": NAMES.get(row.actor) or names.get(row.actor, row.actor),
        "action": row.action,
        "words": action_words(row.action),
        "object_type": row.object_type,
        "object_id": row.object_id,
    }


def _names(session: Session, actors: set[str]) -> dict[str, str]:
    found = session.execute(sa.select(PERSON).where(PERSON.c.id.in_(sorted(actors))))
    return {row.id: row.name for row in found}


def _reads_audit(actor: Actor) -> bool:
    return actor.may(Permission.AUDIT_READ)


ROUTES = [AuditPage, IntegrityPage]
MENU = [MenuItem("/audit", "Журнал", _reads_audit)]
