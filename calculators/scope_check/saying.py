"""How a reason answers."""

from __future__ import annotations

from calculators.scope_check.scope import Reason, Result
from rules.text import Text

About = tuple[str, Text, str]  # code, title, article


def clean(about: About, why: Text) -> Reason:
    """Return that nothing speaks against the draft here."""
    return _reason(about, Result.CLEAN, why, None)


def found(about: About, why: Text, remedy: Text) -> Reason:
    """Return that there is a fault, and what to do."""
    return _reason(about, Result.FOUND, why, remedy)


def unknown(about: About, why: Text, remedy: Text) -> Reason:
    """Return that it cannot be told, and what to find out."""
    return _reason(about, Result.UNKNOWN, why, remedy)


def _reason(about: About, result: Result, why: Text, remedy: Text | None) -> Reason:
    code, title, article = about
    return Reason(code, title, result, why, remedy, article)
