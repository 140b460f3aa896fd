"""Every address of the application, asked by an ombudsman before and after the client takes the consent back."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select

from backend.control.models import EventFile
from backend.db.engine import open_session
from backend.permissions import RIGHTS
from backend.threads.models import ThreadFile
from rules.roles import Role
from tests.backend.appeals.conftest import Hearing
from tests.backend.ombudsman.cases import draft, event_file, walk
from tests.layout.routes import routes

CANARY = "КАНАРЕЙКА-ИЗ-ДЕЛА"
HOLE = re.compile(r"\{(\w+)(?::\w+)?\}")
PART = {"part": ("event", "appeal", "files", "what"), "paper": ("act", "decision"), "kind": ("appeal", "decision")}
CHOICES = PART | {"action": ("accept", "issue_position", "close_resolved")}
KEPT = "/desk/ombudsman/kept"
PDF = b"%PDF-1.4\n% words\n%%EOF\n"


@pytest.fixture
def world(engine, owner, appeal_body, inspector, head, ombudsman, clock, settings):
    """A filed appeal with a thread, a case that shows it with a file, the ombudsman in the thread."""
    hearing = Hearing(engine, owner, appeal_body, clock.now())
    event = hearing.event(subject=f"{CANARY} предмет")
    appeal = hearing.filed("DECISION", event_id=event)
    file = event_file(engine, settings.data, event, owner.business, f"{CANARY}.pdf", "слова")
    case = draft(owner, appeal, "appeal_id", parts=["appeal", "appeal_grounds", "decision"], files=[file])
    walk(owner, case, "submit")
    walk(ombudsman, case, "accept")
    owner.post_form(f"/ombudsman/{case}/appeal-thread", {"takes_part": "yes"})
    for page in (f"/threads/appeal/{appeal}", f"/threads/ombudsman_case/{case}"):
        shown = re.search(r'name="readers_sha256" value="([0-9a-f]{64})"', owner.get(page).text)
        said = {"text": f"{CANARY} слова", "kind": "message", "readers_sha256": shown[1]}
        sent = owner.post_form(page, said, files={"file": ("журнал.pdf", PDF, "application/pdf")})
        assert sent.status_code == 303, sent.text[-2000:]
    with open_session(engine) as session:
        sent_files = session.exec(select(ThreadFile.id)).all()
        files = session.exec(select(EventFile.id)).all()
    cases = (("ombudsman_case", case), ("appeal", appeal), ("control_event", event))
    ids = {"appeal_id": (appeal,), "event_id": (event,), "file_id": files, "event_file_id": files}
    return owner, case, {**ids, **CHOICES, "thread_file_id": sent_files}, cases


def addresses(case, ids, cases):
    """Yield (address, whether it names the case or what it shows) of everything an ombudsman may ask for."""
    for route in routes():
        apart = route.method != "GET" or "/statistics" in route.path or Role.OMBUDSMAN not in RIGHTS[route.permission]
        if apart or set(HOLE.findall(route.path)) - KNOWN:
            continue
        if "{procedure" not in route.path:
            yield from ((one, bool(HOLE.search(route.path))) for one in fill(route.path, {**ids, "case_id": (case,)}))
            continue
        for procedure, id_ in cases:
            named = {**ids, "procedure": (procedure,), "case_id": (id_,)}
            yield from ((one, True) for one in fill(route.path, named))


KNOWN = {"appeal_id", "event_id", "file_id", "event_file_id", "thread_file_id", "procedure", "case_id", *CHOICES}


def fill(path, ids):
    found = [path]
    while HOLE.search(found[0]):
        name = HOLE.search(found[0])[1]
        found = [HOLE.sub(value, one, count=1) for one in found for value in ids[name]]
    return found


def ask(ombudsman, defender, address):
    browser = defender if address.startswith("/api/") else ombudsman
    return browser.get(address, follow_redirects=False)


def test_nothing_of_the_case_is_left_anywhere_but_the_own_words(world, ombudsman, program_of):
    owner, case, ids, cases = world
    defender, asked = program_of(ombudsman), sorted(set(addresses(case, ids, cases)))
    open_before = {one: ask(ombudsman, defender, one) for one, _ in asked}
    shown = [one for one, said in open_before.items() if said.status_code == 200 and CANARY in said.text]
    assert len(shown) >= 8, shown
    assert any(one.startswith("/threads/appeal/") for one in shown)
    assert any("/shared" in one for one in shown)
    walk(owner, case, "end_consent")
    after = {one: ask(ombudsman, defender, one) for one, _ in asked}
    left = {one: after[one].status_code for one, named in asked if named and not one.startswith(KEPT)}
    assert {one: status for one, status in left.items() if status != 404} == {}
    # What names no case: lists, tables, feeds, the notices with their numbers.
    leaks = [one for one, said in after.items() if CANARY.encode() in said.content]
    assert leaks == []
    # A notice that was sent says a number and leads to an address that is gone.
    named = [
        one
        for one, said in after.items()
        if said.status_code == 200 and case in said.text.replace(f"{KEPT}/{case}", "the ombudsman's own words")
    ]
    assert [one for one in named if not one.startswith((KEPT, "/notices", "/api/v1/notices"))] == []
