"""Two programs of two heads decide one request at the same moment: one decision stands, the other head is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import select

from backend.control.models import Postponement
from backend.db.engine import open_session
from backend.procedures.models import StepRecord
from rules.roles import Role

TODAY = "2026-11-28"
ASKED = {"ground": "ILLNESS", "proof": "Больничный № 5", "cause_from": TODAY, "cause_until": "2026-12-11"}
GRANT = {"new_start": "2026-12-14T10:00:00+03:00", "decided_on": TODAY}
REFUSE = {"decided_on": TODAY, "refusal": "NO_PROOF", "decision_reason": "Справки нет"}


@pytest.fixture
def heads(calling, person, head) -> dict[str, Any]:
    """Programs of two heads of one body, each calling a real server."""
    second = person("second@mchs.example", Role.AUTHORITY_HEAD, name="Зоя Поздняя")
    return {"grant": calling(head), "refuse": calling(second)}


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Make calls at the same moment; return their answers in order."""
    gate = Barrier(len(calls))

    def one(call: Callable[[], Any]) -> Any:
        gate.wait(timeout=30)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


@pytest.mark.parametrize("tagged", [True, False], ids=["with the tag both saw", "without a tag"])
def test_of_two_decisions_at_the_same_moment_one_stands(calling, owner, heads, event_id, engine, tagged: bool) -> None:
    case = calling(owner).open(event_id, "postponement", ASKED | {"filed_on": TODAY})
    home = f"/api/v1/cases/postponement/{case['id']}"
    sent = {"If-Match": heads["grant"].get(home).headers["ETag"]} if tagged else {}
    said = {"grant": GRANT, "refuse": REFUSE}
    answers = at_once(
        [
            lambda name=name: heads[name].post(f"{home}/steps/{name}", json={"fields": said[name]}, headers=sent)
            for name in said
        ]
    )
    codes = dict(zip(said, [one.status_code for one in answers], strict=True))
    assert sorted(codes.values()) in ([200, 409], [200, 412]), [one.text for one in answers]
    (won,) = [name for name, code in codes.items() if code == 200]
    with open_session(engine) as session:
        kept = session.get_one(Postponement, case["id"])
        decided = select(StepRecord).where(
            StepRecord.subject_id == case["id"], StepRecord.action.in_(["grant", "refuse"])
        )  # type: ignore[attr-defined]
        assert [row.action for row in session.exec(decided)] == [won]
    assert kept.state == {"grant": "GRANTED", "refuse": "REFUSED"}[won]
