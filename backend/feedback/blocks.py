"""Our part on the page of a requirement: what regulators were asked about it and what they answered."""

from __future__ import annotations

from backend.assessments.flags import ASKED
from backend.feedback import queries
from backend.feedback.routing import NAME
from backend.permissions import Permission, Scope
from backend.requirements.blocks import BLOCKS, Block, RequirementContext
from rules.procedures import procedures


def register() -> None:
    """Hang our part into its place; once is enough."""
    if statements_block not in BLOCKS:
        BLOCKS.append(statements_block)
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
