"""What a file of the register holds: elements and attributes, how many of each, samples, and which the mapping names.

For files whose names nobody has told us: it needs no mapping to read, and its memory stays flat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from lxml import etree

from backend.control.erknm.naming import Names, read_names
from backend.control.erknm.opening import LIMITS, MB, Guarded, Limits, Member, opened, snapshot_day
from backend.control.erknm.taking import clean
from rules.faults import Fault, InputError
from rules.text import Text

SAMPLES = 3
LETTERS = 60
PATHS = 5000
ELEMENTS_BETWEEN_REPORTS = 500_000


@dataclass(slots=True)
class Seen:
    """One element or attribute: how often, and a few of its values."""

    count: int = 0
    samples: list[str] = field(default_factory=list)

    def add(self, value: str | None) -> None:
        """Count it once, with its words, if it has any."""
        self.count += 1
        if value and len(self.samples) < SAMPLES:
            words = clean(value[:400])[:LETTERS]
            if words and words not in self.samples:
                self.samples.append(words)


def inspect(
    path: Path,
    megabytes: int | None = None,
    names: Names | None = None,
    limits: Limits = LIMITS,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """Return what a .zip or .xml of the register holds, of each of its files at most the first `megabytes`.

    `elements` are sorted by path; `mapped` is whether the mapping takes a path or names it as left out, None outside
    of a record; `unmapped` counts those it does not know. `progress` is told the number of elements now and then.

    Raises:
        InputError: as `ErknmImport`.
    """
    names = names or read_names()
    found: dict[str, Seen] = {}
    files = []
    with opened(path, limits) as members:
        for member in members:
            files.append(_file(member))
            _walk(member, found, limits, megabytes, progress)
    elements = [_shape(name, seen, names) for name, seen in sorted(found.items())]
    records = {name: seen.count for name, seen in found.items() if name.rsplit("/", 1)[-1] in names.record}
    return {
        "file": path.name,
        "files": files,
        "whole": megabytes is None,
        "records": [{"path": name, "count": count} for name, count in sorted(records.items())],
        "elements": elements,
        "unmapped": sum(one["mapped"] is False for one in elements),
    }


def _file(member: Member) -> dict[str, Any]:
    day = snapshot_day(member.name)
    return {
        "name": member.name,
        "packed": member.packed,
        "unpacked": member.unpacked,
        "snapshot_on": day.isoformat() if day else None,
    }


def _shape(path: str, seen: Seen, names: Names) -> dict[str, Any]:
    return {"path": path, "count": seen.count, "samples": seen.samples, "mapped": _mapped(path, names)}


def _mapped(path: str, names: Names) -> bool | None:
    """Return whether the mapping knows a path; an element that only holds others is known with them."""
    steps = path.split("/")
    place = next((index for index, step in enumerate(steps) if step in names.record), None)
    if place is None or place == len(steps) - 1:
        return None
    inside = "/".join(steps[place + 1 :])
    return names.is_known(inside) or any(known.startswith(f"{inside}/") for known in names.known)


def _walk(
    member: Member,
    found: dict[str, Seen],
    limits: Limits,
    megabytes: int | None,
    progress: Callable[[int], None] | None,
) -> None:
    with member.open() as stream:
        guarded = Guarded(stream, member, limits, limits.unpacked_bytes)
        source = _Start(guarded, megabytes * MB) if megabytes is not None else guarded
        parser = etree.iterparse(
            cast(Any, source),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for number, path, element in _events(parser):
                guarded.since = 0
                _count(found, path, element)
                if progress and number % ELEMENTS_BETWEEN_REPORTS == 0:
                    progress(number)
        except etree.XMLSyntaxError as error:
            # Where only the beginning was asked for, the end is missing by our own doing.
            if megabytes is None or not cast(_Start, source).ended:
                raise InputError([_broken(member.name, error)]) from error


class _Start:
    """Only the first bytes of a stream."""

    def __init__(self, stream: Guarded, size: int) -> None:
        self.stream, self.left = stream, size
        self.ended = False

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, none once enough was given."""
        if self.left <= 0:
            self.ended = True
            return b""
        data = self.stream.read(size)[: self.left]
        self.left -= len(data)
        return data


def _events(parser: Any) -> Iterator[tuple[int, str, Any]]:
    """Yield (number, path, element) at the end of every element, and drop what was read before it."""
    path: list[str] = []
    number = 0
    for event, element in parser:
        if event == "start":
            path.append(etree.QName(element).localname)
            continue
        number += 1
        yield number, "/".join(path), element
        path.pop()
        element.clear(keep_tail=False)
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _count(found: dict[str, Seen], path: str, element: Any) -> None:
    _seen(found, path).add(element.text)
    for name, value in element.attrib.items():
        _seen(found, f"{path}/@{etree.QName(name).localname}").add(value)


def _seen(found: dict[str, Seen], path: str) -> Seen:
    if path not in found:
        if len(found) >= PATHS:
            return found.setdefault("…", Seen())
        found[path] = Seen()
    return found[path]


def _broken(name: str, error: etree.XMLSyntaxError) -> Fault:
    line = error.lineno or 0
    message = Text(
        f"«{name}» обрывается или испорчен (строка {line}).", f"“{name}” is cut off or broken (line {line})."
    )
    cure = Text(
        "Скачайте файл заново, или посмотрите начало: --megabytes 10.", "Download it again, or see --megabytes 10."
    )
    return Fault("broken_xml", "file", message, cure, file=name, line=line)
