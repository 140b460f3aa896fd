"""`yasno audit`: is the log as it was written, checkpoints to keep elsewhere, and the keys that sign them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from backend.audit import checkpoints
from backend.audit.chain import Break, Head
from backend.audit.checkpoints import Kept
from backend.audit.keys import Keys, own_keys, read_keys
from backend.audit.queries import verify as verify_log
from backend.audit.service import record
from backend.audit.signing import own_public_key, rotate
from backend.clock import SystemClock
from backend.commands import shared
from backend.commands.database import reading_session, settings, writing_session
from rules.faults import Fault, InputError
from rules.text import Text

UNSIGNED = Text(
    "Не все контрольные точки файла подписаны: старые делались без подписи.",
    "Not every checkpoint of the file is signed: old ones were made without.",
)
KEYS = click.option(
    "--keys",
    "--key",
    "key",
    type=click.Path(path_type=Path),
    help="public keys that sign checkpoints; default: our own",
)


@click.group(cls=shared.Group)
def audit() -> None:
    """The audit log: check it, keep a checkpoint of it, change the key."""


@audit.command()
@click.option("--checkpoint", metavar="FILE", help='a file of checkpoints, or "-" for stdin: finds a cut tail too')
@KEYS
@shared.json_option
def verify(checkpoint: str | None, key: Path | None, as_json: bool) -> None:
    """Say whether every row is as it was written, else name the first that is not; exit 1 then."""
    kept = None if checkpoint is None else _kept(checkpoint, _keys(key))
    with reading_session() as session:
        found = verify_log(session, kept.hashes if kept else None)
    if kept and not kept.signed:
        click.echo(shared.told(UNSIGNED), err=True)
    shared.write(_answer(found) | (_said_of(kept) if kept else {}), as_json, lambda: [_line(found), *_gone(kept)])
    if isinstance(found, Break):
        raise SystemExit(shared.ANSWER_IS_NO)


@audit.command()
@click.argument("file", metavar="FILE")
@KEYS
@shared.json_option
def growth(file: str, key: Path | None, as_json: bool) -> None:
    """Say, without the database, whether each checkpoint of FILE goes on from the one before; exit 1 if not."""
    kept = _kept(file, _keys(key))
    wrong = checkpoints.first_that_does_not_go_on(kept)
    answer: dict[str, Any] = {"ok": wrong is None, "checkpoints": len(kept.lines), **_said_of(kept)}
    answer["not_joined"] = checkpoints.not_joined(kept)
    if wrong is not None:
        answer |= {"seq": wrong[0]["seq"], "at": wrong[0]["at"], "message": wrong[1].as_dict()}
    shared.write(answer, as_json, lambda: [_growth_line(kept, wrong), *_gone(kept)])
    if wrong is not None:
        raise SystemExit(shared.ANSWER_IS_NO)


@audit.command("checkpoint")
@click.option("--out", type=click.Path(path_type=Path), help="add it to this file instead of printing it")
@shared.json_option
def keep(out: Path | None, as_json: bool) -> None:
    """Make a signed checkpoint of the log; keep it where nobody who can change the database can reach it."""
    house = settings()
    with reading_session() as session:
        kept = checkpoints.read_own(house, own_keys(house))
        made = checkpoints.make(session, house, kept, SystemClock().now())
    if isinstance(made, Break):
        shared.write(_answer(made), as_json, lambda: [_line(made)])
        raise SystemExit(shared.ANSWER_IS_NO)
    if out is None:
        shared.write_json(made)
        return
    checkpoints.append(out, made)
    shared.write(made, as_json, lambda: [f"{made['seq']} {made['root']}"])


@audit.command("key")
@shared.json_option
def show_key(as_json: bool) -> None:
    """Print the public key of checkpoints: who keeps them keeps this key too, and asks verify with --keys."""
    public = own_public_key(settings())
    shared.write({"key": public}, as_json, lambda: [public])


@audit.command("keys")
@shared.json_option
def show_keys(as_json: bool) -> None:
    """Print every public key that was ever ours, with its time."""
    listed = [one.as_dict() for one in own_keys(settings()).values()]
    lines = [f"{one['key']} {one['from'] or '—'} {one['until'] or '—'}" for one in listed]
    shared.write({"keys": listed}, as_json, lambda: lines)


@audit.command("rotate-key")
@shared.json_option
def rotate_key(as_json: bool) -> None:
    """Make a new key for checkpoints; the former one names it, ends, and stays good for what it signed."""
    now = SystemClock().now()
    with writing_session() as session:
        made = rotate(settings(), now)
        record(session, None, "audit.rotate_key", "key", made.key, {"after": made.after}, now)
    shared.write(made.as_dict(), as_json, lambda: [made.key])


def _keys(path: Path | None) -> Keys:
    return read_keys(path) if path else own_keys(settings())


def _kept(file: str, keys: Keys) -> Kept:
    """Return what the checkpoints of a file keep; one without any would find nothing wrong in any log."""
    with shared.as_file(file) as path:
        kept = checkpoints.read(path, keys)
    if not kept.lines and not kept.gone:
        raise InputError([_no_checkpoints(file)])
    return kept


def _no_checkpoints(file: str) -> Fault:
    message = Text("В файле нет ни одной контрольной точки.", "The file holds no checkpoint.")
    remedy = Text(
        "Возьмите копию, в которой они есть: их пишет yasno audit checkpoint.",
        "Take a copy that holds some: yasno audit checkpoint writes them.",
    )
    return Fault("no_checkpoint", "checkpoint", message, remedy, file=file)


def _answer(found: Head | Break) -> dict[str, Any]:
    if isinstance(found, Head):
        return {"ok": True, "rows": found.seq, "head": found.hash, "root": found.root}
    place = {"seq": found.seq, "from": found.since, "to": found.until}
    return {"ok": False, **place, "code": found.code, "message": found.message.as_dict()}


def _said_of(kept: Kept) -> dict[str, Any]:
    gone = [{"from": first, "to": last} for first, last in kept.gone]
    return {"signed": kept.signed} | ({"gone": gone} if gone else {})


def _gone(kept: Kept | None) -> list[str]:
    texts = [
        Text(f"Восстановлением убраны записи {first}–{last}.", f"A restore took rows {first}–{last} away.")
        for first, last in (kept.gone if kept else ())
    ]
    return [shared.told(text) for text in texts]


def _line(found: Head | Break) -> str:
    if isinstance(found, Break):
        return shared.told(found.message)
    return shared.told(Text(f"Журнал цел, записей: {found.seq}.", f"The log is whole, rows: {found.seq}."))


def _growth_line(kept: Kept, wrong: tuple[checkpoints.Line, Text] | None) -> str:
    if wrong is not None:
        return shared.told(wrong[1])
    count, apart = len(kept.lines), ", ".join(map(str, checkpoints.not_joined(kept)))
    said = Text(f"Контрольных точек: {count}, каждая продолжает прежние.", f"Checkpoints: {count}, each goes on.")
    lacking = Text(
        f" Точки, перед которыми в файле нет предыдущей: {apart}.",
        f" Without the one before them in the file: {apart}.",
    )
    return shared.told(said) + (shared.told(lacking) if apart else "")
