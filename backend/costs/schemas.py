"""What a person types about costs."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from backend.web.forms import DecimalText, Input
from rules.faults import Fault, InputError
from rules.text import Text


def _empty(value: object) -> object:
    return None if value == "" else value


def _fraction(value: object) -> object:
    """Accept 12, 0,5 or 1/3; refuse what is neither."""
    if value in (None, ""):
        return None
    text = str(value).strip().replace(",", ".").replace(" ", "")
    if isinstance(value, bool | float) or not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4}|/[1-9][0-9]{0,3})?", text):
        raise ValueError("decimal_number")
    if not Fraction(text):
        return "0"
    return str(Fraction(text))


HoursNumber = Annotated[Decimal, Field(ge=0, le=100000, decimal_places=4)]
RublesNumber = Annotated[Decimal, Field(ge=0, le=10**12, decimal_places=2)]
Hours = Annotated[HoursNumber | None, DecimalText, BeforeValidator(_empty)]
Rubles = Annotated[RublesNumber | None, DecimalText, BeforeValidator(_empty)]
Times = Annotated[str | None, BeforeValidator(_fraction)]
Short = Annotated[Annotated[str, StringConstraints(max_length=100)] | None, BeforeValidator(_empty)]


class OwnNumbersInput(Input):
    """Own numbers of one requirement; an empty field leaves the estimate."""

    hours_per_time: Hours = None
    rub_per_time: Rubles = None
    times_per_year: Times = None
    one_off_hours: Hours = None
    one_off_rub: Rubles = None
    who: Short = None
    hourly_rate: Rubles = None


class WageInput(Input):
    """The wage: of a month or of an hour, one of the two."""

    monthly: Rubles = None
    hourly: Rubles = None
    category: Literal["general", "msp"] = "general"

    @model_validator(mode="after")
    def one_of_two(self) -> WageInput:
        """Refuse both and none."""
        if (self.monthly is None) == (self.hourly is None):
            message = Text(
                "Нужна зарплата за месяц или цена часа, одно из двух.",
                "Give a monthly wage or an hourly price, one of the two.",
            )
            raise InputError(
                [Fault("one_of_two", "monthly", message, Text("Заполните одно поле.", "Fill in one field."))]
            )
        return self
