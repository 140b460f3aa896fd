"""Our part on the page of a requirement: the way to one's own mark among the others, and to the desk."""

from __future__ import annotations

from backend.assessments.marks import find_mark
from backend.permissions import Permission
from backend.requirements.blocks import BLOCKS, Block, RequirementContext
from backend.statistics.feed import feed_of
from backend.web.context import settings_of


def register() -> None:
    """Hang our part into its place; once is enough."""
    if voices_block not in BLOCKS:
        BLOCKS.append(voices_block)


def voices_block(context: RequirementContext) -> Block | None:
    """A link: for a business that has marked the requirement, once something is released; for the desk always."""
    actor, entry = context.actor, context.requirement
    if actor.signed_in and actor.may(Permission.STATISTICS_DESK):
        return Block(
            "statistics/requirement_block.html", {"href": f"/desk/statistics/{entry.id}", "desk": True}, "foot", 25
        )
    if actor.business_id is None or not feed_of(settings_of(context.request)).releases("quarter"):
        return None
    if find_mark(context.session, actor.business_id, entry) is None:
        return None
    return Block("statistics/requirement_block.html", {"href": f"/my-voices/{entry.id}", "desk": False}, "foot", 25)
