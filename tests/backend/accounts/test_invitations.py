"""Inviting an accountant: what they may do, until when, by which power of attorney."""

from datetime import UTC, date, datetime

import pytest

from backend.accounts.models import MemberKind
from backend.permissions import Scope

PASSWORD = "четыре синих кота"
ACCOUNTANT = {
    "email": "boris@example.ru",
    "kind": "representative",
    "scopes": ["answer"],
    "power_of_attorney": "№\xa012 от 01.11.2026",
    "until": "2026-12-31",
}


@pytest.fixture
def invite(owner, letters):
    """Sends an invitation and returns its link."""

    def send(**changed):
        form = {name: value for name, value in (ACCOUNTANT | changed).items() if value}
        answer = owner.post_form(f"/businesses/{owner.business.id}/invitations", form)
        assert answer.status_code == 303, answer.text
        return letters(form["email"])[-1]["link"]

    return send


def test_a_new_person_joins_by_the_link_of_the_letter(owner, invite, visitor):
    link = invite()
    page = visitor.get(link).text
    for words in (
        "Кафе «Лён»",
        "Анна Соколова",
        "представитель по доверенности",
        "№\xa012 от 01.11.2026",
        "31\xa0декабря",
    ):
        assert words in page
    form = {"name": "Борис Орлов", "password": PASSWORD, "consent": "1"}
    assert visitor.post_form(f"{link}/account", form).headers["location"] == "/businesses"
    assert "Кафе «Лён»" in visitor.get("/businesses").text
    people = owner.get(f"/businesses/{owner.business.id}").text
    assert "Борис Орлов" in people
    assert "видеть список и ответы, отвечать и оценивать" in people


def test_a_person_with_an_account_joins_after_signing_in(invite, person, owner):
    link, boris = invite(), person("other@example.ru", name="Борис Орлов", password=PASSWORD)
    assert "Вы вошли как Борис Орлов, other@example.ru." in boris.get(link).text
    assert boris.post_form(link).status_code == 303
    assert boris.get(f"/businesses/{owner.business.id}").status_code == 200
    assert boris.post_form(link).status_code == 410


def test_accepting_without_signing_in_leads_to_the_sign_in_page_and_back(invite, visitor):
    link = invite()
    assert f"/sign-in?next={link}" in visitor.get(link).text
    assert visitor.post_form(link).headers["location"] == f"/sign-in?next={link}"


def test_an_address_with_an_account_is_asked_to_sign_in(invite, visitor, person):
    person("boris@example.ru")
    form = {"name": "Борис", "password": PASSWORD, "consent": "1"}
    refused = visitor.post_form(f"{invite()}/account", form)
    assert refused.status_code == 422
    assert "У этой почты уже есть аккаунт." in refused.text


def test_an_invitation_lasts_seven_days(invite, visitor, clock):
    link = invite()
    clock.forward(days=7)
    assert visitor.get(link).status_code == 410


def test_an_invitation_withdrawn_is_no_more(owner, invite, visitor):
    link = invite()
    page = owner.get(f"/businesses/{owner.business.id}").text
    action = next(part.split('"')[0] for part in page.split('action="') if "/withdraw" in part.split('"')[0])
    assert owner.post_form(action).status_code == 303
    assert visitor.get(link).status_code == 410


def test_whoever_was_taken_out_lets_nobody_in(owner, invite, person, engine):
    from backend.db.engine import open_session

    link, boris = invite(), person("other@example.ru")
    with open_session(engine, write=True) as session:
        session.get(type(owner.person), owner.person.id).blocked_at = boris.person.created_at
        session.commit()
    assert boris.post_form(link).status_code == 410


def test_a_person_is_not_in_a_business_twice(owner, invite):
    refused = owner.post_form(invite())
    assert refused.status_code == 409
    assert "Вы уже в этом бизнесе." in refused.text


def test_after_a_power_of_attorney_has_ended_a_new_one_lets_in_again(owner, invite, person, clock):
    boris = person("boris@example.ru", password=PASSWORD)
    boris.post_form(invite())
    clock.moment = clock.moment.replace(year=2027, month=1, day=2)
    owner.post_form("/sign-in", {"email": "x"})
    boris.post_form("/sign-in", {"email": "boris@example.ru", "password": PASSWORD})
    assert boris.get(f"/businesses/{owner.business.id}").status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"until": ""}, "Доверенность имеет срок."),
        ({"until": "2026-11-27"}, "от сегодня, не дальше трёх лет"),
        ({"until": "2031-01-01"}, "от сегодня, не дальше трёх лет"),
        ({"until": "2027-02-29"}, "Такого дня нет в календаре."),
        ({"until": "1797897600"}, "Такого дня нет в календаре."),
        ({"power_of_attorney": ""}, "У представителя бывает доверенность."),
        ({"scopes": ["answer", "root"]}, "Такого права у вас нет."),
        ({"kind": "king"}, "Такого варианта нет."),
        ({"email": "boris"}, "Это не похоже на адрес почты."),
        ({"power_of_attorney": "я" * 101}, "Текст длиннее, чем 100"),
    ],
)
def test_a_wrong_invitation_is_not_sent(owner, letters, changed, said):
    form = {name: value for name, value in (ACCOUNTANT | changed).items() if value}
    page = owner.post_form(f"/businesses/{owner.business.id}/invitations", form)
    assert page.status_code == 422
    assert said in page.text
    assert letters("boris@example.ru") == []


def test_the_last_day_is_still_a_day_of_access(invite, visitor, owner, clock, person):
    today = date(2026, 11, 28).isoformat()
    boris = person("boris@example.ru")
    boris.post_form(invite(until=today))
    clock.forward(hours=11)  # 23:00 in Moscow
    assert boris.get(f"/businesses/{owner.business.id}").status_code == 200
    clock.forward(hours=1)
    assert boris.get(f"/businesses/{owner.business.id}").status_code == 404


def test_a_representative_passes_the_power_on_to_nobody(owner, person):
    from backend.accounts.models import MemberKind

    agent = person("agent@example.ru", business=owner.business, kind=MemberKind.REPRESENTATIVE)
    refused = agent.post_form(f"/businesses/{owner.business.id}/invitations", ACCOUNTANT)
    assert refused.status_code == 404


def test_invitations_are_limited(owner):
    path = f"/businesses/{owner.business.id}/invitations"
    for number in range(20):
        assert owner.post_form(path, ACCOUNTANT | {"email": f"b{number}@example.ru"}).status_code == 303
    assert owner.post_form(path, ACCOUNTANT).status_code == 429


def test_who_has_access_until_a_day_gives_none_that_lasts_longer(owner, person, letters):
    ends = datetime(2026, 12, 15, 21, 0, tzinfo=UTC)
    scopes = frozenset({Scope.READ, Scope.ANSWER, Scope.MANAGE})
    member = person("m@example.ru", business=owner.business, kind=MemberKind.MEMBER, scopes=scopes, ends_at=ends)
    form = {"email": "second@example.ru", "kind": "member", "scopes": ["answer"]}
    for until in ({}, {"until": "2026-12-31"}):
        page = member.post_form(f"/businesses/{owner.business.id}/invitations", form | until)
        assert page.status_code == 422
        assert "Ваш доступ кончается 15.12.2026." in page.text
    assert letters("second@example.ru") == []
    page = member.post_form(f"/businesses/{owner.business.id}/invitations", form | {"until": "2026-12-15"})
    assert page.status_code == 303
