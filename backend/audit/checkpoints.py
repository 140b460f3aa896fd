"""Checkpoints: the last row of the log, kept outside the database. Without one, a cut tail cannot be seen.

A file holds one JSON object a line: {"seq", "hash", "at"}.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from backend.audit.service import head
from rules.faults import Fault, InputError
from rules.text import Text


def take(session: Session, now: datetime) -> dict[str, Any]:
    """Return a checkpoint of the log as it stands."""
    last = head(session)
    return {"seq": last.seq, "hash": last.hash, "at": now.isoformat()}


def append(path: Path, line: dict[str, Any]) -> None:
    """Add a line to a file of ours so that it survives a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> dict[int, str]:
    """Return the hashes that checkpoints keep, by row.

    Raises:
        InputError: there is no such file, or a line is no checkpoint.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise InputError([_unreadable(path)]) from None
    return dict(_checkpoint(path, number, line) for number, line in enumerate(lines, 1) if line.strip())


def _checkpoint(path: Path, number: int, line: str) -> tuple[int, str]:
    try:
        found = json.loads(line)
        seq, kept = found["seq"], found["hash"]
    except (ValueError, KeyError, TypeError):
        raise InputError([_no_checkpoint(path, number)]) from None
    if type(seq) is not int or not isinstance(kept, str) or seq < 0:
        raise InputError([_no_checkpoint(path, number)])
    return seq, kept


def _unreadable(path: Path) -> Fault:
    message = Text("Файла нет, или его не прочитать.", "There is no such file, or it cannot be read.")
    remedy = Text("Сверьте имя файла.", "Check the file's name.")
    return Fault("unreadable", "checkpoint", message, remedy, file=str(path))


def _no_checkpoint(path: Path, number: int) -> Fault:
    message = Text("Строка не похожа на контрольную точку.", "The line is no checkpoint.")
    remedy = Text(
        'Нужна строка вида {"seq": 12, "hash": "…"}: её пишет yasno audit checkpoint.',
        'A line such as {"seq": 12, "hash": "…"} is needed: yasno audit checkpoint writes it.',
    )
    return Fault("no_checkpoint", "checkpoint", message, remedy, file=str(path), line=number)
