"""Settings of the assessment for programs."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, put
from pydantic import BaseModel, Field
from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments.reminders import wishes_of
from backend.assessments.schemas import SettingsInput
from backend.assessments.settings_pages import keep, on_list
from backend.clock import Clock
from backend.permissions import Permission
from backend.profiles.choices import choices_of
from backend.profiles.own import OwnApi, OwnBusiness
from backend.web.calls import parts
from backend.web.context import AnyRequest
from backend.web.etags import refuse_if_changed, shown
from backend.web.forms import read
from backend.web.openapi import BASE, reads, writes

OWN = Permission.BUSINESS_BY_KEY
FIELDS = tuple(SettingsInput.model_fields)
EXAMPLE = {"depth": "main", "domains": ["fire", "labour"], "authorities": ["mchs", "rostrud"], "often": "weekly"}


class SettingsOut(BaseModel):
    """How the business wants to be assessed and reminded."""

    depth: str = Field(description="main: concrete duties somebody fines for or permits; all")
    domains: list[str] = Field(description="Topics of its list that are part of the assessment")
    authorities: list[str]
    domains_out: list[str] = Field(description="Those left out, said beside every total")
    authorities_out: list[str]
    often: str = Field(description="off, weekly or monthly")
    channel: str = Field(description="site or mail")


class AssessmentSettings(OwnApi):
    """Settings of the assessment."""

    path = f"{BASE}/businesses/{{business_id:str}}/settings"
    tags = ["assessment"]

    @get(**reads(OWN, "Settings of the assessment", SettingsOut, tagged=True))
    def show_own_settings(
        self, request: AnyRequest, session: Session, own: OwnBusiness, clock: Clock
    ) -> Response[bytes]:
        """Return depth, topics, authorities, reminders."""
        return shown(request, _document(session, own.find(), clock))

    @put(**writes("Change the settings", SettingsInput, SettingsOut, example=EXAMPLE))
    def keep_own_settings(
        self, request: AnyRequest, session: Session, own: OwnBusiness, clock: Clock, document: Any
    ) -> Response[bytes]:
        """Keep them; topics and authorities of the list that are not named are left out."""
        business = own.take()
        data = read(SettingsInput, parts(document, ("domains", "authorities"), FIELDS))
        refuse_if_changed(request, _document(session, business, clock))
        keep(session, business, data, *on_list(session, business, clock), anonymous=False)
        return shown(request, _document(session, business, clock))


def _document(session: Session, business: Business, clock: Clock) -> dict[str, Any]:
    chosen = choices_of(business)
    domains, authorities = on_list(session, business, clock)
    return {
        "depth": chosen.depth,
        "domains": [code for code in domains if code not in chosen.domains_out],
        "authorities": [code for code in authorities if code not in chosen.authorities_out],
        "domains_out": sorted(chosen.domains_out),
        "authorities_out": sorted(chosen.authorities_out),
        **wishes_of(business),
    }


ROUTES = [AssessmentSettings]
