"""The list narrowed and grouped as its address says: codes stand in the address, answers never do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from backend.law import current_law, search_index
from backend.requirements.listing import Item
from backend.requirements.names import LIVES, STATUSES, topic_name
from backend.requirements.narrowing import Chip, address_of, chips_of, words_of
from calculators.priority import REASONS, Step
from rules.requirements import Edition
from rules.text import Text

GROUPINGS = {
    "importance": Text("По важности", "By importance"),
    "topic": Text("Тема", "Topic"),
    "authority": Text("Орган", "Authority"),
    "date": Text("Срок", "Date"),
    "life": Text("Этап", "Stage"),
}
FACETS = {
    "topic": Text("Тема", "Topic"),
    "authority": Text("Орган", "Authority"),
    "status": Text("Состояние", "State"),
}
LATER = Text("Только если случится", "Only if it happens")
NO_AUTHORITY = Text("Орган не назван", "No authority named")
FIRST = 7
LONGEST_LIST = 1000
BY_DATE = (
    (30, Text("В ближайшие 30 дней", "Within 30 days")),
    (92, Text("В ближайшие три месяца", "Within three months")),
    (366, Text("В ближайший год", "Within a year")),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    by: str = "importance"
    topic: str = ""
    authority: str = ""
    status: str = ""
    q: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.topic or self.authority or self.status or self.q)

    def address(self, path: str = "/list", **changes: str) -> str:
        """Return the address of the same list with something changed."""
        values = {name: getattr(replace(self, **changes), name) for name in ("by", *FACETS, "q")}
        if values["by"] == "importance":
            values["by"] = ""
        return address_of(path, values)


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the list under a heading; `why` says on screen why it stands there."""

    id: str
    heading: Text
    items: tuple[Item, ...]
    why: Text | None = None


def read_wanted(query: Mapping[str, Any]) -> Wanted:
    """Return what an address asks for; what it does not know is passed over."""
    edition = current_law().edition
    by = str(query.get("by", ""))
    topic, authority = str(query.get("topic", "")), str(query.get("authority", ""))
    status = str(query.get("status", ""))
    topics = {one.domain for one in edition.requirements.values()}
    return Wanted(
        by=by if by in GROUPINGS else "importance",
        topic=topic if topic in topics else "",
        authority=authority if authority in edition.authorities else "",
        status=status if status in STATUSES else "",
        q=words_of(query),
    )


def narrowed(items: Sequence[Item], wanted: Wanted) -> list[Item]:
    """Return the items the address asks for, in their order; those found by words best first."""
    found = [item for item in items if _fits(item, wanted)]
    return by_words(found, wanted.q) if wanted.q else found


def by_words(items: Iterable[Item], words: str) -> list[Item]:
    """Return the items that words find, best first."""
    place = {hit.id: number for number, hit in enumerate(search_index().search(words, LONGEST_LIST))}
    return sorted((item for item in items if item.id in place), key=lambda item: place[item.id])


def _fits(item: Item, wanted: Wanted, but: str = "") -> bool:
    values = {"topic": item.requirement.domain, "authority": item.requirement.authority or "", "status": item.status}
    return all(not getattr(wanted, name) or name == but or getattr(wanted, name) == values[name] for name in FACETS)


def chips(items: Sequence[Item], wanted: Wanted) -> dict[str, list[Chip]]:
    """Return the ways to narrow the list, by facet, with how many items each would leave."""
    searched = by_words(items, wanted.q) if wanted.q else list(items)
    names = _names(current_law().edition)
    found: dict[str, list[Chip]] = {}
    for facet in FACETS:
        left = [item for item in searched if _fits(item, wanted, but=facet)]
        counts = Counter(_code(item, facet) for item in left)
        order = list(STATUSES) if facet == "status" else None
        found[facet] = chips_of(facet, counts, getattr(wanted, facet), names[facet], wanted.address, order)
    return found


def removable(wanted: Wanted) -> list[tuple[Text, str]]:
    """Return what narrows the list now, each with the address without it."""
    names = _names(current_law().edition)
    found = [
        (names[facet](getattr(wanted, facet)), wanted.address(**{facet: ""}))
        for facet in FACETS
        if getattr(wanted, facet)
    ]
    if wanted.q:
        found.append((Text(f"«{wanted.q}»", f"“{wanted.q}”"), wanted.address(q="")))
    return found


def _code(item: Item, facet: str) -> str:
    if facet == "status":
        return item.status
    return item.requirement.domain if facet == "topic" else item.requirement.authority or ""


def _names(edition: Edition) -> dict[str, Callable[[str], Text]]:
    return {
        "topic": topic_name,
        "authority": lambda code: edition.authorities[code].name if code in edition.authorities else NO_AUTHORITY,
        "status": lambda code: STATUSES[code],
    }


def grouped(items: Sequence[Item], wanted: Wanted, on: date) -> list[Group]:
    """Return the list in groups: by importance the first things apart, then by the reason they stand where they do."""
    if wanted.q:
        heading = Text(f"Найдено по словам «{wanted.q}»", f"Found for “{wanted.q}”")
        return [Group("found", heading, tuple(items))] if items else []
    if wanted.by == "importance":
        return _by_importance(items, apart=not wanted.narrowed)
    if wanted.by == "date":
        return _by_date(items, on)
    return _by_code(items, wanted.by)


def _by_importance(items: Sequence[Item], *, apart: bool) -> list[Group]:
    later = tuple(item for item in items if item.conditional)
    now = [item for item in items if not item.conditional]
    first = [item for item in now if not item.done][:FIRST] if apart and len(now) > FIRST else []
    apart_ids = {item.id for item in first}
    rest = [item for item in now if item.id not in apart_ids]
    groups = [Group("first", Text("Сначала", "First"), tuple(first))] if first else []
    for step in Step:
        found = tuple(item for item in rest if item.priority.step is step)
        if found:
            groups.append(Group(f"step{step.value}", REASONS[step], found))
    return [*groups, Group("later", LATER, later)] if later else groups


def _by_date(items: Sequence[Item], on: date) -> list[Group]:
    groups: list[Group] = []
    taken: set[str] = set()
    dated = sorted((item for item in items if item.day), key=lambda item: (item.day, item.priority.key))
    for days, heading in BY_DATE:
        found = [one for one in dated if one.day and one.day <= on + timedelta(days=days) and one.id not in taken]
        taken |= {item.id for item in found}
        if found:
            groups.append(Group(f"days{days}", heading, tuple(found)))
    rest = tuple(item for item in items if item.id not in taken)
    if rest:
        groups.append(Group("undated", Text("День в законе не назван", "The law names no day"), rest))
    return groups


def _by_code(items: Sequence[Item], by: str) -> list[Group]:
    edition = current_law().edition
    codes: dict[str, list[Item]] = {}
    for item in items:
        entry = item.requirement
        code = {"topic": entry.domain, "authority": entry.authority or "", "life": entry.life or "running"}[by]
        codes.setdefault(code, []).append(item)
    if by == "life":
        return [Group(code, LIVES[code], tuple(codes[code])) for code in LIVES if code in codes]
    name = _names(edition)[by]
    ordered = sorted(codes, key=lambda code: (not code, -len(codes[code]), code))
    return [Group(code or "none", name(code), tuple(codes[code])) for code in ordered]
