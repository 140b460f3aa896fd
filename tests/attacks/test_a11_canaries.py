"""A11: fifty words that stand only in rows of businesses, looked for in every byte that a regulator or a program gets.

Names, ИНН, comments, notes, subjects of events: from the freeze to the last format, and in what was logged meanwhile.
Noise plays no part: a word is there or it is not.
"""

from __future__ import annotations

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import quote

import pyarrow.parquet as pq
import pytest
from sqlmodel import select

from backend.accounts.models import Business
from backend.assessments.models import Answer, AnswerValue, Flag, FlagKind, Mark, PlanEntry, Rated, Reading
from backend.clock import MOSCOW
from backend.control.models import ControlEvent, DocumentRequest, EventRating
from backend.costs.models import OwnNumber
from backend.db.engine import open_session
from backend.feedback.models import Feedback
from backend.profiles.models import Place, RegisterEntry
from backend.risk.models import Source
from backend.statistics import clockwork
from backend.statistics.calendar import QUARTER, YEAR, enter_day, window_of
from backend.statistics.feed import feed_of
from backend.statistics.formats.files import FORMATS
from backend.statistics.handover import path_of
from backend.statistics.noting import add_note
from backend.statistics.signals import open_signals
from calculators.release.shapes import Level, Measure, Row
from rules.text import Text
from tests.backend.statistics.counting_world import FACTS, SOME_DAY, Town, for_everybody, press_of
from tests.backend.statistics.drawn import reader
from tests.backend.statistics.shelf import put

BUSINESSES = 400
STEM = "Канарейка"
WORDS = [f"{STEM}{number:02d}щ" for number in range(46)]
NUMBERS = ["770987654321", "5023456789", "502398765432", "7708123456"]
CANARIES = [*WORDS, *NUMBERS]
LATER = SOME_DAY.replace(year=2027, month=1, day=20)
DESKS = (
    "/desk/statistics",
    "/desk/statistics?release=2026Q2&measure=feasibility",
    "/desk/statistics/grid",
    "/desk/statistics/compare",
    "/desk/statistics/pilot",
    "/desk/statistics/list/csv",
    "/desk/statistics/list/xlsx",
    "/desk/statements",
    "/statements",
    "/statements.csv",
    "/privacy/releases",
)
ENDS = ("", "/{id}", "/{id}/cells", "/{id}/structure", "/{id}/record", "/{id}/notes")


def forms_of(word: str) -> Iterator[bytes]:
    """Return a word as bytes may hold it: plain, in JSON without other letters, in an address, in wide letters."""
    plain = {word, word.lower(), json.dumps(word)[1:-1], quote(word)}
    yield from (form.encode() for form in plain)
    yield word.encode("utf-16-le")
    yield word.encode("cp1251")


def unpacked(content: bytes) -> bytes:
    """Return everything that a file holds, packed parts unpacked."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return content + b"".join(packed.read(name) for name in packed.namelist())
    if content.startswith(b"PAR1"):
        table = pq.read_table(io.BytesIO(content))
        about = b"".join(table.schema.metadata.values()) if table.schema.metadata else b""
        return content + about + json.dumps(table.to_pylist(), ensure_ascii=False, default=str).encode()
    return content


def found_in(content: bytes) -> list[str]:
    """Return the canaries that stand in some bytes."""
    whole = unpacked(content)
    looked_for = CANARIES if any(form in whole for form in forms_of(STEM)) else NUMBERS
    return [word for word in looked_for if any(form in whole for form in forms_of(word))]


@pytest.fixture
def town(engine):
    """Four hundred businesses that count: they mark one requirement; the first ones hold the canaries.

    False alarm: a row of 400 falls below 250 by noise of sd 22 with a chance below 10⁻¹⁰; one draw each.
    """
    made, one = Town(engine), for_everybody()
    words = iter(WORDS)
    about = {"requirement": one.id, "requirement_version": one.version}
    with open_session(engine, write=True) as session:
        rows = []
        for at in range(BUSINESSES):
            inn = NUMBERS[at] if at < len(NUMBERS) else f"{7_700_000_000 + at}"
            name = next(words) if at < 10 else f"Дело {at}"
            rows.append(Business(name=name, inn=inn, proven_by="papers", created_at=SOME_DAY))
            extract = {"facts": FACTS, "extract_of": SOME_DAY.date(), "imported_at": SOME_DAY}
            session.add(RegisterEntry(inn=inn, name=next(words) if at < 4 else "x", **extract))
        session.add_all(rows)
        session.flush()
        session.add_all(
            Mark(
                business_id=row.id,
                rated=Rated.LAW,
                clarity=1,
                feasibility=2,
                comment=next(words) if at < 4 else "",
                at=SOME_DAY,
                **about,
            )
            for at, row in enumerate(rows)
        )
        session.add_all(Place(business_id=row.id, name="x", position=1, created_at=SOME_DAY) for row in rows)
        session.add_all(
            OwnNumber(
                business_id=row.id,
                requirement=one.id,
                rub_per_time=Decimal(9000),
                times_per_year="1",
                recorded_at=SOME_DAY,
            )
            for row in rows
        )
        session.flush()
        for row in rows[:4]:
            hide_more(session, row, words, about)
        session.commit()
    assert next(words, None) is None, "every canary stands somewhere"
    return made


def hide_more(session, business, words, about):
    """Put canaries where a business writes: flags, events, demands, answers, plans, readings."""
    other = {"other": "fire.report", "other_version": "v", "at": SOME_DAY}
    number = int(business.inn[-6:])
    told = {"source": Source.BUSINESS, "control_type": "fire", "kind": "ON_SITE", "state": "DELIVERED"}
    event = ControlEvent(
        number=number, business_id=business.id, subject=next(words), ended_at=SOME_DAY, created_at=SOME_DAY, **told
    )
    session.add(event)
    session.flush()
    session.add(Flag(business_id=business.id, kind=FlagKind.DUPLICATE, text=next(words), **about, **other))
    session.add(EventRating(event_id=event.id, clarity=1, comment=next(words), at=SOME_DAY))
    session.add(DocumentRequest(event_id=event.id, already_held=next(words), created_at=SOME_DAY))
    answer = {"value": AnswerValue.NO, "note": next(words), "at": SOME_DAY}
    session.add(Answer(business_id=business.id, **about, **answer))
    plain = {"business_id": business.id, "requirement": about["requirement"]}
    session.add(PlanEntry(note=next(words), changed_at=SOME_DAY, **plain))
    session.add(Reading(kind="t", value="7", source=next(words), at=SOME_DAY, recorded_at=SOME_DAY, **plain))


@pytest.fixture
def releases(engine, settings, town):
    """A quarter and a year of the town, frozen, drawn, announced, its figures put before regulators."""
    press = press_of(settings)
    for code, kind in (("2026Q2", QUARTER), ("2026", YEAR)):
        enter_day(press.store, window_of(code), kind)
    clockwork.freeze_closed(engine, settings, LATER)
    frozen = {code: path_of(settings.handover, code).read_bytes() for code in ("2026Q2", "2026")}
    clockwork.publish_due(settings, LATER)
    with open_session(engine, write=True) as session:
        clockwork.take_note(session, settings, LATER)
        open_signals(session, feed_of(settings), LATER)
        session.commit()
    return frozen


def everything(person, regulator, settings) -> dict[str, bytes]:
    """Return all bytes that a regulator and a program get of releases, and the files they stand in."""
    call, got = reader(person, regulator), {}
    for head in feed_of(settings).releases():
        for end in ENDS:
            path = "/releases" + end.format(id=head.id)
            got[path] = call(path).content
        for code in FORMATS:
            got[f"{head.id} as {code}"] = call(f"/releases/{head.id}", format=code).content
        got[f"semicolons of {head.id}"] = call(f"/releases/{head.id}", format="csv", separator=";").content
    for path in ("/calendar", "/dimensions", "/quality"):
        got[path] = call(path).content
    one = for_everybody().id
    for path in (*DESKS, f"/desk/statistics/{one}", f"/requirements/{one}"):
        answer = regulator.get(path)
        assert answer.status_code == 200, path
        got[path] = answer.content
    got["the store"] = settings.data.joinpath("releases.sqlite3").read_bytes()
    got["the journal"] = settings.release_journal.read_bytes()
    return got


def test_no_word_of_a_business_stands_in_any_byte_that_leaves(
    engine, person, regulator, settings, releases, caplog, capfd
):
    caplog.set_level(logging.DEBUG)
    person.wait_until(LATER.astimezone(MOSCOW))
    heads = feed_of(settings).releases()
    assert {head.id for head in heads} >= {"2026Q2", "2026"}
    assert any(row.published for _, row in feed_of(settings).rows("2026Q2", requirement=for_everybody().id))
    assert any(row.published for _, row in feed_of(settings).rows("2026"))
    got = everything(person, regulator, settings) | {f"frozen {code}": held for code, held in releases.items()}
    out, err = capfd.readouterr()
    got["logs"] = "\n".join((caplog.text, out, err)).encode()
    with open_session(engine) as session:
        items = session.exec(select(Feedback)).all()
        assert items
        got["statements"] = "\n".join(item.statement for item in items).encode()
    hits = {place: words for place, content in got.items() if (words := found_in(content))}
    print(f"\n{len(CANARIES)} canaries, {len(got)} places, {sum(map(len, got.values())) // 1024} kB: {len(hits)} hits")
    assert len(set(CANARIES)) == 50
    assert hits == {}


@pytest.mark.parametrize("word", [WORDS[0], WORDS[33], NUMBERS[0]])
def test_a_release_that_carries_one_is_caught_in_every_format(person, regulator, settings, word):
    """Weakened: a word of a business stands where the requirement does."""
    domain = for_everybody().domain
    numbers = (True, 2.0, 0.1, 700, 9.99, (1.0, 0.0, 0.0, 0.0, 0.0))
    put(settings, "2026Q2", [Row(Level.REQUIREMENT, word, "v1", domain, None, Measure.CLARITY, *numbers)])
    call = reader(person, regulator)
    missed = [code for code in FORMATS if not found_in(call("/releases/2026Q2", format=code).content)]
    assert missed == []
    assert found_in(settings.data.joinpath("releases.sqlite3").read_bytes()) == [word]


def test_a_note_and_a_log_that_carry_one_are_caught(person, regulator, settings, caplog):
    """Weakened: a note beside the release, a line in the log."""
    put(settings, "2026Q2", [Row(Level.ALL, None, None, "", None, Measure.CLARITY, published=False)])
    press = press_of(settings)
    add_note(press.store, "2026Q2", Text(f"Ошибка у {WORDS[5]}.", "A mistake."), LATER)
    assert found_in(reader(person, regulator)("/releases/2026Q2/notes").content) == [WORDS[5]]
    logging.getLogger("backend").error("cannot read %s", NUMBERS[2])
    assert found_in(caplog.text.encode()) == [NUMBERS[2]]


@pytest.mark.parametrize("form", range(6))
def test_every_form_of_a_word_is_looked_for(form):
    forms = list(forms_of(WORDS[7]))
    assert found_in(b"x" + forms[form % len(forms)] + b"y") == [WORDS[7]]
