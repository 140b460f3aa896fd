"""Links to the list for programs: made, listed, withdrawn."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from litestar import Response, delete, get, post
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.clock import Clock
from backend.permissions import Actor, Permission
from backend.profiles.own import OwnApi, OwnBusiness
from backend.reports import sharing
from backend.reports.models import ShareLink
from backend.reports.share_pages import address_of_link
from backend.reports.sharing import NewShare
from backend.web.calls import answer, read_body
from backend.web.context import AnyRequest
from backend.web.etags import shown
from backend.web.openapi import BASE, deletes, hands_out, reads

OWN = Permission.BUSINESS_BY_KEY
HOME = f"{BASE}/businesses/{{business_id:str}}"
EXAMPLE = {"days": 30, "label": "бухгалтер", "answers_shown": False, "name_shown": False}


class ShareOut(BaseModel):
    """A living link. Whoever has its address sees the list as of the day they open it."""

    id: str
    label: str
    answers_shown: bool
    name_shown: bool
    created_at: datetime
    expires_at: datetime
    last_day: date = Field(description="The last day on which it opens, in Moscow")


class MadeShareOut(ShareOut):
    """A new link with its address, which is given once."""

    address: str = Field(description="Only its hash is kept: it is never given again")


class SharesOut(BaseModel):
    """Living links made by the person behind the key, oldest first."""

    items: list[ShareOut]


class Shares(OwnApi):
    """Links to the list of a business."""

    path = f"{HOME}/shares"
    tags = ["list"]

    @get(**reads(OWN, "Living links to the list", SharesOut, tagged=True))
    def list_own_shares(
        self, request: AnyRequest, session: Session, actor: Actor, own: OwnBusiness, clock: Clock
    ) -> Response[bytes]:
        """Return them without their addresses."""
        found = sharing.links_of(session, actor, own.find(), clock.now())
        return shown(request, {"items": [_document(one) for one in found]})

    @post(**hands_out("Make a link to the list", NewShare, MadeShareOut, conflicts=True, example=EXAMPLE))
    def make_share(
        self, request: AnyRequest, session: Session, actor: Actor, own: OwnBusiness, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Show the list to whoever has the address, until its end; answers and name only if asked for."""
        business = own.take()
        data = read_body(NewShare, document, ("days",))
        link, token = sharing.make_link(session, actor, business, data, clock.now())
        return answer({**_document(link), "address": address_of_link(request, token)}, 201)


class OneShare(OwnApi):
    """One link."""

    path = f"{HOME}/shares/{{share_id:str}}"
    tags = ["list"]

    @delete(**deletes("Withdraw a link to the list"))
    def withdraw_share(
        self, session: Session, actor: Actor, own: OwnBusiness, clock: Clock, share_id: FromPath[str]
    ) -> None:
        """End it at once."""
        sharing.withdraw(session, actor, own.take(), share_id, clock.now())


def _document(link: ShareLink) -> dict[str, Any]:
    return {
        "id": link.id,
        "label": link.label,
        "answers_shown": link.answers_shown,
        "name_shown": link.name_shown,
        "created_at": link.created_at,
        "expires_at": link.expires_at,
        "last_day": sharing.last_day(link),
    }


ROUTES = [Shares, OneShare]
