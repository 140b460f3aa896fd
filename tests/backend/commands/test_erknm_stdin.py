"""`yasno erknm inspect -`: a file of the register from stdin, archive or not."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from backend.cli import main

PAGE = b'<?xml version="1.0" encoding="utf-8"?><R><INSPECTION><SUBJECT INN="7707083893"/></INSPECTION></R>'


def packed() -> bytes:
    """Return the page in an archive."""
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        archive.writestr("a.xml", PAGE)
    return kept.getvalue()


@pytest.mark.parametrize("data", [PAGE, packed()], ids=["xml", "zip"])
def test_a_file_from_stdin_is_looked_at_like_any_other(data: bytes) -> None:
    done = CliRunner().invoke(main, ["erknm", "inspect", "-", "--json"], input=data)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["records"] == [{"path": "R/INSPECTION", "count": 1}]


def test_an_empty_stdin_is_refused() -> None:
    done = CliRunner().invoke(main, ["erknm", "inspect", "-", "--json"], input=b"")
    assert (done.exit_code, json.loads(done.stdout)["error"]["code"]) == (2, "not_xml")
