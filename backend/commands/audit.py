"""`yasno audit`: is the log as it was written, and a checkpoint to keep elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from backend.audit import checkpoints
from backend.audit.chain import Break, Head
from backend.audit.queries import verify as verify_log
from backend.clock import SystemClock
from backend.commands import shared
from backend.commands.database import reading_session
from rules.text import Text


@click.group(cls=shared.Group)
def audit() -> None:
    """The audit log: check it, keep a checkpoint of it."""


@audit.command()
@click.option("--checkpoint", type=click.Path(path_type=Path), help="a file of checkpoints: finds a cut tail too")
@shared.json_option
def verify(checkpoint: Path | None, as_json: bool) -> None:
    """Say whether every row is as it was written, else name the first that is not; exit 1 then."""
    known = checkpoints.read(checkpoint) if checkpoint else None
    with reading_session() as session:
        found = verify_log(session, known)
    shared.write(_answer(found), as_json, lambda: [_line(found)])
    if isinstance(found, Break):
        raise SystemExit(shared.ANSWER_IS_NO)


@audit.command("checkpoint")
@click.argument("file", type=click.Path(path_type=Path))
@shared.json_option
def keep(file: Path, as_json: bool) -> None:
    """Add a checkpoint of the log to FILE; keep the file where nobody who can change the database can reach it."""
    with reading_session() as session:
        taken = checkpoints.take(session, SystemClock().now())
    checkpoints.append(file, taken)
    shared.write(taken, as_json, lambda: [f"{taken['seq']} {taken['hash']}"])


def _answer(found: Head | Break) -> dict[str, Any]:
    if isinstance(found, Head):
        return {"ok": True, "rows": found.seq, "head": found.hash}
    return {"ok": False, "seq": found.seq, "code": found.code, "message": found.message.as_dict()}


def _line(found: Head | Break) -> str:
    if isinstance(found, Break):
        return shared.told(found.message)
    return shared.told(Text(f"Журнал цел, записей: {found.seq}.", f"The log is whole, rows: {found.seq}."))
