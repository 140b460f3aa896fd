"""Nightly: a checkpoint of the audit log leaves the house by mail, where somebody is named who keeps it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.audit import checkpoints
from backend.audit.signing import signed
from backend.jobs.registry import daily, job
from backend.jobs.service import settings_of
from backend.maintenance.notices import CHECKPOINT
from backend.notifications.service import write_to


@job("maintenance.mail_checkpoint", following=daily(3))
def mail_checkpoint(session: Session, payload: Mapping[str, Any], now: datetime) -> None:
    """Write a signed checkpoint to whoever keeps them."""
    settings = settings_of(session)
    if settings.checkpoint_mail is None:
        return
    taken = signed(checkpoints.take(session, now), settings)
    params = {"seq": taken["seq"], "line": json.dumps(taken)}
    write_to(session, settings.checkpoint_mail, "ru", CHECKPOINT, params, "", now)
