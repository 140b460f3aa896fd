"""Signing in with a code, as a browser does it."""

from __future__ import annotations

from typing import Any

from httpx import Response
from sqlalchemy import Engine
from sqlmodel import select

from backend.db.engine import open_session
from backend.notifications.models import Notice
from tests.people import Browser

PASSWORD = "четыре синих кота"
SET_UP = "/account/second-factor"


def give_password(browser: Browser, email: str = "dana@example.ru", **more: Any) -> Response:
    """Send the first page of signing in."""
    return browser.post_form("/sign-in", {"email": email, "password": PASSWORD, **more})


def give_code(browser: Browser, code: str) -> Response:
    """Send the second."""
    return browser.post_form("/sign-in/code", {"code": code})


def where(answer: Response) -> str | None:
    """Return where an answer leads."""
    return answer.headers.get("location")


def opens(browser: Browser, path: str = "/account") -> bool:
    """Whether a page is shown, and not another instead of it."""
    return browser.get(path, follow_redirects=False).status_code == 200


def kinds_told(engine: Engine, browser: Browser) -> set[str]:
    """Return what kinds of notices a person has got."""
    with open_session(engine) as session:
        return set(session.exec(select(Notice.kind).where(Notice.person_id == browser.person.id)).all())
