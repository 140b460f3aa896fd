"""JSON-stat 2.0: the release as one cube of window × item × group × measure × figure.

An item is a requirement's version, «fire.drill@1a2b», a topic group, «fire», or everything, «_T». A place
that no release fills (a topic group in one group of businesses) holds the same mark as any place without data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod
from typing import Any

from backend.statistics.formats.code_lists import MEASURES, TOTAL, domain_name, segment_names, statistics_of
from backend.statistics.formats.json_document import json_bytes
from backend.statistics.formats.tidy import LICENCE, Whole, figure_columns, figures_of
from rules.text import Text

NO_DATA = ":"
DIMENSIONS: Mapping[str, Text] = {
    "window": Text("Окно", "Window"),
    "item": Text("Требование или тема", "Requirement or topic"),
    "segment": Text("Группа бизнеса", "Group of businesses"),
    "measure": Text("Показатель", "Measure"),
    "statistic": Text("Число", "Figure"),
}


def write_jsonstat(whole: Whole) -> bytes:
    """Return the cube as one dataset."""
    codes = _codes(whole)
    size = [len(codes[name]) for name in DIMENSIONS]
    return json_bytes(
        {
            "version": "2.0",
            "class": "dataset",
            "label": f"Yasno {whole.id}" + (" (synthetic)" if whole.header.get("synthetic") else ""),
            "source": "Yasno",
            "updated": whole.header.get("published_at"),
            "id": list(DIMENSIONS),
            "size": size,
            "role": {"time": ["window"], "metric": ["statistic"]},
            "dimension": {name: _dimension(name, codes[name]) for name in DIMENSIONS},
            **_shortest(_values(whole, codes)),
            "extension": {**whole.header, "confidence": 0.95, "licence": LICENCE},
        }
    )


def _shortest(values: list[Any]) -> dict[str, Any]:
    """Return the values place by place, or only those there are where that is shorter (a year is nearly empty)."""
    shown = {str(number): value for number, value in enumerate(values) if value is not None}
    empty = [str(number) for number, value in enumerate(values) if value is None]
    # Written out, a value left out saves `null` and its status, a value kept costs its number.
    if sum(len(one) + 3 for one in shown) < sum(len(one) + 12 for one in empty):
        return {"value": shown}
    return {"value": values, "status": dict.fromkeys(empty, NO_DATA)}


def item_of(cell: Mapping[str, Any]) -> str:
    """Return the code of what a row tells of."""
    if cell["requirement"]:
        return f"{cell['requirement']}@{cell['version']}"
    return str(cell["domain"] or TOTAL)


def segment_of(cell: Mapping[str, Any]) -> str:
    """Return the code of the group of businesses a row tells of."""
    segment = cell["segment"]
    return f"{segment['size']}.{segment['sector']}" if segment else TOTAL


def _codes(whole: Whole) -> dict[str, dict[str, Text]]:
    """Return the codes of each dimension with their names, in the order of places."""
    window = str((whole.header.get("window") or {}).get("code", whole.id))
    measures = dict.fromkeys(cell["measure"] for cell in whole.cells)
    return {
        "window": {window: Text(window, window)},
        "item": _items(whole),
        "segment": segment_names(),
        "measure": {name: MEASURES.get(name, Text(name, name)) for name in measures},
        "statistic": statistics_of(str(whole.header.get("kind", "quarter"))),
    }


def _items(whole: Whole) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for cell in whole.cells:
        code = item_of(cell)
        if code not in found:
            title = whole.titles.get(cell["requirement"] or "")
            found[code] = title or (Text(code, code) if cell["requirement"] else domain_name(code))
    return _told_apart(found)


def _told_apart(names: dict[str, Text]) -> dict[str, Text]:
    """Two versions of one requirement have one title: readers that go by labels need two."""
    seen: dict[str, int] = {}
    for text in names.values():
        seen[text.ru] = seen.get(text.ru, 0) + 1
    return {
        code: text if seen[text.ru] == 1 else Text(f"{text.ru} ({code})", f"{text.en} ({code})")
        for code, text in names.items()
    }


def _values(whole: Whole, codes: Mapping[str, Mapping[str, Text]]) -> list[Any]:
    place = {name: {code: number for number, code in enumerate(codes[name])} for name in DIMENSIONS}
    segments, measures, figures = (len(codes[name]) for name in ("segment", "measure", "statistic"))
    if figures != len(figure_columns(whole)):
        raise ValueError("the cube and the table disagree on the figures of a row")
    values: list[Any] = [None] * prod(len(codes[name]) for name in DIMENSIONS)
    for cell in whole.cells:
        row = place["item"][item_of(cell)] * segments + place["segment"][segment_of(cell)]
        first = (row * measures + place["measure"][cell["measure"]]) * figures
        values[first : first + figures] = figures_of(whole, cell)
    return values


def _dimension(name: str, codes: Mapping[str, Text]) -> dict[str, Any]:
    return {
        "label": DIMENSIONS[name].ru,
        "category": {"index": list(codes), "label": _labels(codes.items(), "ru")},
        "extension": {"label": DIMENSIONS[name].en, "labels": _labels(codes.items(), "en")},
    }


def _labels(codes: Iterable[tuple[str, Text]], language: str) -> dict[str, str]:
    return {code: text.in_(language) for code, text in codes}
