"""An account ends: not while others work on its case; then its texts go and what officials decided stays."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from backend.appeals.after_erasure import after_erasure
from backend.appeals.models import Appeal, AppealGround
from backend.db.engine import open_session
from backend.ombudsman.models import OmbudsmanCase, OmbudsmanConsent, OmbudsmanView
from calculators.appeal import Subject
from tests.backend.ombudsman.cases import draft, fire_service, shared_event, walk

SURE = {"sure": "1"}


@pytest.fixture
def event(engine, owner, inspector, ombudsman):
    return shared_event(engine, owner.business)


def erase(owner):
    return owner.post_form(f"/businesses/{owner.business.id}/erase", SURE)


def appeal(engine, business_id, number, **more):
    with open_session(engine, write=True) as session, session.begin():
        body = fire_service(session)
        about = {"platform_number": number, "business_id": business_id, "subject": Subject.ACT, "control_type": "fire"}
        row = Appeal(
            **about,
            hearing_body_id=body.id,
            filer_name="ИП Соколова",
            arguments="Тайные доводы",
            contested="Акт № 1",
            created_at=datetime(2026, 3, 1, tzinfo=UTC),
            **more,
        )
        session.add(row)
        session.flush()
        session.add(AppealGround(appeal_id=row.id, n=1, text="Тайный довод", accepted=True, answer="Согласны"))
        return row.id


def test_a_business_with_an_open_case_is_not_erased_before_it_is_withdrawn(owner, ombudsman, event, engine):
    case = draft(owner, event)
    walk(owner, case, "submit")
    refused = erase(owner)
    assert refused.status_code == 409
    assert "Обращение к уполномоченному № 1" in refused.text
    walk(owner, case, "withdraw")
    assert erase(owner).status_code == 303
    with open_session(engine) as session:
        row = session.exec(select(OmbudsmanCase)).one()
        assert (row.business_id, row.request, row.state) == (None, "", "WITHDRAWN")
        assert session.exec(select(OmbudsmanConsent)).first() is None
        assert session.exec(select(OmbudsmanView)).first() is None


def test_a_business_with_an_open_appeal_at_a_body_is_not_erased(owner, event, engine):
    appeal(engine, owner.business.id, 1, state="REGISTERED", shared=True)
    refused = erase(owner)
    assert refused.status_code == 409
    assert "Жалоба № 1" in refused.text


def test_the_record_of_an_appeal_heard_elsewhere_goes_only_with_whoever_carries_it_on(owner, event, engine):
    appeal(engine, owner.business.id, 1, state="REGISTERED", shared=False, hearing_name="Инспекция труда")
    page = owner.get(f"/businesses/{owner.business.id}/erase").text
    with open_session(engine) as session:
        row = session.exec(select(Appeal)).one()
    assert f'<a href="/appeals/{row.id}">Жалоба №\u00a01' in page  # where to take it away
    assert "Инспекция труда" in page
    assert owner.get(f"/appeals/{row.id}").status_code == 200
    assert 'name="carry_on"' in page
    refused = erase(owner)
    assert refused.status_code == 422
    assert "Скачайте и отметьте или сначала отзовите." in refused.text
    account = owner.post_form("/account/erase", {})
    assert account.text.index("что дальше ведёте без Ясно") < account.text.index("что понимаете последствия")
    assert account.status_code == 422
    assert 'name="carry_on"' in account.text
    with open_session(engine) as session:
        assert session.exec(select(Appeal)).one().business_id == owner.business.id
    done = owner.post_form(f"/businesses/{owner.business.id}/erase", {**SURE, "carry_on": "1"})
    assert done.status_code == 303
    with open_session(engine) as session:
        assert session.exec(select(Appeal)).all() == []


def test_a_withdrawn_own_record_and_a_draft_ask_for_nothing_more(owner, event, engine):
    appeal(engine, owner.business.id, 1, state="WITHDRAWN", shared=False)
    assert 'name="carry_on"' not in owner.get(f"/businesses/{owner.business.id}/erase").text
    assert erase(owner).status_code == 303


def test_an_ombudsman_alone_in_the_office_leaves_no_open_case_behind(owner, ombudsman, event, engine):
    case = draft(owner, event)
    walk(owner, case, "submit")
    for step in ((), ("accept",)):  # sent and waiting, then taken up
        if step:
            walk(ombudsman, case, *step)
        refused = ombudsman.post_form("/account/erase", SURE)
        assert refused.status_code == 409
        assert "Обращение к уполномоченному № 1" in refused.text
    walk(owner, case, "withdraw")
    assert ombudsman.post_form("/account/erase", SURE).status_code == 303


def test_drafts_and_ended_own_copies_go_with_the_business(owner, ombudsman, event, engine):
    appeal(engine, owner.business.id, 1, state="DRAFT")
    appeal(engine, owner.business.id, 2, state="DISMISSED", shared=False)
    draft(owner, event)
    assert erase(owner).status_code == 303
    with open_session(engine) as session:
        assert session.exec(select(Appeal)).all() == []
        assert session.exec(select(AppealGround)).all() == []
        assert session.exec(select(OmbudsmanCase)).all() == []


def test_a_decided_appeal_keeps_its_decision_and_forgets_who_filed_it_after_the_term(owner, event, engine):
    decided = {"state": "DISMISSED", "shared": True, "decision_text": "Отказать", "decided_on": date(2026, 4, 1)}
    id_ = appeal(engine, owner.business.id, 1, **decided)
    assert erase(owner).status_code == 303
    with open_session(engine, write=True) as session, session.begin():
        assert session.get_one(Appeal, id_).filer_name == "ИП Соколова"
        after_erasure(session, datetime(2031, 4, 1, 12, tzinfo=UTC))
        assert session.get_one(Appeal, id_).filer_name == "ИП Соколова"
        after_erasure(session, datetime(2031, 4, 2, 12, tzinfo=UTC))
    with open_session(engine) as session:
        row = session.get_one(Appeal, id_)
        ground = session.exec(select(AppealGround)).one()
        assert (row.platform_number, row.subject, row.decision_text) == (1, Subject.ACT, "Отказать")
        assert (row.filer_name, row.arguments, row.contested, ground.text, ground.answer) == (
            "",
            "",
            "",
            "",
            "Согласны",
        )


def test_the_privacy_page_tells_the_term_and_that_it_is_not_verified(visitor):
    page = visitor.get("/privacy").text
    assert "Лет после решения: 5" in page
    assert "сверьте с актом" in page
