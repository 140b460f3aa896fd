"""Two worlds, with one unnamed signal or without: no byte a regulator can get tells which of them is real."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlmodel import select

from backend.accounts.models import ApiKey, RoleGrant
from backend.accounts.office_keys import OFFICE_SCOPES
from backend.accounts.tokens import hash_of
from backend.db.engine import open_session
from backend.feedback.models import Feedback, FeedbackSignal
from backend.jobs.work import Hands, plan_periodic, run_due
from backend.permissions import RIGHTS
from backend.profiles.service import start_run
from backend.statistics.signals import signals
from calculators.release.document import row_document
from rules.roles import Role
from tests.backend.feedback.conftest import NEUTRAL, OTHER, SIGN
from tests.backend.statistics.drawn import quarter, release
from tests.layout.routes import routes

pytestmark = pytest.mark.sqlite
CANARY = "Канарейка-7731 не понимает совсем ничего в этом правиле"
NAME = "Кафе «Канарейка»"
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
# Saturday; the Monday of the sending; after the five working days of sorting; after the twenty of an answer.
MOMENTS = (NOW + timedelta(hours=2), datetime(2026, 11, 30, 9, 0, tzinfo=UTC), NOW + timedelta(days=16))
LAST = datetime(2027, 1, 20, 9, 0, tzinfo=UTC)
READ_AT = (MOMENTS[1], LAST)
# The description of the API is the same for all; it is made from the handlers alone.
PASSED_OVER = ("/api/docs", "/api/v1/openapi.json")
IDS = {
    "requirement": (SIGN, OTHER),
    "requirement_id": (SIGN, OTHER),
    "statement_number": ("1", "2", "3"),
    "desk_number": ("1", "2", "3"),
    "release_id": ("2026Q3", "2026Q4"),
    "name": ("feedback", "appeal", "ombudsman_case"),
    "sent_on": ("2026-11-30", "2026-12-07", "2026-12-14"),
}
# What is drawn anew for every answer or every row, and says nothing: nonces, tokens, ids, hashes of salted rows.
DRAWN = (
    (rb"<!--.*?-->\s*$", b""),
    (rb'nonce="[^"]*"|"\w*[nN]once": ?"[^"]*"', b""),
    (rb'name="(?:_csrf_token|ref)" value="[^"]*"', b""),
    (rb"X-CSRF[^}]*}", b""),
    (
        rb'((?:"id":\s?|id=|href=|action=)"(?:/notices/|/notifications/|/integrity/checkpoints/)?)[\w-]{16}(?![\w-])',
        rb"\1id",
    ),
    (rb"\b[0-9a-f]{64}\b|(?:[0-9a-f]{4} ){15}[0-9a-f]{4}", b"hash"),
    (rb"<dcterms:[^>]*>[^<]*", b""),
    (rb'"(proof|signature)":\s?("[^"]*"|\[[^\]]*\])', b""),
)
SIGNALS = {
    "a contradiction": lambda room, one: room.flag(one, text=CANARY),
    "a mark": lambda room, one: room.mark(one, clarity=1, feasibility=1, comment=CANARY),
    "a cost": lambda room, one: room.cost(one, one_off_rub=Decimal(9_000_000)),
}


class Worlds:
    """A house that can be put back to the moment before the signal."""

    def __init__(self, room, app, settings, engine, browsers):
        self.room, self.app, self.settings, self.engine, self.browsers = room, app, settings, engine, browsers
        self.kept = settings.data.with_name("kept")
        self.jars = {name: dict(browser.cookies) for name, browser in browsers.items()}

    def keep(self):
        """Remember the house as it is."""
        self.close()
        shutil.copytree(self.settings.data, self.kept)

    def close(self):
        """Let go of the database's file, with everything in it."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self.engine.dispose()
        self.app.app.state.engine.dispose()

    def put_back(self):
        """Return to the moment before."""
        self.close()
        shutil.rmtree(self.settings.data)
        shutil.copytree(self.kept, self.settings.data)
        self.room.clock.moment = NOW
        for name, browser in self.browsers.items():
            browser.cookies.clear()
            for cookie, value in self.jars[name].items():
                browser.cookies.set(cookie, value, domain="127.0.0.1")

    def work(self):
        """Do everything that is due."""
        hands = Hands(self.settings, self.engine, self.room.clock)
        plan_periodic(hands)
        while run_due(hands):
            pass

    def live(self, give=None):
        """Live through the weeks, with a signal or without; return every answer by who asked, when and what."""
        self.put_back()
        if give is not None:
            give()
        told = {}
        for moment in (*MOMENTS, LAST):
            self.room.people.wait_until(moment)
            self.work()
            if moment in READ_AT:
                told |= {(moment, *key): said for key, said in self.read().items()}
        return told

    def read(self):
        """Read every page, export and call that people of an authority, a regulator's key and a visitor can read."""
        told = {}
        for path, permission in addresses():
            for who, browser in self.browsers.items():
                if who == "key" and not path.startswith("/api/"):
                    continue
                if who in STAFF and None in RIGHTS[permission]:
                    continue
                if ROLES[who] & RIGHTS[permission]:
                    told[who, path] = self.ask(browser, path, key=who == "key")
        told["guest", "flag"] = self.flag()
        return told | self.nights()

    def nights(self):
        """Read each checkpoint by its place in the list: its id is drawn anew."""
        told, guest = {}, self.browsers["guest"]
        for place in ("/integrity/checkpoints", "/api/v1/integrity/checkpoints"):
            listed = guest.get("/api/v1/integrity/checkpoints").json()["items"]
            for number, one in enumerate(listed):
                told["guest", f"{place} no. {number}"] = self.ask(guest, f"{place}/{one['id']}", key=False)
        return told

    def ask(self, browser, path, *, key):
        """Return what an address answers."""
        for counts in ("call_counts", "run_counts"):
            self.app.app.state.pop(counts, None)
        headers = {"Authorization": "Bearer yasno_key_of_office"} if key else {}
        answer = browser.get(path, headers=headers, follow_redirects=False)
        return answer.status_code, answer.headers.get("content-type"), answer.headers.get("location"), answer.content

    def flag(self):
        """Return what a visitor is told who flags the same, as an official might without signing in."""
        form = {"kind": "contradiction", "other": OTHER, "text": "То же"}
        answer = self.browsers["guest"].post_form(f"/flag/{SIGN}", form)
        return answer.status_code, None, answer.headers.get("location"), answer.content


ROLES = {
    "office": {Role.REGULATOR},
    "key": {Role.REGULATOR, None},
    "guest": {None},
    "inspector": {Role.INSPECTOR},
    "head": {Role.AUTHORITY_HEAD},
    "appeal_body": {Role.APPEAL_BODY},
}
# People of the authority's other desks; what everybody reads the guest reads for them.
STAFF = ("inspector", "head", "appeal_body")


def addresses():
    """Yield every address with its permission that can be read without an id of somebody's own thing."""
    for route in routes():
        if route.method != "GET" or set(route.ids) - set(IDS) or route.path.startswith(PASSED_OVER):
            continue
        for filled in fill(route.path, route.ids):
            yield filled, route.permission


def fill(path, ids):
    """Return an address with every value of its ids."""
    found = [path]
    for name in ids:
        hole = re.compile(rf"\{{{name}(?::\w+)?\}}")
        found = [hole.sub(value, one, count=1) for one in found for value in IDS[name]]
    return found


def unpacked(content):
    """Return what stands in a file: of an archive its parts, which also carry the machine's own time."""
    if not content.startswith(b"PK\x03\x04"):
        return content
    with ZipFile(BytesIO(content)) as archive:
        return b"\n".join(name.encode() + b"\n" + unpacked(archive.read(name)) for name in sorted(archive.namelist()))


def plain(said):
    """Return an answer without what is drawn anew each time."""
    status, media, location, content = *said[:3], unpacked(said[3])
    for pattern, instead in DRAWN:
        content = re.sub(pattern, instead, content, flags=re.DOTALL if pattern.startswith(b"<") else 0)
    return status, media, location, content


def as_read(row):
    """Return a row as the store gives it back: rounded, so that one at the very edge may call for an answer."""
    kept = row_document(row)
    return replace(row, value=kept["value"], margin95=kept["margin95"])


@pytest.fixture
def worlds(room, app, settings, engine, person, entry, editor, office, inspector, head, appeal_body, clock):
    """A house with work in it: a statement that waits for Monday, a release, and people of the authority."""
    # Its figures call for no answer: questions of one moment would be notices in an order drawn anew.
    release(settings, rows=[row for row in quarter() if not signals([as_read(row)])])
    form = {"kind": "duplicate", "statement": NEUTRAL, "region": ""}
    assert editor.post_form(f"/desk/new-statement/{SIGN}", form).status_code == 303
    with open_session(engine, write=True) as session:
        grant = session.exec(select(RoleGrant).where(RoleGrant.person_id == office.person.id)).one()
        about = {"person_id": office.person.id, "key_hash": hash_of("yasno_key_of_office"), "name": "тест"}
        held = {"role": grant.role.value, "authority": grant.authority, "region": grant.region}
        ends = clock.now() + timedelta(days=99)
        session.add(ApiKey(scopes=list(OFFICE_SCOPES), created_at=clock.now(), expires_at=ends, **held, **about))
        _, run = start_run(session, clock.now())
        session.commit()
    browsers = {"office": office, "key": person.browser(), "guest": person.browser()}
    browsers |= {"inspector": inspector, "head": head, "appeal_body": appeal_body}
    browsers["guest"].cookies.set(settings.cookie("run"), run, domain="127.0.0.1")
    for browser in browsers.values():
        browser.get("/sign-in")
    made = Worlds(room, app, settings, engine, browsers)
    made.silent = room.business(NAME, inn="7731000001")
    made.keep()
    return made


@pytest.mark.slow
def test_no_byte_tells_whether_there_was_one_unnamed_signal(worlds):
    room = worlds.room

    def all_at_once():
        for give in SIGNALS.values():
            give(room, worlds.silent)

    without = worlds.live()
    assert [one for one in room.items() if one.number] != []
    with_signal = worlds.live(all_at_once)
    kinds = sorted(one.kind.value for one in room.items(door=None))
    assert kinds == ["clarity", "contradiction", "cost", "feasibility"]
    assert with_signal.keys() == without.keys()
    assert sum(said[0] == 200 for said in without.values()) > 200
    for who, path in (("key", "/api/v1/statistics/releases/2026Q3/cells"), ("guest", "/integrity/checkpoints no. 0")):
        assert without[LAST, who, path][0] == 200, path
    assert NEUTRAL.encode() in plain(without[LAST, "office", "/desk/statements/1"])[3]
    told_apart = [key[1:] for key, said in without.items() if plain(said) != plain(with_signal[key])]
    assert told_apart == []
    leaks = [key[1:] for key, said in with_signal.items() if any(one in unpacked(said[3]) for one in canaries())]
    assert leaks == []


def canaries():
    """Return what of the business must stand nowhere."""
    return [one.encode() for one in (CANARY, NAME, "Канарейка", "7731000001")]


def test_the_signal_did_reach_the_editor(worlds, editor, engine):
    worlds.put_back()
    worlds.room.mark(worlds.silent, comment=CANARY)
    worlds.work()
    with open_session(engine) as session:
        assert len(session.exec(select(FeedbackSignal)).all()) == 1
        item = session.exec(select(Feedback).where(Feedback.state == "OPEN")).one()
    assert CANARY in editor.get(f"/desk/feedback/{item.id}").text
