"""Calls of control, for programs of a business and of people in office."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# One module a group of calls; whoever adds a group adds a line.
GROUPS = (
    "api_computing",
    "api_events",
    "api_draft",
    "api_room",
    "api_private",
    "api_checking",
    "api_papers",
    "api_prescriptions",
    "api_cases",
    "api_notes",
    "api_numbers",
    "api_standing",
    "api_objects",
    "api_absences",
    "api_desk",
    "api_plans",
    "api_plan_roads",
    "api_plan_entries",
    "api_imports",
)
ROUTES: list[Any] = [route for name in GROUPS for route in import_module(f"backend.control.{name}").ROUTES]
