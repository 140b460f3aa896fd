"""`yasno release`: publish a window once; what is published, the calendar, the policy, notes, rights in the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from backend.clock import SystemClock
from backend.commands import shared
from backend.commands.database import reading_session, settings, silent, writing_session
from backend.commands.release_preview import decimal, preview
from rules.faults import Fault, InputError
from rules.text import Text


@click.group(cls=shared.Group)
def release() -> None:
    """Releases of what businesses say: anonymous, noisy, signed, each window once."""


release.add_command(preview)


@release.command()
@shared.json_option
def freeze(as_json: bool) -> None:
    """Freeze the answers of windows that have closed; the server's worker does it by itself."""
    from backend.db.engine import make_engine
    from backend.statistics.clockwork import freeze_closed

    chosen = settings()
    with _answering():
        done = freeze_closed(make_engine(chosen.database_url), chosen, SystemClock().now())
    shared.write({"frozen": done}, as_json, lambda: done or [shared.told(Text("Нечего.", "Nothing to do."))])


@release.command()
@click.option("--window", required=True, metavar="WINDOW", help="2026Q3, or 2026 for the yearly release.")
@shared.json_option
def publish(window: str, as_json: bool) -> None:
    """Make the release of a frozen window, once; a second time says that it is made, and nothing is drawn.

    Nothing of it is told before the minute of its announcement but that it is made.
    """
    from backend.statistics.logged import check_logged, logged_here
    from backend.statistics.press import open_press, publish_window
    from backend.statistics.publishing import announce_due, find_head
    from backend.statistics.signing import exact
    from backend.statistics.sweeping import sweep

    now, chosen = SystemClock().now(), settings()
    with _answering():
        press = open_press(chosen)
        check_logged(press.store, logged_here(chosen))
        done = publish_window(press, window, now)
        announce_due(press.store, press.journal, now)
        sweep(press.store, press.handover)
        head = find_head(press.store, done.id)
    answer = exact({**head, "drawn": done.drawn})
    said = Text("Опубликовано сейчас.", "Made now.") if done.drawn else Text("Уже опубликовано.", "Made before.")
    shared.write(answer, as_json, lambda: [shared.told(said), *_fields(exact(head))])


@release.command()
@click.argument("release_id", metavar="ID")
@shared.json_option
def show(release_id: str, as_json: bool) -> None:
    """Print an announced release: its head and what is shown of it; with --json the whole document."""
    document = _document(release_id)
    shared.write(document, as_json, lambda: _told_release(document))


@release.command("list")
@shared.json_option
def list_(as_json: bool) -> None:
    """List the announced releases, the newest first."""
    with _answering():
        heads = _feed().releases()
    found = [{"release": one.id, "kind": one.kind, "published_at": one.published_at.isoformat()} for one in heads]
    nothing = [shared.told(Text("Выпусков ещё не было.", "No release yet."))]
    lines = [f"{one['release']}  {one['published_at']}" for one in found]
    shared.write({"releases": found}, as_json, lambda: lines or nothing)


@release.command()
@shared.json_option
def calendar(as_json: bool) -> None:
    """List the release days: when a window closes, when it is published, the same minute for everyone."""
    with _answering():
        days = _feed().calendar()
    told = [
        {
            "window": day.window.code,
            "kind": day.kind,
            "first": day.window.first.isoformat(),
            "last": day.window.last.isoformat(),
            "closes_at": day.closes_at.isoformat(),
            "published_at": day.published_at.isoformat(),
            "state": day.state,
        }
        for day in days
    ]
    lines = [f"{one['window']}  {one['closes_at']}  {one['published_at']}  {one['state']}" for one in told]
    shared.write({"days": told}, as_json, lambda: lines)


@release.command()
@click.option(
    "--sign", is_flag=True, help="Sign the parameters given (defaults elsewhere) with this installation's key."
)
@click.option("--rho", metavar="NUMBER", help="Budget of a quarter, of zero-concentrated differential privacy.")
@click.option("--yearly-rho", metavar="NUMBER", help="What a whole year may cost.")
@click.option("--delta", metavar="NUMBER", help="The δ that ε is told for.")
@click.option("--cap", type=int, metavar="N", help="How many answers of an owner group count at most.")
@click.option("--factor", type=int, metavar="N", help="How many of its own deviations a shown number must reach.")
@shared.json_option
def policy(sign: bool, as_json: bool, **given: Any) -> None:
    """Print the signed policy of releases; --sign makes one, and the key if there is none."""
    from backend.statistics.policy_file import make_policy, policy_dict, read_policy
    from backend.statistics.signing import make_key, read_key

    chosen = settings()
    if sign:
        make_policy(
            chosen, make_key(chosen.release_key), {name: value for name, value in given.items() if value is not None}
        )
    elif any(value is not None for value in given.values()):
        raise InputError([_not_signed()])
    found = read_policy(chosen.release_policy, chosen.dataset, read_key(chosen.release_key))
    answer = {"dataset": chosen.dataset, **policy_dict(found.policy), "sha256": found.sha256, "key": found.key}
    shared.write(answer, as_json, lambda: _fields(answer))


@release.command()
@click.argument("release_id", metavar="ID")
@click.option("--ru", required=True, metavar="TEXT")
@click.option("--en", required=True, metavar="TEXT")
@shared.json_option
def note(release_id: str, ru: str, en: str, as_json: bool) -> None:
    """Write a note beside a release: a mistake is told so; the window is never released again."""
    from backend.statistics.noting import add_note
    from backend.statistics.store import open_store

    chosen = settings()
    with _answering():
        store = open_store(chosen.release_url, chosen.dataset)
        add_note(store, release_id, Text(ru, en), SystemClock().now())
    answer = {"release": release_id, "note": {"ru": ru.strip(), "en": en.strip()}}
    shared.write(answer, as_json, lambda: [shared.told(Text("Примечание стоит рядом с выпуском.", "Noted."))])


@release.command()
@click.option("--database", default="yasno", metavar="NAME", help="The PostgreSQL database of the store.")
@click.option("--make", is_flag=True, help="Make the store's tables first, as their owner.")
@shared.json_option
def roles(database: str, make: bool, as_json: bool) -> None:
    """Print the SQL that makes the PostgreSQL roles of the store: one publishes, one freezes, one reads."""
    from backend.statistics.store import open_store
    from backend.statistics.store_roles import grants

    lines = list(grants(database))
    if make:
        chosen = settings()
        with _answering():
            open_store(chosen.release_url, chosen.dataset)
    shared.write({"sql": lines}, as_json, lambda: lines)


@release.command()
@click.argument("source", metavar="ID|FILE")
@shared.json_option
def verify(source: str, as_json: bool) -> None:
    """Check the signature of an announced release, or of its JSON document in a file (- for stdin); exit 1 if it fails.

    `own_key` tells whether this installation's key signed it.
    """
    from backend.statistics.verifying import verify_document

    own = source == "-" or Path(source).is_file()
    found = verify_document(shared.read_document(source) if own else _document(source), settings())
    good = shared.told(Text("Подпись сходится.", "The signature holds."))
    bad = shared.told(Text("Подпись не сходится: выпуск изменили.", "The signature fails: it was changed."))
    shared.write(found, as_json, lambda: [good if found["ok"] else bad, *_fields(found)])
    if not found["ok"]:
        raise SystemExit(shared.ANSWER_IS_NO)


@release.command()
@shared.json_option
def lost(as_json: bool) -> None:
    """Enter charges of a store that is gone: their cost stays spent, their windows are burned; others go on."""
    from backend.audit.service import record
    from backend.statistics.handover import delete_handover, path_of
    from backend.statistics.journal import Journal
    from backend.statistics.ledger import enter_lost_charges
    from backend.statistics.logged import journal_logged
    from backend.statistics.store import open_store

    chosen, now = settings(), SystemClock().now()
    with _answering():
        store, journal = open_store(chosen.release_url, chosen.dataset), Journal(chosen.release_journal)
        journal_logged(chosen, store, journal, now)
        done = enter_lost_charges(store, journal, now)
    for window in done:  # frozen again by an older store: never drawn
        delete_handover(path_of(chosen.handover, window))
    if done:
        with _answering(), writing_session() as session:
            for window in done:
                record(session, None, "release.lost", "release", window, None, now)
    shared.write({"burned": done}, as_json, lambda: done or [shared.told(Text("Ничего не утрачено.", "Nothing lost."))])


@release.command()
@click.option("--window", required=True, metavar="WINDOW", help="A window that has closed and cannot be released.")
@click.option("--why", required=True, metavar="TEXT", help="The reason; the audit log keeps a hash of it.")
@shared.json_option
def abandon(window: str, why: str, as_json: bool) -> None:
    """Give up a stuck window for good: it is burned, its frozen answers are deleted, others go on."""
    from backend.audit.service import record
    from backend.statistics.abandoning import abandon as burn
    from backend.statistics.abandoning import check_why
    from backend.statistics.journal import Journal
    from backend.statistics.logged import ABANDONED, noted
    from backend.statistics.store import open_store

    chosen, now = settings(), SystemClock().now()
    with reading_session() as session:
        noted(session, ABANDONED)  # no log, no act
    with _answering(), writing_session() as session:
        told = {"why": check_why(why)}
        store = open_store(chosen.release_url, chosen.dataset)
        burn(store, Journal(chosen.release_journal), chosen.handover, window, now)
        record(session, None, ABANDONED, "release", window, told, now)
    answer = {"burned": [window], **told}
    shared.write(answer, as_json, lambda: [shared.told(Text("Окно сожжено, выпуска не будет.", "Burned for good."))])


@contextmanager
def _answering() -> Iterator[None]:
    """Refuse what the platform refuses, in the shape of commands; a store that does not answer is a silent service."""
    from sqlalchemy.exc import DBAPIError

    from backend.errors import PlatformError

    try:
        yield
    except PlatformError as error:
        raise InputError(error.faults) from None
    except DBAPIError:
        raise silent() from None


def _feed() -> Any:
    from backend.statistics.feed import feed_of

    return feed_of(settings())


def _document(release_id: str) -> dict[str, Any]:
    """Return an announced release as its document, every decimal exact."""
    from backend.errors import NotFound
    from backend.statistics.verifying import document_of

    with _answering():
        try:
            return document_of(_feed(), release_id)
        except NotFound:
            raise InputError([_no_release(release_id)]) from None


def _fields(answer: Mapping[str, Any]) -> list[str]:
    return [f"{name}: {_flat(value)}" for name, value in answer.items()]


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_flat(one)}" for name, one in value.items())
    if isinstance(value, bool):
        return shared.told(Text("да", "yes") if value else Text("нет", "no"))
    return decimal(format(value, "f")) if isinstance(value, Decimal) else str(value)


def _told_release(document: Mapping[str, Any]) -> Iterator[str]:
    yield from _fields({name: value for name, value in document.items() if name != "cells"})
    shown = [row for row in document["cells"] if row["published"]]
    yield shared.told(Text(f"Показано строк: {len(shown)} из {len(document['cells'])}.", f"Rows shown: {len(shown)}."))
    for row in shown:
        name = row["requirement"] or row["domain"]
        where = "/".join(row["segment"].values())
        told = f"{decimal(row['value'])} ± {decimal(row['margin95'])} (n ≈ {row['n_noisy']})"
        yield f"{' '.join(filter(None, (name, where, row['measure'])))}: {told}"


def _no_release(name: str) -> Fault:
    message = Text(f"Выпуска «{name[:40]}» нет.", f"There is no release “{name[:40]}”.")
    return Fault("no_release", "id", message, Text("Выпуски: yasno release list.", "yasno release list names them."))


def _not_signed() -> Fault:
    message = Text("Числа политики даны без подписи.", "Numbers of a policy are given without a signature.")
    remedy = Text("Добавьте --sign: подпись меняет политику.", "Add --sign: that changes the policy.")
    return Fault("not_signed", "sign", message, remedy)
