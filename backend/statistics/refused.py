"""Windows that cannot be frozen or drawn, and why: a small file beside the frozen answers, for the operator."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import structlog

from rules.text import Text

log = structlog.get_logger()
FREEZING, PUBLISHING = "freezing", "publishing"


def keep_refusals(folder: Path, step: str, found: Mapping[str, Text]) -> None:
    """Keep what a step refused this time, in place of what it refused before."""
    for window, why in found.items():
        log.warning("release_refused", step=step, window=window, why=why.en)
    path = _path(folder, step)
    if not found:
        path.unlink(missing_ok=True)
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".new")
    unfinished.write_text(json.dumps({window: why.as_dict() for window, why in found.items()}), encoding="utf-8")
    unfinished.replace(path)


def refusals(folder: Path) -> dict[str, Text]:
    """Return the windows that are stuck, each with the reason."""
    found: dict[str, Text] = {}
    for step in (FREEZING, PUBLISHING):
        try:
            kept = json.loads(_path(folder, step).read_text(encoding="utf-8"))
        except (OSError, ValueError):  # nothing was refused, or the file is being cleared
            continue
        found |= {window: Text(why["ru"], why["en"]) for window, why in kept.items()}
    return found


def _path(folder: Path, step: str) -> Path:
    return folder / f"refused-{step}.json"
