"""What the operator's policy may say, what follows from it, and what it costs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import sqrt
from typing import Any

from calculators.release.noise import ROUNDING, epsilon_of, filter_takes, spent
from calculators.release.shapes import Measure, Policy
from calculators.release.yearly import yearly_sd
from rules.faults import Fault, InputError
from rules.segments import dimensions
from rules.text import Text

MOST_RHO = Decimal("0.3")
MOST_YEARLY_RHO = Decimal("0.93")
MOST_DELTA = Decimal("0.00001")
MOST_ANSWERS = 20
LEAST_SHOWN = 30
TABLES = 2  # cells and requirements, half of ρ each
RELEASES = 5  # of a year: four quarters and the year itself, ρ each


def check_policy(policy: Policy) -> None:
    """Stop where a policy promises less than the law of the house.

    Source: trust.md §1.3: ρ ≤ 0.3 a quarter, ≤ 20 answers, no row shown below 30, neither of a quarter nor of a year.
    Four quarters and the year must fit into the yearly ρ: otherwise a year stops midway.

    Raises:
        InputError: every bound that is crossed.

    >>> check_policy(Policy())
    >>> check_policy(Policy(cap=21))
    Traceback (most recent call last):
    ...
    rules.faults.InputError: cap: «cap» is 21; at least 1 and at most 20 is allowed.
    """
    faults = list(_faults(policy))
    if faults:
        raise InputError(faults)


def policy_bytes(policy: Policy) -> bytes:
    """Return a policy as canonical JSON: sorted keys, exact numbers as text; what is signed and hashed.

    >>> policy_bytes(Policy())
    b'{"cap":10,"delta":"0.000001","factor":25,"rho":"0.185","yearly_rho":"0.925"}'
    """
    shape: dict[str, Any] = {
        "rho": _plain(policy.rho),
        "delta": _plain(policy.delta),
        "cap": policy.cap,
        "factor": policy.factor,
        "yearly_rho": _plain(policy.yearly_rho),
    }
    return json.dumps(shape, sort_keys=True, separators=(",", ":")).encode()


def noise_sd(policy: Policy) -> float:
    """Return the standard deviation of the noise in one bin of one table, as drawn.

    One unit moves a table by √(2·cap) at most (L2), and each table gets ρ/2.
    The last digits round up, so that OpenDP counts no more than that.

    >>> round(noise_sd(Policy()), 3)
    10.398
    """
    return reach(policy) / sqrt(float(policy.rho)) * (1 + ROUNDING)


def reach(policy: Policy) -> float:
    """Return how far one unit can move one table, in L2: √(answers × measures), each moving one bin by one.

    >>> round(reach(Policy()), 3)
    4.472
    """
    return sqrt(policy.cap * len(Measure))


def own_sd(policy: Policy, requirements: int = 1) -> float:
    """Return the standard deviation of one published bin, after least squares, of a row over so many requirements.

    >>> round(own_sd(Policy()), 2), round(own_sd(Policy(), 4), 2)
    (9.99, 19.98)
    """
    children = len(dimensions().segments)
    return noise_sd(policy) * sqrt(children / (children + 1)) * sqrt(requirements)


def charge(policy: Policy, scale: float | None = None) -> float:
    """Return the ρ that OpenDP counts for both tables of one release, drawn with the noise of `scale`.

    Raises:
        ValueError: it is more than the policy claims.

    >>> charge(Policy()) <= 0.185
    True
    """
    counted = TABLES * spent(scale or noise_sd(policy), reach(policy))
    if counted > float(policy.rho):
        raise ValueError(f"the tables cost ρ {counted}, and the policy claims {policy.rho}")
    return counted


def epsilon(rho: Decimal | float, delta: Decimal | float) -> float:
    """Return the ε of ρ at `delta`.

    >>> round(epsilon(Decimal("0.925"), Decimal("0.000001")), 1)
    7.4
    """
    return epsilon_of(float(rho), float(delta))


def filter_allows(already: Sequence[Decimal], coming: Decimal, cap: Decimal) -> bool:
    """Return whether `coming` may still be spent under a yearly `cap`: by exact sum and by OpenDP's privacy filter.

    >>> filter_allows([Decimal("0.185")] * 4, Decimal("0.185"), Decimal("0.925"))
    True
    >>> filter_allows([Decimal("0.185")] * 5, Decimal("0.001"), Decimal("0.925"))
    False
    """
    if coming <= 0 or any(rho <= 0 for rho in already) or sum(already, coming) > cap:
        return False
    return filter_takes([float(rho) for rho in (*already, coming)], float(cap))


def policy_numbers(policy: Policy) -> dict[str, Any]:
    """Return what a release's header says of its policy.

    >>> policy_numbers(Policy())["noise_sd"]
    {'cell': 9.99, 'requirement': 9.99}
    """
    sd = round(own_sd(policy), 2)
    return {
        "rho": float(policy.rho),
        "epsilon": round(epsilon(policy.rho, policy.delta), 3),
        "delta": float(policy.delta),
        "cap": policy.cap,
        "factor": policy.factor,
        "noise_sd": {"cell": sd, "requirement": sd},
    }


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _faults(policy: Policy) -> Iterator[Fault]:
    yield from _outside("rho", policy.rho, MOST_RHO)
    yield from _outside("delta", policy.delta, MOST_DELTA)
    yield from _outside("yearly_rho", policy.yearly_rho, MOST_YEARLY_RHO)
    if not 1 <= policy.cap <= MOST_ANSWERS:
        yield _fault(
            "cap", policy.cap, f"не меньше 1 и не больше {MOST_ANSWERS}", f"at least 1 and at most {MOST_ANSWERS}"
        )
    if policy.factor < 1:
        yield _fault("factor", policy.factor, "не меньше 1", "at least 1")
    elif (
        policy.rho.is_finite() and policy.rho > 0 and policy.cap > 0 and policy.factor * _least_sd(policy) < LEAST_SHOWN
    ):
        least = f"{policy.factor} × {_least_sd(policy):.2f}"
        yield _fault(
            "factor", least, f"порог показа не меньше {LEAST_SHOWN}", f"a row shown from {LEAST_SHOWN} answers on"
        )
    if policy.rho.is_finite() and policy.yearly_rho.is_finite() and RELEASES * policy.rho > policy.yearly_rho:
        least = _plain(RELEASES * policy.rho)
        yield _fault(
            "yearly_rho",
            policy.yearly_rho,
            f"не меньше {least}: четыре квартала и год, по rho ({policy.rho}) на выпуск",
            f"at least {least} (four quarters and the year, rho {policy.rho} each)",
        )


def _least_sd(policy: Policy) -> float:
    """Of the rows of a quarter and of a year: those with the least noise are shown the earliest."""
    return min(own_sd(policy), yearly_sd(policy))


def _outside(field: str, value: Decimal, most: Decimal) -> Iterator[Fault]:
    if not value.is_finite() or not 0 < value <= most:
        yield _fault(field, value, f"больше 0 и не больше {most}", f"above 0 and at most {most}")


def _fault(field: str, value: object, ru: str, en: str) -> Fault:
    return Fault(
        "outside_policy_bounds",
        field,
        Text(f"«{field}»: {value}; допускается: {ru}.", f"«{field}» is {value}; {en} is allowed."),
        Text("Исправьте файл политики и подпишите его заново.", "Correct the policy file and sign it again."),
    )
