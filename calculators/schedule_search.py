"""Making a plan: a greedy one first, then again and again a few related checks out and back in another order.

No clock: the caller says when to stop. The same seed gives the same steps; how many are taken is the caller's matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from calculators.schedule import Problem, Schedule, moved_checks
from calculators.schedule_board import NOWHERE, Board
from calculators.schedule_reasons import reasons

LEAST, MOST = 2, 9
# How often an inspector is passed over on the way back in: else the same choice would be made each time.
PASSED_OVER = 0.04
# Over the number of checks: how often any are taken, related or not. Some plans get better only when checks that are
# out come in at two places at once; of few checks those that matter are soon among any, of many hardly ever.
ANY_WHATEVER = 5
ROUNDS_BETWEEN_REPORTS = 500
# rounds so far, price of the plan in the contract's units.
Progress = Callable[[int, float], None]


def make_plan(
    problem: Problem,
    out_of_time: Callable[[int], bool],
    seed: int = 2026,
    progress: Progress | None = None,
) -> Schedule:
    """Return the best plan found until `out_of_time(rounds)` says so; without a round, the greedy one.

    `progress(rounds, price)` is called every 500 rounds. `problem` is taken as sound: `schedule_reading` checks it.

    Source: large neighbourhood search (Shaw, 1998); the price is that of `calculators.schedule`.

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from calculators.schedule import Check, Inspector
    >>> day = (date(2027, 1, 11), date(2027, 1, 12))
    >>> one = Check("c", "b", "77", 1, *day, "fire", Decimal(2))
    >>> problem = Problem(day, (Inspector("i", "77", frozenset({"fire"})),), (one,))
    >>> make_plan(problem, lambda rounds: rounds >= 10).assignments[0].start
    datetime.date(2027, 1, 11)
    """
    board = Board(problem)
    bound = sum(_alone(board, check) for check in range(len(board.checks)))
    greedy(board)
    greedy_cost = sum(board.cost)
    if problem.previous:
        _from_previous(board, greedy_cost)
    search = Search(board, Random(seed), bound)  # noqa: S311 - no secret hangs on it
    rounds = search.run(out_of_time, progress)
    placed = [board.assignment(*place) for place in board.places()]
    return Schedule(
        assignments=tuple(placed),
        left_out=reasons(board),
        objective=board.amount(sum(board.cost)),
        greedy_objective=board.amount(greedy_cost),
        bound=board.amount(bound),
        moved=moved_checks(problem, board.plan()),
        rounds=rounds,
    )


def _alone(board: Board, check: int) -> int:
    """Return the least a check can cost when only fixed ones stand in its way."""
    if board.pinned[check]:
        return board.cost[check]
    found = board.best(check)
    return found[0] if found else board.left_out[check]


def greedy(board: Board) -> None:
    """Place what is not placed: heaviest first, then the tightest window; cheapest inspector, earliest start."""
    waiting = [check for check, inspector in enumerate(board.who) if inspector == NOWHERE]
    for check in sorted(waiting, key=lambda one: _turn(board, one)):
        found = board.first_found(check)
        # A check that weighs less than the way to it stays out: the price says so.
        if found and found[0] <= board.left_out[check]:
            board.put(check, *found[1:])


def _turn(board: Board, check: int) -> tuple[int, int, int]:
    """Return what puts a check before another: weight, slack of its window, its place in the input."""
    return -board.a_day[check], board.window[check].bit_count() - board.length[check], check


def _from_previous(board: Board, greedy_cost: int) -> None:
    """Start from the previous plan as far as it still stands, when that is cheaper than the greedy one."""
    greedily = board.places()
    board.load(())
    for check in sorted(range(len(board.checks)), key=lambda one: _turn(board, one)):
        before = board.before[check]
        if before and board.who[check] == NOWHERE and board.fits(check, *before):
            board.put(check, *before)
    greedy(board)
    if sum(board.cost) > greedy_cost:
        board.load(greedily)


class Search:
    """One run of the search on a board: each round leaves the plan no worse than it was."""

    def __init__(self, board: Board, random: Random, bound: int = 0) -> None:
        self.board = board
        self.random = random
        self.bound = bound
        self.movable = [check for check in range(len(board.checks)) if not board.pinned[check] and board.options[check]]
        self.floor = [self._least(check) for check in range(len(board.checks))]

    def _least(self, check: int) -> int:
        options = self.board.options[check]
        return min(options[0][0], self.board.left_out[check]) if options else 0

    def run(self, out_of_time: Callable[[int], bool], progress: Progress | None) -> int:
        """Work until it is time to stop, or nothing can be better; return the rounds made."""
        rounds = 0
        total = sum(self.board.cost)
        while self.movable and total > self.bound and not out_of_time(rounds):
            total += self._round()
            rounds += 1
            if progress and rounds % ROUNDS_BETWEEN_REPORTS == 0:
                progress(rounds, float(self.board.amount(total)))
        return rounds

    def _round(self) -> int:
        """Take a few related checks out and put them back otherwise; return the change of the price, never above 0."""
        board = self.board
        chosen = self._related()
        old = [(check, board.who[check], board.when[check]) for check in chosen]
        cost = sum(board.cost[check] for check in chosen)
        for check, inspector, _ in old:
            if inspector != NOWHERE:
                board.take(check)
        change = self._put_back(chosen, cost) - cost
        if change <= 0:
            return change
        for check in chosen:
            if board.who[check] != NOWHERE:
                board.take(check)
        for check, inspector, start in old:
            if inspector != NOWHERE:
                board.put(check, inspector, start)
        return 0

    def _put_back(self, chosen: Sequence[int], enough: int) -> int:
        """Place the checks in another order, each at its cheapest; return their price, or stop once it is too high."""
        board, total = self.board, 0
        for check in self._order(chosen):
            found = board.best(check, skip=self._passed_over)
            if found:
                board.put(check, *found[1:])
            total += board.cost[check]
            if total > enough:
                break
        return total

    def _passed_over(self) -> bool:
        return self.random.random() < PASSED_OVER

    def _order(self, chosen: Sequence[int]) -> list[int]:
        board, order = self.board, list(chosen)
        self.random.shuffle(order)
        kind = self.random.random()
        if kind < 0.3:
            order.sort(key=lambda check: -board.a_day[check])
        elif kind < 0.45:
            order.sort(key=lambda check: board.window[check].bit_count() - board.length[check])
        elif kind < 0.6:
            order.sort(key=lambda check: len(board.options[check]))
        return order

    def _related(self) -> list[int]:
        """Return 2 to 9 checks that stand in one another's way: a dear one, and those where it would rather be."""
        board, random = self.board, self.random
        number = random.randint(LEAST, MOST)
        if random.random() * len(self.movable) < ANY_WHATEVER:
            return sorted(random.sample(self.movable, min(number, len(self.movable))))
        seed = self._dear()
        options = board.options[seed]
        found = {seed}
        window = board.window[seed]
        while options and len(found) < number:
            # The cheaper an inspector, the likelier.
            inspector = options[int(len(options) * random.random() ** 2)][1]
            near = [
                check
                for check in board.busy[inspector]
                if not board.pinned[check] and window >> board.when[check] & 1 and check not in found
            ]
            if not near:
                break
            near.sort(key=lambda check: board.when[check])
            start = int(len(near) * random.random())
            found.update(near[start : start + random.randint(1, number - len(found))])
        return self._filled(found, number)

    def _filled(self, found: set[int], number: int) -> list[int]:
        """Return the checks found, sorted, with any others when they are fewer than two."""
        for _ in range(number):
            if len(found) >= min(LEAST, len(self.movable)):
                break
            found.add(self.movable[int(len(self.movable) * self.random.random())])
        return sorted(found)

    def _dear(self) -> int:
        """Return the check furthest above the least it could cost, of a few picked at random."""
        random, board, movable = self.random, self.board, self.movable
        few = [movable[int(len(movable) * random.random())] for _ in range(random.randint(1, 6))]
        return max(few, key=lambda check: board.cost[check] - self.floor[check])
