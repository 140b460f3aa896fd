"""Small files of the kinds that are taken, and some that are not."""

from __future__ import annotations

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TYPES = (
    '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def office(document: bytes = b"<w/>") -> bytes:
    """Return a document."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", document)
    return made.getvalue()


def bomb() -> bytes:
    """Return a document of 100 KB that unpacks to 101 MB."""
    return office(b"\x00" * (101 * 1024 * 1024))
