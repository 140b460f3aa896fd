"""The pilot profile: only by the operator's written choice, once a year, instead of every private release of that year.

The choice burns the year's windows: what is published without noise can never enter a release with it. A year in which
a private release was begun cannot be chosen. Its file is frozen and its release signed like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from backend.errors import Conflict
from backend.statistics.burns import is_burned
from backend.statistics.calendar import closes_at, published_at, window_of, windows
from backend.statistics.handover import delete_handover, path_of, read_answers, read_frame, sha256_of_file
from backend.statistics.journal import Journal
from backend.statistics.ledger import settle
from backend.statistics.press import Prepared, Press, header_of
from backend.statistics.publishing import PILOT, Order
from backend.statistics.store import Store
from backend.statistics.store_tables import burned, calendar, intent, pilot_choice
from calculators.release.pilot import BASE, THRESHOLD, draw_pilot, hidden_rows
from calculators.release.sampling import sampled
from calculators.release.shapes import Row, Window
from rules.faults import InputError
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Decision:
    """The operator's written decision: its number, day and words."""

    number: str
    decided_on: date
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A year that is released as a pilot, and the decision that says so."""

    year: int
    decision: Decision
    at: datetime


def window_of_pilot(year: int) -> Window:
    """Return the window of a year's pilot.

    >>> window_of_pilot(2027).code
    'pilot-2027'
    """
    whole = window_of(str(year))
    return Window(f"{PILOT}-{year}", whole.first, whole.last)


def choices(store: Store) -> list[Choice]:
    """Return the years that were chosen, the last one first."""
    with store.reading() as connection:
        rows = connection.execute(sa.select(pilot_choice).order_by(pilot_choice.c.year.desc())).mappings().all()
    return [Choice(row["year"], Decision(row["number"], row["decided_on"], row["text"]), row["at"]) for row in rows]


def choose(store: Store, journal: Journal, year: int, decision: Decision, now: datetime) -> None:
    """Choose the pilot for a year: its windows are burned at once, in the journal too; its pilot enters the calendar.

    Raises:
        Conflict: the year is chosen already or closed, or a private release of it was begun; or the journal knows what
            the store does not: the private release may be in a newer store.
    """
    settle(store, journal)
    window, codes = window_of_pilot(year), [one.code for one in windows(year)]
    if closes_at(window) <= now:
        raise Conflict(_CLOSED, _LATER_YEAR)
    with store.writing() as connection:
        _refuse(connection, year, codes)
        try:
            _write(connection, window, year, codes, decision, now)
        except DBAPIError as error:  # somebody began a release meanwhile: the store's own guards refuse
            raise Conflict(_BEGUN, _LATER_YEAR) from error
    settle(store, journal)


def delete_frozen(folder: Path, year: int) -> None:
    """Delete frozen answers of the burned windows: nothing is ever drawn from them."""
    for window in windows(year):
        delete_handover(path_of(folder, window.code))


def prepare(press: Press, window: Window) -> Prepared:
    """Return the order of a pilot and its tables from the frozen file, through the audit.

    Raises:
        InputError: the file of frozen answers is absent.
        Conflict: nobody chose a pilot for this year, or it was published in a state of the store that is lost.
    """
    if is_burned(press.store, window.code):
        raise Conflict(_LOST, _LATER_YEAR)
    path, year = press.file_of(window.code), window.first.year
    chosen = next((one for one in choices(press.store) if one.year == year), None)
    if chosen is None:
        raise Conflict(_NOT_CHOSEN, _CHOOSE)
    frame, cap = read_frame(path), press.policy.policy.cap

    def draw_rows() -> Sequence[Row]:
        try:
            return draw_pilot(sampled(read_answers(path), cap), frame.items)
        except InputError:  # the audit lets nothing out: an empty pilot, so that nobody tries again until one passes
            return hidden_rows(frame.items)

    nothing = dict.fromkeys(("rho", "epsilon", "delta", "factor"))
    about = {
        "noise_sd": {},
        "threshold": THRESHOLD,
        "base": BASE,
        "decision": {"number": chosen.decision.number, "date": chosen.decision.decided_on.isoformat()},
    }
    order = Order(
        window=window,
        kind=PILOT,
        rho=None,
        policy=press.policy,
        handover=sha256_of_file(path),
        header={**header_of(press, window, PILOT, frame), **nothing, **about},
    )
    return Prepared(order, draw_rows)


def _refuse(connection: Connection, year: int, codes: Sequence[str]) -> None:
    if connection.execute(sa.select(pilot_choice.c.year).where(pilot_choice.c.year == year)).first() is not None:
        raise Conflict(_CHOSEN, _LATER_YEAR)
    begun = sa.select(intent.c.window).where(intent.c.window.in_(codes))
    if connection.execute(begun).first() is not None:
        raise Conflict(_BEGUN, _LATER_YEAR)


def _write(
    connection: Connection, window: Window, year: int, codes: Sequence[str], decision: Decision, now: datetime
) -> None:
    said = {"number": decision.number, "decided_on": decision.decided_on, "text": decision.text}
    connection.execute(pilot_choice.insert().values(year=year, at=now, **said))
    known = set(connection.execute(sa.select(burned.c.window).where(burned.c.window.in_(codes))).scalars())
    for code in codes:
        if code not in known:
            connection.execute(burned.insert().values(window=code, reason=PILOT, at=now))
    days = {"first_day": window.first, "last_day": window.last, "kind": PILOT}
    moments = {"closes_at": closes_at(window), "published_at": published_at(window)}
    connection.execute(calendar.insert().values(window=window.code, **days, **moments))


_CLOSED = Text("Этот год уже закрыт.", "This year is closed already.")
_CHOSEN = Text("На этот год пробный выпуск уже выбран.", "The pilot of this year is chosen already.")
_BEGUN = Text(
    "В этом году уже выпускали обезличенные сводки: те же ответы нельзя показать ещё и без шума.",
    "Private releases of this year were begun: the same answers cannot be shown without noise as well.",
)
_LOST = Text(
    "Пробный выпуск этого года уже был: хранилище из старой копии.",
    "The pilot of this year was published already: the store is an older copy.",
)
_LATER_YEAR = Text("Выберите более поздний год.", "Choose a later year.")
_NOT_CHOSEN = Text("Решения о пробном выпуске за этот год нет.", "There is no decision on a pilot of this year.")
_CHOOSE = Text("Его записывает администратор.", "An admin writes it down.")
