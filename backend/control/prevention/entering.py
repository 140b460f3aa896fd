"""Entering warnings and visits: from the papers of a business, as its request, or as a draft of the authority."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.accounts.models import Business
from backend.audit.service import record
from backend.authorities.models import AuthorityBody
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.faults import fault
from backend.control.cases.outside_adapters import MANUAL, OutsideAdapter
from backend.control.cases.stepping import CaseSeen, outside_asks, take
from backend.control.kinds import mandatory_visit, preventive_visit, warning
from backend.control.kinds.mandatory_visit_writing import ASKS as MANDATORY_ASKS
from backend.control.kinds.mandatory_visit_writing import NAME as MANDATORY
from backend.control.kinds.preventive_visit_writing import ASKED, PURPOSE, eligibility, submit_faults
from backend.control.kinds.warning import draft_faults
from backend.control.models import ControlWarning, PreventiveVisit
from backend.control.models.room import Side
from backend.control.prevention.shared import (
    is_own,
    next_platform_number,
    of_body,
    past,
    refuse,
    type_choices,
    who,
    write,
    wrong_inn,
)
from backend.errors import NotFound
from backend.permissions import Actor
from backend.procedures.bindings import bindings
from backend.procedures.recomputing import dates_changed
from backend.procedures.terms import begin_terms
from backend.risk.models import Source
from rules.control import control_types
from rules.control.prevention import APPLICANTS, GROUNDS
from rules.procedures import procedures
from rules.text import Text

OWN = "own"
HERE = (OWN, Text("никому: подаю через Госуслуги сам, здесь моя запись", "nobody: I file it myself, this is my note"))
Choices = tuple[tuple[str, Text], ...]


def request_asks(bodies: Choices, places: Choices, *, sure: bool) -> tuple[Ask, ...]:
    """Return the fields of a request for a visit; `sure` where the profile says that the business may ask."""
    submit = next(step for step in procedures()["preventive_visit"].steps if step.action == "submit")
    return (
        Ask("control_type", AskKind.CHOICE, Text("Вид контроля", "Type of control"), choices=type_choices()),
        *(
            (Ask("to", AskKind.CHOICE, Text("Кому показать", "Who is to see it"), choices=(HERE, *bodies)),)
            if bodies
            else ()
        ),
        Ask("authority_name", AskKind.TEXT, Text("Какой орган", "Which authority"), optional=True),
        *(
            (Ask("place_id", AskKind.CHOICE, Text("По какому адресу", "At which address"), choices=places),)
            if places
            else ()
        ),
        *(
            ()
            if sure
            else (
                Ask(
                    "eligible_as",
                    AskKind.CHOICE,
                    Text("Кто вы", "Who you are"),
                    Text("Просить могут только они: 52.2(1)", "Only these may ask: 52.2(1)"),
                    tuple(APPLICANTS.items()),
                    optional=True,
                ),
            )
        ),
        PURPOSE,
        ASKED,
        *outside_asks(submit),
    )


def notice_asks() -> tuple[Ask, ...]:
    """Return what a business writes down of the notice of a mandatory visit."""
    return (
        Ask("control_type", AskKind.CHOICE, Text("Вид контроля", "Type of control"), choices=type_choices()),
        Ask("authority_name", AskKind.TEXT, Text("Орган", "Authority"), optional=True),
        GROUND,
        Ask("address", AskKind.TEXT, Text("Где", "Where"), optional=True, most=500),
        *MANDATORY_ASKS["notify"],  # type: ignore[misc]
    )


GROUND = Ask(
    "ground",
    AskKind.CHOICE,
    Text("Основание: 52.1(1)", "Ground: 52.1(1)"),
    choices=tuple(GROUNDS.items()),
    optional=True,
)


def plan_asks(body: AuthorityBody) -> tuple[Ask, ...]:
    """Return the fields of a mandatory visit that an authority plans."""
    return (
        Ask("inn", AskKind.TEXT, Text("ИНН", "Tax number (INN)"), most=12),
        Ask("business_name", AskKind.TEXT, Text("К кому", "To whom")),
        Ask("address", AskKind.TEXT, Text("Адрес объекта", "Address of the object"), most=500),
        Ask("control_type", AskKind.CHOICE, Text("Вид контроля", "Type of control"), choices=type_choices(body)),
        Ask("ground", AskKind.CHOICE, GROUND.label, choices=GROUND.choices),
        Ask(
            "start_notice_on",
            AskKind.DATE,
            Text("Дата уведомления о начале работы", "Date of the notice of start of business"),
            Text("Визит не позднее 6 месяцев от неё: 52.1(1)2", "The visit is due within 6 months of it: 52.1(1)2"),
            optional=True,
        ),
    )


def record_warning(
    session: Session, actor: Actor, business: Business, typed: Mapping[str, Any], now: datetime
) -> ControlWarning:
    """Enter an own copy of a warning from its paper.

    Raises:
        Invalid: a day that has not come, or days in the wrong order.
    """
    case = ControlWarning(
        source=Source.BUSINESS,
        platform_number=next_platform_number(session, ControlWarning),
        business_id=business.id,
        control_type=str(typed["control_type"]),
        created_at=now,
        **who(session, business),
    )
    write(case, typed, "authority_name", "number", "issued_on", "act", "unit", "action", "proposal")
    session.add(case)
    session.flush()
    seen = CaseSeen(warning.KIND, case, Side.BUSINESS)
    take(session, seen, actor, "record", {"received_on": _raw(typed["received_on"])}, now)
    return case


def request_visit(
    session: Session,
    actor: Actor,
    business: Business,
    typed: Mapping[str, Any],
    now: datetime,
    adapter: OutsideAdapter = MANUAL,
) -> PreventiveVisit:
    """File a request for a visit: to a body that works here, or as a note of what was filed elsewhere.

    Raises:
        Conflict: by its profile the business may not ask (52.2(1)).
        Invalid: nobody knows whether it may; the body does not carry out this control; a day that has not come.
    """
    place_id = str(typed.get("place_id") or "")
    found = eligibility(session, business, place_id)
    submit_faults(dict(typed), found)
    body = _body(session, typed)
    case = PreventiveVisit(
        # What a body receives is shared; BUSINESS would be a note that no authority reads.
        source=Source.AUTHORITY if body else Source.BUSINESS,
        platform_number=next_platform_number(session, PreventiveVisit),
        business_id=business.id,
        control_type=str(typed["control_type"]),
        eligible_as=found.applicant or typed.get("eligible_as"),
        place_id=place_id,
        created_at=now,
        **{**who(session, business, place_id), **(of_body(body) if body else {})},
    )
    write(case, typed, *(() if body else ("authority_name",)), "asked_on")
    session.add(case)
    session.flush()
    values = {name: _raw(typed.get(name)) for name in ("purpose", "asked_on", "outside_number", "outside_date")}
    seen = CaseSeen(preventive_visit.KIND, case, Side.BUSINESS)
    take(session, seen, actor, "submit", values, now, adapter=adapter)
    return case


def _body(session: Session, typed: Mapping[str, Any]) -> AuthorityBody | None:
    chosen = typed.get("to") or OWN
    body = None if chosen == OWN else session.get(AuthorityBody, chosen)
    known = control_types().get(str(typed["control_type"]))
    if body is not None and (known is None or body.authority not in known.authorities):
        ru, en = "Этот орган таким контролем не занимается.", "This body does not carry out that control."
        refuse([fault("other_body", "to", ru, en, Text("Выберите другой орган или вид.", "Choose another."))])
    return body


def record_notice(
    session: Session, actor: Actor, business: Business, typed: Mapping[str, Any], now: datetime
) -> PreventiveVisit:
    """Enter an own copy of a mandatory visit from its notice.

    Raises:
        Invalid: a day that has not come, or a visit before its notice.
    """
    case = PreventiveVisit(
        source=Source.BUSINESS,
        mandatory=True,
        state="PLANNED",
        platform_number=next_platform_number(session, PreventiveVisit),
        business_id=business.id,
        control_type=str(typed["control_type"]),
        created_at=now,
        **who(session, business),
    )
    write(case, typed, "authority_name", "ground", "address")
    session.add(case)
    session.flush()
    values = {name: _raw(typed[name]) for name in ("notified_on", "agreed_date")}
    take(session, CaseSeen(mandatory_visit.KIND, case, Side.BUSINESS), actor, "notify", values, now)
    return case


def save_draft(
    session: Session,
    actor: Actor,
    body: AuthorityBody,
    typed: Mapping[str, Any],
    now: datetime,
    case: ControlWarning | None = None,
) -> ControlWarning:
    """Prepare a warning, or correct the draft of one; somebody else signs it.

    Raises:
        NotFound: it is no draft of this body.
        Invalid: what the law bans in it, or what is missing.
    """
    if case is not None and (is_own(session, case) or case.body_id != body.id or case.state != "DRAFT"):
        raise NotFound
    refuse(draft_faults(typed, now))
    saved = case or ControlWarning(
        source=Source.AUTHORITY,
        platform_number=next_platform_number(session, ControlWarning),
        control_type="",
        created_at=now,
        **of_body(body),
    )
    for name, value in typed.items():
        setattr(saved, name, value if value is not None or name in NULLS else "")
    saved.prepared_by, saved.version = actor.person_id, saved.version + (1 if case else 0)
    session.add(saved)
    session.flush()
    if case is None:
        begin_terms(session, bindings()[warning.NAME], saved, now)
    else:
        dates_changed(session, warning.NAME, saved, now)
    told = saved.model_dump(mode="json", include={"platform_number", "inn", "control_type", "act", "unit"})
    record(session, actor, "warning.correct" if case else "warning.draft", "warning", saved.id, told, now)
    return saved


NULLS = frozenset({"requirement", "information_on"})


def plan_visit(
    session: Session, actor: Actor, body: AuthorityBody, typed: Mapping[str, Any], now: datetime
) -> PreventiveVisit:
    """Plan a mandatory visit; the business learns of it by the notice.

    Raises:
        Invalid: a wrong number; a notice of start that is missing for that ground or has not come.
    """
    faults = [*wrong_inn(typed), *past(typed, now, "start_notice_on", region=body.region)]
    if typed["ground"] == "START_NOTICE" and not typed.get("start_notice_on"):
        ru, en = "Нет даты уведомления: от неё идут 6 месяцев.", "The date of the notice is missing."
        faults.append(fault("missing", "start_notice_on", ru, en, Text("Укажите её.", "Give it.")))
    refuse(faults)
    case = PreventiveVisit(
        source=Source.AUTHORITY,
        mandatory=True,
        state="PLANNED",
        platform_number=next_platform_number(session, PreventiveVisit),
        control_type="",
        inspector_id=actor.person_id,
        prepared_by=actor.person_id,
        created_at=now,
        **of_body(body),
    )
    write(case, typed)
    session.add(case)
    session.flush()
    begin_terms(session, bindings()[MANDATORY], case, now)
    told = case.model_dump(mode="json", include={"platform_number", "inn", "control_type", "ground"})
    record(session, actor, "visit.plan", "mandatory_visit", case.id, told, now)
    return case


def _raw(value: Any) -> Any:
    return "" if value is None else value
