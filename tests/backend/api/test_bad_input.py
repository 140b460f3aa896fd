"""Bad input: each is answered clearly, with the field where there is one, and nothing changes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

import pytest

R = "requirements/labour.contract_written"
JSON = {"Content-Type": "application/json"}


def bomb() -> bytes:
    """Return a small DOCX that would unpack to 300 MB."""
    file = io.BytesIO()
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", kind)
        archive.writestr("word/document.xml", bytes(300 * 1024 * 1024))
    return file.getvalue()


@dataclass(frozen=True)
class Bad:
    """One bad call: what it is, how it is sent, what must come back."""

    what: str
    method: str
    path: str  # inside the business, or from the root with «/»
    status: int
    fields: tuple[str | None, ...] = (None,)
    body: Any = None
    raw: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    files: Any = None
    data: Any = None

    def __str__(self) -> str:
        return self.what


DAY = "facts.registered_on"
LONG = b"%PDF-" + b"x" * (1 << 20)
NO_TOPIC = {"domains": [], "authorities": ["mchs"]}
PAPER = {"file": ("a.pdf", b"%PDF-1.4\n%%EOF")}
NOWHERE = {"clarity": 1, "fragments": [400]}
FACTS = "places/{place}/facts"
CASES = (
    Bad("nothing at all", "PUT", FACTS, 422, raw=b""),
    Bad("not JSON", "PUT", FACTS, 422, raw=b"{facts: 1}"),
    Bad("half a document", "PUT", FACTS, 422, raw=b'{"facts": {"employees": 1'),
    Bad("a list instead of an object", "PUT", FACTS, 422, body=[1]),
    Bad("not UTF-8", "PUT", FACTS, 422, raw=b'{"facts": {"legal_form": "\xff"}}'),
    Bad("a repeated key", "PUT", FACTS, 422, ("facts.employees",), raw=b'{"facts": {"employees": 1, "employees": 2}}'),
    Bad("an unknown key", "PUT", FACTS, 422, ("fact", "facts"), body={"fact": {}}),
    Bad("a negative headcount", "PUT", FACTS, 422, ("facts.employees",), body={"facts": {"employees": -3}}),
    Bad("half a person", "PUT", FACTS, 422, ("facts.employees",), body={"facts": {"employees": 1.5}}),
    Bad("digits as text", "PUT", FACTS, 422, ("facts.employees",), body={"facts": {"employees": "12"}}),
    Bad("true for one", "PUT", FACTS, 422, ("facts.employees",), body={"facts": {"employees": True}}),
    Bad("NaN", "PUT", FACTS, 422, raw=b'{"facts": {"employees": NaN}}'),
    Bad("Infinity", "PUT", FACTS, 422, raw=b'{"facts": {"employees": Infinity}}'),
    Bad("an underscore in a number", "PUT", FACTS, 422, raw=b'{"facts": {"employees": 1_000}}'),
    Bad("a number of a thousand digits", "PUT", FACTS, 422, raw=b'{"facts": {"employees": ' + b"9" * 1000 + b"}}"),
    Bad("an exponent beyond measure", "PUT", FACTS, 422, raw=b'{"facts": {"seats": 1e999999999}}'),
    Bad("29 February 2027", "PUT", FACTS, 422, (DAY,), body={"facts": {"registered_on": "2027-02-29"}}),
    Bad("a day ahead", "PUT", FACTS, 422, (DAY,), body={"facts": {"registered_on": "2026-11-29"}}),
    Bad("a code of two digits", "PUT", FACTS, 422, ("facts.okved[0]",), body={"facts": {"okved": ["56"]}}),
    Bad("a code twice", "PUT", FACTS, 422, ("facts.okved[1]",), body={"facts": {"okved": ["56.10", "56.10"]}}),
    Bad("Arabic digits", "PUT", FACTS, 422, ("facts.okved[0]",), body={"facts": {"okved": ["٥٦.١٠"]}}),
    Bad("NUL", "PUT", FACTS, 422, ("facts.legal_form",), body={"facts": {"legal_form": "oo\x00"}}),
    Bad("NUL in a note", "PUT", f"{R}/answer", 422, ("note",), body={"answer": "yes", "note": "a\x00b"}),
    Bad("half a letter", "PUT", f"{R}/answer", 422, raw=b'{"note": "\\ud800"}'),
    Bad("201 opening brackets", "PUT", FACTS, 422, raw=b'{"facts": ' + b"[" * 500 + b"]" * 500 + b"}"),
    Bad("two megabytes of JSON", "PUT", FACTS, 413, raw=b'{"facts": {"legal_form": "' + b"x" * (2 << 20) + b'"}}'),
    Bad("a form instead of JSON", "PUT", FACTS, 415, ("Content-Type",), data={"facts": "1"}),
    Bad("an answer nobody offers", "PUT", f"{R}/answer", 422, ("answer",), body={"answer": "maybe"}),
    Bad("no answer", "PUT", f"{R}/answer", 422, ("answer",), body={}),
    Bad("a note too long", "PUT", f"{R}/answer", 422, ("note",), body={"note": "я" * 2001}),
    Bad("a place of nobody", "PUT", f"{R}/answer", 404, body={"answer": "yes", "place": "A" * 16}),
    Bad("a requirement of nobody", "PUT", "requirements/x.y/answer", 404, body={"answer": "yes"}),
    Bad("six of five", "PUT", f"{R}/mark", 422, ("clarity",), body={"clarity": 6}),
    Bad("a vote for nothing", "PUT", f"{R}/mark", 422, ("clarity",), body={"comment": "…"}),
    Bad("a sentence that is not there", "PUT", f"{R}/mark", 422, ("fragments",), body=NOWHERE),
    Bad("negative rubles", "PUT", f"{R}/costs", 422, ("rub_per_time",), body={"rub_per_time": "-1"}),
    Bad("a third of a kopeck", "PUT", f"{R}/costs", 422, ("rub_per_time",), body={"rub_per_time": "0.333"}),
    Bad("a division by zero", "PUT", f"{R}/costs", 422, ("times_per_year",), body={"times_per_year": "1/0"}),
    Bad("both wages", "PUT", "costs/wage", 422, ("monthly",), body={"monthly": "1", "hourly": "1"}),
    Bad("a plan for year zero", "PUT", f"{R}/plan", 422, ("due_on",), body={"due_on": "0000-00-00"}),
    Bad("an empty name", "POST", "places", 422, ("name",), body={"name": "  "}),
    Bad("a name too long", "POST", "places", 422, ("name",), body={"name": "я" * 201}),
    Bad("a dispute without a ground", "POST", "disputes", 422, ("ground", "text"), body={"requirement": "x"}),
    Bad("a flag about itself", "POST", f"{R}/flags", 422, ("other",), body={"kind": "duplicate", "other": R[13:]}),
    Bad("no file", "POST", f"{R}/evidence", 422, ("file",), files={"paper": ("a.pdf", b"%PDF-")}),
    Bad("NUL beside a file", "POST", f"{R}/evidence", 422, ("replaces",), files=PAPER, data={"replaces": "a\x00"}),
    Bad("a file of another kind", "POST", f"{R}/evidence", 422, ("file",), files={"file": ("a.pdf", b"MZ\x90")}),
    Bad("a zip bomb", "POST", f"{R}/evidence", 422, ("file",), files={"file": ("a.docx", bomb())}),
    Bad("11 MB of a file", "POST", f"{R}/evidence", 422, ("file",), files={"file": ("a.pdf", LONG * 11)}),
    Bad("60 MB of a file", "POST", f"{R}/evidence", 413, files={"file": ("a.pdf", LONG * 60)}),
    Bad("settings without a topic", "PUT", "settings", 422, ("domains",), body=NO_TOPIC),
    Bad("an unknown parameter", "GET", "list?limt=5", 400, ("limt",)),
    Bad("a parameter twice", "GET", "list?limit=5&limit=6", 400, ("limit",)),
    Bad("NUL in a parameter", "GET", "/api/v1/okved?q=%00", 400, ("q",)),
    Bad("NUL in an address", "GET", "places/%00", 404),
    Bad("a method nobody offers", "PATCH", "places", 405, body={}),
    Bad("an id of somebody else", "GET", "/api/v1/businesses/AAAAAAAAAAAAAAAA", 404),
    Bad("a day outside of time", "POST", "/api/v1/match?on=9999-12-31", 422, ("on",), body={"facts": {}}),
    Bad("a day that is none", "POST", "/api/v1/match?on=2027-02-29", 422, ("on",), body={"facts": {}}),
    Bad("an unknown term", "GET", "/api/v1/deadline?key=appeal.fiel&date=2026-11-28", 422, ("key",)),
    Bad("two terms", "GET", "/api/v1/deadline?key=appeal.file&term=10%20months&date=2026-11-28", 422, ("key",)),
    Bad("money as a number", "POST", "/api/v1/contributions", 422, ("monthly_wage",), body={
        "year": 2026, "category": "general", "monthly_wage": 100000.5,
    }),
    Bad("two faults of a scenario", "POST", "/api/v1/cost", 422, ("method", "horizon_years"), body={
        "method": "astrology", "currency": "RUB", "horizon_years": -1, "segments": [], "items": [],
    }),
)  # fmt: skip


@pytest.mark.parametrize("bad", CASES, ids=str)
def test_bad_input_is_answered_clearly_and_changes_nothing(program, contents, bad):
    before = contents()
    address = bad.path if bad.path.startswith("/") else program.at(bad.path.format(place=program.place))
    sent: dict[str, Any] = {"files": bad.files, "data": bad.data, "headers": dict(bad.headers)}
    if bad.raw is not None:
        sent["content"], sent["headers"] = bad.raw, JSON
    elif bad.body is not None:
        sent["json"] = bad.body
    answer = program.request(bad.method, address, **{name: value for name, value in sent.items() if value is not None})
    assert answer.status_code == bad.status, answer.text
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    problem = answer.json()
    if bad.fields != (None,):
        named = [one["field"] for one in problem["errors"]]
        assert [name for name in bad.fields if name not in named] == [], named
    for one in problem["errors"]:
        assert one["message"]["ru"]
        assert one["message"]["en"]
        assert one["remedy"]["ru"]
        assert one["remedy"]["en"]
    assert problem["title"] == problem["errors"][0]["message"]["ru"]
    assert contents() == before


def test_there_are_more_than_thirty_of_them():
    assert len(CASES) >= 30
    assert len({bad.what for bad in CASES}) == len(CASES)
