"""What calls about feedback take and give."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field

from backend.feedback.desk_pages import WordsInput
from backend.feedback.editor_pages import OwnStatementInput
from backend.feedback.models import FeedbackKind
from backend.web.api_schemas import TextOut
from backend.web.forms import DayText, Input


class SaidOut(BaseModel):
    """What was said publicly: the step, its words, its day; who said it is not told."""

    action: str = Field(examples=["reject"])
    text: str
    on: date


class StatementOut(BaseModel):
    """A statement sent to a regulator, with its clock and answer; open to all."""

    number: int
    title: TextOut
    requirement: str | None = Field(examples=["labour.contract_written"])
    requirement_version: str
    kind: str = Field(examples=["clarity"])
    kind_name: TextOut
    door: str = Field(examples=["neutral"])
    door_name: TextOut
    statement: str = Field(description="Empty where a business that named itself wrote to the authority alone")
    authority: str
    region: str = Field(description="Empty: the whole country")
    sent_on: date
    state: str = Field(examples=["WITH_REGULATOR"])
    state_name: TextOut
    open: bool
    due: date | None
    overdue: bool
    answer: str
    answered_on: date | None
    action: str
    action_due_on: date | None
    done: str
    done_on: date | None
    course: list[SaidOut]


class StatementsPage(BaseModel):
    """Statements, the newest number first."""

    items: list[StatementOut]
    next: str | None


class DeskStatementOut(StatementOut):
    """The same for the office that answers: with the words and the name of a business that named itself."""

    written: str
    named_as: str
    named_inn: str
    actions: list[str] = Field(description="What the office can do now", examples=[["accept", "reject"]])


class DeskStatementsPage(BaseModel):
    """Statements of an office, the nearest term first."""

    items: list[DeskStatementOut]
    next: str | None


class RegulatorWords(WordsInput):
    """Words of a step of the regulator; `due` is the day of measures and belongs to «plan_action» alone."""

    due: Annotated[date | None, DayText] = None


class FeedbackItemOut(BaseModel):
    """An item as the editor reads it: what was said, without names."""

    id: str
    number: int | None
    title: TextOut
    requirement: str | None
    requirement_version: str
    kind: str
    state: str
    state_name: TextOut
    due: date | None
    statement: str
    region: str
    reason: str
    voices: int
    fragments: list[dict[str, Any]] = Field(description="Unclear sentences with how often each was marked")
    texts: list[str] = Field(description="Own words of businesses; for the editor alone")
    actions: list[str]


class ItemsPage(BaseModel):
    """Items of the editor, the nearest term first."""

    items: list[FeedbackItemOut]
    next: str | None


class EditorWords(Input):
    """What a step of the editor needs: `text`, or the item to merge into, or the statement with its region."""

    text: str = Field(default="", max_length=2000)
    statement: str = Field(default="", max_length=2000)
    region: str = Field(default="", max_length=2)
    merged_into: str = Field(default="", max_length=32)


class NewStatement(OwnStatementInput):
    """A statement of the editor's own reading of a requirement."""

    requirement: str = Field(max_length=120)


class OwnFeedbackOut(BaseModel):
    """One signal of a business, or what it sent in its own name, and what came of it."""

    id: str
    title: TextOut
    requirement: str
    kind: TextOut
    on: date
    state: TextOut
    number: int | None = Field(description="Of the public statement it led to")
    due: date | None
    answer: str
    reason: str
    may_take_back: bool


class OwnFeedbackPage(BaseModel):
    """A business's own feedback, newest first: signals, and what it sent in its own name."""

    signals: list[OwnFeedbackOut]
    named: list[OwnFeedbackOut]


class NamedText(Input):
    """What a business says in its own name; with the `seal` of the preview it is handed in."""

    requirement: str = Field(max_length=120)
    kind: FeedbackKind
    text: str = Field(min_length=20, max_length=2000)


class SealedText(NamedText):
    """The same as previewed, with the seal of the preview."""

    seal: str = Field(max_length=64)


class PreviewOut(BaseModel):
    """Exactly what the regulator would read, and the seal to hand it in with."""

    requirement: str
    kind: str
    text: str
    name: str
    inn: str
    region: str
    seal: str


class ReopenWords(Input):
    """Why an answer is sent back."""

    text: str = Field(min_length=1, max_length=2000)
