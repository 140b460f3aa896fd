"""What an import gives: events of known businesses, what was left out and why, and where to go on from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from rules.text import Text

# So many are listed one by one; beyond that they are counted.
LISTED = 1000


@dataclass(frozen=True, slots=True)
class ControlObject:
    """What is controlled, as the register has it."""

    type: str | None = None
    kind: str | None = None
    sub_kind: str | None = None
    risk_category: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class ErknmEvent:
    """One control or preventive event of one known business, in the register's own words.

    An event with several known businesses comes once for each. What the register does not say is None or empty.
    `version` is the register's own, else a hash of all that stands here; `snapshot_on` is the day in the file's name.
    """

    number: str
    version: str
    inn: str
    status: str | None = None
    status_code: str | None = None
    kind: str | None = None
    planned: bool | None = None
    classification: str | None = None
    character: str | None = None
    control_type: str | None = None
    federal_law: str | None = None
    level: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    authority: str | None = None
    prosecutor: str | None = None
    grounds: tuple[str, ...] = ()
    notice_method: str | None = None
    noticed_on: date | None = None
    refusals: tuple[str, ...] = ()
    warning: str | None = None
    result: str | None = None
    risk_category: str | None = None
    addresses: tuple[str, ...] = ()
    objects: tuple[ControlObject, ...] = ()
    business_name: str | None = None
    business_ogrn: str | None = None
    business_kind: str | None = None
    business_size: str | None = None
    snapshot_on: date | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what an event is known by: number, version, ИНН. The same key is the same event, already stored."""
        return self.number, self.version, self.inn


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a reading stands: so many files of the archive are done, and so many records of the next.

    It belongs to one file, by its hash. A record that is being handed out is not yet counted: going on from here gives
    it again, and its key says that it is known.
    """

    sha256: str
    members: int = 0
    records: int = 0

    def after_this_member(self) -> Checkpoint:
        """Return the place after the file of the archive that is being read: the way past a broken one."""
        return Checkpoint(self.sha256, self.members + 1, 0)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one record: left out (`skipped`), or taken without one field. `record` counts from 1."""

    member: str
    record: int
    code: str
    message: Text
    number: str | None = None
    field: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


@dataclass(slots=True)
class Report:
    """What a reading found. `foreign` are records of businesses not known here: neither kept nor looked at closer."""

    files: int = 0
    records: int = 0
    kept: int = 0
    repeated: int = 0
    foreign: int = 0
    bytes: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    flawed: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    unmapped: dict[str, int] = field(default_factory=dict)

    def skip(self, remark: Remark) -> None:
        """Note a record that was left out."""
        self._note(self.skipped, remark)

    def flaw(self, remark: Remark) -> None:
        """Note a field that could not be read in a record that was taken."""
        self._note(self.flawed, remark)

    def _note(self, counts: dict[str, int], remark: Remark) -> None:
        counts[remark.code] = counts.get(remark.code, 0) + 1
        if len(self.remarks) < LISTED:
            self.remarks.append(remark)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON: the remarks, too, with their messages in both languages."""
        return asdict(self)

    def saw_unmapped(self, path: str) -> None:
        """Count an element or attribute that the mapping does not name."""
        if path in self.unmapped or len(self.unmapped) < LISTED:
            self.unmapped[path] = self.unmapped.get(path, 0) + 1
