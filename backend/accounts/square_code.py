"""The square code that a phone reads, computed here: nothing about a secret is asked of anybody else."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

QUIET = 4  # modules of white around, which readers need


@dataclass(frozen=True, slots=True)
class SquareCode:
    """A picture `side` units wide and high; `path` draws its black modules in the words of SVG."""

    side: int
    path: str


def square_code(text: str) -> SquareCode:
    """Return the square code of a text, with its quiet zone.

    >>> square_code("otpauth://totp/a").side
    33
    """
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(text))
    code.make()
    rows: list[list[bool]] = code.modules or []
    dark = [(row, column) for row, modules in enumerate(rows) for column, black in enumerate(modules) if black]
    return SquareCode(
        side=len(rows) + 2 * QUIET,
        path="".join(f"M{column + QUIET} {row + QUIET}h1v1h-1z" for row, column in dark),
    )
