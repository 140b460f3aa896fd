"""The dossier on paper. reportlab makes no tagged PDF, so the print page is its accessible twin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from backend.reports.dossier import Dossier, Entry
from backend.web import formats
from backend.web.typeface import register_fonts
from rules.text import Text

INK, QUIET, ACCENT, LINE, TINT = (HexColor(one) for one in ("#26221c", "#5f574b", "#0f5a61", "#cfc8bb", "#e6ecea"))
SHADES = (("done", "#0f5a61"), ("partly", "#7fb0a8"), ("no", "#b5532a"), ("rest", "#d9d2c5"))
MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
Say = Callable[[Text], str]


def render(dossier: Dossier, language: str) -> bytes:
    """Return the dossier as PDF; the same dossier gives the same bytes."""
    buffer = BytesIO()
    title = _t(language, "Обязательные требования", "Mandatory requirements")
    document = BaseDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=22 * mm,
        title=title,
        author=_t(language, "Ясно", "Yasno"),
        lang="ru-RU" if language == "ru" else "en-GB",
        invariant=1,
    )
    frame = Frame(MARGIN, 22 * mm, WIDTH, A4[1] - MARGIN - 22 * mm, leftPadding=0, rightPadding=0)
    footer = _footer(dossier, language)
    document.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=footer)])
    register_fonts()
    document.build(_story(dossier, language))
    return buffer.getvalue()


@cache
def _style(name: str) -> ParagraphStyle:
    sizes = {"h1": (22, 27), "h2": (14, 18), "h3": (10.5, 14), "body": (9.5, 13.5), "small": (8, 11)}
    size, leading = sizes[name]
    heading = name.startswith("h")
    return ParagraphStyle(
        name,
        fontName="Golos-Bold" if heading else "Golos",
        fontSize=size,
        leading=leading,
        textColor=QUIET if name == "small" else INK,
        spaceBefore={"h2": 14, "h3": 8}.get(name, 0),
        spaceAfter={"h1": 4, "h2": 4, "h3": 1}.get(name, 2),
        alignment=TA_LEFT,
        keepWithNext=heading,
    )


def _p(text: str, style: str = "body") -> Paragraph:
    """People's text goes in escaped: a note may hold «<b»."""
    return Paragraph(escape(text), _style(style))


def _t(language: str, ru: str, en: str) -> str:
    return en if language == "en" else ru


def _story(dossier: Dossier, language: str) -> list[Flowable]:
    def say(text: Text) -> str:
        return text.in_(language)

    story = _head(dossier, language, say)
    story += _first(dossier, language, say)
    for topic, entries in dossier.by_topic().items():
        story.append(_p(f"{say(topic)} ({len(entries)})", "h2"))
        for entry in entries:
            story += _entry(entry, language, say)
    story += _unclear(dossier, language, say)
    story += _answers(dossier, language, say)
    return story


def _head(dossier: Dossier, language: str, say: Say) -> list[Flowable]:
    counts = dossier.counts
    lines: list[Flowable] = [
        _p(_t(language, "Обязательные требования", "Mandatory requirements"), "h1"),
        _p(dossier.name, "h3") if dossier.name else Spacer(1, 1),
        _p(
            _t(
                language,
                f"На {formats.day(dossier.on, 'ru')}: действуют {counts['applies']}, не ясно {counts['unknown']}, "
                f"не касаются {counts['does_not_apply']}.",
                f"On {formats.day(dossier.on, 'en')}: {counts['applies']} apply, {counts['unknown']} unclear, "
                f"{counts['does_not_apply']} do not concern you.",
            )
        ),
        Spacer(1, 4),
        _readiness(dossier, language),
        _p(_cost_line(dossier, language, say)),
    ]
    if not dossier.everything:
        lines.append(
            _p(_t(language, "Часть тем убрана в настройках.", "Some topics are left out in the settings."), "small")
        )
    disclaimer = _t(language, "Это справка, не юридическая консультация.", "This is a reference, not legal advice.")
    lines.append(_p(disclaimer, "small"))
    return lines


def _cost_line(dossier: Dossier, language: str, say: Say) -> str:
    if dossier.yearly is None:
        return _t(language, "Расходы не оценены.", "Costs are not assessed.")
    hours = say(dossier.yearly_hours) if dossier.yearly_hours else "0"
    once = say(dossier.one_off) if dossier.one_off else "0"
    return _t(
        language,
        f"Расходы, оценка: {say(dossier.yearly)} в год, время {hours}; разово {once}. "
        f"Не оценено {dossier.not_assessed}, случаи не посчитаны {dossier.per_case}. Час: {dossier.wage.ru}.",
        f"Costs, estimated: {say(dossier.yearly)} a year, time {hours}; once {once}. "
        f"Not assessed {dossier.not_assessed}, cases not counted {dossier.per_case}. Hour: {dossier.wage.en}.",
    )


def _readiness(dossier: Dossier, language: str) -> Drawing:
    """One bar in four shades, each part named with its number."""
    ready = dossier.readiness
    parts = {"done": ready.done, "partly": ready.partly, "no": ready.no, "rest": ready.not_answered}
    names = {
        "done": _t(language, "сделано", "done"),
        "partly": _t(language, "частично", "partly"),
        "no": _t(language, "нет", "not done"),
        "rest": _t(language, "не отвечали", "not answered"),
    }
    total = sum(parts.values()) or 1
    drawing = Drawing(WIDTH, 30)
    left = 0.0
    for name, colour in SHADES:
        width = WIDTH * parts[name] / total
        drawing.add(_box(left, 16, width, 10, colour))
        left += width
    left = 0.0
    for name, colour in SHADES:
        drawing.add(_box(left, 2, 7, 7, colour))
        label = f"{names[name]} {parts[name]}"
        drawing.add(String(left + 11, 2.5, label, fontName="Golos", fontSize=8, fillColor=INK))
        left += WIDTH / 4
    return drawing


def _box(left: float, bottom: float, width: float, height: float, colour: str) -> Rect:
    box = Rect(left, bottom, width, height)
    box.fillColor, box.strokeColor, box.strokeWidth = HexColor(colour), INK, 0.4
    return box


def _first(dossier: Dossier, language: str, say: Say) -> list[Flowable]:
    if not dossier.first:
        return []
    rows = [_heads(language, Text("Сначала", "First"), Text("Почему", "Why"), Text("Когда", "When"))]
    for entry in dossier.first:
        why = say(entry.first) if entry.first else ""
        rows.append([_p(say(entry.title)), _p(why), _p(say(entry.when))])
    return [_p(_t(language, "С чего начать", "Where to start"), "h2"), _table(rows, (0.5, 0.28, 0.22))]


def _heads(language: str, *names: Text) -> list[Flowable]:
    return [_p(name.in_(language), "h3") for name in names]


def _table(rows: Sequence[list[Any]], shares: tuple[float, ...]) -> Table:
    table = Table(rows, colWidths=[WIDTH * share for share in shares], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
                ("BACKGROUND", (0, 0), (-1, 0), TINT),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return table


def _entry(entry: Entry, language: str, say: Say) -> list[Flowable]:
    head: list[Flowable] = [
        _p(say(entry.title), "h3"),
        _p(" · ".join([say(entry.answer), say(entry.when), say(entry.cost), *entry.places]), "small"),
    ]
    if entry.plain:
        head.append(_p(say(entry.plain)))
    rest: list[Flowable] = [_p(f"{number}. {say(step)}") for number, step in enumerate(entry.steps, start=1)]
    if entry.because:
        rest.append(_p(_t(language, "Почему: ", "Why: ") + "; ".join(say(one) for one in entry.because), "small"))
    if entry.sanctions:
        rest.append(
            _p(
                _t(language, "Если не сделать: ", "If not done: ") + "; ".join(say(one) for one in entry.sanctions),
                "small",
            )
        )
    rest.append(_p(f"{entry.source} ({say(entry.read)})", "small"))
    if entry.note:
        rest.append(_p(_t(language, "Ваша заметка: ", "Your note: ") + entry.note, "small"))
    return [KeepTogether(head), *rest]


def _unclear(dossier: Dossier, language: str, say: Say) -> list[Flowable]:
    if not dossier.unclear:
        return []
    rows = [_heads(language, Text("Требование", "Requirement"), Text("Чего не хватает", "What is missing"))]
    rows += [[_p(say(title)), _p(say(question))] for title, question in dossier.unclear]
    return [_p(_t(language, "Пока не ясно", "Not clear yet"), "h2"), _table(rows, (0.55, 0.45))]


def _answers(dossier: Dossier, language: str, say: Say) -> list[Flowable]:
    rows = [_heads(language, Text("Вопрос", "Question"), Text("Ответ", "Answer"))]
    for place, question, answer in dossier.answers:
        rows.append([_p(f"{place}: {say(question)}" if place else say(question)), _p(say(answer))])
    if len(rows) == 1:
        return []
    return [_p(_t(language, "Ваши ответы", "Your answers"), "h2"), _table(rows, (0.55, 0.45))]


def _footer(dossier: Dossier, language: str) -> Callable[[Canvas, Any], None]:
    day = formats.day(dossier.on, language)
    edition = _t(language, f"редакция {dossier.edition}", f"edition {dossier.edition}")
    receipt = _t(language, f"квитанция {dossier.receipt[:16]}", f"receipt {dossier.receipt[:16]}")

    def draw(canvas: Canvas, document: Any) -> None:
        canvas.setFont("Golos", 8)
        canvas.setFillColor(QUIET)
        name = _t(language, "Ясно", "Yasno")
        canvas.drawString(MARGIN, 12 * mm, f"{name} · {day} · {edition} · {receipt}")
        canvas.drawRightString(A4[0] - MARGIN, 12 * mm, str(document.page))

    return draw
