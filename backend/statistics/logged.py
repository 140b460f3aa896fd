"""What the audit log knows of releases, held against the store: both journal and store may be copies from before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlmodel import Session, col, select

from backend.audit.models import AuditRow
from backend.config import Settings
from backend.db.engine import make_engine, open_session
from backend.errors import Conflict
from backend.statistics.burns import BURNED, PILOT, burns
from backend.statistics.calendar import kind_of, windows
from backend.statistics.journal import Burn, Charge, Journal
from backend.statistics.ledger import charge_of, charges
from backend.statistics.policy_file import SignedPolicy, read_policy
from backend.statistics.signing import read_key
from backend.statistics.store import Store
from backend.statistics.store_tables import burned, pilot_choice
from rules.text import Text

CHARGED, ANNOUNCED, CHOSEN = "release.charge", "release.announce", "release.pilot"
ABANDONED = "release.abandon"


@dataclass(frozen=True, slots=True)
class Logged:
    """Windows of which the log tells: charged, announced, and the windows of pilots that were chosen."""

    charged: frozenset[str] = frozenset()
    announced: frozenset[str] = frozenset()
    pilots: frozenset[str] = frozenset()


NOTHING = Logged()


def noted(session: Session, action: str) -> set[str]:
    """Return the windows of which the audit log tells this."""
    return set(session.exec(select(AuditRow.object_id).where(col(AuditRow.action) == action)).all())


def logged(engine: Engine) -> Logged:
    """Return what the log of the main database knows."""
    with open_session(engine) as session:
        return logged_in(session)


def logged_in(session: Session) -> Logged:
    """Return what the log of this session's database knows."""
    return Logged(*(frozenset(noted(session, action)) for action in (CHARGED, ANNOUNCED, CHOSEN)))


def logged_here(settings: Settings) -> Logged:
    """Return what the log knows where this process has a main database; a publisher of its own has none."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return NOTHING
    engine = make_engine(settings.database_url)
    try:
        return logged(engine) if sa.inspect(engine).has_table(AuditRow.__tablename__) else NOTHING
    finally:
        engine.dispose()


def check_logged(store: Store, known: Logged) -> None:
    """Refuse to draw and to announce from a store that is older than the log.

    Raises:
        Conflict: the log knows charges or pilots that the store does not.
    """
    missing = missing_logged(store, known)
    if missing:
        raise Conflict(_stopped(missing), _BRING_BACK)


def check_not_logged(code: str, year: int, known: Logged) -> None:
    """Refuse to freeze a window again, or one of a year that was chosen for a pilot.

    Raises:
        Conflict: see above. The store knows neither: it is older than the log.
    """
    chosen = f"{PILOT}-{year}"
    if code in known.charged | known.announced or (chosen in known.pilots and code != chosen):
        raise Conflict(_stopped([code]), _BRING_BACK)


def journal_logged(settings: Settings, store: Store, journal: Journal, now: datetime) -> None:
    """Enter in the journal what the log alone knows; `release lost` enters it in the store then.

    The log keeps no figures: a charge counts as what a release costs under the policy in force.

    Raises:
        InputError: the policy is out of bounds or not signed by this installation's key.
    """
    known = logged_here(settings)
    if not missing_logged(store, known):
        return
    policy = read_policy(settings.release_policy, settings.dataset, read_key(settings.release_key))
    journal.read(store.dataset)
    codes = sorted(known.charged - charges(store).keys())
    journal.complete({code: _charge(store, code, policy, now) for code in codes})
    lost: dict[tuple[str, str], Burn] = {}
    for pilot in set(missing_logged(store, known)) - known.charged:
        year = int(pilot.removeprefix(f"{PILOT}-"))
        lines = [(BURNED, one.code) for one in windows(year)] + [(PILOT, pilot)]
        lost |= {line: Burn(store.dataset, line[1], line[0], now.isoformat()) for line in lines}
    journal.complete_burns(lost)


def _charge(store: Store, code: str, policy: SignedPolicy, now: datetime) -> Charge:
    spent = charge_of(code, policy.policy.rho, policy, now)
    return Charge(
        dataset=store.dataset,
        window=code,
        kind=kind_of(code),
        year=spent["year"],
        rho_micro=spent["rho_micro"],
        handover="",
        policy=policy.sha256,
        policy_document=policy.document,
        at=now.isoformat(),
    )


def missing_logged(store: Store, known: Logged) -> list[str]:
    """Return the charged windows and the pilots of which the log tells and the store knows nothing."""
    shown = {one for one in known.announced if one.startswith(PILOT)} - {window for _, window in burns(store)}
    return sorted((known.charged - charges(store).keys()) | (known.pilots - _pilots(store)) | shown)


def _pilots(store: Store) -> set[str]:
    """Return the pilots that the store knows: chosen, or burned because they were lost."""
    with store.reading() as connection:
        chosen = connection.execute(sa.select(pilot_choice.c.year)).scalars()
        found = {f"{PILOT}-{year}" for year in chosen}
        return found | set(connection.execute(sa.select(burned.c.window)).scalars())


def _stopped(missing: list[str]) -> Text:
    listed = ", ".join(missing)
    return Text(
        f"Выпуски остановлены: журнал действий знает о выпуске {listed}, а хранилище нет. Оно из старой копии.",
        f"Releases are stopped: the audit log knows of {listed}, the store does not. It is an older copy.",
    )


_BRING_BACK = Text(
    "Верните новое хранилище. Если его нет: yasno release lost сожжёт эти окна, их расход останется потраченным.",
    "Bring the newer store back. If it is gone: yasno release lost burns these windows; their cost stays spent.",
)
