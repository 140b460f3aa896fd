"""Objects for «скачать мои данные»: own notes whole, of an authority's row what the business may read; proofs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlmodel import Session

from backend.papers.service import path_of
from backend.risk.integrity import measures_of
from backend.risk.models import ControlObject
from backend.risk.objects import authority_objects, own_objects

# What an authority tells the business of an object: not the facts it holds, not how it matched them.
TOLD = {
    "control_type",
    "kind",
    "address",
    "region",
    "registry_number",
    "category",
    "assigned_on",
    "decision",
    "last_planned_on",
    "last_visit_on",
}


def export(session: Session, business_ids: Iterable[str]) -> dict[str, Any]:
    """Return own objects and those of authorities."""
    ids = list(business_ids)
    own = [row.model_dump(mode="json") for id_ in ids for row in own_objects(session, id_)]
    return {
        "own_objects": own,
        "authority_objects": [_told(row) for id_ in ids for row in authority_objects(session, id_)],
    }


def files(session: Session, business_ids: Iterable[str], folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the proofs of the ledger, each with a name that no other has."""
    for row in (one for id_ in business_ids for one in measures_of(session, id_)):
        path = path_of(folder, row.sha256) if row.sha256 else None
        if path is not None and path.is_file():
            yield f"integrity/{row.id}-{row.file_name}", path


def _told(row: ControlObject) -> dict[str, Any]:
    return {"business": row.business_id, **row.model_dump(mode="json", include=TOLD)}
