"""Files of a dispute: handed over by the business to whoever answers it, and to nobody else."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from backend.accounts.models import Business, Person
from backend.accounts.personal import make_archive
from backend.assessments.models import Evidence
from backend.db.engine import open_session
from backend.papers.service import path_of, sweep
from backend.requirements.models import Dispute, DisputeFile
from rules.roles import Role
from tests.backend.assessments.samples import PDF, bomb

OURS = "food.shelf_life"  # of Роспотребнадзор
CLAIM = {"ground": "exempt", "text": "Кухни нет, еду привозят готовой."}
LATER = datetime(2100, 1, 1, tzinfo=UTC)


def sent(*names, content=PDF):
    return [("files", (name, content + b"%" + name.encode())) for name in names]


def submit(browser, *names, files=None, entry=OURS, **changes):
    given = files if files is not None else sent(*names)
    return browser.post_form(f"/requirements/{entry}/dispute", CLAIM | changes, files=given)


def rows(engine) -> list[DisputeFile]:
    with open_session(engine) as session:
        return list(session.exec(select(DisputeFile).order_by(DisputeFile.name)))


@pytest.fixture
def dispute(engine, cafe, regulator) -> Dispute:
    """A dispute of the café with one file."""
    submit(cafe, "договор.pdf")
    with open_session(engine) as session:
        return session.exec(select(Dispute)).one()


@pytest.fixture
def file(engine, dispute) -> DisputeFile:
    """Its file."""
    return rows(engine)[0]


def test_the_form_says_who_will_read_the_files(cafe, regulator):
    page = cafe.get(f"/requirements/{OURS}/dispute").text.replace("\xa0", " ")
    assert "Их прочитает: Роспотребнадзор" in page
    assert 'enctype="multipart/form-data"' in page


def test_the_owner_and_the_desk_get_the_file_as_a_download_that_cannot_run(cafe, regulator, dispute, file):
    for browser, address in ((cafe, f"/disputes/{dispute.id}"), (regulator, f"/desk/disputes/{dispute.id}")):
        assert f'href="{address}/files/{file.id}">договор.pdf' in browser.get(address).text
        got = browser.get(f"{address}/files/{file.id}")
        assert got.content.startswith(PDF)
        assert got.headers["content-disposition"].startswith("attachment;")
        assert got.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in got.headers["content-security-policy"]
        assert got.headers["content-type"] == "application/octet-stream"


def test_nobody_else_finds_the_file(stranger, visitor, admin, editor, person, dispute, file):
    other_office = person("a@example.ru", Role.REGULATOR, office=("mchs", "77"))
    other_region = person("b@example.ru", Role.REGULATOR, office=("rospotrebnadzor", "78"))
    for browser in (stranger, visitor, admin, editor, other_office, other_region):
        assert browser.get(f"/disputes/{dispute.id}/files/{file.id}").status_code == 404
        got = browser.get(f"/desk/disputes/{dispute.id}/files/{file.id}", follow_redirects=False)
        assert got.status_code == 404 or got.headers["location"].startswith("/sign-in")
        assert browser.get(f"/d/{'x' * 43}/files/{file.id}").status_code == 404


def test_a_file_is_found_under_its_own_dispute_only(cafe, regulator, engine, dispute, file):
    submit(cafe, entry="food.haccp")
    with open_session(engine) as session:
        other = session.exec(select(Dispute).where(Dispute.id != dispute.id)).one()
    assert cafe.get(f"/disputes/{other.id}/files/{file.id}").status_code == 404
    assert regulator.get(f"/desk/disputes/{other.id}/files/{file.id}").status_code == 404


def test_withdrawing_takes_the_files_back_from_the_desk_and_leaves_them_to_the_owner(cafe, regulator, dispute, file):
    cafe.post_form(f"/disputes/{dispute.id}/withdraw")
    assert cafe.get(f"/disputes/{dispute.id}/files/{file.id}").status_code == 200
    assert "теперь их видите только вы" in cafe.get(f"/disputes/{dispute.id}").text
    assert regulator.get(f"/desk/disputes/{dispute.id}/files/{file.id}").status_code == 404
    assert "договор.pdf" not in regulator.get(f"/desk/disputes/{dispute.id}").text


def test_an_answer_carries_files_too(engine, cafe, regulator, dispute):
    for action, text in (("take", ""), ("ask_facts", "Где договор?")):
        regulator.post_form(f"/desk/disputes/{dispute.id}/{action}", {"text": text})
    cafe.post_form(f"/disputes/{dispute.id}/give_facts", {"text": "Вот."}, files=sent("план.pdf"))
    page = regulator.get(f"/desk/disputes/{dispute.id}").text
    assert page.rindex("договор.pdf") < page.index("Где договор?") < page.rindex("план.pdf")


def test_a_dispute_has_at_most_five_files_over_all_its_steps(engine, cafe, regulator):
    assert "В споре не больше 5 файлов" in submit(cafe, *(f"{n}.pdf" for n in range(6))).text
    assert rows(engine) == []
    submit(cafe, *(f"{n}.pdf" for n in range(5)))
    with open_session(engine) as session:
        dispute = session.exec(select(Dispute)).one()
    for action in ("take", "ask_facts"):
        regulator.post_form(f"/desk/disputes/{dispute.id}/{action}", {"text": "Где договор?"})
    answer = cafe.post_form(f"/disputes/{dispute.id}/give_facts", {"text": "Вот."}, files=sent("5.pdf"))
    assert answer.status_code == 422
    assert "Соберите бумаги в один PDF" in answer.text
    assert "Вот." in answer.text
    assert len(rows(engine)) == 5


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("счёт.pdf", b"MZ" + b"\x00" * 300, "не PDF"),
        ("page.html", b"<script>alert(1)</script>", "Такие файлы не берём"),
        ("договор.docx", bomb(), "слишком много внутри"),
        ("пусто.pdf", b"", "пустой"),
        ("a.pdf", b"%PDF-" + b"0" * (11 * 1024 * 1024), "предел 10"),
    ],
)
def test_a_bad_file_leaves_everything_as_it_was_and_keeps_the_words(engine, cafe, settings, name, content, words):
    answer = submit(cafe, files=[("files", (name, content))])
    assert answer.status_code == 422
    assert words in answer.text
    assert CLAIM["text"] in answer.text
    assert not (settings.data / "evidence").exists()
    with open_session(engine) as session:
        assert session.exec(select(Dispute)).all() == []


def test_a_form_with_other_faults_says_that_files_have_to_be_chosen_again(engine, cafe):
    answer = submit(cafe, "договор.pdf", text="")
    assert "Напишите, что у вас не так" in answer.text
    assert "Выберите их ещё раз" in answer.text
    assert rows(engine) == []


def test_an_empty_field_is_no_file(engine, cafe):
    """A browser sends a field without a file as a file of no name and no content; httpx cannot, so by hand."""
    cafe.get("/sign-in")
    fields = {"_csrf_token": cafe.cookies["csrf"], **CLAIM}
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    no_file = (
        'Content-Disposition: form-data; name="files"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n'
    )
    body = "".join(f"--edge\r\n{part}\r\n" for part in [*parts, no_file]) + "--edge--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    address = f"/requirements/{OURS}/dispute"
    sent_by_hand = cafe.post(address, content=body.encode(), headers=headers, follow_redirects=False)
    assert sent_by_hand.status_code == 303
    assert rows(engine) == []


def test_files_of_disputes_count_with_the_other_papers_of_a_business(engine, hairdresser):
    entry = re.findall(r'href="/requirements/([^"]+)"', hairdresser.get("/list?by=topic").text)[0]
    hairdresser.post_form(f"/check/{entry}", {"keep": "1", "note": ""}, files={"file": ("a.pdf", PDF)})
    with open_session(engine, write=True) as session:
        row = session.exec(select(Evidence)).one()
        row.size = 50 * 1024 * 1024 - 10
        session.commit()
    answer = submit(hairdresser, "договор.pdf", entry=entry)
    assert answer.status_code == 422
    assert "больше 50 МБ" in answer.text


def test_the_bearer_of_the_secret_link_gets_the_file(engine, hairdresser, person, editor):
    entry = re.findall(r'href="/requirements/([^"]+)"', hairdresser.get("/list?by=topic").text)[0]
    address = submit(hairdresser, "договор.pdf", entry=entry).headers["location"]
    elsewhere, [file] = person.browser(), rows(engine)
    assert f"{address}/files/{file.id}" in elsewhere.get(address).text
    got = elsewhere.get(f"{address}/files/{file.id}")
    assert got.content.startswith(PDF)
    assert got.headers["content-disposition"].startswith("attachment;")
    for action in ("take", "ask_facts"):
        editor.post_form(f"/desk/disputes/{file.dispute_id}/{action}", {"text": "Сколько кресел?"})
    elsewhere.post_form(f"{address}/give_facts", {"text": "Одно."}, files=sent("план.pdf"))
    assert len(rows(engine)) == 2
    assert elsewhere.post_form(f"/d/{'x' * 43}/give_facts", {"text": "Да"}, files=sent("a.pdf")).status_code == 404
    assert elsewhere.get(f"/disputes/{file.dispute_id}/files/{file.id}").status_code == 404


def test_a_file_goes_with_the_business_and_not_while_a_dispute_has_it(engine, cafe, dispute, file, settings):
    path = path_of(settings.data, file.sha256)
    with open_session(engine, write=True) as session:
        assert sweep(session, settings.data, LATER) == 0
        session.delete(session.get_one(Business, cafe.business.id))
        session.commit()
        assert sweep(session, settings.data, LATER) == 1
    assert rows(engine) == []
    assert not path.exists()


def test_ones_data_have_the_files_of_disputes(engine, cafe, dispute, file, settings, clock):
    with open_session(engine) as session:
        packed = make_archive(session, session.get_one(Person, cafe.person.id), settings.data, clock.now())
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert f"files/disputes/1/{file.id}-договор.pdf" in archive.namelist()
        assert archive.read(f"files/disputes/1/{file.id}-договор.pdf").startswith(PDF)
        assert "tables/dispute_file.json" in archive.namelist()
