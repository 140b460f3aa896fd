"""The table of terms: every key of the contract, each with its source."""

from __future__ import annotations

import pytest

from rules.reading_terms import read_deadlines
from rules.roles import Role

KEYS = [
    "risk.change_decision",
    "visit.request_review",
    "visit.date_agreement",
    "visit.withdraw_before",
    "visit.requested_max",
    "visit.mandatory_max",
    "visit.after_start_notice",
    "visit.repeat_after_impossible",
    "visit.refuse_if_recent",
    "event.notice_onsite",
    "event.documents_reply",
    "event.explanations_reply",
    "event.doc_extension_answer",
    "event.act",
    "event.act_purchase",
    "event.selective_result",
    "event.lab_to_client",
    "event.repeat_after_impossible",
    "event.urgent_start",
    "prosecutor.decision",
    "appeal.file",
    "appeal.file_prescription",
    "appeal.suspension",
    "appeal.inform",
    "appeal.refuse_to_consider",
    "appeal.extra_info",
    "appeal.decide",
    "appeal.decide_risk",
    "appeal.publish",
    "appeal.answer_ombudsman",
    "prescription.motion",
    "prescription.deferral_max",
    "declaration.valid",
    "declaration.update",
    "warning.objection",
    "warning.objection_review",
    "warning.issue",
    "paper.on_request",
    "act.effective",
    "act.max_life",
    "orv.discussion_high",
    "orv.discussion_medium",
    "orv.discussion_low",
    "ace.open",
    "ace.answer",
    "ombudsman.info_request",
]


def test_the_table_holds_every_term_of_the_law_we_use():
    assert set(KEYS) <= set(read_deadlines())


@pytest.mark.parametrize("key", read_deadlines())
def test_a_term_says_from_what_it_runs_who_must_act_and_where_it_stands(key):
    row = read_deadlines()[key]
    assert row.title.ru
    assert row.title.en
    assert row.anchor.ru
    assert row.anchor.en
    assert row.who in {*Role, "authority"}
    for edition in (*row.editions, *(one for rows in row.by_control_type.values() for one in rows)):
        assert edition.term.source
        assert edition.term.key == key


def test_only_an_appeals_decision_can_stand_still_and_for_five_working_days():
    capped = [key for key, row in read_deadlines().items() if any(one.term.pause_cap for one in row.editions)]
    assert capped == ["appeal.decide", "appeal.decide_risk"]
