"""Kinds of files. The rows that say whose a file is stand in the rooms above, each in its own table."""

from __future__ import annotations

from enum import StrEnum


class FileType(StrEnum):
    """Kinds of papers that are taken, known by their content."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    DOCX = "docx"
    XLSX = "xlsx"
    P7S = "p7s"
