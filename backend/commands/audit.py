"""`yasno audit`: is the log as it was written, and a checkpoint to keep elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from backend.audit import checkpoints
from backend.audit.chain import Break, Head
from backend.audit.queries import verify as verify_log
from backend.audit.signing import own_keys, own_public_key, read_keys, signed
from backend.clock import SystemClock
from backend.commands import shared
from backend.commands.database import reading_session, settings
from rules.text import Text

UNSIGNED = Text(
    "Не все контрольные точки файла подписаны: старые делались без подписи.",
    "Not every checkpoint of the file is signed: old ones were made without.",
)


@click.group(cls=shared.Group)
def audit() -> None:
    """The audit log: check it, keep a checkpoint of it."""


@audit.command()
@click.option("--checkpoint", type=click.Path(path_type=Path), help="a file of checkpoints: finds a cut tail too")
@click.option("--key", type=click.Path(path_type=Path), help="public keys that sign checkpoints; default: our own")
@shared.json_option
def verify(checkpoint: Path | None, key: Path | None, as_json: bool) -> None:
    """Say whether every row is as it was written, else name the first that is not; exit 1 then."""
    kept = checkpoints.read(checkpoint, read_keys(key) if key else own_keys(settings())) if checkpoint else None
    with reading_session() as session:
        found = verify_log(session, kept.hashes if kept else None)
    if kept and not kept.signed:
        click.echo(shared.told(UNSIGNED), err=True)
    shared.write(_answer(found) | ({"signed": kept.signed} if kept else {}), as_json, lambda: [_line(found)])
    if isinstance(found, Break):
        raise SystemExit(shared.ANSWER_IS_NO)


@audit.command("checkpoint")
@click.option("--out", type=click.Path(path_type=Path), help="add it to this file instead of printing it")
@shared.json_option
def keep(out: Path | None, as_json: bool) -> None:
    """Make a signed checkpoint of the log; keep it where nobody who can change the database can reach it."""
    with reading_session() as session:
        taken = signed(checkpoints.take(session, SystemClock().now()), settings())
    if out is None:
        shared.write_json(taken)
        return
    checkpoints.append(out, taken)
    shared.write(taken, as_json, lambda: [f"{taken['seq']} {taken['hash']}"])


@audit.command("key")
@shared.json_option
def show_key(as_json: bool) -> None:
    """Print the public key of checkpoints: who keeps them keeps this key too, and asks verify with --key."""
    public = own_public_key(settings())
    shared.write({"key": public}, as_json, lambda: [public])


def _answer(found: Head | Break) -> dict[str, Any]:
    if isinstance(found, Head):
        return {"ok": True, "rows": found.seq, "head": found.hash}
    return {"ok": False, "seq": found.seq, "code": found.code, "message": found.message.as_dict()}


def _line(found: Head | Break) -> str:
    if isinstance(found, Break):
        return shared.told(found.message)
    return shared.told(Text(f"Журнал цел, записей: {found.seq}.", f"The log is whole, rows: {found.seq}."))
