"""The ledger of the privacy budget: what each release cost, held against the journal outside and OpenDP's filter."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import RowMapping

from backend.errors import Conflict
from backend.statistics.burns import LOST, enter_lost_burns, is_burned, settle_burns
from backend.statistics.journal import Charge, Journal
from backend.statistics.policy_file import SignedPolicy, read_signed
from backend.statistics.store import Store
from backend.statistics.store_tables import MICRO, burned, charge, intent, policy
from calculators.release.policy import filter_allows
from calculators.release.shapes import Policy
from rules.text import Text


def charge_of(window: str, rho: Decimal, signed: SignedPolicy, now: datetime) -> dict[str, Any]:
    """Return the charge of a window as the table keeps it; a fraction of a millionth counts as a whole one."""
    micro = int(-(-rho * MICRO // 1))
    return {"window": window, "year": year_of(window), "rho_micro": micro, "policy": signed.sha256, "at": now}


def year_of(window: str) -> int:
    """Return the year a window's cost belongs to.

    >>> year_of("2026Q3"), year_of("2026")
    (2026, 2026)
    """
    return int(window[:4])


def charges(store: Store) -> dict[str, Charge]:
    """Return every charge of the store by its window."""
    asked = (
        sa.select(charge, intent.c.kind, intent.c.handover, policy.c.document)
        .join(intent, intent.c.window == charge.c.window)
        .join(policy, policy.c.sha256 == charge.c.policy)
        .order_by(charge.c.at, charge.c.window)
    )
    with store.reading() as connection:
        return {row["window"]: _charge(row, store.dataset) for row in connection.execute(asked).mappings()}


def missing_charges(store: Store, journal: Journal) -> list[str]:
    """Return the windows that the journal knows to be charged and the store does not: it is a copy from before."""
    return sorted(journal.read(store.dataset).keys() - charges(store).keys())


def settle(store: Store, journal: Journal) -> None:
    """Complete the journal from the store.

    Raises:
        Conflict: the journal knows charges, burned windows or pilots that the store does not: nothing is drawn then.
    """
    missing = missing_charges(store, journal)
    if missing:
        raise Conflict(_stopped(missing), _BRING_BACK)
    journal.complete(charges(store))
    settle_burns(store, journal)


def check_filter(store: Store, window: str, rho: Decimal, terms: Policy) -> None:
    """Ask OpenDP's own filter whether the year has room for one more release.

    Raises:
        Conflict: it has not.
    """
    year = year_of(window)
    others = (one for one in charges(store).values() if one.year == year and one.window != window)
    spent = [Decimal(one.rho_micro) / MICRO for one in others]
    if not filter_allows(spent, rho, terms.yearly_rho):
        raise Conflict(_OVERSPENT, _NEXT_YEAR)


def enter_lost_charges(store: Store, journal: Journal, now: datetime) -> list[str]:
    """Enter what the journal knows into a store that lost it: the budget stays spent, the windows are burned.

    Releases go on after that, those of the lost windows never. Returns the windows.
    """
    known, journaled = charges(store), journal.read(store.dataset)
    lost = [one for window, one in journaled.items() if window not in known]
    for one in lost:
        _enter(store, one, now)
    return sorted({*(one.window for one in lost), *enter_lost_burns(store, journal, now)})


def _enter(store: Store, one: Charge, now: datetime) -> None:
    signed, burns_already = read_signed(one.policy_document, bounded=False), is_burned(store, one.window)
    with store.writing() as connection:
        if not connection.execute(sa.select(policy.c.sha256).where(policy.c.sha256 == one.policy)).first():
            yearly = int(signed.policy.yearly_rho * MICRO)
            values = {"sha256": one.policy, "document": one.policy_document, "yearly_rho_micro": yearly, "at": now}
            connection.execute(policy.insert().values(values))
        if not connection.execute(sa.select(intent.c.window).where(intent.c.window == one.window)).first():
            begun = {
                "kind": LOST if burns_already else one.kind,
                "handover": one.handover,
                "policy": one.policy,
                "at": now,
            }
            connection.execute(intent.insert().values(window=one.window, **begun))
        spent = {"year": one.year, "rho_micro": one.rho_micro, "policy": one.policy, "at": now}
        connection.execute(charge.insert().values(window=one.window, **spent))
        if not burns_already:
            connection.execute(burned.insert().values(window=one.window, reason=LOST, at=now))


def _charge(row: RowMapping, dataset: str) -> Charge:
    return Charge(
        dataset=dataset,
        window=row["window"],
        kind=row["kind"],
        year=row["year"],
        rho_micro=row["rho_micro"],
        handover=row["handover"],
        policy=row["policy"],
        policy_document=row["document"],
        at=row["at"].isoformat(),
    )


def _stopped(missing: list[str]) -> Text:
    listed = ", ".join(missing)
    return Text(
        f"Выпуски остановлены: журнал знает расход за {listed}, а хранилище нет. Хранилище взято из старой копии.",
        f"Releases are stopped: the journal knows charges of {listed}, the store does not. It is an older copy.",
    )


_BRING_BACK = Text(
    "Верните новое хранилище. Если его нет: yasno release lost сожжёт эти окна, их расход останется потраченным.",
    "Bring the newer store back. If it is gone: yasno release lost burns these windows; their cost stays spent.",
)
_OVERSPENT = Text("Годовой бюджет приватности исчерпан.", "The privacy budget of the year is spent.")
_NEXT_YEAR = Text("Следующий выпуск в новом году.", "The next release is one of the new year.")
