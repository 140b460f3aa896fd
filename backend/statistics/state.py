"""How releases stand: whether anything stops them, which policy holds; nothing here tells a single answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backend.config import Settings
from backend.statistics.burns import missing_burns
from backend.statistics.feed import Feed, feed_of
from backend.statistics.journal import Journal
from backend.statistics.logged import NOTHING, Logged, missing_logged
from backend.statistics.policy_file import SignedPolicy, read_signed
from backend.statistics.refused import refusals
from backend.statistics.store import open_store
from rules.faults import InputError
from rules.text import Text


@dataclass(frozen=True, slots=True)
class State:
    """What an administrator sees of releases. `missing`: windows charged or burned of which the store knows nothing."""

    ok: bool
    message: Text
    missing: tuple[str, ...] = ()
    policy: SignedPolicy | None = None


def state_of(settings: Settings, known: Logged = NOTHING) -> State:
    """Return how releases stand; `known` is what the audit log tells: charges and pilots alike stop releases."""
    try:
        feed, journal = feed_of(settings), Journal(settings.release_journal)
        charged = (set(journal.read(settings.dataset)) | known.charged) - set(feed.charges())
        missing = tuple(sorted(charged | _forgotten(settings, journal, known)))
        policy = _policy(settings)
    except InputError as error:
        return State(False, error.faults[0].message)
    if missing:
        return State(False, _stopped(missing), missing, policy)
    stuck = refusals(settings.handover)
    if stuck:
        return State(False, _stuck(stuck), (), policy)
    return State(True, _going(feed, policy), (), policy)


def _forgotten(settings: Settings, journal: Journal, known: Logged) -> set[str]:
    """Return burned windows and pilots that the store forgot; where there are none the store is not opened for it."""
    if not journal.burns() and not known.pilots:
        return set()
    store = open_store(settings.release_url, settings.dataset)
    return {*missing_burns(store, journal), *missing_logged(store, known)}


def _policy(settings: Settings) -> SignedPolicy | None:
    """Return the policy in force, None before the first one is signed."""
    path = settings.release_policy
    return read_signed(path.read_text(encoding="utf-8"), path.name, settings.dataset) if path.exists() else None


def _stopped(missing: tuple[str, ...]) -> Text:
    listed = ", ".join(missing)
    return Text(
        f"Выпуски остановлены: журналы знают, что {listed} потрачены или сожжены, хранилище нет. Верните новое.",
        f"Releases are stopped: by the journals {listed} are spent or burned, the store does not know. Bring it back.",
    )


def _stuck(stuck: Mapping[str, Text]) -> Text:
    """Others go on; each of these waits until its cause is gone, or its operator gives it up."""
    ru, en = (" ".join(f"{window}: {why.in_(language)}" for window, why in stuck.items()) for language in ("ru", "en"))
    return Text(
        f"Не выходят окна. {ru} Уберите причину; если её не убрать: yasno release abandon --window.",
        f"Windows are stuck. {en} Remove the cause; if that cannot be: yasno release abandon --window.",
    )


def _going(feed: Feed, policy: SignedPolicy | None) -> Text:
    count = len(feed.releases())
    if policy is None:
        return Text(
            f"Выпусков: {count}. Политика не подписана, новых не будет: yasno release policy --sign.",
            f"Releases: {count}. No policy is signed, so there are no new ones: yasno release policy --sign.",
        )
    return Text(f"Выпусков: {count}, расход записан весь.", f"Releases: {count}, every charge is entered.")
