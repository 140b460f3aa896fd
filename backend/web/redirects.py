"""Redirects after a form, with a word of what happened."""

from __future__ import annotations

from litestar import Response
from litestar.datastructures import Cookie
from litestar.response import Redirect

from backend.web.pages import FLASHES
from rules.text import Text


def say_after(key: str, text: Text) -> str:
    """Register a sentence that a redirect may carry; returns its key."""
    FLASHES[key] = text
    return key


def see(path: str, flash: str | None = None, *numbers: int) -> Redirect:
    """Send the browser to a page of ours, with the sentence of `flash` if any; it may hold whole numbers."""
    answer = Redirect(path, status_code=303)
    if flash is not None:
        value = ".".join([flash, *(str(number) for number in numbers)])
        answer.set_cookie(Cookie(key="flash", value=value, max_age=20, httponly=True, samesite="lax"))
    return answer


def inside(path: str, otherwise: str = "/") -> str:
    """Return `path` if it leads inside this site, else `otherwise`: no open redirects."""
    local = path.startswith("/") and not path.startswith(("//", "/\\")) and "\n" not in path and "\r" not in path
    return path if local else otherwise


__all__ = ["Response", "inside", "say_after", "see"]
