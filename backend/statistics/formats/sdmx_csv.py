"""SDMX-CSV 2.0 (of SDMX 3.0): one observation a row; `sdmx_structure` says what its columns mean."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from backend.statistics.formats.code_lists import share_name, widest
from backend.statistics.formats.tidy import ABOUT, FIGURES, Whole, about, figures_of, keys_of

AGENCY, FLOW, STRUCTURE, VERSION = "YASNO", "DF_VOICES", "DSD_VOICES", "1.0.0"
FIRST = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
DIMENSIONS = ("DOMAIN", "REQUIREMENT", "REQUIREMENT_VERSION", "SIZE", "SECTOR", "MEASURE", "TIME_PERIOD")
# The mean is the observation; the rest of a row's figures stand beside it.
BESIDE = tuple(name.upper() for name in FIGURES[1:])
SHARES = tuple(share_name(number).upper() for number in range(1, widest("year") + 1))
OF_ROW = ("OBS_STATUS", "LEVEL", *BESIDE, *SHARES)
OF_RELEASE = tuple(name.upper() for name in ABOUT)
COLUMNS = (*FIRST, *DIMENSIONS, "OBS_VALUE", *OF_ROW, *OF_RELEASE)


def write_sdmx_csv(whole: Whole) -> bytes:
    """Return the observations; no mark at the start, for readers of SDMX take none."""
    sheet = StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    first = ["dataflow", f"{AGENCY}:{FLOW}({VERSION})", "I"]
    period, said = time_period(whole.header), [_field(value) for value in about(whole).values()]
    for cell in whole.cells:
        level, requirement, version, domain, size, sector, measure = keys_of(cell)
        value, *others = [_field(one) for one in figures_of(whole, cell)]
        others += [""] * (len(BESIDE) + len(SHARES) - len(others))
        key = [domain, requirement, version, size, sector, measure, period]
        writer.writerow([*first, *key, value, status_of(cell), level, *others, *said])
    return sheet.getvalue().encode()


def status_of(cell: Mapping[str, Any]) -> str:
    """Return the status of a row: A has a mean, M has none by its nature, O has no data."""
    if not cell["published"]:
        return "O"
    return "A" if cell["value"] is not None else "M"


def time_period(header: Mapping[str, Any]) -> str:
    """Return the window as SDMX writes time: 2026-Q3 for the quarter 2026Q3.

    >>> time_period({"window": {"code": "2026Q3"}}), time_period({"window": {"code": "2026"}})
    ('2026-Q3', '2026')
    """
    code = str((header.get("window") or {}).get("code", ""))
    return code.replace("Q", "-Q")


def _field(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
