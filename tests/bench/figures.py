"""A figure: ours beside a peer's, from the same run, as one JSON line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from statistics import median
from time import process_time
from typing import Any

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the bench. `ratio` above 1 is in our favour; without a peer it is null."""

    bench: str
    ours: float
    peer: float | None
    peer_name: str | None
    unit: str
    n: int
    more_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        """Return how many times ours is better."""
        if not self.peer or not self.ours:
            return None
        return self.ours / self.peer if self.more_is_better else self.peer / self.ours

    def line(self) -> str:
        """Return the JSON line, numbers to four digits."""
        shape = {"bench": self.bench, "ours": _short(self.ours), "peer": _short(self.peer)}
        shape |= {"peer_name": self.peer_name, "ratio": _short(self.ratio), "unit": self.unit, "n": self.n}
        return json.dumps(shape, ensure_ascii=False)


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median processor time of a whole round, after one that is not counted.

    Processor time of this process, so that neighbours on the machine do not count. Whole rounds, never call by call
    in turn with another engine: that would charge one with the other's cold caches.
    """
    work()
    times = []
    for _ in range(rounds):
        start = process_time()
        work()
        times.append(process_time() - start)
    return median(times)


@cache
def peer(module: str) -> Any:
    """Return a peer's module, or None with a line on stderr when it is not installed here."""
    try:
        return import_module(module)
    except ImportError as fault:
        remark(f"skipped: {module} does not load here ({fault}); pip install -r requirements-bench.lock")
        return None


def remark(words: str) -> None:
    """Say something beside the figures."""
    print(words, file=sys.stderr, flush=True)


def _short(value: float | None) -> float | int | None:
    if value is None:
        return None
    short = float(f"{value:.4g}")
    return int(short) if short.is_integer() else short
