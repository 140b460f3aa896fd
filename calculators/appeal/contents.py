"""The seven items of 248-ФЗ art. 41(1): which of them an appeal lacks."""

from __future__ import annotations

from collections.abc import Mapping

from calculators.appeal.answering import all_of, breach, clean, told, unknown
from calculators.appeal.shapes import Check, FiledBy, Filing, Subject, Truth
from rules.text import Text

ARTICLE = "248-ФЗ, ст. 41 ч. 1 п. "
TITLES: Mapping[str, Text] = {
    "official": Text("Орган и должностное лицо", "Body and official"),
    "filer": Text("Кто вы и как с вами связаться", "Who you are and how to reach you"),
    "contested": Text("Что обжалуете", "What you appeal against"),
    "grounds": Text("Основания и доводы", "Grounds and arguments"),
    "demands": Text("Что просите", "What you ask for"),
    "event_number": Text("Номер проверки в реестре", "Number of the event in the register"),
    "object_number": Text("Номер объекта в реестре", "Number of the object in the register"),
}
NOT_IN_REGISTER = Text(
    "Если проверки в реестре нет, так и напишите: это грубое нарушение, ст. 91 ч. 2 п. 11.",
    "If the event is not in the register, say so: that is a gross breach, art. 91(2)11.",
)


def contents(filing: Filing) -> tuple[Check, ...]:
    """Return the seven items in order: clean (there, or not needed), breach (told that it is not), unknown.

    Source: 248-ФЗ art. 41(1).

    >>> [check.code for check in contents(Filing(demands=("cancel",))) if check.result.value == "clean"]
    ['demands']
    """
    given = {
        "official": {"author.body_name": told(filing.author.body_name), "author.person": told(filing.author.person)},
        "filer": _filer(filing),
        "contested": {"contested": told(filing.contested)},
        "grounds": {"grounds": _listed(filing.grounds), "arguments": told(filing.arguments)},
        "demands": {"demands": _listed(filing.demands)},
    }
    first = [_item(number, code, fields) for number, (code, fields) in enumerate(given.items(), 1)]
    return (*first, _event_number(filing), _object_number(filing))


def _filer(filing: Filing) -> dict[str, Truth]:
    """Item 2: name and address, of a representative the paper too; how to talk and how to get the decision."""
    filer = filing.filer
    fields = {"filer.name": told(filer.name), "filer.address": told(filer.address)}
    if filer.by is FiledBy.REPRESENTATIVE:
        fields |= {"filer.representative": told(filer.representative), "filer.proxy": told(filer.proxy)}
    return fields | {"contact_way": told(filing.contact_way), "decision_way": told(filing.decision_way)}


def _listed(values: tuple[str, ...] | None) -> Truth:
    return None if values is None else any(value.strip() for value in values)


def _item(number: int, code: str, fields: Mapping[str, Truth], remedy: Text | None = None) -> Check:
    title, article = TITLES[code], f"{ARTICLE}{number}"
    there, names = all_of(fields)
    if there:
        return clean(code, title, article, "Есть.", "It is there.")
    if there is None:
        return unknown(code, title, article, "Не заполнено.", "Not filled in.", names, remedy)
    found = breach(code, title, article, "Этого в жалобе нет.", "The appeal lacks it.", remedy)
    return Check(code, title, found.result, article, found.evidence, names, remedy)


def _event_number(filing: Filing) -> Check:
    """Item 6, for decisions, acts, prescriptions and actions."""
    if filing.subject is None:
        return _subject_first(6, "event_number")
    if not filing.subject.of_event:
        return _not_needed(6, "event_number")
    return _item(6, "event_number", {"event_number": told(filing.event_number)}, NOT_IN_REGISTER)


def _object_number(filing: Filing) -> Check:
    """Item 7, for a category of risk."""
    if filing.subject is None:
        return _subject_first(7, "object_number")
    if filing.subject is not Subject.RISK_CATEGORY:
        return _not_needed(7, "object_number")
    return _item(7, "object_number", {"object_number": told(filing.object_number)})


def _subject_first(number: int, code: str) -> Check:
    ru, en = "Нужно ли это, зависит от того, что обжалуете.", "Whether it is needed depends on what you appeal against."
    return unknown(code, TITLES[code], f"{ARTICLE}{number}", ru, en, ("subject",))


def _not_needed(number: int, code: str) -> Check:
    ru, en = "Для такой жалобы не нужно.", "Not needed for such an appeal."
    return clean(code, TITLES[code], f"{ARTICLE}{number}", ru, en)
