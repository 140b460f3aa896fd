"""The one page of a form that enters a warning or a visit: its words, its fields, what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response

from backend.control.cases.asking import Ask, AskKind, read_asked
from backend.control.cases.pages import typed_in
from backend.errors import Invalid
from backend.web.context import AnyRequest, Form
from backend.web.pages import page
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Words:
    """What a form says of itself; `closed` shows the notes alone: this person may not fill it in."""

    title: Text
    lead: Text
    notes: tuple[Text, ...]
    submit: Text
    back: str
    file: Text | None = None
    closed: bool = False


def form_page(
    request: AnyRequest,
    words: Words,
    asks: Sequence[Ask],
    form: Form,
    refusal: Invalid | None = None,
    *,
    values: Mapping[str, Any] | None = None,
    version: str = "",
) -> Response[Any]:
    """Show the form with what was typed; `values` are what is known before, of which `version` of the case."""
    return page(
        request,
        "control/new_case.html",
        status_code=422 if refusal else 200,
        words=words,
        asks=asks,
        values={**(values or {}), **typed_in(form)},
        version=version,
        faults=refusal.faults if refusal else (),
    )


def answers(asks: Sequence[Ask], form: Form, now: datetime, zone: ZoneInfo, *others: str) -> dict[str, Any]:
    """Return what was filled in, by field; `others` are names of the form that are no fields.

    Raises:
        Invalid: every fault.
    """
    several = {ask.name: form.all(ask.name) for ask in asks if ask.kind is AskKind.CHOICES}
    flat = {name: value for name, value in form.flat().items() if name not in others}
    return read_asked(asks, flat | several, zone, now)
