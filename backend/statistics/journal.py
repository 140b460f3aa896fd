"""The journal of charges: one line for each release's cost, in a file outside the database, where no restore reaches.

What it lists is spent, whatever the store says: the store may be a copy from before. Burned windows and pilots stand in
it too, at no cost: what was shown without noise must never be released privately from an older copy.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from rules.faults import Fault, InputError
from rules.shapes import shown
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Charge:
    """What one release cost: `rho_micro` in millionths of rho; `policy_document` is the policy that allowed it."""

    dataset: str
    window: str
    kind: str
    year: int
    rho_micro: int
    handover: str
    policy: str
    policy_document: str
    at: str


@dataclass(frozen=True, slots=True)
class Burn:
    """A line that costs nothing: a burned window (`kind` "burned") or a pilot that stands in the store ("pilot")."""

    dataset: str
    window: str
    kind: str
    at: str
    rho: str = "0"

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells it from others."""
        return self.kind, self.window


Line = Charge | Burn


class Journal:
    """The file of charges; lines are only added."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, dataset: str | None = None) -> dict[str, Charge]:
        """Return the charges by their windows.

        Raises:
            InputError: a line cannot be read: whoever cannot know what is spent spends nothing. Or a line is not of
                `dataset`: made-up releases and real ones have journals of their own.
        """
        charges: dict[str, Charge] = {}
        for one in self._lines_now(dataset):
            if isinstance(one, Charge):
                charges.setdefault(one.window, one)
        return charges

    def burns(self) -> dict[tuple[str, str], Burn]:
        """Return the lines that cost nothing, by kind and window.

        Raises:
            InputError: a line cannot be read.
        """
        return {one.key: one for one in self._lines_now() if isinstance(one, Burn)}

    def complete(self, charges: Mapping[str, Charge]) -> list[str]:
        """Add the charges that the file does not know, synced to the disk; return their windows."""
        with self._alone() as file:
            known = {one.window for one in self._lines(file) if isinstance(one, Charge)}
            missing = [charge for window, charge in charges.items() if window not in known]
            _add(file, missing)
        return [charge.window for charge in missing]

    def complete_burns(self, burns: Mapping[tuple[str, str], Burn]) -> None:
        """Add the lines without cost that the file does not know, synced to the disk."""
        if burns.keys() <= self.burns().keys():
            return
        with self._alone() as file:
            known = {one.key for one in self._lines(file) if isinstance(one, Burn)}
            _add(file, [burn for key, burn in burns.items() if key not in known])

    @contextmanager
    def _alone(self) -> Iterator[TextIO]:
        """Give the file to one writer at a time."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self.path.exists():
            self.path.touch(mode=0o600)
            sync_folder(self.path.parent)  # else a lost current takes the file away, whatever was synced into it
        with self.path.open("r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file

    def _lines_now(self, dataset: str | None = None) -> list[Line]:
        if not self.path.exists():
            return []
        with self.path.open(encoding="utf-8") as file:
            found = self._lines(file)
        for number, one in enumerate(found, start=1):
            if dataset is not None and one.dataset != dataset:
                raise InputError([_foreign(self.path, number, one.dataset, dataset)])
        return found

    def _lines(self, file: TextIO) -> list[Line]:
        return [self._line(number, line) for number, line in enumerate(file, start=1)]

    def _line(self, number: int, line: str) -> Line:
        try:
            found: Mapping[str, Any] = json.loads(line)
            return Burn(**found) if "rho" in found else Charge(**found)
        except (ValueError, TypeError):
            raise InputError([_broken(self.path, number)]) from None


def _add(file: TextIO, lines: Sequence[Line]) -> None:
    file.writelines(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in lines)
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names of a folder to the disk: a file that is new there, or that took another one's place."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _foreign(path: Path, number: int, found: str, wanted: str) -> Fault:
    message = Text(
        f"В журнале расходов набор «{shown(found)}», а нужен «{wanted}».",
        f"The journal of charges tells of the dataset “{shown(found)}”, “{wanted}” is needed.",
    )
    remedy = Text(
        "У показа и настоящих выпусков журналы свои: укажите другой YASNO_RELEASE_JOURNAL.",
        "Demo and real releases have journals of their own: name another YASNO_RELEASE_JOURNAL.",
    )
    return Fault("other_dataset", None, message, remedy, path.name, None, number)


def _broken(path: Path, number: int) -> Fault:
    message = Text(
        "Журнал расходов бюджета приватности повреждён.", "The journal of charges of the privacy budget is broken."
    )
    remedy = Text(
        "Верните файл из копии; до этого выпусков не будет.", "Bring the file back; there are no releases before."
    )
    return Fault("journal_broken", None, message, remedy, path.name, None, number)
