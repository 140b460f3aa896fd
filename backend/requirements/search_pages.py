"""Search over all requirements with the verdict for this business, and the registry to browse; both public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.clock import Clock
from backend.law import current_law, search_index
from backend.permissions import Actor, Permission
from backend.profiles.matching import BusinessMatch, match_business
from backend.profiles.queries import find_business, load_profile
from backend.requirements.browsing import browse, facet_chips, facet_names, read_browsed
from backend.requirements.explaining import Explained, explain_item
from backend.requirements.narrowing import words_of
from backend.requirements.tables import csv_answer, registry_rows
from backend.web.context import AnyRequest, language_of
from backend.web.pages import page
from rules.requirements import Requirement

PUBLIC = {"permission": Permission.PUBLIC}
MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A requirement found by words; `explained` where there is a business to explain it for."""

    requirement: Requirement
    because: tuple[str, ...]
    explained: Explained | None


class SearchPage(Controller):
    """«Почему нет …?»: whatever the words find, with what decided about it."""

    path = "/search"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show what the words find, best first."""
        words = words_of(request.query_params)
        match = _match(session, actor, clock)
        return page(
            request,
            "requirements/search.html",
            words=words,
            found=_search(words, match) if words else [],
            mine=match is not None,
            edition=current_law().edition,
        )


class RegistryPage(Controller):
    """All requirements we know of, to be browsed by anybody."""

    path = "/registry"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, clock: Clock) -> Response[Any]:
        """Show the ways in, or what they lead to."""
        asked = read_browsed(request.query_params)
        names = facet_names()
        return page(
            request,
            "requirements/registry.html",
            asked=asked,
            entries=browse(asked, clock.today()) if asked.narrowed else [],
            chips=facet_chips(asked, clock.today()),
            chosen=[
                (names[facet](getattr(asked, facet)), asked.address(**{facet: ""}))
                for facet in names
                if getattr(asked, facet)
            ],
            edition=current_law().edition,
            today=clock.today(),
        )


class RegistryTable(Controller):
    """The registry, as narrowed, for a spreadsheet."""

    path = "/registry.csv"

    @get(opt=PUBLIC, sync_to_thread=True)
    def download(self, request: AnyRequest, clock: Clock) -> Response[Any]:
        """Give the requirements the address asks for."""
        found = browse(read_browsed(request.query_params), clock.today())
        return csv_answer("yasno-registry", registry_rows(found, language_of(request)))


def _match(session: Session, actor: Actor, clock: Clock) -> BusinessMatch | None:
    if actor.business_id is None or not actor.may_for(actor.business_id):
        return None
    profile = load_profile(session, find_business(session, actor))
    if not any(place.known for place in profile.places):
        return None
    return match_business(profile, clock.today())


def _search(words: str, match: BusinessMatch | None) -> list[Found]:
    entries = current_law().edition.requirements
    hits = search_index().search(words, MOST_FOUND)
    return [
        Found(entries[hit.id], hit.because, explain_item(match, entries[hit.id]) if match else None) for hit in hits
    ]


ROUTES: list[Any] = [SearchPage, RegistryPage, RegistryTable]
