"""Opening a file from outside: a .zip of .xml files or one .xml, with what could harm us refused before a byte is read.

Refused: a DTD (entities hang on it), encodings that could hide one, encrypted files, archives that grow beyond measure.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO

from rules.faults import Fault, InputError
from rules.shapes import as_date
from rules.text import Text

MB = 1024 * 1024
PROLOG_BYTES = 64 * 1024
SNAPSHOT = re.compile(r"data-([0-9]{4})([0-9]{2})([0-9]{2})")
ENCODINGS = frozenset(
    {"utf-8", "utf8", "utf-16", "windows-1251", "cp1251", "koi8-r", "iso-8859-5", "us-ascii", "ascii"}
)
_DECLARED = re.compile(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_SKIPPED = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may be. A month of the register is an archive of 230 to 340 MB that grows 12 times."""

    members: int = 5000
    ratio: int = 100
    unpacked_bytes: int = 64 * 1024 * MB
    record_bytes: int = 8 * MB
    # Small files compress well without harm.
    ratio_from_bytes: int = 4 * MB


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Member:
    """One .xml file: its name, how many bytes it takes packed and unpacked, and how it is opened."""

    name: str
    packed: int
    unpacked: int
    open: Callable[[], IO[bytes]]


class Guarded:
    """A stream for the parser that counts, and refuses to give more than the limits allow.

    `since` is reset whenever a record ends, so that one endless record cannot fill the memory.
    """

    def __init__(self, stream: IO[bytes], member: Member, limits: Limits, budget: int) -> None:
        self.stream, self.member, self.limits, self.budget = stream, member, limits, budget
        self.count = 0
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes.

        Raises:
            InputError: more than the limits allow, or the archive is damaged here.
        """
        try:
            data = self.stream.read(size if 0 < size <= MB else MB)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise InputError([_damaged(self.member.name, error)]) from error
        self.count += len(data)
        self.since += len(data)
        if self.count > self.budget:
            raise InputError([_too_large(self.member.name, self.limits)])
        if self.count > self.limits.ratio_from_bytes and self.count > self.limits.ratio * max(1, self.member.packed):
            raise InputError([_bomb(self.member.name, self.limits)])
        if self.since > self.limits.record_bytes + 2 * MB:
            raise InputError([_endless(self.member.name, self.limits)])
        return data


@contextmanager
def opened(path: Path, limits: Limits = LIMITS) -> Iterator[tuple[Member, ...]]:
    """Give the .xml files of a .zip, the oldest snapshot first, or the one .xml, all of their beginnings looked at.

    Raises:
        InputError: nothing readable, damaged, too much of anything, or a DTD; nothing was taken from the file then.
    """
    if not path.is_file():
        raise InputError([_unreadable(path)])
    if not zipfile.is_zipfile(path):
        if _starts_as_zip(path):
            raise InputError([_damaged(path.name, None)])
        size = path.stat().st_size
        alone = (Member(path.name, size, size, lambda: path.open("rb")),)
        _look_at(alone)
        yield alone
        return
    with _archive(path) as archive:
        members = tuple(_members(archive, path, limits))
        _look_at(members)
        yield members


def _starts_as_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == b"PK\x03\x04"


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise InputError([_damaged(path.name, error)]) from error


def _members(archive: zipfile.ZipFile, path: Path, limits: Limits) -> list[Member]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    wanted = [info for info in infos if PurePosixPath(info.filename).suffix.lower() == ".xml"]
    faults = [] if wanted else [_no_xml(path)]
    faults += [_too_many(path, limits)] if len(infos) > limits.members else []
    faults += [_encrypted(info.filename) for info in wanted if info.flag_bits & 1]
    faults += [_too_large(path.name, limits)] if sum(one.file_size for one in wanted) > limits.unpacked_bytes else []
    faults += [
        _bomb(info.filename, limits)
        for info in wanted
        if info.file_size > max(limits.ratio_from_bytes, limits.ratio * max(1, info.compress_size))
    ]
    if faults:
        raise InputError(faults)
    ordered = sorted(wanted, key=lambda info: (snapshot_day(info.filename) or date.min, info.filename))
    return [_member(archive, info) for info in ordered]


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    def opener() -> IO[bytes]:
        try:
            return archive.open(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise InputError([_damaged(info.filename, error)]) from error

    return Member(info.filename, info.compress_size, info.file_size, opener)


def snapshot_day(name: str) -> date | None:
    """Return the day in the name of a snapshot, None without one.

    >>> snapshot_day("data-20260915-structure-20220125.zip")
    datetime.date(2026, 9, 15)
    """
    found = SNAPSHOT.search(name)
    return as_date("-".join(found.groups())) if found else None


def sha256_of(path: Path) -> str:
    """Return the hash of a file, read piece by piece.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError([_unreadable(path)]) from error


def _look_at(members: tuple[Member, ...]) -> None:
    faults = []
    for member in members:
        with member.open() as stream:
            try:
                start = stream.read(PROLOG_BYTES)
            except (zipfile.BadZipFile, zlib.error, EOFError) as error:
                raise InputError([_damaged(member.name, error)]) from error
        fault = _prolog_fault(member.name, start)
        faults += [fault] if fault else []
    if faults:
        raise InputError(faults)


def _prolog_fault(name: str, start: bytes) -> Fault | None:
    """Return what is wrong with what stands before the first element: a DTD, or nothing an element could follow."""
    wide = start[:2] in (b"\xff\xfe", b"\xfe\xff") or start[:2] in (b"<\0", b"\0<")
    if wide:
        little = start[:2] in (b"\xff\xfe", b"<\0")
        words = start.decode("utf-16-le" if little else "utf-16-be", "replace").lstrip("\ufeff")
    else:
        words = start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    declared = _DECLARED.match(words)
    if declared and declared[1].lower() not in ENCODINGS:
        return _encoding(name, declared[1])
    place = 0
    while found := _SKIPPED.match(words, place):
        place = found.end()
    rest = words[place : place + 9]
    if rest.upper().startswith("<!DOCTYPE"):
        return _dtd(name)
    return None if re.match(r"<[^\W\d]", rest) else _not_xml(name)


def _unreadable(path: Path) -> Fault:
    message = Text(f"Файла «{path}» нет или его нельзя прочитать.", f"“{path}” is not there or cannot be read.")
    return Fault("unreadable", "file", message, Text("Проверьте имя.", "Check the name."))


def _no_xml(path: Path) -> Fault:
    message = Text(f"В архиве «{path.name}» нет файлов .xml.", f"“{path.name}” holds no .xml files.")
    cure = Text("Скачайте набор открытых данных заново.", "Download the open data again.")
    return Fault("no_xml", "file", message, cure)


def _too_many(path: Path, limits: Limits) -> Fault:
    message = Text(
        f"В архиве «{path.name}» больше {limits.members} файлов.", f"“{path.name}” holds over {limits.members} files."
    )
    return Fault("too_many_files", "file", message, _CHECK_SOURCE)


_CHECK_SOURCE = Text("Проверьте, откуда файл.", "Check where the file comes from.")


def _encrypted(name: str) -> Fault:
    message = Text(f"Файл «{name}» закрыт паролем.", f"“{name}” is encrypted.")
    return Fault("encrypted", "file", message, Text("Распакуйте его и дайте .xml.", "Unpack it and give the .xml."))


def _too_large(name: str, limits: Limits) -> Fault:
    size = limits.unpacked_bytes // MB
    message = Text(
        f"«{name}»: в распакованном виде больше {size}\u00a0МБ.", f"“{name}” unpacks to over {size}\u00a0MB."
    )
    return Fault("too_large", "file", message, _CHECK_SOURCE)


def _bomb(name: str, limits: Limits) -> Fault:
    message = Text(
        f"«{name}» распаковывается больше чем в {limits.ratio} раз: так устроены архивы, которые забивают память.",
        f"“{name}” grows over {limits.ratio} times when unpacked, as archives do that are made to fill a machine.",
    )
    return Fault("archive_bomb", "file", message, _CHECK_SOURCE)


def _endless(name: str, limits: Limits) -> Fault:
    size = limits.record_bytes // MB
    message = Text(
        f"«{name}»: {size}\u00a0МБ подряд без конца записи. Может быть, запись называется иначе, чем в mapping.yaml.",
        f"“{name}”: {size}\u00a0MB without the end of a record. Perhaps mapping.yaml names the record otherwise.",
    )
    cure = Text("Посмотрите, что в файле: yasno erknm inspect.", "See what it holds: yasno erknm inspect.")
    return Fault("endless_record", "file", message, cure)


def _damaged(name: str, error: Exception | None) -> Fault:
    kind = f" ({type(error).__name__})" if error else ""
    message = Text(f"Архив повреждён или обрезан: «{name}»{kind}.", f"“{name}” is damaged or cut off{kind}.")
    return Fault("damaged", "file", message, Text("Скачайте файл заново.", "Download the file again."))


def _encoding(name: str, encoding: str) -> Fault:
    known = ", ".join(sorted(ENCODINGS))
    message = Text(
        f"«{name}»: кодировка {encoding} не принимается.", f"“{name}”: the encoding {encoding} is not taken."
    )
    return Fault("encoding", "file", message, Text(f"Есть такие: {known}.", f"Known: {known}."))


def _dtd(name: str) -> Fault:
    message = Text(
        f"В «{name}» есть DTD (<!DOCTYPE …>): через него файл может подменить текст или прочитать чужое.",
        f"“{name}” has a DTD (<!DOCTYPE …>), by which a file can swap text or read what is not its own.",
    )
    return Fault("dtd", "file", message, _CHECK_SOURCE)


def _not_xml(name: str) -> Fault:
    message = Text(f"«{name}» не похож на XML.", f"“{name}” does not look like XML.")
    return Fault("not_xml", "file", message, _CHECK_SOURCE)
