"""`yasno erknm inspect`: what a file holds, before anything is taken from it."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest
from click.testing import CliRunner

from backend.cli import main
from rules.reading import read_schema
from tests.backend.control.erknm.snapshots import packed, record, warning, xml


@pytest.fixture
def month(tmp_path):
    strange = record(3, more="<EXTRA><PART A='1'>x</PART></EXTRA>")
    files = {"data-20260915.xml": xml([record(1), warning(2, "Слова")]), "data-20260916.xml": xml([strange])}
    return packed(tmp_path / "month.zip", files)


def inspected(*words):
    done = CliRunner().invoke(main, ["erknm", "inspect", *map(str, words), "--json"])
    return done.exit_code, json.loads(done.stdout)


def test_elements_are_counted_with_samples_and_what_is_not_mapped_is_marked(month):
    code, found = inspected(month)
    assert code == 0
    jsonschema_rs.Draft202012Validator(json.loads(read_schema("erknm-inspect")), validate_formats=True).validate(found)
    by_path = {one["path"]: one for one in found["elements"]}
    assert found["records"] == [{"path": "INSPECTIONS/INSPECTION", "count": 3}]
    assert by_path["INSPECTIONS/INSPECTION/@ERPID"]["samples"] == ["1", "2", "3"]
    assert by_path["INSPECTIONS/INSPECTION/KIND_KNM"]["count"] == 3
    assert by_path["INSPECTIONS/INSPECTION/KIND_KNM/@VALUE"] == {
        "path": "INSPECTIONS/INSPECTION/KIND_KNM/@VALUE",
        "count": 3,
        "samples": ["Выездная проверка", "Объявление предостережения"],
        "mapped": True,
    }
    assert [one["path"].split("/", 2)[2] for one in found["elements"] if one["mapped"] is False] == [
        "EXTRA",
        "EXTRA/PART",
        "EXTRA/PART/@A",
    ]
    assert found["unmapped"] == 3
    assert [one["snapshot_on"] for one in found["files"]] == ["2026-09-15", "2026-09-16"]


def test_a_file_of_another_shape_is_shown_all_the_same(tmp_path):
    page = tmp_path / "a.xml"
    page.write_text("<plans><plan id='1'>слова</plan><plan id='2'/></plans>", encoding="utf-8")
    _, found = inspected(page)
    assert [(one["path"], one["count"], one["mapped"]) for one in found["elements"]] == [
        ("plans", 1, None),
        ("plans/plan", 2, None),
        ("plans/plan/@id", 2, None),
    ]
    assert found["records"] == []


def test_a_person_reads_counts_and_samples(month):
    done = CliRunner().invoke(main, ["erknm", "inspect", str(month)])
    assert "Записей: 3. Не названо в mapping.yaml: 3" in done.stdout
    assert "?          1  INSPECTIONS/INSPECTION/EXTRA/PART  x" in done.stdout


def test_the_beginning_alone_can_be_looked_at(tmp_path):
    page = tmp_path / "a.xml"
    page.write_bytes(xml([record(number) for number in range(3000)]))
    _, found = inspected(page, "--megabytes", "1")
    assert found["whole"] is False
    assert 0 < found["records"][0]["count"] < 3000


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"<a><b></a>", "broken_xml"), (b"<!DOCTYPE a><a/>", "dtd"), (b"PK\x03\x04", "damaged"), (b"words", "not_xml")],
)
def test_what_is_refused_is_refused_here_too(tmp_path, data, code):
    page = tmp_path / "a.xml"
    page.write_bytes(data)
    exit_code, found = inspected(page)
    assert (exit_code, found["error"]["code"]) == (2, code)


def test_a_missing_file_is_told(tmp_path):
    exit_code, found = inspected(tmp_path / "no.zip")
    assert (exit_code, found["error"]["code"]) == (2, "unreadable")
