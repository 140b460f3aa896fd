"""Our part on the page of a requirement, what regulators were asked and answered; on their desk, what waits."""

from __future__ import annotations

from collections.abc import Iterator

from backend.assessments.flags import ASKED
from backend.feedback import queries, shown
from backend.feedback.routing import NAME
from backend.permissions import Permission, Scope
from backend.requirements.blocks import BLOCKS, DESK_FIGURES, Block, DeskContext, Figure, RequirementContext
from backend.requirements.words import noun_for
from rules.procedures import procedures

DESK = "/desk/statements"
QUESTIONS = (
    ("вопрос к тексту", "вопроса к тексту", "вопросов к тексту"),
    ("question on the text", "questions on the text"),
)
OVERDUE = (
    ("вопрос к тексту просрочен", "вопроса к тексту просрочены", "вопросов к тексту просрочено"),
    ("question on the text overdue", "questions on the text overdue"),
)


def register() -> None:
    """Hang our part into its place; once is enough."""
    if statements_block not in BLOCKS:
        BLOCKS.append(statements_block)
    if statements_figures not in DESK_FIGURES:
        DESK_FIGURES.append(statements_figures)
    if queries.was_asked not in ASKED:
        ASKED.append(queries.was_asked)


def statements_block(context: RequirementContext) -> Block | None:
    """Links to open and answered statements; for a business with an account, the door to write in its own name."""
    rows = queries.sent_about(context.session, context.requirement.id)
    actor = context.actor
    names_itself = actor.signed_in and actor.may_for(actor.business_id or "", Scope.DISPUTE)
    edits = actor.signed_in and actor.may(Permission.FEEDBACK_SORT)
    if not rows and not names_itself and not edits:
        return None
    states = procedures()[NAME].states
    told = [{"number": row.number, "state": states[row.state].name, "sent_on": row.sent_on} for row in rows]
    data = {"entry": context.requirement, "rows": told, "names_itself": names_itself, "edits": edits}
    return Block("feedback/requirement_block.html", data, "foot", 30)


def statements_figures(context: DeskContext) -> Iterator[Figure]:
    """How many questions to the text wait for the regulator, and how many of them are past their day."""
    if not context.actor.may(Permission.FEEDBACK_ANSWER):
        return
    found = shown.lines(context.session, queries.on_desk(context.session, context.actor), context.now)
    waiting = [line for line in found if line.row.state in shown.AWAITS_REGULATOR]
    late = sum(line.overdue or line.late for line in waiting)
    yield Figure(len(waiting), noun_for(len(waiting), *QUESTIONS), DESK)
    if late:
        yield Figure(late, noun_for(late, *OVERDUE), DESK, "unknown")
