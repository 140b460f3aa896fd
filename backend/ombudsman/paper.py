"""A case on paper, as far as it is shared: each page says who took it, when, and that it is not to be passed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from backend.clock import MOSCOW
from backend.control.cases.draft_pdf import Paper, Section, render
from backend.web import formats
from rules.text import Text

HIDDEN = frozenset({"id", "href", "code", "calendar", "address", "event_id", "side", "mine", "may_write", "reader"})


def mark_of(name: str, now: datetime) -> str:
    """Return the line that says who took a copy and when."""
    return f"Выдано: {name}, {formats.moment(now, 'ru')}. По согласию клиента, дальше не передавать"


def file_name(name: str, number: int, who: str, now: datetime) -> str:
    """Return a file's name with who took it, and when.

    >>> file_name("акт.pdf", 3, "Ольга Мирная", datetime(2026, 11, 28, 9, 0, tzinfo=MOSCOW))
    'дело 3, Ольга Мирная, 2026-11-28 09-00, акт.pdf'
    """
    return f"дело {number}, {who}, {now.astimezone(MOSCOW):%Y-%m-%d %H-%M}, {name}"


def case_pdf(view: Mapping[str, Any], name: str, now: datetime) -> bytes:
    """Return a case as PDF: what its page shows, with who took it on every page."""
    sections = [Section(part["name"].ru, lines=tuple(_lines(part["data"]))) for part in view["material"]]
    files = tuple(file["name"] for file in view["files"])
    asked = (Section("Обращение", lines=tuple(view["words"].splitlines())),) if view["words"] else ()
    return render(
        Paper(
            title=view["title"].ru,
            facts=(*((one["label"].ru, _said(one["value"])) for one in view["facts"]), ("Состояние", view["state"].ru)),
            sections=(*asked, *(one for one in sections if one.lines), *_files(files)),
            signature="",
            law="248-ФЗ, ст. 29 ч. 1 п. 5, ст. 36 ч. 6, ст. 41 ч. 4",
            mark=mark_of(name, now),
        )
    )


def _files(names: tuple[str, ...]) -> tuple[Section, ...]:
    return (Section("Файлы", lines=names),) if names else ()


def _lines(value: Any) -> Iterator[str]:
    """Yield a part in lines: what its page says, without addresses."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            if name not in HIDDEN:
                yield from _lines(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _lines(one)
    elif not isinstance(value, bool | int) and value not in (None, ""):
        yield _said(value)


def _said(value: Any) -> str:
    if isinstance(value, Text):
        return value.ru
    if isinstance(value, datetime):
        return formats.moment(value, "ru")
    return formats.day(value, "ru") if isinstance(value, date) else str(value)
