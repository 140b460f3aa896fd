"""What rows alone do not say of a person's businesses, for «скачать мои данные»; and the papers themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from backend.assessments.models import Evidence, Mark
from backend.assessments.queries import answers_of
from backend.assessments.rated import rated_text, sentences
from backend.law import current_law
from backend.papers.service import path_of


def export(session: Session, business_ids: Iterable[str]) -> dict[str, Any]:
    """Return answers and marks in words: titles of requirements, sentences that were marked as unclear."""
    ids = list(business_ids)
    marks = session.exec(select(Mark).where(col(Mark.business_id).in_(ids)).order_by(col(Mark.requirement)))
    return {
        "answers": [one for business_id in ids for one in _answers(session, business_id)],
        "marks": [_mark(row) for row in marks],
    }


def files(session: Session, business_ids: Iterable[str], folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield each paper with a name that no other has."""
    rows = session.exec(select(Evidence).where(col(Evidence.business_id).in_(list(business_ids))))
    for row in rows:
        path = path_of(folder, row.sha256)
        if path.is_file():
            yield f"{row.requirement}/{row.id}-{row.name}", path


def _answers(session: Session, business_id: str) -> Iterator[dict[str, Any]]:
    for id_, answer in sorted(answers_of(session, business_id).items()):
        yield {
            "business": business_id,
            "requirement": id_,
            "title": _title(id_),
            "answer": answer.value,
            "note": answer.note,
            "at": answer.at.isoformat(),
        }


def _mark(row: Mark) -> dict[str, Any]:
    entry = current_law().edition.requirements.get(row.requirement)
    same = entry is not None and entry.version == row.requirement_version
    text = sentences(rated_text(entry)) if entry is not None and same else ()
    return {
        "business": row.business_id,
        "requirement": row.requirement,
        "title": _title(row.requirement),
        "clarity": row.clarity,
        "feasibility": row.feasibility,
        "unclear": [text[number] for number in row.fragments if number < len(text)],
        "comment": row.comment,
    }


def _title(id_: str) -> str:
    entry = current_law().edition.requirements.get(id_)
    return entry.title.ru if entry else id_
