"""Who holds the receipt of a row shows that it stood in the log; nobody makes one up, and erasure breaks none."""

from __future__ import annotations

import copy
import json

import jsonschema_rs
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlmodel import Session, select

from backend.audit import tree
from backend.audit.chain import Head
from backend.audit.keys import own_keys
from backend.audit.models import AuditCheckpoint, AuditSubtree
from backend.audit.queries import verify
from backend.audit.receipt_checks import verify_leaf
from backend.audit.receipts import LogChanged, last_row_about, leaf_receipt
from backend.audit.service import forget_values, record
from backend.audit.signing import rotate
from backend.commands.receipt import receipt as receipt_command
from backend.db.engine import open_session
from backend.errors import NotFound
from backend.jobs.work import Hands, plan_periodic, run_due
from backend.permissions import Actor
from rules.faults import InputError
from rules.reading import read_schema

ANNA = Actor(person_id="anna")
VALUES = {"ground": "43-1", "words": "кафе без кухни"}


@pytest.fixture
def night(settings, engine, clock):
    """Lets a night pass."""
    hands = Hands(settings, engine, clock)
    plan_periodic(hands)

    def pass_by():
        clock.forward(days=1)
        run_due(hands)

    return pass_by


@pytest.fixture
def write(engine, clock):
    """Adds rows to the log."""

    def write(count=1, actor=ANNA):
        with open_session(engine, write=True) as session:
            for number in range(count):
                last = record(session, actor, "dispute.submit", "dispute", f"d{number}", VALUES, clock.now())
            session.commit()
        return last

    return write


@pytest.fixture
def reading(engine) -> Session:
    with open_session(engine) as session:
        yield session


@pytest.fixture
def run(tmp_path):
    """Asks the command about a document."""

    def run(document, *options):
        page = tmp_path / "receipt.json"
        page.write_text(json.dumps(document), encoding="utf-8")
        answer = CliRunner().invoke(receipt_command, ["verify", str(page), *map(str, options), "--json"])
        return answer.exit_code, json.loads(answer.stdout)

    return run


def schema(name):
    return jsonschema_rs.Draft202012Validator(json.loads(read_schema(name)), validate_formats=True)


def test_until_the_night_a_receipt_says_when_it_will_be_ready(write, night, reading, clock, run):
    seq = write()
    waiting = leaf_receipt(reading, seq, clock.now())
    assert (waiting.document["proof"], waiting.document["checkpoint"]) == (None, None)
    assert waiting.ready_at.isoformat() == "2026-11-29T04:00:00+03:00"
    schema("leaf-receipt").validate(waiting.document)
    code, answer = run(waiting.document)
    assert (code, answer["error"]["code"]) == (2, "not_ready")
    reading.rollback()
    night()
    assert clock.now() > waiting.ready_at
    assert leaf_receipt(reading, seq, clock.now()).ready_at is None


def test_a_receipt_is_checked_without_the_database_and_says_whose_key_it_trusted(
    write, night, reading, clock, run, settings, tmp_path
):
    write(9)
    night()
    document = leaf_receipt(reading, 5, clock.now(), values=VALUES).document
    schema("leaf-receipt").validate(document)
    schema("checkpoint").validate(document["checkpoint"])
    code, answer = run(document)
    assert (code, answer["valid"], answer["row"], answer["keys"]) == (0, True, 5, "receipt")
    schema("receipt-verification").validate(answer)
    (tmp_path / "keys").write_text("\n".join(own_keys(settings)), encoding="utf-8")
    assert run(document, "--keys", tmp_path / "keys")[1]["keys"] == "file"
    assert "кафе без кухни" in document["values"]


def test_a_receipt_signed_by_somebody_else_fits_only_its_own_key(write, night, reading, clock, run, tmp_path):
    write()
    night()
    document = leaf_receipt(reading, 1, clock.now()).document
    (tmp_path / "keys").write_text("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29")
    code, answer = run(document, "--keys", tmp_path / "keys")
    assert (code, answer["differs"], answer["found"]) == (1, ["checkpoint.key"], document["checkpoint"]["key"])
    schema("receipt-verification").validate(answer)


PARTS = [
    ("leaf",),
    ("index",),
    ("proof", 0),
    ("proof", -1),
    ("checkpoint", "root"),
    ("checkpoint", "seq"),
    ("checkpoint", "at"),
    ("checkpoint", "hash"),
    ("checkpoint", "signature"),
    ("checkpoint", "previous"),
    ("row", "object_id"),
    ("row", "actor"),
    ("row", "at"),
    ("row", "seq"),
    ("row", "values_hash"),
    ("values",),
    ("salt",),
]


def altered(document, path):
    """Return the receipt with one part changed to another of its kind."""
    changed = copy.deepcopy(document)
    *way, last = path
    holder = changed
    for step in way:
        holder = holder[step]
    old = holder[last]
    if isinstance(old, int):
        holder[last] = old + 1
    elif last == "at":
        holder[last] = "2026-11-28T00:00:00+00:00"
    elif last == "previous":
        holder[last] = {"seq": 1, "root": "0" * 64, "proof": []}
    else:
        holder[last] = ("0" if old[0] != "0" else "1") + old[1:]
    return changed


@pytest.mark.parametrize("path", PARTS, ids=lambda path: ".".join(map(str, path)))
def test_changing_any_part_of_a_receipt_shows(write, night, reading, clock, run, path):
    write(9)
    night()
    document = leaf_receipt(reading, 5, clock.now(), values=VALUES).document
    code, answer = run(altered(document, path))
    assert (code, answer["valid"]) == (1, False)
    assert answer["expected"] != answer["found"]
    schema("receipt-verification").validate(answer)


@pytest.mark.parametrize(
    "document",
    [
        {"kind": "leaf"},
        {"kind": "leaf", "leaf": "x", "index": 0, "proof": [], "checkpoint": {}},
        {"kind": "leaf", "leaf": "0" * 64, "index": True, "proof": ["0"], "checkpoint": None},
        {"kind": "twig"},
        {"kind": "match"},
        [],
    ],
)
def test_what_is_no_receipt_is_refused(run, document):
    assert run(document)[0] == 2


@given(data=st.data())
@how(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_document_crashes_the_check(data):
    values = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("0" * 64)
    shape = st.recursive(
        values, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner)
    )
    names = ("leaf", "index", "proof", "checkpoint", "row", "values", "salt", "ready_at")
    document = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(names, shape)))
    with pytest.raises(InputError):
        verify_leaf({"kind": "leaf", **document, "checkpoint": document.get("checkpoint")}, None)


def test_every_row_s_receipt_is_made_from_kept_parts_of_the_tree(write, night, reading, clock, monkeypatch):
    monkeypatch.setattr(tree, "PART", 8)
    write(100)
    night()
    write(57)
    night()
    assert len(reading.exec(select(AuditSubtree)).all()) == 157 // 8
    for seq in range(1, 158):
        document = leaf_receipt(reading, seq, clock.now()).document
        assert document["checkpoint"]["seq"] == (100 if seq <= 100 else 157)
        assert verify_leaf(document, None).valid


def test_wrong_kept_parts_mislead_nobody(write, night, reading, clock, monkeypatch, intruder):
    monkeypatch.setattr(tree, "PART", 8)
    write(100)
    night()
    intruder(f"UPDATE audit_subtree SET hash = '{'0' * 64}'")
    assert verify_leaf(leaf_receipt(reading, 3, clock.now()).document, None).valid


def test_a_log_that_was_changed_gives_no_receipt(write, night, reading, clock, intruder):
    write(9)
    night()
    intruder(f"UPDATE audit_log SET hash = '{'0' * 64}' WHERE seq = 4")
    with pytest.raises(LogChanged):
        leaf_receipt(reading, 5, clock.now())


def test_there_is_no_receipt_of_an_absent_row_or_of_other_values(write, night, reading, clock):
    write()
    with pytest.raises(NotFound):
        leaf_receipt(reading, 2, clock.now())
    with pytest.raises(ValueError, match="other values"):
        leaf_receipt(reading, 1, clock.now(), values={"ground": "другое"})


def test_the_row_of_a_thing_is_found_by_its_action(write, reading):
    write(3)
    write(3)
    assert last_row_about(reading, "dispute", "d1") == 5
    assert last_row_about(reading, "dispute", "d1", "dispute.submit") == 5
    assert last_row_about(reading, "dispute", "d1", "dispute.decide") is None


def test_erasing_a_person_leaves_chain_tree_and_receipts_whole(write, night, engine, reading, clock, run):
    write(9)
    night()
    before = leaf_receipt(reading, 5, clock.now(), values=VALUES).document
    reading.rollback()
    with open_session(engine, write=True) as session:
        forget_values(session, "anna")
        session.commit()
    write(3, actor=None)
    night()
    after = leaf_receipt(reading, 5, clock.now(), values=VALUES).document
    assert "values" not in after
    assert after["leaf"] == before["leaf"]
    assert [run(one)[0] for one in (before, after)] == [0, 0]
    known = {one.seq: (one.line["hash"], one.line["root"]) for one in reading.exec(select(AuditCheckpoint)).all()}
    assert isinstance(verify(reading, known), Head)
    assert "кафе" not in json.dumps([one.line for one in reading.exec(select(AuditCheckpoint)).all()])


def test_receipts_of_before_and_after_a_rotation_hold(write, night, reading, clock, run, settings, tmp_path):
    write(3)
    night()
    rotate(settings, clock.now())
    write(3)
    night()
    old, new = (leaf_receipt(reading, seq, clock.now()).document for seq in (2, 5))
    assert old["checkpoint"]["key"] != new["checkpoint"]["key"]
    listed = json.dumps({"keys": [one.as_dict() for one in own_keys(settings).values()]})
    (tmp_path / "keys").write_text(listed)
    assert [run(one, "--keys", tmp_path / "keys")[1]["valid"] for one in (old, new)] == [True, True]
    (tmp_path / "keys").write_text(old["checkpoint"]["key"])
    assert [run(one, "--keys", tmp_path / "keys")[1]["valid"] for one in (old, new)] == [True, False]
