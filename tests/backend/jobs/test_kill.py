"""Kill -9 in the middle of writes: nothing acknowledged is lost, no job takes effect twice, the log stays whole.

This shows that processes may die at any moment; what a power cut would do hangs on synchronous=FULL.
"""

from __future__ import annotations

import http.client
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlmodel import select

from backend.accounts.models import Business
from backend.audit.chain import Head
from backend.audit.models import AuditRow
from backend.audit.queries import verify
from backend.db.engine import make_engine, open_session
from backend.jobs.models import OutboxRow
from backend.schema import upgrade

# Each kill starts the site anew: on a loaded machine twenty of them take long without hanging.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]

SCRIPT = Path(__file__).with_name("kill_server.py")
ROOT = SCRIPT.parents[3]
CLIENTS = 8
READY_SECONDS = 90
# A row whose message died with its process comes back when its lease of a minute ends.
DRAIN_SECONDS = 150


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@dataclass
class Site:
    """The processes of an installation."""

    environment: dict[str, str]
    port: int
    parts: tuple[str, ...]
    log: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def start(self):
        begun = time.monotonic()
        command = [sys.executable, str(SCRIPT)]
        with self.log.open("ab") as log:
            self.running = [
                subprocess.Popen([*command, part], env=self.environment, cwd=ROOT, stdout=log, stderr=log)
                for part in self.parts
            ]
        while self.ask("GET", "/health/live") != 200:
            assert time.monotonic() - begun < READY_SECONDS, "the server did not come up"
            assert self.running[0].poll() is None, self.log.read_text()[-2000:]
            time.sleep(0.05)
        self.waits.append(time.monotonic() - begun)

    def kill(self):
        for process in self.running:
            process.kill()
        for process in self.running:
            process.wait()

    def stop(self):
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        return [process.wait(timeout=30) for process in self.running]

    def ask(self, method, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            connection.request(method, path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


@dataclass
class Load:
    """Clients that repeat each request with its key until it is acknowledged."""

    site: Site
    acknowledged: set[str] = field(default_factory=set)
    answers: Counter[int | None] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def client(self):
        while not self.over.is_set():
            key = secrets.token_hex(8)
            while (status := self.site.ask("POST", f"/api/rehearsal/{key}")) != 201:
                self.answers[status] += 1
                time.sleep(0.05)
                if self.over.is_set():
                    return
            self.acknowledged.add(key)

    def run(self, kills):
        threads = [threading.Thread(target=self.client) for _ in range(CLIENTS)]
        chance = random.Random(20)
        self.site.start()
        for thread in threads:
            thread.start()
        for _ in range(kills):
            time.sleep(chance.uniform(0.2, 1.2))
            self.site.kill()
            self.site.start()
        time.sleep(0.5)
        self.over.set()
        for thread in threads:
            thread.join()


def make_site(tmp_path, parts=("serve",), **environment):
    port = free_port()
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    settings = {
        "YASNO_DATA": str(data),
        "PORT": str(port),
        "YASNO_WORKER": "0" if "worker" in parts else "1",
        "PYTHONPATH": str(ROOT),
    }
    return Site({**os.environ, **settings, **environment}, port, parts, tmp_path / "log")


def drained(engine):
    begun = time.monotonic()
    undone = select(OutboxRow.id).where(OutboxRow.kind == "rehearsal.effect", OutboxRow.done_at == None)  # noqa: E711
    while time.monotonic() - begun < DRAIN_SECONDS:
        with open_session(engine) as session:
            if session.exec(undone).first() is None:
                return True
        time.sleep(0.5)
    return False


def check_house(site, url, kills):
    engine = make_engine(url)
    upgrade(engine)
    load = Load(site)
    try:
        load.run(kills)
        assert drained(engine), "some work was never done"
        assert site.stop() == [0] * len(site.parts)
    finally:
        site.kill()
    with open_session(engine) as session:
        rows = session.exec(select(Business)).all()
        stored = {row.id for row in rows if row.inn is None}
        effects = Counter(row.name for row in rows if row.inn == "effect")
        logged = session.exec(select(AuditRow.object_id)).all()
        whole = verify(session)
    engine.dispose()
    up_again = sorted(site.waits)[len(site.waits) // 2]
    print(f"{kills} kills, {len(load.acknowledged)} acknowledged, up again in {up_again:.1f} s")
    assert load.acknowledged <= stored, "an acknowledged request was lost"
    assert effects == Counter(stored), "a job took effect twice, or never"
    assert sorted(logged) == sorted(stored)
    assert isinstance(whole, Head)
    assert set(load.answers) <= {None, 503}


def test_twenty_kills_lose_nothing_on_sqlite(tmp_path):
    site = make_site(tmp_path)
    check_house(site, f"sqlite:///{site.environment['YASNO_DATA']}/yasno.sqlite3", 20)


@pytest.mark.services
def test_kills_lose_nothing_with_rabbitmq(tmp_path, rabbitmq_url, queue_prefix):
    carried = {"YASNO_BROKER_URL": rabbitmq_url, "YASNO_QUEUE_PREFIX": queue_prefix}
    site = make_site(tmp_path, ("serve", "worker"), **carried)
    check_house(site, f"sqlite:///{site.environment['YASNO_DATA']}/yasno.sqlite3", 5)


@pytest.mark.services
def test_kills_lose_nothing_with_redis(tmp_path, redis_url, queue_prefix):
    carried = {"YASNO_BROKER_URL": redis_url, "YASNO_QUEUE_PREFIX": queue_prefix}
    site = make_site(tmp_path, ("serve", "worker"), **carried)
    check_house(site, f"sqlite:///{site.environment['YASNO_DATA']}/yasno.sqlite3", 5)


@pytest.mark.services
def test_kills_lose_nothing_on_postgresql(tmp_path, postgresql_url):
    site = make_site(tmp_path, YASNO_DATABASE_URL=postgresql_url)
    check_house(site, postgresql_url, 5)
