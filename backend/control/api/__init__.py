"""Calls of control, for programs of a business and of people in office."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# One module a group of calls; whoever adds a group adds a line.
GROUPS = (
    "computing",
    "events",
    "draft",
    "room",
    "private",
    "checking",
    "papers",
    "prescriptions",
    "cases",
    "notes",
    "numbers",
    "standing",
    "objects",
    "absences",
    "desk",
    "plans",
    "plan_roads",
    "plan_entries",
    "imports",
)
ROUTES: list[Any] = [route for name in GROUPS for route in import_module(f"backend.control.api.{name}").ROUTES]
