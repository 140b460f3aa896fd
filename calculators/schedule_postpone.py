"""Moving one check of a standing plan: a free place, else one other check gives way, else it cannot be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from calculators.schedule import Assignment, Problem, Slot
from calculators.schedule_board import ANY_PRICE, NOWHERE, Board, Place, runs
from calculators.schedule_reasons import reason_of
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Postponement:
    """What moving a check takes: its new place first, then that of the check which gives way.

    No moves and no reason: it already begins late enough. A reason (`code` is stable): it cannot be moved.
    """

    check: str
    moves: tuple[Assignment, ...] = ()
    code: str | None = None
    reason: Text | None = None

    @property
    def possible(self) -> bool:
        """Return whether the check can begin on the day asked for, or later."""
        return self.reason is None


class StandingPlan:
    """A plan held ready, so that the question «what if this one moves» is answered at once. Questions change nothing.

    Args:
        problem: as for `make_plan`; its `previous` is not looked at.
        plan: the places; fixed checks need not be named.

    Raises:
        ValueError: two checks of the plan stand in one place, or one has no right to its place.

    >>> from decimal import Decimal
    >>> from calculators.schedule import Check, Inspector
    >>> days = (date(2027, 1, 11), date(2027, 1, 12), date(2027, 1, 13))
    >>> one = Check("c", "b", "77", 1, days[0], days[2], "fire", Decimal(2))
    >>> problem = Problem(days, (Inspector("i", "77", frozenset({"fire"})),), (one,))
    >>> standing = StandingPlan(problem, {"c": Slot("i", days[0])})
    >>> standing.postpone("c", date(2027, 1, 12)).moves[0].start
    datetime.date(2027, 1, 12)
    """

    def __init__(self, problem: Problem, plan: Mapping[str, Slot]) -> None:
        self.board = Board(replace(problem, previous=plan))
        misfits = list(put_all(self.board, plan))
        if misfits:
            raise ValueError(f"these checks do not fit where the plan has them: {', '.join(misfits)}")

    def postpone(self, check: str, not_before: date, *, others_earlier: bool = False) -> Postponement:
        """Return how the check can begin on `not_before` or later, within its window, moving the fewest others.

        Of equal ways the cheapest by the price of a plan. A check that gives way goes no earlier than it stands, or
        than `not_before` if that is earlier; with `others_earlier` to any day of its window. What has begun or has
        been announced belongs into `fixed`.

        Raises:
            KeyError: there is no such check.
        """
        board, number = self.board, self.board.index[check]
        since = board.problem.span(not_before, date.max).start
        place = (board.who[number], board.when[number])
        if board.when[number] >= since:
            return Postponement(check)
        if board.pinned[number]:
            return Postponement(check, (), "fixed", _fixed())
        if place[0] != NOWHERE:
            board.take(number)
        try:
            return self._elsewhere(number, since, 0 if others_earlier else since)
        finally:
            if place[0] != NOWHERE:
                board.put(number, *place)

    def _elsewhere(self, number: int, since: int, others_since: int) -> Postponement:
        board, check = self.board, self.board.checks[number].id
        found = board.best(number, limit=ANY_PRICE, since=since)
        if found:
            return Postponement(check, (board.assignment(number, *found[1:]),))
        moves = self._one_gives_way(number, since, others_since)
        if moves:
            return Postponement(check, moves)
        return Postponement(check, (), *reason_of(board, number, since))

    def _one_gives_way(self, number: int, since: int, others_since: int) -> tuple[Assignment, ...]:
        """Return the cheapest pair of moves: the check, and one other that goes elsewhere; empty when there is none."""
        top = ANY_PRICE
        best: tuple[Assignment, ...] = ()
        for least, other, inspector, starts in sorted(self._candidates(number, since)):
            if least >= top:
                break
            for cost, moves in self._pairs(number, other, inspector, starts, others_since, top):
                top, best = cost, moves
        return best

    def _candidates(self, number: int, since: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield (least cost, the other, inspector, first days) wherever taking one other check out makes room."""
        board, length = self.board, self.board.length[number]
        window = board.window[number] >> since << since
        business, idle = board.business[number], board.idle[board.business[number]]
        open_window = window & idle
        same = [
            other
            for other, one in enumerate(board.business)
            if one == business and other != number and board.who[other] != NOWHERE
        ]
        whose, held, pinned = board.business, board.held, board.pinned
        for _, inspector in board.options[number]:
            free, busy = board.free[inspector], board.busy[inspector]
            for other in busy.union(same) if same else busy:
                days = held[other]
                if pinned[other] or not days & window:
                    continue
                open_days = window & (idle | days) if whose[other] == business else open_window
                starts = runs(open_days & (free | days if other in busy else free), length)
                if starts:
                    first = (starts & -starts).bit_length() - 1
                    yield board.price(number, inspector, first), other, inspector, starts

    def _pairs(
        self, number: int, other: int, inspector: int, starts: int, others_since: int, top: int
    ) -> Iterator[tuple[int, tuple[Assignment, ...]]]:
        """Yield (cost, moves) each time a place for both is found that is cheaper than those before."""
        board = self.board
        stood = (board.who[other], board.when[other])
        board.take(other)
        while starts:
            start = (starts & -starts).bit_length() - 1
            starts &= starts - 1
            cost = board.price(number, inspector, start)
            if cost >= top:
                break
            board.put(number, inspector, start)
            found: Place | None = board.best(other, limit=top - cost - 1, since=min(stood[1], others_since))
            board.take(number)
            if found:
                top = cost + found[0]
                yield top, (board.assignment(number, inspector, start), board.assignment(other, *found[1:]))
        board.put(other, *stood)


def put_all(board: Board, plan: Mapping[str, Slot]) -> Iterator[str]:
    """Put a plan on a board; yield the checks that do not fit, which stay off. All of it must be consumed."""
    for check, slot in plan.items():
        number = board.index[check]
        inspector = board.inspector_index.get(slot.inspector, NOWHERE)
        start = board.problem.number_of.get(slot.start, NOWHERE)
        if board.pinned[number] and (board.who[number], board.when[number]) == (inspector, start):
            continue
        if not board.pinned[number] and board.who[number] == NOWHERE and board.fits(number, inspector, start):
            board.put(number, inspector, start)
        else:
            yield check


def _fixed() -> Text:
    return Text(
        "Проверка закреплена на своём месте. Снимите закрепление, тогда её можно перенести.",
        "The check is fixed in its place. Take the fixing off, then it can be moved.",
    )
