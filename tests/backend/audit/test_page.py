"""Admins read the log; nobody else does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.audit.service import record
from backend.audit.words import ACTIONS, action_words
from backend.db.engine import open_session
from backend.permissions import Actor
from rules.procedures import procedures

BACKEND = Path(__file__).parents[3] / "backend"
# Nothing writes them any more; logs of former days hold them.
FORMER = {"flag.handled"}


def recorded_actions() -> set[str]:
    """Return the actions that modules which write to the log name in plain text."""
    found: set[str] = set()
    for path in sorted(BACKEND.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "backend.audit.service import" in text:
            module = ast.parse(text)
            found.update(_actions_of(module, [*_given(module), *_imported(module)]))
    return found


def _given(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield what a module gives names to, several at once too."""
    for one in ast.walk(module):
        if isinstance(one, ast.Assign):
            target, value = one.targets[0], one.value
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                yield from zip(map(ast.unparse, target.elts), value.elts, strict=True)
            else:
                yield ast.unparse(target), value


def _imported(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield what modules of ours give to the names that this one takes from them."""
    for one in ast.walk(module):
        if isinstance(one, ast.ImportFrom) and (one.module or "").startswith("backend."):
            path = BACKEND.parent / f"{(one.module or '').replace('.', '/')}.py"
            given = dict(_given(ast.parse(path.read_text(encoding="utf-8")))) if path.exists() else {}
            yield from ((name.asname or name.name, given[name.name]) for name in one.names if name.name in given)


def _actions_of(module: ast.Module, given: list[tuple[str, ast.expr]]) -> Iterator[str]:
    """Yield the third argument of each `record(…)`; behind a name, every text the name is given."""
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "record":
            action = call.args[2]
            if isinstance(action, ast.Name):
                values = [value for name, value in given if name == action.id]
                assert values, f"Откуда действие {action.id}?"
                for value in values:
                    yield from _texts(value)
            else:
                yield from _texts(action)


def _texts(value: ast.expr) -> Iterator[str]:
    """Yield the texts an expression may give; the steps of procedures are named by their tables."""
    if isinstance(value, ast.IfExp):
        yield from (*_texts(value.body), *_texts(value.orelse))
    elif isinstance(value, ast.Constant):
        yield value.value
    elif isinstance(value, ast.JoinedStr) and isinstance(value.values[0], ast.Constant):
        # «client.{done}»: whichever of its room has words.
        yield from (action for action in ACTIONS if action.startswith(str(value.values[0].value)))


@pytest.fixture
def log(engine, clock, owner):
    with open_session(engine, write=True) as session:
        actor = Actor(person_id=owner.person.id)
        for number in range(60):
            record(session, actor, "dispute.submit", "dispute", f"d{number}", None, clock.now())
        record(session, None, "edition.load", "edition", "7", None, clock.now())
        session.commit()


def test_the_log_names_who_did_what_newest_first(log, admin):
    page = admin.get("/audit").text
    assert "сама платформа" in page
    assert "Анна Соколова" in page
    assert "dispute d59" in page
    assert "dispute d3<" not in page


def test_older_rows_stand_on_the_next_page(log, admin):
    assert "/audit?before=13" in admin.get("/audit").text
    assert "dispute d3<" in admin.get("/audit?before=13").text


def test_the_log_is_searched_by_action_and_object(log, admin):
    assert "edition.load" not in admin.get("/audit?action=dispute").text
    assert "dispute d3<" in admin.get("/audit?object_id=d3").text
    assert "Таких записей нет." in admin.get("/audit?object_id=d99").text


def test_the_check_says_whether_the_log_is_whole(log, admin, intruder):
    assert "Журнал цел" in admin.get("/audit?check=true").text
    intruder("UPDATE audit_log SET actor = 'x' WHERE seq = 4")
    assert "Запись 4 изменена после записи." in admin.get("/audit?check=true").text


@pytest.mark.parametrize("path", ["/audit", "/operations"])
def test_these_pages_do_not_exist_for_others(path, owner, regulator, editor, visitor):
    assert [browser.get(path).status_code for browser in (owner, regulator, editor)] == [404, 404, 404]
    assert visitor.get(path, follow_redirects=False).headers["location"].startswith("/sign-in")


def test_wrong_numbers_of_pages_are_answered_clearly(log, admin):
    for wrong in ("-1", "0", "9" * 30, "ten"):
        assert admin.get(f"/audit?before={wrong}").status_code == 400


def test_every_action_of_the_log_has_its_words():
    known = recorded_actions()
    assert {"person.sign_in", "consent.withdraw"} <= known
    assert sorted(action for action in known if action_words(action) is None) == []
    assert sorted(set(ACTIONS) - known - FORMER) == []


def test_every_step_of_a_procedure_has_its_words():
    steps = {f"{name}.{step.action}" for name, one in procedures().items() for step in one.steps}
    assert sorted(action for action in steps if action_words(action) is None) == []


def test_the_log_says_actions_in_words_and_shows_an_unnamed_one_as_its_code(log, admin):
    page = admin.get("/audit").text
    assert "Подать спор" in page
    assert "<code>edition.load</code>" in page
    assert action_words("person.sign_in") == ACTIONS["person.sign_in"]
    assert action_words("edition.load") is None
