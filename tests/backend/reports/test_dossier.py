"""The dossier: PDF read back, the workbook read back, the page to print."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook
from pypdf import PdfReader

from backend.assessments.answers import record_answer, record_note
from backend.assessments.models import AnswerValue
from backend.law import current_law
from backend.profiles.models import Origin, Place
from backend.profiles.service import add_place, record_facts
from backend.reports import pdf, xlsx
from backend.reports.dossier import gather
from rules.profiles import read_profile

EXAMPLES = Path(__file__).parents[3] / "rules" / "examples"
ON = date(2026, 11, 28)


@pytest.fixture
def cafe(owner, session, clock):
    """The owner's café with every answer given and one requirement assessed."""
    document = yaml.safe_load((EXAMPLES / "cafe.yaml").read_text(encoding="utf-8"))
    facts = read_profile(document, current_law().vocabulary)
    business = session.merge(owner.business)
    record_facts(session, business.id, business.id, facts, Origin.ANSWER, clock.now())
    entry = current_law().edition.requirements["fire.instruction"]
    record_answer(session, business.id, entry, AnswerValue.YES, clock.now())
    record_note(session, business.id, entry, "Папка <b>у директора</b> & копия =1+1", clock.now())
    session.commit()
    return business


def words_of(content: bytes) -> str:
    """Return the text of a PDF in one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_the_pdf_says_in_russian_what_applies_why_and_where_it_is_written(cafe, session):
    dossier = gather(session, cafe, ON)
    text = words_of(pdf.render(dossier, "ru"))
    assert "Обязательные требования" in text
    assert f"действуют {dossier.counts['applies']}" in text
    assert "Инструкция о мерах пожарной безопасности" in text
    assert "Постановление Правительства РФ от 16.09.2020 № 1479" in text
    assert "Это справка, не юридическая консультация." in text
    assert "■" not in text


def test_the_pdf_says_to_which_day_a_tax_term_moves_and_why(cafe, session):
    text = words_of(pdf.render(gather(session, cafe, ON), "ru")).replace("\u00a0", " ")
    assert "30 ноября" in text
    assert "(28-е — выходной; НК РФ, ст. 6.1 п. 7)" in text


def test_every_requirement_of_the_list_stands_in_the_pdf_with_a_reason(cafe, session):
    dossier = gather(session, cafe, ON)
    text = words_of(pdf.render(dossier, "ru"))
    assert len(dossier.entries) == dossier.counts["applies"]
    missing = [entry.id for entry in dossier.entries if " ".join(entry.title.ru.split()) not in text]
    assert missing == []
    always = {id_ for id_, one in current_law().edition.requirements.items() if one.raw["applies_when"] is True}
    assert [entry.id for entry in dossier.entries if not entry.because and entry.id not in always] == []


def test_a_note_with_marks_of_markup_is_printed_as_it_was_typed(cafe, session):
    text = words_of(pdf.render(gather(session, cafe, ON), "ru"))
    assert "Папка <b>у директора</b> & копия =1+1" in text


def test_the_same_dossier_gives_the_same_bytes(cafe, session):
    dossier = gather(session, cafe, ON)
    assert pdf.render(dossier, "ru") == pdf.render(dossier, "ru")


def test_the_english_pdf_is_english(cafe, session):
    text = words_of(pdf.render(gather(session, cafe, ON), "en"))
    assert "Mandatory requirements" in text
    assert "Fire safety instruction for the site" in text
    assert "This is a reference, not legal advice." in text


def test_the_workbook_has_a_row_for_each_requirement_and_no_formulas(cafe, session):
    dossier = gather(session, cafe, ON)
    book = load_workbook(BytesIO(xlsx.render(dossier, "ru")))
    rows = list(book["Требования"].iter_rows(min_row=2))
    assert len(rows) == len(dossier.entries)
    assert all(cell.data_type != "f" for row in rows for cell in row)
    notes = [row[15].value for row in rows if row[0].value == "fire.instruction"]
    assert notes == ["Папка <b>у директора</b> & копия =1+1"]


def test_places_are_named_only_when_there_are_two(cafe, session, clock):
    assert all(entry.places == () for entry in gather(session, cafe, ON).entries)
    add_place(session, cafe.id, "Склад", clock.now())
    session.get_one(Place, cafe.id).name = "Зал на Садовой"
    assert ("Зал на Садовой",) in {entry.places for entry in gather(session, cafe, ON).entries}


def test_what_the_settings_leave_out_is_left_out_and_said(cafe, session):
    cafe.settings = {"assessment": {"domains_out": ["fire"]}}
    session.add(cafe)
    dossier = gather(session, cafe, ON)
    assert not any(entry.id.startswith("fire.") for entry in dossier.entries)
    assert "Часть тем убрана в настройках." in words_of(pdf.render(dossier, "ru"))


def test_the_files_are_served_to_the_owner_and_to_nobody_else(cafe, owner, stranger, visitor):
    answer = owner.get("/report.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="yasno-2026-11-28.pdf"'
    assert owner.get("/report.xlsx").status_code == 200
    assert "Инструкция о мерах пожарной безопасности" in owner.get("/report").text
    assert "/requirements/fire.instruction" in owner.get("/report").text
    assert "/requirements/fire.instruction" not in stranger.get("/report").text
    assert visitor.get("/report.pdf").status_code == 404
    assert visitor.get("/report", follow_redirects=False).headers["location"] == "/list"


def test_the_page_folds_each_topic_with_its_count_and_opens_the_first(cafe, owner, session):
    dossier = gather(session, cafe, ON)
    session.rollback()
    page = owner.get("/report").text
    topics = dossier.by_topic()
    counts = [len(entries) for entries in topics.values()]
    folds = re.findall(
        r'<details class="fold"( open)?>\s*<summary[^>]*><h2[^>]*>[^<]+</h2> <span[^>]*>(\d+)</span>', page
    )
    assert [int(count) for _, count in folds[: len(counts)]] == counts
    assert [bool(opened) for opened, _ in folds] == [True] + [False] * (len(folds) - 1)
