"""Every night a signed checkpoint is written to whoever keeps them; what they keep finds a cut tail."""

from __future__ import annotations

import json
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from sqlmodel import select

from backend.audit import checkpoints
from backend.audit.chain import Break
from backend.audit.models import AuditCheckpoint
from backend.audit.queries import verify
from backend.audit.service import record
from backend.audit.signing import own_keys
from backend.db.engine import open_session
from backend.jobs.work import Hands, plan_periodic, run_due
from backend.maintenance.notices import OFFERED
from backend.notifications.models import Notice
from rules.roles import Role

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


def test_every_ombudsman_is_told_and_the_letter_itself_is_evidence(settings, person, night, engine, tmp_path):
    told = [person(f"o{n}@example.ru", Role.OMBUDSMAN, name="Уполномоченный", office=("", "77")) for n in range(2)]
    person("editor@example.ru", Role.EDITOR)
    letters = [letter for letter in night(settings) if "Контрольная точка" in letter["Subject"]]
    assert sorted(letter["To"] for letter in letters) == ["o0@example.ru", "o1@example.ru"]
    text = letters[0].get_body(("plain",)).get_content()
    kept = tmp_path / "kept"
    kept.write_text(text[text.index("{") : text.rindex("}") + 1])
    assert checkpoints.read(kept, own_keys(settings)).signed
    with open_session(engine) as reading:
        point = reading.exec(select(AuditCheckpoint)).one()
        notices = reading.exec(select(Notice).where(Notice.kind == OFFERED)).all()
    assert {one.person_id for one in notices} == {one.person.id for one in told}
    assert {one.link for one in notices} == {f"/integrity/checkpoints/{point.id}"}
    assert f"/integrity/checkpoints/{point.id}" in text
    assert letters[0]["Subject"].startswith("Контрольная точка журнала на ")
    given = told[0].get(f"/integrity/checkpoints/{point.id}")
    assert json.loads(given.text) == point.line
    assert "attachment" in given.headers["content-disposition"]


def test_nobody_is_told_twice_of_one_checkpoint(settings, engine, clock, person, night):
    person("o@example.ru", Role.OMBUDSMAN, name="Уполномоченный", office=("", "77"))
    night(settings)
    night(settings)
    with open_session(engine) as reading:
        assert len(reading.exec(select(AuditCheckpoint)).all()) == 2
        assert len(reading.exec(select(Notice).where(Notice.kind == OFFERED)).all()) == 2


def test_without_an_address_nothing_is_written(settings, night):
    assert night(settings) == []
