"""How each kind of case that stands by itself is begun, from which side: its fields, and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from backend.accounts.models import Business
from backend.authorities.models import AuthorityBody
from backend.clock import Clock
from backend.config import Settings
from backend.control import asking_category
from backend.control.asking_category import RequestInput, draft_request
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.outside_adapters import adapter_of
from backend.control.declaring import draft_declaration
from backend.control.kinds.warning import draft_asks, record_asks
from backend.control.models.room import Side
from backend.control.prevention.entering import (
    notice_asks,
    plan_asks,
    plan_visit,
    record_notice,
    record_warning,
    request_visit,
    save_draft,
)
from backend.control.prevention.pages import visit_asks
from backend.permissions import Actor
from backend.risk.objects import find_object
from rules.control import control_types
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Whose:
    """Who begins a case: a business, or people of a body; one of the two is None."""

    session: Session
    actor: Actor
    business: Business | None = None
    body: AuthorityBody | None = None

    @property
    def own(self) -> Business:
        """Return the business; asked for only where one begins the case."""
        assert self.business is not None  # noqa: S101 - the table says which side begins
        return self.business

    @property
    def office(self) -> AuthorityBody:
        """Return the body; asked for only where one begins the case."""
        assert self.body is not None  # noqa: S101 - the table says which side begins
        return self.body


Make = Callable[[Whose, dict[str, Any], Settings, Clock], Any]


@dataclass(frozen=True, slots=True)
class Beginning:
    """The fields of a new case, and what makes it of them."""

    asks: Callable[[Whose], tuple[Ask, ...]]
    make: Make


def _declaration_asks(whose: Whose) -> tuple[Ask, ...]:
    types = tuple((code, one.title) for code, one in control_types().items() if one.has_clocks)
    return (Ask("control_type", AskKind.CHOICE, Text("Вид контроля", "Type of control"), choices=types),)


def _declaration(whose: Whose, typed: dict[str, Any], settings: Settings, clock: Clock) -> Any:
    code = typed["control_type"]
    return draft_declaration(whose.session, whose.own, code, None, clock.today(), clock.now())


def _category_asks(whose: Whose) -> tuple[Ask, ...]:
    ways = (
        (asking_category.OUTSIDE, Text("подаю сам, здесь моя запись", "I file it myself, this is my note")),
        (asking_category.PLATFORM, Text("через «Ясно»", "through Yasno")),
    )
    return (
        Ask("object_id", AskKind.TEXT, Text("Объект", "Object"), most=32),
        Ask("wanted", AskKind.TEXT, Text("Какую категорию просите", "Which category is asked for"), most=20),
        Ask("criteria", AskKind.LINES, Text("Критерии", "Criteria"), optional=True),
        Ask("reason", AskKind.LONG, Text("Почему", "Why"), optional=True),
        Ask("way", AskKind.CHOICE, Text("Куда подаёте", "Where it is filed"), choices=ways, optional=True),
    )


def _category(whose: Whose, typed: dict[str, Any], settings: Settings, clock: Clock) -> Any:
    row = find_object(whose.session, whose.actor, typed.pop("object_id"))
    given = RequestInput(**{name: value for name, value in typed.items() if value})
    return draft_request(whose.session, row, given, clock.today(), clock.now())


def _visit(whose: Whose, typed: dict[str, Any], settings: Settings, clock: Clock) -> Any:
    return request_visit(whose.session, whose.actor, whose.own, typed, clock.now(), adapter_of(settings))


BEGINNINGS: Mapping[tuple[str, Side], Beginning] = {
    ("warning", Side.BUSINESS): Beginning(
        lambda whose: record_asks(),
        lambda whose, typed, _, clock: record_warning(whose.session, whose.actor, whose.own, typed, clock.now()),
    ),
    ("warning", Side.AUTHORITY): Beginning(
        lambda whose: draft_asks(whose.office),
        lambda whose, typed, _, clock: save_draft(whose.session, whose.actor, whose.office, typed, clock.now()),
    ),
    ("preventive_visit", Side.BUSINESS): Beginning(lambda whose: visit_asks(whose.session, whose.own), _visit),
    ("mandatory_visit", Side.BUSINESS): Beginning(
        lambda whose: notice_asks(),
        lambda whose, typed, _, clock: record_notice(whose.session, whose.actor, whose.own, typed, clock.now()),
    ),
    ("mandatory_visit", Side.AUTHORITY): Beginning(
        lambda whose: plan_asks(whose.office),
        lambda whose, typed, _, clock: plan_visit(whose.session, whose.actor, whose.office, typed, clock.now()),
    ),
    ("declaration", Side.BUSINESS): Beginning(_declaration_asks, _declaration),
    ("risk_category_change", Side.BUSINESS): Beginning(_category_asks, _category),
}
