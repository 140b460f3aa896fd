"""What it takes to add something: each drill is done in a copy of the project, and its files are counted.

| drill | files new | files edited |
| a domain of requirements | 1 | 0 |
| a requirement | 0 | 1 |
| a procedure | 1 | 0 |
| a channel for notices | 2 | 0 |
| a role | 0 | 3 |
| a JSON endpoint | 0 | 3 |
| a law that changes a term from a date | 0 | 1 |
| the official calendar of a provisional year | 1 | 0 |
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.layout.tree import files, name_of

NOT_NEEDED = ("frontend/src/", "frontend/fonts/", "docs/", "tests/bench/", "tests/journeys/")


@dataclass
class Copy:
    """A copy of the project that may be spoilt; it counts what is added and edited."""

    place: Path
    originals: dict[str, bytes]

    def add(self, name: str, content: str) -> None:
        """Write a new file."""
        path = self.place / name
        assert not path.exists(), f"{name} stands there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace text that stands once in a file; with an empty `old` write at its end."""
        path = self.place / name
        text = path.read_text(encoding="utf-8")
        assert not old or old in text, f"{name} does not say: {old}"
        path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")

    def run(self, *arguments: str) -> str:
        """Run Python in the copy; return what it said."""
        environment = {**os.environ, "PYTHONPATH": str(self.place), "YASNO_DATA": str(self.place / "var")}
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=self.place, env=environment, capture_output=True, text=True, timeout=240, check=False
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
        return done.stdout

    def yasno(self, *arguments: str) -> dict[str, object]:
        """Run a command in the copy; return its JSON."""
        said: dict[str, object] = json.loads(self.run("-m", "backend", *arguments, "--json"))
        return said

    def cost(self) -> tuple[int, int]:
        """Return how many files are new and how many are edited."""
        now = {
            path.relative_to(self.place).as_posix(): path.read_bytes()
            for path in self.place.rglob("*")
            if path.is_file() and not {"__pycache__", "var"} & set(path.parts)
        }
        new = len(now.keys() - self.originals.keys())
        edited = sum(now[name] != content for name, content in self.originals.items())
        return new, edited


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of the files of the project."""
    place, originals = tmp_path / "project", {}
    for path in files():
        name = name_of(path)
        if not name.startswith(NOT_NEEDED):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place / name)
            originals[name] = (place / name).read_bytes()
    return Copy(place, originals)


ENTRY = """
- id: {id}
  title: {{ru: "Правила посещения у входа", en: "House rules at the entrance"}}
  plain: {{ru: "Повесьте правила посещения у входа.", en: "Put up the house rules at the entrance."}}
  kind: duty
  specificity: concrete
  applies_when: {{fact: employees, op: gte, value: 1}}
  act: {{type: "Учебный акт", number: "1", date: 2026-01-01, title: "Учебный акт"}}
  provision: "п. 1"
  in_force: {{from: 2026-02-01}}
  authority: rospotrebnadzor
  assessment: [control]
  recurrence: {{mode: one_off}}
  effort: {{one_off_hours: 1, basis: estimate}}
  life: opening
  situations: [all]
  case_applies: {{employees: 1}}
  case_not: {{employees: 0}}
  verified: false
"""


def counted(copy: Copy) -> tuple[int, list[object]]:
    """Return how many entries the registry of a copy has, and its faults."""
    said = copy.yasno("registry", "check")
    return int(str(said["requirements"])), list(said["faults"])  # type: ignore[call-overload]


def test_a_domain_of_requirements_is_one_new_file(copy: Copy) -> None:
    before = counted(copy)[0]
    copy.add("rules/registry/drill/requirements.yaml", ENTRY.format(id="drill.house_rules"))
    assert counted(copy) == (before + 1, [])
    assert copy.cost() == (1, 0)


def test_a_requirement_is_one_edit(copy: Copy) -> None:
    before = counted(copy)[0]
    copy.edit("rules/registry/retail/requirements.yaml", "", ENTRY.format(id="retail.house_rules"))
    assert counted(copy) == (before + 1, [])
    assert copy.cost() == (0, 1)


PROCEDURE = '''"""A business thanks its authority: an exercise."""

from rules.procedures import Procedure, State, Step
from rules.text import Text

STATES = {
    "WRITTEN": State(Text("Написана", "Written")),
    "SENT": State(Text("Отправлена", "Sent"), terminal=True),
}
STEPS = (
    Step("send", "WRITTEN", "SENT", actor="business", source="Учебный порядок, п. 1", name=Text("Отправить", "Send")),
)
PROCEDURE = Procedure("thanks", Text("Благодарность", "Thanks"), "WRITTEN", STATES, STEPS)
'''


def test_a_procedure_is_one_new_file_with_its_texts(copy: Copy) -> None:
    copy.add("rules/procedures/thanks.py", PROCEDURE)
    said = copy.yasno("procedures", "thanks")
    assert "thanks" in json.dumps(said)
    assert copy.cost() == (1, 0)


CHANNEL = '''"""A board in the hall: an exercise."""

from backend.config import Settings
from backend.notifications.channels import Channel
from backend.notifications.letters import Letter


def pin(letter: Letter, settings: Settings) -> None:
    """Pin the title to the board."""
    with (settings.data / "board").open("a", encoding="utf-8") as board:
        board.write(letter.said.title)


CHANNEL = Channel(wanted=lambda recipient: True, send=pin)
'''
CHANNEL_TEST = '''"""The board is a channel."""

from backend.notifications.channels import channels


def test_the_board_is_a_channel():
    assert "board" in channels()
'''


def test_a_channel_for_notices_is_a_file_and_its_test(copy: Copy) -> None:
    copy.add("backend/notifications/channels/board.py", CHANNEL)
    copy.add("tests/backend/notifications/test_board.py", CHANNEL_TEST)
    assert "1 passed" in copy.run("-m", "pytest", "-q", "tests/backend/notifications/test_board.py")
    assert copy.cost() == (2, 0)


ROLE = """
from backend.accounts.models import Person
from backend.accounts.service import grant_role
from backend.clock import SystemClock
from backend.db.engine import make_engine, open_session
from backend.permissions import Actor, Permission
from backend.schema import upgrade
from rules.roles import Role

engine = make_engine("sqlite:///var/drill.sqlite3")
upgrade(engine)
now = SystemClock().now()
with open_session(engine, write=True) as session:
    session.add(Person(id="anna", email="anna@example.ru", name="Анна", created_at=now))
    session.flush()
    grant_role(session, "anna", Role("mediator"), now)
    session.commit()
anna = Actor(person_id="anna", roles=frozenset({Role("mediator")}))
print(anna.may(Permission.DISPUTES_ANSWER), anna.may(Permission.AUDIT_READ))
"""


def test_a_role_is_three_edits(copy: Copy) -> None:
    # The third is the migration with the closed list of roles; once released it is a new revision instead.
    copy.edit("rules/roles.py", '    ADMIN = "admin"\n', '    ADMIN = "admin"\n    MEDIATOR = "mediator"\n')
    named = '    Role.ADMIN: Text("администратор", "administrator"),\n'
    copy.edit("rules/roles.py", named, named + '    Role.MEDIATOR: Text("посредник", "mediator"),\n')
    right = "Permission.DISPUTES_ANSWER: frozenset({"
    copy.edit("backend/permissions.py", right, right + "Role.MEDIATOR, ")
    revision = next((copy.place / "migrations" / "versions").glob("*_the_first_tables.py"))
    copy.edit(str(revision.relative_to(copy.place)), '"admin",', '"admin", "mediator",')
    assert copy.run("-c", ROLE).split()[-2:] == ["True", "False"]
    assert copy.cost() == (0, 3)


ENDPOINT = '''

class UnreadOut(BaseModel):
    """How many notices wait to be read."""

    unread: int = Field(examples=[3])


class UnreadApi(Api):
    """The number on the bell."""

    path = "/api/v1/notices/unread"
    tags = ["notices"]

    @get(**reads(Permission.NOTICES_COUNT, "Count unread notices", UnreadOut))
    def count(self, session: Session, actor: Actor) -> UnreadOut:
        """Return how many notices the person has not read."""
        return UnreadOut(unread=queries.count_waiting(session, str(actor.person_id)))


ROUTES.append(UnreadApi)
'''
QUERY = '''

def count_waiting(session: Session, person_id: str) -> int:
    """Return how many notices wait for the person."""
    return count_unread(session, person_id)
'''
ASKING = """
from litestar.datastructures import State
from backend.app import build
from tests.layout.routes import SETTINGS, routes

found = [route.permission for route in routes() if route.path == "/api/v1/notices/unread"]
described = build(SETTINGS, State({})).openapi_schema.to_schema()["paths"]
print(*found, "/api/v1/notices/unread" in described)
"""


def test_a_json_endpoint_is_three_edits(copy: Copy) -> None:
    old = '    SIGNED_IN = "signed_in"\n'
    copy.edit("backend/permissions.py", old, old + '    NOTICES_COUNT = "notices_count"\n')
    old = "    Permission.SIGNED_IN: EVERY_ROLE,\n"
    copy.edit("backend/permissions.py", old, old + "    Permission.NOTICES_COUNT: EVERY_ROLE,\n")
    copy.edit("backend/notifications/queries.py", "", QUERY)
    copy.edit("backend/notifications/api.py", "", ENDPOINT)
    assert copy.run("-c", ASKING).split() == ["notices_count", "True"]
    assert copy.cost() == (0, 3)


def test_a_law_that_changes_a_term_from_a_date_is_one_edit(copy: Copy) -> None:
    days = [copy.yasno("deadline", "risk.change_decision", day)["due"] for day in ("2026-11-30", "2027-03-01")]
    old = '    - {amount: 5, unit: working_days, source: "248-ФЗ, ст. 24 ч. 5", verified: true}\n'
    until = old.replace("{amount", "{until: 2026-12-31, amount")
    since = old.replace("{amount: 5", "{from: 2027-01-01, amount: 3")
    copy.edit("rules/deadlines.yaml", old, until + since)
    after = [copy.yasno("deadline", "risk.change_decision", day)["due"] for day in ("2026-11-30", "2027-03-01")]
    assert (days[0] == after[0], days[1] == after[1]) == (True, False)
    assert copy.cost() == (0, 1)


def test_the_official_calendar_of_a_year_is_one_new_file_and_moves_what_was_counted(copy: Copy) -> None:
    before = copy.yasno("deadline", "--term", "1 working_days", "2028-11-03")
    assert (before["due"], before["calendar"]) == ("2028-11-07", {"2028": "provisional"})
    year = json.loads((copy.place / "rules/calendars/2028.json").read_text(encoding="utf-8"))
    year |= {"status": "official", "source": "учебное постановление"}
    year["days_off"] = [*(day for day in year["days_off"] if day != "2028-11-06"), "2028-11-07"]
    copy.add("rules/calendars/2028-official.json", json.dumps(year, ensure_ascii=False))
    after = copy.yasno("deadline", "--term", "1 working_days", "2028-11-03")
    assert (after["due"], after["calendar"]) == ("2028-11-06", {"2028": "official"})
    assert after["calendar_version"] != before["calendar_version"]
    assert copy.cost() == (1, 0)
