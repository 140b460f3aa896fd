"""Files of a dispute: handed over by the business with its words, to whoever answers it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, func, select

from backend.errors import Conflict, Invalid, NotFound
from backend.papers.files import Checked
from backend.papers.service import refuse_hoard, store
from backend.papers.uploads import files_in
from backend.permissions import Actor, Scope
from backend.requirements.disputes import OPEN, messages_of
from backend.requirements.models import Dispute, DisputeFile, DisputeMessage
from backend.web.context import Form
from backend.web.forms import Model, read
from rules.faults import Fault
from rules.text import Text

FIELD = "files"
MOST_FILES = 5
ONE_PDF = Text("Соберите бумаги в один PDF.", "Put the papers together in one PDF.")
AGAIN = Fault(
    "files_again",
    FIELD,
    Text("Файлы ещё не сохранены.", "The files are not saved yet."),
    Text("Выберите их ещё раз.", "Choose them again."),
)


@dataclass(frozen=True, slots=True)
class Attached:
    """Files that came with a form, as they may be kept, and what is wrong with others."""

    files: tuple[Checked, ...] = ()
    faults: tuple[Fault, ...] = ()


def attached(form: Form, actor: Actor) -> Attached:
    """Look into the files of a form, if the actor may dispute for anybody at all."""
    if not any(Scope.DISPUTE in scopes for scopes in actor.scopes.values()):
        return Attached()
    if sum(bool(upload.filename) for upload in form.files.get(FIELD, ())) > MOST_FILES:
        return Attached(faults=(_too_many(),))
    files, faults = files_in(form, FIELD)
    return Attached(tuple(files), tuple(faults))


def read_with(schema: type[Model], values: Mapping[str, Any], given: Attached) -> Model:
    """Return what was typed beside the files.

    Raises:
        Invalid: every fault of the words and of the files; a browser forgets chosen files, so that is said too.
    """
    faults: list[Fault] = []
    typed = None
    # A field of files without a file comes as an empty text.
    said = {name: value for name, value in values.items() if name != FIELD or value}
    try:
        typed = read(schema, said)
    except Invalid as refusal:
        faults += refusal.faults
    faults += given.faults
    if typed is not None and not faults:
        return typed
    raise Invalid([*faults, AGAIN] if given.files and not given.faults else faults)


def check_room(
    session: Session, business_id: str, files: Sequence[Checked], dispute: Dispute | None = None, field: str = FIELD
) -> None:
    """See that the files have room in the dispute and among the papers of the business, before a step is taken.

    Raises:
        Invalid: the dispute would have too many, or all papers together would be too large.
    """
    if not files:
        return
    query = select(func.count(col(DisputeFile.id))).where(DisputeFile.dispute_id == (dispute.id if dispute else ""))
    if session.exec(query).one() + len(files) > MOST_FILES:
        raise Invalid([_too_many(field)])
    refuse_hoard(session, business_id, sum(len(file.content) for file in files), field)


def keep_files(
    session: Session, data: Path, message: DisputeMessage, files: Iterable[Checked], now: datetime
) -> list[DisputeFile]:
    """Keep files with the words they came with: from now on whoever answers the dispute may read them."""
    rows = [
        DisputeFile(
            dispute_id=message.dispute_id,
            message_id=message.id,
            sha256=store(data, file.content),
            name=file.name,
            size=len(file.content),
            type=file.type,
            at=now,
        )
        for file in files
    ]
    session.add_all(rows)
    session.flush()
    return rows


def hand_over(session: Session, data: Path, dispute: Dispute, file: Checked, now: datetime) -> DisputeFile:
    """Add a file to the last words of the business while the dispute runs.

    Raises:
        Conflict: the dispute is over.
        Invalid: there is no room for it.
    """
    if dispute.state not in OPEN:
        raise Conflict(
            Text("Спор закончен, файл не добавить.", "The dispute is over: no file can be added."),
            Text("Подайте новый спор.", "Submit a new dispute."),
        )
    check_room(session, dispute.business_id, [file], dispute, "file")
    last = [one for one in messages_of(session, dispute.id) if one.from_business][-1]
    return keep_files(session, data, last, [file], now)[0]


def files_of(session: Session, dispute_id: str) -> Sequence[DisputeFile]:
    """Return the files of a dispute in the order they came."""
    query = select(DisputeFile).where(DisputeFile.dispute_id == dispute_id)
    return session.exec(query.order_by(col(DisputeFile.at), col(DisputeFile.name), col(DisputeFile.id))).all()


def find_file(session: Session, dispute: Dispute, file_id: str) -> DisputeFile:
    """Return a file of a dispute that was found for somebody who may see it.

    Raises:
        NotFound: it has no such file.
    """
    row = session.get(DisputeFile, file_id)
    if row is None or row.dispute_id != dispute.id:
        raise NotFound
    return row


def handed_over(dispute: Dispute) -> bool:
    """Whether the desk may read the files: who withdraws a dispute takes them back."""
    return dispute.state not in ("DRAFT", "WITHDRAWN")


def find_handed_over(session: Session, dispute: Dispute, file_id: str) -> DisputeFile:
    """Return a file for the desk that answers the dispute.

    Raises:
        NotFound: it has no such file, or the business took its files back.
    """
    if not handed_over(dispute):
        raise NotFound
    return find_file(session, dispute, file_id)


def _too_many(field: str = FIELD) -> Fault:
    message = Text(f"В споре не больше {MOST_FILES} файлов.", f"A dispute has at most {MOST_FILES} files.")
    return Fault("too_many_files", field, message, ONE_PDF)
