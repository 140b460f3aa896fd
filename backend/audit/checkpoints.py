"""Checkpoints: the last row of the log, kept outside the database. Without one, a cut tail cannot be seen.

A line of a file is one JSON object: {"seq", "hash", "root", "at", "previous", "key", "signature"}. `seq` is the last
row and the size of the tree, `root` the root over it, `previous` {"seq", "root", "proof"} shows that the tree of the
checkpoint before is its beginning. Lines of before the trees have neither root nor previous; those of before the
signatures no key, and may stand at the beginning of a file only. {"restored": last row that is gone, "seq", …} says,
signed, that the log was put back to row `seq`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from backend.audit.chain import EMPTY_ROOT, Break, Head
from backend.audit.keys import Keys
from backend.audit.queries import verify
from backend.audit.service import head
from backend.audit.signing import is_signed_by, signed
from backend.audit.tree import tree_of
from backend.config import Settings
from calculators.merkle import consistency_proof, is_consistent
from rules.faults import Fault, InputError
from rules.text import Text

Line = Mapping[str, Any]


@dataclass
class Kept:
    """What checkpoints say: those that hold, whether all are signed, and (first, last) rows that restores took."""

    lines: list[Line] = field(default_factory=list)
    signed: bool = False
    gone: list[tuple[int, int]] = field(default_factory=list)

    @property
    def hashes(self) -> dict[int, tuple[str, str | None]]:
        """The hash of each row they know, and the root up to it; of two that differ the older is to be held to."""
        found: dict[int, tuple[str, str | None]] = {}
        for line in self.lines:
            found.setdefault(line["seq"], (line["hash"], line.get("root")))
        return found

    def add(self, line: Line) -> None:
        """Add a checkpoint; what a restore took away is not asked for any more."""
        if "restored" not in line:
            self.lines.append(line)
            return
        self.lines = [one for one in self.lines if one["seq"] <= line["seq"]]
        if line["restored"] > line["seq"]:
            self.gone.append((line["seq"] + 1, line["restored"]))


def take(session: Session, now: datetime) -> dict[str, Any]:
    """Return the last row of the log as it stands: what a backup must hold."""
    last = head(session)
    return {"seq": last.seq, "hash": last.hash, "at": now.isoformat()}


def make(session: Session, settings: Settings, kept: Kept, now: datetime) -> dict[str, Any] | Break:
    """Read the whole log against the checkpoints kept so far; return the next one, signed, or the first break."""
    found = verify(session, kept.hashes)
    if isinstance(found, Break):
        return found
    line = {"seq": found.seq, "hash": found.hash, "root": found.root, "at": now.isoformat()}
    return signed({**line, "previous": _previous(session, kept, found)}, settings)


def _previous(session: Session, kept: Kept, found: Head) -> dict[str, Any] | None:
    """Return the last checkpoint with a root, and the proof that this tree goes on from it."""
    last = next((one for one in reversed(kept.lines) if "root" in one), None)
    if last is None:
        return None
    for parts in (True, False):  # kept parts first; where they are wrong the rows themselves
        proof = consistency_proof(last["seq"], found.seq, tree_of(session, kept=parts))
        shape = {"seq": last["seq"], "root": last["root"], "proof": [one.hex() for one in proof]}
        if goes_on({"seq": found.seq, "root": found.root, "previous": shape}):
            return shape
    return None


def goes_on(line: Line) -> bool:
    """Return whether a checkpoint's tree goes on from the one before it, as its proof says."""
    before = line.get("previous")
    if before is None:
        return True
    try:
        roots = bytes.fromhex(before["root"]), bytes.fromhex(line["root"])
        proof = [bytes.fromhex(one) for one in before["proof"]]
        return is_consistent(before["seq"], roots[0], line["seq"], roots[1], proof)
    except (KeyError, TypeError, ValueError):
        return False


def first_that_does_not_go_on(kept: Kept) -> tuple[Line, Text] | None:
    """Return the first checkpoint that does not go on from those before it, and why; None where all do."""
    roots: dict[int, str] = {}
    for line in kept.lines:
        if "root" not in line:
            continue
        before, seq = line.get("previous") or {}, line["seq"]
        if not goes_on(line):
            return line, _does_not_go_on(seq, "доказательство не сходится", "its proof does not fit")
        if roots.setdefault(before.get("seq", 0), before.get("root", EMPTY_ROOT)) != before.get("root", EMPTY_ROOT):
            return line, _does_not_go_on(seq, "прежняя точка была другой", "the one before was another")
        if roots.setdefault(seq, line["root"]) != line["root"]:
            return line, _does_not_go_on(
                seq, "с тем же числом записей корень был другим", "of that size had another root"
            )
    return None


def not_joined(kept: Kept) -> list[int]:
    """Return the rows of checkpoints whose predecessor is not in the file: nothing joins them to those before."""
    rooted = [line for line in kept.lines if "root" in line]
    known = {line["seq"] for line in rooted[:1]}
    apart = []
    for line in rooted[1:]:
        before = line.get("previous") or {}
        apart += [] if before.get("seq") in known else [line["seq"]]
        known.add(line["seq"])
    return apart


def append(path: Path, line: Line) -> None:
    """Add a line to a file of ours so that it survives a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_own(settings: Settings, keys: Keys) -> Kept:
    """Return what the checkpoints of this installation keep; nothing before the first night."""
    return read(settings.checkpoints, keys) if settings.checkpoints.exists() else Kept()


def read(path: Path, keys: Keys) -> Kept:
    """Return what the checkpoints of a file keep; `keys` are the public keys that may have signed them.

    Raises:
        InputError: there is no such file, a line is no checkpoint, or its signature is not one of these keys'.
    """
    found = list(_lines(path))
    first_signed = next((number for number, one in found if "signature" in one), None)
    kept = Kept(signed=bool(found) and first_signed == found[0][0])
    for number, one in found:
        bare = first_signed is None or number < first_signed
        if ("restored" in one or not bare) and not is_signed_by(one, keys):
            raise InputError([_not_signed(path, number)])
        kept.add(one)
    return kept


def _lines(path: Path) -> Iterator[tuple[int, Line]]:
    """Yield (number, checkpoint) of each line; a file may hold one checkpoint over several lines too."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError([_unreadable(path)]) from None
    try:
        json.loads(text)
        lines = [text]
    except ValueError:
        lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, _checkpoint(path, number, line)


def last_moment(path: Path) -> datetime | None:
    """Return when the last checkpoint of a file of ours was taken, None where there is none."""
    try:
        return datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8").splitlines()[-1])["at"])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _checkpoint(path: Path, number: int, line: str) -> Line:
    try:
        found = json.loads(line)
        seq, kept = found["seq"], found["hash"]
    except (ValueError, KeyError, TypeError):
        raise InputError([_no_checkpoint(path, number)]) from None
    whole = type(seq) is int and seq >= 0 and type(found.get("restored", 0)) is int
    if not whole or not isinstance(kept, str) or not isinstance(found.get("root", ""), str):
        raise InputError([_no_checkpoint(path, number)])
    return dict(found)


def _does_not_go_on(seq: int, ru: str, en: str) -> Text:
    return Text(f"Контрольная точка записи {seq}: {ru}.", f"Checkpoint of row {seq}: {en}.")


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
