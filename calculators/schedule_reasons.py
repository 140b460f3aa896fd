"""Why a check found no place in a plan, in words."""

from __future__ import annotations

from collections.abc import Iterator

from calculators.schedule import LeftOut
from calculators.schedule_board import ANY_PRICE, NOWHERE, Board, runs
from rules.text import Text


def reasons(board: Board) -> tuple[LeftOut, ...]:
    """Return the checks without a place in the order of the problem, each with the first cause that explains it."""
    return tuple(_left_out(board, check) for check, who in enumerate(board.who) if who == NOWHERE)


def _left_out(board: Board, check: int) -> LeftOut:
    code, reason = reason_of(board, check)
    return LeftOut(board.checks[check].id, code, reason)


def reason_of(board: Board, check: int, since: int = 0) -> tuple[str, Text]:
    """Return why a check that is not placed has no place from day `since`: a stable code and the sentence.

    The causes go from the check itself (nobody has the skill, too few days) to what stands in its way.
    """
    return next(_causes(board, check, since))


def _causes(board: Board, check: int, since: int) -> Iterator[tuple[str, Text]]:
    one, length = board.checks[check], board.length[check]
    window = board.window[check] >> since << since
    at_work = [window & work for work in _working(board, check)]
    if not board.options[check]:
        yield "no_skill", _no_skill(one.skill)
    if not runs(window, length):
        yield "window_too_short", _too_short(window.bit_count(), length)
    if not any(runs(days, length) for days in at_work):
        yield "absent", _absent(len(at_work), length)
    if not runs(window & board.idle[board.business[check]], length):
        yield "business_busy", _business_busy(length)
    if board.best(check, limit=ANY_PRICE, since=since):
        yield "not_worth_the_way", _not_worth()
    idle = board.idle[board.business[check]]
    if any(runs(window & board.free[who], length) for _, who in board.options[check]):
        yield "no_common_days", _no_common_days(length)
    if any(runs(days & idle, length) for days in at_work):
        yield "inspectors_busy", _inspectors_busy(len(at_work), length)
    yield "no_common_days", _no_common_days(length)


def _working(board: Board, check: int) -> Iterator[int]:
    """Yield the days on which each inspector with the skill is at work, with or without checks."""
    for _, inspector in board.options[check]:
        days = board.free[inspector]
        for other in board.busy[inspector]:
            days |= board.held[other]
        yield days


def _no_skill(skill: str) -> Text:
    return Text(f"Ни у одного инспектора нет навыка «{skill}».", f"No inspector has the skill “{skill}”.")


def _too_short(have: int, length: int) -> Text:
    return Text(
        f"В окне проверки рабочих дней подряд не хватает: нужно {length}, есть {have}.",
        f"The window is too short: {length} working days in a row are needed, it has {have}.",
    )


def _absent(people: int, length: int) -> Text:
    return Text(
        f"Никто из инспекторов с этим навыком ({people}) не работает в окне проверки {length} дн. подряд.",
        f"None of the inspectors with this skill ({people}) is at work {length} days in a row in the window.",
    )


def _business_busy(length: int) -> Text:
    return Text(
        f"У бизнеса в окне проверки нет {length} свободных рабочих дн. подряд: там другие проверки.",
        f"The business has no {length} free working days in a row in the window: other checks are there.",
    )


def _inspectors_busy(people: int, length: int) -> Text:
    return Text(
        f"Все инспекторы с этим навыком ({people}) заняты: {length} дн. подряд в окне проверки ни у кого нет.",
        f"All inspectors with this skill ({people}) are busy: none has {length} days in a row in the window.",
    )


def _no_common_days(length: int) -> Text:
    return Text(
        f"Свободные дни бизнеса и инспекторов не совпадают: {length} дн. подряд нет ни с кем.",
        f"The free days of the business and of the inspectors do not meet: nowhere {length} in a row.",
    )


def _not_worth() -> Text:
    return Text(
        "Свободное место есть, но дорога до него дороже веса проверки.",
        "There is a free place, but the way to it costs more than the check weighs.",
    )
