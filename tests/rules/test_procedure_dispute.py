"""The dispute of an attribution, row by row."""

from __future__ import annotations

from rules.procedures import procedures
from rules.reading_terms import read_deadlines

DISPUTE = procedures()["dispute"]


def moves() -> set[tuple[str, str, str]]:
    return {(state, step.action, step.to) for step in DISPUTE.steps if not step.overlay for state in step.froms}


def named(action: str):
    return next(step for step in DISPUTE.steps if step.action == action)


def test_the_dispute_moves_as_its_table_says_and_no_other_way():
    assert moves() == {
        ("DRAFT", "submit", "SUBMITTED"),
        ("SUBMITTED", "take", "TAKEN"),
        ("TAKEN", "ask_facts", "NEED_FACTS"),
        ("NEED_FACTS", "give_facts", "TAKEN"),
        ("NEED_FACTS", "lapse", "LAPSED"),
        ("TAKEN", "accept", "ACCEPTED"),
        ("TAKEN", "reject", "REJECTED"),
        ("SUBMITTED", "withdraw", "WITHDRAWN"),
        ("TAKEN", "withdraw", "WITHDRAWN"),
    }


def test_it_ends_accepted_rejected_withdrawn_or_lapsed():
    ends = {code for code, state in DISPUTE.states.items() if state.terminal}
    assert ends == {"ACCEPTED", "REJECTED", "WITHDRAWN", "LAPSED"}


def test_taking_up_has_five_working_days_facts_ten_and_the_decision_fifteen_from_filing():
    assert named("take").term.amount == 5
    assert named("give_facts").term.amount == named("lapse").term.amount == 10
    for action in ("accept", "reject", "mark_overdue"):
        assert (named(action).term.amount, named(action).term_from) == (15, "SUBMITTED")


def test_a_business_or_its_representative_files_and_withdraws():
    for action in ("submit", "give_facts", "withdraw"):
        assert named(action).actors == ("business", "representative")


def test_the_authority_or_the_editor_answers():
    for action in ("take", "ask_facts", "accept", "reject"):
        assert named(action).actors == ("regulator", "editor")


def test_a_rejection_needs_a_reason_and_so_does_filing():
    assert "reason" in named("reject").needs
    assert {"reason", "facts"} == set(named("submit").needs)


def test_an_overdue_dispute_keeps_its_state_and_gets_a_mark():
    marks = [step for step in DISPUTE.steps if step.overlay]
    assert {(step.from_, step.to) for step in marks} == {("SUBMITTED", "SUBMITTED"), ("TAKEN", "TAKEN")}
    assert all(step.overlay == "OVERDUE" and step.by_time and step.actor == "system" for step in marks)


def test_an_accepted_dispute_marks_the_item_and_asks_the_editor_to_look():
    assert named("accept").effects == ("mark_not_concerned", "open_editor_task")


def test_the_terms_of_the_dispute_stand_in_the_table_of_terms():
    keys = {step.term.key for step in DISPUTE.steps if step.term}
    assert keys == {"dispute.take", "dispute.facts", "dispute.decide"} <= set(read_deadlines())
