"""Words of notices that come from the machine room."""

from __future__ import annotations

from backend.jobs.work import TELL_OPERATORS
from backend.notifications.wording import Wording
from rules.text import Text

NOTICES = {
    TELL_OPERATORS: Wording(
        Text("Работа не выполнена: {kind}", "Work was given up: {kind}"),
        Text(
            "Причина: {error}. Проверьте службы командой yasno doctor.",
            "Reason: {error}. Check the services with yasno doctor.",
        ),
    ),
}
