"""A draft of an appeal for programs: its parts, grounds, files, and what it lacks."""

from __future__ import annotations

from typing import Any

from litestar import Response, delete, get, post, put
from litestar.params import FromPath

from backend.appeals.api_shapes import (
    AppealOut,
    AppealPartOut,
    AppealReadinessOut,
    GroundsOut,
    grounds_document,
    held,
    readiness_document,
)
from backend.appeals.choosing import choose, take_out
from backend.appeals.ground_pages import GroundInput
from backend.appeals.grounds import add_from_catalogue, add_own, change, find_ground, remove
from backend.appeals.models import Appeal
from backend.appeals.own import OwnDraft, OwnDraftApi
from backend.appeals.sections import Part, find_part, write_part
from backend.control.api.shapes import fields_schema
from backend.control.api.steps import check_days, moved
from backend.errors import Invalid
from backend.permissions import Permission
from backend.web.calls import parts
from backend.web.etags import shown
from backend.web.forms import read
from backend.web.openapi import BASE, changes, creates, reads, writes
from rules.faults import InputError
from rules.shapes import wrong

HOME = f"{BASE}/appeals/{{appeal_id:str}}"
READ, WRITE = Permission.CONTROL_BY_KEY, Permission.CONTROL_WRITE_BY_KEY
PART: dict[str, Any] = {
    "type": "object",
    "properties": {
        "fields": {"type": "object", "description": "As `fields` of the part says; what is left out becomes empty"}
    },
    "required": ["fields"],
    "additionalProperties": False,
}
GROUND: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": {"type": "string", "maxLength": 80, "description": "Of the catalogue; then nothing else is taken"},
        "text": {"type": "string", "maxLength": 4000},
        "article": {"type": "string", "maxLength": 300},
        "evidence": {"type": "string", "maxLength": 4000},
    },
    "additionalProperties": False,
}
WORDS: dict[str, Any] = {
    "type": "object",
    "properties": {"text": GROUND["properties"]["text"], "evidence": GROUND["properties"]["evidence"]},
    "required": ["text"],
    "additionalProperties": False,
}
CHOSEN: dict[str, Any] = {
    "type": "object",
    "properties": {"file": {"type": "string", "maxLength": 32, "description": "Id of a file of the event's room"}},
    "required": ["file"],
    "additionalProperties": False,
}
IN_A_PART = {"fields": {"contested": "Акт № 12 от 20.11.2026", "known_on": "2026-11-20"}}
OWN_WORDS = {"text": "Акт нам не показали.", "article": "248-ФЗ, ст. 88"}
OWN_TEXT = {"text": "Акт нам не показали и не прислали."}
A_FILE = {"file": "0193f0a2b7c47c1e8d4f5a6b7c8d9e0f"}


class DraftParts(OwnDraftApi):
    """The parts of a draft."""

    path = HOME
    tags = ["control"]

    @get("/parts/{part:str}", **reads(READ, "A part of a draft appeal", AppealPartOut, tagged=True))
    def show_appeal_part(self, own: OwnDraft, part: FromPath[str]) -> Response[bytes]:
        """Return its fields and what they hold."""
        return _shown_part(own, own.find(), find_part(part))

    @put(
        "/parts/{part:str}",
        **writes("Write a part of a draft appeal", PART, AppealPartOut, WRITE, conflicts=True, example=IN_A_PART),
    )
    def write_appeal_part(self, own: OwnDraft, document: Any, part: FromPath[str]) -> Response[bytes]:
        """Replace it; terms and the addressee follow."""
        found, row = find_part(part), own.take()
        fields = parts(document, ("fields",))["fields"]
        if not isinstance(fields, dict):
            raise InputError([wrong("fields", fields, "объект с полями", "an object with fields")])
        check_days(found.asks(own.session, row), fields)
        try:
            write_part(own.session, row, found, fields, own.now)
        except Invalid as refusal:
            raise Invalid([moved(fault, "fields") for fault in refusal.faults]) from None
        return _shown_part(own, row, found)

    @get("/readiness", **reads(READ, "What a draft appeal lacks", AppealReadinessOut, tagged=True))
    def show_appeal_readiness(self, own: OwnDraft) -> Response[bytes]:
        """Return the way, the seven items, the nine grounds of refusal, where to and until when."""
        row = own.find()
        return shown(own.request, readiness_document(own.session, row), version=row.version)


class DraftGrounds(OwnDraftApi):
    """The grounds of a draft."""

    path = f"{HOME}/grounds"
    tags = ["control"]

    @get(**reads(READ, "Grounds of a draft appeal", GroundsOut, tagged=True))
    def show_appeal_grounds(self, own: OwnDraft) -> Response[bytes]:
        """Return those in it, those the catalogue has for it, and the files that can be chosen."""
        row = own.find()
        return shown(own.request, grounds_document(own.session, row), version=row.version)

    @post(**creates("Add a ground to a draft appeal", GROUND, AppealOut, WRITE, conflicts=True, example=OWN_WORDS))
    def add_appeal_ground(self, own: OwnDraft, document: Any) -> Response[bytes]:
        """Add one of the catalogue by its code, or one in own words."""

        def add(row: Appeal) -> None:
            given = parts(document, (), ("code", "text", "article", "evidence"))
            if (code := given.pop("code", None)) is None:
                typed = read(GroundInput, given)
                add_own(own.session, row, typed.text, typed.article, typed.evidence)
            elif given or not isinstance(code, str):
                raise InputError([wrong("code", code, "один код без других полей", "a code, and nothing else")])
            else:
                add_from_catalogue(own.session, row, code)

        return own.add(document, add)

    @put("/{number:int}", **writes("Change a ground", WORDS, AppealOut, WRITE, conflicts=True, example=OWN_TEXT))
    def change_appeal_ground(self, own: OwnDraft, document: Any, number: FromPath[int]) -> Response[bytes]:
        """Change its words and what proves it."""
        row = own.take()
        given = parts(document, ("text",), ("evidence",))
        typed = read(GroundInput, {**given, "article": find_ground(own.session, row, number).article})
        change(own.session, row, number, typed.text, typed.evidence)
        return own.shown()

    @delete("/{number:int}", **changes(WRITE, "Take a ground out", AppealOut, conflicts=True))
    def remove_appeal_ground(self, own: OwnDraft, number: FromPath[int]) -> Response[bytes]:
        """Take it out of the draft."""
        remove(own.session, own.take(), number)
        return own.shown()


class DraftFiles(OwnDraftApi):
    """The files of a draft; one's own are added under `/cases/appeal/{appeal_id}/files`."""

    path = f"{HOME}/files"
    tags = ["control"]

    @post(**creates("Choose a file for a draft appeal", CHOSEN, AppealOut, WRITE, conflicts=True, example=A_FILE))
    def choose_appeal_file(self, own: OwnDraft, document: Any) -> Response[bytes]:
        """Put one file of the event's room into the appeal, under the same hash."""

        def put_in(row: Appeal) -> None:
            file_id = parts(document, ("file",))["file"]
            if not isinstance(file_id, str):
                raise InputError([wrong("file", file_id, "номер файла", "the id of a file")])
            choose(own.session, row, file_id, own.now)

        return own.add(document, put_in)

    @delete("/{event_file_id:str}", **changes(WRITE, "Take a file out of a draft appeal", AppealOut, conflicts=True))
    def remove_appeal_file(self, own: OwnDraft, event_file_id: FromPath[str]) -> Response[bytes]:
        """Take it out; in the room it stays."""
        take_out(own.session, own.take(), event_file_id)
        return own.shown()


def _shown_part(own: OwnDraft, row: Appeal, part: Part) -> Response[bytes]:
    asks = part.asks(own.session, row)
    shape = {
        "part": part.code,
        "name": part.name.as_dict(),
        "version": row.version,
        "fields": fields_schema(asks),
        "values": {ask.name: held(getattr(row, ask.name)) for ask in asks},
    }
    return shown(own.request, shape, version=row.version)


ROUTES: list[Any] = [DraftParts, DraftGrounds, DraftFiles]
