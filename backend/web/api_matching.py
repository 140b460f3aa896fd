"""Computing calls: facts come in, an answer goes out, nothing is kept. The same documents as the command line's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Response, post
from pydantic import BaseModel, Field

from backend.clock import Clock
from backend.law import current_law
from backend.web.api_schemas import TextOut
from backend.web.calls import Api, Day, answer, day_of, parts
from backend.web.openapi import BASE, computes
from rules.conditions import FactValue, value_as_json
from rules.faults import Fault, InputError
from rules.matching.documents import match_document
from rules.matching.interview import Question
from rules.matching.listed import boundaries_document, not_listed
from rules.matching.whatif import what_if
from rules.profiles import read_facts, read_profile

CAFE = {"legal_form": "ooo", "okved": ["56.10"], "employees": 12, "seats": 40}
FACTS = {"$ref": "#/components/schemas/ProfileFacts"}
ID = {"type": "string", "minLength": 1, "maxLength": 120, "examples": ["labour.contract"]}


def body(**properties: Any) -> dict[str, Any]:
    """Return the schema of a body with these parts, `facts` compulsory as every other that is not marked."""
    needed = [name for name, schema in properties.items() if not schema.pop("x-optional", False)]
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


class CountsOut(BaseModel):
    """How many requirements apply, do not, and are open."""

    applies: int
    does_not_apply: int
    unknown: int


class QuestionOut(BaseModel):
    """The question expected to settle most: its facts are answered together, null is «не знаю»."""

    facts: list[str] = Field(examples=[["employees"]])
    question: TextOut
    why: TextOut
    depends: int = Field(description="Open requirements that depend on it")
    settles: int = Field(description="Of them expected to be settled by the answer")


class NextQuestionOut(BaseModel):
    """Where the interview stands; `question` is null when nothing more can be settled."""

    counts: CountsOut
    implied: dict[str, Any] = Field(description="Facts that follow from the answers with certainty")
    question: QuestionOut | None


class ExplanationOut(BaseModel):
    """Why one requirement has its verdict, as in the answer of `match`."""

    edition: str
    on: str
    id: str
    verdict: str = Field(examples=["applies"])
    because: list[dict[str, Any]]
    missing: list[str]
    source: dict[str, Any]
    status: str | None = None


class Matching(Api):
    """One business against the registry."""

    path = BASE
    tags = ["matching"]

    @post("/match", **computes("Which requirements apply", "profile", "match", example={"facts": CAFE}))
    def match_profile(self, clock: Clock, document: Any, on: Day = "") -> Response[bytes]:
        """Answer as `yasno match PROFILE.json --json` does, byte for byte: verdicts with reasons, a receipt."""
        law, day = current_law(), day_of(on, clock)
        facts = _given(document, day, clock)
        return answer(match_document(law.edition, _known(facts), day, law.interview))

    @post(
        "/interview/next",
        **computes("What to ask next", "profile", NextQuestionOut, example={"facts": {**CAFE, "employees": None}}),
    )
    def ask_next(self, clock: Clock, document: Any, on: Day = "") -> Response[bytes]:
        """Return the next question for the answers so far; a fact that is null was answered «не знаю»."""
        law, day = current_law(), day_of(on, clock)
        given = _given(document, day, clock)
        known = law.interview.known(given)
        question = law.interview.next_question(given, day)
        shape = {
            "counts": law.ruleset.match(known.facts, day).counts(),
            "implied": {name: value_as_json(value) for name, value in known.implied.items()},
            "question": question_document(question) if question else None,
        }
        return answer(shape)

    @post(
        "/explain",
        **computes(
            "Why one requirement applies or not",
            body(facts=dict(FACTS), id=dict(ID)),
            ExplanationOut,
            example={"facts": CAFE, "id": "labour.contract_written"},
        ),
    )
    def explain_one(self, clock: Clock, document: Any, on: Day = "") -> Response[bytes]:
        """Return the requirement's verdict, the facts that fix it, or those that are missing."""
        law, day = current_law(), day_of(on, clock)
        given = parts(document, ("facts", "id"))
        facts = _known(_facts(given["facts"], "facts", day, clock))
        found = match_document(law.edition, facts, day, law.interview)
        entry = next((one for one in found["requirements"] if one["id"] == given["id"]), None)
        if entry is None:
            raise InputError([not_listed(str(given["id"]), law.edition, day)])
        return answer({"edition": found["edition"], "on": found["on"], **entry})

    @post(
        "/whatif",
        **computes(
            "What changes when some facts become others",
            body(facts=dict(FACTS), set=dict(FACTS)),
            "whatif",
            example={"facts": CAFE, "set": {"employees": 16}},
        ),
    )
    def compare_answers(self, clock: Clock, document: Any, on: Day = "") -> Response[bytes]:
        """Return what would be added, removed and open; null in `set` makes a fact unknown."""
        law, day = current_law(), day_of(on, clock)
        given = parts(document, ("facts", "set"))
        faults: list[Fault] = []
        read: list[dict[str, FactValue]] = []
        for name in ("facts", "set"):
            try:
                read.append(_facts(given[name], name, day, clock))
            except InputError as error:
                faults += error.faults
        if faults:
            raise InputError(faults)
        return answer(what_if(law.ruleset, _known(read[0]), read[1], day).as_dict())

    @post(
        "/boundaries",
        **computes(
            "Which single answers would turn a verdict",
            body(facts=dict(FACTS), id={**ID, "x-optional": True}),
            "boundaries",
            example={"facts": CAFE, "id": "labour.contract_written"},
        ),
    )
    def find_boundaries(self, clock: Clock, document: Any, on: Day = "") -> Response[bytes]:
        """Return the flips of every requirement, or of the one named by `id`."""
        law, day = current_law(), day_of(on, clock)
        given = parts(document, ("facts",), ("id",))
        facts = _known(_facts(given["facts"], "facts", day, clock))
        only = None if given.get("id") is None else str(given["id"])
        return answer(boundaries_document(law.ruleset, law.edition, facts, day, only))


def question_document(question: Question) -> dict[str, Any]:
    """Return a question of the interview."""
    return {
        "facts": list(question.facts),
        "question": question.text.as_dict(),
        "why": question.why.as_dict(),
        "depends": question.depends,
        "settles": question.settles,
    }


def _given(document: object, day: date, clock: Clock) -> dict[str, FactValue]:
    # A date that cannot lie ahead is compared with today, also when the answer is for an earlier day.
    return read_profile(document, current_law().vocabulary, max(day, clock.today()))


def _facts(raw: object, where: str, day: date, clock: Clock) -> dict[str, FactValue]:
    return read_facts(raw, current_law().vocabulary, where, max(day, clock.today()))


def _known(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    return {name: value for name, value in facts.items() if value is not None}


ROUTES = [Matching]
