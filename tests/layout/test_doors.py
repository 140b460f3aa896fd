"""Slices meet at their doors: `service`, `queries`, `models`, and the modules a slice made for others to take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tests.layout.test_cycles import dotted, graph_of
from tests.layout.tree import ROOT, modules, name_of, tree_of

FRONT = {"service", "queries", "models"}
# What a slice offers beside its front, by what it is for. Who needs another module asks here for a door first.
DOORS = {
    "accounts": {
        "limits",  # tries that are counted
        "numbers",  # ИНН and ОГРН with their check digits
        "schemas",
        "tokens",
        "unfinished",  # what keeps an account from being erased, registered from above
    },
    "appeals": {"asking", "authors", "effects", "filing", "naming", "rights", "thread_hosts"},
    "assessments": {"agenda", "flags", "marks", "rated", "schemas", "words"},
    "clients": {"organisations", "secrets"},
    "control": {
        # A case of any procedure that lives beside control events: its kind, fields, steps, course, page and words.
        *("cases.asking", "cases.binding", "cases.course", "cases.day_order", "cases.draft_pdf", "cases.faults"),
        *("cases.files", "cases.kinds", "cases.marks", "cases.naming", "cases.notice_words", "cases.numbering"),
        *("cases.pages", "cases.stepping", "cases.view", "api.shapes", "api.steps"),
        # A room: who stands on which side, what each may see, what «check the check» found.
        *("parts", "rooms", "rooms.consents", "rooms.shown", "sides", "telling", "own.checking"),
        # What a decision on an appeal does to control.
        *("appealed", "changing", "undoing"),
    },
    "costs": {"schemas", "words"},
    "feedback": {"routing", "shown"},
    "papers": {"downloads", "files", "uploads"},
    "profiles": {"choices", "matching", "own", "records", "words"},
    "requirements": {
        "blocks",  # what higher slices show in the list, registered from above
        *("changes", "dispute_views", "disputes", "explaining", "listing", "marks", "names", "own", "receipts"),
        *("routing", "tables", "words"),
    },
    "risk": {"integrity", "objects", "views"},
    "threads": {"hosts"},
    "webhooks": {"events"},
}
# The floor of the shell, open to every slice, and its edges, which put the slices together.
FLOOR = {"web", "db", "jobs", "audit", "notifications", "procedures"}
EDGES = {"commands", "seed", "maintenance"}


def slices() -> set[str]:
    """Return the names of the slices."""
    return {path.name for path in (ROOT / "backend").iterdir() if path.is_dir()} - FLOOR - EDGES - {"__pycache__"}


def crossings() -> Iterator[tuple[str, str, str]]:
    """Yield (module, slice, what of it) wherever a module of the floor or a slice takes one of another slice."""
    known, graph = slices(), graph_of({dotted(name_of(path)): tree_of(path) for path in modules("backend")})
    for name, taken in graph.items():
        own = name.split(".")[1:2]
        if not own or own[0] not in known | FLOOR:
            continue
        for other in taken:
            room, _, inner = other.removeprefix("backend.").partition(".")
            if room in known and room != own[0] and inner.partition(".")[0] not in FRONT:
                yield name, room, inner


def test_a_slice_takes_of_another_only_what_it_offers() -> None:
    through_walls = [
        f"{name} takes {room}.{inner}" for name, room, inner in crossings() if inner not in DOORS.get(room, ())
    ]
    assert through_walls == []


def test_no_door_stands_unused() -> None:
    used = defaultdict(set)
    for _, room, inner in crossings():
        used[room].add(inner)
    assert used == DOORS
