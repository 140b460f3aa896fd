"""Ways out of the house for a notice. A module here with a CHANNEL is found by itself."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from backend.config import Settings
from backend.notifications.letters import Letter
from backend.notifications.recipients import Recipient


@dataclass(frozen=True, slots=True)
class Channel:
    """One way out: who wants it, and how a letter goes."""

    wanted: Callable[[Recipient], bool]
    send: Callable[[Letter, Settings], None]


@cache
def channels() -> Mapping[str, Channel]:
    """Return every channel by the name of its module."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = {name: import_module(f"{__name__}.{name}") for name in names}
    return {name: module.CHANNEL for name, module in modules.items() if hasattr(module, "CHANNEL")}
