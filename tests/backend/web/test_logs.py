"""Logs tell the operator what broke and where, and nothing of what people wrote or looked at."""

from __future__ import annotations

import json
import subprocess
import sys

CANARY = "кафе-с-секретом"
PROGRAM = f"""
import structlog
from backend.web.logs import configure
configure()
log = structlog.get_logger()
log.warning("seen", path="/answers?trade={CANARY}", email="{CANARY}@example.org", token="{CANARY}", row="r1")
try:
    raise ValueError("{CANARY}")
except ValueError as error:
    log.error("unexpected", reference="7F3A", exc_info=error)
import logging
logging.getLogger("httpx").info("GET /{CANARY}")
logging.getLogger("granian").warning("GET /{CANARY}")
"""


def test_logs_are_json_lines_without_words_addresses_and_keys():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    seen, unexpected, foreign = map(json.loads, done.stderr.splitlines())
    assert CANARY not in done.stderr + done.stdout
    assert (seen["row"], seen["path"]) == ("r1", "withheld")
    assert (unexpected["reference"], unexpected["error"]) == ("7F3A", "ValueError")
    assert unexpected["at"][-1].endswith(":8")
    assert foreign["event"] == "granian"


def test_a_fault_of_ours_is_answered_with_a_code_and_without_a_trace_of_the_page():
    program = f"""
import os, pathlib, tempfile
os.environ["YASNO_DATA"] = tempfile.mkdtemp()
from litestar import get
from litestar.testing import TestClient
import backend.notifications.api
from backend.app import create_app
from backend.config import read_settings
from backend.permissions import Permission
from backend.web.logs import configure

@get("/breaks", opt={{"permission": Permission.PUBLIC}}, sync_to_thread=True)
def breaks(trade: str) -> str:
    raise RuntimeError(trade)

backend.notifications.api.ROUTES.append(breaks)
configure()
settings = read_settings()
from backend.db.engine import make_engine
from backend.schema import upgrade
upgrade(make_engine(settings.database_url))
with TestClient(create_app(settings), base_url=settings.public_url, raise_server_exceptions=False) as client:
    answer = client.get("/breaks", params={{"trade": "{CANARY}"}})
    assert answer.status_code == 500, answer.status_code
    assert "{CANARY}" not in answer.text
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert CANARY not in done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert [line["kind"] for line in lines if line["event"] == "unexpected"] == ["RuntimeError"]
