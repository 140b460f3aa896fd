"""How closely published numbers give a hidden one away: the least and the most it can be, by linear programming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import Any

import numpy as np

from rules.faults import Fault, InputError
from rules.text import Text

SOLVED, UNBOUNDED = 0, 3
NO_TABLE = Text("Числа противоречат друг другу: такой таблицы нет.", "The numbers contradict each other.")
READ_AGAIN = Text("Проверьте числа и связи.", "Check the numbers and the links.")


class Relation(StrEnum):
    """How two sums of cells stand to each other."""

    EQUAL = "equal"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Link:
    """What everybody knows of cells: the sum of `left` equals the sum of `right` (plus `more`), or is at most that."""

    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    relation: Relation = Relation.EQUAL
    more: int = 0


def intervals(
    known: Mapping[str, tuple[int, int]], hidden: Sequence[str], links: Sequence[Link]
) -> dict[str, tuple[float, float]]:
    """Return for each hidden cell the least and the most it can be; `inf` where nothing bounds it.

    `known` are the bounds that a published number gives: a number rounded to 5 is within 2 of it.
    Cells that stand in the same links alike have the same interval, which is found once.
    Source: audit of tabular suppression by linear programming, Fischetti and Salazar 2000; solver HiGHS.

    Raises:
        InputError: the numbers contradict each other.

    >>> intervals({"a": (10, 10), "total": (13, 13)}, ["b"], [Link(("a", "b"), ("total",))])
    {'b': (3.0, 3.0)}
    >>> intervals({"a": (8, 12), "total": (13, 17)}, ["b", "c"], [Link(("a", "b", "c"), ("total",))])["c"]
    (0.0, 9.0)
    """
    names = [*known, *hidden]
    problem = _Problem.of(names, known, links)
    found: dict[Any, tuple[float, float]] = {}
    answer = {}
    for name in hidden:
        alike = problem.column(names.index(name))
        if alike not in found:
            found[alike] = problem.interval(names.index(name))
        answer[name] = found[alike]
    return answer


@dataclass(frozen=True, slots=True)
class _Problem:
    bounds: list[tuple[float, float | None]]
    equal: np.ndarray[Any, Any]
    equal_to: np.ndarray[Any, Any]
    most: np.ndarray[Any, Any]
    most_is: np.ndarray[Any, Any]

    @classmethod
    def of(cls, names: Sequence[str], known: Mapping[str, tuple[int, int]], links: Sequence[Link]) -> _Problem:
        place = {name: at for at, name in enumerate(names)}
        rows: dict[Relation, list[tuple[Any, int]]] = {Relation.EQUAL: [], Relation.AT_MOST: []}
        for link in links:
            row = np.zeros(len(names))
            for name in link.left:
                row[place[name]] += 1
            for name in link.right:
                row[place[name]] -= 1
            rows[link.relation].append((row, link.more))
        equal, most = rows[Relation.EQUAL], rows[Relation.AT_MOST]
        return cls(
            [known.get(name, (0, None)) for name in names],
            np.array([row for row, _ in equal]).reshape(len(equal), len(names)),
            np.array([more for _, more in equal]),
            np.array([row for row, _ in most]).reshape(len(most), len(names)),
            np.array([more for _, more in most]),
        )

    def column(self, at: int) -> Any:
        # A link that holds for this cell alone in the same words as for another is the same link to the solver.
        own = sorted(tuple(np.delete(row, at).tolist()) for row in self.most if row[at])
        return (tuple(self.equal[:, at].tolist()), tuple(own), self.bounds[at])

    def interval(self, at: int) -> tuple[float, float]:
        return self._end(at, 1), self._end(at, -1)

    def _end(self, at: int, sign: int) -> float:
        # The solver is slow to load, and every start of the site would wait for it.
        from scipy.optimize import linprog

        goal = np.zeros(len(self.bounds))
        goal[at] = sign
        solved = linprog(
            goal,
            A_ub=self.most if len(self.most) else None,
            b_ub=self.most_is if len(self.most) else None,
            A_eq=self.equal if len(self.equal) else None,
            b_eq=self.equal_to if len(self.equal) else None,
            bounds=self.bounds,
            method="highs",
        )
        if solved.status == UNBOUNDED:
            return inf * -sign
        if solved.status != SOLVED:
            raise InputError([Fault("no_table", "numbers", NO_TABLE, READ_AGAIN)])
        return float(round(solved.fun * sign, 6)) + 0.0
