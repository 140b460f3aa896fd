"""Reading a form of asks: what the pages of the desks share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from backend.control.cases.asking import Ask, read_asked
from backend.web.context import Form
from calculators.calendar import zone_of

VERSION = "version"


def read_form(form: Form, asks: Sequence[Ask], region: str, now: datetime, also: Sequence[str] = ()) -> dict[str, Any]:
    """Return what was typed into the fields, typed; `also` are other names the form sends.

    Raises:
        Invalid: every fault, each with its field.
    """
    several = {ask.name: form.all(ask.name) for ask in asks if ask.kind == "choices"}
    left_out = {VERSION, *also}
    flat = {name: value for name, value in form.flat().items() if name not in left_out}
    return read_asked(asks, flat | several, zone_of(region or None), now)
