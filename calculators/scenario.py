"""A cost scenario as data: who bears what, how often, for how long. Reading reports every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from calculators.calendar import work_calendar
from calculators.checks import Fields
from calculators.rates import contribution_year, known_years
from calculators.reading import read_presets

ONE = Fraction(1)
ZERO = Fraction(0)
MOST_YEARS = 30
TIMINGS = ("start_of_period", "end_of_period", "mid_period", "none")
ANNUALISE = ("none", "simple_average", "straight_line", "annuity")
TYPES = ("information", "content", "delay", "control_event", "fee")
WAGES = ("hourly_rate", "hourly_wage", "monthly_wage")
KEYS: tuple[str, ...] = (
    *("method", "currency", "price_year", "horizon_years", "discount_rate", "discount_timing", "overhead_rate"),
    *("registration_year", "segments", "items", "labour_parameters", "draws", "seed"),
)
SEGMENT_KEYS = ("id", "entities", "growth_rate", "already_compliant_share")
ITEM_KEYS: tuple[str, ...] = (
    *("id", "title", "requirement_id", "requirement_type", "timing", "frequency", "start_year", "end_year"),
    *("occurrence_years", "segments", "bau_share", "annualise", "labour", "purchases", "external", "delay", "evidence"),
)
LABOUR_KEYS: tuple[str, ...] = ("hours", "minutes", "staff", *WAGES)
PURCHASE_KEYS: tuple[str, ...] = ("unit_cost", "quantity", "useful_life_years", "residual_value")
DELAY_KEYS: tuple[str, ...] = (
    "before",
    "after",
    "application_delay",
    "approval_delay",
    "ready_after",
    "unit",
    "cost_per_unit",
)
PARAMETER_KEYS: tuple[str, ...] = ("year", "category", "annual_norm_hours", "contribution_rate")


@dataclass(frozen=True, slots=True)
class Segment:
    """A group of entities; `compliant` is the share that complies already and bears nothing more."""

    id: str
    entities: int
    growth: Fraction = ZERO
    compliant: Fraction = ZERO

    @property
    def affected(self) -> Fraction:
        """Return how many entities bear the cost."""
        return self.entities * (1 - self.compliant)


@dataclass(frozen=True, slots=True)
class Labour:
    """Hours of so many people at a wage of one of three kinds."""

    hours: Fraction
    staff: Fraction
    wage_kind: str
    wage: Fraction


@dataclass(frozen=True, slots=True)
class Purchase:
    """Things bought at an occurrence; `life` in years, None where none is given."""

    unit_cost: Fraction
    quantity: Fraction
    life: int | None = None
    residual: Fraction = ZERO

    @property
    def cost(self) -> Fraction:
        """Return what all of them cost."""
        return self.unit_cost * self.quantity


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a requirement makes businesses do."""

    id: str
    type: str
    recurring: bool
    frequency: Fraction
    first: int
    last: int
    years: tuple[int, ...]
    segments: tuple[str, ...]
    bau_share: Fraction
    annualise: str
    labour: tuple[Labour, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    external: tuple[Fraction, ...] = ()
    delay: Fraction = ZERO
    requirement: str = ""


@dataclass(frozen=True, slots=True)
class LabourParameters:
    """What turns a wage into the cost of an hour."""

    year: int | None = None
    category: str = "general"
    norm_hours: Fraction | None = None
    contribution_rate: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario read and checked."""

    method: str
    preset: Mapping[str, Any]
    currency: str
    horizon: int
    discount_rate: Fraction | None
    discount_timing: str
    overhead: Fraction
    segments: tuple[Segment, ...]
    items: tuple[Item, ...]
    parameters: LabourParameters


def read_scenario(document: object) -> Scenario:
    """Return the scenario of a JSON document in the shape of the contract.

    Raises:
        InputError: every fault found, each with its place in the document.
    """
    fields = Fields(document)
    method = fields.choice("method", read_presets())
    fields.only(KEYS)
    preset = read_presets().get(method or "", next(iter(read_presets().values())))
    horizon = fields.whole("horizon_years", preset["horizon_years"], least=1, most=MOST_YEARS) or 1
    segments = _segments(fields)
    parameters = _parameters(fields)
    overhead = fields.quantity("overhead_rate")
    scenario = Scenario(
        method=method or "",
        preset=preset,
        currency=fields.text("currency", preset["currency"]),
        horizon=horizon,
        discount_rate=fields.quantity("discount_rate"),
        discount_timing=fields.choice("discount_timing", TIMINGS, preset["discount_timing"]) or "none",
        overhead=Fraction(preset["overhead_rate"]) if overhead is None else overhead,
        segments=segments,
        items=_items(fields, horizon, segments, preset, parameters),
        parameters=parameters,
    )
    for name in ("registration_year", "draws", "seed", "price_year"):
        fields.whole(name)
    fields.finish()
    return scenario


def _segments(fields: Fields) -> tuple[Segment, ...]:
    """Return the segments; a scenario without any is about one business."""
    if not fields.has("segments"):
        return (Segment("business", 1),)
    segments = tuple(_segment(row) for row in fields.rows("segments"))
    if not segments:
        fields.refuse("empty", "segments", "нет ни одной группы бизнеса", "there is no segment")
    _refuse_twins(fields, "segments", [segment.id for segment in segments])
    return segments


def _segment(row: Fields) -> Segment:
    row.only(SEGMENT_KEYS)
    if not row.has("entities"):
        row.refuse("missing", "entities", "поле не заполнено", "the field is missing")
    return Segment(
        row.text("id"),
        row.whole("entities", 0) or 0,
        row.quantity("growth_rate") or ZERO,
        row.quantity("already_compliant_share", most=ONE) or ZERO,
    )


def _items(
    fields: Fields,
    horizon: int,
    segments: tuple[Segment, ...],
    preset: Mapping[str, Any],
    parameters: LabourParameters,
) -> tuple[Item, ...]:
    if not fields.has("items"):
        fields.refuse("missing", "items", "поле не заполнено", "the field is missing")
    known = tuple(segment.id for segment in segments)
    items = tuple(_item(row, horizon, known, preset, parameters) for row in fields.rows("items"))
    if fields.document.get("items") == []:
        fields.refuse("empty", "items", "нет ни одной строки расходов", "there is no item")
    _refuse_twins(fields, "items", [item.id for item in items])
    return items


def _item(
    row: Fields, horizon: int, known: tuple[str, ...], preset: Mapping[str, Any], parameters: LabourParameters
) -> Item:
    row.only(ITEM_KEYS)
    recurring = row.choice("timing", ("one_off", "recurring")) == "recurring"
    first = row.whole("start_year", 1, least=1, most=horizon) or 1
    last = row.whole("end_year", horizon, least=first, most=horizon) or horizon
    frequency = row.needed("frequency", above=ZERO) if recurring else row.quantity("frequency", above=ZERO) or ONE
    item = Item(
        id=row.text("id"),
        type=row.choice("requirement_type", TYPES, "content") or "content",
        recurring=recurring,
        frequency=frequency,
        first=first,
        last=last,
        years=row.wholes("occurrence_years", least=1, most=horizon),
        segments=_named_segments(row, known),
        bau_share=row.quantity("bau_share", most=ONE) or ZERO,
        annualise=row.choice("annualise", ANNUALISE, preset["annualise"]) or "none",
        labour=tuple(_labour(one, parameters) for one in row.rows("labour")),
        purchases=tuple(_purchase(one) for one in row.rows("purchases")),
        external=tuple(_external(one) for one in row.rows("external")),
        delay=_delay(row),
        requirement=row.text("requirement_id", ""),
    )
    if not any(row.has(name) for name in ("labour", "purchases", "external", "delay")):
        row.refuse("nothing_priced", "labour", "нет ни работы, ни покупок, ни услуг", "no labour, purchase or service")
    return item


def _named_segments(row: Fields, known: tuple[str, ...]) -> tuple[str, ...]:
    named = row.texts("segments")
    for name in named or ():
        if name not in known:
            row.refuse("unknown_segment", "segments", f"нет группы «{name}»", f"there is no segment “{name}”")
    return known if named is None else tuple(dict.fromkeys(named))


def _labour(row: Fields, parameters: LabourParameters) -> Labour:
    row.only(LABOUR_KEYS)
    unit = row.one_of("hours", "minutes")
    hours = (row.quantity(unit) or ZERO) if unit else ZERO
    kind = row.one_of(*WAGES) or "hourly_rate"
    if kind != "hourly_rate" and parameters.year is None and not _has_flat(parameters):
        row.refuse(
            "labour_year_missing",
            kind,
            "чтобы прибавить взносы, заполните labour_parameters.year",
            "contributions need labour_parameters.year",
        )
    return Labour(hours / 60 if unit == "minutes" else hours, _staff(row), kind, row.quantity(kind) or ZERO)


def _has_flat(parameters: LabourParameters) -> bool:
    return parameters.contribution_rate is not None and parameters.norm_hours is not None


def _staff(row: Fields) -> Fraction:
    """Return how many people: a count (integer), or text for a part of one."""
    if isinstance(row.document.get("staff"), str):
        return row.quantity("staff") or ZERO
    return Fraction(row.whole("staff", 1) or 0)


def _purchase(row: Fields) -> Purchase:
    row.only(PURCHASE_KEYS)
    quantity = row.quantity("quantity") if row.has("quantity") else ONE
    life = row.whole("useful_life_years", None, least=1, most=100)
    return Purchase(row.needed("unit_cost"), quantity or ZERO, life, row.quantity("residual_value") or ZERO)


def _external(row: Fields) -> Fraction:
    row.only(("price",))
    return row.needed("price")


def _delay(row: Fields) -> Fraction:
    """Return the cost of waiting at one occurrence; a faster procedure gives a negative one."""
    delay = row.inner("delay")
    if delay is None:
        return ZERO
    delay.only(DELAY_KEYS)
    delay.text("unit", "day")
    price = delay.needed("cost_per_unit")
    if delay.has("before") or delay.has("after"):
        return (delay.needed("after") - delay.needed("before")) * price
    waited = delay.needed("application_delay") + delay.needed("approval_delay")
    return max(ZERO, waited - (delay.quantity("ready_after") or ZERO)) * price


def _parameters(fields: Fields) -> LabourParameters:
    row = fields.inner("labour_parameters")
    if row is None:
        return LabourParameters()
    row.only(PARAMETER_KEYS)
    parameters = LabourParameters(
        year=row.whole("year", None, least=1),
        category=row.text("category", "general"),
        norm_hours=row.quantity("annual_norm_hours", above=ZERO),
        contribution_rate=row.quantity("contribution_rate"),
    )
    _refuse_unknown(row, parameters)
    return parameters


def _refuse_unknown(row: Fields, given: LabourParameters) -> None:
    """Refuse a year or category whose numbers are not known; what the scenario gives itself need not be known."""
    year = given.year
    if year is None:
        return
    needed = [list(work_calendar().years)] if given.norm_hours is None else []
    needed += [list(known_years())] if given.contribution_rate is None else []
    known = sorted(set.intersection(*(set(one) for one in needed))) if needed else [year]
    if year not in known:
        words = ", ".join(map(str, known))
        ru, en = f"тарифов на {year} год нет; есть: {words}", f"{year} is not known; known: {words}"
        row.refuse("year_unknown", "year", ru, en)
    elif given.contribution_rate is None and given.category not in contribution_year(year)["tariffs"]:
        words = ", ".join(contribution_year(year)["tariffs"])
        ru, en = f"в {year} году есть тарифы: {words}", f"the tariffs of {year} are: {words}"
        row.refuse("category_unknown", "category", ru, en)


def _refuse_twins(fields: Fields, name: str, ids: list[str]) -> None:
    for twin in sorted({one for one in ids if one and ids.count(one) > 1}):
        fields.refuse("repeated_id", name, f"«{twin}» повторяется", f"“{twin}” is repeated")
