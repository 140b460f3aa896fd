"""The grounds of an appeal: what each says, what has to be shown, what usually shows it. Data with articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rules import shapes
from rules.faults import Fault, InputError
from rules.shapes import boolean, both, choice, list_of, mapping, text
from rules.strict_yaml import line_of, read_yaml
from rules.text import Text

HERE = Path(__file__).parent
FILE, LAW = "grounds.yaml", "248-ФЗ"
# From the strongest wording to the weakest.
LEVELS = ("gross", "other", "arguable")
# What 40(4) lets be appealed against.
SUBJECTS = ("DECISION", "ACT", "PRESCRIPTION", "ACTIONS", "RISK_CATEGORY", "VISIT_REFUSAL", "OTHER")
# What a ground is about where it suits a subject of one kind only: a preventive visit, a warning.
ABOUT = ("visit", "warning")
Raw = Mapping[str, Any]

GROUNDS = mapping(
    {
        "checked_in": text,
        "papers": list_of(mapping({"code": text, "part": text, "title": both}, ("code", "title"))),
        "grounds": list_of(
            mapping(
                {
                    "code": text,
                    "tests": list_of(text),
                    "article": text,
                    "subjects": list_of(choice(*SUBJECTS)),
                    "proofs": list_of(text),
                    "verified": boolean,
                    "about": choice(*ABOUT),
                    "title": both,
                    "prove": both,
                    "wordings": mapping(dict.fromkeys(LEVELS, both)),
                },
                ("code", "tests", "article", "subjects", "proofs", "verified", "title", "prove", "wordings"),
            )
        ),
    },
    ("checked_in", "papers", "grounds"),
)


@dataclass(frozen=True, slots=True)
class ProofKind:
    """A kind of paper that shows a ground; `part`: the part of the event's room where it lies, "" elsewhere."""

    code: str
    title: Text
    part: str


@dataclass(frozen=True, slots=True)
class AppealGround:
    """A ground: `tests` are the codes of «check the check» it comes from; `subjects` those of 40(4) it suits.

    `wordings`: a sentence for each level (gross, other, arguable) that it may come with. `verified`: its provision was
    read; else it is shown as a reference. `about`: "visit" or "warning" where it suits appeals about those alone.
    """

    code: str
    article: str
    title: Text
    prove: Text
    proofs: tuple[ProofKind, ...]
    subjects: tuple[str, ...]
    tests: tuple[str, ...]
    wordings: Mapping[str, Text]
    verified: bool
    about: str = ""

    @property
    def level(self) -> str:
        """The level of the ground where nothing was found: the weakest it has."""
        return next(level for level in reversed(LEVELS) if level in self.wordings)

    def worded_as(self, level: str | None = None) -> str:
        """Return the level whose sentence is used: the one asked for, else a weaker one, else the weakest there is."""
        asked = LEVELS.index(level or self.level)
        return next((name for name in LEVELS[asked:] if name in self.wordings), self.level)

    def wording(self, level: str | None = None) -> Text:
        """Return the sentence for a level.

        >>> appeal_grounds()["no_ground"].wording("other") == appeal_grounds()["no_ground"].wording("arguable")
        True
        """
        return self.wordings[self.worded_as(level)]


@cache
def appeal_grounds() -> Mapping[str, AppealGround]:
    """Return the catalogue by its codes, in its order.

    >>> appeal_grounds()["prescription_without_date"].article
    '248-ФЗ, ст. 90.1 ч. 2 п. 2'
    """
    return read_appeal_grounds(HERE)


def ground_of(test: str) -> AppealGround | None:
    """Return the ground that a code of «check the check» leads to, None for a code the catalogue does not have.

    >>> ground_of("register").code
    'not_in_register'
    """
    return next((ground for ground in appeal_grounds().values() if test in ground.tests), None)


def read_appeal_grounds(folder: Path) -> Mapping[str, AppealGround]:
    """Return the grounds in `folder`.

    Raises:
        InputError: every fault of the file, with field and line.
    """
    document, faults = read_yaml((folder / FILE).read_text(encoding="utf-8"))
    if not faults:
        GROUNDS(document, "", faults)
    if not faults and isinstance(document, dict):
        faults += _links(document)
    if faults or not isinstance(document, dict):
        raise InputError(
            replace(fault, file=FILE, line=fault.line or line_of(document, fault.field or "")) for fault in faults
        )
    papers = {
        row["code"]: ProofKind(row["code"], Text(**row["title"]), row.get("part") or "") for row in document["papers"]
    }
    return MappingProxyType({row["code"]: _ground(row, papers) for row in document["grounds"]})


def _links(raw: Raw) -> Iterable[Fault]:
    """Every paper has to be declared, every code stands once, every ground has a sentence and a subject."""
    papers = [row["code"] for row in raw["papers"]]
    seen: set[str] = set()
    for number, row in enumerate(raw["grounds"]):
        place = f"grounds[{number}]"
        for code in row["proofs"]:
            if code not in papers:
                yield shapes.unknown_code(f"{place}.proofs", code, papers)
        for name in ("wordings", "subjects", "proofs"):
            if not row[name]:
                yield shapes.missing(f"{place}.{name}")
        for code in (row["code"], *(f"test {test}" for test in row["tests"])):
            if code in seen:
                yield _twice(f"{place}.code", code)
            seen.add(code)


def _twice(field: str, code: str) -> Fault:
    return Fault(
        "repeated",
        field,
        Text(f"«{code}» стоит дважды.", f"“{code}” stands twice."),
        Text("Оставьте одно.", "Keep one."),
    )


def _ground(row: Raw, papers: Mapping[str, ProofKind]) -> AppealGround:
    article = row["article"]
    return AppealGround(
        code=row["code"],
        article=f"{LAW}, {article}" if article.startswith("ст.") else article,
        title=Text(**row["title"]),
        prove=Text(**row["prove"]),
        proofs=tuple(papers[code] for code in row["proofs"]),
        subjects=tuple(row["subjects"]),
        tests=tuple(row["tests"]),
        about=row.get("about") or "",
        wordings=MappingProxyType(
            {level: Text(**row["wordings"][level]) for level in LEVELS if row["wordings"].get(level)}
        ),
        verified=row["verified"],
    )
