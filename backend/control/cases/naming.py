"""What cases are called in words: titles, kinds of control, grounds, categories."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from backend.control.cases.stepping import CaseSeen
from backend.control.models import ControlEvent
from backend.procedures.bindings import bindings
from rules.control import control_types, event_rules
from rules.control.types import RiskCategory
from rules.procedures import procedures
from rules.text import Text

# A type of control that is none of those described in `rules/control`.
OTHER = ("other", Text("другой вид контроля", "another type of control"))
CATEGORIES: dict[str, Text] = {
    RiskCategory.EXTREME: Text("чрезвычайно высокий риск", "extremely high risk"),
    RiskCategory.HIGH: Text("высокий риск", "high risk"),
    RiskCategory.SIGNIFICANT: Text("значительный риск", "significant risk"),
    RiskCategory.MEDIUM: Text("средний риск", "medium risk"),
    RiskCategory.MODERATE: Text("умеренный риск", "moderate risk"),
    RiskCategory.LOW: Text("низкий риск", "low risk"),
}


def kind_name(code: str) -> Text:
    """Return the name of a kind of event; an unknown code stands for itself."""
    known = event_rules().kinds.get(code)
    return known.title if known else Text(code, code)


def ground_name(code: str | None) -> Text | None:
    """Return the name of a ground, None while it is not known."""
    known = event_rules().grounds.get(code or "")
    return known.title if known else (Text(code, code) if code else None)


def action_name(code: str) -> Text:
    """Return the name of a control action."""
    known = event_rules().actions.get(code)
    return known.title if known else Text(code, code)


def type_name(code: str) -> Text:
    """Return the name of a type of control, also where it is none of those known."""
    known = {OTHER[0]: OTHER[1], **{one.code: one.title for one in control_types().values()}}
    return known.get(code) or Text(code, code)


def category_name(code: str | None) -> Text | None:
    """Return the name of a category of risk."""
    return CATEGORIES.get(code or "")


def state_name(procedure: str, state: str) -> Text:
    """Return the name of a state."""
    return procedures()[procedure].states[state].name


def event_title(event: ControlEvent) -> Text:
    """Return what an event is called: its kind and its type of control."""
    kind, type_ = kind_name(event.kind), type_name(event.control_type)
    return Text(f"{_capital(kind.ru)}: {type_.ru}", f"{_capital(kind.en)}: {type_.en}")


def about_case(session: Session, seen: CaseSeen) -> Text:
    """Return what a case is about, for the head of its pages."""
    case: Any = seen.case
    if isinstance(case, ControlEvent):
        return event_title(case)
    event = session.get(ControlEvent, getattr(case, "event_id", None) or "")
    return event_title(event) if event else procedures()[seen.kind.procedure].title


def named_case(session: Session, seen: CaseSeen) -> Text:
    """Return what a case is about with whose it is: for lists of those who work with many businesses."""
    told = bindings()[seen.kind.procedure].about(session, seen.case)
    about, name = told.get("about"), told.get("business")
    said = about if isinstance(about, Text) else about_case(session, seen)
    name = str(name or "").rstrip(".")
    return Text(f"{name}. {said.ru}", f"{name}. {said.en}") if name else said


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
