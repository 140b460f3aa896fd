"""The dossier of the café on paper: reportlab as we use it, beside fpdf2 writing the same words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from backend.reports.dossier import NOT_ANSWERED, Dossier, Entry, read_text, source_text
from backend.reports.pdf import render
from backend.requirements.names import TOPICS
from backend.web.typeface import FONTS
from calculators.priority import priority
from calculators.readiness import Readiness
from rules.requirements import Requirement
from rules.text import Text
from tests.bench.businesses import examples
from tests.bench.figures import Figure, peer, seconds
from tests.rules.registry.places import ON, edition, rules

SIZES = {"h1": 22, "h2": 14, "h3": 10.5, "body": 9.5, "small": 8}
NOT_KNOWN = Text("не оценено", "not assessed")


def figures() -> Iterator[Figure]:
    """Yield time and size of the paper."""
    dossier = _dossier()
    ours, size = seconds(lambda: render(dossier, "ru"), rounds=3) * 1000, len(render(dossier, "ru")) / 1024
    fpdf = peer("fpdf")
    if not fpdf:
        yield Figure("paper_time", ours, None, None, "ms", len(dossier.entries))
        yield Figure("paper_size", size, None, None, "KiB", len(dossier.entries))
        return
    theirs = seconds(lambda: _written(fpdf, dossier), rounds=3) * 1000
    yield Figure("paper_time", ours, theirs, "fpdf2", "ms", len(dossier.entries))
    yield Figure("paper_size", size, len(_written(fpdf, dossier)) / 1024, "fpdf2", "KiB", len(dossier.entries))


def _dossier() -> Dossier:
    cafe = next(one for one in examples() if one.get("seats"))
    match = rules().match(cafe, ON)
    listed = [edition().requirements[name] for name, verdict in match.verdicts.items() if verdict == "applies"]
    return Dossier(
        name="Кафе",
        on=ON,
        edition="0",
        receipt="0" * 64,
        counts=match.counts(),
        readiness=Readiness(0, 0, 0, len(listed), 0),
        entries=tuple(map(_entry, listed)),
        unclear=(),
        answers=(),
        yearly=None,
        yearly_hours=None,
        one_off=None,
        not_assessed=len(listed),
        per_case=0,
        wage=Text("", ""),
        everything=True,
    )


def _entry(requirement: Requirement) -> Entry:
    known: dict[str, Any] = {
        "topic": TOPICS[requirement.domain],
        "when": Text("", ""),
        "because": (),
        "authority": None,
        "sanctions": (),
        "note": "",
        "places": (),
        "clarity": None,
        "feasibility": None,
    }
    return Entry(
        id=requirement.id,
        title=requirement.title,
        plain=requirement.plain,
        steps=requirement.steps,
        source=source_text(requirement),
        read=read_text(requirement),
        cost=NOT_KNOWN,
        answer=NOT_ANSWERED,
        answer_code="",
        first=priority(requirement, ON, "ooo").reason,
        **known,
    )


def _written(fpdf: Any, dossier: Dossier) -> bytes:
    page = fpdf.FPDF(format="A4")
    page.add_font("Golos", fname=str(FONTS / "GolosText-Regular.ttf"))
    page.add_font("Golos", style="B", fname=str(FONTS / "GolosText-Bold.ttf"))
    page.set_margin(18)
    page.add_page()
    for style, text in _lines(dossier):
        page.set_font("Golos", "B" if style.startswith("h") else "", SIZES[style])
        page.multi_cell(0, float(Decimal(str(SIZES[style])) * Decimal("0.5")), text, new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())


def _lines(dossier: Dossier) -> Iterator[tuple[str, str]]:
    yield "h1", "Обязательные требования"
    for entry in dossier.first:
        yield "body", f"{entry.title.ru}: {entry.first.ru if entry.first else ''}"
    for topic, entries in dossier.by_topic().items():
        yield "h2", f"{topic.ru} ({len(entries)})"
        for entry in entries:
            yield "h3", entry.title.ru
            yield "small", f"{entry.answer.ru} · {entry.cost.ru}"
            yield "body", entry.plain.ru if entry.plain else ""
            for number, step in enumerate(entry.steps, start=1):
                yield "body", f"{number}. {step.ru}"
            yield "small", f"{entry.source} ({entry.read.ru})"
