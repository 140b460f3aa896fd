"""Marks, costs, «check the check» and getting ready by the key of a business: what its pages do, for it alone."""

from __future__ import annotations

from typing import Any

import pytest

from backend.control.models import ControlEvent, EventItem
from backend.db.engine import open_session
from tests.backend.control.api.conftest import EVENTS, let_in, make_event

MARKS = {"clarity": 4, "terms": 2, "courtesy": 5, "comment": "Акт ждали неделю."}
NUMBERS = {"people": 2, "hourly_rate": "500", "hours": "10", "preparation_hours": "4", "least_hours": "10"}
# (address in the room, a body it takes)
OWN = (
    ("rating", MARKS),
    ("costs", NUMBERS),
    ("costs/actual", {"actual_hours": "12"}),
    ("check", {"answers": {"originals_seized": True}}),
    ("check/chosen", {"codes": []}),
    ("preparation", {"answers": {}}),
)
READ = ("rating", "costs", "check", "check/basis", "preparation")


@pytest.fixture
def room(fire, owner, engine, clock) -> str:
    """The room of an event of the fire service at the café; its act was delivered, two points were looked at."""
    over = {"state": "DELIVERED", "size": "micro", "people_named": ["Иванов И. И."]}
    with open_session(engine, write=True) as session:
        event = make_event(session, fire.body_id, owner.business.id, clock.now(), **over)
        for number, id_ in enumerate(("fire.instruction", "fire.briefings")):
            session.add(EventItem(event_id=event.id, position=number, text="", requirement=id_))
        session.commit()
        return f"{EVENTS}/{event.id}"


@pytest.fixture
def program(program_of, owner) -> Any:
    """A program of the café, without a server."""
    return program_of(owner)


@pytest.fixture
def mine(calling, owner) -> Any:
    """A program of the café that calls a real server."""
    return calling(owner)


def test_an_event_is_rated_and_rated_anew(mine, room) -> None:
    before = mine.get(f"{room}/rating")
    assert (before.json()["may_be_given"], before.json()["clarity"], before.json()["at"]) == (True, None, None)
    rated = mine.put(f"{room}/rating", json=MARKS, headers={"If-Match": before.headers["ETag"]})
    assert rated.status_code == 200, rated.text
    assert {name: rated.json()[name] for name in MARKS} == MARKS
    late = mine.put(f"{room}/rating", json={"clarity": 1}, headers={"If-Match": before.headers["ETag"]})
    assert late.status_code == 412
    anew = mine.put(f"{room}/rating", json={"clarity": 3}).json()
    assert (anew["clarity"], anew["terms"], anew["comment"]) == (3, None, "")
    assert mine.get(f"{room}/parts/rating").json()["data"]["clarity"] == 3
    again = mine.get(f"{room}/rating")
    assert mine.get(f"{room}/rating", headers={"If-None-Match": again.headers["ETag"]}).status_code == 304


def test_before_the_act_there_is_nothing_to_rate(program, room, engine) -> None:
    with open_session(engine, write=True) as session:
        session.get_one(ControlEvent, room.rpartition("/")[2]).state = "ACT_DRAWN"
        session.commit()
    refused = program.put(f"{room}/rating", json=MARKS)
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["remedy"]["en"] == "Come back after the act."
    assert program.get(f"{room}/rating").json()["may_be_given"] is False


def test_an_event_is_counted_by_own_numbers_and_beside_what_it_came_to(mine, room) -> None:
    before = mine.get(f"{room}/costs").json()
    assert (before["scenario"], before["longest"]["onsite_hours"], before["over"]) == ({}, "15.00", True)
    seen = mine.put(f"{room}/costs", json=NUMBERS | {"representation": "20000"})
    assert seen.status_code == 200, seen.text
    assert seen.json()["scenario"] == {name: str(value) for name, value in NUMBERS.items()} | {
        "representation": "20000"
    }
    assert (seen.json()["longest"]["cost"], seen.json()["shortest"]["cost"]) == ("32000.00", "32000.00")
    told = {"actual_hours": "12.5", "actual_rubles": "30000"}
    fact = mine.put(f"{room}/costs/actual", json=told, headers={"If-Match": seen.headers["ETag"]})
    assert (fact.json()["actual_hours"], fact.json()["longest"]["fact"]["cost"]["more"]) == ("12.5", "-2000.00")
    late = mine.put(f"{room}/costs", json={"people": 1}, headers={"If-Match": seen.headers["ETag"]})
    assert late.status_code == 412
    only = mine.put(f"{room}/costs", json={"people": 3}).json()
    assert (only["scenario"], only["actual_hours"]) == ({"people": "3"}, "12.5")


def test_a_day_that_passes_is_no_change_of_what_is_kept(program, room, clock) -> None:
    tags = {path: program.get(f"{room}/{path}").headers["ETag"] for path in ("costs", "check", "preparation")}
    clock.forward(days=1)
    for path, tag in tags.items():
        body = NUMBERS if path == "costs" else {"answers": {}}
        kept = program.put(f"{room}/{path}", json=body, headers={"If-Match": tag})
        assert kept.status_code == 200, (path, kept.text)


def test_the_check_is_answered_and_a_breach_goes_into_the_appeal(mine, room) -> None:
    before = mine.get(f"{room}/check")
    assert before.json()["questions"]["properties"]["originals_seized"]["type"] == "boolean"
    given = {"originals_seized": True, "irrelevant_papers_asked": False, "people_present": ["Иванов И. И."]}
    found = mine.put(f"{room}/check", json={"answers": given}, headers={"If-Match": before.headers["ETag"]})
    assert found.status_code == 200, found.text
    assert found.json()["answers"] == given
    assert "papers" in {point["code"] for level in found.json()["found"]["levels"] for point in level["points"]}
    chosen = mine.put(f"{room}/check/chosen", json={"codes": ["papers"]})
    assert chosen.json()["chosen"] == ["papers"]
    (ground,) = mine.get(f"{room}/check/basis").json()["grounds"]
    assert ground["wording"]["en"].startswith("I ask to annul the decisions.")
    late = mine.put(f"{room}/check", json={"answers": {}}, headers={"If-Match": before.headers["ETag"]})
    assert late.status_code == 412
    assert mine.put(f"{room}/check/chosen", json={"codes": []}).json()["chosen"] == []
    assert mine.put(f"{room}/check", json={"answers": {}}).json()["answers"] == {}


def test_what_is_no_breach_goes_into_no_appeal(program, room) -> None:
    refused = program.put(f"{room}/check/chosen", json={"codes": ["papers"]})
    assert refused.status_code == 409
    assert program.get(f"{room}/check").json()["chosen"] == []


def test_getting_ready_is_answered_and_left_out_follows_the_self_assessment(mine, room) -> None:
    before = mine.get(f"{room}/preparation").json()
    keys = [one["key"] for one in before["found"]["questions"]]
    assert (before["answers"], before["found"]["open"]) == ({}, 2)
    kept = mine.put(f"{room}/preparation", json={"answers": {keys[0]: "yes", keys[1]: None}})
    assert kept.status_code == 200, kept.text
    assert (kept.json()["answers"], kept.json()["found"]["counts"]["yes"]) == ({keys[0]: "yes"}, 1)
    assert mine.put(f"{room}/preparation", json={"answers": {}}).json()["answers"] == {}


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("rating", {"clarity": 6}, "clarity"),
        ("rating", {"clarity": 4.5}, "clarity"),
        ("rating", {"terms": True}, "terms"),
        ("rating", {"comment": "Всё"}, "clarity"),
        ("rating", {"clarity": 4, "comment": "х" * 2001}, "comment"),
        ("rating", {"clarity": 4, "stars": 5}, "stars"),
        ("rating", [], ""),
        ("costs", {"people": -3}, "people"),
        ("costs", {"people": 1.5}, "people"),
        ("costs", {"hours": "9000"}, "hours"),
        ("costs", {"travel": "много"}, "travel"),
        ("costs", {"actual_hours": "5"}, "actual_hours"),
        ("costs/actual", {"actual_rubles": "-1"}, "actual_rubles"),
        ("costs/actual", {"people": 1}, "people"),
        ("check", {}, "answers"),
        ("check", {"answers": []}, "answers"),
        ("check", {"answers": {"originals_seized": "maybe"}}, "answers.originals_seized"),
        ("check", {"answers": {"end": 5}}, "answers.end"),
        ("check", {"answers": {"end": "2026-11-10T10:00"}}, "answers.end"),
        ("check", {"answers": {"kind": "ON_SITE"}}, "answers.kind"),
        ("check/chosen", {"codes": "papers"}, "codes"),
        ("check/chosen", {"codes": ["pappers"]}, "codes[0]"),
        ("preparation", {"answers": "yes"}, "answers"),
        ("preparation", {"answers": {"nowhere": "yes"}}, "answers.nowhere"),
        ("preparation", {"answers": {"nowhere": False}}, "answers.nowhere"),
    ],
)
def test_a_wrong_body_is_refused_by_its_field_and_keeps_nothing(program, room, contents, path, body, field) -> None:
    before = contents()
    refused = program.put(f"{room}/{path}", json=body)
    assert refused.status_code == 422, refused.text
    assert refused.headers["content-type"].startswith("application/problem+json")
    (fault,) = refused.json()["errors"]
    assert fault["field"] == field or (fault["field"] is None and not field)
    assert fault["message"]["ru"]
    assert fault["remedy"]["en"]
    assert contents() == before


def test_nobody_else_reads_or_writes_them(sides, attorneys, room, engine, clock, contents) -> None:
    with open_session(engine, write=True) as session:
        # Whom the business lets in reads the part, and does not write.
        let_in(session, room.rpartition("/")[2], ["check", "event"], clock.now())
        session.commit()
    others = {name: program for name, program in sides.items() if name != "owner"}
    others["representative of another"] = attorneys["representative of another"]
    assert sides["ombudsman"].get(f"{room}/parts/check").status_code == 200
    before = {name: rows for name, rows in contents().items() if name.startswith("event_")}
    for name, program in others.items():
        for path in READ:
            assert program.get(f"{room}/{path}").status_code == 404, (name, path)
        for path, body in OWN:
            assert program.put(f"{room}/{path}", json=body).status_code == 404, (name, path)
    assert {name: rows for name, rows in contents().items() if name.startswith("event_")} == before
    assert attorneys["representative"].put(f"{room}/rating", json=MARKS).status_code == 200


def test_a_key_that_may_only_read_finds_no_room(program_of, owner, room, contents) -> None:
    reader = program_of(owner, ("read",))
    before = contents()
    for path in READ:
        assert reader.get(f"{room}/{path}").status_code == 404, path
    for path, body in OWN:
        assert reader.put(f"{room}/{path}", json=body).status_code == 404, path
    assert {name: rows for name, rows in contents().items() if name.startswith("event_")} == {
        name: rows for name, rows in before.items() if name.startswith("event_")
    }
