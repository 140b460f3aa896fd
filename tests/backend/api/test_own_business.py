"""A business through its key: facts, list, answers, disputes, papers, costs, dossier."""

from __future__ import annotations

import io

import openpyxl
import pytest

REQUIREMENT = "labour.contract_written"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_a_key_shows_its_business_and_what_it_may_do(program):
    items = program.get("/api/v1/businesses").json()["items"]
    assert [one["id"] for one in items] == [program.business.id]
    assert items[0]["scopes"] == ["answer", "control", "dispute", "read"]


def test_facts_are_replaced_as_a_whole_and_the_list_follows(program):
    address = program.at(f"places/{program.place}/facts")
    before = program.get(program.at("list")).json()
    answer = program.put(
        address, json={"facts": {"legal_form": "ip", "okved": ["96.02"], "employees": 0, "seats": None}}
    )
    assert answer.json()["facts"] == {"legal_form": "ip", "okved": ["96.02"], "employees": 0, "seats": None}
    assert answer.json()["origins"]["seats"] == "unknown"
    after = program.get(program.at("list")).json()
    assert after["counts"] != before["counts"]
    assert REQUIREMENT not in {one["id"] for one in after["items"]}


def test_every_fault_of_the_facts_is_named_at_once(program, contents):
    before = contents()
    facts = {"employees": -3, "registered_on": "2027-02-29", "legal_form": "ooоo", "seets": 4, "okved": ["5"]}
    answer = program.put(program.at(f"places/{program.place}/facts"), json={"facts": facts})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [
        "facts.employees",
        "facts.registered_on",
        "facts.legal_form",
        "facts.seets",
        "facts.okved[0]",
    ]
    assert all(one["remedy"]["ru"] and one["remedy"]["en"] for one in answer.json()["errors"])
    assert contents() == before


def test_the_list_comes_with_reasons_and_receipts(program):
    whole = program.get(program.at("list"), params={"limit": 100}).json()
    assert whole["counts"]["applies"] > 30
    assert whole["receipts"][0]["sha256"]
    item = next(one for one in whole["items"] if one["id"] == REQUIREMENT)
    assert item["places"][0]["because"][0]["fact"] == "employees"
    assert item["source"]["act"]["number"] == "197-ФЗ"
    one = program.get(program.at(f"requirements/{REQUIREMENT}")).json()
    assert one["verdict"] == "applies"
    assert one["would_change"]


def test_a_second_place_has_facts_of_its_own(program):
    place = program.post(program.at("places"), json={"name": "Склад"}).json()["id"]
    program.put(program.at(f"places/{place}/facts"), json={"facts": {"employees": 20, "seats": 5, "legal_form": "ooo"}})
    first = program.get(program.at(f"places/{program.place}/facts")).json()["facts"]
    assert first["employees"] == 20
    assert first["seats"] == 40
    assert program.delete(program.at(f"places/{place}")).status_code == 204
    last = program.delete(program.at(f"places/{program.place}"))
    assert last.status_code == 409
    assert program.get(program.at("places")).json()["items"][0]["id"] == program.place


def test_an_answer_counts_and_can_be_taken_back(program):
    address = program.at(f"requirements/{REQUIREMENT}/answer")
    before = program.get(program.at("assessment")).json()["readiness"]
    answer = program.put(address, json={"answer": "partly", "note": "Два договора не подписаны."}).json()
    assert (answer["value"], answer["recheck"]) == ("partly", False)
    after = program.get(program.at("assessment")).json()["readiness"]
    assert (after["partly"], after["not_answered"]) == (1, before["not_answered"] - 1)
    assert program.get(program.at("list"), params={"status": "partly"}).json()["items"][0]["id"] == REQUIREMENT
    assert [one["requirement"] for one in program.get(program.at("plan")).json()["items"]] == [REQUIREMENT]
    assert program.post(f"{address}/undo").json()["value"] is None
    assert program.post(f"{address}/undo").status_code == 409


def test_a_gap_is_planned_and_closed(program):
    home = program.at(f"requirements/{REQUIREMENT}")
    program.put(f"{home}/answer", json={"answer": "no"})
    program.put(f"{home}/plan", json={"who": "Анна", "due_on": "2026-12-10"})
    task = program.get(program.at("plan")).json()["items"][0]
    assert (task["who"], task["due_on"]) == ("Анна", "2026-12-10")
    days = program.get(program.at("calendar")).json()["items"]
    assert [one["day"] for one in days if one["kind"] == "plan"] == ["2026-12-10"]
    assert program.post(f"{home}/plan/done").json()["done_at"]
    assert program.get(f"{home}/answer").json()["value"] == "yes"


def test_a_gap_closed_too_early_goes_back_into_the_plan(program):
    home = program.at(f"requirements/{REQUIREMENT}")
    assert program.post(f"{home}/plan/reopen").status_code == 404, "nothing is planned"
    program.put(f"{home}/answer", json={"answer": "no"})
    program.put(f"{home}/plan", json={"who": "Анна"})
    assert program.post(f"{home}/plan/reopen").status_code == 409, "it is not closed"
    closed = program.post(f"{home}/plan/done")
    opened = program.post(f"{home}/plan/reopen", headers={"If-Match": closed.headers["ETag"]})
    assert (opened.status_code, opened.json()["done_at"], opened.json()["who"]) == (200, None, "Анна")
    assert program.get(f"{home}/answer").json()["value"] == "no"
    program.post(f"{home}/plan/done")
    program.put(f"{home}/answer", json={"answer": "partly"})
    assert program.post(f"{home}/plan/reopen").json()["done_at"] is None
    assert program.get(f"{home}/answer").json()["value"] == "partly", "what was answered since stands"


def test_a_mark_is_one_vote_that_can_be_changed_and_taken_back(program):
    address = program.at(f"requirements/{REQUIREMENT}/mark")
    assert program.get(address).json()["clarity"] is None
    program.put(address, json={"clarity": 2, "clarity_tags": ["term"], "feasibility": 4})
    program.put(address, json={"clarity": 5})
    mark = program.get(address).json()
    assert (mark["clarity"], mark["clarity_tags"], mark["feasibility"]) == (5, [], None)
    assert program.delete(address).status_code == 204
    assert program.get(address).json()["clarity"] is None


def test_a_dispute_is_submitted_once_and_withdrawn(program):
    claim = {"requirement": REQUIREMENT, "ground": "condition", "text": "Работников нет."}
    made = program.post(program.at("disputes"), json=claim)
    assert made.status_code == 201
    dispute = made.json()
    assert (dispute["state"], dispute["actions"]) == ("SUBMITTED", ["withdraw"])
    assert program.post(program.at("disputes"), json=claim).status_code == 409
    items = program.get(program.at("list"), params={"limit": 100}).json()["items"]
    assert [one["id"] for one in items if one["dispute"] == dispute["id"]] == [REQUIREMENT]
    address = program.at(f"disputes/{dispute['id']}")
    assert program.post(f"{address}/answer", json={"text": "Да."}).status_code == 409
    assert program.post(f"{address}/withdraw").json()["state"] == "WITHDRAWN"
    assert program.post(f"{address}/withdraw").status_code == 409


def test_a_dispute_takes_files_while_it_runs(program):
    claim = {"requirement": REQUIREMENT, "ground": "condition", "text": "Работников нет."}
    address = program.at(f"disputes/{program.post(program.at('disputes'), json=claim).json()['id']}")
    for number in range(5):
        made = program.post(f"{address}/files", files={"file": (f"{number}.pdf", PDF)})
        assert made.status_code == 201
    sixth = program.post(f"{address}/files", files={"file": ("6.pdf", PDF)})
    assert (sixth.status_code, sixth.json()["errors"][0]["field"]) == (422, "file")
    assert [one["name"] for one in program.get(address).json()["files"]] == [f"{number}.pdf" for number in range(5)]
    file = program.get(f"{address}/files/{made.json()['id']}")
    assert file.content == PDF
    assert file.headers["Content-Disposition"].startswith("attachment")
    program.post(f"{address}/withdraw")
    assert program.get(f"{address}/files/{made.json()['id']}").status_code == 200
    assert program.post(f"{address}/files", files={"file": ("7.pdf", PDF)}).status_code == 409


def test_a_paper_is_kept_handed_out_and_removed(program):
    address = program.at(f"requirements/{REQUIREMENT}/evidence")
    paper = program.post(address, files={"file": ("акт.pdf", PDF)}, data={"expires_on": "2027-01-31"}).json()
    assert (paper["type"], paper["expires_on"]) == ("pdf", "2027-01-31")
    file = program.get(program.at(f"evidence/{paper['id']}"))
    assert file.content == PDF
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert program.delete(program.at(f"evidence/{paper['id']}")).status_code == 204
    assert program.get(program.at(f"evidence/{paper['id']}")).status_code == 404


def test_own_numbers_take_the_place_of_the_estimate(program):
    address = program.at(f"requirements/{REQUIREMENT}/costs")
    program.put(address, json={"rub_per_time": "1500.50", "times_per_year": "1/3"})
    kept = program.get(address).json()
    assert (kept["rub_per_time"], kept["times_per_year"]) == ("1500.50", "1/3")
    duties = program.get(program.at("costs")).json()["duties"]
    assert next(one for one in duties if one["requirement"] == REQUIREMENT)["flag"] == "own"
    assert program.delete(address).status_code == 204
    assert program.get(address).json()["rub_per_time"] is None


def test_the_word_of_the_owner_is_kept_and_taken_back(program):
    address = program.at(f"requirements/{REQUIREMENT}/confirmation")
    assert program.put(address).json()["choice"] == "confirmed"
    assert program.get(program.at(f"requirements/{REQUIREMENT}")).json()["confirmed"] is True
    assert program.delete(address).status_code == 204
    assert program.get(address).json()["choice"] is None


def test_settings_say_what_is_left_out_of_every_total(program):
    settings = program.get(program.at("settings")).json()
    kept = {name: settings[name] for name in ("domains", "authorities")}
    kept["domains"] = [code for code in kept["domains"] if code != "fire"]
    changed = program.put(program.at("settings"), json={**kept, "depth": "main", "often": "weekly"}).json()
    assert (changed["domains_out"], changed["often"]) == (["fire"], "weekly")
    assert "Пожарная" in program.get(program.at("assessment")).json()["left_out"]["ru"]


@pytest.mark.parametrize(("language", "said"), [("ru", "Требования"), ("en", "Requirements")])
def test_the_dossier_comes_in_three_forms_and_two_languages(program, language, said):
    headers = {"Accept-Language": language}
    assert program.get(program.at("dossier.pdf"), headers=headers).content.startswith(b"%PDF-")
    book = openpyxl.load_workbook(io.BytesIO(program.get(program.at("dossier.xlsx"), headers=headers).content))
    assert book.sheetnames[0] == said
    data = program.get(program.at("dossier"), headers=headers).json()
    assert data["entries"][0]["title"]["ru"]
    assert data["receipt"]


def test_what_is_coming_is_told_with_its_days(program):
    changes = program.get(program.at("list/changes")).json()
    assert all(one["on"] > "2026-11-28" for one in changes["upcoming"])
    assert changes["past"] == []


def test_errors_speak_the_language_asked_for(program):
    russian = program.put(program.at("costs/wage"), json={})
    english = program.put(program.at("costs/wage"), json={}, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert russian.json()["title"].startswith("Нужна зарплата")
    assert english.json()["title"].startswith("Give a monthly wage")
    assert russian.json()["errors"] == english.json()["errors"]
