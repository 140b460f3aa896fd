"""Remarks on a sound registry: nothing here stops it from being used, an editor should still look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from rules.faults import Fault
from rules.profiles import check_facts
from rules.requirements import Edition, Requirement
from rules.text import Text


def remarks_on(edition: Edition) -> Iterable[Fault]:
    """Yield remarks, entry by entry: missing cases and sources, inexact frequencies, successors that are not here."""
    for requirement in edition.requirements.values():
        yield from _remarks(requirement, edition)


def _remarks(requirement: Requirement, edition: Edition) -> Iterable[Fault]:
    raw = requirement.raw
    if isinstance((raw.get("recurrence") or {}).get("times_per_year"), Decimal):
        yield _remark(
            requirement,
            "recurrence.times_per_year",
            Text("Частота записана десятичной дробью.", "The frequency is a decimal."),
            Text('Точнее обычная дробь в кавычках, например "1/3".', 'A quoted fraction is exact, as "1/3".'),
        )
    if requirement.case_applies is None or (requirement.case_not is None and raw["applies_when"] is not True):
        yield _remark(
            requirement,
            "case_applies" if requirement.case_applies is None else "case_not",
            Text("У записи нет примера.", "The entry lacks a case."),
            Text("Добавьте case_applies и case_not.", "Add case_applies and case_not."),
        )
    if requirement.verified and not requirement.checked_in:
        yield _remark(
            requirement,
            "checked_in",
            Text("Не сказано, где запись прочитана.", "It is not said where the entry was read."),
            Text("Добавьте checked_in.", "Add checked_in."),
        )
    for name, case in (("case_applies", requirement.case_applies), ("case_not", requirement.case_not)):
        for fault in check_facts(case or {}, edition.vocabulary, name)[1]:
            yield replace(fault, entry=requirement.id)
    successor = requirement.replaced_by
    if successor and "." in successor and " " not in successor and successor not in edition.requirements:
        yield _remark(
            requirement,
            "replaced_by",
            Text(f"Записи «{successor}» здесь нет.", f"There is no entry “{successor}” here."),
            Text("Проверьте id преемника.", "Check the id of the successor."),
        )


def _remark(requirement: Requirement, field: str, message: Text, remedy: Text) -> Fault:
    return Fault("remark", field, message, remedy, entry=requirement.id)
