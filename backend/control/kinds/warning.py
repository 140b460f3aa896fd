"""A warning (art. 49): its draft, what its steps ask for. There is no field for a deadline or a demand: 49(2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.authorities.models import AuthorityBody
from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.faults import fault
from backend.control.cases.kinds import Asks, AsksOf, CaseKind, Standing, register
from backend.control.cases.naming import type_name
from backend.control.linking import business_with
from backend.control.models import ControlWarning
from backend.control.models.room import Side
from backend.control.paper_differences import differences_with
from backend.control.prevention.shared import (
    day_text,
    in_order,
    is_own,
    past,
    plain,
    refuse,
    side_by_itself,
    type_choices,
    write,
    wrong_inn,
)
from backend.law import current_law
from backend.permissions import Actor
from rules.control import control_types
from rules.control.prevention import banned_in_warning
from rules.faults import Fault
from rules.text import Text

NAME = "warning"
REASON = Ask("reason", AskKind.LONG, Text("Причина", "Reason"))
RECEIVED = Ask("received_on", AskKind.DATE, Text("День получения", "Day of receipt"))
ANSWER: Asks = (
    Ask("answer", AskKind.LONG, Text("Ответ с обоснованием", "The answer with its reasons")),
    Ask("answered_on", AskKind.DATE, Text("Дата ответа", "Date of the answer")),
)
ASKS: dict[str, Asks | AsksOf] = {
    "announce": (
        Ask("number", AskKind.TEXT, Text("Номер предостережения", "Number of the warning"), most=60),
        Ask("issued_on", AskKind.DATE, Text("Дата предостережения", "Date of the warning")),
    ),
    "record": (RECEIVED,),
    "deliver": (RECEIVED,),
    "acknowledge": (
        Ask(
            "measures",
            AskKind.LONG,
            Text("Что вы сделали", "What you have done"),
            Text(
                "Это по желанию: закон отчёта не просит (49(2))", "Only if you wish: the law asks for no report (49(2))"
            ),
        ),
    ),
    "object": (
        Ask("objection", AskKind.LONG, Text("С чем вы не согласны и почему", "What you object to, and why")),
        Ask("objected_on", AskKind.DATE, Text("Когда отправили", "When you sent it")),
    ),
    "uphold": ANSWER,
    "reject": ANSWER,
    "cancel": (REASON,),
}
WORDS = (
    Ask("requirement_text", AskKind.LONG, Text("Обязательное требование", "The requirement"), most=2000),
    Ask("act", AskKind.TEXT, Text("Акт", "Act"), most=500),
    Ask("unit", AskKind.TEXT, Text("Пункт или статья", "Unit of the act"), most=200),
    Ask(
        "action",
        AskKind.LONG,
        Text("Какое действие или бездействие", "Which action or failure to act"),
        Text("Конкретно: что, где, когда видели", "Concretely: what, where, when it was seen"),
    ),
    Ask(
        "proposal",
        AskKind.LONG,
        Text("Какие меры предлагаете", "Which measures are proposed"),
        Text("Без сроков и без просьбы прислать бумаги: 49(2)", "No deadlines, no papers asked for: 49(2)"),
    ),
)


def record_asks() -> Asks:
    """Return what a business writes down from the paper it was given."""
    return (
        Ask("control_type", AskKind.CHOICE, Text("Вид контроля", "Type of control"), choices=type_choices()),
        Ask("authority_name", AskKind.TEXT, Text("Кто объявил", "Who gave it"), optional=True),
        Ask("number", AskKind.TEXT, Text("Номер", "Number"), optional=True, most=60),
        Ask("issued_on", AskKind.DATE, Text("Дата предостережения", "Date of the warning"), optional=True),
        RECEIVED,
        Ask("act", AskKind.TEXT, Text("Какой акт назван", "Which act is named"), optional=True, most=500),
        Ask("unit", AskKind.TEXT, Text("Пункт или статья", "Unit of the act"), optional=True, most=200),
        Ask("action", AskKind.LONG, Text("Что, по словам органа, не так", "What is said to be wrong"), optional=True),
        Ask("proposal", AskKind.LONG, Text("Что предлагают сделать", "What is proposed"), optional=True),
    )


def draft_asks(body: AuthorityBody) -> Asks:
    """Return the fields of a draft. No deadline and no demand of papers can be entered: there is no field for them."""
    return (
        Ask("inn", AskKind.TEXT, Text("ИНН", "Tax number (INN)"), most=12),
        Ask("business_name", AskKind.TEXT, Text("Кому", "To whom")),
        Ask("control_type", AskKind.CHOICE, Text("Вид контроля", "Type of control"), choices=type_choices(body)),
        Ask(
            "information_on",
            AskKind.DATE,
            Text("Когда пришли сведения", "When the information came"),
            Text("От этого дня идёт срок объявления, если его ставит положение", "The term to issue it runs from then"),
            optional=True,
            to_come=True,  # `draft_faults` looks at it, so that every fault of a draft is told at once
        ),
        Ask(
            "requirement",
            AskKind.TEXT,
            Text("Код требования в реестре Ясно", "Code in the registry"),
            optional=True,
            most=120,
        ),
        *WORDS,
        Ask(
            "self_assessment_url",
            AskKind.TEXT,
            Text("Адрес самообследования на сайте органа", "Address of the self-assessment"),
            Text("Обязателен, если самообследование есть в положении: 49(3)", "Needed where the act has one: 49(3)"),
            optional=True,
            most=500,
        ),
    )


def draft_faults(typed: Mapping[str, Any], now: datetime) -> Iterator[Fault]:
    """Yield what is wrong with a draft: numbers, days to come, words the law bans, a missing address of 49(3)."""
    yield from wrong_inn(typed)
    yield from past(typed, now, "information_on")
    for name in ("action", "proposal"):
        yield from _banned(name, str(typed[name]))
    code, url = typed.get("requirement"), typed.get("self_assessment_url") or ""
    if code and code not in current_law().edition.requirements:
        yield fault("unknown", "requirement", "Такого требования в реестре нет.", "There is none such.", CHECK_CODE)
    if url and not url.startswith(("https://", "http://")):
        yield fault("address", "self_assessment_url", "Это не адрес сайта.", "This is no address of a site.", FULL)
    known = control_types().get(str(typed["control_type"]))
    if not url and known is not None and known.flag("self_assessment") is True:
        ru, en = "В этом виде контроля есть самообследование: нужен адрес (49(3)).", "This control has one (49(3))."
        yield fault("missing", "self_assessment_url", ru, en, FULL)


CHECK_CODE = Text("Проверьте код или оставьте пустым.", "Check the code, or leave it empty.")
FULL = Text("Впишите адрес с https://", "Give the address with https://")
WITHOUT = Text("Уберите это: закон такого здесь не допускает.", "Take it out: the law allows nothing of the kind here.")


def _banned(name: str, words: str) -> Iterator[Fault]:
    for one in banned_in_warning(words):
        what = Text("срок", "a deadline") if one.kind == "deadline" else Text("требование бумаг", "a demand of papers")
        ru, en = f"Похоже на {what.ru}: «{one.words}» (49(2)).", f"Looks like {what.en}: “{one.words}” (49(2))."
        yield fault(one.kind, name, ru, en, WITHOUT)


def compose_announce(
    session: Session, case: ControlWarning, typed: dict[str, Any], actor: Actor, now: datetime
) -> None:
    """Write number and day; the business sees the warning from now on."""
    refuse(past(typed, now, "issued_on", region=case.region))
    write(case, typed)
    case.business_id = business_with(session, case.inn)


def compose_receipt(session: Session, case: ControlWarning, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the day of receipt: the term to object runs from it."""
    ru, en = "Получено раньше, чем объявлено.", "Received before it was announced."
    days = {"issued_on": case.issued_on, **typed}
    refuse(
        [
            *past(days, now, "received_on", "issued_on", region=case.region),
            *in_order(typed, "received_on", case.issued_on, ru, en),
        ]
    )
    write(case, typed)


def compose_object(session: Session, case: ControlWarning, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the objection; the term to answer runs from its day."""
    ru, en = "Возражение раньше получения.", "The objection is before the receipt."
    refuse(
        [
            *past(typed, now, "objected_on", region=case.region),
            *in_order(typed, "objected_on", case.received_on, ru, en),
        ]
    )
    write(case, typed)


def compose_answer(session: Session, case: ControlWarning, typed: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Write the answer to an objection."""
    ru, en = "Ответ раньше возражения.", "The answer is before the objection."
    refuse(
        [
            *past(typed, now, "answered_on", region=case.region),
            *in_order(typed, "answered_on", case.objected_on, ru, en),
        ]
    )
    write(case, typed)


def title(session: Session, case: ControlWarning) -> Text:
    """Return what a warning is called."""
    type_ = type_name(case.control_type)
    return Text(
        f"Предостережение №\u00a0{case.platform_number}: {type_.ru}", f"Warning No. {case.platform_number}: {type_.en}"
    )


def facts(session: Session, case: ControlWarning, side: Side) -> list[dict[str, Any]]:
    """Return what the page of a warning says."""
    said = (
        ("Кому", "To whom", plain(f"{case.business_name}, ИНН {case.inn}") if side is Side.AUTHORITY else None),
        ("Кто объявил", "Who gave it", plain(case.authority_name)),
        ("Номер", "Number", plain(case.number)),
        ("Дата", "Date", day_text(case.issued_on)),
        ("Получено", "Received", day_text(case.received_on)),
        ("Требование", "Requirement", plain(case.requirement_text)),
        ("Акт", "Act", plain(", ".join(filter(None, (case.act, case.unit))))),
        ("Что не так", "What is wrong", plain(case.action)),
        ("Что предлагают", "What is proposed", plain(case.proposal)),
        ("Сроки и бумаги", "Deadlines and papers", NO_TERMS if side is Side.BUSINESS else None),
        ("Принятые меры", "Measures taken", plain(case.measures)),
        ("Возражение", "Objection", plain(case.objection)),
        ("Подано", "Filed", day_text(case.objected_on)),
        ("Ответ", "Answer", plain(case.answer)),
        ("Дата ответа", "Date of the answer", day_text(case.answered_on)),
        ("Если не согласны с ответом", "If you disagree", ARGUABLE if _rejected(case, side) else None),
        ("Вы записали иначе", "You wrote otherwise", _noted(session, case) if side is Side.BUSINESS else None),
    )
    return [{"label": Text(ru, en), "value": value} for ru, en, value in said]


NO_TERMS = Text(
    "Предостережение не ставит сроков и не требует бумаг: 49(2). Если они в нём есть, напишите об этом в возражении.",
    "A warning sets no deadline and demands no papers: 49(2). If yours does, say so in the objection.",
)
ARGUABLE = Text(
    "Можно подать жалобу по 40(4)6, но примут ли её, спорно: статья говорит о решениях после профилактики.",
    "You may appeal under 40(4)6; whether it is taken is arguable: it speaks of decisions after preventive measures.",
)


def _noted(session: Session, case: ControlWarning) -> Text | None:
    """Return where the business's own note of this warning differs from it."""
    rows = differences_with(session, case, case.business_id)
    ru = "; ".join(f"{row['name'].ru}: «{row['own']}»" for row in rows)
    return Text(ru, "; ".join(f"{row['name'].en}: “{row['own']}”" for row in rows)) if rows else None


def _rejected(case: ControlWarning, side: Side) -> bool:
    return side is Side.BUSINESS and case.state == "REJECTED_OBJECTION"


def links(session: Session, case: ControlWarning, side: Side) -> list[dict[str, Any]]:
    """Return where else to go: the self-assessment, the requirement, the draft and its paper."""
    found = []
    if case.self_assessment_url:
        found.append((case.self_assessment_url, Text("Пройти самообследование", "Take the self-assessment")))
    if case.requirement in current_law().edition.requirements:
        found.append((f"/requirements/{case.requirement}", Text("Требование в реестре", "The requirement")))
    if side is Side.AUTHORITY:
        if case.state == "DRAFT":
            found.append((f"/desk/control/warnings/{case.id}", Text("Исправить проект", "Correct the draft")))
        found.append((f"/desk/control/warnings/{case.id}/draft.pdf", Text("Проект на бумаге, PDF", "Draft as PDF")))
    return [{"href": href, "name": name} for href, name in found]


KIND = register(
    CaseKind(
        procedure=NAME,
        model=ControlWarning,
        side=side_by_itself,
        address=lambda case, side: f"/cases/{NAME}/{case.id}",
        region=lambda case: case.region,
        own_copy=is_own,
        asks=ASKS,
        compose={
            "announce": compose_announce,
            "record": compose_receipt,
            "deliver": compose_receipt,
            "object": compose_object,
            "uphold": compose_answer,
            "reject": compose_answer,
        },
        hidden=frozenset({"run_out", "mark_overdue"}),
        standing=Standing(
            title=title,
            back=lambda side: "/warnings" if side is Side.BUSINESS else "/desk/control/warnings",
            facts=facts,
            links=links,
        ),
    )
)
