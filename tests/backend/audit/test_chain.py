"""The log says what happened, and shows where somebody changed it."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from backend.audit.chain import START, Break, Head, check, seal

BEGIN = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


@dataclass
class Row:
    seq: int
    at: datetime
    actor: str
    action: str
    object_type: str
    object_id: str
    values_hash: str
    prev_hash: str
    hash: str = ""


def chain_of(length: int) -> list[Row]:
    rows, before = [], START
    for seq in range(1, length + 1):
        at = BEGIN + timedelta(seconds=seq)
        row = Row(seq, at, f"person{seq % 7}", "dispute.submit", "dispute", f"d{seq}", f"{seq:064x}", before)
        row.hash = seal(row)
        before = row.hash
        rows.append(row)
    return rows


def test_an_untouched_chain_ends_with_its_last_row():
    rows = chain_of(50)
    assert check(rows) == Head(50, rows[-1].hash)


def test_an_empty_log_is_whole():
    assert check([]) == Head(0, START)


def change(rows, at, chance):
    field = chance.choice(["actor", "action", "object_type", "object_id", "values_hash"])
    rows[at] = replace(rows[at], **{field: "x" * 8})
    return at + 1


def remove(rows, at, chance):
    del rows[at]
    return at + 1


def swap(rows, at, chance):
    other = at + 1
    rows[at], rows[other] = replace(rows[other], seq=rows[at].seq), replace(rows[at], seq=rows[other].seq)
    return at + 1


def reseal(rows, at, chance):
    """Change a row and seal it anew: the next row does not continue it."""
    rows[at] = replace(rows[at], actor="somebody")
    rows[at].hash = seal(rows[at])
    return at + 2


@pytest.mark.parametrize("tamper", [change, remove, swap, reseal])
def test_every_tampering_is_found_at_its_row(tamper):
    chance, whole = random.Random(7), chain_of(60)
    for _ in range(1000):
        rows = list(whole)
        expected = tamper(rows, chance.randrange(58), chance)
        found = check(rows)
        assert isinstance(found, Break)
        assert found.seq == expected


def test_a_thousand_cut_tails_are_found_at_their_first_missing_row():
    chance, rows = random.Random(11), chain_of(60)
    kept = {60: rows[-1].hash}
    for _ in range(1000):
        length = chance.randrange(60)
        found = check(rows[:length], kept)
        assert (found.seq, found.code) == (length + 1, "cut")


def test_a_checkpoint_of_an_empty_log_asks_for_no_row():
    assert check(chain_of(3), {0: START}).seq == 3
    assert check([], {0: START}) == Head(0, START)


def test_a_cut_tail_shows_only_against_a_checkpoint():
    rows = chain_of(50)
    kept = {rows[-1].seq: rows[-1].hash}
    assert isinstance(check(rows[:40]), Head)
    found = check(rows[:40], kept)
    assert (found.seq, found.code) == (41, "cut")


def test_a_chain_written_anew_differs_from_its_checkpoint():
    rows = chain_of(50)
    kept = {40: "f" * 64}
    assert check(rows, kept).code == "rewritten"
