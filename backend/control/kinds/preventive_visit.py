"""A preventive visit that a business asks for (52.2): who sees it, what its page says. No prescription: 52.2(9)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from backend.control.cases.kinds import CaseKind, Standing, register
from backend.control.cases.naming import type_name
from backend.control.kinds.preventive_visit_writing import ASKS, COMPOSE, NAME, last_day_to_withdraw, why_closed
from backend.control.models import PreventiveVisit
from backend.control.models.room import Side
from backend.control.prevention.shared import day_text, is_own, plain, side_by_itself
from backend.permissions import Actor
from rules.control.prevention import APPLICANTS, BY_CONSENT, REFUSALS
from rules.text import Text


def side(session: Session, actor: Actor, case: PreventiveVisit, today: date) -> Side | None:
    """Return from which side an actor sees a requested visit; the mandatory one is a case of another kind."""
    return None if case.mandatory else side_by_itself(session, actor, case, today)


def title(session: Session, case: PreventiveVisit) -> Text:
    """Return what a visit is called."""
    type_ = type_name(case.control_type)
    return Text(f"Визит №\u00a0{case.platform_number}: {type_.ru}", f"Visit No. {case.platform_number}: {type_.en}")


def facts(session: Session, case: PreventiveVisit, side: Side) -> list[dict[str, Any]]:
    """Return what the page of a requested visit says."""
    said = (
        ("Кто просит", "Who asks", plain(f"{case.business_name}, ИНН {case.inn}") if side is Side.AUTHORITY else None),
        ("Как кто", "As whom", APPLICANTS.get(case.eligible_as or "")),
        ("Орган", "Authority", plain(case.authority_name)),
        ("Где", "Where", plain(case.address)),
        ("Зачем", "What for", plain(case.purpose)),
        ("Подано", "Filed", day_text(case.asked_on)),
        ("Решение", "Decision", day_text(case.approved_on)),
        ("Отказ", "Refusal", REFUSALS.get(case.refusal or "")),
        ("Почему", "Why", plain(case.refusal_reason)),
        ("День визита", "Day of the visit", day_text(case.agreed_date)),
        ("Отозвать просьбу", "Withdraw the request", _withdrawal(session, case, side)),
        ("Начался", "Began", day_text(case.held_on)),
        ("Пробы, обследование, испытание", "Samples, examination, tests", _consent(case)),
        ("Советы", "Advice", plain(case.advice)),
        ("Не состоялся", "Not held", plain(case.impossible_reason)),
        (
            "Что можно и нельзя",
            "What may and may not be",
            LIMITS if case.state not in ("REFUSED", "WITHDRAWN") else None,
        ),
    )
    return [{"label": Text(ru, en), "value": value} for ru, en, value in said]


LIMITS = Text(
    "Советы необязательны, предписаний не выдают (52.2(8)–(9)). Пробы и испытания только с вашего согласия (52.2(7)). "
    "Если найдут прямую угрозу вреда, инспектор сообщит руководителю: могут назначить проверку (52.2(10)).",
    "Advice does not bind, no prescription is issued (52.2(8)–(9)). Samples and tests only with consent (52.2(7)). "
    "A direct threat of harm is reported to the head, who may order an inspection (52.2(10)).",
)


def _withdrawal(session: Session, case: PreventiveVisit, side: Side) -> Text | None:
    last = last_day_to_withdraw(session, case) if side is Side.BUSINESS and case.state == "DATE_AGREED" else None
    if last is None:
        return None
    return Text(
        f"По {last:%d.%m.%Y} включительно. Позже договоритесь о другом дне: его меняют по согласию (52.2(3)).",
        f"Until {last} inclusive. Later agree on another day (52.2(3)).",
    )


def _consent(case: PreventiveVisit) -> Text | None:
    done = [BY_CONSENT[code] for code in case.details.get("sampled") or () if code in BY_CONSENT]
    if done:
        return Text(", ".join(one.ru for one in done), ", ".join(one.en for one in done))
    if case.sampling_consent is None:
        return None
    return Text("согласие есть", "consent given") if case.sampling_consent else Text("согласия нет", "no consent")


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
        hidden=frozenset({"mark_overdue", "mark_date_overdue"}),
        why_closed=why_closed,
        standing=Standing(
            title=title,
            back=lambda side: "/visits" if side is Side.BUSINESS else "/desk/control/visits",
            facts=facts,
        ),
    )
)
