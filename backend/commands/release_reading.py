"""What a preview of a release reads: answers, and the segments of the businesses that gave them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from backend.commands.release_tables import Line, Table
from calculators.release.shapes import Answer, Item, Segment
from rules.faults import InputError
from rules.nearest import nearest
from rules.requirements import Edition
from rules.segments import dimensions, segment_of
from rules.shapes import shown
from rules.text import Text

ANSWERS = ("business", "requirement", "requirement_version", "clarity", "feasibility", "size", "sector")
NEEDED = ANSWERS[:5]
SEGMENT = ("size", "sector")
DERIVED = ("legal_form", "sme_category", "employees", "okved")
PROFILES = ("business", *SEGMENT, *DERIVED)
SCORE = re.compile("[1-5]")
LONGEST = 120


def read_release(
    answers: tuple[str, bytes], profiles: tuple[str, bytes] | None, edition: Edition
) -> tuple[list[Answer], list[Item]]:
    """Return the answers of a file and the versions they are about, each business a unit of its own.

    Raises:
        InputError: every fault of both files, with its line.
    """
    needed = NEEDED if profiles else ANSWERS
    reading = Answers(Table(*answers, ANSWERS, lambda _: needed))
    known = Profiles(Table(*profiles, PROFILES, _profile_columns), edition) if profiles else None
    segments = known.read() if known else None
    found = reading.read(segments)
    faults = [*(known.table.faults if known else []), *reading.table.faults]
    if faults:
        raise InputError(faults)
    return found, _items(found, edition)


def _profile_columns(header: Collection[str]) -> tuple[str, ...]:
    """Return what profiles need: the segment itself, or, where no part of it stands, what it follows from."""
    return ("business", *(SEGMENT if set(SEGMENT) & set(header) else DERIVED))


def unknown_requirements(answers: Iterable[Answer], edition: Edition) -> list[str]:
    """Return the requirements of a file that the catalogue does not hold, in the order they are first met."""
    return [code for code in dict.fromkeys(one.requirement for one in answers) if code not in edition.requirements]


def unknown_words(unknown: Sequence[str], edition: Edition) -> Text:
    """Return what is said of such requirements: how many, the first, and what it resembles."""
    close, told = nearest(unknown[0], edition.requirements), shown(unknown[0])
    ru, en = (f", похоже на «{close}»", f", it resembles “{close}”") if close else ("", "")
    return Text(
        f"Требований не из реестра: {len(unknown)}. Первое «{told}»{ru}. Для придуманных данных так и бывает.",
        f"Requirements unknown to the catalogue: {len(unknown)}. The first is “{told}”{en}. Fine for made-up data.",
    )


def _items(answers: Iterable[Answer], edition: Edition) -> list[Item]:
    """Return the versions of the file, sorted; a topic group from the catalogue, or what stands before the dot."""
    versions = sorted({(one.requirement, one.version) for one in answers})
    return [Item(name, version, _domain(name, edition)) for name, version in versions]


def _domain(requirement: str, edition: Edition) -> str:
    entry = edition.requirements.get(requirement)
    return entry.domain if entry and entry.domain else requirement.split(".")[0]


@dataclass
class Answers:
    """The file of answers, read row by row."""

    table: Table
    units: dict[str, int] = field(default_factory=dict)
    segments: dict[str, tuple[int, Segment]] = field(default_factory=dict)
    votes: dict[tuple[int, str, str], int] = field(default_factory=dict)

    def read(self, profiles: Mapping[str, Segment | None] | None) -> list[Answer]:
        """Return the answers without fault; what is wrong stands in the table's faults."""
        answers: list[Answer] = []
        for line in self.table.lines():
            answer = self._answer(line, profiles)
            if answer is not None:
                answers.append(answer)
        if not self.votes and not self.table.faults:
            self.table.fault(None, "empty", None, "В файле нет ни одного ответа.", "The file holds no answer.", AGAIN)
        return answers

    def _answer(self, line: Line, profiles: Mapping[str, Segment | None] | None) -> Answer | None:
        before = len(self.table.faults)
        business, requirement, version = (self._named(line, name) for name in NEEDED[:3])
        scores = [self._score(line, name) for name in ("clarity", "feasibility")]
        if not any(line.cells.get(name) for name in ("clarity", "feasibility")) and self.table.has(
            "clarity", "feasibility"
        ):
            ru, en = "Нет ни одной оценки.", "There is no score at all."
            self.table.fault(line.number, "no_score", "clarity", ru, en)
        segment = self._segment(line, business, profiles)
        unit = self.units.setdefault(business, len(self.units) + 1)
        if business and requirement and version:
            self._vote(line, unit, requirement, version)
        else:
            self.votes[0, "", ""] = line.number
        if len(self.table.faults) > before or segment is None:
            return None
        return Answer(unit, requirement, version, segment, *scores)

    def _named(self, line: Line, name: str) -> str:
        value = line.cells.get(name, "")
        if not value and self.table.has(name):
            self.table.fault(line.number, "missing", name, f"Ячейка «{name}» пуста.", f"“{name}” is empty.")
        elif len(value) > LONGEST:
            ru, en = f"«{name}» длиннее {LONGEST} знаков.", f"“{name}” is longer than {LONGEST} characters."
            self.table.fault(line.number, "too_long", name, ru, en)
        return value

    def _score(self, line: Line, name: str) -> int | None:
        value = line.cells.get(name, "")
        if not value:
            return None
        if SCORE.fullmatch(value):
            return int(value)
        told = shown(value[:LONGEST])
        ru, en = f"«{told}»: оценка бывает 1, 2, 3, 4 или 5.", f"“{told}”: a score is 1, 2, 3, 4 or 5."
        self.table.fault(line.number, "not_a_score", name, ru, en)
        return None

    def _vote(self, line: Line, unit: int, requirement: str, version: str) -> None:
        first = self.votes.setdefault((unit, requirement, version), line.number)
        if first != line.number:
            ru = f"Голос этого бизнеса за эту версию уже есть в строке {first}."
            en = f"This business has voted for this version in line {first} already."
            self.table.fault(line.number, "second_vote", "requirement_version", ru, en, ONE_VOTE)

    def _segment(self, line: Line, business: str, profiles: Mapping[str, Segment | None] | None) -> Segment | None:
        own = read_segment(self.table, line) if self.table.has(*SEGMENT) else None
        if profiles is None:
            return self._same(line, business, own) if own else None
        if not profiles:
            return None  # the file of profiles has its own fault: that each business lacks there says no more
        if business and business not in profiles:
            told = shown(business[:LONGEST])
            ru, en = f"Бизнеса «{told}» нет в файле профилей.", f"There is no profile of “{told}”."
            self.table.fault(line.number, "no_profile", "business", ru, en)
            return None
        profile = profiles.get(business)
        return self._same(line, business, own, profile) if own and profile else profile

    def _same(self, line: Line, business: str, own: Segment, profile: Segment | None = None) -> Segment | None:
        """One business stands in one segment the whole window."""
        where, first = (None, profile) if profile else self.segments.setdefault(business, (line.number, own))
        if first == own:
            return own
        ru, en = ("в файле профилей", "in the profiles") if where is None else (f"в строке {where}", f"in line {where}")
        self.table.fault(
            line.number,
            "another_segment",
            "size",
            f"Сегмент этого бизнеса {ru} другой.",
            f"The segment of this business is another one {en}.",
        )
        return None


@dataclass
class Profiles:
    """The file of profiles, read row by row."""

    table: Table
    edition: Edition
    first: dict[str, int] = field(default_factory=dict)

    def read(self) -> dict[str, Segment | None]:
        """Return the segment of each business; None where it is faulty."""
        segments: dict[str, Segment | None] = {}
        for line in self.table.lines():
            business = line.cells.get("business", "")
            if not business:
                ru, en = "Ячейка «business» пуста.", "“business” is empty."
                self.table.fault(line.number, "missing", "business", ru, en)
            elif self.first.setdefault(business, line.number) != line.number:
                ru, en = f"Этот бизнес уже есть в строке {self.first[business]}.", "This business is there already."
                self.table.fault(line.number, "repeated_business", "business", ru, en)
            segments.setdefault(business, self._segment(line))
        if not segments and not self.table.faults:
            self.table.fault(
                None, "empty", None, "В файле нет ни одного бизнеса.", "The file holds no business.", AGAIN
            )
        return segments

    def _segment(self, line: Line) -> Segment | None:
        if self.table.has(*SEGMENT):
            return read_segment(self.table, line)
        if not self.table.has(*DERIVED):
            return None
        before = len(self.table.faults)
        legal_form, category = (self._listed(line, name) for name in DERIVED[:2])
        employees, code = self._employees(line), self._okved(line)
        sections = {one: entry.section for one, entry in self.edition.vocabulary.okved.items()}
        segment = segment_of(legal_form, category, employees, code, sections)
        if segment is None and len(self.table.faults) == before:
            ru, en = "Сегмент не вывести: нужен основной ОКВЭД.", "No segment without a main code of ОКВЭД."
            self.table.fault(line.number, "no_segment", "okved", ru, en)
        return segment

    def _listed(self, line: Line, name: str) -> str | None:
        value = line.cells[name]
        known = list(self.edition.vocabulary.facts[name].values)
        if value and value not in known:
            _unknown_code(self.table, line, name, value, known)
        return value or None

    def _employees(self, line: Line) -> int | None:
        value = line.cells["employees"]
        if value and not re.fullmatch("[0-9]{1,7}", value):
            told = shown(value[:LONGEST])
            ru, en = f"«{told}»: нужно целое число работников.", f"“{told}”: a whole number of staff is needed."
            self.table.fault(line.number, "not_whole", "employees", ru, en)
            return None
        return int(value) if value else None

    def _okved(self, line: Line) -> str | None:
        codes: list[str] = re.findall(r"[^,;\s]+", line.cells["okved"])
        if codes and codes[0] not in self.edition.vocabulary.okved:
            _unknown_code(self.table, line, "okved", codes[0], self.edition.vocabulary.okved)
        return codes[0] if codes else None


def read_segment(table: Table, line: Line) -> Segment | None:
    """Return the segment of a row, or None and its faults."""
    here = dimensions()
    known: dict[str, Iterable[str]] = {"size": here.sizes, "sector": here.sectors}
    before = len(table.faults)
    for name, codes in known.items():
        value = line.cells[name]
        if not value:
            table.fault(line.number, "missing", name, f"Ячейка «{name}» пуста.", f"“{name}” is empty.")
        elif value not in codes:
            _unknown_code(table, line, name, value, codes)
    return None if len(table.faults) > before else Segment(line.cells["size"], line.cells["sector"])


def _unknown_code(table: Table, line: Line, name: str, value: str, known: Iterable[str]) -> None:
    codes = list(known)
    close = nearest(value, codes)
    few = f" Есть: {', '.join(codes)}." if len(codes) <= 12 else ""
    few_en = f" There are: {', '.join(codes)}." if few else ""
    ru, en = (f" Похоже на «{close}».", f" It resembles “{close}”.") if close else (few, few_en)
    told = shown(value[:LONGEST])
    table.fault(line.number, "unknown_code", name, f"Незнакомый код «{told}».{ru}", f"Unknown code “{told}”.{en}")


AGAIN = Text("Выгрузите его заново.", "Export it again.")
ONE_VOTE = Text("Оставьте один голос: он у бизнеса один на версию.", "Keep one: a business has one vote a version.")
