"""The dimensions of releases (rules/segments.yaml), and in which segment a business stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from rules.strict_yaml import read_yaml
from rules.text import Text

FILE = Path(__file__).with_name("segments.yaml")
SOLE_TRADERS = ("ip", "npd")
OTHER_SIZE = "medium_other"


class Segment(NamedTuple):
    """Size and sector, codes of rules/segments.yaml."""

    size: str
    sector: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A group of sections of ОКВЭД 2."""

    code: str
    name: Text
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CostBin:
    """A stretch of rubles a year: the lower bound is inside, the upper one is not; None has no upper bound."""

    code: str
    first: Decimal
    until: Decimal | None


@dataclass(frozen=True, slots=True)
class Dimensions:
    """One version of the dimensions; a release names the version it used."""

    version: int
    sizes: Mapping[str, Text]
    sectors: Mapping[str, Sector]
    cost_bins: tuple[CostBin, ...]
    scores: tuple[int, ...]
    flags: tuple[str, ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Every segment, in the order of the file: sizes outside, sectors inside."""
        return tuple(Segment(size, sector) for size in self.sizes for sector in self.sectors)

    def sector_of(self, section: str) -> str | None:
        """Return the code of the sector a section of ОКВЭД 2 belongs to, None for a letter that is no section."""
        return next((one.code for one in self.sectors.values() if section in one.sections), None)

    def cost_bin(self, rubles: Decimal) -> str | None:
        """Return the bin of a yearly cost in rubles, None for a negative one.

        >>> dimensions().cost_bin(Decimal("999.99")), dimensions().cost_bin(Decimal(1000))
        ('c1', 'c2')
        """
        if rubles < 0:
            return None
        return next(one.code for one in self.cost_bins if one.until is None or rubles < one.until)


@lru_cache(maxsize=1)
def dimensions() -> Dimensions:
    """Return the dimensions in force, read once.

    Raises:
        ValueError: the file is faulty.

    >>> len(dimensions().segments), dimensions().version
    (12, 1)
    """
    return read_dimensions(FILE.read_text(encoding="utf-8"))


def read_dimensions(text: str) -> Dimensions:
    """Return the dimensions a file describes.

    Raises:
        ValueError: it is no such file, a section stands in two sectors, or the bins leave a gap.

    >>> read_dimensions("version: 1")
    Traceback (most recent call last):
    ...
    ValueError: segments.yaml: no «sizes»
    """
    document, faults = read_yaml(text)
    if faults or not isinstance(document, dict):
        raise ValueError(f"{FILE.name}: {faults[0].message.en if faults else 'a mapping is needed'}")
    for name in ("version", "sizes", "sectors", "cost_bins", "scores", "flags"):
        if name not in document:
            raise ValueError(f"{FILE.name}: no «{name}»")
    return Dimensions(
        version=int(document["version"]),
        sizes={code: _text(raw) for code, raw in document["sizes"].items()},
        sectors=_sectors(document["sectors"]),
        cost_bins=_cost_bins(document["cost_bins"]),
        scores=tuple(document["scores"]),
        flags=tuple(document["flags"]),
    )


def segment_of(
    legal_form: str | None,
    sme_category: str | None,
    employees: int | None,
    okved_main: str | None,
    sections: Mapping[str, str],
) -> Segment | None:
    """Return the segment of a business, None when the register does not tell what it does.

    `sections` gives the section's letter of each code of ОКВЭД 2. Without staff is a sole trader with 0 employees; one
    whose staff the register does not know is taken by its category, as a company is. Whoever has no category is not in
    the register of small business, and so is one of «medium and other»: whoever stands in the extract counts.
    Source of the categories: 209-ФЗ, ст. 4; codes of legal forms and categories are those of facts.yaml.

    >>> segment_of("ip", "micro", 0, "56.10", {"56.10": "I"})
    Segment(size='ip_alone', sector='trade')
    >>> segment_of("ooo", None, 12, "56.10", {"56.10": "I"})
    Segment(size='medium_other', sector='trade')
    """
    sector = _sector(okved_main, sections)
    return Segment(_size(legal_form, sme_category, employees), sector) if sector else None


def _size(legal_form: str | None, sme_category: str | None, employees: int | None) -> str:
    if legal_form in SOLE_TRADERS and employees == 0:
        return "ip_alone"
    return sme_category if sme_category in ("micro", "small") else OTHER_SIZE


def _sector(code: str | None, sections: Mapping[str, str]) -> str | None:
    """Look a code up; one of a newer edition of the classifier by the code it stands under."""
    while code:
        if code in sections:
            return dimensions().sector_of(sections[code])
        code = code[:-1].rstrip(".")
    return None


def _text(raw: Mapping[str, str]) -> Text:
    return Text(raw["ru"], raw["en"])


def _sectors(raw: Mapping[str, Any]) -> dict[str, Sector]:
    sectors = {code: Sector(code, _text(one["name"]), tuple(one["sections"])) for code, one in raw.items()}
    letters = [letter for one in sectors.values() for letter in one.sections]
    if len(letters) != len(set(letters)):
        raise ValueError(f"{FILE.name}: a section stands in two sectors")
    return sectors


def _cost_bins(raw: list[Mapping[str, str | None]]) -> tuple[CostBin, ...]:
    bins = tuple(
        CostBin(str(one["code"]), Decimal(one["from"] or 0), None if one["until"] is None else Decimal(one["until"]))
        for one in raw
    )
    ends = [Decimal(0), *(one.until for one in bins)]
    if [one.first for one in bins] != ends[:-1] or ends[-1] is not None:
        raise ValueError(f"{FILE.name}: the bins leave a gap or have an end")
    return bins
