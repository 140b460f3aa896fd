"""Taking a file of the register that a program sends: written as it comes, kept whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

from anyio import to_thread

from backend.control.erknm.importing import SUFFIXES, files_in, folder_of
from backend.control.erknm.opening import sha256_of
from backend.db.types import new_id
from backend.errors import Conflict, Invalid, TooLarge, WrongMedia
from backend.web.context import AnyRequest, settings_of
from rules.faults import Fault
from rules.text import Text

MEDIA = "application/octet-stream"
# A month of the register is an archive of 230 to 340 MB.
MOST_BYTES = 1024 * 1024 * 1024
MOST_TOGETHER = 4 * MOST_BYTES
NAME = re.compile(r"[0-9A-Za-zА-Яа-яЁё][0-9A-Za-zА-Яа-яЁё._ -]{0,119}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came whole and waits under a name nobody reads yet."""

    path: Path
    size: int
    sha256: str


async def provide_upload(request: AnyRequest) -> AsyncGenerator[Upload, None]:
    """Write the body to disk as it comes; what is not kept by the handler is removed.

    Raises:
        WrongMedia: it says it is something else.
        TooLarge: more than a file of the register ever is, or than may lie there together.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != MEDIA:
        raise WrongMedia(
            Text("Файл присылают как есть.", "The file is sent as it is."),
            Text(f"Пришлите Content-Type: {MEDIA}.", f"Send Content-Type: {MEDIA}."),
            field="Content-Type",
        )
    folder = folder_of(settings_of(request).data)
    await to_thread.run_sync(lambda: folder.mkdir(parents=True, exist_ok=True, mode=0o700))
    room = MOST_TOGETHER - sum(one.stat().st_size for one in folder.iterdir() if one.is_file())
    draft = folder / f".{new_id()}.part"
    try:
        yield await _written(request, draft, min(MOST_BYTES, room))
    finally:
        draft.unlink(missing_ok=True)


async def _written(request: AnyRequest, draft: Path, most: int) -> Upload:
    stated = request.headers.get("content-length", "")
    if stated.isascii() and stated.isdigit() and (len(stated) > 15 or int(stated) > most):
        raise _too_large()
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        async for chunk in request.stream():
            size += len(chunk)
            if size > most:
                raise _too_large()
            digest.update(chunk)
            await to_thread.run_sync(file.write, chunk)
    return Upload(draft, size, digest.hexdigest())


def keep_upload(data: Path, upload: Upload, name: str) -> bool:
    """Put the file where imports are started from; whether it is new: the same file again changes nothing.

    Raises:
        Invalid: a name that is no file of the register's, or an empty file.
        Conflict: another file has that name: an import of it may be under way.
    """
    faults = list(_faults(upload, name))
    if faults:
        raise Invalid(faults)
    known = next((one for one in files_in(data) if one.name == name), None)
    if known is None:
        upload.path.replace(folder_of(data) / name)
        return True
    if sha256_of(known) != upload.sha256:
        raise Conflict(
            Text("Файл с таким именем уже есть, и он другой.", "There is another file of that name."),
            Text("Назовите этот иначе.", "Give this one another name."),
        )
    return False


def _faults(upload: Upload, name: str) -> list[Fault]:
    found = []
    if not NAME.fullmatch(name) or not name.lower().endswith(SUFFIXES):
        message = Text("Так файл реестра не называют.", "That is no name of a file of the register.")
        found.append(Fault("name", "file_name", message, Text("Имя с .zip или .xml.", "A name with .zip or .xml.")))
    if not upload.size:
        message = Text("Файл пуст.", "The file is empty.")
        found.append(Fault("empty", "file", message, Text("Пришлите его целиком.", "Send it whole.")))
    return found


def _too_large() -> TooLarge:
    return TooLarge(
        Text("Файл слишком большой, или места для загрузок нет.", "The file is too large, or there is no room."),
        Text("До 1 ГБ файл, до 4 ГБ вместе.", "To 1 GB a file, to 4 GB together."),
    )
