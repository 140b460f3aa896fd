"""The code after the password: each taken once, few tries, recovery codes for a day without the phone."""

import pytest
from sqlmodel import select

from backend.accounts import second_factor
from backend.accounts.models import Person, PersonSession, RecoveryCode
from backend.accounts.tokens import hash_of
from backend.db.engine import open_session
from backend.errors import Invalid
from tests.backend.accounts.codes import give_code, give_password, kinds_told, opens, where


def test_after_the_password_there_is_no_session_until_the_code_is_right(visitor, dana, person):
    answer = give_password(visitor, next="/desk")
    assert where(answer) == "/sign-in/code"
    assert "session" not in visitor.cookies
    assert not opens(visitor)
    assert "Код из приложения" in visitor.get("/sign-in/code").text
    assert where(give_code(visitor, person.code_of(dana))) == "/desk"
    assert opens(visitor)


def test_a_wrong_code_is_told_at_the_field_and_changes_nothing(visitor, dana, engine):
    give_password(visitor)
    wrong = give_code(visitor, "000000")
    assert wrong.status_code == 422
    assert "Код не подходит, или его уже вводили." in wrong.text
    assert "Ошибка: Код из приложения" in wrong.text
    assert 'id="e-code"' in wrong.text
    assert not opens(visitor)


def test_the_pending_cookie_is_out_of_reach_of_scripts_and_ends(visitor, dana):
    cookie = give_password(visitor).headers["set-cookie"]
    assert cookie.startswith("sign-in=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=600" in cookie


def test_the_code_page_belongs_to_the_browser_that_knew_the_password(visitor, dana, person):
    give_password(visitor)
    other = person.browser()
    assert where(give_code(other, person.code_of(dana))) == "/sign-in"
    other.cookies.set("sign-in", "a" * 43, domain="127.0.0.1")
    assert where(give_code(other, person.code_of(dana))) == "/sign-in"


def test_after_ten_minutes_the_password_is_asked_for_again(visitor, dana, person, clock):
    give_password(visitor)
    clock.forward(minutes=10)
    assert where(give_code(visitor, person.code_of(dana))) == "/sign-in"


def test_a_half_done_sign_in_is_good_once(visitor, dana, person, clock):
    give_password(visitor)
    token = visitor.cookies["sign-in"]
    give_code(visitor, person.code_of(dana))
    visitor.cookies.set("sign-in", token, domain="127.0.0.1")
    clock.forward(seconds=30)
    assert where(give_code(visitor, person.code_of(dana))) == "/sign-in"


def test_the_same_code_is_refused_the_second_time(visitor, dana, person):
    code = person.code_of(dana)
    give_password(visitor)
    assert give_code(visitor, code).status_code == 303
    thief = person.browser()
    give_password(thief)
    assert give_code(thief, code).status_code == 422


def test_an_earlier_code_is_refused_after_a_later_one(visitor, dana, person):
    give_password(visitor)
    assert give_code(visitor, person.code_of(dana, 1)).status_code == 303
    give_password(visitor)
    assert give_code(visitor, person.code_of(dana, 0)).status_code == 422


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_phone_may_be_one_step_off(visitor, dana, person, clock, steps, status):
    clock.forward(minutes=5)
    give_password(visitor)
    assert give_code(visitor, person.code_of(dana, steps)).status_code == status


def test_spaces_in_a_code_do_not_matter(visitor, dana, person):
    code = person.code_of(dana)
    give_password(visitor)
    assert give_code(visitor, f" {code[:3]} {code[3:]} ").status_code == 303


@pytest.mark.parametrize("code", ["", "12345", "1234567", "１２３４５６", "шесть!", "0" * 500])
def test_what_is_no_code_is_refused_with_words(visitor, dana, code):
    give_password(visitor)
    assert give_code(visitor, code).status_code == 422


def test_after_five_tries_even_the_right_code_waits(visitor, dana, person, clock):
    give_password(visitor)
    for _ in range(5):
        assert give_code(visitor, "000000").status_code == 422
    refused = give_code(visitor, person.code_of(dana))
    assert refused.status_code == 429
    assert "Слишком много запросов." in refused.text
    assert "Продолжите через 5\u00a0мин." in refused.text
    clock.forward(minutes=5)
    assert give_code(visitor, person.code_of(dana)).status_code == 303


def test_tries_count_for_the_account_whatever_the_browser(visitor, dana, person):
    for _ in range(5):
        browser = person.browser()
        give_password(browser)
        give_code(browser, "000000")
    give_password(visitor)
    assert give_code(visitor, person.code_of(dana)).status_code == 429


def test_twenty_tries_an_hour_are_the_most(visitor, dana, person, clock):
    for _ in range(4):
        give_password(visitor)
        for _ in range(5):
            assert give_code(visitor, "000000").status_code == 422
        clock.forward(minutes=6)
    give_password(visitor)
    refused = give_code(visitor, person.code_of(dana))
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) == (60 - 24) * 60


def test_a_recovery_code_lets_in_once_and_the_person_is_told(visitor, dana, person, engine):
    give_password(visitor)
    assert where(give_code(visitor, dana.recovery_codes[0].upper())) == "/home"
    assert "Осталось: 9." in visitor.get("/account").text
    assert "accounts.recovery_code" in kinds_told(engine, dana)
    give_password(visitor)
    assert give_code(visitor, dana.recovery_codes[0]).status_code == 422
    assert give_code(visitor, dana.recovery_codes[1].replace("-", " ")).status_code == 303


def test_the_page_for_a_recovery_code_says_so(visitor, dana):
    give_password(visitor)
    assert "Один из ваших кодов восстановления" in visitor.get("/sign-in/code?by=recovery").text
    again = visitor.post_form("/sign-in/code", {"code": "нет", "by": "recovery"})
    assert again.status_code == 422
    assert "Один из ваших кодов восстановления" in again.text


def test_recovery_codes_of_another_person_do_not_fit(visitor, dana, admin):
    give_password(visitor)
    assert give_code(visitor, admin.recovery_codes[0]).status_code == 422


def test_ten_recovery_codes_of_120_bits_are_kept_as_hashes(dana, engine):
    assert len(set(dana.recovery_codes)) == 10
    assert all(len(code.replace("-", "")) == 24 for code in dana.recovery_codes)
    with open_session(engine) as session:
        kept = session.exec(select(RecoveryCode.code_hash).where(RecoveryCode.person_id == dana.person.id)).all()
    assert set(kept) == {hash_of(code.replace("-", "")) for code in dana.recovery_codes}


def test_the_secret_is_nowhere_in_the_database(dana, engine, settings):
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM second_factor").fetchall()
    assert rows
    assert dana.seed not in str(rows)
    with open_session(engine) as session:
        factor = second_factor.find_factor(session, dana.person.id)
        assert second_factor.seed_of(settings.secret, factor) == dana.seed
        assert second_factor.seed_of("another server's secret", factor) != dana.seed


def test_a_session_that_slipped_past_the_code_is_nobody(dana, person, engine, clock):
    with open_session(engine, write=True) as session:
        row = session.exec(select(PersonSession).where(PersonSession.person_id == dana.person.id)).one()
        row.second_factor_at = None
        session.add(row)
        session.commit()
    assert not opens(dana)


def test_a_new_password_by_letter_still_asks_for_the_code(dana, letters, visitor, person):
    visitor.post_form("/password", {"email": "dana@example.ru"})
    link = letters("dana@example.ru")[-1]["link"]
    assert where(visitor.post_form(link, {"password": "пять рыжих лисиц"})) == "/sign-in/code"
    assert not opens(visitor)
    assert give_code(visitor, person.code_of(dana)).status_code == 303
    assert opens(visitor)


def test_a_blocked_person_gets_no_further_with_a_code(visitor, dana, admin, person):
    give_password(visitor)
    admin.post_form(f"/admin/people/{dana.person.id}/block", {"answer": "block"})
    assert where(give_code(visitor, person.code_of(dana))) == "/sign-in"


def test_staff_are_out_after_twelve_hours_however_busy(dana, clock):
    for _ in range(12 * 3):
        clock.forward(minutes=20)
        if not opens(dana):
            break
    clock.forward(seconds=1)
    assert not opens(dana)


def test_two_who_send_one_code_at_once_are_not_both_let_in(dana, engine, settings, person, clock):
    code, secret = person.code_of(dana), settings.secret
    with open_session(engine) as stale:
        factor = second_factor.find_factor(stale, dana.person.id)  # read before the other's code was taken
        stale.expunge(factor)
    with open_session(engine, write=True) as session:
        someone = session.get_one(Person, dana.person.id)
        assert second_factor.take(session, secret, someone, code, clock.now()) is None
        session.commit()
    with open_session(engine, write=True) as session:
        session.merge(factor, load=False)
        with pytest.raises(Invalid):
            second_factor.take(session, secret, session.get_one(Person, dana.person.id), code, clock.now())
