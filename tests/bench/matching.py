"""All requirements of one business, a quarter of its facts missing: verdicts, and every reason."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from rules.conditions import truth
from rules.matching.match import OF_TRUTH
from tests.bench.businesses import with_gaps
from tests.bench.figures import Figure, peer, seconds
from tests.bench.foreign import in_json_logic, plain, verdicts_of, zen_graph
from tests.rules.registry.places import edition, rules

Verdicts = list[str]
Answer = Callable[[dict[str, Any]], Verdicts]
UNIT = "ms a business"


def figures() -> Iterator[Figure]:
    """Yield time and rightness beside zen-engine and JsonLogic."""
    ours = _time(lambda business: rules().match(business).verdicts, list(with_gaps()))
    explained = _time(_explain_all, list(with_gaps()))
    right = [_reference(business) for business in with_gaps()]
    our_share = _share(_our_answer, list(with_gaps()), right)
    for name, answer, asked in _peers():
        given = [plain(business, rules().domains) for business in with_gaps()]
        theirs = _time(answer, given)
        yield Figure(f"match_all_{asked}", ours, theirs, name, UNIT, _size())
        yield Figure(f"right_verdicts_{asked}", our_share, _share(answer, given, right), name, "share", _size(), True)
    if not (peer("zen") or peer("jsonlogic_rs")):
        yield Figure("match_all_kleene", ours, None, None, UNIT, _size())
        yield Figure("right_verdicts_kleene", our_share, None, None, "share", _size(), True)
    yield from _explaining(explained)


def _our_answer(business: dict[str, Any]) -> Verdicts:
    judged = rules().match(business).judged
    return [judged[name] for name in edition().requirements]


def _size() -> int:
    return len(edition().requirements) * len(with_gaps())


def _time(work: Callable[[Any], object], businesses: list[Any]) -> float:
    def one_round() -> None:
        for business in businesses:
            work(business)

    return seconds(one_round) / len(businesses) * 1000


def _explain_all(business: dict[str, Any]) -> int:
    """Count what explains every verdict: deciding comparisons, and for open ones the facts that are missing."""
    match = rules().match(business)
    found = 0
    for name in match.judged:
        explained = match.explain(name, business)
        found += len(explained.because) + len(explained.missing)
    return found


def _reference(business: dict[str, Any]) -> Verdicts:
    return [OF_TRUTH[truth(one.applies_when, business)] for one in edition().requirements.values()]


def _share(answer: Answer, given: list[dict[str, Any]], right: list[Verdicts]) -> float:
    same = sum(
        one == other
        for facts, wanted in zip(given, right, strict=True)
        for one, other in zip(answer(facts), wanted, strict=True)
    )
    return same / _size()


def _peers() -> Iterator[tuple[str, Answer, str]]:
    conditions = {name: one.applies_when for name, one in edition().requirements.items()}
    zen, logic = peer("zen"), peer("jsonlogic_rs")
    for two in (True, False):
        asked = "kleene" if two else "unknown_read_as_false"
        if zen:
            decision = zen.ZenEngine().create_decision(zen_graph(conditions, two))
            yield "zen-engine", _zen_answer(decision, len(conditions), two), asked
        if logic:
            surely = [in_json_logic(one) for one in conditions.values()]
            maybe = [in_json_logic(one, False) for one in conditions.values()] if two else []
            yield "jsonlogic-rs", _logic_answer(logic.apply_serialized, surely + maybe, len(conditions)), asked


def _zen_answer(decision: Any, count: int, two: bool) -> Answer:
    def answer(facts: dict[str, Any]) -> Verdicts:
        found = decision.evaluate(facts)["result"]
        return verdicts_of((found[f"s{n}"], two and found[f"m{n}"]) for n in range(count))

    return answer


def _logic_answer(apply: Callable[..., Any], asked: list[Any], count: int) -> Answer:
    # One rule that merges all, written out beforehand: the fastest way this engine has.
    rule = json.dumps({"merge": asked})

    def answer(facts: dict[str, Any]) -> Verdicts:
        found = apply(rule, json.dumps(facts), deserializer=json.loads)
        return verdicts_of((found[n], len(found) > count and found[count + n]) for n in range(count))

    return answer


def _explaining(ours: float) -> Iterator[Figure]:
    zen = peer("zen")
    if not zen:
        yield Figure("explain_all", ours, None, None, UNIT, _size())
        return
    conditions = {name: one.applies_when for name, one in edition().requirements.items()}
    decision = zen.ZenEngine().create_decision(zen_graph(conditions, True))
    given = [plain(business, rules().domains) for business in with_gaps()]
    traced = _time(lambda facts: decision.evaluate(facts, {"trace": True}), given)
    yield Figure("explain_all", ours, traced, "zen-engine, its trace", UNIT, _size())
    alone = _time(decision.evaluate, given)
    yield Figure("explain_all", ours, alone, "zen-engine, verdicts alone", UNIT, _size())
