"""Checklists: questions for getting ready, made of requirements, and approved lists, imported as their act has them.

Only an approved list may stand in a decision on a control event (248-ФЗ art. 53(1), 64(1)12); a list without approval
is «вопросы для подготовки» and never leaves the business's own pages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rules import shapes
from rules.control import control_types
from rules.faults import Fault, InputError
from rules.reading import IMPORTED, REGISTRY
from rules.requirements import Requirement
from rules.shapes import both, choice, list_of, mapping, text, unknown_code, wrong
from rules.strict_yaml import line_of, read_yaml
from rules.text import Text

# Lists made here stand in checklists.yaml, imported ones each in a file of its own: approved_<name>.yaml.
FILE = "checklists.yaml"
ANSWERS = ("yes", "no", "not_applicable")


@dataclass(frozen=True, slots=True)
class Approval:
    """The act that approved a list: type and name of it, number, date, annex."""

    act: str
    number: str
    date: date
    annex: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its number in the list, words, the entries of the registry it asks about, the unit of the act."""

    n: int
    text: Text
    requirements: tuple[str, ...]
    unit: str
    answers: tuple[str, ...] = ANSWERS


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list of one type of control; `approved` None: made here, only for getting ready."""

    code: str
    control_type: str
    title: Text
    approved: Approval | None
    object_kinds: tuple[str, ...]
    questions: tuple[Question, ...]


APPROVED = mapping(
    {"act": text, "number": text, "date": shapes.day, "annex": text},
    required=("act", "number", "date"),
)


def said(raw: object, where: str, faults: list[Fault]) -> None:
    """See that a question is said in both languages, or as its act says it: in Russian, one string."""
    (text if isinstance(raw, str) else both)(raw, where, faults)


QUESTION = mapping(
    {
        "n": shapes.number(1, whole=True),
        "text": said,
        "requirements": list_of(text),
        "unit": text,
        "answers": list_of(choice(*ANSWERS)),
    },
    required=("n", "text", "requirements", "unit", "answers"),
)
LIST = list_of(
    mapping(
        {
            "code": text,
            "control_type": text,
            "title": both,
            "approved": APPROVED,
            "object_kinds": list_of(text),
            "questions": list_of(QUESTION),
        },
        required=("code", "control_type", "title", "questions"),
    )
)


def may_stand_in_decision(checklist: Checklist) -> bool:
    """Return whether a list may be named in a decision on a control event: an approved one alone.

    Source: 248-ФЗ art. 53(1), 64(1)12.

    >>> made = Checklist("fire", "fire", Text("Вопросы", "Questions"), None, (), ())
    >>> may_stand_in_decision(made)
    False
    """
    return checklist.approved is not None


def lists_of_decision(codes: Iterable[str], lists: Mapping[str, Checklist]) -> tuple[Checklist, ...]:
    """Return the approved lists that a decision names, in its order.

    Source: 248-ФЗ art. 53(1), 64(1)12.

    Raises:
        InputError: a code that no list has, or a list that was not approved.

    >>> made = Checklist("fire", "fire", Text("Вопросы", "Questions"), None, (), ())
    >>> try: lists_of_decision(["fire"], {"fire": made})
    ... except InputError as error: error.faults[0].code
    'checklist_not_approved'
    """
    found, faults = [], []
    for index, code in enumerate(codes):
        field = f"checklists[{index}]"
        if code not in lists:
            faults.append(unknown_code(field, code, lists))
        elif not may_stand_in_decision(lists[code]):
            faults.append(_not_approved(field, code))
        else:
            found.append(lists[code])
    if faults:
        raise InputError(faults)
    return tuple(found)


def question_about(n: int, requirement: Requirement) -> Question:
    """Return the question for getting ready that a requirement makes: whether it is done; its proof answers it.

    >>> from rules.reading import load_edition
    >>> question_about(1, load_edition().requirements["fire.instruction"]).text.ru
    'Инструкция о мерах пожарной безопасности: сделано?'
    """
    done = requirement.kind == "duty"
    ru, en = ("сделано?", "is it done?") if done else ("соблюдаете?", "do you keep to it?")
    words = Text(f"{requirement.title.ru}: {ru}", f"{requirement.title.en}: {en}")
    return Question(n, words, (requirement.id,), requirement.provision)


def questions_for(
    requirements: Iterable[Requirement], control_type: str, lists: Mapping[str, Checklist]
) -> tuple[tuple[str, Question], ...]:
    """Return the questions for getting ready for requirements: (key, question), each requirement asked about once.

    Lists of the type of control come first, approved ones before others; what none asks about makes its own question.
    """
    wanted = {one.id: one for one in requirements}
    found: list[tuple[str, Question]] = []
    asked: set[str] = set()
    mine = [one for one in lists.values() if one.control_type == control_type]
    for checklist in sorted(mine, key=lambda one: (one.approved is None, one.code)):
        for question in checklist.questions:
            about = set(question.requirements) & set(wanted)
            if about - asked:
                asked |= about
                found.append((f"{checklist.code}:{question.n}", question))
    rest = [one for id_, one in wanted.items() if id_ not in asked]
    return (*found, *((one.id, question_about(n, one)) for n, one in enumerate(rest, len(found) + 1)))


@cache
def checklists() -> Mapping[str, Checklist]:
    """Return every list of the project's registry, by its code."""
    return read_checklists(REGISTRY)


def read_checklists(folder: Path, requirements: Collection[str] | None = None) -> Mapping[str, Checklist]:
    """Return the lists of `folder`, by code: every `checklists.yaml` and `approved_*.yaml` under it.

    `requirements`: the ids that questions may name; None leaves them unchecked.

    Raises:
        InputError: every fault of every file, with file, field, line and cure.
    """
    found: dict[str, Checklist] = {}
    faults: list[Fault] = []
    for path in sorted([*folder.rglob(FILE), *folder.rglob(f"{IMPORTED}*.yaml")]):
        document, of_file = read_yaml(path.read_text(encoding="utf-8"))
        if not of_file:
            LIST(document, "", of_file)
        if not of_file and isinstance(document, list):
            of_file = [*_faults(document, found, requirements), *_unapproved(document, path)]
            found |= {} if of_file else {row["code"]: _built(row) for row in document}
        name = path.relative_to(folder).as_posix()
        faults += [
            replace(fault, file=name, line=fault.line or line_of(document, fault.field or "")) for fault in of_file
        ]
    if faults:
        raise InputError(faults)
    return MappingProxyType(found)


def _faults(document: list[Any], others: Collection[str], requirements: Collection[str] | None) -> Iterable[Fault]:
    codes = list(others)
    for index, row in enumerate(document):
        place = f"[{index}]"
        if row["code"] in codes:
            yield wrong(f"{place}.code", row["code"], "новый код: такой уже есть", "a new code: this one exists")
        codes.append(row["code"])
        if row["control_type"] not in control_types():
            yield unknown_code(f"{place}.control_type", row["control_type"], control_types())
        for at, question in enumerate(row["questions"]):
            where = f"{place}.questions[{at}]"
            if question["n"] != at + 1:
                yield wrong(f"{where}.n", question["n"], f"номер {at + 1}: по порядку", f"number {at + 1}: in order")
            for id_ in question["requirements"] if requirements is not None else ():
                if id_ not in (requirements or ()):
                    yield unknown_code(f"{where}.requirements", id_, requirements or ())


def _unapproved(document: list[Any], path: Path) -> Iterable[Fault]:
    """A file of imported lists holds approved ones alone, each with its annex: 53(1)."""
    for index, row in enumerate(document if path.name != FILE else ()):
        if not row.get("approved"):
            yield _not_approved(f"[{index}].approved", row["code"])
        elif not row["approved"].get("annex"):
            yield shapes.missing(f"[{index}].approved.annex")


def _built(row: Mapping[str, Any]) -> Checklist:
    approved = row.get("approved")
    return Checklist(
        str(row["code"]),
        str(row["control_type"]),
        Text(**row["title"]),
        _approval(approved) if approved else None,
        tuple(row.get("object_kinds") or ()),
        tuple(_question(one) for one in row["questions"]),
    )


def _approval(row: Mapping[str, Any]) -> Approval:
    day = shapes.as_date(row["date"])
    assert day is not None  # noqa: S101  (the shape has been checked)
    return Approval(row["act"], row["number"], day, row.get("annex"))


def _question(row: Mapping[str, Any]) -> Question:
    words = row["text"]
    asked = Text(words, words) if isinstance(words, str) else Text(**words)
    return Question(int(row["n"]), asked, tuple(row["requirements"]), row["unit"], tuple(row["answers"]))


def _not_approved(field: str, code: str) -> Fault:
    return Fault(
        "checklist_not_approved",
        field,
        Text(
            f"Список «{code}» не утверждён: в решение его включать нельзя (248-ФЗ, ст. 53 ч. 1).",
            f"The list “{code}” was not approved: it may not stand in a decision (248-ФЗ, art. 53(1)).",
        ),
        Text("Возьмите утверждённый проверочный лист или не указывайте его.", "Take an approved list, or name none."),
    )
