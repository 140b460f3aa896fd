"""What is spent stays spent: guards in the database, the journal outside, a store from an older copy."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from backend.errors import Conflict
from backend.statistics.journal import Charge
from backend.statistics.ledger import charges, enter_lost_charges, missing_charges
from backend.statistics.press import Press, publish_window
from backend.statistics.publishing import announce_due
from backend.statistics.signing import OF_A_POLICY, public_of, read_key, sha256_of, sign
from backend.statistics.store import open_store
from backend.statistics.store_tables import burned, charge, intent, release, tables
from rules.faults import InputError
from tests.press import NOW, WINDOW, freeze_answers, press_in


@pytest.fixture
def published(press: Press) -> Press:
    """An installation that has released a quarter."""
    freeze_answers(press)
    publish_window(press, WINDOW, NOW)
    announce_due(press.store, press.journal, NOW)
    return press


def refusal(press: Press, statement: Any) -> str:
    """Return the words in which the store refuses a statement."""
    with pytest.raises(sa.exc.DBAPIError) as refused, press.store.writing() as connection:
        connection.execute(statement)
    return str(refused.value.orig)


@pytest.mark.parametrize("name", sorted(set(tables.tables) - {"note", "burned", "pilot_choice"}))
def test_no_row_of_a_release_changes_or_goes(published: Press, name: str) -> None:
    table = tables.tables[name]
    column = list(table.columns)[-1]
    for statement in (sa.update(table).values({column.name: column}), sa.delete(table)):
        assert "stay as they are" in refusal(published, statement)


def test_no_row_is_put_in_the_place_of_another(published: Press) -> None:
    with published.store.reading() as connection:
        kept = connection.execute(sa.select(release)).mappings().one()
    values = {**kept, "header": "{}", "id": "another"}
    assert refusal(published, sa.insert(release).values(values))
    assert refusal(published, sa.insert(release).values(values).prefix_with("OR REPLACE", dialect="sqlite"))


def test_a_finished_release_takes_no_more_rows(published: Press) -> None:
    cells = tables.tables["cell"]
    one = {"release": WINDOW, "n": 10_000, "level": "cell", "domain": "fire", "measure": "clarity", "published": False}
    assert "finished" in refusal(published, sa.insert(cells).values(one))


def test_a_charge_beyond_the_year_is_refused_by_the_database_itself(published: Press) -> None:
    policy = charges(published.store)[WINDOW].policy

    def spend(window: str, year: int, rho_micro: int) -> list[sa.Insert]:
        begun = {"window": window, "kind": "quarter", "handover": "h", "policy": policy, "at": NOW}
        spent = {"window": window, "year": year, "rho_micro": rho_micro, "policy": policy, "at": NOW}
        return [sa.insert(intent).values(begun), sa.insert(charge).values(spent)]

    with published.store.writing() as connection:
        for statement in spend("2026Q4", 2026, 740_000):
            connection.execute(statement)
    with published.store.writing() as connection:
        connection.execute(spend("2026", 2026, 1)[0])
    assert "is spent" in refusal(published, spend("2026", 2026, 1)[1])


def test_a_release_without_its_charge_is_refused(published: Press) -> None:
    policy = charges(published.store)[WINDOW].policy
    begun = {"window": "2026Q4", "kind": "quarter", "handover": "h", "policy": policy, "at": NOW}
    made = {"id": "2026Q4", "window": "2026Q4", "kind": "quarter", "header": "{}", "sha256": "", "key": ""}
    with published.store.writing() as connection:
        connection.execute(sa.insert(intent).values(begun))
    assert "needs its charge" in refusal(published, sa.insert(release).values(**made, signature="", at=NOW))


def test_a_store_of_made_up_businesses_never_opens_as_a_real_one(tmp_path: Path, store_url: str) -> None:
    open_store(store_url, "synthetic")
    with pytest.raises(InputError, match="dataset"):
        open_store(store_url, "real")


@pytest.fixture
def older(tmp_path: Path) -> Press:
    """An installation whose store was put back to a copy from before its release; the journal is of today."""
    press = press_in(tmp_path)
    path = freeze_answers(press)
    for one in (tmp_path / "releases.sqlite3", path):
        shutil.copy2(one, one.with_suffix(".copy"))
    publish_window(press, WINDOW, NOW)
    for one in (tmp_path / "releases.sqlite3", path):
        shutil.move(one.with_suffix(".copy"), one)
    return press


def test_a_store_from_an_older_copy_draws_and_announces_nothing(older: Press) -> None:
    freeze_answers(older, "2026Q4")
    assert missing_charges(older.store, older.journal) == [WINDOW]
    for window in (WINDOW, "2026Q4"):
        with pytest.raises(Conflict, match=WINDOW):
            publish_window(older, window, NOW)
    with pytest.raises(Conflict, match=WINDOW):
        announce_due(older.store, older.journal, NOW)
    assert charges(older.store) == {}


def test_what_a_lost_store_had_spent_stays_spent_and_its_window_is_never_released(older: Press) -> None:
    freeze_answers(older, "2026Q4")
    assert enter_lost_charges(older.store, older.journal, NOW) == [WINDOW]
    assert enter_lost_charges(older.store, older.journal, NOW) == []
    assert [one.rho_micro for one in charges(older.store).values()] == [185_000]
    with pytest.raises(Conflict, match="burned"):
        publish_window(older, WINDOW, NOW)
    assert publish_window(older, "2026Q4", NOW).drawn
    with older.store.reading() as connection:
        assert list(connection.execute(sa.select(burned.c.window)).scalars()) == [WINDOW]


def test_what_a_policy_of_former_bounds_spent_stays_spent(tmp_path: Path) -> None:
    press, key = press_in(tmp_path), read_key(tmp_path / "release.key")
    numbers = {"cap": 10, "delta": "0.000001", "factor": 25, "rho": "0.3", "yearly_rho": "0.93"}
    content = {"dataset": "real", "policy": numbers}
    sha256 = sha256_of(content)
    signed = {**content, "key": public_of(key), "signature": sign(key, OF_A_POLICY, sha256)}
    about = {"kind": "quarter", "year": 2026, "rho_micro": 300_000, "handover": "h", "at": NOW.isoformat()}
    lost = Charge(dataset="real", window=WINDOW, policy=sha256, policy_document=json.dumps(signed), **about)
    press.journal.complete({WINDOW: lost})
    assert enter_lost_charges(press.store, press.journal, NOW) == [WINDOW]
    assert charges(press.store)[WINDOW].rho_micro == 300_000


def test_a_broken_journal_stops_releases(published: Press) -> None:
    with published.journal.path.open("a") as file:
        file.write("{}\n")
    with pytest.raises(InputError, match="journal"):
        announce_due(published.store, published.journal, NOW)
