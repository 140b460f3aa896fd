"""What a test of an event finds: clean, breach or unknown, with article, words and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rules.text import Text

LAW = "248-ФЗ"


class Result(StrEnum):
    """The three answers of a test."""

    CLEAN = "clean"
    BREACH = "breach"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How an appeal may word a breach: gross (91(2)), another breach (37 …), or a point that can be argued."""

    GROSS = "gross"
    OTHER = "other"
    ARGUABLE = "arguable"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one test: `missing` names the fields that would settle it."""

    result: Result
    article: str
    evidence: Text
    missing: tuple[str, ...] = ()
    level: Level = Level.GROSS


@dataclass(frozen=True, slots=True)
class GrossTest:
    """One of the twelve tests of 91(2), by its number there."""

    n: int
    code: str
    title: Text
    finding: Finding

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape of the answer."""
        found = self.finding
        return {
            "n": self.n,
            "code": self.code,
            "title": self.title.as_dict(),
            "level": found.level.value,
            "result": found.result.value,
            "article": found.article,
            "evidence": found.evidence.as_dict(),
            "missing": list(found.missing),
        }


@dataclass(frozen=True, slots=True)
class Point:
    """A further point beside the twelve."""

    code: str
    finding: Finding

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape of the answer."""
        found = self.finding
        return {
            "code": self.code,
            "level": found.level.value,
            "result": found.result.value,
            "article": found.article,
            "evidence": found.evidence.as_dict(),
            "missing": list(found.missing),
        }


@dataclass(frozen=True, slots=True)
class EventCheck:
    """All twelve tests in order, and further points; `note` where 248-ФЗ does not govern the event."""

    tests: tuple[GrossTest, ...]
    others: tuple[Point, ...]
    note: Text | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape of the answer of `yasno event-check`."""
        answer: dict[str, Any] = {
            "tests": [test.as_dict() for test in self.tests],
            "others": [point.as_dict() for point in self.others],
        }
        return answer | ({"note": self.note.as_dict()} if self.note else {})


def clean(article: str, ru: str, en: str) -> Finding:
    """Return that nothing is wrong here."""
    return Finding(Result.CLEAN, article, Text(ru, en))


def breach(article: str, ru: str, en: str, level: Level = Level.GROSS) -> Finding:
    """Return that the law is broken here."""
    return Finding(Result.BREACH, article, Text(ru, en), (), level)


def unknown(article: str, ru: str, en: str, missing: Iterable[str] = ()) -> Finding:
    """Return that what is known does not settle it, and which fields would."""
    return Finding(Result.UNKNOWN, article, Text(ru, en), tuple(missing))
