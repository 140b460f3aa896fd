"""Notices for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, Parameter
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.notifications import queries, service
from backend.notifications.pages import shown
from backend.permissions import Actor, Permission
from backend.web.calls import Api
from backend.web.context import AnyRequest, language_of
from backend.web.openapi import changes, reads
from backend.web.paging import Limit


class NoticeOut(BaseModel):
    """A notice to the person behind the key, in the language asked for."""

    id: str = Field(examples=["pQ8s1V0c2Zr4Yx7A"])
    title: str = Field(examples=["Спор об отнесении требования: не относится к вам"])
    body: str = Field(examples=["Тренировка по эвакуации"])
    link: str = Field(examples=["/disputes/pQ8s1V0c2Zr4Yx7A"])
    created_at: datetime
    read: bool


class NoticePage(BaseModel):
    """A page of notices, newest first; `next` is the cursor of the page after it, null on the last."""

    items: list[NoticeOut]
    next: str | None
    unread: int


class NoticesApi(Api):
    """The notices of the person behind the key."""

    path = "/api/v1/notices"
    tags = ["notices"]

    @get(**reads(Permission.SIGNED_IN, "List notices, newest first", NoticePage))
    def list_notices(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        cursor: Annotated[str, Parameter(max_length=32, description="`next` of the page before")] = "",
        limit: Limit = 50,
    ) -> NoticePage:
        """Return a page of the person's notices."""
        person_id, language = str(actor.person_id), language_of(request)
        place = queries.place_of(session, person_id, cursor)
        notices = queries.list_notices(session, person_id, before=place, limit=limit)
        return NoticePage(
            items=[NoticeOut.model_validate(shown(notice, language)) for notice in notices],
            next=notices[-1].id if len(notices) == limit else None,
            unread=queries.count_unread(session, person_id),
        )


class NoticeReadApi(Api):
    """Marking a notice as read."""

    path = "/api/v1/notices/{notice_id:str}/read"
    tags = ["notices"]

    @post(**changes(Permission.SIGNED_IN, "Mark as read", NoticeOut))
    def read_notice(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, notice_id: FromPath[str]
    ) -> NoticeOut:
        """Mark the notice as read; a second time changes nothing."""
        notice = service.mark_read(session, str(actor.person_id), notice_id, clock.now())
        return NoticeOut.model_validate(shown(notice, language_of(request)))


ROUTES = [NoticesApi, NoticeReadApi]
