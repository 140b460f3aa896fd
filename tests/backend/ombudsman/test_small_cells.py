"""A yearly report: small cells merged, everything rounded, nothing to be had by subtracting; made once."""

import json
from datetime import UTC, date, datetime

import pytest

from backend.appeals.models import Appeal, AppealGround
from backend.db.engine import open_session
from backend.ombudsman.cells import middle, one_way
from backend.ombudsman.models import OmbudsmanCase, OmbudsmanConsent, OmbudsmanKind
from calculators.appeal import Subject
from rules.roles import Role


def test_cells_under_ten_are_merged_and_what_is_merged_is_ten_at_least():
    assert one_way({"МЧС": 41, "РПН": 17, "Труд": 3, "Ветнадзор": 1}) == {"МЧС": 40, "others": 20}
    assert one_way({"МЧС": 41, "РПН": 17}) == {"МЧС": 40, "РПН": 15}
    assert one_way({"МЧС": 12, "РПН": 1}) == {"others": 15}
    assert one_way({"МЧС": 5, "РПН": 4}) == {}


def test_no_table_shows_a_cell_under_ten_whatever_the_counts_are():
    for first in range(25):
        for second in range(25):
            for third in (0, 1, 9, 10, 14):
                table = one_way({"a": first, "b": second, "c": third})
                assert all(count >= 10 and count % 5 == 0 for count in table.values())


def test_one_case_more_in_a_small_cell_changes_no_big_one():
    before = one_way({"МЧС": 41, "РПН": 20, "Труд": 10})
    after = one_way({"МЧС": 41, "РПН": 20, "Труд": 10, "Лес": 1})
    assert before["МЧС"] == after["МЧС"]
    assert "Лес" not in after


def test_half_of_the_cases_is_told_from_thirty_only():
    assert middle([7] * 29) is None
    assert middle([7] * 30) == 7


def received(engine, number, *, authority="МЧС", state="RESOLVED", days=5, year=2026, ground="no_notice"):
    with open_session(engine, write=True) as session, session.begin():
        session.add(
            OmbudsmanCase(
                platform_number=number,
                kind=OmbudsmanKind.REGIONAL,
                region="77",
                authority_name=authority,
                ground=ground,
                received_on=date(year, 3, 1),
                closed_on=date(year, 3, 1 + days),
                state=state,
                created_at=datetime(2026, 3, 1, tzinfo=UTC),
            )
        )


@pytest.fixture
def year(engine, person, ombudsman):
    for number in range(1, 32):
        received(engine, number)
    for number in range(32, 35):
        received(engine, number, authority="Редкий орган", state="NOT_RESOLVED", days=25)
    person.wait_until("2027-01-15T10:00")


def test_a_report_is_of_a_finished_year_and_made_once(ombudsman, engine):
    assert ombudsman.post_form("/desk/ombudsman/reports", {"year": "2026"}).status_code == 409


def test_the_report_names_no_rare_authority_and_gives_no_total(ombudsman, year):
    made = ombudsman.post_form("/desk/ombudsman/reports", {"year": "2026"})
    assert made.status_code == 303, made.text[-1500:]
    assert ombudsman.post_form("/desk/ombudsman/reports", {"year": "2026"}).status_code == 409
    base = "/desk/ombudsman/reports/2026"
    told = json.loads(ombudsman.get(f"{base}/report.json").content)
    assert told["tables"]["authority"] == [{"row": "others", "name": {"ru": "прочие", "en": "others"}, "cases": 35}]
    assert [row["cases"] for row in told["tables"]["ground"]] == [35]
    assert told["median_days"] == 5
    for address in (base, f"{base}/report.csv", f"{base}/report.json"):
        body = ombudsman.get(address).text
        assert "Редкий" not in body
    assert "34" not in ombudsman.get(f"{base}/report.csv").text
    assert ombudsman.get(f"{base}/report.pdf").content.startswith(b"%PDF")


def test_a_report_made_is_not_changed_by_what_becomes_known_later(ombudsman, year, engine):
    ombudsman.post_form("/desk/ombudsman/reports", {"year": "2026"})
    before = ombudsman.get("/desk/ombudsman/reports/2026/report.json").content
    for number in range(100, 120):
        received(engine, number, authority="Другой")
    assert ombudsman.get("/desk/ombudsman/reports/2026/report.json").content == before


def test_another_office_has_no_such_report(person, ombudsman, year):
    ombudsman.post_form("/desk/ombudsman/reports", {"year": "2026"})
    far = person("far@defence.example", Role.OMBUDSMAN, office=("", "78"))
    assert far.get("/desk/ombudsman/reports/2026").status_code == 404


def going_on(engine, owner, ombudsman, number, codes, *, parts, until=date(2027, 2, 1), ground="no_notice"):
    """Let a case of the year go on whose appeal has grounds and whose consent shows certain parts; return its id."""
    began = datetime(2026, 12, 1, tzinfo=UTC)
    with open_session(engine, write=True) as session, session.begin():
        about = {"business_id": owner.business.id, "region": "77"}
        subject = {"subject": Subject.DECISION, "control_type": "fire"}
        appeal = Appeal(platform_number=number, created_at=began, **about, **subject)
        session.add(appeal)
        session.flush()
        for n, code in enumerate(codes, 1):
            session.add(AppealGround(appeal_id=appeal.id, n=n, code=code, text="Не так"))
        row = OmbudsmanCase(
            platform_number=number, kind=OmbudsmanKind.REGIONAL, appeal_id=appeal.id, ground=ground,
            ombudsman_id=ombudsman.person.id, received_on=date(2026, 12, 1), state="ACCEPTED", created_at=began,
            **about,
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add(OmbudsmanConsent(case_id=row.id, parts=parts, purpose="Позиция", until=until, given_at=began))
        return row.id


def counted_grounds(ombudsman):
    made = ombudsman.post_form("/desk/ombudsman/reports", {"year": "2026"})
    assert made.status_code == 303, made.text[-1500:]
    told = json.loads(ombudsman.get("/desk/ombudsman/reports/2026/report.json").content)
    return {row["row"]: row["cases"] for row in told["tables"]["ground"]}


def looks(owner, case):
    return owner.get(f"/ombudsman/{case}/views.csv").text


def test_the_ground_that_a_consent_shows_is_counted_and_the_client_reads_of_it(engine, person, owner, ombudsman):
    numbers = iter(range(1, 100))
    world = engine, owner, ombudsman
    grounds, head = ["appeal_grounds"], ["appeal"]
    shown = [going_on(*world, next(numbers), ["notice", "approval"], parts=grounds) for _ in range(10)]
    # Filed under one of those the client names: it stays.
    alike = [
        going_on(*world, next(numbers), ["notice", "approval"], parts=grounds, ground="approval") for _ in "0" * 20
    ]
    hidden = [going_on(*world, next(numbers), ["notice"], parts=head) for _ in range(15)]
    over = [going_on(*world, next(numbers), ["notice"], parts=grounds, until=date(2027, 1, 9)) for _ in range(15)]
    person.wait_until("2027-01-15T10:00")
    assert counted_grounds(ombudsman) == {"approval": 20, "no_notice": 30, "notice": 10}
    assert looks(owner, shown[0]).count("учёл довод в годовом докладе") == 1
    for case in (alike[0], hidden[0], over[0]):
        assert "в годовом докладе" not in looks(owner, case)


def test_a_ground_shown_to_another_ombudsman_of_the_office_is_not_looked_at(engine, person, owner, ombudsman):
    other = person("second@defence.example", Role.OMBUDSMAN, name="Вторая", office=("", "77"))
    cases = [going_on(engine, owner, other, n, ["notice"], parts=["appeal_grounds"]) for n in range(1, 11)]
    person.wait_until("2027-01-15T10:00")
    assert counted_grounds(ombudsman) == {"no_notice": 10}
    assert "в годовом докладе" not in looks(owner, cases[0])
