"""Every night a signed checkpoint is written to whoever keeps them; what they keep finds a cut tail."""

from __future__ import annotations

import json
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from backend.audit import checkpoints
from backend.audit.chain import Break
from backend.audit.queries import verify
from backend.audit.service import record
from backend.audit.signing import own_keys
from backend.db.engine import open_session
from backend.jobs.work import Hands, plan_periodic, run_due

KEEPER = "keeper@ombudsman.example"


@pytest.fixture
def night(engine, clock, session):
    """Lets one night pass over a log of five rows."""
    for number in range(5):
        record(session, None, "edition.load", "edition", str(number), None, clock.now())
    session.commit()
    session.close()

    def pass_by(settings):
        hands = Hands(settings, engine, clock)
        plan_periodic(hands)
        clock.forward(days=1)
        run_due(hands)
        paths = (settings.data / "mail").glob("*.eml")
        return [message_from_bytes(path.read_bytes(), policy=default) for path in paths]

    return pass_by


def test_the_letter_s_line_is_a_checkpoint_that_finds_a_cut_tail(settings, night, engine, intruder, tmp_path):
    (letter,) = night(replace(settings, checkpoint_mail=KEEPER))
    assert letter["To"] == KEEPER
    assert letter["Subject"] == "Контрольная точка журнала: запись 5"
    text = letter.get_body(("plain",)).get_content()
    kept = tmp_path / "kept"
    kept.write_text(next(line for line in text.splitlines() if line.startswith("{")))
    assert json.loads(kept.read_text())["seq"] == 5
    known = checkpoints.read(kept, own_keys(settings))
    assert known.signed
    intruder("DELETE FROM audit_log WHERE seq > 3")
    with open_session(engine) as reading:
        found = verify(reading, known.hashes)
    assert isinstance(found, Break)
    assert (found.seq, found.code) == (4, "cut")


def test_without_an_address_nothing_is_written(settings, night):
    assert night(settings) == []
