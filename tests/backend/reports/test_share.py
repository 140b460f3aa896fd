"""The list by a link: made on request, with an end, withdrawn at once, telling only what was chosen."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest
from sqlmodel import select

from backend.accounts.businesses import add_member
from backend.accounts.models import MemberKind, Membership, Person
from backend.accounts.personal import make_archive
from backend.accounts.tokens import hash_of
from backend.audit.models import AuditRow
from backend.db.engine import open_session
from backend.permissions import ALL_SCOPES
from backend.profiles.jobs import end_runs
from backend.profiles.models import Origin
from backend.profiles.service import add_place, record_facts
from backend.reports.jobs import end_links
from backend.reports.models import ShareLink
from backend.reports.sharing import MOST_LINKS
from backend.web.call_limits import OPENINGS

ENDED = "Ссылка кончилась или отозвана."
INSTRUCTION = "Инструкция о мерах пожарной безопасности"


@pytest.fixture
def links(engine):
    """Reads the links that are kept."""

    def read():
        with open_session(engine) as session:
            return list(session.exec(select(ShareLink)))

    return read


@pytest.fixture
def write(engine):
    """Does something in the database behind the pages' back: `write(lambda session: …)`."""

    def do(act):
        with open_session(engine, write=True) as session:
            act(session)
            session.commit()

    return do


def plain(text: str) -> str:
    return unescape(text).replace("\u00a0", " ")


def test_whoever_has_the_link_sees_the_list_of_the_day(cafe_owner, anybody, share):
    shown = anybody.get(share(cafe_owner))
    text = plain(shown.text)
    assert shown.status_code == 200
    assert INSTRUCTION in text
    assert "Постановление Правительства РФ от 16.09.2020 № 1479" in text
    assert "Его увидит каждый со ссылкой; до 28 декабря 2026." in text
    assert "справка, не юридическая консультация" in text
    assert "Редакция реестра № 1." in text
    assert "Квитанция: " in text


def test_by_default_no_answer_reason_or_name_is_shown(cafe_owner, anybody, share):
    text = plain(anybody.get(share(cafe_owner)).text)
    for secret in ("Лён", cafe_owner.business.id, cafe_owner.person.id, "Анна", "owner@example.ru", "Почему:"):
        assert secret not in text
    assert "Ответы, по которым собран список" not in text
    assert "Сколько у вас работников" not in text


def test_the_receipt_of_hidden_answers_does_not_depend_on_them(guest, anybody, share, write, clock):
    hidden, open_ = share(guest), share(guest, answers_shown="1")
    before = receipt_of(anybody.get(hidden)), receipt_of(anybody.get(open_))
    run, facts = guest.business.id, {"employees": Decimal(13)}
    write(lambda session: record_facts(session, run, run, facts, Origin.ANSWER, clock.now()))
    after = receipt_of(anybody.get(hidden)), receipt_of(anybody.get(open_))
    assert before[0] == after[0]
    assert before[1] != after[1]


def receipt_of(shown) -> str:
    return plain(shown.text).split("Квитанция: ")[1][:19]


def test_answers_and_reasons_are_shown_when_they_are_ticked(cafe_owner, anybody, share):
    text = plain(anybody.get(share(cafe_owner, answers_shown="1")).text)
    assert "Почему:" in text
    assert "Ответы, по которым собран список" in text
    assert "Лён" not in text
    assert receipt_of(anybody.get(share(cafe_owner, answers_shown="1"))) in plain(cafe_owner.get("/list").text)


def test_the_name_and_number_are_shown_when_they_are_ticked(cafe_owner, anybody, share, write):
    def number(session):
        business = session.merge(cafe_owner.business)
        business.inn = "7707083893"
        session.add(business)

    write(number)
    assert "7707083893" not in anybody.get(share(cafe_owner)).text
    text = anybody.get(share(cafe_owner, name_shown="1")).text
    assert "Кафе «Лён»" in text
    assert "7707083893" in text


def test_names_of_places_are_addresses_and_stay_hidden(cafe_owner, anybody, share, write, clock):
    write(lambda session: add_place(session, cafe_owner.business.id, "Лесная, 5", clock.now()))
    text = anybody.get(share(cafe_owner, answers_shown="1", name_shown="1")).text
    assert "Лесная" not in text
    assert "Адрес 1." in plain(text)


def test_no_notes_marks_or_states_of_the_self_assessment_are_shown(cafe_owner, anybody, share):
    cafe_owner.post_form("/check/fire.instruction", {"answer": "yes", "note": "Папка у директора"})
    text = anybody.get(share(cafe_owner, answers_shown="1", name_shown="1")).text
    assert "Папка у директора" not in text
    assert "Сделано" not in text


def test_the_list_is_as_of_now_in_english_too(cafe_owner, anybody, share, clock):
    address = share(cafe_owner)
    clock.forward(days=3)
    anybody.cookies.set("language", "en", domain="127.0.0.1")
    text = plain(anybody.get(address).text)
    assert "On 1 December 2026" in text
    assert "Whoever has the link sees it; until 28 December 2026." in text


def test_only_the_hash_of_the_token_is_kept_and_the_address_is_shown_once(cafe_owner, share, links):
    address = share(cafe_owner)
    token = address.removeprefix("/s/")
    assert len(token) >= 43
    row = links()[0]
    assert row.token_hash == hash_of(token)
    assert token not in row.model_dump_json()
    page = plain(cafe_owner.get("/share").text)
    assert token not in page
    assert "увидит каждый со ссылкой" in page
    assert "до 28 декабря 2026" in page
    assert "Отозвать" in page


def test_a_withdrawn_link_is_gone_at_once_and_without_a_question(cafe_owner, anybody, share, links):
    address = share(cafe_owner)
    link = links()[0].id
    answer = cafe_owner.post_form(f"/share/{link}/withdraw")
    assert (answer.status_code, answer.headers["location"]) == (303, "/share")
    assert anybody.get(address).status_code == 404
    assert links() == []
    assert cafe_owner.post_form(f"/share/{link}/withdraw").status_code == 404


def test_ended_withdrawn_and_invented_links_are_told_apart_to_nobody(cafe_owner, anybody, share, links, clock):
    withdrawn = share(cafe_owner)
    cafe_owner.post_form(f"/share/{links()[0].id}/withdraw")
    ended = share(cafe_owner, days="7")
    clock.forward(days=8)
    answers = [anybody.get(address) for address in (withdrawn, ended, "/s/invented", "/s/" + "a" * 43)]
    assert {one.status_code for one in answers} == {404}
    texts = {plain(one.text).split('<main id="main"')[1].split("</main>")[0] for one in answers}
    assert len(texts) == 1
    assert ENDED in texts.pop()
    assert "Соберите список заново." in answers[0].text


def test_the_last_day_of_a_link_counts_whole(cafe_owner, anybody, share, clock):
    address = share(cafe_owner, days="7")
    clock.moment = datetime(2026, 12, 5, 20, 59, 59, tzinfo=UTC)  # 23:59:59 in Moscow
    assert "до 5 декабря 2026" in plain(anybody.get(address).text)
    clock.moment = datetime(2026, 12, 5, 21, 0, tzinfo=UTC)
    assert anybody.get(address).status_code == 404


@pytest.mark.parametrize("days", ["", "0", "-1", "365", "∞", "７", "07"])
def test_no_link_is_without_one_of_the_ends(cafe_owner, links, days):
    refused = cafe_owner.post_form("/share", {"days": days, "label": "бухгалтер"})
    assert refused.status_code == 422
    assert 'href="#f-days"' in refused.text
    assert 'value="бухгалтер"' in refused.text
    assert links() == []


def test_without_a_choice_of_end_there_is_no_link(cafe_owner, links):
    assert cafe_owner.post_form("/share").status_code == 422
    assert links() == []


def test_opening_the_page_makes_no_link(cafe_owner, links):
    assert cafe_owner.get("/share").status_code == 200
    assert links() == []


def test_answers_and_name_are_not_ticked_before(cafe_owner):
    form = cafe_owner.get("/share").text
    for name in ("answers_shown", "name_shown"):
        box = form.split(f'name="{name}"')[1].split(">")[0]
        assert "checked" not in box


def test_headers_keep_the_address_from_other_sites_caches_and_search_engines(cafe_owner, anybody, share):
    shown = anybody.get(share(cafe_owner))
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert shown.headers["cache-control"] == "no-store"
    assert shown.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in shown.text


def test_the_token_stands_in_no_log(cafe_owner, anybody, share, caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        address = share(cafe_owner)
        anybody.get(address)
        anybody.get(address + "x")
    token = address.removeprefix("/s/")
    out, err = capfd.readouterr()
    # The test's own client writes the addresses it asks for; the application must not.
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith(("httpx", "httpcore"))]
    assert token not in out + "\n".join(ours)
    assert not [line for line in err.splitlines() if token in line and "HTTP Request" not in line]


def test_guessing_is_slowed_down(anybody):
    for number in range(OPENINGS):
        assert anybody.get(f"/s/guess{number}").status_code == 404
    refused = anybody.get("/s/guess")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1


def test_there_are_only_so_many_links(cafe_owner, share, links):
    for _ in range(MOST_LINKS):
        share(cafe_owner)
    refused = cafe_owner.post_form("/share", {"days": "7"})
    assert refused.status_code == 422
    assert f"Ссылок уже {MOST_LINKS}" in refused.text
    assert len(links()) == MOST_LINKS


def test_the_link_of_another_business_cannot_be_withdrawn(cafe_owner, stranger, visitor, guest, anybody, share, links):
    address = share(cafe_owner)
    link = links()[0].id
    for other in (stranger, guest, anybody):
        assert other.post_form(f"/share/{link}/withdraw").status_code == 404
    assert anybody.get(address).status_code == 200


def test_a_member_withdraws_their_own_and_the_owner_everybodys(cafe_owner, accountant, anybody, share, links):
    owners, accountants = share(cafe_owner), share(accountant)
    by = {one.person_id: one.id for one in links()}
    assert accountant.post_form(f"/share/{by[cafe_owner.person.id]}/withdraw").status_code == 404
    assert "сделал другой участник" not in accountant.get("/share").text
    assert "сделал другой участник" in cafe_owner.get("/share").text
    assert cafe_owner.post_form(f"/share/{by[accountant.person.id]}/withdraw").status_code == 303
    assert anybody.get(owners).status_code == 200
    assert anybody.get(accountants).status_code == 404


def test_a_link_ends_with_the_power_of_attorney_and_says_so(cafe_owner, accountant, anybody, share, clock):
    address = share(accountant, days="90")
    assert "до 31 декабря 2026" in plain(anybody.get(address).text)
    clock.moment = datetime(2026, 12, 31, 20, 59, tzinfo=UTC)
    assert anybody.get(address).status_code == 200
    clock.moment = datetime(2026, 12, 31, 21, 0, tzinfo=UTC)
    assert anybody.get(address).status_code == 404


def test_a_link_ends_when_its_maker_leaves_and_does_not_come_back_with_them(
    cafe_owner, accountant, anybody, share, write, clock
):
    address = share(accountant)
    business, person = cafe_owner.business.id, accountant.person.id

    def leave(session):
        session.delete(session.exec(select(Membership).where(Membership.person_id == person)).one())

    write(leave)
    assert anybody.get(address).status_code == 404
    clock.forward(minutes=1)
    write(lambda session: add_member(session, person, business, MemberKind.MEMBER, ALL_SCOPES, clock.now()))
    assert anybody.get(address).status_code == 404


def test_a_link_of_a_blocked_person_opens_nothing(cafe_owner, anybody, share, write, clock):
    address = share(cafe_owner)

    def block(session):
        person = session.get_one(Person, cafe_owner.person.id)
        person.blocked_at = clock.now()
        session.add(person)

    write(block)
    assert anybody.get(address).status_code == 404


def test_links_go_with_the_business(cafe_owner, anybody, share, links):
    address = share(cafe_owner)
    erased = cafe_owner.post_form(f"/businesses/{cafe_owner.business.id}/erase", {"sure": "1"})
    assert erased.status_code == 303
    assert links() == []
    assert anybody.get(address).status_code == 404


def test_the_run_of_a_visitor_is_shown_too_until_it_is_erased(guest, anybody, share, links):
    address = share(guest)
    assert INSTRUCTION in anybody.get(address).text
    assert "Показать название" not in guest.get("/share").text
    assert guest.post_form("/erase", {"sure": "1"}).status_code == 303
    assert links() == []
    assert anybody.get(address).status_code == 404


def test_a_link_to_a_run_ends_no_later_than_the_run(guest, anybody, share, links, clock, write):
    assert "90" not in plain(guest.get("/share").text).split("Сколько действует")[1].split("</fieldset>")[0]
    clock.forward(days=10)
    address = share(guest, days="30")
    assert links()[0].expires_at <= guest.business.expires_at
    assert "до 27 декабря 2026" in plain(anybody.get(address).text)
    clock.moment = guest.business.expires_at
    assert anybody.get(address).status_code == 404
    write(lambda session: end_runs(session, {}, clock.now()))
    assert links() == []


def test_what_a_visitor_without_an_account_shows_leaves_no_line_in_the_log(guest, cafe_owner, share, engine):
    share(guest)
    with open_session(engine) as session:
        assert [one.action for one in session.exec(select(AuditRow)) if one.object_type == "share_link"] == []
    share(cafe_owner)
    with open_session(engine) as session:
        assert [one.action for one in session.exec(select(AuditRow)) if one.object_type == "share_link"] == [
            "share_link.made"
        ]


def test_without_answers_there_is_nothing_to_show(newcomer, visitor, person):
    assert newcomer.get("/share", follow_redirects=False).headers["location"] == "/list"
    nobody = person.browser()
    assert nobody.get("/share", follow_redirects=False).headers["location"] == "/list"
    assert nobody.post_form("/share", {"days": "7"}).status_code == 404


def test_links_that_have_ended_are_deleted_every_night(cafe_owner, share, links, clock, write):
    share(cafe_owner, days="7")
    lasting = share(cafe_owner, days="30").removeprefix("/s/")
    clock.forward(days=8)
    write(lambda session: end_links(session, {}, clock.now()))
    assert [one.token_hash for one in links()] == [hash_of(lasting)]


def test_links_are_in_the_copy_of_ones_data_without_their_hash(cafe_owner, share, engine, settings, clock):
    share(cafe_owner, label="бухгалтер")
    with open_session(engine) as session:
        person = session.get_one(Person, cafe_owner.person.id)
        packed = make_archive(session, person, settings.data, clock.now())
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        rows = json.loads(archive.read("tables/share_link.json"))
    assert [(row["label"], row["answers_shown"]) for row in rows] == [("бухгалтер", False)]
    assert "token_hash" not in rows[0]


def test_the_list_and_the_papers_lead_to_the_link(cafe_owner):
    assert 'href="/share"' in cafe_owner.get("/list").text
    assert 'href="/share"' in cafe_owner.get("/report").text


def test_the_shared_page_prints_with_day_edition_and_receipt(cafe_owner, anybody, share):
    footer = plain(anybody.get(share(cafe_owner)).text).split('class="print-only"')[-1]
    assert "28 ноября 2026" in footer
    assert "редакция № 1" in footer
    assert "квитанция" in footer


def test_a_form_from_a_foreign_site_makes_no_link(cafe_owner, links):
    assert cafe_owner.post("/share", data={"days": "7"}).status_code == 403
    assert links() == []


def test_a_link_lives_no_longer_than_three_months(cafe_owner, share, links, clock):
    share(cafe_owner, days="90")
    assert links()[0].expires_at - clock.now() < timedelta(days=91)
