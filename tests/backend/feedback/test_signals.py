"""What businesses say becomes one item of a requirement's version and kind, for the editor alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlmodel import select

from backend.assessments.models import FlagKind, Mark
from backend.costs.models import OwnNumber
from backend.db.engine import open_session
from backend.feedback.collecting import costs_far_more
from backend.feedback.models import FeedbackSignal
from backend.profiles.service import start_run
from rules.requirements import Effort
from tests.backend.feedback.conftest import WORDS


def behind(engine):
    with open_session(engine) as session:
        return session.exec(select(FeedbackSignal)).all()


def test_low_marks_of_several_businesses_are_one_item_of_each_kind(room, engine):
    for name in ("Раз", "Два", "Три"):
        room.mark(room.business(name), clarity=2, feasibility=1)
    assert room.collect() == 6
    assert sorted(row.kind for row in room.items()) == ["clarity", "feasibility"]
    assert len(behind(engine)) == 6


def test_collecting_twice_adds_nothing(room, engine):
    room.mark(room.business())
    assert (room.collect(), room.collect()) == (1, 0)
    assert len(room.items()) == 1


def test_a_mark_of_three_says_nothing(room):
    room.mark(room.business(), clarity=3, feasibility=5)
    assert room.collect() == 0
    assert room.items() == []


def test_flags_are_items_of_their_kind(room):
    for kind in FlagKind:
        room.flag(room.business(), kind)
    room.collect()
    assert sorted(row.kind for row in room.items()) == ["contradiction", "duplicate"]


def test_an_anonymous_run_never_contributes(room, engine, clock):
    with open_session(engine, write=True) as session:
        run, _ = start_run(session, clock.now())
        session.commit()
    room.mark(run)
    room.flag(run)
    assert room.collect() == 0
    assert room.items() == []


def test_a_mark_of_another_version_of_the_law_is_passed_over(room, engine):
    room.mark(room.business())
    with open_session(engine, write=True) as session:
        row = session.exec(select(Mark)).one()
        row.requirement_version = "before"
        session.add(row)
        session.commit()
    assert room.collect() == 0


@pytest.mark.parametrize(
    ("own", "gap"),
    [
        ({"hours_per_time": Decimal(4)}, True),
        ({"hours_per_time": Decimal("3.9")}, False),
        ({"rub_per_time": Decimal(6000)}, True),
        ({"rub_per_time": Decimal(5999)}, False),
        ({"one_off_rub": Decimal(10**9)}, False),
        ({}, False),
    ],
)
def test_a_cost_gap_is_twice_the_highest_estimate_and_no_gap_without_one(own, gap, clock):
    effort = Effort(hours_per_time=Decimal(2), rub_per_time=(Decimal(1000), Decimal(2000), Decimal(3000)))
    row = OwnNumber(business_id="b", requirement="r", recorded_at=clock.now(), **own)
    assert costs_far_more(effort, row) is gap


def test_what_is_taken_back_before_it_is_sorted_is_gone_with_its_item(room, engine):
    mark = room.mark(room.business())
    room.collect()
    with open_session(engine, write=True) as session:
        session.delete(session.get(Mark, mark))
        session.commit()
    room.collect()
    assert (room.items(), behind(engine)) == ([], [])


def test_a_voice_that_comes_after_the_sending_joins_the_statement(room, statement):
    room.mark(room.business("Пекарня"))
    assert room.collect() == 1
    assert len(room.items()) == 1


def test_the_editor_reads_words_tags_and_fragments_but_no_name(item, editor):
    shown = editor.get(f"/desk/feedback/{item.id}").text
    assert WORDS in shown
    assert "термин: 1" in shown
    assert "Лён" not in shown


def test_the_queue_is_ordered_by_the_day_it_is_due(room, editor):
    room.mark(room.business("Раз"))
    room.collect()
    room.wait(days=3)
    room.flag(room.business("Два"))
    room.collect()
    shown = editor.get("/desk/feedback").text
    assert shown.index("Непонятно") < shown.index("Противоречит другому требованию")
    assert "до 4" in shown  # five working days after Saturday the 28th


def test_an_item_not_sorted_in_time_is_shown_as_late_to_the_editor_and_written_to_no_log(item, editor, engine, room):
    room.wait(days=30)
    assert "просрочено" in editor.get("/desk/feedback").text


@pytest.mark.parametrize("who", ["owner", "office", "regulator", "admin", "inspector", "ombudsman", "visitor"])
def test_nobody_but_the_editor_sees_an_open_item(who, item, request):
    browser = request.getfixturevalue(who)
    for path in ("/desk/feedback", f"/desk/feedback/{item.id}", "/desk/feedback.csv"):
        assert browser.get(path, follow_redirects=False).status_code in {404, 303}
    assert "Вопросы регулятору" not in browser.get(f"/requirements/{item.requirement}").text or who == "owner"


def test_merging_takes_the_voices_along(room, editor, engine):
    room.mark(room.business(), clarity=1, feasibility=1)
    room.collect()
    first, second = room.items()
    answer = editor.post_form(f"/desk/feedback/{first.id}/merge", {"merged_into": second.id})
    assert answer.status_code == 303
    assert {row.feedback_id for row in behind(engine)} == {second.id}
    assert room.items(state="MERGED")[0].merged_into == second.id
    room.mark(room.business("Ещё"), clarity=1)
    room.collect()
    assert len(room.items()) == 2


def test_an_item_of_another_requirement_is_no_place_to_merge_into(item, editor, room):
    answer = editor.post_form(f"/desk/feedback/{item.id}/merge", {"merged_into": "0" * 32})
    assert answer.status_code == 422
    assert room.items()[0].state == "OPEN"
