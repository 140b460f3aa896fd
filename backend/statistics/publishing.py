"""Publishing a window: intent, draw, rows with their charge, journal, announcement. Once, whoever is killed where.

The intent is committed first. The draw lives in memory only. Rows, charge and signature are one transaction: whatever
is killed before it drew for nobody, and the draw is made once more under the same intent. What is killed after it has
published: the journal is completed from the store. Nobody outside reads a release before its announcement.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from backend.errors import Conflict
from backend.statistics.burns import is_burned
from backend.statistics.journal import Journal
from backend.statistics.ledger import charge_of, check_filter, settle
from backend.statistics.policy_file import SignedPolicy
from backend.statistics.signing import OF_A_RELEASE, document_sha256, public_of, sign
from backend.statistics.store import Store, cell_values
from backend.statistics.store_tables import MICRO, announcement, burned, calendar, cell, charge, frozen, intent, release
from backend.statistics.store_tables import policy as policies
from calculators.release.shapes import Level, Row, Window
from rules.text import Text

AT_ONCE = 2_000
PILOT = "pilot"
TURN = 1936026466  # who writes a release on PostgreSQL: one at a time
# Where a process can be killed; tests stop it at each.
POINTS = ("intent", "drawn", "written", "committed", "journaled", "announced")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be released: the window, what it costs (None: a pilot, which is not private), and its document's head.

    `handover` is the hash of the frozen file, `burns` the windows that a pilot makes unfit for private releases.
    """

    window: Window
    kind: str
    rho: Decimal | None
    policy: SignedPolicy
    handover: str
    header: Mapping[str, Any]
    burns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """A release that stands in the store; `drawn` tells whether this call drew it."""

    id: str
    drawn: bool


def publish(
    store: Store,
    order: Order,
    draw_rows: Callable[[], Sequence[Row]],
    key: Ed25519PrivateKey,
    journal: Journal,
    now: datetime,
    at: Callable[[str], None] = lambda point: None,
) -> Published:
    """Publish a window, or return what was published of it; `at` hears of every point of `POINTS` as it is passed.

    Raises:
        Conflict: the window is not frozen, is burned, was ordered otherwise, or the year's budget does not allow it; or
            the journal knows charges that the store does not.
    """
    settle(store, journal)
    found = find_release(store, order.window.code)
    if found is not None:
        return Published(found, drawn=False)
    _check_open(store, order)
    _intend(store, order, now)
    at("intent")
    rows = [published_numbers(row) for row in draw_rows()]
    at("drawn")
    drawn = _write(store, order, rows, key, now, at)
    at("committed")
    settle(store, journal)
    at("journaled")
    return Published(order.window.code, drawn)


def find_release(store: Store, window: str) -> str | None:
    """Return the id of a window's release."""
    with store.reading() as connection:
        return connection.execute(sa.select(release.c.id).where(release.c.window == window)).scalar()


def find_head(store: Store, release_id: str) -> dict[str, Any]:
    """Return the head of a release that stands in the store: before its announcement its id and its minute alone."""
    asked = (
        sa.select(release, calendar.c.published_at, announcement.c.at.label("announced_at"))
        .join(calendar, calendar.c.window == release.c.window)
        .outerjoin(announcement, announcement.c.release == release.c.id)
        .where(release.c.id == release_id)
    )
    with store.reading() as connection:
        row = connection.execute(asked).mappings().one()
    if row["announced_at"] is None:
        return {"release": row["id"], "published_at": row["published_at"].isoformat(), "announced": False}
    proof = {"sha256": row["sha256"], "key": row["key"], "signature": row["signature"]}
    return {**json.loads(row["header"]), **proof, "announced": True}


def announce_due(
    store: Store, journal: Journal, now: datetime, at: Callable[[str], None] = lambda point: None
) -> list[str]:
    """Announce every release whose minute has come; return their ids.

    Raises:
        Conflict: the journal knows charges that the store does not.
    """
    settle(store, journal)
    due = (
        sa.select(release.c.id)
        .join(calendar, calendar.c.window == release.c.window)
        .outerjoin(announcement, announcement.c.release == release.c.id)
        .where(calendar.c.published_at <= now, announcement.c.release.is_(None))
    )
    with store.writing() as connection:
        _take_turn(connection)
        found = list(connection.execute(due.order_by(release.c.id)).scalars())
        for name in found:
            connection.execute(announcement.insert().values(release=name, at=_minute_of(connection, name)))
    at("announced")
    return found


def published_numbers(row: Row) -> Row:
    """Return a row with the digits that are published: what is signed is what everybody reads."""
    return replace(
        row,
        value=None if row.value is None else round(row.value, 2),
        margin95=None if row.margin95 is None else round(row.margin95, 2),
        sd=None if row.sd is None else round(row.sd, 2),
        shares=None if row.shares is None else tuple(round(share, 3) for share in row.shares),
    )


def _minute_of(connection: Connection, release_id: str) -> datetime:
    """The announcement bears the minute of the calendar, however late the process woke up."""
    window = sa.select(release.c.window).where(release.c.id == release_id).scalar_subquery()
    moment: datetime = connection.execute(
        sa.select(calendar.c.published_at).where(calendar.c.window == window)
    ).scalar_one()
    return moment


def check_frozen(store: Store, window: str) -> str:
    """Return the hash of the file of a window's frozen answers.

    Raises:
        Conflict: they are not frozen yet.
    """
    with store.reading() as connection:
        kept = connection.execute(sa.select(frozen.c.handover).where(frozen.c.window == window)).scalar()
    if kept is None:
        raise Conflict(_NOT_FROZEN, _WAIT)
    return str(kept)


def check_not_burned(store: Store, window: str, kind: str) -> None:
    """Refuse a burned window; whether a pilot was published before, its own preparation asks.

    Raises:
        Conflict: its answers can never enter a private release.
    """
    if kind != PILOT and is_burned(store, window):
        raise Conflict(_BURNED, _NEVER)


def _check_open(store: Store, order: Order) -> None:
    check_not_burned(store, order.window.code, order.kind)
    if check_frozen(store, order.window.code) != order.handover:
        raise Conflict(_OTHER_FILE, _BRING_BACK)
    if order.rho is not None:
        check_filter(store, order.window.code, order.rho, order.policy.policy)


def _intend(store: Store, order: Order, now: datetime) -> None:
    """Write the intent, or go on under the one that stands."""
    wanted = {"handover": order.handover, "policy": order.policy.sha256, "kind": order.kind}
    with store.writing() as connection:
        _take_turn(connection)
        found = connection.execute(sa.select(intent).where(intent.c.window == order.window.code)).mappings().first()
        if found is None:
            _keep_policy(connection, order.policy, now)
            connection.execute(intent.insert().values(window=order.window.code, at=now, **wanted))
        elif {name: found[name] for name in wanted} != wanted:
            raise Conflict(_OTHER_ORDER, _SAME_AGAIN)


def _keep_policy(connection: Connection, signed: SignedPolicy, now: datetime) -> None:
    stands = connection.execute(sa.select(policies.c.sha256).where(policies.c.sha256 == signed.sha256)).first()
    if stands is None:
        yearly = int(signed.policy.yearly_rho * MICRO)
        values = {"sha256": signed.sha256, "document": signed.document, "yearly_rho_micro": yearly, "at": now}
        connection.execute(policies.insert().values(values))


def _write(
    store: Store,
    order: Order,
    rows: Sequence[Row],
    key: Ed25519PrivateKey,
    now: datetime,
    at: Callable[[str], None],
) -> bool:
    """Write everything in one transaction; return False where somebody else was faster: our draw is forgotten."""
    try:
        with store.writing() as connection:
            _take_turn(connection)
            if connection.execute(sa.select(release).where(release.c.window == order.window.code)).first():
                return False
            _write_rows(connection, order.window.code, rows)
            if order.rho is not None:
                connection.execute(charge.insert().values(charge_of(order.window.code, order.rho, order.policy, now)))
            for code in order.burns:
                connection.execute(burned.insert().values(window=code, reason=PILOT, at=now))
            _write_release(connection, order, rows, key, now)
            at("written")
    except IntegrityError:
        if find_release(store, order.window.code) is None:
            raise
        return False
    return True


def _write_rows(connection: Connection, release_id: str, rows: Sequence[Row]) -> None:
    values = [cell_values(release_id, n, row) for n, row in enumerate(rows, start=1)]
    for first in range(0, len(values), AT_ONCE):
        connection.execute(cell.insert(), values[first : first + AT_ONCE])


def _write_release(
    connection: Connection, order: Order, rows: Sequence[Row], key: Ed25519PrivateKey, now: datetime
) -> None:
    whole = any(row.published for row in rows if row.level in (Level.DOMAIN, Level.ALL))
    header = {**order.header, "collecting": not whole}
    sha256 = document_sha256(header, rows)
    connection.execute(
        release.insert().values(
            id=order.window.code,
            window=order.window.code,
            kind=order.kind,
            header=json.dumps(header, ensure_ascii=False),
            sha256=sha256,
            key=public_of(key),
            signature=sign(key, OF_A_RELEASE, sha256),
            at=now,
        )
    )


def _take_turn(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(TURN)))


_BURNED = Text("Окно сожжено.", "The window is burned.")
_NEVER = Text(
    "Его ответы никогда не войдут в закрытый выпуск: дождитесь следующего окна.",
    "Its answers can never enter a private release: wait for the next window.",
)
_NOT_FROZEN = Text("Окно ещё не заморожено.", "The window is not frozen yet.")
_WAIT = Text("Дождитесь закрытия: дни выпусков покажет yasno release calendar.", "yasno release calendar tells when.")
_OTHER_FILE = Text("Файл ответов не тот, что заморожен.", "The file of answers is not the frozen one.")
_BRING_BACK = Text("Верните файл, который сделала заморозка.", "Bring back the file that the freeze made.")
_OTHER_ORDER = Text("Окно начали выпускать с другими условиями.", "The window was begun under other terms.")
_SAME_AGAIN = Text("Верните прежнюю подписанную политику и повторите.", "Bring the former policy back and try again.")
