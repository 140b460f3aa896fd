"""Calls of control, for programs of a business and of people in office."""

from __future__ import annotations

from backend.control import api_cases, api_computing, api_draft, api_events, api_room

ROUTES = [
    *api_computing.ROUTES,
    *api_events.ROUTES,
    *api_draft.ROUTES,
    *api_room.ROUTES,
    *api_cases.ROUTES,
]
