"""Asking a control body about requirements, and its desk of questions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.clock import Clock
from backend.consultations import service
from backend.consultations.models import Channel, Consultation
from backend.consultations.words import CHANNELS
from backend.errors import Invalid
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business
from backend.requirements.queries import find_requirement
from backend.requirements.tables import csv_answer
from backend.web import formats
from backend.web.context import AnyRequest, Form, language_of
from backend.web.forms import Input, read
from backend.web.pages import MenuItem, page
from backend.web.redirects import say_after, see
from rules.control import control_types
from rules.text import Text

OWN = {"permission": Permission.CONTROL_OWN}
DESK = {"permission": Permission.CONSULTATIONS_ANSWER}
ASKED = say_after("consultation_asked", Text("Вопрос № {0} отправлен.", "Question No. {0} is sent."))
WITHDRAWN = say_after("consultation_withdrawn", Text("Вопрос отозван.", "The question is withdrawn."))
ANSWERED = say_after("consultation_answered", Text("Ответ записан.", "The answer is kept."))


class QuestionInput(Input):
    """A question as it is typed."""

    control_type: str = Field(min_length=1, max_length=40)
    channel: Channel
    text: str = Field(min_length=1, max_length=4000)
    contact: str = Field(default="", max_length=200)
    requirement: str | None = Field(default=None, max_length=120)


class AnswerInput(Input):
    """An answer as it is typed; empty where it was given by word of mouth."""

    text: str = Field(default="", max_length=8000)


class QuestionsPage(Controller):
    """The questions of a business, and asking one."""

    path = "/consultations"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """List them, and offer to ask; `requirement` in the address chooses what about."""
        business = find_business(session, actor, Scope.CONTROL)
        about = request.query_params.get("requirement")
        return _page(request, session, business.id, {"requirement": about} if about else {})

    @post(opt=OWN, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Send a question."""
        business = find_business(session, actor, Scope.CONTROL)
        try:
            typed = read(QuestionInput, {name: value for name, value in form.flat().items() if value})
            if typed.requirement:
                find_requirement(typed.requirement)
            question = service.Question(**typed.model_dump())
            row = service.ask(session, actor, business.id, question, clock.now())
        except Invalid as refusal:
            session.rollback()
            return _page(request, session, business.id, form.flat(), refusal)
        return see(f"/consultations/{row.id}", ASKED, row.number)


class QuestionPage(Controller):
    """One question of the business."""

    path = "/consultations/{consultation_id:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, consultation_id: str) -> Response[Any]:
        """Show it with its answer."""
        row = service.find_own(session, actor, consultation_id)
        return page(request, "consultations/question.html", **_shown(row), desk=False)


class QuestionWithdrawal(Controller):
    """Taking a question back."""

    path = "/consultations/{consultation_id:str}/withdraw"

    @post(opt=OWN, sync_to_thread=True)
    def take(self, session: Session, actor: Actor, clock: Clock, consultation_id: str) -> Response[Any]:
        """Take it back."""
        service.withdraw(session, actor, service.find_own(session, actor, consultation_id), clock.now())
        return see("/consultations", WITHDRAWN)


class DeskPage(Controller):
    """The questions an authority's consultant has to answer."""

    path = "/desk/consultations"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """List them, unanswered ones first."""
        rows = [_shown(row) for row in service.list_desk(session, actor)]
        return page(request, "consultations/desk.html", rows=rows)


class DeskQuestionPage(Controller):
    """One question on the desk."""

    path = "/desk/consultations/{consultation_id:str}"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, consultation_id: str) -> Response[Any]:
        """Show it: the words of the question and how to answer, nothing else of the business."""
        row = service.find_on_desk(session, actor, consultation_id)
        return page(request, "consultations/question.html", **_shown(row), desk=True, values={}, faults=())

    @post(opt=DESK, sync_to_thread=True)
    def answer(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, consultation_id: str
    ) -> Response[Any]:
        """Answer in writing, or note that the answer was given."""
        row = service.find_on_desk(session, actor, consultation_id, write=True)
        try:
            typed = read(AnswerInput, form.flat())
            service.answer(session, actor, row, typed.text, clock.now())
        except Invalid as refusal:
            session.rollback()
            shown = _shown(row)
            body = {"values": form.flat(), "faults": refusal.faults, "desk": True}
            return page(request, "consultations/question.html", status_code=422, **shown, **body)
        return see("/desk/consultations", ANSWERED)


class QuestionsTable(Controller):
    """The questions of a business as a table."""

    path = "/consultations.csv"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[bytes]:
        """Return the file."""
        business = find_business(session, actor, Scope.CONTROL)
        return _table(request, service.list_own(session, business.id))


class DeskTable(Controller):
    """The questions on a desk as a table: their words and how to answer, nothing else of the business."""

    path = "/desk/consultations.csv"

    @get(opt=DESK, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[bytes]:
        """Return the file."""
        return _table(request, service.list_desk(session, actor))


HEADS = (
    Text("Номер", "Number"),
    Text("Вид контроля", "Type of control"),
    Text("Вопрос", "Question"),
    Text("Как ответить", "How to answer"),
    Text("Контакт", "Contact"),
    Text("Задан", "Asked"),
    Text("Ответ дан", "Answered"),
    Text("Ответ", "Answer"),
)


def _table(request: AnyRequest, rows: Iterable[Consultation]) -> Response[bytes]:
    language = language_of(request)
    lines = [[head.in_(language) for head in HEADS]]
    for row in rows:
        shown = _shown(row)
        days = [formats.moment(one, language) if one else "" for one in (row.asked_at, row.answered_at)]
        own = [shown["type"].in_(language), row.question, shown["channel"].in_(language), row.contact]
        lines.append([str(row.number), *own, *days, row.answer])
    return csv_answer("yasno-questions", lines)


def _shown(row: Consultation) -> dict[str, Any]:
    known = control_types().get(row.control_type)
    return {
        "row": row,
        "type": known.title if known else Text(row.control_type, row.control_type),
        "channel": CHANNELS[row.channel],
        "requirement": find_requirement(row.requirement) if row.requirement else None,
    }


def _page(
    request: AnyRequest, session: Session, business_id: str, values: dict[str, Any], refusal: Invalid | None = None
) -> Response[Any]:
    about = values.get("requirement")
    return page(
        request,
        "consultations/questions.html",
        status_code=422 if refusal else 200,
        rows=[_shown(row) for row in service.list_own(session, business_id)],
        types={code: one for code, one in control_types().items() if one.has_clocks},
        channels=CHANNELS,
        about=find_requirement(str(about)) if about else None,
        values=values,
        faults=refusal.faults if refusal else (),
    )


def answers(actor: Actor) -> bool:
    """Whether the actor consults."""
    return actor.signed_in and actor.may(Permission.CONSULTATIONS_ANSWER)


ROUTES: list[Any] = [
    QuestionsPage,
    QuestionsTable,
    QuestionPage,
    QuestionWithdrawal,
    DeskPage,
    DeskTable,
    DeskQuestionPage,
]
MENU: list[Any] = [
    MenuItem("/desk/consultations", "Вопросы бизнеса", answers),
]
