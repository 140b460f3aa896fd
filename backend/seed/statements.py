"""Feedback in the demo world: statements with their public clock, one answered, one refused, a systemic issue.

Sent on Mondays, as everywhere; the rest is told below with days counted from today.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import col, select

from backend.clock import MOSCOW
from backend.feedback.editing import own_statement
from backend.feedback.models import Feedback, FeedbackKind
from backend.feedback.sending import HOUR, send_batch
from backend.feedback.service import step
from backend.law import current_law
from backend.ombudsman.systemic import join, open_card, own_cases, send, write_card
from backend.seed.control_stage import Stage, day_of

TOLD = Path(__file__).with_name("statements.yaml")
Line = Mapping[str, Any]
WEEK = timedelta(days=7)


def add_statements(stage: Stage) -> None:
    """Put the statements on the stage with the Mondays on which they are sent."""
    told: Line = yaml.load(TOLD.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    mondays: set[datetime] = set()
    for entry in told["statements"]:
        sent = _monday(stage.world.now, int(entry["weeks"]))
        if "title" not in entry and entry["weeks"]:
            mondays.add(sent)
        _statement(stage, entry, sent)
    for sent in sorted(mondays):
        stage.later(sent, "a sending", lambda at: _send(stage, at))


def _send(stage: Stage, at: datetime) -> None:
    send_batch(stage.session, at)


def _monday(now: datetime, weeks: int) -> datetime:
    """Return a Monday at ten in Moscow: of so many weeks ago, the last one that is over being the first."""
    today = day_of(now)
    last = datetime.combine(today - timedelta(days=today.weekday()), time(HOUR), MOSCOW)
    return last - (weeks if last > now else weeks - 1) * WEEK


def _statement(stage: Stage, entry: Line, sent: datetime) -> None:
    made: list[str] = []

    def begin(at: datetime) -> None:
        made.append((_systemic if "title" in entry else _own)(stage, entry, at).id)

    # The editor writes it two days before the Monday on which it goes; what waits was written today.
    written = sent if "title" in entry else sent - timedelta(days=2)
    stage.later(written if entry["weeks"] else stage.world.now - timedelta(hours=3), f"statement {entry['id']}", begin)
    for line in entry.get("then", ()):

        def do(at: datetime, line: Line = line) -> None:
            row = stage.session.exec(select(Feedback).where(col(Feedback.id) == made[0])).one()
            due = date.fromisoformat(stage.times.read(line["due"])) if "due" in line else None
            actor = stage.actor(line["as"])
            role = next(iter(actor.roles))
            step(stage.session, actor, row, line["take"], role, line["text"], at, due=due)

        stage.later(min(sent + timedelta(days=line["after"]), stage.world.now), f"statement {entry['id']}", do)


def _own(stage: Stage, entry: Line, at: datetime) -> Feedback:
    """The editor's own neutral statement about the text of a requirement."""
    requirement, kind = current_law().edition.requirements[entry["requirement"]], FeedbackKind(entry["kind"])
    editor = stage.actor("editor")
    row = own_statement(stage.session, editor, requirement, kind, entry["text"], entry["region"], at)
    row.demo = True
    return row


def _systemic(stage: Stage, entry: Line, at: datetime) -> Feedback:
    """A card of an ombudsman, with the cases taken up by then, sent to the regulator."""
    session, by = stage.session, stage.actor(entry["by"])
    card = open_card(session, by, entry["title"], entry["requirement"], at)
    write_card(session, card, card.title, entry["text"], card.authority)
    join(session, by, card, [one.id for one in own_cases(session, by, at)], at)
    row = send(session, by, card, at)
    row.demo = True
    return row
