"""Check of a decision before it is sent: the thirteen reasons for which prosecutors most often strike an event out."""

from __future__ import annotations

from calculators.scope_check.reading import read_scope
from calculators.scope_check.reasons import check_scope
from calculators.scope_check.scope import Item, Reason, Result, Scope, Verdict

__all__ = ["Item", "Reason", "Result", "Scope", "Verdict", "check_scope", "read_scope"]
