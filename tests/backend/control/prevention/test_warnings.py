"""Warnings: an own copy, a shared one, what may not stand in it, objections in time and late."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from backend.control.models import ControlWarning, EventFile
from rules.control.prevention import banned_in_warning
from rules.roles import Role
from tests.backend.control.prevention.conftest import DRAFT, OFFICE

PAPER = {
    "control_type": "education",
    "authority_name": "Рособрнадзор",
    "number": "15-П",
    "issued_on": "2026-11-25",
    "received_on": "2026-11-27",
    "act": "273-ФЗ",
    "unit": "ст. 54",
    "action": "Нет договоров",
    "proposal": "Заключить договоры",
}
PDF = ("предостережение.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
OBJECTION = {"objection": "Договоры есть, вот они", "objected_on": "2026-11-28"}
ANSWER = {"answer": "Договоры видели, вы правы", "answered_on": "2026-11-28"}


@pytest.fixture
def own(office, owner) -> str:
    """An own copy of the café."""
    answer = owner.post_form("/warnings/new", PAPER)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].rsplit("/", 1)[1])


@pytest.fixture
def draft(office, teacher) -> str:
    """A draft of the inspector."""
    answer = teacher.post_form("/desk/control/warnings/new", DRAFT)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].rsplit("/", 1)[1])


@pytest.fixture
def received(take, draft, rector, teacher) -> str:
    """A warning that the head announced and that was received on 27 November."""
    assert take(rector, "warning", draft, "announce", {"number": "7", "issued_on": "2026-11-26"}).status_code == 303
    assert take(teacher, "warning", draft, "deliver", {"received_on": "2026-11-27"}).status_code == 303
    return draft


def test_a_business_writes_a_warning_down_and_the_term_to_object_runs_by_the_act_of_its_type(office, owner, own):
    assert office.warning().state == "RECEIVED"
    assert office.terms() == {"warning.objection": "2026-12-11"}
    text = owner.get(f"/cases/warning/{own}").text
    assert "орган её не видит" in text
    assert "Подать возражение" in text


def test_where_the_act_is_not_known_no_clock_runs_and_the_page_says_to_check_it(office, owner):
    for type_ in ("fire", "other"):
        answer = owner.post_form("/warnings/new", {**PAPER, "control_type": type_})
        text = owner.get(answer.headers["location"]).text
        assert "сверьте с положением" in text
        assert "Подать возражение" in text
    assert set(office.terms().values()) == {"term_unknown"}


def test_what_is_wrong_in_an_own_copy_is_said_at_its_field_and_nothing_is_kept(office, owner):
    for wrong, words in (
        ({"received_on": "2026-11-20"}, "раньше"),
        ({"received_on": "2026-12-20", "issued_on": ""}, "ещё не наступил"),
        ({"received_on": "вчера"}, "received_on"),
        ({"control_type": "tax"}, "control_type"),
        ({"due_on": "2026-12-31"}, "due_on"),
    ):
        answer = owner.post_form("/warnings/new", {**PAPER, **wrong})
        assert answer.status_code == 422, wrong
        assert words in answer.text
    assert office.rows(ControlWarning) == []


def test_the_paper_of_an_own_copy_is_kept_and_only_its_business_reads_it(office, owner, teacher):
    answer = owner.post_form("/warnings/new", PAPER, files={"file": PDF})
    case_id = answer.headers["location"].rsplit("/", 1)[1]
    (file,) = office.rows(EventFile)
    assert file.receipt is None
    assert f"/control-files/{file.id}" in owner.get(f"/cases/warning/{case_id}").text
    assert owner.get(f"/control-files/{file.id}").status_code == 200
    assert teacher.get(f"/control-files/{file.id}").status_code == 404


def test_an_objection_in_an_own_copy_waits_for_an_answer_and_its_answer_closes_it(office, owner, own, take):
    assert take(owner, "warning", own, "object", OBJECTION).status_code == 303
    # Fifteen working days by the act on education control; 28 November is a Saturday.
    assert office.terms() == {"warning.objection_review": "2026-12-18"}
    early = take(owner, "warning", own, "uphold", {**ANSWER, "answered_on": "2026-11-27"})
    assert early.status_code == 422
    assert "раньше возражения" in early.text
    assert take(owner, "warning", own, "uphold", ANSWER).status_code == 303
    assert office.warning().state == "UPHELD_OBJECTION"
    assert office.terms() == {}


def test_after_a_rejected_objection_the_way_on_is_named_as_arguable(office, owner, own, take):
    take(owner, "warning", own, "object", OBJECTION)
    take(owner, "warning", own, "reject", ANSWER)
    text = owner.get(f"/cases/warning/{own}").text
    assert "40(4)6" in text
    assert "спорно" in text


def test_measures_are_told_only_by_wish_and_an_objection_is_still_open(office, owner, own, take):
    assert take(owner, "warning", own, "acknowledge", {"measures": "Заключили договоры"}).status_code == 303
    assert office.warning().state == "ACKNOWLEDGED"
    assert take(owner, "warning", own, "object", OBJECTION).status_code == 303


def test_when_the_term_to_object_is_over_the_warning_closes_and_the_business_is_told(office, owner, own):
    office.until(2026, 12, 11)
    assert office.warning().state == "RECEIVED"
    office.until(2026, 12, 12)
    assert office.warning().state == "CLOSED"
    assert office.told(owner, "warning.run_out")


def test_the_form_of_a_draft_has_no_field_for_a_deadline_or_a_demand(office, teacher):
    page = teacher.get("/desk/control/warnings/new").text
    names = set(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', page)) - {"_csrf_token"}
    assert names == set(DRAFT)
    dates = set(re.findall(r'name="([^"]+)"[^>]*type="date"|type="date"[^>]*name="([^"]+)"', page))
    assert {name for pair in dates for name in pair if name} <= {"information_on"}
    for word in ("due", "until", "deadline", "documents", "papers"):
        assert not any(word in name for name in names)


def test_the_announcement_too_asks_for_nothing_but_number_day_and_official_record(office, rector, draft):
    page = rector.get(f"/cases/warning/{draft}/announce").text
    names = set(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', page))
    assert names == {"_csrf_token", "version", "number", "issued_on", "outside_number", "outside_date", "file"}


def test_no_column_of_a_warning_can_hold_a_deadline():
    days = {name for name, field in ControlWarning.model_fields.items() if "date" in str(field.annotation)}
    assert days == {"issued_on", "received_on", "information_on", "objected_on", "answered_on", "created_at"}


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("proposal", "Устранить до 15.12.2026"),
        ("proposal", "Устраните в течение десяти рабочих дней"),
        ("proposal", "Сообщить в орган о принятых мерах"),
        ("proposal", "Представить копии договоров"),
        ("action", "Не устранено в срок, направьте пояснения"),
    ],
)
def test_words_that_set_a_deadline_or_demand_papers_are_refused_at_their_field(office, teacher, field, words):
    answer = teacher.post_form("/desk/control/warnings/new", {**DRAFT, field: words})
    assert answer.status_code == 422
    assert "49(2)" in answer.text
    assert f'id="e-{field}"' in answer.text
    assert office.rows(ControlWarning) == []


def test_a_wrong_draft_names_every_fault(office, teacher):
    wrong = {
        "inn": "7707083890",
        "requirement": "NO-SUCH",
        "self_assessment_url": "наш сайт",
        "information_on": "2027-01-10",
    }
    text = teacher.post_form("/desk/control/warnings/new", {**DRAFT, **wrong}).text
    for words in ("контрольная цифра", "в реестре нет", "не адрес сайта", "ещё не наступил"):
        assert words in text
    assert office.rows(ControlWarning) == []


def test_the_paper_is_marked_as_a_draft_and_holds_no_deadline(office, teacher, draft):
    answer = teacher.get(f"/desk/control/warnings/{draft}/draft.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    flat = " ".join(text.split())
    assert "ПРОЕКТ" in flat
    assert DRAFT["requirement_text"] in flat
    assert DRAFT["unit"] in flat
    assert list(banned_in_warning(flat)) == []


def test_the_business_sees_nothing_before_it_is_announced(office, owner, draft):
    assert owner.get(f"/cases/warning/{draft}").status_code == 404
    assert "Предостережение №" not in owner.get("/warnings").text


def test_whoever_prepared_a_warning_does_not_sign_it(office, person, take):
    both = person("both@edu.example", Role.INSPECTOR, Role.AUTHORITY_HEAD, name="Обе роли", office=OFFICE)
    draft = both.post_form("/desk/control/warnings/new", DRAFT).headers["location"].rsplit("/", 1)[1]
    answer = take(both, "warning", draft, "announce", {"number": "7", "issued_on": "2026-11-28"})
    assert answer.status_code == 409
    assert office.warning().state == "DRAFT"


def test_an_inspector_corrects_a_draft_and_once_announced_it_stays_as_it_is(office, teacher, rector, draft, take):
    assert 'name="version" value="1"' in teacher.get(f"/desk/control/warnings/{draft}").text
    changed = {**DRAFT, "unit": "ст. 54 ч. 2", "version": "1"}
    assert teacher.post_form(f"/desk/control/warnings/{draft}", changed).status_code == 303
    assert office.warning().unit == "ст. 54 ч. 2"
    take(rector, "warning", draft, "announce", {"number": "7", "issued_on": "2026-11-28"})
    assert teacher.post_form(f"/desk/control/warnings/{draft}", DRAFT).status_code == 404
    assert office.warning().unit == "ст. 54 ч. 2"


def test_of_two_who_correct_one_draft_the_second_is_told(office, teacher, rector, draft):
    address = f"/desk/control/warnings/{draft}"
    first, second = ({**DRAFT, "unit": unit, "version": "1"} for unit in ("ст. 54 ч. 2", "ст. 54 ч. 3"))
    assert teacher.post_form(address, first).status_code == 303
    for late in (second, {**second, "version": ""}):
        assert rector.post_form(address, late).status_code == 412
    wrong = rector.post_form(address, {**second, "version": "2", "proposal": "Устраните в течение 5 дней"})
    assert (wrong.status_code, 'name="version" value="2"' in wrong.text) == (422, True)
    assert (office.warning().unit, office.warning().version) == ("ст. 54 ч. 2", 2)


def test_an_announced_warning_reaches_the_business_and_its_objection_reaches_the_head(
    office, owner, rector, received, take
):
    assert office.told(owner, "warning.announce")
    assert "Предостережение №" in owner.get("/warnings").text
    assert office.terms() == {"warning.objection": "2026-12-11"}
    page = owner.get(f"/cases/warning/{received}/object").text
    assert "рабочая копия" in page.lower()
    assert take(owner, "warning", received, "object", OBJECTION).status_code == 303
    assert office.told(rector, "warning.object")
    assert take(rector, "warning", received, "reject", ANSWER).status_code == 303
    assert office.told(owner, "warning.reject")
    assert office.warning().state == "REJECTED_OBJECTION"


def test_a_business_cannot_answer_its_own_objection_in_a_shared_case(office, owner, received, take):
    take(owner, "warning", received, "object", OBJECTION)
    for action in ("uphold", "reject", "cancel", "close"):
        assert take(owner, "warning", received, action, {**ANSWER, "reason": "так"}).status_code in (404, 409)
    assert office.warning().state == "OBJECTED"


def test_an_objection_that_nobody_answered_in_time_goes_to_the_head(office, owner, rector, received, take, teacher):
    take(owner, "warning", received, "object", OBJECTION)
    office.until(2026, 12, 19)
    assert office.told(rector, "warning.mark_overdue")
    assert office.told(owner, "warning.mark_overdue")
    assert office.warning().state == "OBJECTED"


def test_the_second_of_two_heads_is_told_that_it_was_decided(office, owner, rector, received, take, person):
    take(owner, "warning", received, "object", OBJECTION)
    deputy = person("deputy@edu.example", Role.AUTHORITY_HEAD, name="Дина Второва", office=OFFICE)
    version = str(office.warning().version)
    first = take(rector, "warning", received, "uphold", {**ANSWER, "version": version})
    second = take(deputy, "warning", received, "reject", {**ANSWER, "answer": "Нет", "version": version})
    assert (first.status_code, second.status_code) == (303, 409)
    assert office.warning().answer == ANSWER["answer"]


def test_strangers_other_bodies_and_inspectors_at_own_copies_find_nothing(
    office, own, received_by_others, stranger, inspector, teacher
):
    for browser in (stranger, inspector, teacher):
        assert browser.get(f"/cases/warning/{own}").status_code == 404
        assert browser.post_form(f"/cases/warning/{own}/close", {}).status_code == 404
    for browser in (stranger, inspector):
        assert browser.get(f"/cases/warning/{received_by_others}").status_code == 404
    assert inspector.get(f"/desk/control/warnings/{received_by_others}").status_code == 404
    assert inspector.get(f"/desk/control/warnings/{received_by_others}/draft.pdf").status_code == 404


@pytest.fixture
def received_by_others(received) -> str:
    """The shared warning, beside the own copy."""
    return received


def test_lists_put_the_nearest_term_first_and_leave_as_a_table(office, owner, own, take):
    take(owner, "warning", own, "object", OBJECTION)
    owner.post_form("/warnings/new", {**PAPER, "number": "16-П"})
    owner.post_form("/warnings/new", {**PAPER, "control_type": "fire"})
    text = owner.get("/warnings").text
    places = [text.index(f"Предостережение №\u00a0{number}") for number in (2, 1, 3)]
    assert places == sorted(places)
    table = owner.get("/warnings.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text.count("\r\n") == 4


def test_the_desk_lists_no_own_copies_and_its_table_is_the_register(office, own, received, teacher):
    text = teacher.get("/desk/control/warnings").text
    assert text.count("/cases/warning/") == 1
    table = teacher.get("/desk/control/warnings.csv").text
    assert "15-П" not in table
    assert table.count("\r\n") == 2


def test_a_self_assessment_is_linked_where_the_draft_names_one(office, teacher, rector, owner, take):
    url = "https://example.org/self"
    made = teacher.post_form("/desk/control/warnings/new", {**DRAFT, "self_assessment_url": url})
    draft = made.headers["location"].rsplit("/", 1)[1]
    take(rector, "warning", draft, "announce", {"number": "7", "issued_on": "2026-11-28"})
    assert url in owner.get(f"/cases/warning/{draft}").text


def test_a_receipt_before_the_announcement_is_refused(office, rector, teacher, draft, take):
    take(rector, "warning", draft, "announce", {"number": "7", "issued_on": "2026-11-26"})
    answer = take(teacher, "warning", draft, "deliver", {"received_on": "2026-11-25"})
    assert answer.status_code == 422
    assert office.warning().received_on is None
    take(teacher, "warning", draft, "deliver", {"received_on": "2026-11-27"})
    assert office.warning().received_on == date(2026, 11, 27)


def test_the_pages_of_a_desk_are_closed_to_those_without_one(office, owner, visitor):
    for path in ("/desk/control/warnings", "/desk/control/warnings/new", "/desk/control/warnings.csv"):
        assert owner.get(path).status_code in (403, 404)
        assert visitor.get(path, follow_redirects=False).status_code in (303, 401, 403, 404)
