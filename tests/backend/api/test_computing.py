"""Computing calls need no key, keep nothing, and answer as the command line does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.commands import comparing, costs, deadlines, matching, procedures, search
from backend.costs.api import SCENARIO

CAFE = {"legal_form": "ooo", "okved": ["56.10"], "region": "77", "employees": 12, "floor_area_m2": 80.5, "seats": 40}
PROFILE = json.dumps({"facts": CAFE}, ensure_ascii=False).encode()
ON = "2026-11-28"


def command(what, *words: str, file: bytes | None = None, tmp_path: Path | None = None) -> bytes:
    """Return what a command writes to stdout."""
    if file is not None and tmp_path is not None:
        path = tmp_path / "input.json"
        path.write_bytes(file)
        words = (str(path), *words)
    done = CliRunner().invoke(what, [*words, "--json"])
    assert done.exit_code == 0, done.output
    return done.stdout_bytes


def test_match_answers_as_the_command_does_byte_for_byte(visitor, tmp_path):
    answer = visitor.post("/api/v1/match", params={"on": ON}, content=PROFILE)
    assert answer.status_code == 200
    assert answer.content == command(matching.match, "--on", ON, file=PROFILE, tmp_path=tmp_path)


def test_the_days_answer_is_todays_when_no_day_is_named(visitor, clock):
    assert visitor.post("/api/v1/match", content=PROFILE).json()["on"] == clock.today().isoformat()


def test_boundaries_and_costs_answer_as_the_commands_do(visitor, tmp_path):
    boundaries = visitor.post("/api/v1/boundaries", params={"on": ON}, json={"facts": CAFE})
    assert boundaries.content == command(comparing.boundaries, "--on", ON, file=PROFILE, tmp_path=tmp_path)
    cost = visitor.post("/api/v1/cost", json=SCENARIO)
    assert cost.content == command(costs.cost, file=json.dumps(SCENARIO).encode(), tmp_path=tmp_path)


def test_whatif_names_what_comes_and_goes(visitor, tmp_path):
    answer = visitor.post("/api/v1/whatif", params={"on": ON}, json={"facts": CAFE, "set": {"employees": 16}})
    words = ("--set", "employees=16", "--on", ON)
    assert answer.content == command(comparing.whatif, *words, file=PROFILE, tmp_path=tmp_path)


def test_terms_and_procedures_answer_as_the_commands_do(visitor):
    term = visitor.get("/api/v1/deadline", params={"key": "appeal.file", "date": "2026-04-09"})
    assert term.content == command(deadlines.deadline, "appeal.file", "2026-04-09")
    own = visitor.get("/api/v1/deadline", params={"term": "10 working_days", "date": "2026-04-09", "region": "16"})
    assert own.content == command(deadlines.deadline, "--term", "10 working_days", "--region", "16", "2026-04-09")
    one = visitor.get("/api/v1/procedures/dispute").json()
    assert {"procedures": [one]} == json.loads(command(procedures.show, "dispute"))


def test_search_answers_as_the_command_does(visitor):
    found = visitor.get("/api/v1/search", params={"q": "касса на ярмарке", "on": ON})
    assert found.content == command(search.search, "касса на ярмарке", "--on", ON)
    trades = visitor.get("/api/v1/activities", params={"q": "кофейня"}).json()["results"]
    assert trades == json.loads(command(search.search, "кофейня", "--activities"))["results"]


def test_numbers_are_never_read_through_a_float(visitor):
    body = b'{"facts": {"floor_area_m2": 12345678.123456789}}'
    facts = visitor.post("/api/v1/match", content=body).content
    assert b'"floor_area_m2":12345678.123456789' in facts


def test_one_requirement_is_explained_as_in_the_whole_answer(visitor):
    whole = visitor.post("/api/v1/match", content=PROFILE).json()
    one = whole["requirements"][3]
    answer = visitor.post("/api/v1/explain", json={"facts": CAFE, "id": one["id"]}).json()
    assert answer == {"edition": whole["edition"], "on": whole["on"], **one}


def test_an_answer_is_verified_and_an_altered_one_is_not(visitor):
    whole = visitor.post("/api/v1/match", content=PROFILE).json()
    assert visitor.post("/api/v1/receipts/verify", json=whole).json()["valid"] is True
    whole["requirements"][0]["verdict"] = "applies"
    whole["facts"]["employees"] = 13
    assert visitor.post("/api/v1/receipts/verify", json=whole).json()["valid"] is False


def test_the_interview_goes_on_until_nothing_is_left_to_ask(visitor):
    facts: dict[str, object] = {"okved": ["56.10"]}
    asked: set[str] = set()
    for _ in range(60):
        question = visitor.post("/api/v1/interview/next", json={"facts": facts}).json()["question"]
        if question is None:
            break
        assert not asked & set(question["facts"])
        asked |= set(question["facts"])
        facts |= dict.fromkeys(question["facts"])
    assert question is None


@pytest.mark.parametrize("path", ["match", "interview/next", "explain", "whatif", "boundaries"])
def test_computing_keeps_nothing(visitor, contents, path):
    before = contents()
    body = {"facts": CAFE, **({"id": "labour.contract_written"} if path == "explain" else {})}
    body |= {"set": {"employees": 1}} if path == "whatif" else {}
    assert visitor.post(f"/api/v1/{path}", json=body).status_code == 200
    assert contents() == before


def test_computing_goes_without_a_key_and_whatever_the_cookies(owner):
    assert owner.post("/api/v1/match", content=PROFILE).status_code == 200
    assert owner.get("/api/v1/businesses").status_code == 401
