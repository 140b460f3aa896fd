"""Papers are known by their content; what is packed too tightly, hides something, or lies about itself is refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image, PngImagePlugin

from backend.errors import Invalid
from backend.papers.files import check_file, safe_name
from backend.papers.models import FileType

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DOCX_TYPES = (
    '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
XLSX_TYPES = DOCX_TYPES.replace("wordprocessingml.document", "spreadsheetml.sheet")
MACRO_TYPES = (
    '<?xml version="1.0"?><Types><Override ContentType="application/'
    'vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)


def office(types=DOCX_TYPES, **parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return made.getvalue()


def picture(kind="PNG", size=(20, 10), **extra):
    made = io.BytesIO()
    Image.new("RGB", size, "red").save(made, kind, **extra)
    return made.getvalue()


def signature():
    inner = bytes.fromhex("06092a864886f70d010702") + b"\xa0\x0a" + b"\x00" * 10
    return b"\x30" + bytes([len(inner)]) + inner


def refused(name, content):
    with pytest.raises(Invalid) as caught:
        check_file(name, content)
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "type_"),
    [
        ("акт.pdf", PDF, FileType.PDF),
        ("фото.png", picture(), FileType.PNG),
        ("фото.JPG", picture("JPEG"), FileType.JPEG),
        ("договор.docx", office(document="<w>Договор</w>"), FileType.DOCX),
        ("журнал.xlsx", office(XLSX_TYPES, sheet="<x/>"), FileType.XLSX),
        ("акт.pdf.sig", signature(), FileType.P7S),
    ],
)
def test_each_kind_of_paper_is_taken(name, content, type_):
    assert check_file(name, content).type is type_


def test_a_program_called_pdf_is_refused():
    refusal = refused("счёт.pdf", b"MZ\x90\x00" + b"\x00" * 200)
    assert refusal.message.ru == "Внутри «счёт.pdf» не PDF, файл не сохранён."
    assert refusal.remedy.ru.startswith("Приложите PDF")


@pytest.mark.parametrize("name", ["page.html", "run.exe", "picture.svg", "notes.txt"])
def test_other_kinds_are_refused_by_name(name):
    assert "Такие файлы не берём" in refused(name, b"<svg onload=alert(1)>").message.ru


def test_a_picture_called_pdf_is_told_its_right_name():
    refusal = refused("скан.pdf", picture())
    assert "внутри PNG" in refusal.message.ru
    assert refusal.remedy.ru == "Назовите его с окончанием .png."


def test_a_file_over_ten_megabytes_is_refused_in_the_words_of_the_house():
    refusal = refused("большой.pdf", b"%PDF-" + b"0" * (60 * 1024 * 1024))
    assert refusal.message.ru == "Файл 60 МБ не сохранён, предел 10."
    assert refusal.remedy.ru == "Сожмите; остальное цело."


def test_an_empty_file_is_refused():
    assert "пустой" in refused("пусто.pdf", b"").message.ru


def test_a_bomb_of_two_gigabytes_is_not_unpacked():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", DOCX_TYPES)
        archive.writestr("word/document.xml", b"\x00" * (101 * 1024 * 1024))
    refusal = refused("договор.docx", made.getvalue())
    assert refusal.message.ru == "Архив не открыт: слишком много внутри."
    assert refusal.remedy.ru == "Приложите PDF."


def test_a_document_packed_a_thousand_times_is_refused():
    assert "слишком много внутри" in refused("a.docx", office(document="0" * 5_000_000)).message.ru


def test_an_entry_that_lies_about_its_size_is_counted_anyway():
    content = bytearray(office(document=b"0" * 90_000 + bytes(range(256)) * 300))
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    assert refused("a.docx", bytes(content)).faults[0].code in ("file_broken", "file_bomb")


def test_entries_that_lie_over_each_other_are_refused():
    content = bytearray(office(document="<w/>", other="<w/>"))
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    third = content.find(b"PK\x01\x02", second + 4)
    content[third + 42 : third + 46] = content[second + 42 : second + 46]
    assert refused("a.docx", bytes(content)).faults[0].code in ("file_broken", "file_bomb")


def test_a_document_with_macros_is_not_taken():
    assert "Такие файлы не берём" in refused("a.docx", office(MACRO_TYPES)).message.ru


def test_a_plain_archive_is_not_taken():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "a")
    assert "Такие файлы не берём" in refused("a.docx", made.getvalue()).message.ru


@pytest.mark.parametrize("start", [PDF, picture()])
def test_an_archive_behind_another_file_is_found(start):
    name = "a.pdf" if start.startswith(b"%PDF") else "a.png"
    assert "спрятан ещё один файл" in refused(name, start + office(document="<w/>") + PDF[-7:] * 0).message.ru


def test_bytes_behind_an_archive_are_found():
    assert refused("a.docx", office(document="<w/>") + PDF).faults[0].code == "file_two_kinds"


def test_a_damaged_archive_is_refused():
    whole = office(document="<w>слова</w>" * 50)
    assert refused("a.docx", whole[: len(whole) // 2]).faults[0].code == "file_broken"


def test_a_picture_of_fifty_megapixels_is_refused_before_it_is_drawn():
    header = struct.pack(">IIBBBBB", 10_000, 5_000, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\x00" * 100)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    assert "40 мегапикселей" in refused("карта.png", b"\x89PNG\r\n\x1a\n" + body).message.ru


def test_a_cut_picture_is_refused():
    assert refused("a.jpg", picture("JPEG", (300, 300))[:400]).faults[0].code == "file_broken"


def test_hidden_data_of_a_photo_is_taken_out():
    exif = Image.Exif()
    exif[0x010F] = "Секретная камера"
    exif[0x8825] = {1: "N", 2: (55.0, 45.0, 0.0)}
    kept = check_file("фото.jpg", picture("JPEG", exif=exif, comment=b"home address")).content
    shown = Image.open(io.BytesIO(kept))
    assert not shown.getexif()
    assert b"home address" not in kept
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", "Anna")
    assert b"Anna" not in check_file("a.png", picture(pnginfo=note)).content


def test_a_photo_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = check_file("a.jpg", picture("JPEG", (40, 20), exif=exif)).content
    assert Image.open(io.BytesIO(kept)).size == (20, 40)


def test_a_signature_with_something_behind_it_is_refused():
    assert refused("a.p7s", signature() + b"<script>").faults[0].code == "file_type"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\Анна\\акт.pdf", "акт.pdf"),
        ("../../etc/passwd", "passwd"),
        ("а\u202eкт\x00.pdf", "акт.pdf"),
        ("", "file"),
        ("я" * 300 + ".pdf", "я" * 140 + ".pdf"),
    ],
)
def test_names_are_made_harmless(given, kept):
    assert safe_name(given) == kept
