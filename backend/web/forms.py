"""Forms against schemas: every fault at once, in the words of the house, the input kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from backend.errors import Invalid
from rules.faults import Fault, InputError
from rules.shapes import as_date, choose_near
from rules.text import Text

Model = TypeVar("Model", bound=BaseModel)


class Input(BaseModel):
    """An input schema: unknown fields are refused by name, texts are stripped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


def _whole(value: object) -> object:
    """Accept ASCII digits only: pydantic alone takes 1_000, True and Arabic digits."""
    if isinstance(value, bool) or (isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,15}", value.strip())):
        raise ValueError("whole_number")
    return value


def _decimal(value: object) -> object:
    """Accept decimals as text with comma or point; a float has lost digits already."""
    if isinstance(value, bool | float):
        raise ValueError("decimal_number")
    if isinstance(value, str):
        text = value.strip().replace("\u00a0", "").replace(" ", "").replace(",", ".")
        if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,10})?", text):
            raise ValueError("decimal_number")
        return text
    return value


def _day(value: object) -> object:
    """Accept year-month-day in ASCII digits, or nothing: pydantic alone takes moments and seconds since 1970 too."""
    if value in (None, ""):
        return None
    if not isinstance(value, date) and as_date(value) is None:
        raise ValueError("date")
    return value


Whole = Annotated[int, BeforeValidator(_whole)]
DecimalText = BeforeValidator(_decimal)
DayText = BeforeValidator(_day)

REQUIRED = Text("Поле не заполнено.", "The field is empty.")
SENTENCES: Mapping[str, tuple[Text, Text]] = {
    "missing": (REQUIRED, Text("Заполните его.", "Fill it in.")),
    "extra_forbidden": (
        Text("Такого поля нет.", "There is no such field."),
        Text("Уберите его или сверьте имя.", "Remove it or check its name."),
    ),
    "string_too_short": (REQUIRED, Text("Заполните его.", "Fill it in.")),
    "string_too_long": (
        Text("Текст длиннее, чем {max_length} знаков.", "The text is longer than {max_length} characters."),
        Text("Сократите его.", "Shorten it."),
    ),
    "greater_than_equal": (
        Text("Наименьшее значение: {ge}.", "The least value is {ge}."),
        Text("Исправьте число.", "Correct the number."),
    ),
    "less_than_equal": (
        Text("Наибольшее значение: {le}.", "The greatest value is {le}."),
        Text("Исправьте число.", "Correct the number."),
    ),
    "enum": (
        Text("Такого варианта нет.", "There is no such choice."),
        Text("Выберите из списка.", "Choose from the list."),
    ),
    "whole_number": (
        Text("Нужно целое число цифрами.", "A whole number in digits is needed."),
        Text("Исправьте число.", "Correct the number."),
    ),
    "decimal_number": (
        Text("Нужно число цифрами, например 12,5.", "A number in digits is needed, such as 12.5."),
        Text("Исправьте число.", "Correct the number."),
    ),
    "decimal_max_places": (
        Text("Знаков после запятой больше {decimal_places}.", "More than {decimal_places} digits after the point."),
        Text("Округлите число.", "Round the number."),
    ),
    "decimal_whole_digits": (
        Text("Слишком большое число.", "The number is too large."),
        Text(
            "Напишите не больше {whole_digits} цифр до запятой.",
            "Write at most {whole_digits} digits before the point.",
        ),
    ),
    "decimal_max_digits": (
        Text("Слишком длинное число.", "The number is too long."),
        Text("Напишите не больше {max_digits} цифр.", "Write at most {max_digits} digits."),
    ),
    "date": (
        Text("Такого дня нет в календаре.", "There is no such day in the calendar."),
        Text("Исправьте дату: год-месяц-день.", "Correct the date: year-month-day."),
    ),
    "string_type": (Text("Нужен текст.", "Text is needed."), Text("Передайте текст.", "Send text.")),
    "bool": (Text("Нужно «да» или «нет».", "Yes or no is needed."), Text("Выберите ответ.", "Choose an answer.")),
    "pattern": (
        Text("Запись не того вида.", "The text does not have the expected form."),
        Text("Сверьте с образцом.", "Compare it with the example."),
    ),
}
ALIASES = {
    "literal_error": "enum",
    "string_pattern_mismatch": "pattern",
    "int_parsing": "whole_number",
    "int_type": "whole_number",
}
OTHER = (
    Text("Значение не подходит.", "The value does not fit."),
    Text("Сверьте его с подсказкой.", "Compare it with the hint."),
)


def read(schema: type[Model], values: Mapping[str, Any]) -> Model:
    """Return `values` as the schema's model.

    Raises:
        Invalid: with every fault, each with its field.
    """
    try:
        return schema.model_validate(dict(values))
    except ValidationError as error:
        raise Invalid([fault for item in error.errors() for fault in _faults(item)]) from None


def _faults(item: Any) -> tuple[Fault, ...]:
    """A validator of ours may bring whole faults; pydantic's own are put into our words."""
    carried = (item.get("ctx") or {}).get("error")
    if not isinstance(carried, InputError):
        return (_fault(item),)
    where = ".".join(str(part) for part in item["loc"]) or None
    return tuple(replace(fault, field=fault.field or where) for fault in carried.faults)


def _fault(item: Any) -> Fault:
    kind = str(item["type"])
    context = item.get("ctx") or {}
    if kind == "value_error":
        kind = str(context.get("error", ""))
    kind = ALIASES.get(kind, kind)
    if kind.startswith(("date", "datetime")):
        kind = "date" if item.get("input") not in (None, "") else "missing"
    if kind.startswith("bool"):
        kind = "bool"
    message, remedy = SENTENCES.get(kind, OTHER)
    if kind == "enum":
        remedy = _choose(item.get("input"), context, remedy)
    known = _Known(context)
    where = ".".join(str(part) for part in item["loc"]) or None
    return Fault(kind, where, _filled(message, known), _filled(remedy, known))


def _choose(value: object, context: Mapping[str, Any], otherwise: Text) -> Text:
    """Name the choices, of a long list the closest; pydantic tells them as «'a', 'b' or 'c'», numbers bare."""
    expected = str(context.get("expected", ""))
    names = [name for name in re.findall(r"'([^']*)'", expected) or re.split(r", | or ", expected) if name]
    return choose_near(str(value), names) if names else otherwise


def _filled(text: Text, known: _Known) -> Text:
    return Text(text.ru.format_map(known), text.en.format_map(known))


def errors_of(faults: Sequence[Fault], language: str) -> dict[str, str]:
    """Return {field: sentence and remedy} for a page; faults of no field stand under the empty name."""
    errors: dict[str, str] = {}
    for fault in faults:
        errors.setdefault(fault.field or "", f"{fault.message.in_(language)} {fault.remedy.in_(language)}")
    return errors


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"
