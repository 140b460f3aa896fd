"""What has changed is not written over; what has not is not sent again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

REQUIREMENT = "labour.contract_written"
DATED = "fire.evacuation_drill"
CHANGES = {
    "places/{place}": [{"name": "Тверская, 1"}, {"name": "Тверская, 2"}],
    "places/{place}/facts": [{"facts": {"employees": 1}}, {"facts": {"employees": 2}}],
    f"requirements/{REQUIREMENT}/answer": [{"answer": "yes"}, {"answer": "no"}],
    f"requirements/{REQUIREMENT}/mark": [{"clarity": 1}, {"clarity": 5}],
    f"requirements/{REQUIREMENT}/plan": [{"who": "Анна"}, {"who": "Борис"}],
    f"requirements/{REQUIREMENT}/costs": [{"rub_per_time": "100"}, {"rub_per_time": "200"}],
    "costs/wage": [{"monthly": "60000"}, {"monthly": "70000"}],
}


def test_who_has_the_last_one_gets_no_body(visitor):
    first = visitor.get("/api/v1/requirements")
    again = visitor.get("/api/v1/requirements", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = visitor.get("/api/v1/requirements", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize("path", CHANGES)
def test_a_writer_who_saw_the_last_one_writes_and_one_who_did_not_is_refused(program, contents, path):
    address = program.at(path.format(place=program.place))
    seen = program.get(address).headers["ETag"]
    one, other = CHANGES[path]
    assert program.put(address, json=one, headers={"If-Match": seen}).status_code == 200
    before = contents()
    refused = program.put(address, json=other, headers={"If-Match": seen})
    assert refused.status_code == 412
    assert refused.json()["code"] == "changed"
    assert contents() == before
    fresh = program.get(address).headers["ETag"]
    assert program.put(address, json=other, headers={"If-Match": f'"x", {fresh}'}).status_code == 200


@pytest.mark.parametrize("path", CHANGES)
def test_an_answer_to_a_change_is_what_reading_gives(program, path):
    address = program.at(path.format(place=program.place))
    written = program.put(address, json=CHANGES[path][0])
    read = program.get(address)
    assert written.status_code == 200
    assert (written.content, written.headers["ETag"]) == (read.content, read.headers["ETag"])


def test_a_tag_that_is_no_tag_is_refused(program):
    answer = program.put(program.at("costs/wage"), json={"monthly": "1"}, headers={"If-Match": "latest"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "If-Match"


@pytest.mark.slow
def test_of_two_who_saw_the_same_one_writes(program, address):
    """Pairs of writers at the same moment, through a real server: never both, never neither."""
    paths = [program.at(path.format(place=program.place)) for path in CHANGES]
    headers = {"Authorization": f"Bearer {program.key}"}
    with httpx.Client(base_url=address, headers=headers, timeout=30) as client, ThreadPoolExecutor(2) as pool:
        for number in range(3):
            for path, bodies in zip(paths, CHANGES.values(), strict=True):
                seen = client.get(path).headers["ETag"]
                # A body that changes nothing would leave the tag as it is, and both would be right.
                pair = [_changed(body, 2 * number + turn) for turn, body in enumerate(bodies)]
                sent = [pool.submit(client.put, path, json=body, headers={"If-Match": seen}) for body in pair]
                assert sorted(one.result().status_code for one in sent) == [200, 412], path


def _changed(body, number: int):
    """Return the body with another value each time."""
    if "facts" in body:
        return {"facts": {"employees": 10 + number}}
    if "answer" in body:
        return {**body, "note": f"№ {number}"}
    if "clarity" in body:
        return {**body, "comment": f"№ {number}"}
    name = next(iter(body))
    return {name: f"{1000 + number}"}
