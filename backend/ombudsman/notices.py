"""Words of notices about cases of the ombudsman, from the table of their steps: numbers, never names."""

from __future__ import annotations

from backend.control.cases.notice_words import NUMBERED, step_wordings
from backend.notifications.wording import Wording
from rules.text import Text

ATTACHED = "ombudsman.position_attached"
CALLED_IN = "ombudsman.called_into_thread"
NOTICES = step_wordings(("ombudsman_case",), NUMBERED) | {
    ATTACHED: Wording(
        Text("К жалобе приложили позицию уполномоченного", "The ombudsman's position is attached to an appeal"),
        NUMBERED,
    ),
    CALLED_IN: Wording(
        Text("Клиент открыл вам переписку по жалобе", "A client opened the thread of an appeal to you"), NUMBERED
    ),
}
