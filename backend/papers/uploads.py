"""Files that came with a form, as they may be kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from backend.errors import Invalid, WrongMedia
from backend.papers.files import Checked, check_file
from backend.web.context import AnyRequest, Form
from rules.faults import Fault
from rules.shapes import missing, unknown_key
from rules.text import Text


def files_in(form: Form, name: str) -> tuple[list[Checked], list[Fault]]:
    """Return the files of a field that may be kept, and what is wrong with the others.

    A browser sends a field without a file as a file without a name: that is none. Looking into a file may take long,
    so do it before the database is asked for anything.
    """
    taken: list[Checked] = []
    faults: list[Fault] = []
    for upload in form.files.get(name, ()):
        if not upload.filename:
            continue
        upload.file.seek(0)
        try:
            taken.append(check_file(upload.filename, upload.file.read()))
        except Invalid as refusal:
            faults += [replace(fault, field=name) for fault in refusal.faults]
    return taken, faults


def file_in(request: AnyRequest, form: Form, also: Sequence[str] = ()) -> tuple[Checked, str]:
    """Return the one file of a program's call as it may be kept, and the hash of what was sent.

    `also` names the other fields the call takes.

    Raises:
        WrongMedia: the body is no form with files.
        Invalid: no file, two files, other fields, or a file that is not taken.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "multipart/form-data":
        raise WrongMedia(
            Text("Файл присылают формой.", "A file comes in a form."),
            Text("Пришлите Content-Type: multipart/form-data.", "Send Content-Type: multipart/form-data."),
            field="Content-Type",
        )
    known = ("file", *also)
    faults: list[Fault] = [unknown_key(name, name, known) for name in (*form.fields, *form.files) if name not in known]
    uploads = form.files.get("file", [])
    if len(uploads) != 1:
        faults.append(missing("file"))
    if faults:
        raise Invalid(faults)
    uploads[0].file.seek(0)
    content: bytes = uploads[0].file.read()
    return check_file(uploads[0].filename or "file", content), hashlib.sha256(content).hexdigest()
