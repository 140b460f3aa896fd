"""`yasno release`: each command answers, in words and in JSON, with the exit codes of all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner, Result

from backend.clock import SystemClock
from backend.commands.release import release
from backend.config import read_settings
from backend.db.engine import make_engine, open_session
from backend.schema import upgrade
from backend.statistics.calendar import closes_at, window_of
from backend.statistics.logged import noted
from backend.statistics.press import Press, open_press
from tests.press import WINDOW, fits, freeze_answers


@pytest.fixture
def yasno(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The command in an empty installation."""
    for name in ("YASNO_DEMO", "YASNO_DATABASE_URL", "YASNO_RELEASE_DATABASE", "YASNO_FEED_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("YASNO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("YASNO_LANG", "en")

    def run(*arguments: str, given: str | None = None) -> Result:
        return CliRunner().invoke(release, list(arguments), input=given)

    return run


@pytest.fixture
def published(yasno: Any) -> Any:
    """The command where a quarter is published."""
    assert yasno("policy", "--sign").exit_code == 0
    freeze_answers(open_press(read_settings()))
    assert yasno("publish", "--window", WINDOW).exit_code == 0
    return yasno


def answer(result: Result) -> dict[str, Any]:
    """Return the one JSON document of an answer."""
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_an_empty_installation_has_no_releases_and_no_days(yasno: Any) -> None:
    assert answer(yasno("list", "--json")) == {"releases": []}
    assert answer(yasno("calendar", "--json")) == {"days": []}
    assert "No release yet" in yasno("list").stdout


def test_without_a_signed_policy_nothing_is_published(yasno: Any) -> None:
    refused = yasno("publish", "--window", WINDOW, "--json")
    assert refused.exit_code == 2
    assert answer(refused)["error"]["code"] == "no_release_key"


def test_publishing_twice_draws_once(published: Any) -> None:
    first = answer(published("show", WINDOW, "--json"))
    again = published("publish", "--window", WINDOW, "--json")
    assert (again.exit_code, answer(again)["drawn"], answer(again)["announced"]) == (0, False, True)
    assert answer(published("show", WINDOW, "--json")) == first
    assert "Made before" in published("publish", "--window", WINDOW).stdout


def test_before_its_minute_a_release_tells_only_that_it_is_made(yasno: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert yasno("policy", "--sign").exit_code == 0
    freeze_answers(open_press(read_settings()))
    early = closes_at(window_of(WINDOW))
    monkeypatch.setattr(SystemClock, "now", lambda self: early)
    minute = "2026-10-14T07:00:00+00:00"
    for drawn in (True, False):
        made = answer(yasno("publish", "--window", WINDOW, "--json"))
        assert made == {"release": WINDOW, "published_at": minute, "announced": False, "drawn": drawn}
    assert answer(yasno("list", "--json")) == {"releases": []}
    for command in ("show", "verify"):
        assert answer(yasno(command, WINDOW, "--json"))["error"]["code"] == "no_release"


def test_a_stuck_window_is_given_up_with_a_reason_and_in_the_log(yasno: Any) -> None:
    press = open_press_with_policy(yasno)
    path = freeze_answers(press)
    why = ("--why", "the disk with its file is gone")
    assert yasno("abandon", "--window", WINDOW, *why, "--json").exit_code == 3  # no log, no act
    engine = make_engine(read_settings().database_url)
    upgrade(engine)
    assert yasno("abandon", "--window", WINDOW, "--why", "no", "--json").exit_code == 2
    assert answer(yasno("abandon", "--window", WINDOW, *why, "--json"))["burned"] == [WINDOW]
    assert not path.exists()
    with open_session(engine) as session:
        assert noted(session, "release.abandon") == {WINDOW}
    again = yasno("abandon", "--window", WINDOW, *why, "--json")
    assert (again.exit_code, answer(again)["error"]["code"]) == (2, "conflict")
    assert yasno("publish", "--window", WINDOW, "--json").exit_code == 2


def open_press_with_policy(yasno: Any) -> Press:
    """Return the means of publishing of an installation whose policy was signed just now."""
    assert yasno("policy", "--sign").exit_code == 0
    return open_press(read_settings())


def test_a_document_has_the_keys_of_the_contract(published: Any) -> None:
    document = answer(published("show", WINDOW, "--json"))
    expected = "release window rho epsilon delta cap noise_sd dataset synthetic kind published_at key signature cells"
    assert set(expected.split()) <= set(document)
    cell = "requirement version segment measure value margin95 n_noisy published"
    assert all(set(cell.split()) <= set(row) for row in document["cells"])
    assert document["synthetic"] is False
    withheld = [row for row in document["cells"] if not row["published"]]
    figures = ("value", "margin95", "n_noisy", "sd", "shares")
    assert {row[name] for row in withheld for name in figures} == {None}


def test_every_answer_is_of_the_shape_that_its_schema_tells(published: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {
        "release": ("show", WINDOW),
        "release-list": ("list",),
        "release-calendar": ("calendar",),
        "release-verification": ("verify", WINDOW),
        "release-policy": ("policy",),
        "release-published": ("publish", "--window", WINDOW),
    }
    found = {name: answer(published(*words, "--json")) for name, words in answers.items()}
    assert found["release-list"]["releases"]
    assert found["release-calendar"]["days"]
    for name, document in found.items():
        fits(name, document)
        with pytest.raises(jsonschema_rs.ValidationError):
            fits(name, {**document, "extra": 1})
    freeze_answers(open_press(read_settings()), "2026Q4")
    early = closes_at(window_of("2026Q4"))
    monkeypatch.setattr(SystemClock, "now", lambda self: early)
    fits("release-published", answer(published("publish", "--window", "2026Q4", "--json")))


def test_answers_of_acts_are_of_the_shape_that_their_schemas_tell(published: Any) -> None:
    upgrade(make_engine(read_settings().database_url))
    freeze_answers(open_press(read_settings()), "2026Q2")
    found = {
        "release-note": answer(published("note", WINDOW, "--ru", " Ошибка ", "--en", "Mistake", "--json")),
        "release-roles": answer(published("roles", "--json")),
        "release-frozen": answer(published("freeze", "--json")),
        "release-abandoned": answer(published("abandon", "--window", "2026Q2", "--why", "the disk is gone", "--json")),
    }
    found["release-lost"] = answer(published("lost", "--json"))
    assert found["release-note"]["note"]["ru"] == "Ошибка"
    assert found["release-abandoned"]["burned"] == ["2026Q2"]
    for name, document in found.items():
        fits(name, document)
        with pytest.raises(jsonschema_rs.ValidationError):
            fits(name, {**document, "extra": 1})


def test_in_words_numbers_are_those_of_the_language(published: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "delta: 0.000001\n" in published("publish", "--window", WINDOW).stdout
    monkeypatch.setenv("YASNO_LANG", "ru")
    told = published("show", WINDOW).stdout
    for line in ("epsilon: 2,999", "delta: 0,000001", "synthetic: нет", "noise_sd: cell 9,99; requirement 9,99"):
        assert f"{line}\n" in told


def test_a_signature_holds_and_a_changed_byte_is_found(published: Any) -> None:
    document = published("show", WINDOW, "--json").stdout
    assert published("verify", WINDOW).exit_code == 0
    assert published("verify", "-", given=document).exit_code == 0
    for changed in (document.replace('"cap":10', '"cap":11', 1), document.replace("fire.r1", "fire.r2", 1)):
        found = published("verify", "-", "--json", given=changed)
        assert (found.exit_code, answer(found)["ok"]) == (1, False)


def test_the_day_is_published_in_the_calendar(published: Any) -> None:
    (day,) = answer(published("calendar", "--json"))["days"]
    assert (day["window"], day["state"], day["published_at"]) == (WINDOW, "published", "2026-10-14T07:00:00+00:00")


def test_a_note_needs_a_release_and_both_languages(published: Any) -> None:
    assert published("note", WINDOW, "--ru", "Ошибка", "--en", "Mistake").exit_code == 0
    assert published("note", WINDOW, "--ru", " ", "--en", "Mistake", "--json").exit_code == 2
    refused = published("note", "2031Q1", "--ru", "Ошибка", "--en", "Mistake", "--json")
    assert refused.exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("publish", "--window", "2026Q4"), "conflict"),
        (("show", "2031Q1"), "no_release"),
        (("policy", "--cap", "5"), "not_signed"),
        (("policy", "--sign", "--cap", "50"), "outside_policy_bounds"),
        (("policy", "--sign", "--cap", "0"), "outside_policy_bounds"),
        (("policy", "--sign", "--factor", "0"), "outside_policy_bounds"),
        (("policy", "--sign", "--rho", "much"), "policy_unreadable"),
        (("roles", "--database", "x; DROP"), "database_name"),
        (("publish",), "usage"),
        (("nothing",), "unknown_command"),
    ],
)
def test_what_cannot_be_done_is_said_with_exit_two(published: Any, arguments: tuple[str, ...], code: str) -> None:
    refused = published(*arguments, "--json")
    assert refused.exit_code == 2
    assert answer(refused)["error"]["code"] == code


def test_roles_give_nobody_the_answers(yasno: Any) -> None:
    statements = answer(yasno("roles", "--json"))["sql"]
    assert len(statements) > 5
    assert not [one for one in statements if "ALL" in one or "mark" in one or "business" in one]


def test_nothing_is_lost_where_nothing_is_missing(published: Any) -> None:
    assert answer(published("lost", "--json")) == {"burned": []}
