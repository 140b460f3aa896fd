"""An appeal against another decision after control or prevention that stands nowhere here (40(4)6)."""

from __future__ import annotations

import re

import pytest

from backend.appeals.filing import filing_of
from backend.authorities.models import AuthorityBody, BodyLevel
from backend.db.engine import open_session
from backend.risk.models import Source
from backend.web.spaces import held
from tests.backend.appeals.conftest import FILER, WAY, WHOSE, WISHES

WORDS = "Решение об отказе снять пломбу № 12 от 20.11.2026"
API = "/api/v1/appeals"


def begin(owner, contested=WORDS, control_type="fire"):
    return owner.post_form("/appeals/new", {"contested": contested, "control_type": control_type})


@pytest.fixture
def draft(hearing):
    answer = begin(hearing.owner)
    assert answer.status_code == 303, answer.text[-2000:]
    return str(answer.headers["location"]).rsplit("/", 1)[1]


def fill(hearing, draft, role="official", name="Петрова Инна Ивановна"):
    hearing.owner.post_form(f"/appeals/{draft}/grounds", {"text": "Пломбу сняли бы сами", "article": "ст. 92"})
    hearing.write(draft, "what", contested=WORDS, control_type="fire", known_on="2026-11-20")
    hearing.write(draft, "whose", body_id=hearing.body_id, **WHOSE | {"author_role": role, "author_name": name})
    hearing.write(draft, "filer", **FILER)
    hearing.write(draft, "wishes", **WISHES)
    hearing.write(draft, "way", **WAY)


def test_the_page_of_a_new_appeal_takes_free_words_and_keeps_them_when_it_refuses(hearing):
    assert "Решения здесь нет?" in hearing.owner.get("/appeals/new").text
    refused = begin(hearing.owner, control_type="moon")
    assert refused.status_code == 422
    assert "Такого вида контроля в списке нет" in refused.text
    assert WORDS in refused.text
    assert "Не сказано, какое решение" in begin(hearing.owner, contested="   ").text
    assert "в работе" not in hearing.owner.get("/appeals").text


def test_the_list_leads_to_a_new_appeal_and_leaves_as_a_table(hearing, draft, stranger):
    fill(hearing, draft)
    page = hearing.owner.get("/appeals").text
    assert 'href="/appeals/new"' in page
    assert 'href="/appeals.csv"' in page
    lines = hearing.owner.get("/appeals.csv").text.strip().split("\r\n")
    assert lines[1].startswith("1;Другое решение;МЧС по Москве;МЧС по Москве;Черновик;21")
    assert len(stranger.get("/appeals.csv").text.strip().split("\r\n")) == 1


def test_a_draft_in_free_words_goes_by_the_body_the_person_names(hearing, draft):
    fill(hearing, draft)
    row = hearing.appeal(draft)
    assert (row.subject.value, row.control_type, row.region) == ("OTHER", "fire", "77")
    assert (row.hearing_body_id, row.decider) == (hearing.body_id, "head")
    assert row.contested == WORDS
    page = hearing.owner.get(f"/appeals/{draft}").text
    assert "21\xa0декабря\xa02026, 23:59" in page
    assert "Срок не посчитать" not in page


@pytest.fixture
def ural(hearing):
    """Another body of the list: the fire service of another region."""
    row = AuthorityBody(
        authority="mchs", region="66", name="МЧС по Свердловской", level=BodyLevel.TERRITORIAL, created_at=hearing.now
    )
    with hearing.session() as session:
        session.add(row)
        session.commit()
        return row.id


def shown_name(hearing, draft):
    page = hearing.owner.get(f"/appeals/{draft}/parts/whose").text
    return re.search(r'name="authority_name"[^>]*value="([^"]*)"', page)[1]


def test_another_choice_of_a_body_takes_its_name_and_region_although_the_form_brings_the_former_name(
    hearing, draft, ural
):
    hearing.write(draft, "whose", body_id=hearing.body_id)
    assert shown_name(hearing, draft) == "МЧС по Москве"
    hearing.write(draft, "whose", body_id=ural, authority_name=shown_name(hearing, draft))
    assert (hearing.appeal(draft).authority_name, hearing.appeal(draft).region) == ("МЧС по Свердловской", "66")


def test_the_former_name_goes_too_when_the_choice_was_taken_back_in_between(hearing, draft, ural):
    hearing.write(draft, "whose", body_id=hearing.body_id)
    hearing.write(draft, "whose", body_id="", authority_name=shown_name(hearing, draft))
    assert (hearing.appeal(draft).authority_name, hearing.appeal(draft).region) == ("МЧС по Москве", "")
    hearing.write(draft, "whose", body_id=ural, authority_name=shown_name(hearing, draft))
    assert hearing.appeal(draft).authority_name == "МЧС по Свердловской"


def test_an_appeal_about_an_event_follows_another_choice_of_a_body_too(hearing, ural):
    draft = hearing.draft("DECISION", event_id=hearing.event())
    assert shown_name(hearing, draft) == "МЧС по Москве"
    hearing.write(draft, "whose", body_id=ural, **WHOSE)
    row = hearing.appeal(draft)
    assert (row.authority_name, row.hearing_name, row.region) == ("МЧС по Свердловской",) * 2 + ("66",)
    hearing.write(draft, "whose", **WHOSE | {"body_id": "", "authority_name": "МЧС по Свердловской"})
    assert (hearing.appeal(draft).hearing_name, hearing.appeal(draft).region) == ("", "77")


def test_an_own_record_of_an_event_keeps_the_persons_words_until_a_body_of_the_list_is_swapped(hearing, ural):
    own = "Отдел надзора по Пресненскому району"
    event_id = hearing.event(source=Source.BUSINESS, body_id=None, authority_name=own)
    draft = hearing.draft("DECISION", event_id=event_id)
    hearing.write(draft, "whose", body_id=ural, authority_name=own)
    assert (hearing.appeal(draft).authority_name, hearing.appeal(draft).region) == (own, "66")


@pytest.mark.parametrize("field", ["prescription_id", "event_id"])
def test_a_body_of_the_whole_country_leaves_the_region_of_the_act(hearing, field):
    with hearing.session() as session:
        central = AuthorityBody(
            authority="mchs", region="", name="МЧС России", level=BodyLevel.CENTRAL, created_at=hearing.now
        )
        session.add(central)
        session.commit()
        central_id = central.id
    event_id, prescription_id = hearing.inspected()
    about = {"prescription_id": prescription_id} if field == "prescription_id" else {"event_id": event_id}
    draft = hearing.draft("PRESCRIPTION" if field == "prescription_id" else "ACT", **about)
    hearing.write(draft, "whose", body_id=central_id, **WHOSE)
    assert (hearing.appeal(draft).authority_name, hearing.appeal(draft).region) == ("МЧС России", "77")


def test_a_name_in_the_persons_own_words_stays_whatever_body_is_chosen(hearing, draft, ural):
    own = "Отдел надзора по Пресненскому району"
    for body_id in (hearing.body_id, ural):
        hearing.write(draft, "whose", body_id=body_id, authority_name=own)
        assert hearing.appeal(draft).authority_name == own
    hearing.write(draft, "whose", body_id=ural, authority_name="МЧС по Москве")
    assert hearing.appeal(draft).authority_name == "МЧС по Москве"


def test_a_type_of_control_that_is_not_listed_leaves_the_way_open_and_bars_nothing(hearing):
    draft = str(begin(hearing.owner, control_type="").headers["location"]).rsplit("/", 1)[1]
    hearing.owner.post_form(f"/appeals/{draft}/grounds", {"text": "Пломбу сняли бы сами", "article": "ст. 92"})
    hearing.write(draft, "what", contested=WORDS, known_on="2026-11-20")
    hearing.write(draft, "whose", body_id=hearing.body_id, **WHOSE)
    hearing.write(draft, "filer", **FILER)
    hearing.write(draft, "wishes", **WISHES)
    hearing.write(draft, "way", **WAY)
    page = hearing.owner.get(f"/appeals/{draft}").text
    assert "Куда идти, пока не ясно" in page
    assert "21\xa0декабря\xa02026, 23:59" in page
    hearing.business(draft, "submit", filed_at="2026-11-28T11:00")
    assert hearing.appeal(draft).state == "SUBMITTED"


def test_grounds_of_warnings_are_offered_where_it_may_be_one_and_not_for_an_event(hearing, draft):
    about_event = hearing.draft("OTHER", event_id=hearing.event())
    said = "В предостережении не названо требование"
    assert said in hearing.owner.get(f"/appeals/{draft}/grounds").text
    assert said not in hearing.owner.get(f"/appeals/{about_event}/grounds").text


def test_a_heads_decision_goes_higher_in_free_words_too(hearing, draft):
    fill(hearing, draft, role="head")
    assert hearing.appeal(draft).hearing_body_id != hearing.body_id


def test_it_is_filed_heard_and_decided_like_any_other(hearing, draft):
    fill(hearing, draft)
    hearing.business(draft, "submit", filed_at="2026-11-28T11:00")
    hearing.body(draft, "register", registered_on="2026-11-28", registry_number="Ж-7")
    assert held(WORDS) in hearing.desk.get(f"/desk/appeals/{draft}").text
    hearing.body(draft, "grant_stay", stay_decided_on="2026-11-28")
    hearing.decide(draft, "cancel_in_full")
    assert hearing.appeal(draft).state == "CANCELLED_FULL"


def test_another_law_and_a_fine_have_their_own_way_here_too(hearing):
    answer = begin(hearing.owner, control_type="tax")
    page = hearing.owner.get(str(answer.headers["location"])).text
    assert "Жалоба по другому закону" in page
    fine = str(begin(hearing.owner).headers["location"]).rsplit("/", 1)[1]
    hearing.write(fine, "way", **WAY | {"fine": "yes"})
    assert "КоАП" in hearing.owner.get(f"/appeals/{fine}").text


def test_two_different_decisions_are_not_the_same_appeal_and_the_same_words_are(hearing, draft):
    fill(hearing, draft)
    hearing.business(draft, "submit", filed_at="2026-11-28T11:00")
    found = []
    for words in ("Решение № 99 о внесении в перечень", f"  {WORDS.upper()} "):
        other = str(begin(hearing.owner, words).headers["location"]).rsplit("/", 1)[1]
        with open_session(hearing.engine) as session:
            found.append([one.same_subject for one in filing_of(session, hearing.appeal(other)).earlier])
    assert found[0] == [False]
    assert found[1][0] is True


def test_a_program_opens_one_too_and_what_does_not_fit_is_named(hearing, program_of, stranger):
    program = program_of(hearing.owner)
    body = {"about": "other", "subject": "OTHER", "contested": WORDS, "control_type": "fire"}
    made = program.post(API, json=body)
    assert made.status_code == 201, made.text
    place = f"{API}/{made.json()['id']}"
    assert program_of(stranger).get(place).status_code == 404
    for wrong, field in (
        (body | {"subject": "ACT"}, "subject"),
        (body | {"id": "x"}, "id"),
        (body | {"control_type": "moon"}, "control_type"),
        ({name: value for name, value in body.items() if name != "contested"}, "contested"),
        ({"about": "event_id", "subject": "ACT"}, "id"),
        ({"about": "event_id", "id": "x", "subject": "ACT", "contested": WORDS}, "contested"),
    ):
        refused = program.post(API, json=wrong)
        assert refused.status_code == 422, refused.text
        assert field in {one["field"] for one in refused.json()["errors"]}
    assert len(program.get(API).json()["items"]) == 1


@pytest.mark.parametrize(("kind", "way"), [("ON_SITE", "pre-trial"), ("FIELD_SURVEY", "another law")])
def test_where_the_law_governs_control_in_part_the_kind_of_the_event_tells_the_way(hearing, kind, way):
    about = {"control_type": "personal_data", "kind": kind}
    draft = hearing.draft("ACTIONS", event_id=hearing.event(**about))
    page = hearing.owner.get(f"/appeals/{draft}").text
    assert ("Жалоба по другому закону" in page) == (way == "another law")
