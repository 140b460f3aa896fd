"""Our part on the page of a requirement: the way to one's own mark among the others; on the desk, what is unclear."""

from __future__ import annotations

from collections.abc import Iterator

from backend.assessments.marks import find_mark
from backend.permissions import Permission
from backend.requirements.blocks import BLOCKS, DESK_FIGURES, Block, DeskContext, Figure, RequirementContext
from backend.requirements.words import noun_for
from backend.statistics.asked import asked_of, own_requirements
from backend.statistics.desk_view import below, lines
from backend.statistics.feed import feed_of
from backend.web.context import settings_of

UNCLEAR = (
    ("требование с понятностью ниже 3", "требования с понятностью ниже 3", "требований с понятностью ниже 3"),
    ("requirement with clarity below 3", "requirements with clarity below 3"),
)


def register() -> None:
    """Hang our part into its place; once is enough."""
    if voices_block not in BLOCKS:
        BLOCKS.append(voices_block)
    if unclear_figure not in DESK_FIGURES:
        DESK_FIGURES.append(unclear_figure)


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


def unclear_figure(context: DeskContext) -> Iterator[Figure]:
    """How many requirements of the regulator the newest release finds unclear; nothing before the first one."""
    if not context.actor.may(Permission.STATISTICS_DESK):
        return
    asked = asked_of(context.request)
    if asked.head is not None:
        low = len(below(lines(asked.released(), own_requirements(context.actor), asked.measure), asked.measure))
        yield Figure(low, noun_for(low, *UNCLEAR), "/desk/statistics")
