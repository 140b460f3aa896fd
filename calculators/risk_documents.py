"""The category of risk as documents: OBJECT.json in, the verdict in words and figures out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from calculators.risk import ASSIGNED, DEFAULT, Assigned, Basis, Interval, Lever, RiskObject, RiskVerdict, assess
from rules.conditions import value_as_json
from rules.control import CriterionGroup, Frequency, RiskCategory, control_types, event_rules
from rules.faults import Fault, InputError
from rules.profiles import check_facts
from rules.requirements import Requirement
from rules.shapes import as_date, missing, unknown_code, unknown_key, wrong
from rules.text import Text

KEYS = ("control_type", "facts", "assigned", "last_planned", "last_visit")
NAMES = {
    RiskCategory.LOW: Text("низкий риск", "low risk"),
    RiskCategory.MODERATE: Text("умеренный риск", "moderate risk"),
    RiskCategory.MEDIUM: Text("средний риск", "medium risk"),
    RiskCategory.SIGNIFICANT: Text("значительный риск", "significant risk"),
    RiskCategory.HIGH: Text("высокий риск", "high risk"),
    RiskCategory.EXTREME: Text("чрезвычайно высокий риск", "extremely high risk"),
}
# Years a day of control can lie in: beyond them intervals lead out of the calendar.
YEARS = range(1990, 2101)
NO_CATALOGUE: Mapping[str, Requirement] = {}
NOT_ESTIMATED = Text("Сколько сил это займёт, не оценено.", "The effort is not estimated.")


def risk_document(document: object, on: date) -> dict[str, Any]:
    """Return the answer of `yasno risk` to OBJECT.json, for a day.

    Raises:
        InputError: every fault of the document.

    >>> risk_document({"control_type": "fire"}, date(2026, 11, 28))["basis"]
    'default_low'
    """
    thing = read_object(document, on)
    return verdict_document(thing, assess(thing, on), on)


def read_object(document: object, on: date) -> RiskObject:
    """Return the object that a document describes.

    Raises:
        InputError: every fault, with its field.
    """
    if not isinstance(document, Mapping):
        raise InputError(
            [wrong("", document, '{"control_type": …, "facts": {…}}', '{"control_type": …, "facts": {…}}')]
        )
    faults = [unknown_key(str(key), key, KEYS) for key in document if key not in KEYS]
    code = document.get("control_type")
    type_ = control_types().get(code) if isinstance(code, str) else None
    if code is None:
        faults.append(missing("control_type"))
    elif type_ is None:
        faults.append(unknown_code("control_type", str(code), control_types()))
    assigned = _assigned(document.get("assigned"), faults, on)
    days = {name: _day(document.get(name), name, faults, on) for name in ("last_planned", "last_visit")}
    facts = document.get("facts")
    if type_ is None:
        raise InputError(faults)
    found, more = ({}, []) if facts is None else check_facts(facts, type_.vocabulary, "facts", on)
    if faults or more:
        raise InputError([*faults, *more])
    return RiskObject(type_, found, assigned, days["last_planned"], days["last_visit"])


def _assigned(raw: object, faults: list[Fault], on: date) -> Assigned | None:
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        faults.append(wrong("assigned", raw, '{"category": …, "on": …} или null', '{"category": …, "on": …} or null'))
        return None
    faults += [unknown_key(f"assigned.{key}", key, ("category", "on")) for key in raw if key not in ("category", "on")]
    category, day = raw.get("category"), _day(raw.get("on"), "assigned.on", faults, on)
    if category is None:
        faults.append(missing("assigned.category"))
    elif category not in list(RiskCategory):
        faults.append(unknown_code("assigned.category", str(category), list(RiskCategory)))
    else:
        return Assigned(RiskCategory(category), day)
    return None


def _day(raw: object, field: str, faults: list[Fault], on: date) -> date | None:
    if raw is None:
        return None
    day = as_date(raw)
    if day is None:
        faults.append(wrong(field, raw, "дату вида 2026-09-01", "a date like 2026-09-01"))
    elif day > on:
        faults.append(wrong(field, raw, "прошедший день", "a day that has passed"))
    elif day.year not in YEARS:
        faults.append(wrong(field, raw, "день с 1990 по 2100 год", "a day from 1990 to 2100"))
    return day


def verdict_document(
    thing: RiskObject, found: RiskVerdict, on: date, requirements: Mapping[str, Requirement] = NO_CATALOGUE
) -> dict[str, Any]:
    """Return a verdict in the shape of `yasno risk --json`; `requirements` are the catalogue, for the effort of levers.

    A lever whose criterion names a requirement carries its effort; one that names none is not estimated.
    """
    type_ = thing.control_type
    return {
        "category": found.category.value if found.category else None,
        "basis": found.basis.value,
        "text": _summary(thing, found).as_dict(),
        "computed": found.computed.value if found.computed else None,
        "range": [end.value for end in found.range] if found.range else None,
        # Until the authority assigns a category the law reads the object as low, whatever the criteria give.
        "until_assigned": None if thing.assigned or not type_.has_clocks else RiskCategory.LOW.value,
        "because": list(_because(thing, found)),
        "missing": list(found.missing),
        "questions": [_question(thing, name) for name in found.missing],
        "next_planned": _interval(found.next_planned, "planned"),
        "next_visit": _interval(found.next_visit, "visit"),
        "moratorium": _moratorium(found, on) if type_.has_clocks else None,
        "levers": [_lever(lever, requirements) for lever in found.levers],
    }


def _summary(thing: RiskObject, found: RiskVerdict) -> Text:
    type_ = thing.control_type
    if not type_.has_clocks:
        law = type_.other_law or type_.title
        return Text(f"Категорий риска по 248-ФЗ здесь нет. {law.ru}.", f"No categories of 248-ФЗ here. {law.en}.")
    if found.category is None:
        return Text(
            "Категорию не посчитать: не хватает ответов. Пока её не присвоили, закон считает риск низким.",
            "The category cannot be computed: answers are missing. Until it is assigned the law reads the risk as low.",
        )
    name = NAMES[found.category]
    if found.basis is Basis.ASSIGNED:
        day = thing.assigned.on if thing.assigned else None
        since, since_en = (f" с {day:%d.%m.%Y}", f" since {day}") if day else ("", "")
        return Text(f"Орган присвоил категорию: {name.ru}{since}.", f"The authority assigned: {name.en}{since_en}.")
    if found.basis is Basis.DEFAULT_LOW:
        return Text(
            "Категорию не присвоили, поэтому закон считает риск низким.",
            "No category is assigned, so the law reads the risk as low.",
        )
    return Text(
        f"По критериям выходит {name.ru}. Пока категорию не присвоили, закон считает риск низким.",
        f"By the criteria it comes out as {name.en}. Until it is assigned the law reads the risk as low.",
    )


def _because(thing: RiskObject, found: RiskVerdict) -> Iterator[dict[str, Any]]:
    """Yield what the category rests on: the assignment or the default, then each criterion that is settled."""
    type_ = thing.control_type
    if found.basis is Basis.ASSIGNED:
        text = Text("Категорию присвоил орган", "The authority assigned the category")
        yield _reason(None, None, ASSIGNED, text, True, True)
    elif found.basis is Basis.DEFAULT_LOW:
        text = Text("Категорию не присвоили", "No category is assigned")
        yield _reason(None, None, DEFAULT, text, True, True)
    for criterion in type_.criteria:
        holds = found.held.get(criterion.id)
        if holds is not None:
            article = type_.source(criterion.clause)
            yield _reason(criterion.id, criterion.group, article, criterion.text, holds, criterion.verified)
    if found.rule_open:
        text = Text(
            "Хватает ли одного признака добросовестности, не известно: сверьте с положением",
            "Whether one sign of good faith is enough is not known: check the act",
        )
        yield _reason("integrity", CriterionGroup.INTEGRITY, type_.source("добросовестность"), text, None, False)


def _reason(
    criterion: str | None,
    group: CriterionGroup | None,
    article: str,
    text: Text,
    holds: bool | None,
    verified: bool,
) -> dict[str, Any]:
    return {
        "criterion": criterion,
        "group": group.value if group else None,
        "holds": holds,
        "article": article,
        "verified": verified,
        "text": text.as_dict(),
    }


def _question(thing: RiskObject, name: str) -> dict[str, Any]:
    question = thing.control_type.vocabulary.facts[name].question
    return {"fact": name, "question": question.as_dict() if question else None}


def _interval(interval: Interval | None, what: str) -> dict[str, Any] | None:
    often = interval.often.value if interval else None
    if interval is None or often is None:
        return None
    return {
        "never": often.never,
        "at_least": often.at_least,
        "at_most": often.at_most,
        "years": often.years,
        "counted_from": interval.since.isoformat() if interval.since else None,
        "date": interval.on.isoformat() if interval.on else None,
        "either": interval.either,
        "article": interval.often.clause,
        "verified": interval.often.verified,
        "text": _often_text(interval, what).as_dict(),
    }


def _often_text(interval: Interval, what: str) -> Text:
    often = interval.often.value
    name = Text("Плановая проверка", "Planned event") if what == "planned" else Text("Визит", "Visit")
    if often is None or often.never:
        return Text(f"{name.ru}: не бывает.", f"{name.en}: never.")
    ru, en = f"{name.ru}: {_times(often)} {_years(often.years)}.", f"{name.en}: {_times_en(often)}."
    if interval.on:
        ru, en = f"{ru} Срок истекает {interval.on:%d.%m.%Y}.", f"{en} The interval ends on {interval.on}."
    if interval.either:
        ru, en = f"{ru} Проверка или визит, не оба.", f"{en} An event or a visit, not both."
    return Text(ru, en)


def _times(often: Frequency) -> str:
    """«2–4 раза», «не больше 1 раза»."""
    few = often.at_most in (2, 3, 4)
    if often.at_least == 0:
        return f"не больше {often.at_most}\u00a0{'раза' if often.at_most == 1 else 'раз'}"
    times = f"{often.at_least}–{often.at_most}" if often.at_least < often.at_most else str(often.at_most)
    return f"{times}\u00a0{'раза' if few else 'раз'}"


def _years(years: int) -> str:
    if years == 1:
        return "в\u00a0год"
    return f"за {years}\u00a0{'года' if years in (2, 3, 4) else 'лет'}"


def _times_en(often: Frequency) -> str:
    least = f"{often.at_least}–" if 0 < often.at_least < often.at_most else ""
    times = "once" if (least, often.at_most) == ("", 1) else f"{least}{often.at_most} times"
    most = "at most " if often.at_least == 0 else ""
    return f"{most}{times} {'a year' if often.years == 1 else f'in {often.years} years'}"


def _moratorium(found: RiskVerdict, on: date) -> dict[str, Any]:
    rule = event_rules().moratorium
    until = f"{rule.until:%d.%m.%Y}"
    said = {
        True: Text(f"До {until} плановых проверок нет.", f"No planned events until {rule.until}."),
        False: Text("Мораторий не мешает плановой проверке.", "The moratorium does not stop a planned event."),
        None: Text("Действует ли мораторий, не ясно: нет категории.", "Whether the moratorium holds is not known."),
    }[found.barred]
    return {
        "applies": found.barred,
        "until": rule.until.isoformat() if rule.from_ <= on < rule.until else None,
        "article": rule.act,
        "verified": rule.verified,
        "text": said.as_dict(),
    }


def _lever(lever: Lever, requirements: Mapping[str, Requirement]) -> dict[str, Any]:
    criterion, name = lever.criterion, NAMES[lever.becomes]
    effort = [_effort(requirements[code]) for code in criterion.requirements if _estimated(requirements.get(code))]
    cost = _cost(effort)
    good = criterion.group is CriterionGroup.INTEGRITY
    sign, sign_en = ("Если это так", "If this holds") if good else ("Если этого нет", "If this does not hold")
    text = Text(
        f"{sign}: {criterion.text.ru}. Тогда выйдет {name.ru}. {cost.ru}",
        f"{sign_en}: {criterion.text.en}. It then comes out as {name.en}. {cost.en}",
    )
    return {
        "criterion": criterion.id,
        "set": {lever.fact: value_as_json(lever.value)},
        "becomes": lever.becomes.value,
        "effort": effort or None,
        "text": text.as_dict(),
    }


def _estimated(requirement: Requirement | None) -> bool:
    effort = requirement.effort if requirement else None
    return effort is not None and any(
        one is not None
        for one in (effort.one_off_hours, effort.hours_per_time, effort.one_off_rub, effort.rub_per_time)
    )


def _effort(requirement: Requirement) -> dict[str, Any]:
    """Return the catalogue's effort of a requirement: hours, rubles as (low, likely, high), null for not estimated."""
    effort = requirement.effort
    assert effort is not None  # noqa: S101 - asked before
    return {
        "requirement": requirement.id,
        "one_off_hours": _number(effort.one_off_hours),
        "hours_per_time": _number(effort.hours_per_time),
        "one_off_rub": [_number(one) for one in effort.one_off_rub] if effort.one_off_rub else None,
        "rub_per_time": [_number(one) for one in effort.rub_per_time] if effort.rub_per_time else None,
        "basis": effort.basis,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _cost(effort: list[dict[str, Any]]) -> Text:
    """Return the effort in words, each requirement by itself: sums of ranges would say more than is known."""
    if not effort:
        return NOT_ESTIMATED
    ru = "; ".join(_cost_of(one, "сразу", "потом каждый раз", "ч", "₽") for one in effort)
    en = "; ".join(_cost_of(one, "at once", "then each time", "h", "rub.") for one in effort)
    return Text(f"Оценка сил: {ru}.", f"Estimated effort: {en}.")


def _cost_of(one: Mapping[str, Any], once: str, each: str, hours: str, rubles: str) -> str:
    def said(when: str, amount: str | None, money: list[str] | None) -> str:
        parts = [f"{_plain(amount)}\u00a0{hours}"] if amount else []
        parts += [f"{_plain(money[0])}–{_plain(money[2])}\u00a0{rubles}"] if money else []
        return f"{when} {', '.join(parts)}" if parts else ""

    found = (
        said(once, one["one_off_hours"], one["one_off_rub"]),
        said(each, one["hours_per_time"], one["rub_per_time"]),
    )
    return ", ".join(part for part in found if part)


def _plain(number: str) -> str:
    """Return a number with its thousands apart: «20 000», «0,5»."""
    whole, _, rest = number.partition(".")
    return f"{int(whole):,}".replace(",", "\u00a0") + (f",{rest}" if rest.strip("0") else "")
