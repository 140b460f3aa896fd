"""Checkpoints: the last row of the log, kept outside the database. Without one, a cut tail cannot be seen.

A file holds one JSON object a line: {"seq", "hash", "at", "key", "signature"}. Lines of before the signatures have no
key and may stand at the beginning of a file only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from backend.audit.service import head
from backend.audit.signing import is_signed_by
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


@dataclass(frozen=True, slots=True)
class Kept:
    """What checkpoints say: the hash of each row they know, and whether all of them are signed."""

    hashes: dict[int, str]
    signed: bool


def read(path: Path, keys: frozenset[str]) -> Kept:
    """Return what the checkpoints of a file keep; `keys` are the public keys that may have signed them.

    Raises:
        InputError: there is no such file, a line is no checkpoint, or its signature is not one of these keys'.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise InputError([_unreadable(path)]) from None
    found = [(number, _checkpoint(path, number, line)) for number, line in enumerate(lines, 1) if line.strip()]
    first_signed = next((number for number, one in found if "signature" in one), None)
    hashes: dict[int, str] = {}
    for number, one in found:
        if first_signed is not None and number >= first_signed and not is_signed_by(one, keys):
            raise InputError([_not_signed(path, number)])
        hashes.setdefault(one["seq"], one["hash"])  # the older of two that differ is the one to be held to
    return Kept(hashes, bool(found) and first_signed == found[0][0])


def last_moment(path: Path) -> datetime | None:
    """Return when the last checkpoint of a file of ours was taken, None where there is none."""
    try:
        return datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8").splitlines()[-1])["at"])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _checkpoint(path: Path, number: int, line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
        seq, kept = found["seq"], found["hash"]
    except (ValueError, KeyError, TypeError):
        raise InputError([_no_checkpoint(path, number)]) from None
    if type(seq) is not int or not isinstance(kept, str) or seq < 0:
        raise InputError([_no_checkpoint(path, number)])
    return dict(found)


def _not_signed(path: Path, number: int) -> Fault:
    message = Text(
        "Подпись контрольной точки не подходит: её меняли, или подписал кто-то другой.",
        "The checkpoint's signature does not fit: it was changed, or somebody else signed it.",
    )
    remedy = Text(
        "Возьмите копию из другого места или назовите файл открытых ключей: --key FILE.",
        "Take a copy from another place, or name the file of public keys: --key FILE.",
    )
    return Fault("signature_wrong", "checkpoint", message, remedy, file=str(path), line=number)


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
