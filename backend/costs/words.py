"""Costs in words: a range, hours, whose number it is."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from backend.web import formats
from calculators.portfolio import Band, CostFlag, DutyCost
from rules.text import Text

FLAGS = {
    CostFlag.ESTIMATE: Text("оценка", "estimate"),
    CostFlag.OWN: Text("ваше число", "your number"),
    CostFlag.PER_CASE: Text("за один случай", "for one case"),
    CostFlag.NOT_ASSESSED: Text("не оценено", "not assessed"),
}

CASES_APART = Text("оценка, случаи отдельно", "estimate, cases apart")
MILLION = Decimal(1_000_000)


def rounded(value: Fraction, digits: int = 0) -> Decimal:
    """Return a figure rounded once, half-up, for people."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def coarse(value: Fraction) -> Decimal:
    """Return two leading digits: an estimate is no better than that."""
    whole = rounded(value)
    if whole < 100:
        return whole
    power = whole.adjusted() - 1
    return (whole / Decimal(10) ** power).quantize(Decimal(1), rounding=ROUND_HALF_UP) * Decimal(10) ** power


def hours_text(hours: Fraction | None) -> Text | None:
    """Return hours as people say them; under an hour in minutes."""
    if hours is None:
        return None
    if 0 < hours < 1:
        minutes = rounded(hours * 60)
        return Text(f"{minutes}{formats.NBSP}мин", f"{minutes}{formats.NBSP}min")
    digits = 1 if hours < 10 and hours.denominator != 1 else 0
    value = rounded(hours, digits)
    return Text(f"{formats.number(value, 'ru')}{formats.NBSP}ч", f"{formats.number(value, 'en')}{formats.NBSP}h")


def band_text(band: Band | None, *, own: bool = False) -> Text | None:
    """Return rubles as a range; one figure when low and high are the same or the business gave it."""
    if band is None:
        return None
    low, high = (rounded(band.low), rounded(band.high)) if own else (coarse(band.low), coarse(band.high))
    if high >= MILLION and not (own and any(one % (MILLION / 100) for one in (low, high))):
        return _in_millions(low, high)
    if low == high:
        return Text(formats.money(low, "ru"), formats.money(low, "en"))
    nbsp = formats.NBSP
    return Text(
        f"{formats.number(low, 'ru', 0)}–{formats.number(high, 'ru', 0)}{nbsp}₽",
        f"₽{formats.number(low, 'en', 0)}–{formats.number(high, 'en', 0)}",
    )


def _in_millions(low: Decimal, high: Decimal) -> Text:
    """Return «0,9–2,1 млн ₽»: a row of noughts is read worse than a word. A low end under 0,1 keeps its rubles."""
    nbsp = formats.NBSP
    if low < MILLION / 10:
        top = _in_millions(high, high)
        return Text(f"{formats.money(low, 'ru')}{nbsp}– {top.ru}", f"{formats.money(low, 'en')}–{top.en}")
    amounts = [one / MILLION for one in dict.fromkeys((low, high))]
    ru, en = ("–".join(formats.number(one, language) for one in amounts) for language in ("ru", "en"))
    return Text(f"{ru}{nbsp}млн{nbsp}₽", f"₽{en}m")


def cost_text(cost: DutyCost) -> Text:
    """Return one line for a requirement: a year, once, for one case, or that nobody has assessed it."""
    own = cost.flag is CostFlag.OWN
    if cost.flag is CostFlag.NOT_ASSESSED:
        return FLAGS[CostFlag.NOT_ASSESSED]
    parts = []
    if cost.yearly_rub is not None:
        parts.append(_with(band_text(cost.yearly_rub, own=own), Text("в год", "a year")))
    if cost.one_off_rub is not None and cost.one_off_counts:
        parts.append(_with(band_text(cost.one_off_rub, own=own), Text("разово", "once")))
    if not parts and cost.per_case_rub is not None:
        parts.append(_with(band_text(cost.per_case_rub, own=own), FLAGS[CostFlag.PER_CASE]))
    if not parts and cost.one_off_rub is not None:
        parts.append(_with(band_text(cost.one_off_rub, own=own), FLAGS[CostFlag.PER_CASE]))
    if not parts:
        return FLAGS[CostFlag.NOT_ASSESSED]
    return Text(", ".join(one.ru for one in parts), ", ".join(one.en for one in parts))


def flag_text(cost: DutyCost) -> Text:
    """Return whose number it is; a one-off sum stands there without the cases that nobody has counted."""
    if cost.flag is CostFlag.PER_CASE and cost.one_off_rub is not None and cost.one_off_counts:
        return CASES_APART
    return FLAGS[cost.flag]


def _with(amount: Text | None, when: Text) -> Text:
    assert amount is not None  # noqa: S101  (callers pass a known band)
    return Text(f"{amount.ru} {when.ru}", f"{amount.en} {when.en}")
