"""A release as a document: the shape of interfaces.md, the same whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from calculators.release.shapes import Row


def row_document(row: Row) -> dict[str, Any]:
    """Return one row in JSON shape; a withheld row has the keys of a shown one, all null.

    `value`, `margin95` (score points) and `sd` (answers) have two decimals, `shares` three.

    >>> from calculators.release.shapes import Level
    >>> row_document(Row(Level.DOMAIN, None, None, "fire", None, "clarity", published=False))["segment"]
    {}
    """
    return {
        "level": str(row.level),
        "requirement": row.requirement,
        "version": row.version,
        "domain": row.domain,
        "segment": row.segment._asdict() if row.segment else {},
        "measure": str(row.measure),
        "value": _rounded(row.value, 2),
        "margin95": _rounded(row.margin95, 2),
        "n_noisy": row.n_noisy,
        "published": row.published,
        "sd": _rounded(row.sd, 2),
        "shares": None if row.shares is None else [round(share, 3) for share in row.shares],
    }


def release_document(header: Mapping[str, Any], rows: Iterable[Row]) -> dict[str, Any]:
    """Return a whole release: its header, then the rows in their order.

    >>> release_document({"release": "2026Q3"}, [])
    {'release': '2026Q3', 'cells': []}
    """
    return {**header, "cells": [row_document(row) for row in rows]}


def collecting(rows: Iterable[Row]) -> bool:
    """Return whether there are too few voices for anything: no topic group passes.

    >>> collecting([])
    True
    """
    return not any(row.published and row.level == "domain" for row in rows)


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)
