"""The words of notices. Each room offers NOTICES in its `notices.py`; steps of procedures have words by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from string import Formatter
from typing import Any

from backend.jobs.registry import offering
from backend.web import formats
from rules.procedures import procedures
from rules.text import Text

NOTHING = Text("", "")
OPEN = Text("Открыть", "Open")


@dataclass(frozen=True, slots=True)
class Wording:
    """The first sentence (also the subject of a letter), what follows it, and the button's name.

    `{name}` stands for a param; lines of the body whose params are absent are left out.
    """

    title: Text
    body: Text = NOTHING
    button: Text = OPEN


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in one language."""

    title: str
    body: str
    button: str


def say(kind: str, params: Mapping[str, Any], language: str) -> Said:
    """Return a notice's words in `language`."""
    wording = wordings().get(kind) or wording_of_step(kind)
    known = _Known({name: _shown(value, language) for name, value in params.items()})
    title = " ".join(wording.title.in_(language).format_map(known).splitlines())
    return Said(title, _lines(wording.body.in_(language), known), wording.button.in_(language))


def _lines(text: str, known: Mapping[str, str]) -> str:
    """Return the lines whose params are all known, filled in."""
    lines = [line for line in text.splitlines() if all(known.get(name) for name in _names(line))]
    return "\n".join(line.format_map(known) for line in lines if line.strip())


def _names(line: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(line) if name]


@cache
def wordings() -> Mapping[str, Wording]:
    """Return the words of every kind of notice that a room offers."""
    found: dict[str, Wording] = {}
    for module in offering("notices"):
        found.update(module.NOTICES)
    return found


def wording_of_step(kind: str) -> Wording:
    """Return the words of a step by the names in its procedure's table: a new procedure needs no others."""
    name, _, action = kind.partition(".")
    procedure = procedures().get(name)
    step = next((one for one in procedure.steps if one.action == action), None) if procedure else None
    if procedure is None or step is None:
        return Wording(Text("Новое событие", "Something new"))
    outcome = step.name if step.overlay and step.name else procedure.states[step.to].name
    return Wording(
        Text(f"{procedure.title.ru}: {_lower(outcome.ru)}", f"{procedure.title.en}: {_lower(outcome.en)}"),
        Text("{about}", "{about}"),
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _shown(value: Any, language: str) -> str:
    """Return a param as people read it; {"ru", "en"} is a text, {"day"} and {"moment"} are times."""
    if isinstance(value, Mapping):
        if "day" in value:
            return formats.day(date.fromisoformat(value["day"]), language)
        if "moment" in value:
            return formats.moment(datetime.fromisoformat(value["moment"]), language)
        return str(value.get(language) or value.get("ru") or "")
    return str(value)


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def stored(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return params in the shape the table keeps: texts, days and moments as small dictionaries."""
    return {name: _stored(value) for name, value in params.items()}


def _stored(value: Any) -> Any:
    if isinstance(value, Text):
        return value.as_dict()
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value
