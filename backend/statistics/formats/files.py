"""The formats a release is given in: media type, file name, and the one function that writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backend.statistics.formats.csv_table import write_csv, write_csv_semicolon
from backend.statistics.formats.json_document import write_json
from backend.statistics.formats.jsonstat import write_jsonstat
from backend.statistics.formats.parquet_table import write_parquet
from backend.statistics.formats.sdmx_csv import write_sdmx_csv
from backend.statistics.formats.tidy import Whole
from backend.statistics.formats.xlsx_workbook import write_xlsx
from rules.text import Text


@dataclass(frozen=True, slots=True)
class FileFormat:
    """One format. `media` is the whole Content-Type, `end` how a file's name ends, `also` what it is asked for by."""

    code: str
    name: Text
    media: str
    end: str
    write: Callable[[Whole], bytes]
    also: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The media type without parameters."""
        return self.media.partition(";")[0]

    def file_name(self, release_id: str) -> str:
        """Return what a downloaded file is called."""
        return f"yasno-{release_id}{self.end}"


_ALL = (
    FileFormat("json", Text("JSON", "JSON"), "application/json", ".json", write_json),
    FileFormat("csv", Text("CSV", "CSV"), "text/csv; header=present", ".csv", write_csv),
    FileFormat(
        "csv-semicolon",
        Text("CSV для русского Excel: «;» и запятая", "CSV for a Russian spreadsheet: “;” and decimal comma"),
        "text/csv; header=present",
        ".semicolon.csv",
        write_csv_semicolon,
    ),
    FileFormat(
        "xlsx",
        Text("XLSX с пояснениями", "XLSX with notes"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
        write_xlsx,
    ),
    FileFormat(
        "parquet",
        Text("Parquet", "Parquet"),
        "application/vnd.apache.parquet",
        ".parquet",
        write_parquet,
        ("application/x-parquet", "application/parquet"),
    ),
    FileFormat(
        "jsonstat",
        Text("JSON-stat 2.0", "JSON-stat 2.0"),
        "application/json",
        ".jsonstat.json",
        write_jsonstat,
        ("application/json-stat", "application/json-stat+json", "application/vnd.json-stat+json"),
    ),
    FileFormat(
        "sdmx-csv",
        Text("SDMX-CSV 2.0", "SDMX-CSV 2.0"),
        "application/vnd.sdmx.data+csv; version=2.0.0",
        ".sdmx.csv",
        write_sdmx_csv,
    ),
)
FORMATS: Mapping[str, FileFormat] = {one.code: one for one in _ALL}
STRUCTURE_MEDIA = "application/vnd.sdmx.structure+xml; version=3.0.0"
