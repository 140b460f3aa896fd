"""The cost of a control event as a document: what is asked for, what people earn, and how it all adds up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from calculators import control_event_flags as flags
from calculators.checks import Fields
from calculators.control_event import (
    OTHER_GROUND,
    SIZES,
    EventCost,
    Hours,
    Labour,
    added,
    events,
    onsite_cost,
    onsite_hours,
    plan_and_fact,
    remote_allowed,
)
from calculators.money import allocate, money_text
from calculators.trace import Figure
from rules.control import event_rules
from rules.text import Text

LISTED = ("samples", "representation", "travel", "remediation", "appeal")
OPTIONAL = ("preparation", "copies", *LISTED, "downtime")
HEAD = ("entity_size", "event", "ground", "planned", "places", "form", "requested_onsite_hours", "participants")
KEYS = (*HEAD, *OPTIONAL, "moving", "fact")
PRODUCTS = {"copies": ("pages", "price_per_page"), "downtime": ("hours", "margin_per_hour")}
FORMS = ("in_person", "remote")
HOURS_A_YEAR, MOST_PLACES = Fraction(8784), 1000
FORMULAS = {
    "onsite": "onsite_hours × Σ hourly_rate of participants",
    "preparation": "Σ hours × hourly_rate",
    "copies": "pages × price_per_page",
    "downtime": "hours × margin_per_hour",
}
LISTED_FORMULA = "Σ price, or hours × hourly_rate"
WORKING_DAY = Text("; рабочий день принят за 8 ч", "; a working day is taken as 8 h")
OWN = Text("Ваши числа", "Your own numbers")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the cost and the numbers it was made of."""

    cost: Fraction | None
    inputs: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Request:
    """A document read: the event, its hours, the parts of its cost, the fact if it is over."""

    event: str
    form: str
    requested: Fraction | None
    hours: Hours
    rates: tuple[Fraction | None, ...] | None
    cost: EventCost
    inputs: Mapping[str, Mapping[str, Fraction]]
    fact: tuple[Fraction | None, Fraction | None] | None


def control_event_document(document: object) -> dict[str, Any]:
    """Return what a control event takes: hours within the law's bound, rubles by part, flags, the trace.

    What is given as null is unknown and stays null; an optional part that is not given is listed as not counted.
    Source: 248-ФЗ art. 52.1(8), 65(4), 70–73; the standard cost model.

    Raises:
        InputError: every fault of the document.

    >>> asked = {"entity_size": "micro", "event": "ON_SITE", "requested_onsite_hours": "20", "preparation": [],
    ...          "participants": [{"role": "директор", "hourly_rate": "600"}]}
    >>> found = control_event_document(asked)
    >>> found["onsite_hours"], found["cost"], [flag["code"] for flag in found["flags"]]
    ('15.00', '9000.00', ['hours_over_bound'])
    """
    asked = read_request(document)
    cost = asked.cost.remotely() if asked.form == "remote" and remote_allowed(asked.event) else asked.cost
    answer: dict[str, Any] = {
        "event": asked.event,
        "form": asked.form,
        "onsite_hours": money_text(asked.hours.hours),
        "bound": _bound(asked.hours),
        "cost": money_text(cost.total),
        "parts": _shown(cost),
        "not_counted": [name for name in OPTIONAL if name not in cost.parts],
        "moving": money_text(cost.moving),
        "scenarios": {
            "in_person": money_text(asked.cost.total),
            "remote": money_text(asked.cost.remotely().total) if remote_allowed(asked.event) else None,
        },
        "flags": flags.flags_of(asked.event, asked.form, asked.requested, asked.hours, cost, asked.fact),
        "trace": [figure.as_dict() for figure in _trace(asked, cost)],
    }
    if asked.fact is not None:
        answer["fact"] = _fact(cost, asked.fact)
    return answer


def read_request(document: object) -> Request:
    """Return a document read.

    Raises:
        InputError: every fault of it.
    """
    fields = Fields(document)
    fields.only(KEYS)
    event = _event(fields)
    size, ground, planned = _size(fields), _ground(fields), _planned(fields)
    places = fields.whole("places", 1, least=1, most=MOST_PLACES) or 1
    if places > 1 and event != "INSPECTION_VISIT":
        fields.refuse(
            "places_of_visits_only",
            "places",
            "места считают только у инспекционного визита",
            "only an inspection visit has places",
        )
    form = fields.choice("form", FORMS, "in_person") or "in_person"
    requested = _given(fields, "requested_onsite_hours", most=HOURS_A_YEAR)
    rates = _rates(fields)
    read = _parts(fields)
    moving = _lines(fields, "moving") if "moving" in fields.document else Part(None, {})
    fact = _fact_given(fields)
    fields.finish()
    hours = onsite_hours(requested, event, size, ground=ground, planned=planned, places=places)
    onsite = None if rates is None else onsite_cost(hours.hours, rates)
    parts = {"onsite": onsite} | {name: part.cost for name, part in read.items()}
    cost = EventCost(hours.hours, parts, moving.cost)
    inputs = {name: part.inputs for name, part in ({"moving": moving} | read).items()}
    return Request(event, form, requested, hours, rates, cost, inputs, fact)


def _event(fields: Fields) -> str:
    """Return the code of the event, given by its code or by its name, in capitals or not."""
    given, known = fields.document.get("event"), events()
    names = {code: code for code in known}
    for code, title in known.items():
        names |= {_plain(code): code, _plain(title.ru): code, _plain(title.en): code}
    if isinstance(given, str) and _plain(given) in names:
        return names[_plain(given)]
    fields.choice("event", known)
    return next(iter(known))


def _plain(name: str) -> str:
    return name.strip().lower().replace("-", " ").replace("_", " ")


def _size(fields: Fields) -> str | None:
    if "entity_size" in fields.document and fields.document["entity_size"] is None:
        return None
    return fields.choice("entity_size", SIZES)


def _ground(fields: Fields) -> str | None:
    """Return the ground: one without hours of its own where nothing is said, null is unknown."""
    if "ground" not in fields.document:
        return OTHER_GROUND
    return fields.choice("ground", event_rules().grounds) if fields.has("ground") else None


def _planned(fields: Fields) -> bool | None:
    """Return whether the event is planned; it is taken as unplanned where nothing is said, null is unknown."""
    given = fields.document.get("planned", False)
    if given is None or isinstance(given, bool):
        return given
    fields.refuse("not_yes_or_no", "planned", "нужно true, false или null", "true, false or null is needed")
    return None


def _given(fields: Fields, name: str, **bounds: Any) -> Fraction | None:
    """Return a number that must be there; null is there and unknown."""
    if name not in fields.document:
        fields.needed(name)
    return fields.quantity(name, **bounds)


def _rates(fields: Fields) -> tuple[Fraction | None, ...] | None:
    if "participants" not in fields.document:
        fields.refuse("missing", "participants", "поле не заполнено", "the field is missing")
    if not fields.has("participants"):
        return None
    return tuple(_rate(row) for row in fields.rows("participants"))


def _rate(row: Fields) -> Fraction | None:
    row.only(("role", "hourly_rate"))
    row.text("role", "")
    return _given(row, "hourly_rate")


def _parts(fields: Fields) -> dict[str, Part]:
    """Return the parts that are given, in the order in which answers show them; null is unknown."""
    return {name: _part(fields, name) for name in OPTIONAL if name in fields.document}


def _part(fields: Fields, name: str) -> Part:
    if name in PRODUCTS:
        return _product(fields.inner(name), *PRODUCTS[name])
    return _lines(fields, name)


def _product(inner: Fields | None, count: str, price: str) -> Part:
    if inner is None:
        return Part(None, {})
    inner.only((count, price))
    of, at = _given(inner, count), _given(inner, price)
    return Part(Labour(of, at).cost, _known({count: of, price: at}))


def _lines(fields: Fields, name: str) -> Part:
    """Return rows, each a price or hours at a rate; null is unknown."""
    if not fields.has(name):
        return Part(None, {})
    lines = [_line(row, priced=name != "preparation") for row in fields.rows(name)]
    inputs = {f"{key}[{n}]": value for n, line in enumerate(lines) for key, value in line.inputs.items()}
    return Part(added(line.cost for line in lines), inputs)


def _line(row: Fields, *, priced: bool) -> Part:
    row.only(("what", "hours", "hourly_rate", "price") if priced else ("what", "hours", "hourly_rate"))
    row.text("what", "")
    if not priced or "price" not in row.document:
        hours, rate = _given(row, "hours", most=HOURS_A_YEAR), _given(row, "hourly_rate")
        return Part(Labour(hours, rate).cost, _known({"hours": hours, "hourly_rate": rate}))
    if {"hours", "hourly_rate"} & set(row.document):
        row.refuse("only_one", "price", "оставьте цену или часы со ставкой", "keep a price, or hours at a rate")
    price = row.quantity("price")
    return Part(price, _known({"price": price}))


def _known(numbers: Mapping[str, Fraction | None]) -> dict[str, Fraction]:
    return {name: number for name, number in numbers.items() if number is not None}


def _fact_given(fields: Fields) -> tuple[Fraction | None, Fraction | None] | None:
    inner = fields.inner("fact")
    if inner is None:
        return None
    inner.only(("hours", "cost"))
    return inner.quantity("hours"), inner.quantity("cost")


def _bound(hours: Hours) -> dict[str, Any] | None:
    """Return the bound if there is one whatever is unknown."""
    if len(hours.bounds) != 1 or hours.bounds[0].hours is None:
        return None
    (bound,) = hours.bounds
    return {"hours": money_text(bound.hours), "article": bound.article, "verified": bound.verified}


def _shown(cost: EventCost) -> dict[str, str | None]:
    """Return the parts in kopecks; where all are known they add up to the cost that is shown."""
    known = {name: part for name, part in cost.parts.items() if part is not None}
    if len(known) != len(cost.parts):
        return {name: money_text(part) for name, part in cost.parts.items()}
    return {name: f"{part:f}" for name, part in zip(known, allocate(known.values()), strict=True)}


def _fact(cost: EventCost, fact: tuple[Fraction | None, Fraction | None]) -> dict[str, Any]:
    hours, rubles = plan_and_fact(cost, *fact)
    return {
        name: {"planned": money_text(one.planned), "actual": money_text(one.actual), "more": money_text(one.more)}
        for name, one in (("hours", hours), ("cost", rubles))
    }


def _trace(asked: Request, cost: EventCost) -> Iterator[Figure]:
    if asked.hours.hours is not None and asked.requested is not None:
        yield _hours_figure(asked.hours, asked.hours.hours, asked.requested)
    for name, part in cost.parts.items():
        if part is not None:
            formula = FORMULAS.get(name, LISTED_FORMULA) if part == asked.cost.parts[name] else "0: held remotely"
            yield Figure(f"parts.{name}", formula, dict(_inputs(asked, name)), OWN, part)
    if cost.moving is not None:
        yield Figure("moving", LISTED_FORMULA, dict(asked.inputs["moving"]), OWN, cost.moving)
    if cost.total is not None:
        said = Text("Стандартная модель издержек: сумма частей", "Standard cost model: the sum of the parts")
        yield Figure("cost", "Σ parts", dict(_known(cost.parts)), said, cost.total)


def _hours_figure(hours: Hours, counted: Fraction, requested: Fraction) -> Figure:
    inputs: dict[str, Fraction | str] = {"requested_onsite_hours": requested}
    limits = [bound.hours for bound in hours.bounds if bound.hours is not None]
    if limits:
        inputs["bound"] = min(limits)
    cited = "; ".join(dict.fromkeys(bound.article for bound in hours.bounds))
    of_days = any(bound.of_days for bound in hours.bounds)
    said = Text(cited + WORKING_DAY.ru, cited + WORKING_DAY.en) if of_days else Text(cited, cited)
    return Figure("onsite_hours", "least of requested_onsite_hours and bound", inputs, said, counted)


def _inputs(asked: Request, name: str) -> Mapping[str, Fraction]:
    if name != "onsite":
        return asked.inputs[name]
    rates = _known({f"hourly_rate[{index}]": rate for index, rate in enumerate(asked.rates or ())})
    return _known({"onsite_hours": asked.hours.hours}) | rates
