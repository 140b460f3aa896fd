"""The page of notices."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from backend.clock import Clock
from backend.notifications import queries, service
from backend.notifications.models import Notice
from backend.notifications.wording import say
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, language_of
from backend.web.pages import page
from backend.web.redirects import inside, say_after, see
from rules.text import Text

ALL_READ = say_after("notices_read", Text("Все уведомления отмечены прочитанными.", "All notices are marked as read."))


class NoticesPage(Controller):
    """What the person was told, newest first."""

    path = "/notices"

    @get(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, before: str = "") -> Response[str]:
        """Show a page of notices; `before` is the last one of the page before."""
        person_id = str(actor.person_id)
        notices = queries.list_notices(session, person_id, before=queries.place_of(session, person_id, before))
        older = notices[-1].id if len(notices) == queries.PAGE else None
        return page(
            request,
            "notifications/notices.html",
            notices=[shown(notice, language_of(request)) for notice in notices],
            older=older,
            unread=queries.count_unread(session, person_id),
        )


class ReadAll(Controller):
    """Marking everything as read."""

    path = "/notices/read-all"

    @post(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Mark every notice of the person as read."""
        service.mark_all_read(session, str(actor.person_id), clock.now())
        return see("/notices", ALL_READ)


class OpenNotice(Controller):
    """Opening what a notice speaks of."""

    path = "/notices/{notice_id:str}/open"

    @post(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, notice_id: FromPath[str]) -> Response[Any]:
        """Mark the notice as read and go to its page."""
        notice = service.mark_read(session, str(actor.person_id), notice_id, clock.now())
        return see(inside(notice.link, "/notices"))


def shown(notice: Notice, language: str) -> dict[str, Any]:
    """Return a notice in the reader's language."""
    said = say(notice.kind, notice.params, language)
    return {
        "id": notice.id,
        "title": said.title,
        "body": said.body,
        "button": said.button,
        "link": notice.link,
        "created_at": notice.created_at,
        "read": notice.read_at is not None,
    }


ROUTES = [NoticesPage, ReadAll, OpenNotice]
