"""The API's first room: the edition, terms, procedures, and the description of the API itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Response, get
from litestar.params import FromPath, Parameter, QueryParameter
from pydantic import BaseModel, Field

from backend.errors import NotFound
from backend.law import current_law
from backend.permissions import Permission
from backend.web import api_matching
from backend.web.api_schemas import TextOut
from backend.web.api_words import RUSSIAN
from backend.web.calls import Api, answer
from backend.web.context import AnyRequest, language_of
from backend.web.etags import JSON, shown
from backend.web.openapi import BASE, REFUSALS, TAGS, reads
from backend.web.pages import page
from calculators.deadline_documents import count_deadline
from rules.exact_json import json_in_order
from rules.procedures import procedures

METHODS = ("get", "post", "put", "patch", "delete")


class EditionOut(BaseModel):
    """The edition of the registry that answers now."""

    edition: str = Field(description="Hash of the requirement files in canonical form")
    number: int | None = Field(description="Number of a published edition")
    published: str | None
    requirements: int
    facts: int


class DeadlineOut(BaseModel):
    """When a term ends; `last_moment` is the last valid second."""

    key: str
    term: str = Field(examples=["10 working_days"])
    due: str = Field(examples=["2026-12-11"])
    last_moment: str = Field(examples=["2026-12-11T23:59:59+03:00"])
    counted: list[str] | None
    rolled_over_from: str | None
    source: str | None
    verified: bool
    calendar: dict[str, str] = Field(description="Whether each year's calendar is official or provisional")
    calendar_version: str = Field(description="Changes when a day of the calendar or the status of a year does")
    timezone: str = Field(examples=["Europe/Moscow"])
    title: TextOut | None = Field(default=None, description="What the term is, for a term of the law")
    anchor: TextOut | None = Field(default=None, description="What starts it")
    who: str | None = Field(default=None, description="Who must act")
    regional: list[dict[str, Any]] | None = None


class ProcedureStateOut(BaseModel):
    """A state of a procedure."""

    code: str
    terminal: bool
    name: TextOut


class ProcedureOut(BaseModel):
    """A procedure: exactly the rows its runner uses."""

    name: str
    title: TextOut
    initial: str
    states: list[ProcedureStateOut]
    steps: list[dict[str, Any]]


class ProceduresOut(BaseModel):
    """Procedures."""

    procedures: list[ProcedureOut]


class Law(Api):
    """What the registry and the tables of the law say by themselves."""

    path = BASE
    tags = ["law"]

    @get("/registry/edition", **reads(Permission.PUBLIC, "The edition that answers now", EditionOut, tagged=True))
    def show_edition(self, request: AnyRequest) -> Response[bytes]:
        """Return its hash, its number if it is published, and how much it holds."""
        edition = current_law().edition
        shape = {
            "edition": edition.sha256,
            "number": edition.number,
            "published": edition.published,
            "requirements": len(edition.requirements),
            "facts": len(edition.vocabulary.facts),
        }
        return shown(request, shape, public=True)

    @get("/deadline", **reads(Permission.PUBLIC, "When a term of the law ends", DeadlineOut))
    def show_deadline(
        self,
        day: Annotated[
            str, QueryParameter(name="date", description="The event: 2026-11-27, for hours with a time")
        ] = "",
        key: Annotated[str, Parameter(description="A term of the law, as `appeal.file`; or give `term`")] = "",
        term: Annotated[str, Parameter(description="A term of your own, as `10 working_days`")] = "",
        region: Annotated[str, Parameter(description="Region whose own days off count too, as 16")] = "",
        timezone: Annotated[str, Parameter(description="The authority's time zone; else that of the region")] = "",
        pause: Annotated[str, Parameter(description="Days on which the clock stands, FROM:TO, commas between")] = "",
        control_type: Annotated[str, Parameter(description="Type of control whose act sets the term")] = "",
    ) -> Response[bytes]:
        """Answer as `yasno deadline` does."""
        counted = count_deadline(
            key,
            day,
            term=term or None,
            region=region or None,
            timezone=timezone or None,
            pauses=pause.split(",") if pause else (),
            control_type=control_type or None,
        )
        return answer(counted.document)

    @get("/procedures", **reads(Permission.PUBLIC, "Every procedure", ProceduresOut, tagged=True))
    def list_procedures(self, request: AnyRequest) -> Response[bytes]:
        """Return states and steps: who, by which provision, in which term."""
        return shown(request, {"procedures": [one.as_dict() for one in procedures().values()]}, public=True)

    @get("/procedures/{name:str}", **reads(Permission.PUBLIC, "One procedure", ProcedureOut, tagged=True))
    def show_procedure(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        """Return its states and steps."""
        found = procedures().get(name)
        if found is None:
            raise NotFound
        return shown(request, found.as_dict(), public=True)


class Description(Api):
    """The description of the API, for programs and for people."""

    path = "/api"
    include_in_schema = False

    @get("/v1/openapi.json", opt={"permission": Permission.PUBLIC}, sync_to_thread=True)
    def describe(self, request: AnyRequest) -> Response[bytes]:
        """Return the OpenAPI document."""
        document = json_in_order(_plain(request.app.openapi_schema.to_schema()))
        return Response(document, media_type=JSON, headers={"Cache-Control": "public, max-age=300"})

    @get("/docs", opt={"permission": Permission.PUBLIC}, sync_to_thread=True)
    def show_docs(self, request: AnyRequest) -> Response[Any]:
        """Show every call on a page."""
        document = request.app.openapi_schema.to_schema()
        return page(
            request,
            "web/api_docs.html",
            groups=_groups(document, language_of(request)),
            about=TAGS,
            refusals=REFUSALS,
            base=BASE,
        )


def _groups(document: Mapping[str, Any], language: str) -> dict[str, list[dict[str, Any]]]:
    """Return the calls by tag, in the order of the tags."""
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in TAGS}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                call = item[method]
                groups[call["tags"][0]].append({"method": method.upper(), "path": path, **_about(call, language)})
    return {name: calls for name, calls in groups.items() if calls}


def _about(call: Mapping[str, Any], language: str) -> dict[str, Any]:
    named = [one["name"] for one in call.get("parameters", []) if one["in"] == "query"]
    return {
        "summary": RUSSIAN.get(call["operationId"], call["summary"]) if language == "ru" else call["summary"],
        "key": any("key" in one for one in call["security"]),
        "token": any("client" in one for one in call["security"]),
        "query": named,
        "statuses": sorted(call["responses"]),
    }


def _plain(value: Any) -> Any:
    """Return numbers that JSON Schema may hold as floats as they are written."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else str(value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


ROUTES = [Law, Description, *api_matching.ROUTES]
