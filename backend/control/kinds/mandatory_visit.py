"""A mandatory preventive visit (art. 52.1): who sees it, what its page says."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session, select

from backend.control.cases.day_order import After
from backend.control.cases.kinds import CaseKind, Standing, register
from backend.control.cases.naming import type_name
from backend.control.kinds.mandatory_visit_writing import ASKS, COMPOSE, NAME
from backend.control.models import Prescription, PreventiveVisit
from backend.control.models.room import Side
from backend.control.prescriptions.prescribing import is_inside
from backend.control.prevention.shared import day_text, is_own, plain, side_by_itself
from backend.permissions import Actor
from rules.control import control_types
from rules.control.prevention import GROUNDS
from rules.text import Text


def side(session: Session, actor: Actor, case: PreventiveVisit, today: date) -> Side | None:
    """Return from which side an actor sees a mandatory visit; one that was asked for is a case of another kind."""
    return side_by_itself(session, actor, case, today) if case.mandatory else None


def title(session: Session, case: PreventiveVisit) -> Text:
    """Return what a mandatory visit is called."""
    type_ = type_name(case.control_type)
    return Text(
        f"Обязательный визит №\u00a0{case.platform_number}: {type_.ru}",
        f"Mandatory visit No. {case.platform_number}: {type_.en}",
    )


def facts(session: Session, case: PreventiveVisit, side: Side) -> list[dict[str, Any]]:
    """Return what the page of a mandatory visit says."""
    said = (
        ("К кому", "To whom", plain(f"{case.business_name}, ИНН {case.inn}") if side is Side.AUTHORITY else None),
        ("Орган", "Authority", plain(case.authority_name)),
        ("Где", "Where", plain(case.address)),
        ("Основание", "Ground", GROUNDS.get(case.ground or "")),
        ("Уведомили", "Notice given", day_text(case.notified_on)),
        ("День визита", "Day of the visit", day_text(case.agreed_date)),
        ("Начался", "Began", day_text(case.held_on)),
        ("Закончился", "Ended", day_text(case.ended_on)),
        ("Акт", "The act", plain(_act(case))),
        ("Нарушения", "Violations", _violations(case)),
        ("Не состоялся", "Not held", plain(case.impossible_reason)),
        ("Что можно и нельзя", "What may and may not be", LIMITS),
        ("Предписание", "Prescription", prescription_words(case)),
    )
    return [{"label": Text(ru, en), "value": value} for ru, en, value in said]


LIMITS = Text(
    "Отказаться нельзя (52.1(3)). Не дольше 10 рабочих дней, экспертиза отдельно (52.1(8)). Могут осмотреть, попросить "
    "документы, взять пробы, провести испытания (52.1(4)). Потом акт, вас с ним знакомят (52.1(9)–(10)). Не состоялся: "
    "повторный визит решают назначить за 3 месяца (52.1(12)).",
    "It cannot be refused (52.1(3)). At most 10 working days, expert work apart (52.1(8)). They may look, ask for "
    "papers, take samples, test (52.1(4)). An act follows, you are shown it (52.1(9)–(10)). Not held: a repeated visit "
    "may be ordered within 3 months (52.1(12)).",
)
PRESCRIPTION = {
    True: Text(
        "Выдают, если нарушение не исправлено до конца визита: 52.1(13).",
        "Issued if a breach is not fixed before the end: 52.1(13).",
    ),
    False: Text("В этом виде контроля его после визита не выдают.", "Not issued after a visit in this control."),
    None: Text(
        "По закону выдают, если не исправлено до конца (52.1(13)). Разъяснения спорят: сверьте с положением.",
        "By law issued if not fixed before the end (52.1(13)). Explanations differ: check the act of the type.",
    ),
}


def may_prescribe(case: PreventiveVisit) -> bool | None:
    """Return whether a prescription can come of a visit of this type; None: not known, check its act."""
    known = control_types().get(case.control_type)
    return known.flag("visit.mandatory_prescription") if known else None


def prescription_words(case: PreventiveVisit) -> Text:
    """Return what is known of prescriptions after a visit of this type."""
    return PRESCRIPTION[may_prescribe(case)]


def _act(case: PreventiveVisit) -> str:
    day = f"{case.act_date:%d.%m.%Y}" if case.act_date else ""
    return ", ".join(filter(None, (f"№\u00a0{case.act_number}" if case.act_number else "", day)))


def _violations(case: PreventiveVisit) -> Text | None:
    named = case.details.get("violations")
    if named is None:
        return None
    if not named:
        return Text("нет", "none")
    ru = "; ".join(f"{one['text']} ({'исправлено' if one['fixed'] else 'не исправлено'})" for one in named)
    en = "; ".join(f"{one['text']} ({'fixed' if one['fixed'] else 'not fixed'})" for one in named)
    return Text(ru, en)


def links(session: Session, case: PreventiveVisit, side: Side) -> list[dict[str, Any]]:
    """Return the prescription that came of it; a draft is the authority's alone."""
    rows = session.exec(select(Prescription).where(Prescription.visit_id == case.id)).all()
    seen = [row for row in rows if side is Side.AUTHORITY or not is_inside(session, row)]
    return [{"href": f"/prescriptions/{row.id}", "name": Text("Предписание", "The prescription")} for row in seen]


NOTICE = Text("Это раньше уведомления о визите.", "This is before the notice of the visit.")
KIND = register(
    CaseKind(
        procedure=NAME,
        model=PreventiveVisit,
        side=side,
        address=lambda case, side: f"/cases/{NAME}/{case.id}",
        region=lambda case: case.region,
        own_copy=is_own,
        asks=ASKS,
        compose=COMPOSE,
        order=(
            After("held_on", "notified_on", NOTICE, official=True),
            After("impossible_on", "notified_on", NOTICE),
        ),
        hidden=frozenset({"run_out", "run_out_repeat", "mark_start_notice", "settle_shift"}),
        standing=Standing(
            title=title,
            back=lambda side: "/visits" if side is Side.BUSINESS else "/desk/control/visits",
            facts=facts,
            links=links,
        ),
    )
)
