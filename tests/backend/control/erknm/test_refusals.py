"""What could harm us is refused, in words, and before anything is taken from the file."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from backend.control.erknm.opening import Limits
from backend.control.erknm.reading import ErknmImport
from rules.faults import InputError
from tests.backend.control.erknm.snapshots import CAFE, END, HEAD, ROOT, packed, record, xml

SMALL = Limits(record_bytes=0, ratio_from_bytes=100_000)
BOMB = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
FOREIGN = """<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>"""


def code_of(path: Path, limits: Limits | None = None) -> list[str]:
    run = ErknmImport(path, {CAFE}, **({"limits": limits} if limits else {}))
    given = []
    with pytest.raises(InputError) as caught:
        given += list(run)
    assert given == []
    assert all(fault.message.ru and fault.message.en and fault.remedy.ru for fault in caught.value.faults)
    return [fault.code for fault in caught.value.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16"])
@pytest.mark.parametrize("dtd", [BOMB, FOREIGN, "<!DOCTYPE x>", "<!-- a --><?b c?>\n<!doctype x>"])
def test_a_dtd_is_refused_in_every_encoding(tmp_path, dtd, encoding):
    (tmp_path / "a.xml").write_bytes(xml([record(1)], encoding, HEAD.format(encoding) + dtd))
    assert code_of(tmp_path / "a.xml") == ["dtd"]


def test_a_dtd_in_the_last_file_refuses_the_whole_archive(tmp_path):
    files = {"a.xml": xml([record(1)]), "b.xml": xml([record(2)], head=HEAD.format("utf-8") + BOMB)}
    assert code_of(packed(tmp_path / "a.zip", files)) == ["dtd"]


@pytest.mark.parametrize("encoding", ["utf-7", "utf-32", "ebcdic-cp-us", "hz-gb-2312"])
def test_an_encoding_that_could_hide_a_dtd_is_refused(tmp_path, encoding):
    (tmp_path / "a.xml").write_bytes(xml([record(1)], "utf-8", HEAD.format(encoding)))
    assert code_of(tmp_path / "a.xml") == ["encoding"]


@pytest.mark.parametrize("data", [b"", b"{}", b"\0" * 100, b"<!--" + b"-" * 100_000, "<а".encode("utf-32")])
def test_what_is_no_xml_is_refused(tmp_path, data):
    (tmp_path / "a.xml").write_bytes(data)
    assert code_of(tmp_path / "a.xml") == ["not_xml"]


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError) as caught:
        ErknmImport(tmp_path / "no.zip", {CAFE})
    assert caught.value.faults[0].code == "unreadable"


def test_an_archive_that_grows_beyond_measure_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.xml": xml([" " * 8_000_000])})
    assert code_of(path) == ["archive_bomb"]


def test_an_archive_that_lies_about_its_size_is_caught_while_it_is_read(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.xml": xml([" " * 8_000_000, record(1)])})
    data = path.read_bytes()
    size = struct.pack("<I", len(xml([" " * 8_000_000, record(1)])))
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, struct.pack("<I", 900_000)))
    # zipfile itself gives no more than was declared: then the file is cut off, and that is told.
    assert code_of(path) in (["archive_bomb"], ["broken_xml"], ["damaged"])


def test_too_much_in_all_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {f"{n}.xml": xml([record(1)]) for n in range(3)})
    assert code_of(path, Limits(unpacked_bytes=5000)) == ["too_large"]
    assert code_of(path, Limits(members=2)) == ["too_many_files"]


def test_a_record_without_end_is_refused(tmp_path):
    long = record(1, more="".join(f"<PART>{n}</PART>" for n in range(400_000)))
    path = tmp_path / "a.xml"
    path.write_bytes(xml([long]))
    assert code_of(path, SMALL) == ["endless_record"]


def test_a_file_whose_records_have_another_name_is_refused_and_inspect_is_named(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes((HEAD.format("utf-8") + ROOT + "<OTHER>1</OTHER>" * 300_000 + END).encode())
    with pytest.raises(InputError) as caught:
        list(ErknmImport(path, {CAFE}, limits=SMALL))
    assert "erknm inspect" in caught.value.faults[0].remedy.ru


def test_depth_beyond_measure_is_refused(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(xml([record(1, more="<A>" * 5000 + "</A>" * 5000)]))
    assert code_of(path) == ["broken_xml"]


def test_an_entity_that_nobody_declared_is_refused(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(xml([record(1, more="<PLACE>&a;</PLACE>")]))
    assert code_of(path) == ["broken_xml"]


def test_an_archive_cut_off_or_encrypted_or_without_xml_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.xml": xml([record(1)])})
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert code_of(path) == ["damaged"]
    assert code_of(packed(tmp_path / "b.zip", {"a.txt": b"x"})) == ["no_xml"]
    flagged = bytearray(data)
    central = data.rfind(b"PK\x01\x02")
    flagged[central + 8] |= 1
    path.write_bytes(bytes(flagged))
    assert code_of(path) == ["encrypted"]


def test_damage_inside_an_archive_is_told(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.xml": xml([record(n) for n in range(3000)])}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[200] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(InputError) as caught:
        list(ErknmImport(path, {CAFE}))
    assert caught.value.faults[0].code in ("damaged", "broken_xml")
