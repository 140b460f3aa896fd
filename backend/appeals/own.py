"""A program's calls about the draft appeal its address names: read to look at it, taken to change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from litestar import Response
from litestar.di import Provide
from litestar.params import FromPath
from sqlmodel import Session

from backend.appeals.api_shapes import appeal_document
from backend.appeals.models import Appeal
from backend.appeals.queries import find_appeal, find_own
from backend.clock import Clock
from backend.permissions import Actor
from backend.web.calls import BODY, Api
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_moved, shown
from backend.web.idempotency import once


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """The appeal an address names. Nothing is asked of the database before the handler wants it."""

    request: AnyRequest
    session: Session
    actor: Actor
    clock: Clock
    appeal_id: str

    @property
    def now(self) -> datetime:
        """Return the present moment."""
        return self.clock.now()

    def find(self) -> Appeal:
        """Return it to look at.

        Raises:
            NotFound: no such appeal, or not the key's business's.
        """
        return find_own(self.session, self.actor, self.appeal_id, self.clock.today())

    def take(self) -> Appeal:
        """Return it to change: nobody else changes it until this call ends.

        Raises:
            NotFound: no such appeal, or not the key's business's.
            Changed: it is another than the caller saw.
        """
        row = find_own(self.session, self.actor, self.appeal_id, self.clock.today(), write=True)
        refuse_if_moved(self.request, row.version)
        return row

    def add(self, document: object, act: Callable[[Appeal], None]) -> Response[bytes]:
        """Add something to it, once; return it as it is then."""
        business_id = find_own(self.session, self.actor, self.appeal_id, self.clock.today(), write=True).business_id

        def made() -> Response[bytes]:
            act(self.take())
            answer = self.shown()
            answer.status_code = 201
            return answer

        return once(self.request, self.session, self.actor, business_id, document, self.now, made)

    def shown(self) -> Response[bytes]:
        """Return the answer that shows it."""
        seen = find_appeal(self.session, self.actor, self.appeal_id, self.clock.today())
        return shown(self.request, appeal_document(self.session, seen, self.now), version=seen.case.version)


def provide_own_draft(
    request: AnyRequest, session: Session, actor: Actor, clock: Clock, appeal_id: FromPath[str]
) -> OwnDraft:
    """Return what a handler calls `own`."""
    return OwnDraft(request, session, actor, clock, appeal_id)


class OwnDraftApi(Api):
    """Calls about a draft appeal: `own` finds, takes or shows it."""

    dependencies = {**BODY, "own": Provide(provide_own_draft, sync_to_thread=False)}
