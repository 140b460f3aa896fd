"""An installation's means of publishing, as tests have it; as a program it publishes and dies at a named point.

`python -m tests.press FOLDER URL POINT`
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema_rs

from backend.statistics.calendar import QUARTER, enter_day, window_of
from backend.statistics.freezing import mark_frozen
from backend.statistics.handover import Frame, path_of, write_handover
from backend.statistics.journal import Journal
from backend.statistics.policy_file import signed_policy
from backend.statistics.press import Press, publish_window
from backend.statistics.publishing import announce_due
from backend.statistics.signing import make_key
from backend.statistics.store import open_store
from calculators.release.shapes import Answer, Item, Policy
from rules.reading import read_schema
from rules.segments import Segment

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
WINDOW = "2026Q3"
ITEMS = tuple(Item(f"fire.r{place}", "1", "fire") for place in range(3))
KILLED = 9


def press_in(folder: Path, url: str | None = None, dataset: str = "real", policy: Policy | None = None) -> Press:
    """Return the means of publishing of an installation in `folder`, made if there is none."""
    store = open_store(url or f"sqlite:///{folder / 'releases.sqlite3'}", dataset)
    key = make_key(folder / "release.key")
    signed = signed_policy(policy or Policy(), dataset, key)
    return Press(store, key, signed, Journal(folder / "charges.jsonl"), folder / "handover")


def freeze_answers(press: Press, code: str = WINDOW, businesses: int = 600) -> Path:
    """Freeze made-up answers of a window; return their file."""
    window = window_of(code)
    enter_day(press.store, window, QUARTER)
    answers = (
        Answer(unit, item.requirement, item.version, Segment("micro", "trade"), unit % 5 + 1, 3)
        for unit in range(1, businesses + 1)
        for item in ITEMS
    )
    path = path_of(press.handover, code)
    mark_frozen(press.store, code, write_handover(path, answers, Frame(ITEMS, "an edition", 1)), NOW)
    return path


def fits(name: str, document: Any) -> None:
    """Hold a document against the schema that `yasno schema` prints."""
    schema = json.loads(read_schema(name))
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(document)


def publish_and_die(folder: Path, url: str, point: str) -> None:
    """Publish, and end the process without a word at the point."""

    def die(passed: str) -> None:
        if passed == point:
            os._exit(KILLED)

    press = press_in(folder, url)
    publish_window(press, WINDOW, NOW, die)
    announce_due(press.store, press.journal, NOW, die)


if __name__ == "__main__":
    publish_and_die(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
