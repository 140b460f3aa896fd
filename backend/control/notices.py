"""Words of notices about control: who was told what of an event and of what belongs to it."""

from __future__ import annotations

from backend.control.cases.notice_words import step_wordings
from backend.control.moving_words import WORDINGS
from backend.control.plans.notice_words import PLAN_WORDINGS
from backend.notifications.wording import Wording
from rules.text import Text

ABOUT = Text("{about}, № {number}", "{about}, No. {number}")

NOTICES = {
    "control.message": Wording(Text("Новое сообщение по делу", "A new message in the case"), ABOUT),
    "control.video": Wording(Text("Видеовстреча: новость", "Video talk: news"), ABOUT),
    **step_wordings(
        ("control_event", "declaration", "document_request", "postponement", "prescription", "risk_category_change")
    ),
    **step_wordings(("warning", "preventive_visit", "mandatory_visit")),
    **WORDINGS,
    **PLAN_WORDINGS,
}
