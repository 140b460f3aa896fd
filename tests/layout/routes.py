"""Every route of the application, and how to fill in its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from litestar.datastructures import State

from backend.app import build
from tests.installation import installation
from tests.layout import objects_appeals, objects_ombudsman, objects_threads
from tests.layout.objects import OTHERS, OWNED, PLAIN, TOKENS
from tests.layout.objects_control import instead

HOLE = re.compile(r"\{(\w+)(?::\w+)?\}")
SETTINGS = installation(Path("nowhere"), "sqlite://", secret="only for reading the routes of the application")


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    path: str
    method: str
    permission: Any

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def for_programs(self) -> bool:
        """Whether programs call it, with a key."""
        return self.path.startswith("/api/")

    @property
    def ids(self) -> list[str]:
        """Return the names in the address that have to be filled in."""
        return HOLE.findall(self.path)

    @property
    def owned(self) -> list[str]:
        """Return those that name a thing of somebody."""
        return [name for name in self.ids if name in OWNED]

    def at(self, ids: Mapping[str, str]) -> str:
        """Return the address with these ids."""
        first = self.path.strip("/").split("/")[0]
        plain = {name: make() for name, make in PLAIN.items()}
        known = {
            **plain,
            "token": TOKENS.get(first, "no-such-token"),
            **ids,
            **instead(
                self.path, ids, {**objects_appeals.INSTEAD, **objects_threads.INSTEAD, **objects_ombudsman.INSTEAD}
            ),
        }
        return HOLE.sub(lambda hole: known[hole.group(1)], self.path)

    def unknown(self) -> list[str]:
        """Return names that nobody has said how to fill in."""
        return [name for name in self.ids if name not in {*OWNED, *OTHERS, *PLAIN, "token"}]


@cache
def routes() -> tuple[Route, ...]:
    """Return every route but the automatic OPTIONS."""
    return tuple(_routes())


def _routes() -> Iterator[Route]:
    for route in build(SETTINGS, State({})).routes:
        for method, handler in getattr(route, "route_handler_map", {}).items():
            if method != "OPTIONS":
                one = handler[0] if isinstance(handler, tuple) else handler
                yield Route(route.path, str(method), one.opt.get("permission"))
