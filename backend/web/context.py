"""What every handler is given: who asks, in which language, the clock, the database session."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

from anyio import to_thread
from litestar import Request
from sqlmodel import Session

from backend.clock import Clock
from backend.config import Settings
from backend.errors import Invalid
from backend.permissions import NOBODY, Actor
from backend.web.invisible import NUL, invisible, without_direction
from rules.faults import InputError

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

AnyRequest = Request[Any, Any, Any]


async def provide_session(request: AnyRequest) -> AsyncGenerator[Session, None]:
    """One request, one transaction: committed when the handler answered, rolled back when it refused."""
    state = request.app.state
    session = Session(state.engine if request.method in SAFE else state.writer, expire_on_commit=False)
    session.info["clock"] = state.clock
    try:
        yield session
        await to_thread.run_sync(session.commit)
    except BaseException:
        await to_thread.run_sync(session.rollback)
        raise
    finally:
        await to_thread.run_sync(session.close)


def provide_actor(request: AnyRequest) -> Actor:
    """Return who asks; the identifying middleware put it there."""
    return actor_of(request)


def actor_of(request: AnyRequest) -> Actor:
    """Return who asks, also where no handler was found."""
    actor = request.scope.get("user")
    return actor if isinstance(actor, Actor) else NOBODY


def provide_clock(request: AnyRequest) -> Clock:
    """Return the clock of the application."""
    clock: Clock = request.app.state.clock
    return clock


def settings_of(request: AnyRequest) -> Settings:
    """Return the settings of the application."""
    settings: Settings = request.app.state.settings
    return settings


def language_of(request: AnyRequest) -> str:
    """Return the language of the answer: the cookie for pages, Accept-Language for programs."""
    if request.url.path.startswith("/api/v"):
        return "en" if request.headers.get("accept-language", "ru").lower().startswith("en") else "ru"
    return "en" if request.cookies.get("language") == "en" else "ru"


@dataclass(frozen=True, slots=True)
class Form:
    """A submitted form: each field with all its values, texts stripped; files apart."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[Any]] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        """Return the first value of a field."""
        values = self.fields.get(name)
        return values[0] if values else default

    def all(self, name: str) -> list[str]:
        """Return every value of a field, in order."""
        return self.fields.get(name, [])

    def flat(self) -> dict[str, str]:
        """Return the first value of each field, for a schema to check."""
        return {name: values[0] for name, values in self.fields.items() if values}


async def provide_form(request: AnyRequest) -> Form:
    """Read the submitted form; the token against forged forms is checked before and left out here.

    Raises:
        Invalid: every field with the NUL character.
    """
    submitted = await request.form()
    form, faults = Form(), []
    for name, value in submitted.multi_items():
        if name == "_csrf_token":
            continue
        if NUL in name or (isinstance(value, str) and NUL in value):
            faults.append(invisible(name.replace(NUL, "?")))
        elif isinstance(value, str):
            form.fields.setdefault(name, []).append(without_direction(value).strip())
        else:
            form.files.setdefault(name, []).append(value)
    if faults:
        raise Invalid(faults)
    return form


__all__ = [
    "AnyRequest",
    "Form",
    "InputError",
    "actor_of",
    "language_of",
    "provide_actor",
    "provide_clock",
    "provide_form",
    "provide_session",
    "settings_of",
]
