"""The registry for programs: requirements to browse and search."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from litestar import Response, get
from litestar.params import FromPath, Parameter
from pydantic import BaseModel, Field

from backend.clock import Clock
from backend.law import current_law, search_index
from backend.permissions import Permission
from backend.requirements import api_dispute_files, api_disputes, api_list
from backend.requirements.queries import find_requirement
from backend.web.api_schemas import TextOut
from backend.web.calls import Api, Day, answer, day_of
from backend.web.context import AnyRequest
from backend.web.etags import shown
from backend.web.openapi import BASE, reads
from backend.web.paging import Cursor, Limit, page_of
from rules.faults import Fault, InputError
from rules.language.documents import found_requirements, nothing_asked
from rules.matching.documents import source_of
from rules.requirements import Requirement
from rules.shapes import unknown_code

PUBLIC = Permission.PUBLIC
Words = Annotated[str, Parameter(max_length=300, description="Everyday words; the best found come first")]
LONGEST = 1000


class SourceOut(BaseModel):
    """Where a requirement stands."""

    act: dict[str, Any]
    provision: str
    in_force: dict[str, str | None]
    verified: bool


class RequirementOut(BaseModel):
    """A requirement in short."""

    id: str = Field(examples=["labour.contract_written"])
    version: str = Field(description="Hash of its meaning")
    title: TextOut
    domain: str
    kind: str = Field(description="duty, ban, condition or limit")
    authority: str | None
    situations: list[str]
    life: str | None
    source: SourceOut


class RequirementPage(BaseModel):
    """Requirements; `next` is the cursor of the part after, null on the last."""

    edition: str
    total: int
    items: list[RequirementOut]
    next: str | None


class FullRequirementOut(BaseModel):
    """A requirement with everything the registry says of it, in the keys of its files."""

    edition: str
    version: str
    requirement: dict[str, Any]


class HitOut(BaseModel):
    """A requirement found by words."""

    id: str
    title: TextOut
    score: float
    because: list[str]
    status: str | None = None


class HitsOut(BaseModel):
    """Requirements found, best first."""

    results: list[HitOut]


class Registry(Api):
    """All requirements we know of."""

    path = BASE
    tags = ["law"]

    @get("/requirements", **reads(PUBLIC, "Requirements of the edition", RequirementPage, tagged=True))
    def list_requirements(
        self,
        request: AnyRequest,
        domain: Annotated[str, Parameter(description="Topic, as `fire`")] = "",
        authority: Annotated[str, Parameter(description="Code of who checks")] = "",
        situation: Annotated[str, Parameter(description="Code of a life situation")] = "",
        q: Words = "",
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Response[bytes]:
        """Return those that fit every filter, sorted by id; with words the best found first."""
        edition = current_law().edition
        _check(domain, authority, situation)
        found = [one for one in _ordered(q) if _fits(one, domain, authority, situation)]
        asked = ["requirements", edition.sha256, domain, authority, situation, q]
        part = page_of(found, lambda one: one.id, cursor, limit, asked)
        items = [short(one) for one in part.items]
        document = {"edition": edition.sha256, "total": len(found), "items": items, "next": part.next}
        return shown(request, document, public=True)

    @get("/requirements/{requirement_id:str}", **reads(PUBLIC, "One requirement", FullRequirementOut, tagged=True))
    def show_requirement(self, request: AnyRequest, requirement_id: FromPath[str]) -> Response[bytes]:
        """Return the entry as the registry keeps it."""
        entry = find_requirement(requirement_id)
        edition = current_law().edition.sha256
        document = {"edition": edition, "version": entry.version, "requirement": entry.raw}
        return shown(request, document, public=True)

    @get("/search", **reads(PUBLIC, "Search by everyday words", HitsOut))
    def search_registry(self, clock: Clock, q: Words, on: Day = "", limit: Limit = 20) -> Response[bytes]:
        """Answer as `yasno search` does: the requirements listed on a day, best first."""
        if not q.strip():
            raise InputError([nothing_asked()])
        return answer({"results": found_requirements(q, current_law().edition, day_of(on, clock), limit)})


def short(one: Requirement) -> dict[str, Any]:
    """Return a requirement in short."""
    return {
        "id": one.id,
        "version": one.version,
        "title": one.title.as_dict(),
        "domain": one.domain,
        "kind": one.kind,
        "authority": one.authority,
        "situations": list(one.situations),
        "life": one.life,
        "source": source_of(one),
    }


def _ordered(q: str) -> Iterable[Requirement]:
    requirements = current_law().edition.requirements
    if not q.strip():
        return (requirements[name] for name in sorted(requirements))
    return (requirements[hit.id] for hit in search_index().search(q, LONGEST))


def _fits(one: Requirement, domain: str, authority: str, situation: str) -> bool:
    wanted = ((domain, (one.domain,)), (authority, (one.authority,)), (situation, one.situations))
    return all(not code or code in has for code, has in wanted)


def _check(domain: str, authority: str, situation: str) -> None:
    """Refuse a code that nothing has: an empty answer to a slip of the pen would mislead."""
    edition = current_law().edition
    domains = sorted({one.domain for one in edition.requirements.values()})
    known = (
        ("domain", domain, domains),
        ("authority", authority, list(edition.authorities)),
        ("situation", situation, list(edition.situations)),
    )
    faults: list[Fault] = [unknown_code(name, code, codes) for name, code, codes in known if code and code not in codes]
    if faults:
        raise InputError(faults)


ROUTES = [Registry, *api_list.ROUTES, *api_disputes.ROUTES, *api_dispute_files.ROUTES]
