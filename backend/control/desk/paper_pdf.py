"""A paper of an event as PDF, with «ПРОЕКТ» across every page: the official one is signed elsewhere (21(1))."""

from __future__ import annotations

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
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from backend.web.typeface import register_fonts

INK, QUIET, FAINT = HexColor("#26221c"), HexColor("#5f574b"), HexColor("#e4ded2")
MARGIN = 20 * mm
MARK = "ПРОЕКТ"
FOOT = "Проект подготовлен в «Ясно». Силу имеет документ, подписанный усиленной подписью (248-ФЗ, ст. 21)."


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What stands on a paper."""

    title: str
    head: tuple[str, ...]
    sections: tuple[Section, ...]


def render(content: Content) -> bytes:
    """Return the paper as PDF; the same content gives the same bytes."""
    register_fonts()
    buffer = BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=f"{MARK}. {content.title}",
        author="Ясно",
        lang="ru-RU",
        invariant=1,
    )
    frame = Frame(MARGIN, MARGIN, A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN, leftPadding=0, rightPadding=0)
    document.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=_background)])
    document.build(_story(content))
    return buffer.getvalue()


def _background(canvas: Canvas, document: Any) -> None:
    canvas.saveState()
    canvas.setFillColor(FAINT)
    canvas.setFont("Golos-Bold", 96)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, 0, MARK)
    canvas.restoreState()
    canvas.setFont("Golos-Bold", 16)
    canvas.setFillColor(INK)
    canvas.drawRightString(A4[0] - MARGIN, A4[1] - 14 * mm, MARK)
    canvas.setFont("Golos", 8)
    canvas.setFillColor(QUIET)
    canvas.drawString(MARGIN, 11 * mm, FOOT)
    canvas.drawRightString(A4[0] - MARGIN, 11 * mm, str(document.page))


@cache
def _style(name: str) -> ParagraphStyle:
    size, leading, font = {"h1": (17, 22, "Golos-Bold"), "h2": (11, 15, "Golos-Bold"), "body": (10, 14, "Golos")}[name]
    before, after = {"h1": (0, 6), "h2": (8, 1), "body": (0, 2)}[name]
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size,
        leading=leading,
        textColor=INK,
        spaceBefore=before,
        spaceAfter=after,
        keepWithNext=name != "body",
    )


def _story(content: Content) -> list[Flowable]:
    story: list[Flowable] = [_p(content.title, "h1"), *(_p(line) for line in content.head)]
    for section in content.sections:
        story.append(_p(section.heading, "h2"))
        story += [_p(line) for line in section.lines or ("не заполнено",)]
    return story


def _p(text: str, style: str = "body") -> Paragraph:
    """People's text goes in escaped: a subject may hold «<b»."""
    return Paragraph(escape(text).replace("\n", "<br/>"), _style(style))
