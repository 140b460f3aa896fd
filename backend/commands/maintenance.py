"""`yasno backup`, `restore`, `doctor` and `worker`."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from backend.clock import SystemClock
from backend.commands import shared
from backend.commands.database import settings, silent
from backend.db.engine import make_engine
from rules.faults import InputError


@click.command(cls=shared.Command)
@click.argument("target", type=click.Path(path_type=Path))
@shared.json_option
def backup(target: Path, as_json: bool) -> None:
    """Make a backup in TARGET, a file (….tar.gz) or a folder, while the site runs."""
    from sqlalchemy.exc import DBAPIError

    from backend.maintenance.backup import make_backup

    chosen = settings()
    try:
        made = make_backup(chosen, make_engine(chosen.database_url), target, SystemClock().now())
    except DBAPIError:
        raise silent() from None
    except OSError as error:
        raise InputError([shared.unwritable(str(target), error)]) from error
    shared.write({"file": str(made), "bytes": made.stat().st_size}, as_json, lambda: [str(made)])


@click.command(cls=shared.Command)
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"]), help="UTC")
@shared.json_option
def restore(source: Path, at: datetime | None, as_json: bool) -> None:
    """Restore the backup SOURCE, or the newest of the folder SOURCE made at or before --at. Stop the server first."""
    from backend.maintenance import restore as room

    chosen = room.choose(source, at.replace(tzinfo=UTC) if at else None)
    done = room.restore(settings(), chosen, SystemClock().now())
    answer: dict[str, Any] = {
        "file": str(done.backup),
        "made_at": done.made_at,
        "audit_rows": done.rows,
        "erased_again": done.erased,
    }
    answer["releases_stopped"] = list(done.stopped)
    shared.write(answer, as_json, lambda: [f"{name}: {value}" for name, value in answer.items()])


@click.command(cls=shared.Command)
@shared.json_option
def doctor(as_json: bool) -> None:
    """Check the installation; exit 1 if something is wrong."""
    from backend.maintenance.checks import House, examine

    chosen = settings()
    found = examine(House(chosen, make_engine(chosen.database_url), SystemClock().now()))
    good = all(one.ok for one in found.values())
    checks = [{"name": name, "ok": one.ok, "message": one.message.as_dict()} for name, one in found.items()]
    lines = [f"{'+' if one.ok else '!'} {name}: {shared.told(one.message)}" for name, one in found.items()]
    shared.write({"ok": good, "checks": checks}, as_json, lambda: lines)
    if not good:
        raise SystemExit(shared.ANSWER_IS_NO)


@click.command(cls=shared.Command)
def worker() -> None:
    """Do the work of the outbox until told to stop; for hosts beside the server's (needs YASNO_BROKER_URL)."""
    from backend.jobs.worker import start
    from backend.web.logs import configure

    configure()
    chosen, done = settings(), threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: done.set())
    engine = make_engine(chosen.database_url)
    stop = start(chosen, engine, SystemClock())
    done.wait()
    stop()
    engine.dispose()
