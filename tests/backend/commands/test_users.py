"""`yasno users`, as typed."""

import json

import pytest
from click.testing import CliRunner

from backend.cli import main


@pytest.fixture
def yasno(settings, monkeypatch):
    """Runs `yasno users …` against the test's database and returns (exit code, what was printed)."""
    monkeypatch.setenv("YASNO_DATA", str(settings.data))
    monkeypatch.setenv("YASNO_DATABASE_URL", settings.database_url)

    def run(*words):
        result = CliRunner().invoke(main, ["users", *words])
        return result.exit_code, result.stdout

    return run


def test_the_first_admin_gets_a_link_that_sets_a_password_and_sets_the_app_up(yasno, visitor, person):
    code, printed = yasno("add", "root@example.ru", "--name", "Егор Минин", "--role", "admin", "--json")
    assert code == 0
    added = json.loads(printed)
    assert added["roles"] == [{"role": "admin", "authority": "", "region": ""}]
    path = added["link"].removeprefix("http://127.0.0.1:8000")
    assert visitor.post_form(path, {"password": "четыре синих кота"}).status_code == 303
    assert visitor.get("/admin/people", follow_redirects=False).headers["location"] == "/account/second-factor"
    assert person.set_app_up(visitor, "четыре синих кота").status_code == 200
    assert "Егор Минин" in visitor.get("/admin/people").text


def test_people_are_listed_with_roles(yasno, regulator, owner):
    code, printed = yasno("list", "--json")
    people = {one["email"]: one["roles"] for one in json.loads(printed)["people"]}
    assert code == 0
    assert people["regulator@example.ru"] == [{"role": "regulator", "authority": "rospotrebnadzor", "region": "77"}]
    assert people["owner@example.ru"] == []
    assert "регулятор (rospotrebnadzor 77)" in yasno("list", "--find", "седов")[1]


def test_roles_are_given_and_taken_and_sessions_end(yasno, owner):
    assert yasno("grant", "owner@example.ru", "--role", "regulator", "--authority", "mchs", "--region", "78")[0] == 0
    assert owner.get("/account", follow_redirects=False).status_code == 303
    code, printed = yasno("revoke", "owner@example.ru", "--role", "regulator", "--json")
    assert (code, json.loads(printed)["roles"]) == (0, [])


def test_a_lost_app_is_reset_and_sessions_end(yasno, editor, owner, visitor):
    code, printed = yasno("reset-second-factor", "editor@example.ru", "--json")
    assert (code, json.loads(printed)["email"]) == (0, "editor@example.ru")
    assert editor.get("/account", follow_redirects=False).status_code == 303
    assert yasno("reset-second-factor", "editor@example.ru")[0] != 0
    assert yasno("reset-second-factor", "owner@example.ru")[0] != 0


def test_a_blocked_person_is_told_as_such(yasno, owner):
    assert json.loads(yasno("block", "owner@example.ru", "--json")[1])["blocked"] is True
    assert owner.get("/account", follow_redirects=False).status_code == 303
    assert json.loads(yasno("unblock", "owner@example.ru", "--json")[1])["blocked"] is False


@pytest.mark.parametrize(
    ("words", "code_of_error"),
    [
        (("add", "nonsense"), "email_shape"),
        (("add", "owner@example.ru"), "conflict"),
        (("add", "new@example.ru", "--role", "king"), "role_unknown"),
        (("grant", "nobody@example.ru", "--role", "admin"), "not_found"),
        (("grant", "owner@example.ru", "--role", "regulator", "--authority", "nope"), "authority_unknown"),
        (("grant", "owner@example.ru", "--role", "regulator", "--authority", "mchs", "--region", "٧٧"), "pattern"),
        (("revoke", "owner@example.ru", "--role", "admin"), "not_found"),
        (("grant", "owner@example.ru"), "usage"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(yasno, owner, words, code_of_error):
    before = yasno("list", "--json")[1]
    code, printed = yasno(*words, "--json")
    assert code == 2
    assert json.loads(printed)["error"]["code"] == code_of_error
    assert yasno("list", "--json")[1] == before


def test_an_office_in_a_region_or_of_an_authority_that_is_none_is_refused_and_nobody_is_added(yasno):
    wanted = ("add", "new@example.ru", "--role", "regulator", "--json")
    for more, code in (
        (("--authority", "mchs", "--region", "00"), "region_unknown"),
        (("--authority", "nosuch", "--region", "77"), "authority_unknown"),
    ):
        exit_code, printed = yasno(*wanted, *more)
        assert (exit_code, json.loads(printed)["error"]["code"]) == (2, code)
        assert more[1 if code == "authority_unknown" else 3] in json.loads(printed)["error"]["message"]["ru"]
    assert "new@example.ru" not in yasno("list", "--json")[1]
