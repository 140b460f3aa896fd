"""Limits of tries, counted in a transaction of their own: a refused request counts too."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from backend.web.context import AnyRequest, settings_of
from backend.web.limits import address_of, count_try


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries of one thing in a window."""

    what: str
    tries: int
    window: timedelta


FIVE_MINUTES, HOUR, DAY = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
SIGN_IN = Limit("sign-in account", 10, FIVE_MINUTES)
SIGN_IN_FROM = Limit("sign-in address", 10, FIVE_MINUTES)
SIGN_UP_FROM = Limit("sign-up address", 10, HOUR)
SIGN_UP_FOR = Limit("sign-up account", 5, HOUR)
NEW_PASSWORD = Limit("new password account", 5, DAY)
NEW_PASSWORD_FROM = Limit("new password address", 10, HOUR)
LINK_FROM = Limit("link address", 30, FIVE_MINUTES)
OWN_PASSWORD = Limit("own password", 10, FIVE_MINUTES)
# Three codes of a million fit at any moment: fifty tries a day find one in eighteen years.
CODE = (Limit("code", 5, FIVE_MINUTES), Limit("code hour", 20, HOUR), Limit("code day", 50, DAY))
NEW_EMAIL = Limit("new email", 5, DAY)
INVITE = Limit("invite", 20, DAY)
FOUND = Limit("found business", 20, DAY)
NEW_KEY = Limit("new key", 20, DAY)
NEW_SHARE = Limit("new share link", 40, DAY)
DOWNLOAD = Limit("download", 10, HOUR)
DISPUTE_FROM = Limit("anonymous dispute address", 20, DAY)


def count(request: AnyRequest, limit: Limit, who: str | None = None) -> None:
    """Count one try by `who`, or by the visitor's address. Call it before the request's own session is used.

    Raises:
        TooMany: the tries of this window are spent.
    """
    state = request.app.state
    for _ in range(2):
        with Session(state.writer) as session:
            try:
                whose = _sealed(settings_of(request).secret, address_of(request) if who is None else who)
                count_try(session, limit.what, whose, limit.tries, limit.window, state.clock.now())
                session.commit()
            except IntegrityError:
                continue  # two first tries at the same moment, on PostgreSQL: the other one made the row
            return


def count_all(request: AnyRequest, several: Iterable[Limit], who: str) -> None:
    """Count one try under several windows.

    Raises:
        TooMany: the tries of one of them are spent.
    """
    for limit in several:
        count(request, limit, who)


def _sealed(secret: str, whose: str) -> str:
    """Return what the counter is kept under: a plain hash of an address is guessed by trying all addresses."""
    return hmac.new(secret.encode(), whose.encode(), "sha256").hexdigest()
