"""Releases for programs: whose key reads them, what is answered, and that nothing else can be asked."""

from __future__ import annotations

import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from backend.statistics import api_files
from backend.statistics.feed import feed_of
from backend.statistics.formats.files import FORMATS
from backend.statistics.signing import OF_A_RELEASE, is_signed, sha256_of
from backend.statistics.store import open_store
from backend.statistics.store_tables import note
from rules.roles import Role
from tests.backend.statistics.drawn import API, items, key_of, quarter, reader, release, year
from tests.conftest import NOW

LONG = "10674043309875200815567313305600"


@pytest.fixture
def read(person, regulator, settings):
    """A regulator's program over two announced quarters."""
    release(settings, "2026Q2")
    release(settings)
    return reader(person, regulator)


def test_a_program_of_a_regulator_reads_what_was_released(read):
    listed = read("/releases").json()["items"]
    assert [one["release"] for one in listed] == ["2026Q3", "2026Q2"]
    whole = read("/releases/2026Q3").json()
    assert len(whole["cells"]) == len(quarter())
    assert (whole["epsilon"], whole["delta"], whole["cap"], whole["synthetic"]) == (2.999, 1e-06, 10, False)
    assert any(cell["published"] for cell in whole["cells"])


def test_the_json_file_is_the_signed_document(read):
    whole = read("/releases/2026Q3").json()
    signed = {name: value for name, value in whole.items() if name not in ("key", "signature")}
    assert sha256_of(signed) == read("/releases").json()["items"][0]["sha256"]


class Written(float):
    """A number that remembers how it was written."""

    def __new__(cls, text):
        made = super().__new__(cls, text)
        made.text = text
        return made


def by_the_documented_rule(value):
    """Write a document as docs/api.md says: keys sorted, no spaces, numbers as they stand."""
    if isinstance(value, dict):
        names = sorted(value)
        return "{" + ",".join(f"{json.dumps(one)}:{by_the_documented_rule(value[one])}" for one in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(by_the_documented_rule, value)) + "]"
    return value.text if isinstance(value, Written) else json.dumps(value, ensure_ascii=False)


def test_the_hash_is_that_of_the_served_text_with_its_keys_sorted(read, settings):
    release(settings, "2025", year(), kind="year")
    heads = {one["release"]: one["sha256"] for one in read("/releases").json()["items"]}
    for name in ("2026Q3", "2025"):
        text = read(f"/releases/{name}").text
        assert '"delta":0.000001' in text
        assert not re.search(r"[:,\[]-?[0-9.]+(e|\.0[,}\]])", text)
        whole = json.loads(text, parse_float=Written)
        del whole["key"], whole["signature"]
        assert hashlib.sha256(by_the_documented_rule(whole).encode()).hexdigest() == heads[name]


def test_a_part_of_the_path_is_no_parameter(read):
    answer = read("/releases/2026Q3", release_id="2026Q2")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "release_id")


def test_where_there_are_no_parameters_the_remedy_says_so(read):
    (fault,) = read("/calendar", from_day="2026-01-01").json()["errors"]
    assert fault["remedy"] == {"ru": "Уберите: ключей здесь нет.", "en": "Drop it: there are no keys here."}


def test_who_has_no_right_to_releases_finds_none(read, person, owner, inspector, visitor):
    of_owner, of_inspector = reader(person, owner), reader(person, inspector)
    for path in ("/releases", "/releases/2026Q3", "/releases/2026Q3/cells", "/calendar", "/dimensions", "/quality"):
        assert of_owner(path).status_code == 404
        assert of_inspector(path).status_code == 404
        assert visitor.get(API + path).status_code == 401


def test_an_ombudsman_reads_them_too(read, person, ombudsman):
    assert reader(person, ombudsman)("/releases/2026Q3/cells").status_code == 200


def test_open_data_gives_everybody_the_same_bytes_but_not_too_often(read, app, settings, visitor):
    keyed = read("/releases/2026Q3", format="csv")
    app.app.state.settings = replace(settings, open_data=True)
    found = visitor.get(API + "/releases/2026Q3?format=csv")
    assert (found.status_code, found.content) == (200, keyed.content)
    assert found.headers["cache-control"].startswith("public")
    answers = {visitor.get(API + "/calendar").status_code for _ in range(601)}
    assert answers == {200, 429}


def media_of(answer):
    """Return the media type of an answer; the server adds a charset to texts."""
    return answer.headers["content-type"].removesuffix("; charset=utf-8")


@pytest.mark.parametrize("code", FORMATS)
def test_each_format_is_a_file_with_a_tag_a_name_and_its_record(read, code):
    answer = read("/releases/2026Q3", format=code)
    assert answer.status_code == 200
    assert media_of(answer) == FORMATS[code].media
    assert answer.headers["content-disposition"] == f'attachment; filename="yasno-2026Q3{FORMATS[code].end}"'
    assert '</api/v1/statistics/releases/2026Q3/record>; rel="describedby"' in answer.headers["link"]
    tag = answer.headers["etag"]
    assert tag.removeprefix("W/") == f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    again = read("/releases/2026Q3", {"If-None-Match": tag}, format=code)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag.removeprefix("W/"))


def test_packed_bytes_have_a_tag_of_their_own(read):
    plain = read("/releases/2026Q3", {"Accept-Encoding": "identity"}, format="csv")
    packed = read("/releases/2026Q3", {"Accept-Encoding": "gzip"}, format="csv")
    assert (plain.headers.get("content-encoding"), packed.headers["content-encoding"]) == (None, "gzip")
    assert packed.headers["etag"] == f"W/{plain.headers['etag']}"
    assert "accept-encoding" in packed.headers["vary"].lower()
    for tag in (plain.headers["etag"], packed.headers["etag"]):
        assert read("/releases/2026Q3", {"If-None-Match": tag}, format="csv").status_code == 304


ACCEPTED = {
    "text/csv": "csv",
    "application/vnd.apache.parquet, application/json;q=0.5": "parquet",
    "application/vnd.sdmx.data+csv;version=2.0.0": "sdmx-csv",
    "application/x-parquet": "parquet",
    "application/parquet, */*;q=0.1": "parquet",
    "application/*;q=0.9, text/csv;q=1.0": "csv",
    "*/*": "json",
    "image/png": "json",
    ";q=x,,/": "json",
}


def test_a_format_can_be_asked_for_by_accept(read):
    for accept, code in ACCEPTED.items():
        assert media_of(read("/releases/2026Q3", {"Accept": accept})) == FORMATS[code].media, accept


def test_json_stat_can_be_asked_for_by_accept(read):
    for accept in ("application/json-stat", "application/json-stat+json", "application/vnd.json-stat+json"):
        answer = read("/releases/2026Q3", {"Accept": accept})
        assert (media_of(answer), answer.json()["class"]) == ("application/json", "dataset")
    assert "class" not in read("/releases/2026Q3", {"Accept": "application/json"}).json()


def test_rows_come_in_parts_that_make_up_the_whole(read):
    whole, found, cursor = read("/releases/2026Q3").json()["cells"], [], ""
    while True:
        part = read("/releases/2026Q3/cells", **({"cursor": cursor} if cursor else {})).json()
        found += part["items"]
        cursor = part["next"]
        if cursor is None:
            break
    assert found == whole


def test_filters_give_the_rows_that_stand_there(read):
    whole, one = read("/releases/2026Q3").json()["cells"], items()[0]
    for asked in (
        {"level": "domain", "domain": "fire"},
        {"requirement": one.requirement, "version": one.version, "measure": "clarity"},
        {"level": "requirement", "measure": "feasibility"},
    ):
        given = read("/releases/2026Q3/cells", **asked).json()["items"]
        assert given
        assert given == [cell for cell in whole if all(cell[name] == value for name, value in asked.items())]
    groups = read("/releases/2026Q3/cells", size="micro", sector="trade").json()["items"]
    assert groups == [cell for cell in whole if cell["segment"] == {"size": "micro", "sector": "trade"}]


def test_parts_of_one_group_of_businesses_follow_each_other(read):
    first = read("/releases/2026Q3/cells", size="micro", sector="trade", limit=10).json()
    second = read("/releases/2026Q3/cells", size="micro", sector="trade", limit=10, cursor=first["next"]).json()
    every = read("/releases/2026Q3/cells", size="micro", sector="trade").json()["items"]
    assert [*first["items"], *second["items"]] == every[:20]


OUTSIDE = [
    {"level": "region"},
    {"measure": "noise"},
    {"size": "micro"},
    {"sector": "trade"},
    {"size": "micro", "sector": "mining"},
    {"version": "1"},
    {"level": "domain", "size": "micro", "sector": "trade"},
    {"level": "domain", "requirement": "fire.drill"},
    {"level": "all", "domain": "fire"},
    {"region": "77"},
    {"authority": "mchs"},
    {"inn": "7707083893"},
    {"min_n": "1"},
    {"published": "true"},
    {"group_by": "size"},
    {"cursor": "x"},
    {"cursor": "WyIxIiwgIjAiXQ"},
]


def test_outside_the_fixed_hierarchy_nothing_is_answered(read):
    for asked in OUTSIDE:
        answer = read("/releases/2026Q3/cells", **asked)
        assert answer.status_code == 400, asked
        assert answer.json()["errors"][0]["field"] in {*asked, "size", "sector"}


def test_a_cursor_is_of_one_release_and_one_question(read):
    cursor = read("/releases/2026Q3/cells", limit=5).json()["next"]
    assert read("/releases/2026Q2/cells", limit=5, cursor=cursor).status_code == 400
    assert read("/releases/2026Q3/cells", limit=5, cursor=cursor, measure="clarity").status_code == 400


def test_an_unknown_release_is_not_found(read):
    for name in ("2031Q1", "2026", "q", LONG, "%00", "2026Q3 "):
        for end in ("", "/cells", "/structure", "/record", "/notes"):
            assert read(f"/releases/{name}{end}").status_code == 404, (name, end)


def test_an_unknown_format_is_named(read):
    answer = read("/releases/2026Q3", format="pdf")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "format")
    assert read("/releases/2026Q3/record", format="csv").status_code == 400


def test_a_pilot_is_for_screens_alone(read, settings):
    release(settings, "pilot-2025", kind="pilot")
    assert [one["release"] for one in read("/releases").json()["items"]] == ["2026Q3", "2026Q2"]
    for end in ("", "/cells", "/structure", "/record", "/notes"):
        assert read(f"/releases/pilot-2025{end}").status_code == 404


def test_a_yearly_release_reads_the_same_way(read, settings):
    release(settings, "2025", year(), kind="year")
    for code in FORMATS:
        assert read("/releases/2025", format=code).status_code == 200
    costs = read("/releases/2025/cells", measure="cost", level="requirement").json()["items"]
    shown = [cell for cell in costs if cell["published"]]
    assert shown
    assert all(cell["value"] is None and len(cell["shares"]) == 9 for cell in shown)


def test_codes_have_names_in_both_languages_and_a_version(read):
    found = read("/dimensions").json()
    assert (found["version"], found["segments_version"], found["total"]) == ("1.0.0", 1, "_T")
    assert len(found["segments"]) == 13
    assert {one["code"] for one in found["no_data"]} == set(FORMATS)
    for name in ("levels", "domains", "sizes", "sectors", "segments", "measures", "statistics", "formats"):
        assert all(one["name"]["ru"] and one["name"]["en"] for one in found[name]), name
    cells = read("/releases/2026Q3").json()["cells"]
    known = {name: {one["code"] for one in found[name]} for name in ("levels", "domains", "measures", "sizes")}
    assert {cell["level"] for cell in cells} <= known["levels"]
    assert {cell["domain"] for cell in cells} <= known["domains"]
    assert {cell["measure"] for cell in cells} <= known["measures"]


def test_the_quality_note_says_what_is_withheld_and_how_strong_the_noise_is(read, person, settings):
    found = read("/quality").json()
    assert found["release"] == "2026Q3"
    assert {one["code"] for one in found["parts"]} >= {"method", "withheld", "limits", "parameters"}
    assert "ε = 2.999" in json.dumps(found["parts"], ensure_ascii=False)
    assert read("/quality", release="2026Q2").json()["release"] == "2026Q2"
    assert read("/quality", release="2031Q1").status_code == 404


def test_days_of_releases_are_told_with_what_has_become_of_them(read):
    found = read("/calendar").json()["items"]
    assert [(one["window"]["code"], one["state"]) for one in found] == [
        ("2026Q2", "published"),
        ("2026Q3", "published"),
    ]


def test_before_the_first_release_there_is_an_empty_list_and_a_note(person, regulator):
    read = reader(person, regulator)
    assert read("/releases").json() == {"items": [], "next": None}
    assert read("/calendar").json() == {"items": []}
    assert read("/quality").json()["release"] is None
    assert read("/releases/2026Q3").status_code == 404


def test_a_key_that_only_reads_is_enough(person, regulator, settings):

    release(settings)
    token = key_of(person, regulator, ("control:read",))
    answer = person.browser().get(API + "/releases", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200


def test_a_regulator_of_anywhere_reads_the_same(person, regulator, settings):
    release(settings)
    other = person("other@example.ru", Role.REGULATOR, office=("mchs", "16"))
    assert reader(person, other)("/releases/2026Q3").content == reader(person, regulator)("/releases/2026Q3").content


def test_of_many_who_ask_at_once_for_a_file_one_has_it_written(settings):
    release(settings)
    feed = feed_of(settings)
    head, before = feed.head("2026Q3"), api_files._file.cache_info().misses
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: api_files.file_of(feed, head, "xlsx").sha256, range(16)))
    assert (len(found), api_files._file.cache_info().misses - before) == (1, 1)


def test_whoever_has_the_document_can_check_its_signature(read):
    whole = read("/releases/2026Q3").json()
    sha256 = sha256_of({name: value for name, value in whole.items() if name not in ("key", "signature")})
    assert is_signed(whole["key"], OF_A_RELEASE, sha256, whole["signature"])
    changed = sha256_of({**whole, "epsilon": 1.0})
    assert not is_signed(whole["key"], OF_A_RELEASE, changed, whole["signature"])


def test_notes_stand_beside_a_release_and_leave_its_bytes_alone(read, settings):
    before = {code: read("/releases/2026Q3", format=code).content for code in FORMATS}
    store = open_store(settings.release_url, settings.dataset)
    with store.writing() as connection:
        words = {"ru": "Сбой: часть ответов не вошла.", "en": "A fault: some answers are not in it."}
        connection.execute(note.insert().values(id="n1", release="2026Q3", at=NOW, **words))
    api_files._file.cache_clear()
    api_files._whole.cache_clear()
    [told] = read("/releases/2026Q3/notes").json()["items"]
    assert told["text"] == words
    assert {code: read("/releases/2026Q3", format=code).content for code in FORMATS} == before
    assert read("/releases/2026Q2/notes").json()["items"] == []
