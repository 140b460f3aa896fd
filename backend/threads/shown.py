"""What the page of a thread shows to one participant: who would read, what was written, what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.threads.models import MessageKind, ThreadFile, ThreadMember, ThreadMessage
from backend.threads.queries import (
    Place,
    answers_to,
    files_of,
    in_pages,
    open_requests,
    read_marks,
    readable,
    shown_later,
    unread,
    unseen_by,
    writer_of,
)
from backend.threads.readers import digest_of, names_of, readers_of, told
from backend.threads.words import KINDS, sentences
from rules.text import Text

PAGE = 50


def thread_view(session: Session, place: Place, before: int = 0) -> dict[str, Any]:
    """Return the newest messages before a number, and what the form needs."""
    rows, readers = readable(session, place), readers_of(place.case)
    part, earlier = in_pages(rows, before, PAGE)
    fresh = unread(session, place)
    return {
        "title": place.case.title,
        "back": place.host.address(place.case_id, place.me.side),
        "address": place.address,
        "readers": [{**one, "mine": one["key"] == place.me.key, "name": _name(one)} for one in told(readers)],
        "readers_sha256": digest_of(readers),
        "lines": lines_of(session, place, part),
        "earlier": earlier,
        "up_to": fresh[-1].n if fresh else 0,
        "fresh": len(fresh),
        "newcomers": newcomers(session, place),
        "requests": [
            {"id": row.id, "n": row.n, "name": _name(writer_of(row))} for row in open_requests(session, place)
        ],
        "quick": sentences(place.host.quick(place.me.side), place.me.side),
    }


def newcomers(session: Session, place: Place) -> list[dict[str, Any]]:
    """Return whom the owner may still show something to: key, name, how many messages they do not see."""
    if not place.owns:
        return []
    others = [one for one in place.case.participants if one.key != place.me.key]
    counted = [(one, len(unseen_by(session, place, one))) for one in others]
    return [{"key": one.key, "name": one.name, "hidden": hidden} for one, hidden in counted if hidden]


def lines_of(session: Session, place: Place, rows: Sequence[ThreadMessage]) -> list[dict[str, Any]]:
    """Return messages as one participant sees them; read marks stand at their own alone."""
    ids = [row.id for row in rows]
    files, marks, later = files_of(session, ids), read_marks(session, ids), shown_later(session, ids)
    answered, numbers = answers_to(session, place.thread), {row.id: row.n for row in readable(session, place)}
    may_answer = {row.id for row in open_requests(session, place)}
    fresh = {row.id for row in unread(session, place)}
    lines = []
    for row in rows:
        mine = writer_of(row)["key"] == place.me.key
        line = {
            "id": row.id,
            "n": row.n,
            "kind": row.kind,
            "kind_name": KINDS[row.kind],
            "name": _name(writer_of(row)),
            "mine": mine,
            "at": row.at,
            "text": row.text,
            "answers": numbers.get(row.answers_id or ""),
            "open": row.kind is MessageKind.REQUEST and row.id not in answered,
            "answered_by": numbers.get(answered.get(row.id, "")),
            "may_answer": row.id in may_answer,
            "fresh": row.id in fresh,
            "files": [_file(place, one) for one in files.get(row.id, ())],
            "readers": names_of(row.readers),
            "later": _moments(later.get(row.id, ())),
            "read": _moments(marks.get(row.id, ())) if mine else [],
        }
        lines.append(line)
    return lines


def _file(place: Place, row: ThreadFile) -> dict[str, Any]:
    return {"id": row.id, "name": row.name, "receipt": row.receipt, "href": f"{place.address}/files/{row.id}"}


def _moments(rows: Iterable[tuple[ThreadMember, datetime]]) -> list[dict[str, Any]]:
    return [{"name": Text(member.name["ru"], member.name["en"]), "at": at} for member, at in rows]


def _name(reader: Any) -> Text:
    return Text(reader["name"]["ru"], reader["name"]["en"])
