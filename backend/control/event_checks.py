"""Checks of the law before a step of a control event; each raises a refusal with what to do."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, select

from backend.control.models import ControlEvent, EventItem, Prescription, Violation
from backend.control.prescriptions.prescribing import is_inside
from backend.errors import Conflict, Invalid, NotFound
from backend.permissions import Actor
from backend.procedures.bindings import Guard
from backend.risk.models import ControlObject, Source
from rules.control import control_types, event_rules
from rules.control.asking import allowed_actions, under_moratorium
from rules.control.types import ControlType, Regime, RiskCategory
from rules.faults import Fault
from rules.text import Text

FILL = Text("Заполните это в проекте решения.", "Fill it in the draft.")


def decision_has_its_items(session: Session, event: ControlEvent, actor: Actor | None) -> None:
    """See that a decision has the items of art. 64(1) and only actions of its kind.

    Raises:
        Invalid: every item that is missing.
    """
    faults = [
        Fault("missing", name, Text(f"Нет в решении: {ru} ({item}).", f"Missing: {en} ({item})."), FILL)
        for name, ru, en, item in ITEMS
        if getattr(event, name) in (None, "", [])
    ]
    if session.exec(select(EventItem.id).where(EventItem.event_id == event.id)).first() is None:
        message = Text("Нет требований, которые проверяют.", "No requirement to check is named.")
        faults.append(Fault("missing", "items", message, FILL))
    faults += _foreign_actions(event)
    if faults:
        raise Invalid(faults)


ITEMS = (
    ("decision_date", "дата решения", "date of the decision", "64(1)1"),
    ("decision_number", "номер решения", "number of the decision", "64(1)1"),
    ("ground", "основание", "ground", "64(1)3"),
    ("control_type", "вид контроля", "type of control", "64(1)4"),
    ("people_named", "инспекторы", "inspectors", "64(1)5"),
    ("address", "адрес", "address", "64(1)7"),
    ("business_name", "кого проверяют", "who is checked", "64(1)8"),
    ("kind", "вид мероприятия", "kind of event", "64(1)9"),
    ("actions", "действия", "actions", "64(1)10"),
    ("subject", "предмет", "subject", "64(1)11"),
    ("planned_start", "дата начала", "day of start", "64(1)13"),
)


def _foreign_actions(event: ControlEvent) -> list[Fault]:
    if event.kind not in event_rules().kinds:
        return []
    allowed = allowed_actions(event.kind, control_types().get(event.control_type))
    names = [event_rules().actions[code].title for code in event.actions or () if code not in allowed]
    message = Text(
        f"Для этого вида закон не даёт: {', '.join(name.ru for name in names)}.",
        f"The law does not give this kind: {', '.join(name.en for name in names)}.",
    )
    remedy = Text("Уберите или выберите другой вид.", "Remove it or choose another kind.")
    return [Fault("action_not_allowed", "actions", message, remedy)] if names else []


def ground_and_category_allow(session: Session, event: ControlEvent, actor: Actor | None) -> None:
    """See that the law lets the event be held: the regime, the kind, the ground, the moratorium on planned events.

    Raises:
        Conflict: it does not.
    """
    known = control_types().get(event.control_type)
    if known is not None and known.regime is Regime.OTHER:
        raise Conflict(
            Text("Этот контроль идёт по другому закону, не по 248-ФЗ.", "Another law governs this control."),
            Text("Ведите его в системе того закона.", "Keep it in the system of that law."),
        )
    kind_is_open(event, known)
    ground = event_rules().grounds.get(event.ground or "")
    if event.planned and ground is not None and not ground.planned:
        raise Conflict(
            Text("Плановую проверку ведут только по плану.", "A planned event rests on the plan alone."),
            Text("Выберите основание «план» или внеплановую.", "Choose the plan as ground, or an unplanned event."),
        )
    category = RiskCategory(event.category) if event.category else RiskCategory.LOW
    thing = session.get(ControlObject, event.object_id) if event.object_id else None
    facts = thing.facts if thing else None
    if event.planned and event.planned_start and under_moratorium(event.planned_start, category, facts):
        raise Conflict(
            Text(
                "Мораторий: плановых проверок этой категории сейчас нет (ПП 336, сверьте с актом).",
                "Moratorium: no planned events of this category now (PP 336, check the act).",
            ),
            Text("Предложите профилактический визит.", "Offer a preventive visit."),
        )


def kind_is_open(event: ControlEvent, type_: ControlType | None) -> None:
    """See that the kind is one of 56(2), and one that the act on the type names where its list was read (56(4)).

    Raises:
        Conflict: it is a special regime, or the act does not name it.
    """
    kind = event_rules().kinds.get(event.kind)
    if kind is None or not (kind.contact or kind.special):
        return
    if kind.special:
        raise Conflict(
            Text("Особый режим ведут не по решению о проверке (гл. 18).", "A special regime needs no such decision."),
            Text("Выберите мероприятие из 56(2).", "Choose an event of 56(2)."),
        )
    if type_ is not None and type_.event_kinds and event.kind not in type_.event_kinds:
        raise Conflict(
            Text(
                "Положение об этом виде контроля такого не называет (56(4)).", "The act on the type does not name it."
            ),
            Text("Выберите другой вид мероприятия.", "Choose another kind of event."),
        )


def has_registry_number(session: Session, event: ControlEvent, actor: Actor | None) -> None:
    """See that the event stands in ЕРКНМ before it begins (19(4)); in an own copy the papers decide.

    Raises:
        Conflict: there is no number.
    """
    if event.source is not Source.BUSINESS and not event.registry_number:
        raise Conflict(
            Text("Нет номера в ЕРКНМ: начинать нельзя (19(4)).", "No number in ERKNM: it may not begin (19(4))."),
            Text("Внесите проверку в ЕРКНМ и запишите номер.", "Enter it in ERKNM and write down its number."),
        )


def one_of_seven_grounds(session: Session, event: ControlEvent, actor: Actor | None) -> None:
    """A refusal rests on one of the seven grounds of 66(8); the form offers no others."""


def act_has_its_items(session: Session, event: ControlEvent, actor: Actor | None) -> None:
    """See that each violation names what, the act and the unit (87(2)); an own copy writes down what it was given.

    Raises:
        Invalid: one does not.
    """
    if event.source is Source.BUSINESS:
        return
    rows = _violations(session, event)
    bad = [str(row.position + 1) for row in rows if not (row.text and row.act and row.unit)]
    if bad:
        message = Text(
            f"В строке {', '.join(bad)} нет требования, акта или пункта (87(2)).",
            f"Line {', '.join(bad)} names no requirement, act or unit (87(2)).",
        )
        remedy = Text("Напишите: что нарушено; акт; пункт.", "Write: what is broken; act; unit.")
        raise Invalid([Fault("violation_incomplete", "violations", message, remedy)])


def act_names_no_violation(session: Session, event: ControlEvent, actor: Actor | None) -> None:
    """See that nothing was found."""
    if _violations(session, event):
        raise _other_outcome()


def every_violation_is_fixed(session: Session, event: ControlEvent, actor: Actor | None) -> None:
    """See that something was found and all of it fixed before the end."""
    rows = _violations(session, event)
    if not rows or not all(row.fixed for row in rows):
        raise _other_outcome()


def a_violation_is_left(session: Session, event: ControlEvent, actor: Actor | None) -> None:
    """See that something was not fixed; an own copy may not know the violations yet."""
    rows = _violations(session, event)
    if not any(not row.fixed for row in rows) and not (event.source is Source.BUSINESS and not rows):
        raise _other_outcome()


def has_prescription(session: Session, event: ControlEvent, actor: Actor | None) -> None:
    """See that a prescription was signed: a draft has not been issued to anybody.

    Raises:
        Conflict: there is none, or it is still a draft.
    """
    rows = session.exec(select(Prescription).where(Prescription.event_id == event.id)).all()
    if all(is_inside(session, row) for row in rows):
        raise Conflict(
            Text("Подписанного предписания ещё нет.", "There is no signed prescription yet."),
            Text("Сначала составьте и подпишите его.", "Draw it up and sign it first."),
        )


def _violations(session: Session, event: ControlEvent) -> list[Violation]:
    standing = Violation.event_id == event.id, col(Violation.struck_on).is_(None)
    query = select(Violation).where(*standing).order_by(col(Violation.position))
    return list(session.exec(query))


def _other_outcome() -> Conflict:
    return Conflict(
        Text("Акт говорит о другом итоге.", "The act says otherwise."),
        Text("Выберите итог, который следует из акта.", "Choose the outcome that follows from the act."),
    )


def imported(session: Session, event: ControlEvent, actor: Actor | None) -> None:
    """Let the register move only what came from it.

    Raises:
        NotFound: the event is somebody's own.
    """
    if event.source is not Source.IMPORT:
        raise NotFound


EVENT_GUARDS: Mapping[str, Guard] = {
    "imported": imported,
    "decision_has_its_items": decision_has_its_items,
    "ground_and_category_allow": ground_and_category_allow,
    "has_registry_number": has_registry_number,
    "one_of_seven_grounds": one_of_seven_grounds,
    "act_has_its_items": act_has_its_items,
    "act_names_no_violation": act_names_no_violation,
    "every_violation_is_fixed": every_violation_is_fixed,
    "a_violation_is_left": a_violation_is_left,
    "has_prescription": has_prescription,
}
