"""The thirteen reasons in the order in which they were most often met."""

from __future__ import annotations

from collections.abc import Callable

from calculators.scope_check import about_object, about_scope
from calculators.scope_check.scope import Reason, Scope

CHECKS: tuple[Callable[[Scope], Reason], ...] = (
    about_scope.units_apply,
    about_scope.no_needless_papers,
    about_object.in_register,
    about_object.as_registered,
    about_object.moratorium,
    about_scope.in_time,
    about_object.right_place,
    about_scope.act_named_right,
    about_object.only_once,
    about_scope.right_ground,
    about_scope.lightest,
    about_scope.product_burden,
    about_object.category_confirmed,
)


def check_scope(scope: Scope) -> tuple[Reason, ...]:
    """Return what each of the thirteen reasons says of a draft: clean, found or unknown, with what to do.

    Source: reasons seen in one region's exclusions from plans (2023), with 248-ФЗ art. 24, 37(6), 57, 64, 66(8), 73.

    >>> [one.code for one in check_scope(Scope(kind="DOCUMENTARY")) if one.result == "clean"]
    ['lighter']
    """
    return tuple(check(scope) for check in CHECKS)
