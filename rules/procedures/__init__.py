"""Procedures as tables: one row is one legal step, and a module here with a PROCEDURE is found by itself.

A row gives the permission, the deadline, the notice and the record; only the step runner of the shell writes states.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from rules.procedures.faults import faults_of, unsaid_waits
from rules.procedures.outside import SYSTEMS, working_copy
from rules.procedures.steps import (
    CLIENTS,
    EITHER,
    PLATFORM_ORDER,
    SYSTEM,
    Clock,
    Procedure,
    State,
    Step,
    lowered_on_each,
    on_each,
)
from rules.procedures.waiting import Until, Waiting, terms_of_state, waiting_for

__all__ = [
    "CLIENTS",
    "EITHER",
    "PLATFORM_ORDER",
    "SYSTEM",
    "SYSTEMS",
    "Clock",
    "Procedure",
    "State",
    "Step",
    "Until",
    "Waiting",
    "faults_of",
    "lowered_on_each",
    "on_each",
    "procedures",
    "terms_of_state",
    "unsaid_waits",
    "waiting_for",
    "working_copy",
]


@cache
def procedures() -> Mapping[str, Procedure]:
    """Return every procedure of this folder by name.

    Raises:
        ValueError: a table is faulty; every fault is named.

    >>> "dispute" in procedures()
    True
    """
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    found = [module.PROCEDURE for module in modules if hasattr(module, "PROCEDURE")]
    faults = [f"{procedure.name}: {fault}" for procedure in found for fault in faults_of(procedure)]
    if faults:
        raise ValueError("; ".join(faults))
    return MappingProxyType({procedure.name: procedure for procedure in found})
