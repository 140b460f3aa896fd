"""Things of the ombudsman's room that routes name by an id: a request of the café, a card of the ombudsman."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import select

from backend.accounts.models import Person
from backend.ombudsman.models import OmbudsmanCase, OmbudsmanConsent, OmbudsmanKind, SystemicCard
from backend.procedures.bindings import bindings
from backend.procedures.terms import begin_terms
from tests.layout import objects_control

if TYPE_CHECKING:
    from tests.layout.objects import World

OMBUDSMAN = "ombudsman@defence.example"


def case(world: World) -> str:
    """A request of the café about its event, sent to the ombudsman of Moscow."""
    row = OmbudsmanCase(
        platform_number=1,
        business_id=world.business.id,
        kind=OmbudsmanKind.REGIONAL,
        region="77",
        event_id=objects_control.event(world),
        control_type="fire",
        body_id=objects_control.body(world),
        authority_name="МЧС по Москве",
        request="Помогите.",
        received_on=date(2026, 11, 27),
        state="RECEIVED",
        created_at=world.clock.now(),
    )
    case_id = world.keep(row)
    consent = OmbudsmanConsent(
        case_id=case_id, parts=["event"], purpose="Позиция", until=date(2026, 12, 20), given_at=world.clock.now()
    )
    world.keep(consent)
    begin_terms(world.session, bindings()["ombudsman_case"], row, world.clock.now())
    return case_id


def card(world: World) -> str:
    """A systemic card of the ombudsman of Moscow, where there is one."""
    person = world.session.exec(select(Person).where(Person.email == OMBUDSMAN)).first()
    row = SystemicCard(
        number=1,
        ombudsman_id=person.id if person else world.person.id,
        kind=OmbudsmanKind.REGIONAL,
        region="77",
        title="Справки просят повторно",
        created_at=world.clock.now(),
    )
    return world.keep(row)


OWNED: dict[str, Callable[[World], str]] = {"ombudsman_case": case, "card_id": card}
PLAIN: dict[str, Callable[[], str]] = {"report_year": lambda: "2026"}
INSTEAD: Mapping[str, Mapping[str, str]] = {
    r"/(desk/)?ombudsman.*/\{case_id": {"case_id": "@ombudsman_case", "file_id": "@event_file_id"},
}
