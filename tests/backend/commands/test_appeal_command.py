"""`yasno appeal-check` as a program calls it: closed keys, null is unknown, every fault at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from backend.cli import main
from calculators.appeal.reading import keys
from rules.reading import read_schema

BASE = yaml.safe_load((Path(__file__).parents[2] / "calculators" / "appeal" / "cases" / "base.yaml").read_text("utf-8"))
LATE_NOTICE = {
    "kind": "ON_SITE",
    "ground": "PLAN",
    "planned": True,
    "notice_at": "2026-11-30T07:00+03:00",
    "start": "2026-11-30T10:00+03:00",
}


def run(document: object, *options: str) -> Any:
    """Run the command in this process with a document on stdin."""
    return CliRunner().invoke(main, ["appeal-check", "-", *options], input=json.dumps(document))


def answer(document: object) -> dict[str, Any]:
    """Return the JSON answer to a document."""
    done = run(document, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def refused(document: object) -> list[dict[str, Any]]:
    """Return the faults of a document."""
    done = run(document, "--json")
    assert done.exit_code == 2
    errors: list[dict[str, Any]] = json.loads(done.stdout)["errors"]
    return errors


def test_the_answer_has_the_seven_parts_of_the_contract_in_order() -> None:
    found = answer(BASE)
    parts = ["who", "addressee", "contents", "term", "grounds_of_refusal", "door", "suggested_grounds"]
    assert list(found) == parts
    assert [ground["n"] for ground in found["grounds_of_refusal"]] == list(range(1, 10))
    assert found["term"]["shown_until"] == "2026-12-07T23:59:59+03:00"


def test_nothing_known_is_unknown_and_nothing_is_called_a_breach() -> None:
    found = answer({})
    checks = (*found["who"]["checks"], *found["contents"], *found["grounds_of_refusal"])
    assert {check["result"] for check in checks} == {"unknown"}
    assert found["door"]["code"] == "unknown"
    assert answer(dict.fromkeys(keys())) == found


def test_the_breaches_of_an_event_become_grounds_worded_by_their_level() -> None:
    found = answer({**BASE, "event": LATE_NOTICE})["suggested_grounds"]
    first = found[0]
    assert (first["code"], first["level"], first["found"]) == ("no_notice", "gross", True)
    assert "3\u00a0ч" in first["evidence"]["ru"]
    assert "грубое нарушение" in first["wording"]["ru"]
    assert [ground["code"] for ground in found[1:] if ground["found"]] == []


def test_unknown_keys_are_refused_by_name_in_every_object() -> None:
    document = {
        "subjct": "ACT",
        "filer": {"kindd": "ooo"},
        "author": {"boss": "x"},
        "bodies": [{"id": "a", "level": "central", "chief": "x"}],
        "earlier": [{"when": "2026"}],
    }
    found = refused(document)
    assert {fault["code"] for fault in found} == {"unknown_key"}
    assert {fault["field"] for fault in found} == {
        *("subjct", "filer.kindd", "author.boss", "bodies[0].chief", "earlier[0].when"),
    }
    assert "subject" in next(fault for fault in found if fault["field"] == "subjct")["message"]["ru"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": "FINE"}, "subject"),
        ({"fine": "yes"}, "fine"),
        ({"filed_at": "2026-11-20T12:00"}, "filed_at"),
        ({"filed_at": "2026-02-30"}, "filed_at"),
        ({"filed_at": "2026-10-01"}, "filed_at"),
        ({"grounds": ["no_notise"]}, "grounds[0]"),
        ({"authority_region": "00"}, "authority_region"),
        ({"regime": "OTHER"}, "regime"),
        ({"restore_outcome": "granted"}, "restore_outcome"),
        ({"event": {"kind": "ONSITE"}}, "event.kind"),
        ({"earlier": [{"outcome": "decided", "refusal_ground": 3}]}, "earlier[0].refusal_ground"),
        ({"bodies": [{"id": "a", "level": "central", "parent": "a"}]}, "bodies[0].id"),
        ({"author": {"body": "mchs", "role": "official", "person": "Соколов С. С."}}, "author.role"),
        ({"contested": 12}, "contested"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(change: dict[str, Any], field: str) -> None:
    found = refused({**BASE, **change})
    assert [fault["field"] for fault in found] == [field]
    assert found[0]["remedy"]["ru"]
    assert found[0]["message"]["en"]


def test_a_year_without_a_calendar_is_refused() -> None:
    found = refused({**BASE, "learned_on": "2040-01-10", "filed_at": "2040-01-20"})
    assert [fault["code"] for fault in found] == ["calendar_unknown"]


def test_the_lines_for_a_person_say_where_and_until_when() -> None:
    said = run(BASE).output
    assert "Жалоба через портал" in said
    assert "2026-12-07T23:59:59+03:00" in said
    assert run({"fine": True}).exit_code == 0


def test_the_schema_has_exactly_the_keys_that_are_read() -> None:
    assert set(json.loads(read_schema("appeal"))["properties"]) == set(keys())
