"""Files of disputes, for «скачать мои данные»; the rows are found by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlmodel import Session, col, select

from backend.papers.service import path_of
from backend.requirements.models import Dispute, DisputeFile


def files(session: Session, business_ids: Iterable[str], folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file with a name that no other has."""
    query = select(DisputeFile, Dispute).join(Dispute, col(Dispute.id) == col(DisputeFile.dispute_id))
    for row, dispute in session.exec(query.where(col(Dispute.business_id).in_(list(business_ids)))):
        path = path_of(folder, row.sha256)
        if path.is_file():
            yield f"disputes/{dispute.number}/{row.id}-{row.name}", path
