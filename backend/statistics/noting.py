"""Notes beside a release: what was found out later. The release stays, the window is never released again."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from backend.db.types import new_id
from backend.errors import Invalid, NotFound
from backend.statistics.store import Store
from backend.statistics.store_tables import note, release
from rules.faults import Fault
from rules.text import Text

LONGEST = 2000


def add_note(store: Store, release_id: str, text: Text, now: datetime) -> None:
    """Write a note in both languages.

    Raises:
        NotFound: there is no such release.
        Invalid: a language is empty or too long.
    """
    faults = [fault for name, words in text.as_dict().items() if (fault := _fault(name, words))]
    if faults:
        raise Invalid(faults)
    with store.writing() as connection:
        if connection.execute(sa.select(release.c.id).where(release.c.id == release_id)).first() is None:
            raise NotFound
        words = {"ru": text.ru.strip(), "en": text.en.strip()}
        connection.execute(note.insert().values(id=new_id(), release=release_id, at=now, **words))


def _fault(name: str, words: str) -> Fault | None:
    if words.strip() and len(words.strip()) <= LONGEST:
        return None
    message = Text(
        f"Примечание ({name}): от 1 до {LONGEST} знаков.", f"The note ({name}) has 1 to {LONGEST} characters."
    )
    return Fault("note_length", name, message, Text("Напишите на обоих языках.", "Write in both languages."))
