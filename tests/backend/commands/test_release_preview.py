"""`yasno release preview`, as typed: the cells a release would publish, and every fault of a file at once."""

from __future__ import annotations

import json
from collections.abc import Iterable

import jsonschema_rs
import pytest
from click.testing import CliRunner

from backend.commands.release_preview import preview
from calculators.synthetic import fixed_items, population
from rules.reading import read_schema

HEADER = "business,requirement,requirement_version,clarity,feasibility,size,sector"
SHORT = "business,requirement,requirement_version,clarity,feasibility"
ROW = "b1,fire.drill,1,2,5,micro,trade"


@pytest.fixture
def run(tmp_path):
    """Runs the command on the text or bytes of its files; returns (exit code, stdout, stderr)."""

    def typed(answers: str | bytes, profiles: str | None = None, *options: str):
        content = answers.encode() if isinstance(answers, str) else answers
        (tmp_path / "answers.csv").write_bytes(content)
        words = ["--answers", str(tmp_path / "answers.csv"), *options]
        if profiles is not None:
            (tmp_path / "profiles.csv").write_text(profiles, encoding="utf-8")
            words += ["--profiles", str(tmp_path / "profiles.csv")]
        result = CliRunner().invoke(preview, words)
        return result.exit_code, result.stdout, result.stderr

    return typed


@pytest.fixture
def faults(run):
    """Runs the command on faulty files; returns (code, field, line) of every fault."""

    def told(answers: str | bytes, profiles: str | None = None):
        code, printed, _ = run(answers, profiles, "--json")
        errors = json.loads(printed)["errors"]
        assert code == 2
        assert all(one["message"]["ru"] and one["message"]["en"] and one["remedy"]["en"] for one in errors)
        return [(one["code"], one["field"], one.get("line")) for one in errors]

    return told


def many(businesses: int, columns: str = HEADER) -> str:
    """Return a file of answers of so many made-up businesses."""
    rows: Iterable[tuple[object, ...]] = (
        (f"b{one.unit}", one.requirement, one.version, one.clarity, one.feasibility, *one.segment)
        for one in population(businesses, fixed_items(), 1)
    )
    width = columns.count(",") + 1
    return "\n".join([columns, *(",".join(map(str, row[:width])) for row in rows)])


def test_a_preview_is_a_release_in_shape_marked_and_without_an_id(run):
    code, printed, _ = run(many(3_000), None, "--json")
    document = json.loads(printed)
    jsonschema_rs.Draft202012Validator(json.loads(read_schema("release-preview"))).validate(document)
    assert (code, document["preview"], document["release"], document["collecting"]) == (0, True, None, False)
    assert (document["epsilon"], document["delta"], document["cap"]) == (2.999, 0.000001, 10)
    assert len(document["cells"]) == 120 * 24 + 240 + 24
    shown = [cell for cell in document["cells"] if cell["published"]]
    assert {cell["level"] for cell in shown} == {"cell", "requirement", "domain"}
    assert all(1 <= cell["value"] <= 5 and cell["n_noisy"] >= 249 for cell in shown)
    assert all(cell["value"] is cell["n_noisy"] is None for cell in document["cells"] if not cell["published"])


def test_each_run_draws_its_own_noise(run):
    # Thousands of noisy numbers twice the same: a chance below 1e-100.
    text = many(3_000)
    assert run(text, None, "--json")[1] != run(text, None, "--json")[1]


def test_few_answers_show_nothing_and_say_that_voices_are_collected(run):
    code, printed, _ = run(f"{HEADER}\n{ROW}\n", None, "--json")
    document = json.loads(printed)
    assert (code, document["collecting"]) == (0, True)
    assert not any(cell["published"] for cell in document["cells"])
    assert run(f"{HEADER}\n{ROW}\n")[1].splitlines()[1] == "Собираем: голосов пока мало."


def test_the_topic_group_is_the_catalogues_or_what_stands_before_the_dot(run):
    rows = f"{HEADER}\nb,fire.internal_water_checks,1,1,1,micro,trade\nb,x.y.z,1,1,1,micro,trade\n"
    document = json.loads(run(rows, None, "--json")[1])
    assert {cell["domain"] for cell in document["cells"]} == {"fire", "x"}


def test_segments_may_come_from_profiles(run):
    profiles = "business,size,sector\n" + "\n".join(f"b{number},micro,services" for number in range(1, 1_001))
    document = json.loads(run(many(1_000, SHORT), profiles, "--json")[1])
    shown = {tuple(cell["segment"].values()) for cell in document["cells"] if cell["published"] and cell["segment"]}
    assert shown == {("micro", "services")}


def test_segments_may_follow_from_the_register(run):
    head = "business;legal_form;sme_category;employees;okved"
    profiles = "\n".join([head, *(f"b{number};ip;micro;0;56.10, 47.11" for number in range(1, 1_001))])
    document = json.loads(run(many(1_000, SHORT), profiles, "--json")[1])
    shown = {tuple(cell["segment"].values()) for cell in document["cells"] if cell["published"] and cell["segment"]}
    assert shown == {("ip_alone", "trade")}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("between", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_separators_and_line_ends_are_read_alike(run, mark, between, end):
    text = end.join([HEADER, ROW, "", "b2,fire.drill,1,,3,small,production"]).replace(",", between)
    code, printed, _ = run(mark + text, None, "--json")
    assert (code, len(json.loads(printed)["cells"])) == (0, 28)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("b,x.y,1,0,5,micro,trade", ("not_a_score", "clarity")),
        ("b,x.y,1,6,5,micro,trade", ("not_a_score", "clarity")),
        ("b,x.y,1,²,5,micro,trade", ("not_a_score", "clarity")),
        ("b,x.y,1,5,3.5,micro,trade", ("not_a_score", "feasibility")),
        ("b,x.y,1,٣,5,micro,trade", ("not_a_score", "clarity")),
        ("b,x.y,1,+3,5,micro,trade", ("not_a_score", "clarity")),
        ("b,x.y,1,,,micro,trade", ("no_score", "clarity")),
        (",x.y,1,1,1,micro,trade", ("missing", "business")),
        ("b,,1,1,1,micro,trade", ("missing", "requirement")),
        ("b,x.y,,1,1,micro,trade", ("missing", "requirement_version")),
        ("b,x.y,1,1,1,huge,trade", ("unknown_code", "size")),
        ("b,x.y,1,1,1,micro,trad", ("unknown_code", "sector")),
        ("b,x.y,1,1,1,micro,", ("missing", "sector")),
        ("b,x.y,1,1,1,micro,trade,more", ("too_many_cells", None)),
        ("b\x00,x.y,1,1,1,micro,trade", ("control_character", "business")),
        (f"{'b' * 200},x.y,1,1,1,micro,trade", ("too_long", "business")),
        ('b,x.y,1,1,1,micro,"trade', ("not_csv", None)),
        (f"{'b' * 200_000},x.y,1,1,1,micro,trade", ("too_long", None)),
        ("b1,x.y,1,1,1,small,trade", ("another_segment", "size")),
        ("b1,fire.drill,1,1,1,micro,trade", ("second_vote", "requirement_version")),
    ],
)
def test_a_wrong_row_is_told_with_its_line_and_column(faults, row, found):
    assert faults(f"{HEADER}\n{ROW}\n{row}") == [(*found, 3)]


def test_every_fault_is_told_at_once(faults):
    told = faults(f"{HEADER}\nb,x.y,1,0,9,micro,trade\n{ROW}\nb3,,1,,,micro,\n{ROW}")
    assert [(code, line) for code, _, line in told] == [
        ("not_a_score", 2),
        ("not_a_score", 2),
        ("missing", 4),
        ("no_score", 4),
        ("missing", 4),
        ("second_vote", 5),
    ]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (HEADER.replace("clarity", "clearness"), {("unknown_column", "clearness"), ("no_column", "clarity")}),
        (HEADER.replace(",sector", ",size"), {("repeated_column", "size"), ("no_column", "sector")}),
        (SHORT, {("no_column", "size"), ("no_column", "sector")}),
        ("", {("empty", None)}),
    ],
)
def test_wrong_columns_are_told_by_name(faults, header, found):
    assert {(code, field) for code, field, _ in faults(header)} == found


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \n\n", HEADER.encode(), f"{HEADER}\n\n,,\n".encode()])
def test_a_file_without_answers_is_refused(faults, content):
    assert [code for code, _, _ in faults(content)] == ["empty"]


def test_a_file_in_another_encoding_is_refused_with_the_line(faults):
    assert faults(f"{HEADER}\nкафе,x.y,1,1,1,micro,trade".encode("cp1251")) == [("not_utf8", None, 2)]
    assert faults(f"{HEADER}\n{ROW}".encode("utf-16"))[0][0] == "not_utf8"


def test_a_file_of_another_kind_ends_after_a_thousand_faults(faults):
    told = faults("\n".join([HEADER, *["b,x.y,1,0,1,micro,trade"] * 5_000]))
    assert (len(told), told[-1][0]) == (1_001, "too_many_faults")


@pytest.mark.parametrize(
    ("profiles", "found"),
    [
        ("business,size,sector\nb2,micro,trade", [("no_profile", "business", 2)]),
        ("business,size,sector\nb1,micro,trade\nb1,small,trade", [("repeated_business", "business", 3)]),
        ("business,size,sector\nb1,giant,trade", [("unknown_code", "size", 2)]),
        ("business,size\nb1,micro", [("no_column", "sector", 1)]),
        ("business\nb1", [("no_column", name, 1) for name in ("legal_form", "sme_category", "employees", "okved")]),
        ("business,legal_form,sme_category,employees,okved\nb1,ooo,micro,5,", [("no_segment", "okved", 2)]),
        (
            "business,legal_form,sme_category,employees,okved\nb1,zao,tiny,-1,99.99",
            [
                ("unknown_code", "legal_form", 2),
                ("unknown_code", "sme_category", 2),
                ("not_whole", "employees", 2),
                ("unknown_code", "okved", 2),
            ],
        ),
        ("business,size,sector", [("empty", None, None)]),
        ("", [("empty", None, None)]),
    ],
)
def test_wrong_profiles_are_told_too(faults, profiles, found):
    assert faults(f"{SHORT}\nb1,fire.drill,1,2,5", profiles) == found


def test_profiles_and_answers_that_contradict_one_another_are_told(faults):
    told = faults(f"{HEADER}\n{ROW}", "business,size,sector\nb1,small,trade")
    assert told == [("another_segment", "size", 2)]


def test_a_missing_file_is_refused_and_a_person_reads_a_sentence(run):
    assert CliRunner().invoke(preview, ["--answers", "none.csv"]).exit_code == 2
    code, printed, told = run(f"{HEADER}\nb,x.y,1,0,5,micro,trade")
    assert (code, printed) == (2, "")
    assert "answers.csv:2, clarity: «0»: оценка бывает 1, 2, 3, 4 или 5." in told


def test_answers_may_come_on_stdin():
    result = CliRunner().invoke(preview, ["--answers", "-", "--json"], input=f"{HEADER}\n{ROW}")
    assert (result.exit_code, json.loads(result.stdout)["preview"]) == (0, True)


def test_requirements_unknown_to_the_catalogue_are_drawn_and_counted_on_stderr(run, monkeypatch):
    known = "b,food.cleaning,1,1,1,micro,trade"
    rows = f"{HEADER}\n{known}\nb,food.cleanin,1,1,1,micro,trade\nb,<script>,1,1,1,micro,trade\n"
    code, printed, told = run(rows, None, "--json")
    assert (code, len({cell["requirement"] for cell in json.loads(printed)["cells"]} - {None})) == (0, 3)
    assert "Требований не из реестра: 2." in told
    assert "«food.cleanin», похоже на «food.cleaning»" in told
    monkeypatch.setenv("YASNO_LANG", "en")
    assert "Requirements unknown to the catalogue: 2." in run(rows)[2]
    assert run(f"{HEADER}\n{known}\n")[2] == ""


def test_a_cell_of_no_end_is_called_long_not_ill_quoted(run):
    assert "Ячейка длиннее 131072 знаков" in run(f"{HEADER}\n{'b' * 200_000},x.y,1,1,1,micro,trade")[2]


def test_russian_numbers_have_a_comma(run, monkeypatch):
    assert "ε = 2,999, ничего" in run(f"{HEADER}\n{ROW}\n")[1]
    monkeypatch.setenv("YASNO_LANG", "en")
    assert "ε = 2.999, nothing" in run(f"{HEADER}\n{ROW}\n")[1]
