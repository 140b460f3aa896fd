"""Calls of the ombudsman's room: cases, systemic cards, yearly reports."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# One module a group of calls; whoever adds a group adds a line.
GROUPS = ("api_cases", "api_shared", "api_systemic", "api_reports")
ROUTES: list[Any] = [route for name in GROUPS for route in import_module(f"backend.ombudsman.{name}").ROUTES]
