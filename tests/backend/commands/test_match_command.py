"""The commands around a list: answers, exit codes, and clear refusals of every kind of bad input."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.cli import main
from rules.exact_json import json_in_order
from rules.reading_build import plain
from rules.strict_yaml import read_yaml

PROFILES = Path(__file__).parents[3] / "rules" / "examples"
ON = ["--on", "2026-11-28"]
REQUIREMENTS = """
- id: demo.staff
  title: {ru: "Много людей", en: "Many people"}
  applies_when: {fact: people, op: gte, value: 16}
  act: {type: "Федеральный закон", number: "1-ФЗ", date: 2020-01-01, title: "О людях"}
  provision: "ст. 1"
  in_force: {from: 2021-01-01, until: 2026-12-31}
  authority: rospotrebnadzor
  case_applies: {people: 20}
  case_not: {people: 3}
  verified: true
  checked_in: "текст"
- id: demo.heavy
  title: {ru: "Тяжёлое", en: "Heavy"}
  applies_when: {all: [{fact: weight, op: gt, value: 2}, {fact: kinds, op: contains_any, value: [a]}]}
  act: {type: "Федеральный закон", number: "2-ФЗ", date: 2020-01-01, title: "О весе"}
  provision: "ст. 2"
  in_force: {from: 2027-01-01, replaces: demo.staff}
  authority: rospotrebnadzor
  case_applies: {weight: 3, kinds: [a]}
  case_not: {weight: 1}
  verified: true
  checked_in: "текст"
"""
FACTS = """
people: {type: number, whole: true, min: 0, max: 300}
weight: {type: number, min: 0}
kinds: {type: multi, values: [a, b]}
"""


@pytest.fixture
def registry(tmp_path):
    folder = tmp_path / "registry"
    folder.mkdir()
    (folder / "requirements.yaml").write_text(REQUIREMENTS, "utf-8")
    (folder / "facts.yaml").write_text(FACTS, "utf-8")
    return str(folder)


@pytest.fixture
def write(tmp_path):
    def written(document, name="input.json"):
        path = tmp_path / name
        path.write_bytes(document.encode() if isinstance(document, str) else json_in_order(document))
        return str(path)

    return written


def run(*words, stdin=None):
    return CliRunner().invoke(main, list(words), input=stdin)


def answered(*words, stdin=None):
    result = run(*words, "--json", stdin=stdin)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(*words, stdin=None):
    result = run(*words, "--json", stdin=stdin)
    assert result.exit_code == 2, result.output
    document = json.loads(result.stdout)
    assert document["errors"][0] == document["error"]
    for error in document["errors"]:
        assert error["message"]["ru"]
        assert error["message"]["en"]
        assert error["remedy"]["ru"]
        assert error["remedy"]["en"]
    return document["errors"]


def faults(*words):
    return [(error["code"], error["field"]) for error in refused(*words)]


def profile(**facts):
    return {"facts": facts}


def cafe():
    return plain(read_yaml((PROFILES / "cafe.yaml").read_text("utf-8"))[0])


def test_match_answers_for_a_registry_of_its_own(registry, write):
    answer = answered("match", write(profile(people=20, kinds=["a"])), "--registry", registry, *ON)
    assert answer["counts"] == {"applies": 1, "does_not_apply": 0, "unknown": 0}
    assert answer["not_in_force"] == {"not_yet": 1, "ended": 0}
    [entry] = answer["requirements"]
    assert entry["because"] == [{"fact": "people", "op": "gte", "value": 16, "actual": 20, "holds": True}]
    assert entry["source"]["act"]["number"] == "1-ФЗ"
    assert entry["source"]["in_force"] == {"from": "2021-01-01", "until": "2026-12-31"}
    assert answer["next_question"] is None


def test_match_says_what_is_missing_and_asks_it(registry, write):
    answer = answered("match", write(profile(people=None)), "--registry", registry, *ON)
    assert answer["requirements"][0]["missing"] == ["people"]
    assert (answer["next_question"]["fact"], answer["next_question"]["settles"]) == ("people", 1)


def test_match_reads_a_profile_from_stdin_and_repeats_itself_byte_for_byte():
    text = json_in_order(cafe()).decode()
    one, other = (run("match", "-", *ON, "--json", stdin=text) for _ in range(2))
    assert one.exit_code == 0
    assert one.stdout_bytes == other.stdout_bytes
    assert json.loads(one.stdout)["counts"]["unknown"] == 0


def test_an_answer_is_verified_and_an_altered_one_is_not(registry, write):
    text = run("match", write(profile(people=20)), "--registry", registry, *ON, "--json").stdout
    assert json.loads(run("receipt", "verify", write(text, "answer.json"), "--json").stdout) == {"valid": True}
    altered = run("receipt", "verify", "-", "--json", stdin=text.replace('"verdict":"applies"', '"verdict":"unknown"'))
    assert altered.exit_code == 1
    assert set(json.loads(altered.stdout)) >= {"valid", "expected", "found"}


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (profile(people="20"), "facts.people"),
        (profile(people=-1), "facts.people"),
        (profile(people=Decimal("1.5")), "facts.people"),
        (profile(people=True), "facts.people"),
        (profile(peeple=20), "facts.peeple"),
        (profile(kinds="a"), "facts.kinds"),
        (profile(kinds=["z"]), "facts.kinds[0]"),
        ({"facts": {}, "name": "x"}, "name"),
    ],
)
def test_a_wrong_profile_is_refused_by_field(registry, write, document, field):
    assert [error["field"] for error in refused("match", write(document), "--registry", registry)] == [field]


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("", "not_json", None),
        ("{", "not_json", None),
        ("[]", "wrong_value", None),
        ("null", "wrong_value", None),
        ('{"facts": {"people": NaN}}', "not_a_number", "facts.people"),
        ('{"facts": {"people": 1, "people": 2}}', "repeated_key", "facts.people"),
        ('{"facts": 5}', "wrong_value", "facts"),
    ],
)
def test_what_is_no_profile_is_refused(registry, write, text, code, field):
    assert faults("match", write(text), "--registry", registry) == [(code, field)]


def test_missing_files_and_folders_and_wrong_days_are_refused(registry, write, tmp_path):
    good = write(profile(people=1))
    assert faults("match", str(tmp_path / "absent.json")) == [("unreadable", None)]
    assert faults("match", good, "--registry", str(tmp_path / "nowhere")) == [("no_folder", "registry")]
    assert faults("match", good, "--registry", registry, "--on", "2027-02-29") == [("usage", "on")]
    assert faults("match", good, "--registry", registry, "--off", "x") == [("usage", "--off")]
    assert faults("match", good, "--registry", "") == [("usage", "registry")]
    assert faults("match") == [("usage", "profile")]


def test_without_json_a_refusal_is_text_on_stderr(registry, write):
    result = run("match", write(profile(people="20")), "--registry", registry)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "facts.people" in result.stderr


def test_every_fault_of_a_profile_is_told_at_once(registry, write):
    fields = [e["field"] for e in refused("match", write(profile(people="x", weight=True)), "--registry", registry)]
    assert fields == ["facts.people", "facts.weight"]


@pytest.mark.parametrize(
    "words",
    [
        ("whatif", "P", "--set", "people=y"),
        ("ladder", "P", "--fact", "people", "--from", "z", "--to", "3"),
        ("interview", "--profile", "P", "--script", "P"),
    ],
)
def test_faults_of_the_profile_hide_none_of_what_stands_beside_it(registry, write, words):
    bad = write(profile(people="x"))
    found = faults(*(bad if word == "P" else word for word in words), "--registry", registry)
    assert len(found) == 2
    assert ("wrong_value", "facts.people") in found


def test_a_condition_that_cannot_be_read_hides_no_fault_of_the_other(registry, write):
    broken, wrong = write("{", "a.json"), write({"fact": "nobody", "op": "is", "value": 1}, "b.json")
    assert faults("compare", broken, wrong, "--registry", registry) == [
        ("not_json", None),
        ("unknown_fact", "b.fact"),
    ]


def test_an_interview_by_script_asks_until_all_is_settled(registry, write):
    answer = answered("interview", "--script", write(profile(people=20)), "--registry", registry, *ON)
    [asked] = answer["questions"]
    assert (asked["fact"], asked["answer"], asked["counts"]["applies"]) == ("people", 20, 1)
    assert answer["end"] == {"reason": "settled", "applies": 1, "does_not_apply": 0, "unknown": 0, "open_facts": []}
    assert answer["profile"]["origins"] == {"people": "given"}


def test_what_the_script_does_not_say_is_not_known_and_not_asked_again(registry, write):
    answer = answered("interview", "--script", write(profile()), "--registry", registry, *ON)
    assert [asked["answer"] for asked in answer["questions"]] == [None]
    assert answer["end"]["reason"] == "stopped"
    assert answer["end"]["open_facts"] == ["people"]


def test_an_interview_stops_at_its_limit_and_begins_with_a_profile(registry, write):
    script = write(profile(people=20), "script.json")
    limited = answered("interview", "--script", script, "--limit", "0", "--registry", registry, *ON)
    assert (limited["questions"], limited["end"]["reason"]) == ([], "limit")
    known = answered("interview", "--script", script, "--profile", script, "--registry", registry, *ON)
    assert (known["questions"], known["end"]["reason"]) == ([], "settled")


def test_facts_asked_together_are_one_question(write):
    answer = answered("interview", "--script", write(cafe()), *ON)
    assert ["employees", "contractors_gph"] in [asked["fact"] for asked in answer["questions"]]
    assert len(answer["questions"]) <= 15


def test_an_interview_as_json_needs_a_script(write):
    assert [error["code"] for error in refused("interview")] == ["no_script"]
    refused("interview", "--script", write(profile(foo=1)), *ON)
    refused("interview", "--script", write(profile()), "--limit", "-1")


def test_on_the_terminal_a_wrong_answer_is_asked_again(registry):
    result = run("interview", "--registry", registry, *ON, stdin="много\n20\n")
    assert result.exit_code == 0
    assert "Действуют 1, не ясно 0" in result.stdout


@pytest.mark.parametrize(
    ("tongue", "alphabet", "foreign"), [("en", "Apply: ", "[А-Яа-яё]"), ("ru", "Действуют ", "[A-Za-z]{3}")]
)
def test_what_a_person_reads_is_in_one_language(registry, write, monkeypatch, tongue, alphabet, foreign):
    monkeypatch.setenv("YASNO_LANG", tongue)
    path = write(profile(people=20))
    given = write(json.loads(run("match", path, "--registry", registry, *ON, "--json").stdout), "given.json")
    for words in (("match", path, *ON), ("interview", "--script", path, *ON)):
        told = run(*words, "--registry", registry).stdout
        first = next(line for line in told.splitlines() if line.startswith(alphabet))
        assert not re.search(foreign, first)
    assert not re.search(foreign, run("receipt", "verify", given).stdout)


def test_answers_of_an_interview_are_told_in_words(write):
    told = run("interview", "--script", write(cafe()), *ON).stdout
    assert "→ 56.10, 56.30" in told
    assert "[" not in told
    assert "None" not in told


def test_on_the_terminal_a_person_may_stop(registry):
    result = run("interview", "--registry", registry, *ON, stdin="")
    assert result.exit_code == 0
    assert "не ясно 1" in result.stdout


def test_what_if_tells_what_comes_goes_and_opens(registry, write):
    path = write(profile(people=20))
    words = ("--registry", registry, *ON)
    assert answered("whatif", path, "--set", "people=3", *words)["removed"] == ["demo.staff"]
    assert answered("whatif", path, "--set", "people=null", *words) == {
        "added": [],
        "removed": [],
        "now_unknown": ["demo.staff"],
        "cost_delta": None,
    }


@pytest.mark.parametrize(
    ("sets", "code", "field"),
    [
        (["people"], "no_equals", "set"),
        (["peeple=1"], "unknown_fact", "set.peeple"),
        (["people=x"], "wrong_value", "set.people"),
        (["people=1e3"], "wrong_value", "set.people"),
        (["people=1", "people=2"], "repeated_fact", "set.people"),
        (["kinds=a,z"], "unknown_value", "set.kinds[1]"),
        ([], "usage", "set"),
    ],
)
def test_a_wrong_change_is_refused(registry, write, sets, code, field):
    options = [word for one in sets for word in ("--set", one)]
    assert faults("whatif", write(profile(people=1)), *options, "--registry", registry) == [(code, field)]


def test_boundaries_name_the_nearest_turning_answer(registry, write):
    answer = answered("boundaries", write(profile(people=20)), "--registry", registry, *ON)
    [flip] = answer["requirements"][0]["flips"]
    assert (flip["fact"], flip["actual"], flip["becomes"], flip["verdict"]) == ("people", 20, 15, "does_not_apply")
    assert flip["sentence"]["ru"]
    assert flip["sentence"]["en"]


def test_boundaries_of_an_open_threshold_say_so(registry, write):
    words = ("boundaries", write(profile(weight=1, kinds=["a"])), "--id", "demo.heavy", "--registry", registry)
    [entry] = answered(*words, "--on", "2027-06-01")["requirements"]
    [flip] = entry["flips"]
    assert (flip["becomes"], flip["open"]) == (2, True)


def test_boundaries_refuse_what_is_not_on_the_list(registry, write):
    path = write(profile(people=20))
    assert refused("boundaries", path, "--id", "demo.other", "--registry", registry)[0]["field"] == "id"
    assert refused("boundaries", path, "--id", "demo.heavy", "--registry", registry, *ON)[0]["code"] == "not_in_force"


def test_a_ladder_has_a_step_where_the_list_changes(registry, write):
    words = ("ladder", write(profile()), "--fact", "people", "--from", "1", "--to", "300", "--registry", registry)
    assert answered(*words, *ON)["steps"] == [
        {"from": 1, "to": 15, "count": 0, "added": [], "removed": []},
        {"from": 16, "to": 300, "count": 1, "added": ["demo.staff"], "removed": []},
    ]


def test_a_ladder_of_real_numbers_has_open_ends(registry, write):
    words = ("ladder", write(profile(kinds=["a"])), "--fact", "weight", "--from", "0", "--to", "9.5")
    steps = answered(*words, "--registry", registry, "--on", "2027-06-01")["steps"]
    assert [(s["from"], s["from_open"], s["to"], s["to_open"]) for s in steps] == [
        (0, False, 2, False),
        (2, True, 9.5, False),
    ]


@pytest.mark.parametrize(
    ("fact", "low", "high", "code", "field"),
    [
        ("kinds", "0", "1", "not_a_number", "fact"),
        ("peeple", "0", "1", "unknown_fact", "fact"),
        ("people", "9", "1", "backwards", "to"),
        ("people", "x", "1", "wrong_value", "from"),
        ("people", "0", "301", "wrong_value", "to"),
    ],
)
def test_a_wrong_ladder_is_refused(registry, write, fact, low, high, code, field):
    words = ("ladder", write(profile()), "--fact", fact, "--from", low, "--to", high)
    assert faults(*words, "--registry", registry) == [(code, field)]


def test_changes_tell_what_begins_is_replaced_and_ends(registry, write):
    path = write(profile(people=20, weight=3, kinds=["a"]))
    answer = answered("changes", path, "--since", "2026-11-28", "--until", "2027-01-01", "--registry", registry)
    assert answer["changed"] == [{"id": "demo.heavy", "date": "2027-01-01", "replaces": "demo.staff"}]
    assert (answer["came"], answer["ended"], answer["warnings"]) == ([], [], [])


def test_changes_that_are_not_clear_are_warned_of(registry, write):
    path = write(profile(people=20))
    answer = answered("changes", path, "--since", "2026-11-01", "--until", "2027-01-01", "--registry", registry)
    assert answer["ended"] == [{"id": "demo.staff", "date": "2026-12-31"}]
    assert [warning["code"] for warning in answer["warnings"]] == ["before_catalogue", "open_requirements"]


def test_changes_need_days_in_order(registry, write):
    path = write(profile())
    since = ("changes", path, "--registry", registry, "--since", "2027-01-02")
    assert faults(*since, "--until", "2027-01-01") == [("backwards", "until")]
    assert faults(*since) == [("usage", "until")]


def test_two_conditions_are_compared_with_witnesses(registry, write):
    a = write({"fact": "people", "op": "gte", "value": 16}, "a.json")
    b = write({"not": {"fact": "people", "op": "lte", "value": 15}}, "b.json")
    answer = answered("compare", a, b, "--registry", registry)
    assert answer["relation"] == "equal"
    assert answer["witness_both"] == {"people": 16}
    assert (answer["witness_a_only"], answer["witness_b_only"]) == (None, None)


def test_faults_of_both_conditions_are_told(registry, write):
    a = write({"fact": "peeple", "op": "gte", "value": 16}, "a.json")
    b = write({"any": []}, "b.json")
    assert [error["field"] for error in refused("compare", a, b, "--registry", registry)] == ["a.fact", "b.any"]


def test_an_unknown_command_is_refused_like_any_other_input():
    answer = CliRunner().invoke(main, ["interviw", "--json"])
    assert answer.exit_code == 2
    assert "interview" in json.loads(answer.stdout)["error"]["remedy"]["en"]


def test_a_document_of_another_shape_is_told_without_an_empty_field(registry, write):
    (error,) = refused("match", write("[]"), "--registry", registry)
    assert error["field"] is None
    assert "«»" not in error["message"]["ru"]
