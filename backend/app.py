"""The application: every slice's routes, one guard, one transaction a request."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from litestar import Litestar, Request, get
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.types import ASGIApp
from sqlalchemy import Engine, text
from sqlmodel import Session

from backend.clients.uses import CountUses
from backend.clock import Clock, SystemClock
from backend.config import Settings
from backend.db.engine import make_engine, writing
from backend.permissions import NOBODY, Actor, Permission
from backend.web.assets import built_file
from backend.web.context import provide_actor, provide_clock, provide_form, provide_session
from backend.web.headers import SecurityHeaders
from backend.web.identify import Identify, guard_permission
from backend.web.pages import MenuItem
from backend.web.refusals import refuse

# In the order of the menu. A slice offers ROUTES and MENU in pages.py, ROUTES in api.py.
SLICES = (
    "profiles",
    "requirements",
    "assessments",
    "control",
    "appeals",
    "ombudsman",
    "feedback",
    "statistics",
    "threads",
    "risk",
    "consultations",
    "costs",
    "reports",
    "authorities",
    "accounts",
    "clients",
    "webhooks",
    "notifications",
    "audit",
    "web",
    "maintenance",
)
MEGABYTE = 1024 * 1024


def create_app(settings: Settings, *, clock: Clock | None = None, engine: Engine | None = None) -> ASGIApp:
    """Return the ASGI application; `engine` and `clock` are given in tests."""
    own = engine or make_engine(settings.database_url)
    state = State(
        {
            "settings": settings,
            "engine": own,
            "writer": writing(own),
            "clock": clock or SystemClock(),
            "identifier": _identify,
            "menu": [*collect("home_pages", "MENU"), *collect("pages", "MENU")],
        }
    )
    return SecurityHeaders(build(settings, state), https=settings.secure_cookies)


def build(settings: Settings, state: State) -> Litestar:
    """Return the Litestar application itself: the rights matrix and the API description read it."""
    return Litestar(
        route_handlers=[
            *_routes(),
            live,
            built_file,
        ],
        state=state,
        dependencies={
            "session": Provide(provide_session),
            "actor": Provide(provide_actor, sync_to_thread=False),
            "clock": Provide(provide_clock, sync_to_thread=False),
            "form": Provide(provide_form),
        },
        guards=[guard_permission],
        middleware=[Identify, CountUses],
        csrf_config=CSRFConfig(
            secret=settings.secret,
            cookie_name=settings.cookie("csrf"),
            cookie_secure=settings.secure_cookies,
            cookie_httponly=True,
            exclude=["^/api/", "^/health"],
        ),
        exception_handlers={HTTPException: refuse, Exception: refuse},
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=8, exclude=["^/assets/"]),
        request_max_body_size=12 * MEGABYTE,
        openapi_config=_openapi(),
        lifespan=[_lifespan],
        # Logs are set up once for the process (web/logs.py); Litestar's own would write addresses.
        logging_config=None,
    )


def _openapi() -> OpenAPIConfig | None:
    found = find_spec("backend.web.openapi")
    return import_module("backend.web.openapi").config() if found else None


@asynccontextmanager
async def _lifespan(app: Litestar) -> Any:
    """Start the in-process worker with the server and stop it with it."""
    stop = None
    if app.state.settings.worker:
        stop = import_module("backend.jobs.worker").start(app.state.settings, app.state.engine, app.state.clock)
    yield
    if stop is not None:
        stop()
    app.state.engine.dispose()


def _routes() -> list[Any]:
    """Return the pages and the API of every slice."""
    modules = ("pages", "start_pages", "home_pages", "saving", "api")
    return [route for module in modules for route in collect(module, "ROUTES")]


def collect(module: str, name: str, slices: Sequence[str] = SLICES) -> list[Any]:
    """Return the concatenated `name` lists of every slice that has the module."""
    found: list[Any] = []
    for slice_ in slices:
        path = f"backend.{slice_}.{module}"
        if find_spec(path):
            found.extend(getattr(import_module(path), name, []))
    return found


def _identify(session: Session, request: Request[Any, Any, Any], now: datetime) -> tuple[Actor, dict[str, Any]]:
    """An account's session or key first, else the anonymous run of this browser."""
    for path in ("backend.clients.identity", "backend.accounts.identity", "backend.profiles.identity"):
        if not find_spec(path):
            continue
        found: tuple[Actor, dict[str, Any]] | None = import_module(path).identify(session, request, now)
        if found is not None:
            return found
    return NOBODY, {}


@get("/health/live", opt={"permission": Permission.PUBLIC}, sync_to_thread=False, include_in_schema=False)
def live() -> dict[str, str]:
    """Answer while the process runs."""
    return {"status": "live"}


__all__ = ["MenuItem", "Sequence", "build", "create_app", "text"]
