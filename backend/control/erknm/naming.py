"""The mapping file: which names of the register give which of our fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from backend.control.erknm.events import ControlObject, ErknmEvent
from rules.faults import Fault, InputError
from rules.shapes import boolean, list_of, map_of, mapping, text, unknown_code
from rules.strict_yaml import read_yaml
from rules.text import Text

HERE = Path(__file__).parent / "mapping.yaml"
SUBJECT = ("inn", "ogrn", "name", "kind", "size")
LISTS = ("grounds", "refusals", "addresses")
# Filled otherwise than by one path each.
MADE = {"inn", "planned", "objects", "snapshot_on", "business_name", "business_ogrn", "business_kind", "business_size"}

Paths = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The mapping, ready for use. Paths are relative to the record, or to the element of a subject or an object."""

    record: frozenset[str]
    subjects: Paths
    subject: Mapping[str, Paths]
    objects: Paths
    object: Mapping[str, Paths]
    fields: Mapping[str, Paths]
    lists: Mapping[str, Paths]
    left_out: frozenset[str]
    left_out_attributes: frozenset[str]
    planned_words: Mapping[str, bool]
    known: frozenset[str]

    def is_known(self, path: str) -> bool:
        """Return whether a path of a record is taken, or named as left out."""
        element, _, attribute = path.rpartition("@")
        if path in self.known or (attribute if element or path.startswith("@") else "") in self.left_out_attributes:
            return True
        steps = path.split("/")
        return any("/".join(steps[:length]) in self.left_out for length in range(1, len(steps) + 1))


_PATHS = list_of(text)
_MAPPING = mapping(
    {
        "verified": boolean,
        "record": _PATHS,
        "subjects": _PATHS,
        "subject": map_of(_PATHS),
        "objects": _PATHS,
        "object": map_of(_PATHS),
        "fields": map_of(_PATHS),
        "lists": map_of(_PATHS),
        "left_out": _PATHS,
        "left_out_attributes": _PATHS,
        "planned_words": mapping({"planned": _PATHS, "unplanned": _PATHS}, ("planned", "unplanned")),
    },
    required=("record", "subjects", "subject", "fields"),
)


@cache
def read_names(file: Path = HERE) -> Names:
    """Return the mapping of a file, by default the project's.

    Raises:
        InputError: every fault of it: a field we do not have, no path to the number or the ИНН, another shape.
    """
    document, faults = read_yaml(file.read_text(encoding="utf-8"))
    if not faults:
        _MAPPING(document, "", faults)
    if faults or not isinstance(document, Mapping):
        raise InputError(faults)
    faults = [*_strange(document), *_lacking(document)]
    if faults:
        raise InputError(faults)
    return _names(document)


def _strange(document: Mapping[str, Any]) -> list[Fault]:
    ours = [one.name for one in fields(ErknmEvent) if one.name not in MADE and one.name not in LISTS]
    objects = [one.name for one in fields(ControlObject)]
    allowed = {"subject": SUBJECT, "object": objects, "fields": ours, "lists": LISTS}
    return [
        unknown_code(f"{part}.{name}", name, known)
        for part, known in allowed.items()
        for name in document.get(part) or {}
        if name not in known
    ]


def _lacking(document: Mapping[str, Any]) -> list[Fault]:
    needed = {"fields.number": document["fields"].get("number"), "subject.inn": document["subject"].get("inn")}
    message = Text("Без этого пути ничего нельзя взять.", "Nothing can be taken without this path.")
    cure = Text("Назовите элемент или атрибут.", "Name an element or an attribute.")
    return [Fault("missing", field, message, cure) for field, paths in needed.items() if not paths]


def _names(document: Mapping[str, Any]) -> Names:
    def paths(part: str) -> Mapping[str, Paths]:
        return {name: tuple(found) for name, found in (document.get(part) or {}).items()}

    subjects, objects = tuple(document["subjects"]), tuple(document.get("objects") or ())
    subject, object_ = paths("subject"), paths("object")
    words = document.get("planned_words") or {}
    known = {
        *(path for part in (paths("fields"), paths("lists")) for found in part.values() for path in found),
        *(joined(base, path) for base in subjects for found in subject.values() for path in found),
        *(joined(base, path) for base in objects for found in object_.values() for path in found),
    }
    return Names(
        record=frozenset(document["record"]),
        subjects=subjects,
        subject=subject,
        objects=objects,
        object=object_,
        fields=paths("fields"),
        lists=paths("lists"),
        left_out=frozenset(document.get("left_out") or ()),
        left_out_attributes=frozenset(document.get("left_out_attributes") or ()),
        planned_words={word: answer == "planned" for answer, found in words.items() for word in found},
        known=frozenset(known),
    )


def joined(base: str, path: str) -> str:
    """Return the path of something inside an element.

    >>> joined("SUBJECT", "@INN"), joined("", "@ERPID"), joined("OBJECT", "OBJECT_KIND")
    ('SUBJECT/@INN', '@ERPID', 'OBJECT/OBJECT_KIND')
    """
    return f"{base}/{path}" if base else path
