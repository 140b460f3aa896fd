"""What an ombudsman gets: what was named, while it lasts; withdrawn or over, every address is gone."""

import pytest

from backend.db.engine import open_session
from backend.ombudsman.jobs import end_consents
from tests.backend.ombudsman.cases import draft, event_file, shared_event, state_of, take, walk

SECRET = "КАНАРЕЙКА-НЕ-ПОКАЗАНО"


@pytest.fixture
def event(engine, owner, inspector, ombudsman, settings):
    return shared_event(engine, owner.business, address=f"Москва, {SECRET}-адрес", subject="ПОКАЗАННЫЙ-ПРЕДМЕТ")


@pytest.fixture
def files(engine, owner, event, settings):
    shown = event_file(engine, settings.data, event, owner.business, "показанный.pdf", "показано")
    hidden = event_file(engine, settings.data, event, owner.business, f"{SECRET}.pdf", SECRET)
    return shown, hidden


@pytest.fixture
def case(owner, event, files, ombudsman):
    id_ = draft(owner, event, parts=["decision", "terms"], files=[files[0]])
    walk(owner, id_, "submit")
    return id_


def addresses(case, event, files):
    """Every address at which an ombudsman may look for a case or what it shows."""
    desk = f"/desk/ombudsman/cases/{case}"
    return (
        desk,
        f"{desk}/case.pdf",
        f"{desk}/case.ics",
        f"{desk}/files/{files[0]}",
        f"{desk}/similar",
        f"/cases/ombudsman_case/{case}",
        f"/cases/ombudsman_case/{case}/accept",
        f"/threads/ombudsman_case/{case}",
    )


def test_the_named_parts_and_files_are_there_and_nothing_else(ombudsman, case, event, files):
    page = ombudsman.get(f"/desk/ombudsman/cases/{case}")
    assert page.status_code == 200, page.text[-2000:]
    assert "показанный.pdf" in page.text
    assert "ПОКАЗАННЫЙ-ПРЕДМЕТ" in page.text
    assert f"{SECRET}-адрес" not in page.text
    assert f"{SECRET}.pdf" not in page.text
    assert ombudsman.get(f"/desk/ombudsman/cases/{case}/files/{files[0]}").status_code == 200
    for closed in (
        f"/desk/ombudsman/cases/{case}/files/{files[1]}",
        f"/control-files/{files[0]}",
        f"/control-files/{files[1]}",
        f"/control-events/{event}",
        f"/control-events/{event}/event.ics",
        f"/ombudsman/{case}",
    ):
        assert ombudsman.get(closed).status_code == 404, closed


def test_a_downloaded_file_says_who_took_it_and_the_client_reads_of_it(owner, ombudsman, case, files, event):
    taken = ombudsman.get(f"/desk/ombudsman/cases/{case}/files/{files[0]}")
    assert "%D0%9E%D0%BB%D1%8C%D0%B3%D0%B0" in taken.headers["content-disposition"]  # «Ольга»
    ombudsman.get(f"/desk/ombudsman/cases/{case}")
    page = owner.get(f"/ombudsman/{case}").text
    assert "Ольга Мирная скачал файл «показанный.pdf»" in page
    assert "Ольга Мирная открыл всё" in page
    assert "Ольга Мирная" in owner.get(f"/ombudsman/{case}/views.csv").text


def test_a_consent_taken_back_closes_every_address_at_once(owner, ombudsman, case, event, files, engine):
    open_before = {one: ombudsman.get(one).status_code for one in addresses(case, event, files)}
    assert {status for one, status in open_before.items() if "threads" not in one} == {200}
    walk(owner, case, "end_consent")
    closed = {one: ombudsman.get(one).status_code for one in addresses(case, event, files)}
    assert set(closed.values()) == {404}, closed
    assert take(ombudsman, case, "accept").status_code == 404
    assert state_of(engine, case) == "CONSENT_ENDED"
    assert case not in ombudsman.get("/desk/ombudsman/cases").text


def test_the_last_day_over_closes_them_in_that_second_and_the_job_moves_the_case(
    person, owner, ombudsman, case, event, files, engine, clock
):
    person.wait_until("2026-12-20T23:59:59")
    assert ombudsman.get(f"/desk/ombudsman/cases/{case}").status_code == 200
    person.wait_until("2026-12-21T00:00")
    assert {ombudsman.get(one).status_code for one in addresses(case, event, files)} == {404}
    with open_session(engine, write=True) as session, session.begin():
        end_consents(session, {}, clock.now())
    assert state_of(engine, case) == "CONSENT_ENDED"


def test_the_client_gives_the_consent_again_and_the_case_goes_on_where_it_was(owner, ombudsman, case, event, engine):
    walk(ombudsman, case, "accept")
    walk(owner, case, "end_consent")
    assert take(owner, case, "renew_consent").status_code == 409
    told = owner.post_form(f"/ombudsman/{case}/shown", {"parts": ["event"], "purpose": "Дальше", "until": "2026-12-30"})
    assert told.status_code == 303, told.text[-2000:]
    assert ombudsman.get(f"/desk/ombudsman/cases/{case}").status_code == 404
    walk(owner, case, "renew_consent")
    assert state_of(engine, case) == "ACCEPTED"
    assert ombudsman.get(f"/desk/ombudsman/cases/{case}").status_code == 200


def test_what_is_kept_is_only_what_the_ombudsman_wrote(owner, ombudsman, case, event, engine):
    walk(ombudsman, case, "accept")
    walk(ombudsman, case, "issue_position", position="Начинать без уведомления нельзя.")
    walk(owner, case, "end_consent")
    kept = ombudsman.get(f"/desk/ombudsman/kept/{case}").text
    assert "Начинать без уведомления нельзя." in kept
    assert "Помогите" not in kept
    assert "Лён" not in kept
    assert SECRET not in kept


def test_a_draft_is_the_clients_alone(owner, ombudsman, inspector, event, files):
    case = draft(owner, event, parts=["decision"])
    assert {ombudsman.get(one).status_code for one in addresses(case, event, files)} == {404}
    assert inspector.get(f"/desk/ombudsman-requests/{case}").status_code == 404
    assert "Помогите" in owner.get(f"/ombudsman/{case}/preview").text


def test_an_ombudsman_of_another_region_or_kind_sees_nothing(person, owner, case, event, files):
    from rules.roles import Role

    far = person("far@defence.example", Role.OMBUDSMAN, name="Далёкий", office=("", "78"))
    federal = person("federal@defence.example", Role.OMBUDSMAN, name="Федеральный", office=("", ""))
    for browser in (far, federal):
        assert {browser.get(one).status_code for one in addresses(case, event, files)} == {404}
