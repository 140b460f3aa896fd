"""The ombudsman's room by keys: the same wall, the same notes of looks, canaries in no byte."""

import io
import json

import pytest
from pypdf import PdfReader
from sqlmodel import select

from backend.db.engine import open_session
from backend.notifications.models import Notice
from tests.backend.ombudsman.cases import event_file, shared_event, walk

API = "/api/v1/ombudsman-cases"
CANARY = "КАНАРЕЙКА"
HIDDEN = {
    "address": f"{CANARY}-адрес",
    "recommendations": f"{CANARY}-рекомендации",
    "complainant": f"{CANARY}-заявитель",
    "reasoned_submission": f"{CANARY}-представление",
    "documents_named": [f"{CANARY}-документ"],
}
SHOWN = {"request": "Помогите.", "parts": ["terms"], "purpose": "Позиция", "until": "2026-12-20", "may_ask": True}


@pytest.fixture
def event(engine, owner, inspector, ombudsman):
    return shared_event(engine, owner.business, **HIDDEN)


@pytest.fixture
def files(engine, settings, owner, event):
    names = ("показан.pdf", f"{CANARY}.pdf")
    return [event_file(engine, settings.data, event, owner.business, name, name) for name in names]


@pytest.fixture
def cafe(program_of, owner):
    return program_of(owner)


@pytest.fixture
def defender(program_of, ombudsman):
    return program_of(ombudsman)


@pytest.fixture
def case(cafe, event, files):
    made = cafe.post(API, json={"about": "event_id", "id": event, "kind": "regional"})
    assert made.status_code == 201, made.text
    case_id = made.json()["id"]
    assert files[0] in [one["id"] for one in made.json()["nameable_files"]]
    told = cafe.put(f"{API}/{case_id}/shown", json={**SHOWN, "files": [files[0]]})
    assert told.status_code == 200, told.text
    sent = cafe.post(f"/api/v1/cases/ombudsman_case/{case_id}/steps/submit", json={"fields": {}})
    assert sent.status_code == 200, sent.text
    return case_id


def addresses(case, files):
    one = f"{API}/{case}"
    generic = f"/api/v1/cases/ombudsman_case/{case}"
    return (one, f"{one}/shared", f"{one}/shared/{files[0]}", f"{one}/similar", generic)


@pytest.mark.parametrize("typed", ["1797724800", 1797724800, "20261220", "2026-12-20T00:00", "2026-02-29"])
def test_the_last_day_of_consent_is_year_month_day_and_nothing_else(cafe, event, typed):
    case = f"{API}/{cafe.post(API, json={'about': 'event_id', 'id': event, 'kind': 'regional'}).json()['id']}"
    refused = cafe.put(f"{case}/shown", json={**SHOWN, "until": typed})
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == ["until"]
    assert [one["until"] for one in cafe.get(case).json()["consents"]] in ([], [None])
    kept = cafe.put(f"{case}/shown", json=SHOWN)
    assert (kept.status_code, kept.json()["consents"][0]["until"]) == (200, "2026-12-20")


def test_what_is_shown_is_read_and_each_reading_is_told_to_the_client(cafe, defender, case, files):
    shared = defender.get(f"{API}/{case}/shared")
    assert shared.status_code == 200, shared.text
    assert [part["part"] for part in shared.json()["parts"]] in ([], ["terms"])
    assert [one["name"] for one in shared.json()["files"]] == ["показан.pdf"]
    assert defender.get(f"{API}/{case}/shared/{files[0]}").status_code == 200
    assert defender.get(f"{API}/{case}/shared/{files[1]}").status_code == 404
    looks = cafe.get(f"{API}/{case}/views").json()["items"]
    assert {(one["who"], one["file"]) for one in looks} == {("Ольга Мирная", "показан.pdf"), ("Ольга Мирная", None)}
    assert len(looks) == 2


def test_taken_back_no_address_answers_and_no_list_names_it(cafe, defender, case, files):
    assert {defender.get(one).status_code for one in addresses(case, files)} == {200}
    step = cafe.post(f"/api/v1/cases/ombudsman_case/{case}/steps/end_consent", json={"fields": {}})
    assert step.status_code == 200, step.text
    assert {defender.get(one).status_code for one in addresses(case, files)} == {404}
    assert defender.get(API).json()["items"] == []


def test_canaries_of_what_was_not_named_are_in_no_byte(cafe, defender, ombudsman, case, event, files, engine):
    walk(ombudsman, case, "accept")
    desk = f"/desk/ombudsman/cases/{case}"
    bodies = [
        *(ombudsman.get(one).text for one in (desk, f"{desk}/case.ics", f"{desk}/similar", "/desk/ombudsman/cases")),
        *(ombudsman.get(one).text for one in ("/desk/ombudsman/cases.csv", f"/cases/ombudsman_case/{case}")),
        *(defender.get(one).text for one in addresses(case, files)[:2]),
        json.dumps(defender.get(f"/api/v1/cases/ombudsman_case/{case}").json(), ensure_ascii=False),
        ombudsman.get("/notices").text,
        ombudsman.get(f"/threads/ombudsman_case/{case}").text,
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(ombudsman.get(f"{desk}/case.pdf").content)).pages),
    ]
    with open_session(engine) as session:
        mine = select(Notice).where(Notice.person_id == ombudsman.person.id)
        bodies += [json.dumps(row.params, ensure_ascii=False, default=str) for row in session.exec(mine)]
    assert [body for body in bodies if CANARY in body] == []
    assert "Ольга Мирная" in bodies[-2] or "Ольга Мирная" in "".join(bodies)


def test_the_paper_says_on_each_page_who_took_it_and_when(ombudsman, case):
    taken = ombudsman.get(f"/desk/ombudsman/cases/{case}/case.pdf")
    for page in PdfReader(io.BytesIO(taken.content)).pages:
        assert "Выдано: Ольга Мирная" in page.extract_text()


def test_a_stranger_and_another_region_find_nothing(person, program_of, stranger, case, files):
    from rules.roles import Role

    far = program_of(person("far@defence.example", Role.OMBUDSMAN, office=("", "78")))
    for program in (program_of(stranger), far):
        assert {program.get(one).status_code for one in (*addresses(case, files), f"{API}/{case}/views")} == {404}
        assert program.get(API).json()["items"] == []


def test_the_thread_of_a_case_ends_with_the_consent(owner, ombudsman, case):
    walk(ombudsman, case, "accept")
    assert ombudsman.get(f"/threads/ombudsman_case/{case}").status_code == 200
    walk(owner, case, "end_consent")
    assert ombudsman.get(f"/threads/ombudsman_case/{case}").status_code == 404


def test_a_card_and_a_report_by_key(defender, cafe, case, ombudsman):
    walk(ombudsman, case, "accept", ground="no_notice")
    begun = defender.post("/api/v1/systemic-cards", json={"title": "Справки просят повторно"})
    assert begun.status_code == 201, begun.text
    card = f"/api/v1/systemic-cards/{begun.json()['id']}"
    words = {"title": "Справки просят повторно", "statement": "Просят то, что есть в реестре.", "cases": [case]}
    kept = defender.put(card, json={**words, "authority": "rospotrebnadzor"})
    assert kept.status_code == 200, kept.text
    assert kept.json()["counted"] == {"ru": "есть обращения", "en": "there are cases"}
    sent = defender.post(f"{card}/send")
    assert sent.status_code == 200, sent.text
    assert sent.json()["sent_on"] == "2026-11-28"
    assert sent.json()["answer"]["terms"]
    assert cafe.get(card).status_code == 404
    assert defender.post("/api/v1/ombudsman-reports", json={"year": 2026}).status_code == 409
    assert cafe.get("/api/v1/ombudsman-reports").status_code == 404


def test_the_position_goes_into_the_appeal_and_its_pdf(owner, ombudsman, cafe, case, event):
    walk(ombudsman, case, "accept")
    walk(ombudsman, case, "issue_position", position="Начинать без уведомления нельзя.")
    begun = cafe.post("/api/v1/appeals", json={"about": "event_id", "id": event, "subject": "DECISION"})
    assert begun.status_code == 201, begun.text
    appeal = begun.json()["id"]
    attached = cafe.post(f"{API}/{case}/position", json={"appeal": appeal})
    assert attached.status_code == 200, attached.text
    paper = PdfReader(io.BytesIO(owner.get(f"/appeals/{appeal}/appeal.pdf").content))
    assert "Начинать без уведомления нельзя." in "".join(page.extract_text() for page in paper.pages)
