"""The personal list: first things first, grouped and narrowed by its address, and taken away as a table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.clock import Clock
from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.profiles.matching import match_business
from backend.profiles.queries import find_business, load_profile
from backend.requirements.blocks import ListContext, list_blocks
from backend.requirements.changes import ending_soon, last_change, past_changes, upcoming
from backend.requirements.filtering import FACETS, GROUPINGS, chips, grouped, narrowed, read_wanted, removable
from backend.requirements.listing import PersonalList, personal_list
from backend.requirements.receipts import receipts_of
from backend.requirements.tables import csv_answer, list_rows
from backend.web.context import AnyRequest, language_of
from backend.web.pages import page
from backend.web.redirects import see

OWN = {"permission": Permission.OWN_BUSINESS}
YEAR = timedelta(days=365)


class ListPage(Controller):
    """What is in force for this business, in which order and why."""

    path = "/list"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show the list; without any answers there is nothing to show yet."""
        if actor.business_id is None:
            return page(request, "requirements/no_list.html")
        personal = _personal(session, actor, clock)
        if not any(place.profile.known for place in personal.match.places):
            return page(request, "requirements/no_list.html")
        wanted = read_wanted(request.query_params)
        items = narrowed(personal.items, wanted)
        return page(
            request,
            "requirements/list.html",
            personal=personal,
            wanted=wanted,
            shown=len(items),
            groups=grouped(items, wanted, clock.today()),
            chips=chips(personal.items, wanted),
            facets=FACETS,
            groupings=GROUPINGS,
            removable=removable(wanted),
            authorities=current_law().edition.authorities,
            change=last_change(session, personal.profile.business.id, clock.now()),
            coming=upcoming(personal.match),
            receipts=receipts_of(personal.match),
            edition=current_law().edition,
            today=clock.today(),
            blocks=list_blocks(ListContext(request, session, actor, personal)),
        )


class ListTable(Controller):
    """The same list as a table for a spreadsheet."""

    path = "/list.csv"

    @get(opt=OWN, sync_to_thread=True)
    def download(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Give the list as the address narrows it."""
        if actor.business_id is None:
            return see("/")
        personal = _personal(session, actor, clock)
        items = narrowed(personal.items, read_wanted(request.query_params))
        return csv_answer("yasno-list", list_rows(items, language_of(request)))


class ChangesPage(Controller):
    """What the law has changed in this list, and what its dates bring."""

    path = "/list/changes"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show what is coming, then what came."""
        if actor.business_id is None:
            return see("/list")
        match = match_business(load_profile(session, find_business(session, actor)), clock.today())
        past = past_changes(session, actor.business_id, clock.now() - YEAR)
        ending = sorted(ending_soon(match), key=lambda one: (one.in_force.until, one.id))
        return page(
            request,
            "requirements/changes.html",
            coming=upcoming(match),
            past=past,
            ending=ending,
            entries=current_law().edition.requirements,
        )


def _personal(session: Session, actor: Actor, clock: Clock) -> PersonalList:
    return personal_list(session, load_profile(session, find_business(session, actor)), clock.today())


ROUTES: list[Any] = [ListPage, ListTable, ChangesPage]
