"""What a file is, by its content: kinds of papers that are taken, and what is refused. Nothing is stored here."""

from __future__ import annotations

import base64
import binascii
import io
import re
import threading
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from backend.errors import Invalid
from backend.papers.models import FileType
from rules.faults import Fault
from rules.text import Text

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_EXPANDED = 100 * MEGABYTE
MOST_RATIO = 200  # of a whole document; tables of equal cells pack about 100 times
MOST_ENTRIES = 5_000
MOST_PIXELS = 40_000_000
PDF_TAIL = 2_048
CHUNK = 256 * 1024
# A large picture takes a few hundred megabytes while it is drawn: they wait for each other.
ONE_AT_A_TIME = threading.Lock()
EXTENSIONS: Mapping[FileType, tuple[str, ...]] = {
    FileType.PDF: ("pdf",),
    FileType.PNG: ("png",),
    FileType.JPEG: ("jpg", "jpeg"),
    FileType.DOCX: ("docx",),
    FileType.XLSX: ("xlsx",),
    FileType.P7S: ("p7s", "sig"),
}
MAIN_PARTS = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": FileType.DOCX,
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileType.XLSX,
}
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
TAKEN = Text("Приложите PDF, PNG, JPEG, DOCX, XLSX или P7S.", "Attach a PDF, PNG, JPEG, DOCX, XLSX or P7S.")
ATTACH_PDF = Text("Приложите PDF.", "Attach a PDF.")
SMALLER = Text("Сожмите; остальное цело.", "Compress it; the rest is safe.")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its kind, what to store (pictures without their hidden data), a harmless name."""

    type: FileType
    content: bytes
    name: str


def check_file(name: str, content: bytes) -> Checked:
    """Return the file as it may be kept.

    Raises:
        Invalid: too large, of another kind than taken or named, packed too tightly, or two kinds at once.
    """
    shown = safe_name(name)
    if len(content) > MOST_BYTES:
        size = f"{len(content) / MEGABYTE:.0f}"
        message = Text(f"Файл {size} МБ не сохранён, предел 10.", f"{size} MB not saved, the limit is 10.")
        raise _refusal("file_too_large", message, SMALLER)
    if not content:
        message = Text(f"Файл «{shown}» пустой.", f"“{shown}” is empty.")
        raise _refusal("file_empty", message, Text("Выберите другой.", "Choose another one."))
    type_ = _type_of(shown, content)
    extension = shown.rpartition(".")[2].lower()
    if extension not in EXTENSIONS[type_]:
        message = Text(
            f"«{shown}» называется не так, как устроен: внутри {type_.value.upper()}.",
            f"“{shown}” is not what its name says: there is {type_.value.upper()} inside.",
        )
        right = EXTENSIONS[type_][0]
        remedy = Text(f"Назовите его с окончанием .{right}.", f"Name it with the ending .{right}.")
        raise _refusal("file_extension", message, remedy)
    return Checked(type_, READERS[type_](shown, content), shown)


def safe_name(name: str) -> str:
    """Return a file's name without folders and invisible characters, at most 150 characters, ending kept.

    >>> safe_name("..\\\\secret/акт.pdf")
    'акт.pdf'
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:140]}.{ending[:8]}" if dot and stem else (kept[:150] or "file")


def _type_of(name: str, content: bytes) -> FileType:
    if content.startswith(b"%PDF-"):
        return FileType.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileType.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return FileType.JPEG
    if content.startswith(b"PK\x03\x04"):
        return _office_type(name, content)
    if _der_of(content) is not None:
        return FileType.P7S
    extension = name.rpartition(".")[2].lower()
    if extension in {one for ones in EXTENSIONS.values() for one in ones}:
        message = Text(
            f"Внутри «{name}» не {extension.upper()}, файл не сохранён.",
            f"There is no {extension.upper()} inside “{name}”; it is not saved.",
        )
    else:
        message = Text(f"Такие файлы не берём: «{name}».", f"Such files are not taken: “{name}”.")
    raise _refusal("file_type", message, TAKEN)


def _pdf(name: str, content: bytes) -> bytes:
    if b"%%EOF" not in content[-PDF_TAIL:]:
        raise _broken(name)
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise _two_kinds(name)
    return content


def _picture(name: str, content: bytes) -> bytes:
    """Draw the picture anew: places, cameras, comments and whatever hangs behind it stay out."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise _two_kinds(name)
    try:
        with ONE_AT_A_TIME, warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn_anew(name, content)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_many_pixels(name) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError):
        raise _broken(name) from None


def _drawn_anew(name: str, content: bytes) -> bytes:
    picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many_pixels(name)
    png, drawn = picture.format == "PNG", io.BytesIO()
    upright = ImageOps.exif_transpose(picture)
    # What Pillow would carry over stands in `info`; of it only transparency belongs to the picture.
    upright.info = {key: value for key, value in upright.info.items() if key == "transparency"}
    if png:
        upright.save(drawn, "PNG")
    else:
        upright.save(drawn, "JPEG", quality=90)
    return drawn.getvalue()


def _office(name: str, content: bytes) -> bytes:
    """Unpack to nowhere, counting: headers may lie about sizes."""
    with _archive(name, content) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_EXPANDED:
            raise _bomb()
        if any(entry.flag_bits & 1 for entry in entries):
            raise _broken(name)
        expanded = 0
        for entry in entries:
            expanded = _count(archive, entry, expanded, name)
    if expanded > MOST_RATIO * len(content):
        raise _bomb()
    return content


def _count(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, expanded: int, name: str) -> int:
    try:
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                expanded += len(chunk)
                if expanded > MOST_EXPANDED:
                    raise _bomb()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise _broken(name) from None
    return expanded


def _office_type(name: str, content: bytes) -> FileType:
    with _archive(name, content) as archive:
        try:
            entry = archive.getinfo("[Content_Types].xml")
            if entry.file_size > MEGABYTE:
                raise _bomb()
            with archive.open(entry) as part:
                listed = part.read(MEGABYTE)
        except KeyError:
            raise _refusal("file_type", _not_taken(name), TAKEN) from None
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
            raise _broken(name) from None
    found = [type_ for mark, type_ in MAIN_PARTS.items() if mark in listed]
    if len(found) != 1:
        raise _refusal("file_type", _not_taken(name), TAKEN)
    return found[0]


def _archive(name: str, content: bytes) -> zipfile.ZipFile:
    """Open an archive that is nothing but an archive: it ends where its list of entries ends."""
    end = content.rfind(b"PK\x05\x06")
    comment = int.from_bytes(content[end + 20 : end + 22], "little") if end >= 0 else 0
    if end < 0 or end + 22 + comment != len(content):
        raise _two_kinds(name) if end >= 0 else _broken(name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise _broken(name) from None
    _refuse_overlaps(archive, name)
    return archive


def _refuse_overlaps(archive: zipfile.ZipFile, name: str) -> None:
    """Entries that lie over each other are how a small archive holds petabytes."""
    taken = sorted((entry.header_offset, entry.compress_size) for entry in archive.infolist())
    reached = 0
    for start, size in taken:
        if start < reached:
            raise _bomb()
        reached = start + size
    if taken and taken[0][0] != 0:
        raise _two_kinds(name)


def _signature(name: str, content: bytes) -> bytes:
    return content


def _der_of(content: bytes) -> bytes | None:
    """Return a detached signature as DER, whatever wrapping it came in; None where it is none."""
    raw = content
    found = re.fullmatch(rb"\s*-----BEGIN (?:PKCS7|CMS)-----([A-Za-z0-9+/=\s]+)-----END (?:PKCS7|CMS)-----\s*", content)
    if found or re.fullmatch(rb"[A-Za-z0-9+/=\s]+", content):
        try:
            raw = base64.b64decode(re.sub(rb"\s", b"", found.group(1) if found else content), validate=True)
        except (binascii.Error, ValueError):
            return None
    return raw if _is_signed_data(raw) else None


def _is_signed_data(raw: bytes) -> bool:
    """Whether the bytes are one ASN.1 sequence of the type signedData, with nothing behind it."""
    if len(raw) < 20 or raw[0] != 0x30:
        return False
    size, first = _length(raw)
    return first + size == len(raw) and raw[first : first + len(SIGNED_DATA)] == SIGNED_DATA


def _length(raw: bytes) -> tuple[int, int]:
    short = raw[1]
    if short < 0x80:
        return short, 2
    count = short & 0x7F
    return int.from_bytes(raw[2 : 2 + count], "big"), 2 + count


def _not_taken(name: str) -> Text:
    return Text(f"Такие файлы не берём: «{name}».", f"Such files are not taken: “{name}”.")


def _two_kinds(name: str) -> Invalid:
    message = Text(f"В файле «{name}» спрятан ещё один файл.", f"Another file is hidden in “{name}”.")
    return _refusal("file_two_kinds", message, Text("Сохраните его заново как PDF.", "Save it anew as a PDF."))


def _broken(name: str) -> Invalid:
    message = Text(f"Файл «{name}» не открыть: он повреждён.", f"“{name}” does not open: it is damaged.")
    return _refusal("file_broken", message, Text("Сохраните его заново.", "Save it anew."))


def _bomb() -> Invalid:
    return _refusal(
        "file_bomb",
        Text("Архив не открыт: слишком много внутри.", "Archive not opened: too much inside."),
        ATTACH_PDF,
    )


def _too_many_pixels(name: str) -> Invalid:
    message = Text(
        f"Картинка «{name}» больше 40 мегапикселей, она не сохранена.",
        f"“{name}” has more than 40 megapixels; it is not saved.",
    )
    return _refusal("file_pixels", message, Text("Уменьшите её.", "Make it smaller."))


def _refusal(code: str, message: Text, remedy: Text) -> Invalid:
    return Invalid([Fault(code, "file", message, remedy)])


READERS: Mapping[FileType, Callable[[str, bytes], bytes]] = {
    FileType.PDF: _pdf,
    FileType.PNG: _picture,
    FileType.JPEG: _picture,
    FileType.DOCX: _office,
    FileType.XLSX: _office,
    FileType.P7S: _signature,
}
