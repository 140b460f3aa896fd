"""Reasons that lie in the object: who and where it is, its category, the moratorium, another event at it."""

from __future__ import annotations

import re

from calculators.scope_check.saying import clean, found, unknown
from calculators.scope_check.scope import Reason, Scope
from rules.control.asking import under_moratorium
from rules.control.types import RiskCategory
from rules.text import Text

# What addresses are written with and without.
NOISE = re.compile(r"[^0-9a-zа-я]+")
SHORT = frozenset({"г", "город", "ул", "улица", "д", "дом", "пр", "проспект", "обл", "область", "пер", "стр", "корп"})


def same_address(one: str, other: str) -> bool:
    """Return whether two addresses have the same words, whatever the punctuation and the usual short words.

    >>> same_address("г. Москва, ул. Лесная, д. 5", "Москва, улица Лесная, 5")
    True
    """
    return _words(one) == _words(other)


def _words(address: str) -> list[str]:
    return [word for word in NOISE.split(address.lower().replace("ё", "е")) if word and word not in SHORT]


def in_register(scope: Scope) -> Reason:
    """The object stands in the register of types of control (ЕРВК), under this type."""
    say = ("object", Text("Объект есть в ЕРВК", "The object is in the register"), "248-ФЗ, ст. 16, 18")
    if not scope.object_chosen or scope.object_type_fits is False:
        why = Text("Объект не выбран или другого вида контроля.", "No object, or one of another type of control.")
        return found(say, why, Text("Выберите объект из учёта.", "Choose an object of the register."))
    if not scope.object_number:
        why = Text("Номера объекта в ЕРВК у вас нет.", "You hold no number of the object.")
        return unknown(say, why, Text("Найдите объект в ЕРВК, запишите номер.", "Find it there, note its number."))
    return clean(say, Text(f"Номер {scope.object_number}.", f"Number {scope.object_number}."))


def as_registered(scope: Scope) -> Reason:
    """The address of the organisation is that of the register of legal entities."""
    say = ("registered", Text("Адрес как в ЕГРЮЛ", "Address as registered"), "248-ФЗ, ст. 64 ч. 1 п. 8")
    if not scope.business_address or not scope.registered_address:
        why = Text("Один из адресов не записан.", "One of the addresses is not written down.")
        return unknown(say, why, Text("Возьмите адрес из выписки ЕГРЮЛ.", "Take it from the register."))
    if same_address(scope.business_address, scope.registered_address):
        return clean(say, Text("Адреса совпадают.", "They are the same."))
    why = Text(f"В ЕГРЮЛ: {scope.registered_address}.", f"Registered: {scope.registered_address}.")
    return found(say, why, Text("Исправьте адрес организации.", "Correct the address."))


def right_place(scope: Scope) -> Reason:
    """The place is that of the object, in the body's region."""
    say = ("place", Text("Место то", "The right place"), "248-ФЗ, ст. 64 ч. 1 п. 7")
    if scope.body_region and scope.object_region and scope.body_region != scope.object_region:
        why = Text("Объект в другом регионе.", "The object is in another region.")
        return found(say, why, Text("Передайте его органу того региона.", "Pass it to the body of that region."))
    if not scope.address or not scope.object_address:
        why = Text("Адрес места или объекта не записан.", "The address of the place or the object is missing.")
        return unknown(say, why, Text("Запишите оба адреса.", "Write both down."))
    if same_address(scope.address, scope.object_address):
        return clean(say, Text("Адрес объекта.", "It is the object's address."))
    why = Text(f"Объект стоит здесь: {scope.object_address}.", f"The object is here: {scope.object_address}.")
    return found(say, why, Text("Исправьте место в решении.", "Correct the place in the decision."))


def moratorium(scope: Scope) -> Reason:
    """The moratorium does not bar a planned event of this category."""
    say = ("moratorium", Text("Мораторий не мешает", "No moratorium"), "ПП РФ № 336 от 10.03.2022, п. 11(3)")
    if scope.planned is False:
        return clean(say, Text("Проверка внеплановая.", "The event is unplanned."))
    if scope.planned is None or scope.day is None:
        why = Text("Не сказано, плановая ли она и когда.", "Whether it is planned, and when, is not said.")
        return unknown(say, why, Text("Заполните это в решении.", "Fill it in."))
    category = RiskCategory(scope.object_category) if scope.object_category else None
    barred = under_moratorium(scope.day, category, dict.fromkeys(scope.object_facts, True))
    if barred is None:
        why = Text("Категория объекта не записана.", "The category of the object is not written down.")
        return unknown(say, why, Text("Запишите категорию с её решением.", "Enter it with its decision."))
    if barred:
        why = Text("Плановых этой категории сейчас нет: сверьте с актом.", "None of this category now: check the act.")
        return found(say, why, Text("Предложите профилактический визит.", "Offer a preventive visit."))
    return clean(say, Text("Эту категорию проверять можно.", "This category may be checked."))


def only_once(scope: Scope) -> Reason:
    """No other event is open at the same object."""
    say = ("duplicate", Text("Объект не назван дважды", "Not named twice"), "248-ФЗ, ст. 66 ч. 8 п. 7")
    if scope.same_object is None:
        why = Text("Другие проверки объекта не видны.", "Other events at the object are not seen.")
        return unknown(say, why, Text("Выберите объект из учёта.", "Choose an object of the register."))
    if scope.same_object:
        named = ", ".join(scope.same_object)
        why = Text(f"Там же: {named}.", f"Also there: {named}.")
        return found(say, why, Text("Объедините или снимите одну.", "Join them, or drop one."))
    return clean(say, Text("Других проверок здесь нет.", "There is no other event."))


def category_confirmed(scope: Scope) -> Reason:
    """The category in the decision is that of the object, and stands on a decision."""
    say = ("category", Text("Категория подтверждена", "The category is confirmed"), "248-ФЗ, ст. 24")
    if scope.category and scope.object_category and scope.category != scope.object_category:
        why = Text("В решении и в учёте разные категории.", "The decision and the register differ.")
        return found(say, why, Text("Возьмите категорию из учёта.", "Take that of the register."))
    if scope.planned is False and not scope.category:
        return clean(say, Text("Внеплановой категория не нужна.", "An unplanned event needs none."))
    if not scope.object_category or not scope.category or not scope.category_decided:
        why = Text("Нет категории или её решения с датой.", "The category or its dated decision is missing.")
        return unknown(say, why, Text("Запишите решение о категории.", "Enter the decision on it."))
    return clean(say, Text("Есть решение о категории.", "Its decision is there."))
