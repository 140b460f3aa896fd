"""The administrator sees days, charges and the policy, and answers a mistake by a note; nobody else does."""

from __future__ import annotations

import pytest
from sqlmodel import select

from backend.audit.models import AuditRow
from backend.statistics.feed import feed_of
from calculators.release.shapes import Level, Measure, Row
from rules.roles import Role
from tests.backend.statistics.shelf import put, told

ROW = Row(Level.DOMAIN, None, None, "fire", None, Measure.CLARITY, published=False)


@pytest.fixture
def admin(person):
    return person("root@example.ru", Role.ADMIN)


@pytest.fixture
def released(settings):
    put(settings, "2026Q3", [told(ROW, 3.2)], segments_version=1, code="0.1.0", privacy="/privacy/releases")
    return settings


def test_an_empty_installation_says_what_is_missing(admin):
    shown = admin.get("/admin/releases")
    assert shown.status_code == 200
    assert "yasno release policy --sign" in shown.text


def test_the_page_tells_days_and_charges(admin, released):
    shown = admin.get("/admin/releases").text
    assert "2026Q3" in shown
    assert "0,185" in shown


def test_a_note_stands_beside_the_release_and_in_the_log(admin, released, session):
    wrong = admin.post_form("/admin/releases/2026Q3/notes", {"ru": "Ошибка в переводе", "en": ""})
    assert wrong.status_code == 422
    admin.post_form("/admin/releases/2026Q3/notes", {"ru": "Ошибка в переводе", "en": "A wrong translation"})
    assert [one.text.en for one in feed_of(released).notes("2026Q3")] == ["A wrong translation"]
    assert "Ошибка в переводе" in admin.get("/admin/releases/2026Q3/notes").text
    assert session.exec(select(AuditRow.object_id).where(AuditRow.action == "release.note")).all() == ["2026Q3"]
    assert admin.get("/admin/releases/2031Q3/notes").status_code == 404


@pytest.mark.parametrize("role", [Role.REGULATOR, Role.OMBUDSMAN, Role.BUSINESS])
def test_nobody_else_writes_notes(person, released, role):
    other = person("other@example.ru", role)
    assert other.get("/admin/releases").status_code == 404
    assert other.post_form("/admin/releases/2026Q3/notes", {"ru": "а", "en": "b"}).status_code == 404
    assert feed_of(released).notes("2026Q3") == []
