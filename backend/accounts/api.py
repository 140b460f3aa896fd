"""The businesses of a key."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.accounts.models import Business
from backend.accounts.queries import find_own_business
from backend.permissions import Actor, Permission
from backend.web.calls import Api
from backend.web.context import AnyRequest
from backend.web.etags import shown
from backend.web.openapi import BASE, reads


class BusinessOut(BaseModel):
    """A business, and what the key may do for it."""

    id: str = Field(examples=["pQ8s1V0c2Zr4Yx7A"])
    name: str = Field(examples=["Кафе «Лён»"])
    inn: str | None
    ogrn: str | None
    scopes: list[str] = Field(description="read, answer, dispute", examples=[["read", "answer"]])
    created_at: datetime


class BusinessesOut(BaseModel):
    """The businesses of the key."""

    items: list[BusinessOut]


class Businesses(Api):
    """Which business the key is for."""

    path = f"{BASE}/businesses"
    tags = ["business"]

    @get(**reads(Permission.BUSINESS_BY_KEY, "The businesses of the key", BusinessesOut, tagged=True))
    def list_businesses(self, request: AnyRequest, session: Session, actor: Actor) -> Response[bytes]:
        """Return them; a key is for one."""
        found = [find_own_business(session, actor, one) for one in sorted(actor.scopes) if actor.may_for(one)]
        return shown(request, {"items": [_document(one, actor) for one in found]})

    @get("/{business_id:str}", **reads(Permission.BUSINESS_BY_KEY, "One business", BusinessOut, tagged=True))
    def show_business(
        self, request: AnyRequest, session: Session, actor: Actor, business_id: FromPath[str]
    ) -> Response[bytes]:
        """Return it; its name and numbers are changed by people, on the page «Мои данные»."""
        return shown(request, _document(find_own_business(session, actor, business_id), actor))


def _document(business: Business, actor: Actor) -> dict[str, Any]:
    return {
        "id": business.id,
        "name": business.name,
        "inn": business.inn,
        "ogrn": business.ogrn,
        "scopes": sorted(actor.scopes[business.id]),
        "created_at": business.created_at,
    }


ROUTES = [Businesses]
