"""What a fact can be, cut into the fewest cells that the conditions tell apart; a set of cells is bits of an integer.

A number, date, category or boolean is in exactly one cell. A multi-valued fact holds any set of items.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from math import ceil, floor
from typing import Any

from rules.condition_reading import exact_date, exact_number
from rules.conditions import Atom, FactValue, Op, digits, items_of
from rules.facts import Fact, FactType, OkvedCode
from rules.faults import Fault, InputError
from rules.text import Text

OKVED_DIGITS = 4  # a code of a business; fewer digits name a class
WIDE = Context(prec=120)  # sums of thresholds must not be rounded


@dataclass(frozen=True, slots=True)
class Interval:
    """The values of one cell; None is no limit, an open end is not itself included."""

    low: Any
    low_open: bool
    high: Any
    high_open: bool

    @property
    def first(self) -> Any:
        """Return the least value, or None when there is none."""
        return None if self.low_open else self.low

    @property
    def last(self) -> Any:
        """Return the greatest value, or None when there is none."""
        return None if self.high_open else self.high


class Line:
    """The cells of a number or a date: the intervals between neighbouring cuts.

    Whole numbers and dates are cut between neighbours, so no cell is empty; other numbers before or after a point.
    `bounded` keeps within the least and greatest value of the vocabulary; days are always those of the calendar.
    """

    def __init__(self, kind: FactType, atoms: Iterable[Atom], fact: Fact | None, *, bounded: bool) -> None:
        self.kind = kind
        self.whole = kind is FactType.DATE or bool(fact and fact.whole)
        low, high = self._bounds(fact)
        self.least: Any = low if bounded else None
        self.most: Any = high if bounded else None
        # Bounds that leave no value, as a latest day before the earliest: no such business exists.
        self.empty = low is not None and high is not None and bool(low > high)
        edges = {edge for atom in atoms for edge in self._edges(atom)}
        self.cuts: list[Any] = sorted(edge for edge in edges if not self._below(edge) and not self._above(edge))
        self.full = (1 << (len(self.cuts) + 1)) - 1
        self.inhabited = self.full & self._within(low, high)

    def _bounds(self, fact: Fact | None) -> tuple[Any, Any]:
        """Return the least and the greatest value of the vocabulary; of what is whole, whole ones."""
        low: Any = fact.min if fact else None
        high: Any = fact.max if fact else None
        if self.kind is FactType.NUMBER and self.whole:
            low = low if low is None else Decimal(ceil(low))
            high = high if high is None else Decimal(floor(high))
        return low, high

    def _within(self, low: Any, high: Any) -> int:
        """Return the cells that hold some value between the least and the greatest of the vocabulary."""
        least = self.place(low) if low is not None else 1
        most = self.place(high) if high is not None else self.full + 1
        return (most << 1) - least

    def _before(self, value: Any) -> Any:
        if self.kind is FactType.DATE:
            return value.toordinal()
        return ceil(value) if self.whole else (value, 0)

    def _after(self, value: Any) -> Any:
        if self.kind is FactType.DATE:
            return value.toordinal() + 1
        return floor(value) + 1 if self.whole else (value, 1)

    def _below(self, edge: Any) -> bool:
        least = date.min if self.least is None and self.kind is FactType.DATE else self.least
        return least is not None and bool(edge <= self._before(least))

    def _above(self, edge: Any) -> bool:
        most = date.max if self.most is None and self.kind is FactType.DATE else self.most
        return most is not None and bool(edge >= self._after(most))

    def _edges(self, atom: Atom) -> list[Any]:
        if atom.op in {Op.GTE, Op.LT}:
            return [self._before(atom.value)]
        if atom.op in {Op.GT, Op.LTE}:
            return [self._after(atom.value)]
        return [edge for value in items_of(atom) for edge in (self._before(value), self._after(value))]

    def mask(self, atom: Atom) -> int:
        """Return the cells where the atom holds."""
        edges = self._edges(atom)
        if len(edges) == 1:
            above = self._reach(edges[0])
            return above if atom.op in {Op.GTE, Op.GT} else self.full ^ above
        mask = 0
        for low, high in zip(edges[::2], edges[1::2], strict=True):
            mask |= self._reach(low) & ~self._reach(high)
        return mask

    def _reach(self, edge: Any) -> int:
        """Return the cells at and above an edge."""
        if self._above(edge):
            return 0
        return self.full if self._below(edge) else self.full & ~((1 << bisect_right(self.cuts, edge)) - 1)

    def place(self, value: Any) -> int:
        """Return the cell a value falls into, as one bit."""
        if not self.whole or self.kind is FactType.DATE:
            return 1 << bisect_right(self.cuts, self._before(value))
        return 1 << bisect_right(self.cuts, floor(value))

    def read(self, raw: object) -> FactValue:
        """Return a value as the engine holds it, or None when it is of another type."""
        if self.kind is FactType.DATE:
            return exact_date(raw)
        number = exact_number(raw)
        return None if number is not None and self.whole and number != floor(number) else number

    def interval(self, cell: int) -> Interval:
        """Return what values a cell holds."""
        low = self.cuts[cell - 1] if cell else None
        high = self.cuts[cell] if cell < len(self.cuts) else None
        if self.whole:
            least = self.least if low is None else self._value(low)
            return Interval(least, False, self.most if high is None else self._value(high - 1), False)
        below, above = low or (self.least, 0), high or (self.most, 1)
        return Interval(below[0], below[1] == 1, above[0], above[1] == 0)

    def _value(self, number: int) -> Decimal | date:
        return date.fromordinal(number) if self.kind is FactType.DATE else Decimal(number)

    def example(self, cell: int) -> FactValue:
        """Return a value of the cell."""
        held = self.interval(cell)
        closed: FactValue = held.last if held.first is None else held.first
        if closed is not None:
            return closed
        if held.low is not None and held.high is not None:
            return WIDE.divide(WIDE.add(held.low, held.high), Decimal(2))
        if held.low is not None:
            return WIDE.add(held.low, Decimal(1))
        if held.high is not None:
            return WIDE.subtract(held.high, Decimal(1))
        return date(2000, 1, 1) if self.kind is FactType.DATE else Decimal(0)


class Choice:
    """The cells of a category or a boolean: each value that some condition names, and all others together."""

    def __init__(
        self, kind: FactType, atoms: Iterable[Atom], fact: Fact | None, okved: Mapping[str, OkvedCode]
    ) -> None:
        self.kind = kind
        named = dict.fromkeys(value for atom in atoms for value in items_of(atom))
        self.closed = closed = _closed(kind, fact, okved)
        # A value outside a closed list, as a class where a code is meant, is no business's.
        loose = () if closed else named
        self.named: list[Any] = [*(value for value in closed if value in named), *loose]
        rest = [value for value in closed if value not in named]
        if rest and kind is FactType.BOOLEAN:
            self.named, rest = [True, False], []
        self.rest: list[Any] = rest
        self.cells = {value: 1 << number for number, value in enumerate(self.named)}
        self.other = 1 << len(self.named)
        # A closed vocabulary named in full leaves nothing over.
        self.open = bool(rest) or not closed
        self.full = self.inhabited = (self.other << 1) - 1 if self.open else self.other - 1

    def mask(self, atom: Atom) -> int:
        """Return the cells where the atom holds."""
        mask = 0
        for value in items_of(atom):
            mask |= self.cells.get(value, 0)
        return mask

    def place(self, value: Any) -> int:
        """Return the cell a value falls into, as one bit."""
        return self.cells.get(value, self.other)

    def read(self, raw: object) -> FactValue:
        """Return a value as the engine holds it, or None when it is of another type."""
        wanted = bool if self.kind is FactType.BOOLEAN else str
        return raw if isinstance(raw, wanted) else None

    def example(self, cell: int) -> FactValue:
        """Return a value of the cell."""
        if cell < len(self.named):
            value: FactValue = self.named[cell]
            return value
        return self.rest[0] if self.rest else _fresh(self.named)


def _closed(kind: FactType, fact: Fact | None, okved: Mapping[str, OkvedCode]) -> list[Any]:
    """Return the values there are, in order; none where nobody says which."""
    if kind is FactType.BOOLEAN:
        return [True, False]
    if fact and fact.values_from:
        return [code for code in okved if len(digits(code)) >= OKVED_DIGITS]
    return list(fact.values) if fact else []


class Items:
    """The items of a multi-valued fact that some condition names; others change nothing.

    For activity codes an item is a class less the smaller classes that are named too, so a class is a union of items.
    """

    def __init__(self, atoms: Iterable[Atom], fact: Fact | None, okved: Mapping[str, OkvedCode]) -> None:
        atoms = tuple(atoms)
        self.fact = fact
        self.classes = {digits(str(v)) for atom in atoms if atom.op is Op.OKVED for v in items_of(atom)}
        exact = dict.fromkeys(str(v) for atom in atoms if atom.op is Op.CONTAINS_ANY for v in items_of(atom))
        self.tree = bool(self.classes) or bool(fact and fact.values_from)
        self.codes = {code: digits(code) for code in okved if len(digits(code)) >= OKVED_DIGITS} if self.tree else {}
        names = [f"={code}" for code in exact] + sorted(self.classes)
        if self.codes:
            reached = {self._name(code, set(exact)) for code in self.codes}
            names = [name for name in names if name in reached]
        self.names = names
        self.exact = set(exact)
        self.bits = {name: 1 << number for number, name in enumerate(names)}
        self.full = self.inhabited = (1 << len(names)) - 1

    def _name(self, code: str, exact: set[str]) -> str | None:
        if code in exact:
            return f"={code}"
        prefix = digits(code) if self.tree else ""
        while prefix and prefix not in self.classes:
            prefix = prefix[:-1]
        return prefix or None

    def mask(self, atom: Atom) -> int:
        """Return the items of which one is enough for the atom to hold."""
        if atom.op is Op.CONTAINS_ANY:
            return sum({self.bits.get(f"={value}", 0) for value in items_of(atom)})
        prefixes = tuple(digits(str(value)) for value in items_of(atom))
        return sum(bit for name, bit in self.bits.items() if digits(name.lstrip("=")).startswith(prefixes))

    def place(self, value: Any) -> int:
        """Return the items a list of codes holds."""
        mask = 0
        for code in value:
            mask |= self.bits.get(self._name(code, self.exact) or "", 0)
        return mask

    def read(self, raw: object) -> FactValue:
        """Return a value as the engine holds it, or None when it is of another type."""
        if not isinstance(raw, list | tuple | set | frozenset):
            return None
        items = tuple(sorted(raw) if isinstance(raw, set | frozenset) else raw)
        return items if all(isinstance(item, str) for item in items) else None

    def example(self, item: int) -> str:
        """Return a code that is this item and no other."""
        name = self.names[item]
        if name.startswith("="):
            return name[1:]
        for code in self.codes:
            if self._name(code, self.exact) == name:
                return code
        return _dotted(name, [digits(one.lstrip("=")) for one in self.names])


Domain = Line | Choice | Items


def _dotted(prefix: str, taken: list[str]) -> str:
    """Return a code of at least four digits under `prefix` that lies in none of the smaller classes."""
    code = prefix
    while len(code) < 4 or any(len(one) > len(prefix) and code.startswith(one) for one in taken):
        spare = [
            d for d in "0123456789" if not any(len(one) > len(prefix) and (code + d).startswith(one) for one in taken)
        ]
        code += spare[0] if spare else "0"
        if len(code) > 8:
            break
    return ".".join(part for part in (code[:2], code[2:4], code[4:]) if part)


def _fresh(named: list[Any]) -> str:
    name = "other"
    while name in named:
        name += "_"
    return name


def type_of(atoms: Iterable[Atom], fact: Fact | None) -> FactType:
    """Return the type of a fact: as the vocabulary says, else as the comparisons show.

    Raises:
        InputError: they show several: no business could answer all of them.
    """
    if fact is not None:
        return fact.type
    atoms = tuple(atoms)
    kinds = list(dict.fromkeys(map(_shown_by, atoms))) or [FactType.CATEGORY]
    if len(kinds) > 1:
        raise InputError([_several_types(atoms[0].fact, kinds)])
    return kinds[0]


def _shown_by(atom: Atom) -> FactType:
    value = items_of(atom)[0]
    if atom.op in {Op.OKVED, Op.CONTAINS_ANY}:
        return FactType.MULTI
    if isinstance(value, bool):
        return FactType.BOOLEAN
    if isinstance(value, date):
        return FactType.DATE
    return FactType.CATEGORY if isinstance(value, str) else FactType.NUMBER


def _several_types(name: str, kinds: Iterable[FactType]) -> Fault:
    named = ", ".join(kinds)
    return Fault(
        "several_types",
        name,
        Text(f"Факт «{name}» сравнивают как разные типы: {named}.", f"“{name}” is compared as several types: {named}."),
        Text("Оставьте сравнения одного типа.", "Keep comparisons of one type."),
    )


def domain_of(atoms: Iterable[Atom], fact: Fact | None, okved: Mapping[str, OkvedCode], *, bounded: bool) -> Domain:
    """Return the cells that `atoms`, all of one fact, tell apart."""
    atoms = tuple(atoms)
    kind = type_of(atoms, fact)
    if kind is FactType.MULTI:
        return Items(atoms, fact, okved)
    if kind in {FactType.NUMBER, FactType.DATE}:
        return Line(kind, atoms, fact, bounded=bounded)
    return Choice(kind, atoms, fact, okved)
