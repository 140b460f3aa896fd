"""What the pages of risk show: an object with its category, why, what is missing, what comes, what would lower it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from backend.law import current_law
from backend.profiles.queries import list_places
from backend.risk.models import CategoryRequest, ControlObject, Source
from backend.risk.objects import as_business_sees, categories_of
from calculators.risk import RiskVerdict, assess
from calculators.risk_documents import NAMES, verdict_document
from rules.control import ControlType, Frequency, Leaf, RiskCategory, category_rule, control_types
from rules.procedures import procedures
from rules.text import Text

BASES = {
    "assigned": Text("присвоил орган", "assigned by the authority"),
    "computed": Text("посчитано по критериям", "computed from the criteria"),
    "default_low": Text("не присвоена: по закону низкий", "not assigned: low by law"),
    "unknown": Text("не хватает ответов", "answers are missing"),
}
NOT_KNOWN = Text("пока не ясно", "not clear yet")
CHECK_ACT = Text("сверьте с положением", "check the act")
NEVER = Text("не бывает", "never")
# «2 года», «5 лет».
MANY_YEARS = 5


def type_title(code: str) -> Text:
    """Return the name of a type of control; an unknown code stands for itself."""
    known = control_types().get(code)
    return known.title if known else Text(code, code)


def category_words(code: str | None) -> Text:
    """Return a category in words."""
    return NAMES[RiskCategory(code)] if code in list(RiskCategory) else NOT_KNOWN


def line_of(session: Session, row: ControlObject, on: date) -> dict[str, Any]:
    """Return an object as a line of the list."""
    thing = as_business_sees(session, row, on)
    found = assess(thing, on) if thing else None
    category = found.category.value if found and found.category else (row.category if found is None else None)
    return {
        "id": row.id,
        "title": type_title(row.control_type),
        "place": place_name(session, row),
        "kind": row.kind,
        "own": row.source is Source.BUSINESS,
        "category": category_words(category),
        "basis": BASES[found.basis.value] if found else BASES["assigned"],
        "coming": _coming(found) if found else None,
        "mismatch": mismatch_of(found) if found else None,
    }


def place_name(session: Session, row: ControlObject) -> str:
    """Return where an object is, in the business's own words."""
    names = {place.id: place.name for place in list_places(session, row.business_id or "")}
    return names.get(row.place_id, "") or row.address


def object_page(session: Session, row: ControlObject, on: date) -> dict[str, Any]:
    """Return everything the page of an object shows; `risk` is None where the type is not known here."""
    thing = as_business_sees(session, row, on)
    found = assess(thing, on) if thing else None
    return {
        "row": row,
        "own": row.source is Source.BUSINESS,
        "title": type_title(row.control_type),
        "place": place_name(session, row),
        "type": thing.control_type if thing else None,
        "thing": thing,
        "risk": verdict_document(thing, found, on, current_law().edition.requirements) if thing and found else None,
        "category": category_words(found.category.value if found and found.category else row.category),
        "basis": BASES[found.basis.value] if found else BASES["assigned"],
        "mismatch": mismatch_of(found) if found else None,
        "ladder": ladder(thing.control_type, found) if thing and found else [],
        "requests": requests_of(session, row.id),
    }


def mismatch_of(found: RiskVerdict) -> Text | None:
    """Return that the criteria give another category than the assigned one, None where they do not."""
    if found.basis.value != "assigned" or found.computed is None or found.computed is found.category:
        return None
    name = NAMES[found.computed]
    return Text(f"По вашим ответам выходит {name.ru}.", f"By your answers it comes out as {name.en}.")


def ladder(type_: ControlType, found: RiskVerdict, then: RiskVerdict | None = None) -> list[dict[str, Any]]:
    """Return the categories of a type as steps: how often each is checked and visited, and where the object stands."""
    after = then.computed if then else None
    return [
        {
            "code": one.value,
            "name": NAMES[one],
            "level": one.level + 1,
            "planned": often(category_rule(one, type_).planned),
            "visit": often(category_rule(one, type_).visit),
            "here": one is found.category,
            "then": one is after,
        }
        for one in categories_of(type_)
    ]


def often(leaf: Leaf[Frequency]) -> Text:
    """Return a frequency in words."""
    value = leaf.value
    if value is None:
        return CHECK_ACT
    if value.never:
        return NEVER
    least, most = value.at_least, value.at_most
    times = f"{least}–{most}" if 0 < least < most else str(most)
    prefix, prefix_en = ("до ", "up to ") if least == 0 else ("", "")
    if value.years == 1:
        return Text(f"{prefix}{times} в\u00a0год", f"{prefix_en}{times} a\u00a0year")
    word = "года" if value.years < MANY_YEARS else "лет"
    return Text(f"{prefix}{times} в\u00a0{value.years}\u00a0{word}", f"{prefix_en}{times} in {value.years}\u00a0years")


def compared(now: RiskVerdict, then: RiskVerdict) -> list[dict[str, Any]]:
    """Return what changes, side by side."""
    rows = [
        (Text("Категория по критериям", "Category by the criteria"), _computed(now), _computed(then)),
        (Text("Категория сейчас", "Category as it stands"), _standing(now), _standing(then)),
        (Text("Не хватает ответов", "Answers missing"), _count(now), _count(then)),
    ]
    return [{"name": name, "now": one, "then": other, "same": one == other} for name, one, other in rows]


def requests_of(session: Session, object_id: str) -> list[dict[str, Any]]:
    """Return the requests to change the category of an object, the newest first."""
    query = select(CategoryRequest).where(CategoryRequest.object_id == object_id)
    states = procedures()["risk_category_change"].states
    return [
        {"id": row.id, "number": row.number, "wanted": category_words(row.wanted), "state": states[row.state].name}
        for row in session.exec(query.order_by(col(CategoryRequest.created_at).desc()))
    ]


def _computed(found: RiskVerdict) -> Text:
    if found.computed is not None:
        return NAMES[found.computed]
    if found.range is None:
        return CHECK_ACT
    low, high = (NAMES[end] for end in found.range)
    return Text(f"от «{low.ru}» до «{high.ru}»", f"from “{low.en}” to “{high.en}”")


def _standing(found: RiskVerdict) -> Text:
    return NAMES[found.category] if found.category else NOT_KNOWN


def _count(found: RiskVerdict) -> Text:
    return Text(str(len(found.missing)), str(len(found.missing)))


def _coming(found: RiskVerdict) -> date | None:
    days = [one.on for one in (found.next_planned, found.next_visit) if one and one.on]
    return min(days, default=None)
