"""Our parts on the pages of the room below: the answer and the mark of a requirement, readiness of the list."""

from __future__ import annotations

from backend.assessments import words
from backend.assessments.mark_pages import kept_values
from backend.assessments.marks import find_mark
from backend.assessments.own_days import own_terms
from backend.assessments.queries import answers_of, done_since, readiness_of, status_of
from backend.assessments.rated import rates_law
from backend.assessments.shown import choices_said
from backend.law import current_law
from backend.permissions import Scope
from backend.profiles.choices import left_out
from backend.requirements.blocks import BLOCKS, LIST_BLOCKS, Block, ListContext, RequirementContext
from backend.requirements.marks import register_done, register_own_terms, register_status


def register() -> None:
    """Hang our parts into their places; once is enough."""
    register_status(status_of)
    register_done(done_since)
    register_own_terms(own_terms)
    for block in (answer_block, contradiction_block, score_block):
        if block not in BLOCKS:
            BLOCKS.append(block)
    if readiness_block not in LIST_BLOCKS:
        LIST_BLOCKS.append(readiness_block)


def answer_block(context: RequirementContext) -> Block | None:
    """«Сделано?» beside a requirement that binds the business."""
    business = _business_of(context)
    if business is None or context.explained is None or context.explained.verdict != "applies":
        return None
    answer = answers_of(context.session, business).get(context.requirement.id)
    return Block("assessments/answer_block.html", {"entry": context.requirement, "answer": answer}, "side", 10)


def score_block(context: RequirementContext) -> Block | None:
    """«Понятно?» under the law."""
    business = _business_of(context)
    if business is None or context.explained is None or context.explained.verdict == "does_not_apply":
        return None
    mark = find_mark(context.session, business, context.requirement)
    data = {
        "entry": context.requirement,
        "law": rates_law(context.requirement),
        "values": kept_values(mark),
        "anonymous": context.actor.anonymous_run,
    }
    return Block("assessments/score_block.html", data, "foot", 10)


def contradiction_block(context: RequirementContext) -> Block | None:
    """What the law says, where the registry knows of a contradiction, whichever of the two names the other."""
    requirements, here = current_law().edition.requirements, context.requirement
    ids = [one.with_ for one in here.overlaps if one.kind == "contradiction"]
    ids += [
        other.id
        for other in requirements.values()
        if any(one.with_ == here.id and one.kind == "contradiction" for one in other.overlaps)
    ]
    others = [requirements[id_] for id_ in dict.fromkeys(ids) if id_ in requirements]
    if not others:
        return None
    return Block("assessments/contradiction_block.html", {"others": others, "law": words}, "foot", 5)


def readiness_block(context: ListContext) -> Block | None:
    """How ready the business is, above its list."""
    personal, business = context.personal, context.personal.profile.business
    answers = answers_of(context.session, business.id)
    without = left_out(business, personal.match.law.edition)
    settled = {one.requirement.id for one in personal.settled}
    ready = readiness_of(personal.match, answers, without, settled)
    if not ready.concerned:
        return None
    return Block("assessments/list_block.html", {"ready": ready, "left_out": choices_said(business)}, "main", 10)


def _business_of(context: RequirementContext) -> str | None:
    """Return the business whose answers the actor may give."""
    business = context.actor.business_id
    return business if business and context.actor.may_for(business, Scope.ANSWER) else None
