"""Tests 6, 7, 9–12 of 91(2): what was assessed, by whom, with which actions; the act, the register, the papers."""

from __future__ import annotations

import re

from calculators.event_check.event import Event, Person
from calculators.event_check.findings import Finding, Level, breach, clean, unknown
from rules.control import event_rules
from rules.control.events import SpecialCase

NORMS = "248-ФЗ, ст. 91 ч. 2 п. 6"
PEOPLE = "248-ФЗ, ст. 91 ч. 2 п. 7"
ACTIONS = "248-ФЗ, ст. 91 ч. 2 п. 9"
ACT = "248-ФЗ, ст. 91 ч. 2 п. 10, ст. 88"
REGISTER = "248-ФЗ, ст. 91 ч. 2 п. 11, ст. 64 ч. 2"
NUMBER = re.compile(r"(?:[0-9][ \u00a0-]?){20}")
PAPERS = "248-ФЗ, ст. 91 ч. 2 п. 12, ст. 37 п. 5"
NO_REQUIREMENT = ("ended", "not_a_requirement")


def check_norms(event: Event) -> Finding:
    """Test 6: only mandatory requirements in force were assessed.

    A real requirement that does not concern the object is not gross by itself: it stands among the further points.
    Source: 248-ФЗ art. 91(2)6.
    """
    if event.norms is None:
        return unknown(NORMS, "Что оценивали, не известно.", "What was assessed is not known.", ("norms",))
    wrong = [norm.name for norm in event.norms if norm.status in NO_REQUIREMENT]
    if wrong:
        said = ", ".join(wrong)
        return breach(
            NORMS,
            f"Оценивали то, что не действует или не обязательно: {said}.",
            f"Something not in force or not mandatory was assessed: {said}.",
        )
    open_norms = [f"norms[{index}].status" for index, norm in enumerate(event.norms) if norm.status is None]
    if open_norms:
        return unknown(
            NORMS,
            "Не про все нормы известно, действуют ли они.",
            "Not all provisions are known to be in force.",
            open_norms,
        )
    return clean(NORMS, "Оценивали только действующие требования.", "Only requirements in force were assessed.")


def check_people(event: Event) -> Finding:
    """Test 7: only people whom the law provides for took part.

    A person not named in the decision is not gross by itself: it breaks 37(2), and under 91(2)7 it can be argued.
    Source: 248-ФЗ art. 91(2)7, 64(1)5, 37(2).
    """
    if event.people_present is None:
        return unknown(PEOPLE, "Кто приходил, не известно.", "Who came is not known.", ("people_present",))
    outsiders = [person.name for person in event.people_present if person.role == "outsider"]
    if outsiders:
        said = ", ".join(outsiders)
        return breach(
            PEOPLE,
            f"Участвовали люди, которых закон не предусматривает: {said}.",
            f"The law provides for no such people: {said}.",
        )
    if event.people_named is None:
        if all(person.role for person in event.people_present):
            return clean(PEOPLE, "Роль каждого закон предусматривает.", "The law provides for everybody's role.")
        return unknown(
            PEOPLE, "Кто назван в решении, не известно.", "Whom the decision names is not known.", ("people_named",)
        )
    open_roles = any(person.role_open for person in event.people_present)
    strangers = [person.name for person in unnamed(event) if person.role is None and not person.role_open]
    if strangers:
        said = ", ".join(strangers)
        return breach(
            f"{PEOPLE}; 248-ФЗ, ст. 64 ч. 1 п. 5",
            f"В решении не названы: {said}. Грубым это станет, если закон не предусматривает их участия.",
            f"The decision does not name: {said}. It is gross only if the law provides for no such participant.",
            Level.ARGUABLE,
        )
    if open_roles:
        return unknown(PEOPLE, "Не про всех известно, кто они.", "Not everybody's role is known.", ("people_present",))
    return clean(PEOPLE, "Приходили те, кого предусматривает закон.", "Those who came are provided for by the law.")


def unnamed(event: Event) -> list[Person]:
    """Return who was present and does not stand in the decision; names are compared without case and spaces."""
    named = {" ".join(name.casefold().split()) for name in event.people_named or ()}
    return [person for person in event.people_present or () if " ".join(person.name.casefold().split()) not in named]


def check_actions(event: Event) -> Finding:
    """Test 9: only actions that the statute allows for the kind.

    Source: 248-ФЗ art. 91(2)9, 67(3)–75(3).
    """
    kind = event_rules().kinds.get(event.kind or "")
    if kind is None or event.actions is None:
        missing = [name for name, value in (("kind", kind), ("actions", event.actions)) if value is None]
        return unknown(
            ACTIONS, "Вид проверки или действия не известны.", "The kind or the actions are not known.", missing
        )
    article = f"{ACTIONS}; {kind.actions_article}"
    extra = [event_rules().actions[code].title for code in event.actions if code not in kind.actions]
    if extra:
        ru, en = ", ".join(title.ru for title in extra), ", ".join(title.en for title in extra)
        return breach(
            article,
            f"Для этого вида закон не предусматривает: {ru} ({kind.title.ru}).",
            f"The law does not provide for: {en} ({kind.title.en}).",
        )
    return clean(article, "Все действия закон предусматривает.", "The law provides for every action.")


def check_act(event: Event) -> Finding:
    """Test 10: the paper with the results was shown, where the law asks for it.

    Source: 248-ФЗ art. 91(2)10, 87(2), 88.
    """
    kind = event_rules().kinds.get(event.kind or "")
    if kind and not kind.contact:
        return clean(
            f"{ACT}, ст. 87 ч. 2",
            "Без общения с бизнесом акт показывать не обязаны.",
            "Without interaction the act need not be shown.",
        )
    if event.act_shown is None:
        return unknown(ACT, "Показали ли акт, не известно.", "Whether the act was shown is not known.", ("act_shown",))
    if event.act_shown:
        return clean(ACT, "Акт показали.", "The act was shown.")
    if kind is None:
        return unknown(ACT, "Вид проверки не известен.", "The kind of event is not known.", ("kind",))
    return breach(ACT, "Акт не показали.", "The act was not shown.")


def check_register(event: Event) -> Finding:
    """Test 11: the event stands in the register of control events.

    Source: 248-ФЗ art. 91(2)11, 19(4), 64(2), 67(12), 75(7).
    """
    if event.kind in ("MONITORING", "FIELD_SURVEY"):
        return clean(REGISTER, "Такое событие вносить в ЕРКНМ не обязаны.", "This kind need not stand in the register.")
    if event.registry_number is None:
        return unknown(
            REGISTER, "Номер в ЕРКНМ не известен.", "The number in the register is not known.", ("registry_number",)
        )
    if event.registry_number.strip().casefold() not in ("", "none"):
        number = event.registry_number.strip()
        if not NUMBER.fullmatch(number):
            return unknown(
                REGISTER,
                f"«{number[:40]}» не похоже на номер в ЕРКНМ: в нём 20 цифр.",
                f"“{number[:40]}” is not like a number in the register: that has 20 digits.",
                ("registry_number",),
            )
        return clean(REGISTER, f"Номер в ЕРКНМ: {number}.", f"Number in the register: {number}.")
    if event.kind is None:
        return unknown(REGISTER, "Вид проверки не известен.", "The kind of event is not known.", ("kind",))
    late = _registered_later(event)
    if late is not None:
        return unknown(
            f"{REGISTER}; {late.article}",
            "Номера в ЕРКНМ нет. Такую проверку вносят в течение пяти рабочих дней после: посмотрите позже.",
            "There is no number. Such an event is entered within five working days afterwards: look later.",
            ("registry_number",),
        )
    return breach(REGISTER, "Номера в ЕРКНМ нет.", "The event has no number in the register.")


def _registered_later(event: Event) -> SpecialCase | None:
    """Return the claimed case that lets the event enter the register afterwards: 67(12), 75(7)."""
    claimed = (event_rules().cases[code] for code, value in event.cases.items() if value)
    kind = event.kind or ""
    return next((one for one in claimed if one.registered_later and one.exists_in(kind, event.type_code)), None)


def check_papers(event: Event) -> Finding:
    """Test 12: no papers beside the subject were demanded, no originals were seized.

    Source: 248-ФЗ art. 91(2)12, 37(5).
    """
    seen = {"irrelevant_papers_asked": event.irrelevant_papers_asked, "originals_seized": event.originals_seized}
    if event.irrelevant_papers_asked:
        return breach(PAPERS, "Требовали бумаги не по предмету проверки.", "Papers beside the subject were demanded.")
    if event.originals_seized:
        return breach(PAPERS, "Забрали оригиналы бумаг.", "Originals of papers were seized.")
    missing = [name for name, value in seen.items() if value is None]
    if missing:
        return unknown(PAPERS, "Какие бумаги брали, не известно.", "Which papers were taken is not known.", missing)
    return clean(
        PAPERS, "Лишних бумаг не требовали, оригиналов не забирали.", "No papers beside the subject, no originals."
    )
