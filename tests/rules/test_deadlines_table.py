"""The table of terms: every key of the contract, each with its source."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import rules
from rules.control import event_rules
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
# Every row of the table of the law: amount, unit, article, whether it was read.
VALUES = {
    "risk.change_decision": (5, "working_days", "24 ч. 5", True),
    "visit.request_review": (10, "working_days", "52.2 ч. 2", True),
    "visit.date_agreement": (20, "working_days", "52.2 ч. 3", True),
    "visit.withdraw_before": (-5, "working_days", "52.2 ч. 6", True),
    "visit.mandatory_max": (10, "working_days", "52.1 ч. 8", True),
    "visit.after_start_notice": (6, "months", "52.1 ч. 1 п. 2", True),
    "visit.repeat_after_impossible": (3, "months", "52.1 ч. 12", True),
    "visit.refuse_if_recent": (-1, "years", "52.2 ч. 4", True),
    "visit.refuse_if_impossible": (-6, "months", "52.2 ч. 4", True),
    "event.notice_onsite": (-24, "hours", "73 ч. 6", True),
    "event.documents_reply": (10, "working_days", "72 ч. 4", True),
    "event.explanations_reply": (10, "working_days", "72 ч. 5", True),
    "event.doc_extension_answer": (24, "hours", "80 ч. 4", True),
    "event.act": (1, "calendar_days", "87 ч. 3", True),
    "event.act_purchase": (5, "working_days", "67 ч. 13, ст. 68 ч. 12", True),
    "event.selective_result": (15, "working_days", "69 ч. 9", True),
    "event.lab_to_client": (24, "hours", "69 ч. 8", True),
    "event.repeat_after_impossible": (3, "months", "65 ч. 11", True),
    "event.urgent_start": (24, "hours", "66 ч. 12", True),
    "event.prosecutor_told": (24, "hours", "60 ч. 3, ст. 57 ч. 1 п. 8", True),
    "event.max_onsite": (10, "working_days", "73 ч. 7", True),
    "event.max_documentary": (10, "working_days", "72 ч. 7", True),
    "event.max_visit": (1, "working_days", "70 ч. 5", True),
    "event.max_raid": (10, "working_days", "71 ч. 7", True),
    "event.max_raid_person": (1, "working_days", "71 ч. 7", True),
    "event.max_interaction": (1, "working_days", "65 ч. 4", True),
    "event.max_purchase_extended": (25, "working_days", "67 ч. 6.1", True),
    "prosecutor.decision": (1, "working_days", "66 ч. 7, 9", True),
    "appeal.file": (30, "calendar_days", "40 ч. 5", True),
    "appeal.file_prescription": (10, "working_days", "40 ч. 6", True),
    "appeal.suspension": (2, "working_days", "40 ч. 10", True),
    "appeal.inform": (1, "working_days", "40 ч. 11", True),
    "appeal.refuse_to_consider": (5, "working_days", "42 ч. 1", True),
    "appeal.extra_info": (5, "working_days", "43 ч. 3", True),
    "appeal.decide": (15, "working_days", "43 ч. 2", True),
    "appeal.decide_risk": (5, "working_days", "43 ч. 2.1", True),
    "appeal.publish": (1, "working_days", "43 ч. 7", True),
    "appeal.answer_ombudsman": (1, "working_days", "41 ч. 4", True),
    "prescription.motion": (5, "working_days", "94 ч. 2", True),
    "prescription.deferral_max": (1, "years", "93 ч. 1", True),
    "declaration.update": (1, "months", "51 ч. 6", True),
    "declaration.valid_min": (1, "years", "51 ч. 5", True),
    "declaration.valid_max": (3, "years", "51 ч. 5", True),
    "paper.on_request": (10, "working_days", "98 ч. 9", True),
}
# Recalled, or the platform's own order: not a word of 248-ФЗ.
OTHERS = {
    "act.effective": (90, "calendar_days"),
    "act.max_life": (6, "years"),
    "orv.discussion_high": (20, "working_days"),
    "orv.discussion_medium": (10, "working_days"),
    "orv.discussion_low": (5, "working_days"),
    "ace.open": (7, "calendar_days"),
    "ace.answer": (30, "calendar_days"),
    "appeal.keep": (5, "years"),
    "ombudsman.register": (1, "working_days"),
    "ombudsman.triage": (5, "working_days"),
    "ombudsman.info_request": (15, "calendar_days"),
    "ombudsman.position": (10, "working_days"),
    "ombudsman.close": (30, "calendar_days"),
    "postponement.answer": (3, "working_days"),
    "postponement.cause_ended_ask": (10, "working_days"),
    "prescription.remind_14": (-14, "calendar_days"),
    "prescription.remind_3": (-3, "calendar_days"),
    "prescription.remind_1": (-1, "calendar_days"),
    "declaration.remind_60": (-60, "calendar_days"),
    "declaration.remind_30": (-30, "calendar_days"),
    "feedback.triage": (5, "working_days"),
    "feedback.answer": (20, "working_days"),
}
BY_TYPE = ("visit.requested_max", "warning.objection", "warning.objection_review", "warning.issue", "declaration.valid")


def test_the_table_holds_every_term_of_the_law_we_use():
    assert set(KEYS) <= set(read_deadlines())


@pytest.mark.parametrize(("key", "expected"), VALUES.items())
def test_a_term_of_the_law_is_as_its_article_has_it(key, expected):
    (edition,) = read_deadlines()[key].editions
    amount, unit, article, verified = expected
    assert (edition.term.amount, edition.term.unit.value) == (amount, unit)
    assert edition.term.source == f"248-ФЗ, ст. {article}"
    assert edition.term.verified is verified


@pytest.mark.parametrize(("key", "expected"), OTHERS.items())
def test_a_term_from_elsewhere_claims_no_article_of_248(key, expected):
    (edition,) = read_deadlines()[key].editions
    assert (edition.term.amount, edition.term.unit.value) == expected
    assert "248-ФЗ" not in edition.term.source
    own = edition.term.source.startswith("Порядок платформы «Ясно»")
    assert edition.term.verified is (own or key == "act.effective")


@pytest.mark.parametrize("key", BY_TYPE)
def test_what_the_act_on_a_type_sets_has_no_term_of_the_statute(key):
    assert read_deadlines()[key].editions == ()


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


@pytest.mark.parametrize("key", [key for key in VALUES if key.startswith("event.max_")])
def test_the_longest_an_event_may_take_is_written_down_once(key):
    entries = yaml.safe_load((Path(rules.__file__).parent / "deadlines.yaml").read_text(encoding="utf-8"))
    assert "terms" not in entries[key]
    kind = event_rules().kinds[entries[key]["figure"]["kind"]]
    figures = {
        "max_term": kind.max_term and kind.max_term.term and kind.max_term.term.amount,
        "max_term_limit": kind.max_term and kind.max_term.limit and kind.max_term.limit.amount,
        "contact_max": kind.contact_max and kind.contact_max.working_days,
    }
    assert read_deadlines()[key].editions[0].term.amount == figures[entries[key]["figure"]["name"]]
