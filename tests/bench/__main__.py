"""Prints our figures beside a peer's, one JSON line each: `make bench`. Nothing here passes or fails."""

from __future__ import annotations

import sys

from tests.bench import importing, interviewing, matching, pairs, paper, planning, reading, searching
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
