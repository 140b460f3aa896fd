"""The only place where noise is drawn: OpenDP's discrete Gaussian on whole numbers, from the system's random source.

Floats never go in: the last digits of floating-point noise give the true value away (Mironov 2012).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

ROUNDING = 1e-9


def histogram(counts: Sequence[int], scale: float) -> list[int]:
    """Return the counts, each with its own noise of standard deviation `scale`; it cannot be drawn the same again.

    Source: Canonne, Kamath, Steinke 2020, the discrete Gaussian; OpenDP `then_gaussian`.

    Raises:
        ValueError: the scale is not above 0.

    >>> len(histogram([5, 0, 12], 10.4))
    3
    """
    if not scale > 0:
        raise ValueError("noise needs a scale above 0")
    return list(_measurement(scale)([int(count) for count in counts]))


def spent(scale: float, distance: float) -> float:
    """Return the ρ that OpenDP itself says one table costs when a unit can move it by `distance` (L2).

    >>> round(spent(10.0, 20**0.5), 4)
    0.1
    """
    return float(_measurement(scale).map(distance))


def epsilon_of(rho: float, delta: float) -> float:
    """Return the ε that ρ of zero-concentrated privacy amounts to at `delta`, by OpenDP's conversion.

    >>> round(epsilon_of(0.185, 1e-6), 2)
    3.0
    """
    dp = opendp()
    scale = (1 / (2 * rho)) ** 0.5
    curve = dp.c.make_zCDP_to_approxDP(_measurement(scale)).map(1.0)
    return float(curve.epsilon(delta))


def filter_takes(spends: Sequence[float], cap: float) -> bool:
    """Return whether OpenDP's privacy filter over `cap` lets every one of `spends` pass, one after another.

    The filter adds floats, so a billionth above `cap` is let pass: five times 0.185 is 0.925 there too.

    >>> filter_takes([0.1, 0.1], 0.25), filter_takes([0.1, 0.1, 0.1], 0.25)
    (True, False)
    """
    from opendp.mod import OpenDPException

    dp = opendp()
    odometer = dp.c.make_fully_adaptive_composition(*_space(dp), dp.zero_concentrated_divergence())
    ledger = dp.c.make_privacy_filter(odometer, d_in=1.0, d_out=cap + ROUNDING)([0])
    try:
        for rho in spends:
            ledger(_measurement(_scale_of(rho)))
    except OpenDPException as refused:
        if "exhausted" not in str(refused):
            raise
        return False
    return True


@lru_cache(maxsize=1)
def opendp() -> Any:
    """Return OpenDP, loaded on first use: a third of a second that most commands need not pay."""
    import opendp.prelude as dp

    dp.enable_features("contrib")
    return dp


@lru_cache(maxsize=64)
def _measurement(scale: float) -> Any:
    dp = opendp()
    return _space(dp) >> dp.m.then_gaussian(scale=scale)


def _space(dp: Any) -> tuple[Any, Any]:
    return dp.vector_domain(dp.atom_domain(T="i64")), dp.l2_distance(T=float)


def _scale_of(rho: float) -> float:
    return float((1 / (2 * rho)) ** 0.5)
