"""What the demo holds beside events: warnings, visits, requests, declarations, questions to consultants, measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import select

from backend.assessments.answers import record_answer
from backend.assessments.models import AnswerValue
from backend.assessments.queries import checklist
from backend.consultations.models import Channel, Consultation
from backend.consultations.service import Question, answer, ask
from backend.control.asking_category import RequestInput, draft_request
from backend.control.declaring import draft_declaration
from backend.control.kinds.warning import draft_asks, record_asks
from backend.control.prevention.entering import (
    notice_asks,
    plan_asks,
    plan_visit,
    record_notice,
    record_warning,
    request_asks,
    request_visit,
    save_draft,
)
from backend.risk.integrity import MeasureInput, keep_measure
from backend.risk.models import ControlObject, Source
from backend.risk.objects import ObjectInput, add_object, keep_facts
from backend.seed.control_stage import Stage, day_of, filled, paper
from rules.control import control_types
from rules.text import Text

Told = Mapping[str, Any]
Made = tuple[str, str]


def put_on_stage(stage: Stage, told: Told) -> None:
    """Put a thing of the file and the steps taken with it on the stage."""
    made: list[Made] = []
    name = next(one for one in MAKERS if one in told)
    begin = MAKERS[name]
    stage.later(stage.times.at(told["at"]), f"{name} {told[name]}", lambda at: made.append(begin(stage, told, at)))
    if "answered" in told:
        stage.later(stage.times.at(told["answered"]), "an answer", lambda at: _answer(stage, told, made[0][1], at))
    for line in told.get("then", ()):

        def do(at: datetime, line: Told = line) -> None:
            values = stage.times.read(line.get("with", {}))
            stage.take(line["as"], *made[0], line["take"], values, at, line.get("file", ""))

        stage.later(stage.times.at(line["at"]), f"{name} {told[name]}: {line['take']}", do)


def _warning(stage: Stage, told: Told, at: datetime) -> Made:
    """An inspector drafts a warning to the business of an object."""
    thing, body = stage.objects[told["warning"]], stage.bodies[told["body"]]
    values = {"inn": thing.inn, "business_name": thing.business_name, "control_type": thing.control_type}
    typed = filled(draft_asks(body), stage.times.read({**values, **told["with"]}), at)
    return "warning", save_draft(stage.session, stage.actor("inspector"), body, typed, at).id


def _own_warning(stage: Stage, told: Told, at: datetime) -> Made:
    """A business records a warning from its paper."""
    name = told["own_warning"]
    typed = filled(record_asks(), stage.times.read(told["with"]), at)
    return "warning", record_warning(stage.session, stage.actor(name), stage.business(name), typed, at).id


def _request(stage: Stage, told: Told, at: datetime) -> Made:
    """A business asks for a preventive visit: a body of the demo, or one elsewhere."""
    name, bodies = told["visit"], tuple((body.id, Text(body.name, body.name)) for body in stage.bodies.values())
    to = stage.bodies[told["body"]].id if "body" in told else "own"
    values = stage.times.read({**told["with"], "to": to})
    typed = filled(request_asks(bodies, (), sure=True), values, at)
    return "preventive_visit", request_visit(stage.session, stage.actor(name), stage.business(name), typed, at).id


def _mandatory(stage: Stage, told: Told, at: datetime) -> Made:
    """An inspector plans a mandatory visit."""
    thing, body = stage.objects[told["mandatory"]], stage.bodies[told["body"]]
    values = {
        "inn": thing.inn,
        "business_name": thing.business_name,
        "address": thing.address,
        "control_type": thing.control_type,
    }
    typed = filled(plan_asks(body), stage.times.read({**values, **told["with"]}), at)
    return "mandatory_visit", plan_visit(stage.session, stage.actor("inspector"), body, typed, at).id


def _notice(stage: Stage, told: Told, at: datetime) -> Made:
    """A business records the notice of a mandatory visit."""
    name = told["own_visit"]
    typed = filled(notice_asks(), stage.times.read(told["with"]), at)
    return "mandatory_visit", record_notice(stage.session, stage.actor(name), stage.business(name), typed, at).id


def _category(stage: Stage, told: Told, at: datetime) -> Made:
    """A business drafts a request to change the category of its object."""
    row = _own_object(stage, told["category"], told["type"])
    typed = RequestInput(**told["with"])
    case = draft_request(stage.session, row, typed, day_of(at), at)
    return "risk_category_change", case.id


def _own_object(stage: Stage, name: str, type_: str) -> ControlObject:
    mine = ControlObject.business_id == stage.business(name).id, ControlObject.control_type == type_
    return stage.session.exec(select(ControlObject).where(*mine, ControlObject.source == Source.BUSINESS)).one()


def _object(stage: Stage, told: Told, at: datetime) -> Made:
    """A business writes an object of its own down."""
    typed = ObjectInput(**stage.times.read(told["with"]))
    row = add_object(stage.session, stage.business(told["object"]), typed, day_of(at), at)
    if "answers" in told:
        answers = {name: Decimal(str(value)) if _is_number(value) else value for name, value in told["answers"].items()}
        keep_facts(stage.session, row, answers)
    return "control_object", row.id


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _measure(stage: Stage, told: Told, at: datetime) -> Made:
    """A business enters what it did in good faith, with its proof."""
    business, typed = stage.business(told["measure"]), MeasureInput(**stage.times.read(told["with"]))
    file = paper(told["file"]) if "file" in told else None
    row = keep_measure(stage.session, stage.data, business.id, typed, file, day_of(at), at)
    return "integrity_measure", row.id


def _declaration(stage: Stage, told: Told, at: datetime) -> Made:
    """A business answers every requirement of an authority, and declares."""
    business, type_ = stage.business(told["declaration"]), control_types()[told["type"]]
    for item in checklist(stage.session, business, day_of(at)).items:
        if item.requirement.authority in type_.authorities:
            record_answer(stage.session, business.id, item.requirement, AnswerValue.YES, at)
    body = stage.bodies[told["body"]] if "body" in told else None
    row = draft_declaration(stage.session, business, type_.code, body, day_of(at), at)
    return "declaration", row.id


def _question(stage: Stage, told: Told, at: datetime) -> Made:
    """A business asks a consultant; a regulator answers where the file says so."""
    name, said = told["question"], told["with"]
    question = Question(said["control_type"], Channel(said["channel"]), said["text"], said.get("contact", ""))
    row = ask(stage.session, stage.actor(name), stage.business(name).id, question, at)
    return "consultation", row.id


def _answer(stage: Stage, told: Told, row_id: str, at: datetime) -> None:
    row = stage.session.get_one(Consultation, row_id)
    answer(stage.session, stage.actor(told["by"]), row, told.get("answer", ""), at)


MAKERS: Mapping[str, Callable[[Stage, Told, datetime], Made]] = {
    "warning": _warning,
    "own_warning": _own_warning,
    "visit": _request,
    "mandatory": _mandatory,
    "own_visit": _notice,
    "category": _category,
    "object": _object,
    "measure": _measure,
    "declaration": _declaration,
    "question": _question,
}
