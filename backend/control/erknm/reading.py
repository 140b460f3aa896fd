"""Reading the register's open data record by record: memory stays flat, and a reading that was cut off goes on.

`ErknmImport` knows no database: who stores its events keeps the checkpoint with them, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import Any, cast

from lxml import etree

from backend.control.erknm.events import Checkpoint, ErknmEvent, Remark, Report
from backend.control.erknm.naming import Names, read_names
from backend.control.erknm.opening import LIMITS, Guarded, Limits, Member, opened, sha256_of, snapshot_day
from backend.control.erknm.taking import AHEAD, Xpaths, paths_of, take
from rules.faults import Fault, InputError
from rules.text import Text

# So many records of each file are searched for unknown names, beside all that are kept.
SAMPLED = 1000
RECORDS_BETWEEN_REPORTS = 10_000
# Paths whose judgement is kept: a file that makes up new names in each record does not fill the memory.
JUDGED = 10_000
Key = tuple[str, str, str]


class ErknmImport:
    """One reading of a file: iterate over it for the events of known businesses.

    Args:
        path: a .zip of .xml files, or one .xml.
        known: the ИНН whose events are kept.
        start: where an earlier reading of the same file stopped.
        already: whether an event of this key is stored; such are counted, not given.
        names: the mapping; by default the project's.
        limits: how much a file may be.
        progress: told the report now and then.

    `checkpoint` is where to go on from; while an event is handed out, its record does not count as done. `report`
    counts this reading only. Nothing is given from a file that is refused at its beginning.

    Raises, while iterating:
        InputError: the file is refused (DTD, size, damage), was cut off, or is not the one of `start`. The checkpoint
            stays at the last whole record; `checkpoint.after_this_member()` goes on past a broken file of an archive.
    """

    def __init__(
        self,
        path: Path,
        known: Container[str],
        start: Checkpoint | None = None,
        already: Callable[[Key], bool] = lambda key: False,
        names: Names | None = None,
        limits: Limits = LIMITS,
        progress: Callable[[Report], None] | None = None,
    ) -> None:
        self.path, self.known, self.already, self.limits = path, known, already, limits
        self.progress = progress
        self.xpaths = Xpaths(names or read_names())
        self.report = Report()
        self.judged: dict[str, bool] = {}
        self.checkpoint = Checkpoint(sha256_of(path))
        if start is not None:
            if start.sha256 != self.checkpoint.sha256:
                raise InputError([_another_file(path)])
            self.checkpoint = start

    def __iter__(self) -> Iterator[ErknmEvent]:
        """Yield the events in the order of the file."""
        with opened(self.path, self.limits) as members:
            for number in range(self.checkpoint.members, len(members)):
                yield from self._member(members[number])
                self.checkpoint = Checkpoint(self.checkpoint.sha256, number + 1)
                self.report.files += 1

    def _member(self, member: Member) -> Iterator[ErknmEvent]:
        done = self.checkpoint
        budget = self.limits.unpacked_bytes - self.report.bytes
        with member.open() as stream:
            guarded = Guarded(stream, member, self.limits, budget)
            for number, record in enumerate(records(guarded, self.xpaths.names.record), 1):
                if number > done.records:
                    yield from self._record(record, member, number)
                    self.checkpoint = Checkpoint(done.sha256, done.members, number)
                    self._tell()
            self.report.bytes += guarded.count

    def _tell(self) -> None:
        self.report.records += 1
        if self.progress and self.report.records % RECORDS_BETWEEN_REPORTS == 0:
            self.progress(self.report)

    def _record(self, record: Any, member: Member, number: int) -> Iterator[ErknmEvent]:
        inns = self.xpaths.inns_of(record)
        wanted = any(inn in self.known for inn in inns)
        if wanted or number <= SAMPLED:
            self._note_names(record)
        if not inns:
            self.report.skip(Remark(member.name, number, "no_inn", _no_inn()))
        elif not wanted:
            self.report.foreign += 1
        else:
            yield from self._events(record, member, number)

    def _events(self, record: Any, member: Member, number: int) -> Iterator[ErknmEvent]:
        day = snapshot_day(member.name) or snapshot_day(self.path.name)
        taken = take(record, self.xpaths, self.known, day)
        if taken is None:
            self.report.skip(Remark(member.name, number, "no_number", _no_number()))
            return
        for field, value, code in taken.flaws:
            message = _day_ahead(value) if code == AHEAD else _unreadable_day(value)
            about = taken.events[0].number if taken.events else None
            self.report.flaw(Remark(member.name, number, code, message, about, field))
        for event in taken.events:
            if self.already(event.key):
                self.report.repeated += 1
            else:
                self.report.kept += 1
                yield event

    def _note_names(self, record: Any) -> None:
        for path in paths_of(record):
            if path not in self.judged and len(self.judged) < JUDGED:
                self.judged[path] = self.xpaths.names.is_known(path)
            if not self.judged.get(path, False):
                self.report.saw_unmapped(path)


def records(stream: Guarded, names: frozenset[str]) -> Iterator[Any]:
    """Yield the elements of these names one by one; each is emptied when the next is asked for.

    Raises:
        InputError: the XML is broken or cut off, or has a DTD.
    """
    wanted = [f"{{*}}{name}" for name in names]
    # The parser reads piece by piece and reaches for nothing outside of the stream.
    parser = etree.iterparse(
        cast(Any, stream),
        events=("end",),
        tag=wanted,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    number = 0
    try:
        for _, element in parser:
            number += 1
            stream.since = 0
            if number == 1:
                _refuse_dtd(element, stream.member.name)
            yield element
            _forget(element)
    except etree.XMLSyntaxError as error:
        raise InputError([_broken(stream.member.name, number, error)]) from error


def _refuse_dtd(element: Any, name: str) -> None:
    """Refuse a DTD that the look at the beginning could not see."""
    if element.getroottree().docinfo.internalDTD is not None:
        message = Text(f"В «{name}» есть DTD.", f"“{name}” has a DTD.")
        raise InputError(
            [Fault("dtd", "file", message, Text("Проверьте, откуда файл.", "Check where the file comes from."))]
        )


def _forget(element: Any) -> None:
    """Empty a record and drop everything before it, at every level: what is read does not stay in memory."""
    element.clear(keep_tail=False)
    while element is not None:
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
        element = parent


def _another_file(path: Path) -> Fault:
    message = Text(
        f"«{path.name}» не тот файл, чтение которого прервалось.", f"“{path.name}” is not the file that was being read."
    )
    cure = Text("Начните его чтение с начала.", "Begin reading it from its start.")
    return Fault("another_file", "file", message, cure)


def _broken(name: str, number: int, error: etree.XMLSyntaxError) -> Fault:
    line = error.lineno or 0
    message = Text(
        f"«{name}» обрывается или испорчен после записи {number} (строка {line}).",
        f"“{name}” is cut off or broken after record {number} (line {line}).",
    )
    cure = Text("Скачайте файл заново; прочитанное останется.", "Download it again; what was read stays.")
    return Fault("broken_xml", "file", message, cure, file=name, entry=str(number), line=line)


def _no_inn() -> Text:
    return Text("В записи нет ИНН.", "The record has no ИНН.")


def _no_number() -> Text:
    return Text("В записи нет номера ЕРКНМ.", "The record has no number.")


def _day_ahead(value: str) -> Text:
    return Text(f"День «{value[:40]}» позже дня выгрузки.", f"“{value[:40]}” is after the day of the snapshot.")


def _unreadable_day(value: str) -> Text:
    return Text(f"День «{value[:40]}» не прочитан.", f"“{value[:40]}” could not be read as a day.")
