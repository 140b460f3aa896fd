"""Work of every night: what was only for a while is not kept longer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from backend.accounts.identity import LONGEST
from backend.accounts.models import ApiKey, Membership, OneTimeLink, PersonSession
from backend.jobs.registry import daily, job
from backend.web.models import RateCount

KEEP_SESSIONS = timedelta(days=30)
KEEP_LINKS = timedelta(days=7)
KEEP_COUNTS = timedelta(days=2)  # the longest window is a day


@job("accounts.tidy", following=daily(4))
def tidy(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Delete old sessions, links and counts of tries; end the keys of parts that have run out."""
    session.execute(sa.delete(PersonSession).where(col(PersonSession.created_at) < now - LONGEST - KEEP_SESSIONS))
    session.execute(sa.delete(OneTimeLink).where(col(OneTimeLink.expires_at) < now - KEEP_LINKS))
    session.execute(sa.delete(RateCount).where(col(RateCount.began_at) < now - KEEP_COUNTS))
    over = sa.exists().where(
        col(Membership.person_id) == ApiKey.person_id,
        col(Membership.business_id) == ApiKey.business_id,
        col(Membership.ends_at) <= now,
    )
    session.execute(sa.update(ApiKey).where(col(ApiKey.ended_at).is_(None), over).values(ended_at=now))
