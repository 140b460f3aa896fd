"""Prints our figures beside a peer's, one JSON line each: `make bench`. Nothing here passes or fails."""

from __future__ import annotations

import sys

from tests.bench import (
    formats,
    importing,
    interviewing,
    matching,
    pairs,
    paper,
    planning,
    reading,
    release_utility,
    releasing,
    searching,
)
from tests.bench.figures import remark

BENCHES = {
    "reading": reading.figures,
    "match": matching.figures,
    "interview": interviewing.figures,
    "compare": pairs.figures,
    "search": searching.figures,
    "paper": paper.figures,
    "plan": planning.figures,
    "import": importing.figures,
    "release": releasing.figures,
    "formats": formats.figures,
    "release_utility": release_utility.figures,
}


def main(names: list[str]) -> int:
    """Run the benches named, or all."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        remark(f"There is no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}.")
        return 2
    for name in names or BENCHES:
        remark(f"{name} …")
        for figure in BENCHES[name]():
            print(figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
