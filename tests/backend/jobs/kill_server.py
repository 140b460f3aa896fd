"""The real server, or the real worker, with one more route and one more job; test_kill kills them."""

from __future__ import annotations

import sys

from litestar import Controller, post
from litestar.params import FromPath
from sqlmodel import Session

import backend.notifications.api
from backend import server
from backend.accounts.models import Business
from backend.audit.service import record
from backend.clock import Clock
from backend.commands.maintenance import worker
from backend.config import read_settings
from backend.jobs.registry import job
from backend.jobs.service import enqueue
from backend.permissions import Permission


@job("rehearsal.effect")
def effect(session, payload, now):
    """Take effect: a row of its own each time, so that a second effect would show."""
    session.add(Business(name=payload["key"], inn="effect", created_at=now))


class Note(Controller):
    """Takes a note: a row, a row of the log and a job, in one transaction."""

    path = "/api/rehearsal/{key:str}"

    @post(opt={"permission": Permission.PUBLIC}, sync_to_thread=True, status_code=201)
    def note(self, session: Session, clock: Clock, key: FromPath[str]) -> dict[str, str]:
        """Write once for each key; a repeated request is answered alike."""
        if session.get(Business, key) is None:
            session.add(Business(id=key, created_at=clock.now()))
            record(session, None, "rehearsal.note", "business", key, None, clock.now())
            enqueue(session, "rehearsal.effect", {"key": key}, due_at=clock.now(), key=f"effect:{key}")
        return {"key": key}


if __name__ == "__main__":
    backend.notifications.api.ROUTES.append(Note)
    if sys.argv[1] == "worker":
        worker(args=[])
    server.run(read_settings())
