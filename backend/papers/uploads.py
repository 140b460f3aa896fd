"""Files that came with a form, as they may be kept."""

from __future__ import annotations

from dataclasses import replace

from backend.errors import Invalid
from backend.papers.files import Checked, check_file
from backend.web.context import Form
from rules.faults import Fault


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
