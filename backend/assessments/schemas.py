"""What a person types into self-assessment, marks, plan, calendar and flags."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from backend.assessments.models import AnswerValue, FlagKind
from backend.web.forms import DayText, Input, Whole
from rules.faults import Fault, InputError
from rules.text import Text

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
SCORE = Text("Оценка бывает от 1 до 5.", "A score is from 1 to 5.")
CHOOSE_SCORE = Text("Выберите одну из пяти.", "Choose one of the five.")


def _empty(value: object) -> object:
    return None if value == "" else value


def _score(value: object) -> object:
    """Accept one ASCII digit from 1 to 5, or nothing."""
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not re.fullmatch("[1-5]", str(value)):
        raise InputError([Fault("score", None, SCORE, CHOOSE_SCORE)])
    return int(str(value))


def _yes_no(value: object) -> object:
    return {"": None, "yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


Score = Annotated[int | None, BeforeValidator(_score)]
Day = Annotated[date | None, Field(ge=EARLIEST, le=LATEST), DayText]
YesNo = Annotated[bool | None, BeforeValidator(_yes_no)]
Note = Annotated[str, StringConstraints(max_length=2000)]
Short = Annotated[str, StringConstraints(max_length=100)]
Sentence = Annotated[Whole, Field(ge=0, le=500)]
ClarityTag = Literal["term", "deadline", "references", "long", "whom", "contradiction", "other"]
FeasibilityTag = Literal["technical", "expensive", "time", "others", "two", "other"]


class AnswerInput(Input):
    """An answer to one requirement, with a note; the note alone may be kept too."""

    answer: Annotated[AnswerValue | None, BeforeValidator(_empty)] = None
    note: Note | None = None
    place: str = ""


class PaperInput(Input):
    """What is said of a file: until when it holds, which older one it replaces."""

    expires_on: Day = None
    replaces: Annotated[str, StringConstraints(max_length=32)] = ""


class MarkInput(Input):
    """Marks of a requirement; at least one of the two."""

    clarity: Score = None
    feasibility: Score = None
    clarity_tags: tuple[ClarityTag, ...] = ()
    feasibility_tags: tuple[FeasibilityTag, ...] = ()
    fragments: tuple[Sentence, ...] = ()
    retelling_helped: YesNo = None
    comment: Annotated[str, StringConstraints(max_length=1000)] = ""

    @model_validator(mode="after")
    def something(self) -> MarkInput:
        """Refuse a vote for nothing."""
        if self.clarity is None and self.feasibility is None:
            message = Text("Оценки нет.", "There is no score.")
            remedy = Text("Выберите от 1 до 5 хотя бы в одной строке.", "Choose from 1 to 5 in at least one row.")
            raise InputError([Fault("no_score", "clarity", message, remedy)])
        return self


class PlanInput(Input):
    """What is planned for a gap."""

    who: Short = ""
    due_on: Day = None
    note: Note = ""


class FirstDateInput(Input):
    """The first day of a recurring duty."""

    first_on: Annotated[date, Field(ge=EARLIEST, le=LATEST), DayText]


class DeviceInput(Input):
    """The name of a device that follows the calendar."""

    device: Annotated[str, StringConstraints(min_length=1, max_length=60)]


class FlagInput(Input):
    """A flag: what is wrong, where, with which requirement."""

    kind: FlagKind
    fragments: tuple[Sentence, ...] = ()
    other: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    text: Note = ""


class SettingsInput(Input):
    """How a business wants to be assessed and reminded; `domains` and `authorities` are those that stay in."""

    depth: Literal["main", "all"] = "all"
    domains: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    often: Literal["off", "weekly", "monthly"] = "off"
    channel: Literal["site", "mail"] = "site"


def lists(fields: dict[str, list[str]], *names: str) -> dict[str, Any]:
    """Return a form's fields for a schema: the named ones with all their values, the others with the first."""
    return {
        name: [value for value in values if value] if name in names else values[0]
        for name, values in fields.items()
        if values
    }
