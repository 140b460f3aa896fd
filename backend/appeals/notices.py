"""Words of notices about appeals, from the table of their steps."""

from __future__ import annotations

from backend.control.cases.notice_words import NUMBERED, step_wordings

NOTICES = step_wordings(("appeal",), NUMBERED)
