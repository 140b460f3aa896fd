"""Which tables hold what a business keeps for itself, and canaries in every word of them.

A table that leads to a business and stands in neither list fails the test: whoever adds one says whose it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import AutoString, Session, SQLModel

from backend.assessments.models import Answer, AnswerValue, Mark, PlanEntry, Rated, Reading
from backend.control.models import (
    ControlEvent,
    ControlWarning,
    EventAnswers,
    EventCosts,
    EventFile,
    EventRating,
    PreventiveVisit,
)
from backend.control.models.room import Side
from backend.papers.models import FileType
from backend.profiles.models import Place
from backend.profiles.queries import list_places
from backend.risk.models import Source
from tests.layout.objects import World, entry
from tests.layout.objects_control import START, event
from tests.layout.routes import routes

CANARY = "Канарейка"
# Sums of the business's own that no other number looks like.
NUMBER = 7654321
# Of these tables, the rows for which the condition holds belong to the business alone.
PRIVATE: Mapping[str, str] = {
    "answer": "1=1",
    "answer_change": "1=1",
    "appeal": "state in ('DRAFT', 'DISCARDED')",
    "appeal_ground": "appeal_id in (select id from appeal where state in ('DRAFT', 'DISCARDED'))",
    "calendar_feed": "1=1",
    "chosen_date": "1=1",
    "consultation": "1=1",
    "control_event": "source = 'business'",
    "control_object": "source = 'business'",
    "control_warning": "source = 'business'",
    "event_answers": "1=1",
    "event_costs": "1=1",
    "event_file": "handed_at IS NULL",
    "event_rating": "1=1",
    "evidence": "1=1",
    "fact_record": "1=1",
    "flag": "1=1",
    "integrity_measure": "1=1",
    "mark": "1=1",
    "own_number": "1=1",
    "own_wage": "1=1",
    "place": "1=1",
    "plan_entry": "1=1",
    "preventive_visit": "source = 'business'",
    "reading": "1=1",
    "share_link": "1=1",
}
# Shared by their nature, the account's own that no page of an authority knows, or records without words.
_OTHER = (
    "api_client client_secret client_token client_use webhook_endpoint webhook_delivery "
    "api_key case_note category_request declaration document_request event_item event_message list_snapshot "
    "membership merge_difference one_time_link person_session postponement prescription room_consent step_salt "
    "video_slot violation dispute dispute_message dispute_file attribution editor_task motion prescription_item "
    "remedy_agreement erknm_record first_answer event_plan_entry declared_founder window_presence"
)
# Their rooms have canaries of their own: tests/backend/feedback, tests/backend/ombudsman, tests/backend/threads.
_WALLED = (
    "feedback feedback_signal feedback_words ombudsman_case ombudsman_consent ombudsman_view systemic_card "
    "systemic_member thread thread_file thread_member thread_message thread_read thread_shown"
)
OTHER = frozenset(f"{_OTHER} {_WALLED}".split())
# Codes and references: with another word in them a row would be about nothing.
_CODES = (
    "id requirement requirement_version place_id sha256 token_hash other other_version fact key control_type "
    "region authority channel category person_type size state part procedure case_id asked_by answered_by kind "
    "criterion source side type value route inspector_id prepared_by created_by signed_by receipt handed_by inn "
    "number approval act_manner registry_number eligible_as refusal ground approval_ground self_assessment_url "
    "card rated author_id decided_by position_id package_sha256 code decider channel signature"
)
CODES = frozenset(_CODES.split())
_LISTS = "fragments clarity_tags feasibility_tags scopes scenario"
LISTS = frozenset(_LISTS.split())


def of_businesses() -> set[str]:
    """Return every table that leads to a business."""
    routes()  # with the application every model is known
    reach, tables = {"business"}, SQLModel.metadata.tables.values()
    while True:
        more = {one.name for one in tables for key in one.foreign_keys if key.column.table.name in reach} - reach
        if not more:
            return reach - {"business"}
        reach |= more


def words_of(table: sa.Table) -> list[sa.Column[Any]]:
    """Return the columns of a table that hold words or JSON."""
    kept = [one for one in table.columns if one.name not in CODES | LISTS and not one.foreign_keys]
    return [one for one in kept if isinstance(one.type, AutoString | sa.JSON)]


def scatter(session: Session) -> dict[str, int]:
    """Write a canary into every word of every private row; return how many rows each table had."""
    found = {}
    for name, condition in PRIVATE.items():
        table = SQLModel.metadata.tables[name]
        values = {one.name: _canary(table, one) for one in words_of(table)}
        rows = sa.select(sa.func.count()).select_from(table).where(sa.text(condition))
        found[name] = session.execute(rows).scalar_one()
        if values:
            session.execute(sa.update(table).where(sa.text(condition)).values(**values))
    return found


def _canary(table: sa.Table, column: sa.Column[Any]) -> Any:
    word = f"{CANARY} {table.name}.{column.name}"
    return {"canary": word} if isinstance(column.type, sa.JSON) else word[: getattr(column.type, "length", None) or 200]


def keep_more(world: World) -> None:
    """Make rows of private tables that the common objects do not have, and sums of the business's own."""
    now, session, requirement = world.clock.now(), world.session, entry()
    about: dict[str, Any] = {"business_id": world.business.id, "requirement": requirement.id}
    event_id, place = event(world), list_places(session, world.business.id)[0]
    session.add_all(
        [
            Place(business_id=world.business.id, name="x", position=1, created_at=now),
            Answer(requirement_version=requirement.version, value=AnswerValue.NO, note="x", at=now, **about),
            Mark(requirement_version=requirement.version, rated=next(iter(Rated)), clarity=1, at=now, **about),
            PlanEntry(note="x", changed_at=now, **about),
            Reading(kind="temperature", value="7", source="x", at=now, recorded_at=now, **about),
            EventAnswers(event_id=event_id, changed_at=now),
            EventCosts(event_id=event_id, actual_rubles=Decimal(NUMBER), actual_hours=Decimal(NUMBER), changed_at=now),
            EventRating(event_id=event_id, clarity=1, comment="x", at=now),
            own_file(world, event_id),
        ]
    )
    who = {"business_id": world.business.id, "inn": "7707083893", "region": "77", "control_type": "fire"}
    own = {"source": Source.BUSINESS, "created_at": now, **who}
    session.add_all(
        [
            ControlEvent(number=9001, kind="ON_SITE", place_id=place.id, state="SCHEDULED", start_at=START, **own),
            ControlWarning(platform_number=9001, state="RECEIVED", **own),
            PreventiveVisit(platform_number=9001, state="SUBMITTED", **own),
        ]
    )
    session.flush()


def own_file(world: World, event_id: str) -> EventFile:
    """Return a file of the café in the shared event that it has not handed over."""
    about = {"event_id": event_id, "business_id": world.business.id, "procedure": "control_event", "case_id": event_id}
    paper = {"sha256": "2" * 64, "name": "x", "size": 5, "type": FileType.PDF, "part": "paper"}
    return EventFile(side=Side.BUSINESS, at=world.clock.now(), **about, **paper)
