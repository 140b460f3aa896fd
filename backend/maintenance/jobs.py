"""Nightly: a checkpoint of the audit log leaves the house, to the ombudsmen and whoever else keeps it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.audit.queries import list_untold
from backend.audit.receipts import OFFERED_AT
from backend.jobs.registry import daily, job
from backend.jobs.service import settings_of
from backend.maintenance.notices import CHECKPOINT, OFFERED
from backend.notifications.recipients import people_with_role
from backend.notifications.service import notify, write_to
from rules.roles import Role


@job("maintenance.mail_checkpoint", following=daily(OFFERED_AT + 1))
def mail_checkpoint(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Give the newest signed checkpoint to the ombudsmen, and by mail to whoever else keeps them."""
    untold = list_untold(session)
    for one in untold:
        one.told_at = now
        session.add(one)
    if not untold:
        return
    newest, keeper = untold[0], settings_of(session).checkpoint_mail
    params = {"seq": newest.seq, "at": newest.at, "line": json.dumps(newest.line)}
    link = f"/integrity/checkpoints/{newest.id}"
    notify(session, people_with_role(session, Role.OMBUDSMAN), OFFERED, params, link, now)
    if keeper is not None:
        write_to(session, keeper, "ru", CHECKPOINT, params, link, now)
