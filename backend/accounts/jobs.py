"""What was only for a while is not kept longer; what hangs on a part in a business ends with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from backend.accounts.identity import LONGEST
from backend.accounts.leaving import PART_OVER, end_all_over, end_if_over
from backend.accounts.models import LinkPurpose, OneTimeLink, PendingSignIn, PersonSession, SecondFactor
from backend.accounts.queries import find_by_email
from backend.accounts.second_factor import OFFER_LASTS
from backend.audit.erasures import overwrite_deleted
from backend.jobs.registry import daily, hourly, job
from backend.notifications.service import forget_letters
from backend.web.models import RateCount

KEEP_SESSIONS = timedelta(days=30)
KEEP_LINKS = timedelta(days=7)
KEEP_COUNTS = timedelta(days=2)  # the longest window is a day


@job("accounts.tidy", following=daily(4))
def tidy(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Delete old sessions, half-done sign-ins, links and counts of tries; end what hangs on parts that have run out."""
    session.execute(sa.delete(PersonSession).where(col(PersonSession.created_at) < now - LONGEST - KEEP_SESSIONS))
    session.execute(sa.delete(OneTimeLink).where(col(OneTimeLink.expires_at) < now - KEEP_LINKS))
    session.execute(sa.delete(PendingSignIn).where(col(PendingSignIn.expires_at) < now))
    stale = (col(SecondFactor.confirmed_at).is_(None), col(SecondFactor.offered_at) < now - OFFER_LASTS)
    session.execute(sa.delete(SecondFactor).where(*stale))
    session.execute(sa.delete(RateCount).where(col(RateCount.began_at) < now - KEEP_COUNTS))
    end_all_over(session, now)


@job(PART_OVER)
def part_over(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """End access at the moment when a part runs out."""
    end_if_over(session, payload["part"], now)


@job("accounts.forget_sign_ups", following=hourly)
def forget_sign_ups(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Delete sign-ups that nobody finished in their day, with their letters: who they were is none of our business."""
    over = col(OneTimeLink.purpose) == LinkPurpose.SIGN_UP, col(OneTimeLink.expires_at) <= now
    ended = {link.email or "" for link in session.exec(select(OneTimeLink).where(*over)).all()}
    if not ended:
        return
    session.execute(sa.delete(OneTimeLink).where(*over))
    overwrite_deleted(session, now)
    # Whoever has an account, or another link on its way, is known still.
    waiting = set(session.exec(select(OneTimeLink.email).where(col(OneTimeLink.email).in_(ended))).all())
    for email in sorted(ended - waiting):
        if find_by_email(session, email) is None:
            forget_letters(session, email, now)
