"""Our conditions in the languages of other rule engines.

Neither has a third value, so each condition becomes two questions: does it surely hold, may it hold. A fact that is
null answers the first with no and the second with yes; a negation swaps the two. Together they say exactly what our
engine says. One question alone, as such engines are used, reads unknown as false.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rules.conditions import All, AnyOf, Atom, Condition, FactValue, Not, Op, items_of

Facts = Mapping[str, FactValue]
SIGNS = {Op.GTE: ">=", Op.LTE: "<=", Op.GT: ">", Op.LT: "<"}


def plain(facts: Facts, names: Iterable[str]) -> dict[str, Any]:
    """Return facts as those engines take them: every name, null where unknown, dates as day numbers."""
    return {name: _plain(facts.get(name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def in_zen(condition: Condition, surely: bool = True) -> str:
    """Return a condition as an expression of zen-engine."""
    match condition:
        case Atom():
            held = f"({_zen_atom(condition)})"
            known = f"{condition.fact} != null and {held}"
            return f"({known})" if surely else f"({condition.fact} == null or {held})"
        case Not(part):
            return f"(not {in_zen(part, not surely)})"
        case All(parts) if parts:
            return "(" + " and ".join(in_zen(part, surely) for part in parts) + ")"
        case AnyOf(parts):
            return "(" + " or ".join(in_zen(part, surely) for part in parts) + ")"
    return "true"


def _zen_atom(atom: Atom) -> str:
    values = [json.dumps(_plain(one), ensure_ascii=False) for one in items_of(atom)]
    if atom.op in SIGNS:
        return f"{atom.fact} {SIGNS[atom.op]} {values[0]}"
    if atom.op is Op.IS:
        return f"{atom.fact} == {values[0]}"
    if atom.op is Op.IN:
        return f"{atom.fact} in [{', '.join(values)}]"
    if atom.op is Op.CONTAINS_ANY:
        return f"some({atom.fact}, # in [{', '.join(values)}])"
    return f"some({atom.fact}, {' or '.join(f'startsWith(#, {value})' for value in values)})"


def zen_graph(conditions: Mapping[str, Condition], two_questions: bool) -> str:
    """Return one decision that answers for every condition."""
    expressions = []
    for number, condition in enumerate(conditions.values()):
        asked = (True, False) if two_questions else (True,)
        expressions += [
            {"id": f"e{number}{surely}", "key": f"{'s' if surely else 'm'}{number}", "value": in_zen(condition, surely)}
            for surely in asked
        ]
    nodes: list[dict[str, Any]] = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "all", "type": "expressionNode", "name": "all", "content": {"expressions": expressions}},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "all", "type": "edge"},
        {"id": "2", "sourceId": "all", "targetId": "out", "type": "edge"},
    ]
    placed = [node | {"position": {"x": 0, "y": 0}} for node in nodes]
    return json.dumps({"nodes": placed, "edges": edges})


def in_json_logic(condition: Condition, surely: bool = True) -> Any:
    """Return a condition as JsonLogic."""
    match condition:
        case Atom():
            held, fact = _logic_atom(condition), {"var": condition.fact}
            return {"and": [{"!=": [fact, None]}, held]} if surely else {"or": [{"==": [fact, None]}, held]}
        case Not(part):
            return {"!": [in_json_logic(part, not surely)]}
        case All(parts) if parts:
            return {"and": [in_json_logic(part, surely) for part in parts]}
        case AnyOf(parts):
            return {"or": [in_json_logic(part, surely) for part in parts]}
    return True


def _logic_atom(atom: Atom) -> Any:
    fact = {"var": atom.fact}
    values = [_plain(one) for one in items_of(atom)]
    if atom.op in SIGNS:
        return {SIGNS[atom.op]: [fact, values[0]]}
    if atom.op is Op.IS:
        return {"===": [fact, values[0]]}
    if atom.op is Op.IN:
        return {"in": [fact, values]}
    if atom.op is Op.CONTAINS_ANY:
        return {"some": [fact, {"in": [{"var": ""}, values]}]}
    by_length: dict[int, list[str]] = defaultdict(list)
    for value in values:
        by_length[len(value)].append(value)
    cut = [{"in": [{"substr": [{"var": ""}, 0, length]}, group]} for length, group in by_length.items()]
    return {"some": [fact, {"or": cut}]}


def verdicts_of(pairs: Iterable[tuple[bool, bool]]) -> list[str]:
    """Return verdicts from (surely, may) answers."""
    return ["applies" if surely else "unknown" if may else "does_not_apply" for surely, may in pairs]
