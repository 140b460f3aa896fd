"""What is written goes with its business, is in the copy of one's data, and holds no name of an erased person."""

from __future__ import annotations

import io
import json
import zipfile

from sqlmodel import select

from backend.db.engine import open_session
from backend.papers.service import path_of
from backend.threads.hosts import ThreadSide
from backend.threads.models import (
    Thread,
    ThreadFile,
    ThreadMember,
    ThreadMessage,
    ThreadRead,
    ThreadShown,
)
from tests.backend.threads.talk import PAGE, PDF, say

TABLES = (Thread, ThreadFile, ThreadMember, ThreadMessage, ThreadRead, ThreadShown)


def test_the_copy_of_ones_data_holds_what_one_read_with_the_files_one_sent(owner, inspector, ombudsman, case, joins):
    say(owner, "Прилагаю.", files=[("file", ("акт.pdf", PDF, "application/pdf"))])
    say(inspector, "Получено.")
    packed = zipfile.ZipFile(io.BytesIO(owner.get("/account/data.zip").content))
    told = json.loads(packed.read("threads.json"))
    assert [one["text"] for one in told["thread_message"]] == ["Прилагаю.", "Получено."]
    assert [one["by"]["ru"] for one in told["thread_read"]] == ["МЧС по Москве"]
    assert len(told["thread_file"]) == 1
    assert any(name.startswith("files/threads/") and name.endswith("акт.pdf") for name in packed.namelist())
    assert "tables/thread_message.json" not in packed.namelist()
    assert inspector.person.id not in packed.read("threads.json").decode(), "nobody behind an office is named"


def test_nor_does_it_hold_what_one_was_no_reader_of(owner, inspector, ombudsman, case, joins):
    say(owner, "Наше.")
    joins()
    mine = case.present.pop("business")
    say(inspector, "Между органами.")
    case.present["business"] = mine
    packed = zipfile.ZipFile(io.BytesIO(owner.get("/account/data.zip").content))
    assert [one["text"] for one in json.loads(packed.read("threads.json"))["thread_message"]] == ["Наше."]


def test_with_the_business_goes_every_row_of_its_threads(owner, inspector, ombudsman, case, joins, engine, settings):
    say(owner, "Прилагаю.", files=[("file", ("акт.pdf", PDF, "application/pdf"))])
    joins()
    owner.post_form(f"{PAGE}/earlier", {"to": "ombudsman:1", "all": "1", "up_to": "1"})
    say(inspector, "Получено.", kind="request")
    with open_session(engine) as session:
        digest = session.exec(select(ThreadFile.sha256)).one()
        assert all(session.exec(select(table)).all() for table in TABLES)
    assert path_of(settings.data, digest).is_file()
    assert owner.post_form("/account/erase", {"sure": "1"}).status_code == 303
    with open_session(engine) as session:
        assert {table.__name__: session.exec(select(table)).all() for table in TABLES} == {
            table.__name__: [] for table in TABLES
        }


def test_the_name_of_an_erased_person_leaves_the_lists_of_readers(owner, person, case, engine):
    expert = person("expert@example.ru", name="Зоя Канарейкина", business="Эксперт")
    case.join(expert, ThreadSide.AUTHORITY, "Зоя Канарейкина", "expert", person_id=expert.person.id)
    say(owner, "Для троих.")
    say(expert, "Прочла.")
    case.leave("expert")
    assert expert.post_form("/account/erase", {"sure": "1"}).status_code == 303
    with open_session(engine) as session:
        kept = str([row.model_dump() for table in TABLES for row in session.exec(select(table))])
    assert "Канарейкина" not in kept
    page = owner.get(PAGE).text
    assert "Прочла." in page
    assert "Участник, данные которого удалены" in page
