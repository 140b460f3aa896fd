"""The register extract: read whole or not at all, every fault with its line."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from backend.profiles import extract_reading
from backend.profiles.models import RegisterEntry
from backend.profiles.register import day_of_extract, facts_of_entry, find_entry, import_extract
from rules.faults import InputError

OF = date(2026, 11, 27)
LEN, FLAX = "7707083893", "500100732259"
HEAD = "inn,name,legal_form,region,okved,sme_category,registered_on,employees"
GOOD = f'{HEAD}\n{LEN},"ООО «Лён, кафе»",ooo,77,56.10;56.30,micro,2019-03-14,12\n{FLAX},ИП Иванов,ip,50,,,,\n'


@pytest.fixture
def bring(session, tmp_path, clock):
    """Import a text, or bytes, as the extract; returns how many organisations it holds."""

    def bring_in(content: str | bytes) -> int:
        path = tmp_path / "extract.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_extract(session, path, OF, clock.now())

    return bring_in


def faults(bring, content) -> list[tuple[str, int | None, str | None]]:
    """The codes, lines and fields of what is refused."""
    with pytest.raises(InputError) as refusal:
        bring(content)
    assert all(fault.file == "extract.csv" for fault in refusal.value.faults)
    return [(fault.code, fault.line, fault.field) for fault in refusal.value.faults]


def test_organisations_are_found_by_their_tax_number_with_typed_facts(bring, session):
    assert bring(GOOD) == 2
    facts = facts_of_entry(find_entry(session, LEN))
    assert find_entry(session, LEN).name == "ООО «Лён, кафе»"
    assert (facts["okved"], facts["employees"], facts["registered_on"]) == (("56.10", "56.30"), 12, date(2019, 3, 14))
    assert facts_of_entry(find_entry(session, FLAX)) == {"legal_form": "ip", "region": "50"}
    assert day_of_extract(session) == OF


def test_a_new_extract_replaces_the_former_one(bring, session):
    bring(GOOD)
    assert bring(f"inn,name\n{FLAX},ИП Иванов\n") == 1
    assert find_entry(session, LEN) is None


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\n\n"),
        f"name;inn;okved\nООО «Лён»;{LEN};56.10, 56.30\nИП Иванов;{FLAX};",
        f'"inn";"name";"okved"\n"{LEN}";"ООО ""Лён""";"56.10;56.30"\n{FLAX};ИП Иванов\n',
    ],
    ids=["byte-order mark", "other line ends", "empty lines", "semicolons", "quotes"],
)
def test_files_of_other_programs_are_read_alike(bring, session, content):
    assert bring(content) == 2
    assert facts_of_entry(find_entry(session, LEN))["okved"] == ("56.10", "56.30")


def test_every_fault_of_every_row_is_told_and_nothing_is_changed(bring, session):
    bring(GOOD)
    wrong = "\n".join(
        [
            HEAD,
            f"{LEN},ООО «Лён»,ooo,77,56.10,micro,2019-03-14,12",
            "7707083893²,ООО «Два»,ooo,77,56.10,micro,2019-03-14,12",
            "7707083894,,ooo,77,99.99.99,tiny,2027-03-14,-3",
            f"{LEN},ООО «Лён»,ooo,77,56.10,micro,2019-03-14,12",
            ",ИП Пустой,ip,50,,,2026-02-30,1_000",
            f"{FLAX},ИП Иванов,ip,50,,,,,,,",
        ]
    )
    assert faults(bring, wrong) == [
        ("inn_digits", 3, "inn"),
        ("inn_checksum", 4, "inn"),
        ("missing", 4, "name"),
        ("unknown_okved", 4, "okved[0]"),
        ("unknown_value", 4, "sme_category"),
        ("wrong_value", 4, "registered_on"),
        ("wrong_value", 4, "employees"),
        ("repeated_inn", 5, "inn"),
        ("missing", 6, "inn"),
        ("wrong_value", 6, "registered_on"),
        ("wrong_value", 6, "employees"),
        ("too_many_cells", 7, None),
    ]
    assert len(session.exec(select(RegisterEntry)).all()) == 2


def test_a_repeated_tax_number_names_the_line_where_it_stood_first(bring):
    with pytest.raises(InputError) as refusal:
        bring(f"inn,name\n{FLAX},один\n{LEN},два\n{LEN},три\n")
    (fault,) = refusal.value.faults
    assert (fault.line, fault.entry, fault.message.ru) == (4, LEN, "Такой ИНН уже есть в строке 3.")


def test_columns_are_checked_by_name(bring):
    assert faults(bring, "inn,nmae,region,region\n") == [
        ("no_column", 1, "name"),
        ("unknown_column", 1, "nmae"),
        ("repeated_column", 1, "region"),
    ]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "no_column", 1),
        (b"inn,name\n", "empty", None),
        (GOOD.encode("cp1251"), "not_utf8", 2),
        (GOOD.encode("utf-16"), "not_utf8", 1),
        (b'inn,name\n7707083893,"open\n', "not_csv", 2),
        (b"inn,name\n7707083893," + b"x" * 200_000, "not_csv", 2),
        (b"PK\x03\x04\xff\xfe\x00", "not_utf8", 1),
    ],
    ids=["nothing", "no rows", "cp1251", "utf-16", "open quotes", "huge cell", "archive"],
)
def test_what_is_no_such_file_is_refused_with_its_line(bring, content, code, line):
    assert (code, line) in [(found, where) for found, where, _ in faults(bring, content)]


def test_a_file_that_is_not_there_is_refused_by_name(session, tmp_path, clock):
    with pytest.raises(InputError, match="cannot be read"):
        import_extract(session, tmp_path / "none.csv", OF, clock.now())


def test_a_row_over_two_lines_does_not_shift_the_lines_of_others(bring):
    assert faults(bring, f'inn,name\n{LEN},"ООО\nЛён"\n7707083894,ООО\n') == [("inn_checksum", 4, "inn")]


def test_a_wholly_wrong_file_is_not_read_to_its_end(bring, monkeypatch):
    monkeypatch.setattr(extract_reading, "MOST_FAULTS", 5)
    found = faults(bring, "inn,name\n" + "1,x\n" * 50)
    assert len(found) == 7
    assert found[-1] == ("too_many_faults", 7, None)
