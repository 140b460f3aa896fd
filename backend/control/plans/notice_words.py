"""Words of notices about plans."""

from __future__ import annotations

from backend.control.cases.notice_words import step_wordings
from backend.notifications.wording import Wording
from rules.text import Text

OF_PLAN = Text("{about}, {year} год. {body}", "{about}, {year}. {body}")
OF_ENTRY = Text("{about}. {days}. {body}", "{about}. {days}. {body}")
COUNTED = Text("План посчитан: посмотрите предложение", "The plan is counted: see the proposal")

PLAN_WORDINGS = {
    "control.plan_counted": Wording(COUNTED, Text("{about}, {year} год", "{about}, {year}")),
    **{kind: Wording(one.title, OF_PLAN) for kind, one in step_wordings(("event_plan",)).items()},
    **{kind: Wording(one.title, OF_ENTRY) for kind, one in step_wordings(("event_plan_entry",)).items()},
}
