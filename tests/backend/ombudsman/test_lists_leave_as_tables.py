"""Lists of the ombudsman's desk as tables: what the page lists, who took it and when, and only while it may be seen."""

import csv
from io import StringIO
from urllib.parse import unquote

import pytest

from rules.roles import Role
from tests.backend.ombudsman.cases import draft, shared_event, walk

KEPT, SIMILAR = "/desk/ombudsman/kept.csv", "/desk/ombudsman/similar.csv"
QUEUE = "/desk/ombudsman/cases.csv"
LOOK = "скачал таблицу похожих дел"


@pytest.fixture
def two(engine, owner, stranger, inspector, ombudsman):
    """A case of the café and one of another business: numbers 1 and 2, alike in how they are filed."""
    made = []
    for browser, number, words in ((owner, 1, "Не дали вывеску повесить"), (stranger, 2, "Гардероб признали лишним")):
        event = shared_event(engine, browser.business, number)
        id_ = draft(browser, event, request=words, parts=["terms"], until="2026-12-20")
        walk(browser, id_, "submit")
        walk(ombudsman, id_, "accept", ground="no_notice")
        made.append(id_)
    return made


def table(browser, address, **asked):
    """Return the rows of a file, the heads first."""
    answer = browser.get(address, params=asked or None)
    assert answer.status_code == 200, answer.text[-1500:]
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.reader(StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))


def numbers(rows):
    return [row[0] for row in rows[1:]]


def looks(browser, case):
    return browser.get(f"/ombudsman/{case}/views.csv").text


def test_a_list_taken_away_says_in_its_name_and_its_lines_who_took_it_and_when(ombudsman, stranger, two):
    walk(stranger, two[1], "end_consent")
    for address in (QUEUE, KEPT, SIMILAR, f"/desk/ombudsman/cases/{two[0]}/similar.csv"):
        rows = table(ombudsman, address)
        assert rows[0][-2:] == ["Кто скачал", "Когда"]
        assert len(rows) > 1, address
        assert {(row[-2], row[-1]) for row in rows[1:]} == {("Ольга Мирная", "28\xa0ноября\xa02026, 12:00")}
        name = unquote(ombudsman.get(address).headers["content-disposition"])
        assert name.endswith(", Ольга Мирная, 2026-11-28 12-00.csv"), name


def test_the_table_of_a_search_has_what_its_page_lists_and_no_more(ombudsman, two):
    for asked, found in (
        ({}, {"1", "2"}),
        ({"q": "гардероб"}, {"2"}),
        ({"ground": "no_notice"}, {"1", "2"}),
        ({"control_type": "sanitary"}, set()),
    ):
        assert set(numbers(table(ombudsman, SIMILAR, **asked))) == found, asked
    page = ombudsman.get("/desk/ombudsman/similar", params={"q": "вывеска", "ground": "no_notice"}).text
    link = page.split(f'href="{SIMILAR}?')[1].split('"')[0].replace("&amp;", "&")
    assert numbers(table(ombudsman, f"{SIMILAR}?{link}")) == ["1"]
    nothing = ombudsman.get("/desk/ombudsman/similar", params={"control_type": "sanitary"}).text
    assert SIMILAR not in nothing


def test_the_table_of_a_case_has_what_its_page_lists(ombudsman, two):
    address = f"/desk/ombudsman/cases/{two[0]}/similar"
    assert f'href="{address}.csv"' in ombudsman.get(address).text
    [line] = table(ombudsman, f"{address}.csv")[1:]
    assert line[:4] == ["2", "Принято в работу", "МЧС по Москве", "тот же довод, тот же вид контроля, тот же орган"]


def test_taking_it_away_is_a_look_where_looking_at_the_page_is_one(owner, stranger, ombudsman, two):
    table(ombudsman, SIMILAR, q="гардероб")
    assert [looks(one, case).count(LOOK) for one, case in ((owner, two[0]), (stranger, two[1]))] == [0, 1]
    table(ombudsman, f"/desk/ombudsman/cases/{two[0]}/similar.csv")
    # The second is alike by how the ombudsman filed it: nothing of what its client shows led there.
    assert [looks(one, case).count(LOOK) for one, case in ((owner, two[0]), (stranger, two[1]))] == [1, 1]
    assert f"Ольга Мирная;{LOOK}" in looks(owner, two[0])


def test_with_the_consent_it_ends_at_once(stranger, ombudsman, two):
    address = f"/desk/ombudsman/cases/{two[1]}/similar.csv"
    assert numbers(table(ombudsman, address)) == ["1"]
    assert numbers(table(ombudsman, SIMILAR, q="гардероб")) == ["2"]
    assert numbers(table(ombudsman, KEPT)) == []
    walk(stranger, two[1], "end_consent")
    assert ombudsman.get(address).status_code == 404
    assert numbers(table(ombudsman, SIMILAR, q="гардероб")) == []
    assert numbers(table(ombudsman, QUEUE)) == ["1"]
    assert table(ombudsman, KEPT)[1][:2] == ["2", "Согласие закончилось"]
    assert f'href="{KEPT}"' in ombudsman.get("/desk/ombudsman/kept").text


def test_with_the_last_day_it_ends_before_any_job_has_run(person, ombudsman, two):
    person.wait_until("2026-12-20T23:59:59")
    assert numbers(table(ombudsman, SIMILAR, q="гардероб")) == ["2"]
    person.wait_until("2026-12-21T00:00")
    assert ombudsman.get(f"/desk/ombudsman/cases/{two[0]}/similar.csv").status_code == 404
    assert numbers(table(ombudsman, SIMILAR, q="гардероб")) == []


def test_nobody_else_takes_anything_away(person, owner, inspector, ombudsman, two):
    far = person("far@defence.example", Role.OMBUDSMAN, name="Далёкий", office=("", "78"))
    of_case = f"/desk/ombudsman/cases/{two[0]}/similar.csv"
    for address in (QUEUE, KEPT, SIMILAR):
        assert numbers(table(far, address)) == []
        assert {one.get(address).status_code for one in (owner, inspector)} == {404}
    assert {one.get(of_case).status_code for one in (far, owner, inspector)} == {404}
    assert LOOK not in looks(owner, two[0])
