"""A paper as PDF; each page says what it is: mostly «проект», for nothing made here is signed or filed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table, TableStyle

from backend.web.typeface import register_fonts

INK, QUIET, LINE, TINT = (HexColor(one) for one in ("#26221c", "#5f574b", "#cfc8bb", "#e6ecea"))
MARGIN, BOTTOM = 20 * mm, 22 * mm
WIDTH = A4[0] - 2 * MARGIN
SIZES = {"h1": (16, 20), "h2": (11, 15), "body": (10, 14), "small": (8.5, 11.5)}
DRAFT = "ПРОЕКТ. Рабочая копия, не подписана"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper: lines under a heading, or a table whose first row is its head."""

    title: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its title, who and whom it is about, its parts, what stands where a signature will, and its mark."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    signature: str
    law: str
    mark: str = DRAFT


def render(paper: Paper) -> bytes:
    """Return the paper as PDF; the same paper gives the same bytes."""
    register_fonts()
    buffer = BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=BOTTOM,
        title=paper.title,
        author="Ясно",
        lang="ru-RU",
        invariant=1,
    )
    frame = Frame(MARGIN, BOTTOM, WIDTH, A4[1] - MARGIN - BOTTOM, leftPadding=0, rightPadding=0)
    document.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=_footer(paper.mark))])
    document.build(_story(paper))
    return buffer.getvalue()


def _story(paper: Paper) -> list[Flowable]:
    story: list[Flowable] = [_p(paper.mark, "small"), _p(paper.title, "h1"), _p(paper.law, "small")]
    story.append(
        _table([[_p(name, "small"), _p(value)] for name, value in paper.facts if value], (0.3, 0.7), head=False)
    )
    for section in paper.sections:
        story.append(_p(section.title, "h2"))
        story += [_p(line) for line in section.lines]
        if section.rows:
            rows = [[_p(cell, "small") for cell in row] for row in section.rows]
            story.append(_table(rows, section.shares, head=True))
    if paper.signature:
        story.append(_p(paper.signature, "h2"))
    return story


def _p(text: str, style: str = "body") -> Paragraph:
    """People's text goes in escaped: a violation may hold «<b»."""
    return Paragraph(escape(text).replace("\n", "<br/>"), _style(style))


@cache
def _style(name: str) -> ParagraphStyle:
    size, leading = SIZES[name]
    bold = name.startswith("h")
    return ParagraphStyle(
        f"draft-{name}",
        fontName="Golos-Bold" if bold else "Golos",
        fontSize=size,
        leading=leading,
        textColor=INK,
        spaceBefore=10 if bold else 0,
        spaceAfter=4,
    )


def _table(rows: Sequence[list[Any]], shares: tuple[float, ...], *, head: bool) -> Table:
    table = Table(rows, colWidths=[WIDTH * share for share in shares], repeatRows=1 if head else 0)
    looks: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE)]
    table.setStyle(TableStyle([*looks, ("BACKGROUND", (0, 0), (-1, 0), TINT)] if head else looks))
    return table


def _footer(mark: str) -> Callable[[Canvas, Any], None]:
    def draw(canvas: Canvas, document: Any) -> None:
        canvas.setFont("Golos", 8)
        canvas.setFillColor(QUIET)
        canvas.drawString(MARGIN, 12 * mm, mark)
        canvas.drawRightString(A4[0] - MARGIN, 12 * mm, str(document.page))

    return draw
