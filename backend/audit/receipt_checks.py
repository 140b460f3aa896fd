"""Checking receipts of rows, without a database: the seal, the way to the root, the signature under the root."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from backend.audit.chain import Row, leaf_of, seal
from backend.audit.keys import Keys, PublicKey
from backend.audit.signing import is_signed_by
from calculators.merkle import root_by_inclusion
from rules.faults import Fault, InputError
from rules.text import Text

HASH = re.compile(r"[0-9a-f]{64}")
ROW = ("actor", "action", "object_type", "object_id", "values_hash", "prev_hash")


@dataclass(frozen=True, slots=True)
class LeafVerification:
    """Whether a receipt of a row holds; `differs` names what does not, with what was expected and found."""

    document: Mapping[str, Any]
    keys_given: bool
    differs: tuple[tuple[str, str, str], ...]

    @property
    def valid(self) -> bool:
        """Whether everything fits."""
        return not self.differs

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape; `keys` says where the key came from that the signature was checked with."""
        checkpoint = {name: self.document["checkpoint"][name] for name in ("seq", "at", "key")}
        shape = {"valid": self.valid, "kind": "leaf"}
        if self.differs:
            _, expected, found = self.differs[0]
            shape |= {"expected": expected, "found": found, "differs": [name for name, _, _ in self.differs]}
        row = {"row": self.document["index"] + 1, "checkpoint": checkpoint}
        return {**shape, **row, "keys": "file" if self.keys_given else "receipt"}


def verify_leaf(document: object, keys: Keys | None) -> LeafVerification:
    """Return whether the receipt of a row holds; without `keys` its signature is checked with the key it names itself.

    Raises:
        InputError: the document is no receipt of a row, or one that is not ready yet.
    """
    faults = list(_shape_faults(document))
    if faults or not isinstance(document, Mapping):
        raise InputError(faults)
    named = document["checkpoint"]["key"]
    known = {named: PublicKey(named)} if keys is None else keys
    differs = (
        *_row_differs(document),
        *_values_differ(document),
        *_tree_differs(document),
        *_unsigned(document, known),
    )
    return LeafVerification(document, keys is not None, differs)


def _row_differs(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    row = document.get("row")
    if row is None:
        return
    sealed = seal(cast(Row, SimpleNamespace(**{**row, "at": datetime.fromisoformat(row["at"])})))
    if sealed != document["leaf"]:
        yield "row", sealed, document["leaf"]
    if row["seq"] != document["index"] + 1:
        yield "row.seq", str(document["index"] + 1), str(row["seq"])


def _values_differ(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    if "values" not in document:
        return
    hashed = hashlib.sha256(f"{document['salt']}\n{document['values']}".encode()).hexdigest()
    if hashed != document["row"]["values_hash"]:
        yield "values", hashed, document["row"]["values_hash"]


def _tree_differs(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    checkpoint, proof = document["checkpoint"], [bytes.fromhex(one) for one in document["proof"]]
    root = root_by_inclusion(leaf_of(document["leaf"]), document["index"], checkpoint["seq"], proof)
    if root is None or root.hex() != checkpoint["root"]:
        yield "proof", checkpoint["root"], root.hex() if root else ""


def _unsigned(document: Mapping[str, Any], keys: Keys) -> Iterator[tuple[str, str, str]]:
    checkpoint = document["checkpoint"]
    if checkpoint["key"] not in keys:
        yield "checkpoint.key", " ".join(keys), checkpoint["key"]
    elif not is_signed_by(checkpoint, keys):
        yield "checkpoint.signature", checkpoint["key"], checkpoint["signature"]


def _shape_faults(document: object) -> Iterator[Fault]:
    if not isinstance(document, Mapping):
        yield _not_a_receipt("", "объект", "an object")
        return
    if document.get("checkpoint") is None and document.get("ready_at"):
        yield _not_ready(str(document["ready_at"]))
        return
    if not _is_hash(document.get("leaf")):
        yield _not_a_receipt("leaf", "хеш записи", "the hash of the row")
    if type(document.get("index")) is not int:
        yield _not_a_receipt("index", "целое число", "a whole number")
    proof = document.get("proof")
    if not isinstance(proof, list) or not all(map(_is_hash, proof)):
        yield _not_a_receipt("proof", "список хешей", "a list of hashes")
    yield from _checkpoint_faults(document.get("checkpoint"))
    yield from _row_faults(document)


def _checkpoint_faults(checkpoint: object) -> Iterator[Fault]:
    if not isinstance(checkpoint, Mapping):
        yield _not_a_receipt("checkpoint", "контрольная точка", "the checkpoint")
        return
    if type(checkpoint.get("seq")) is not int:
        yield _not_a_receipt("checkpoint.seq", "целое число", "a whole number")
    for name in ("root", "hash"):
        if not _is_hash(checkpoint.get(name)):
            yield _not_a_receipt(f"checkpoint.{name}", "хеш", "a hash")
    for name in ("at", "key", "signature"):
        if not isinstance(checkpoint.get(name), str):
            yield _not_a_receipt(f"checkpoint.{name}", "это поле", "this field")


def _row_faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    row = document.get("row")
    if row is not None and not _is_row(row):
        yield _not_a_receipt("row", "поля записи", "the fields of the row")
    if "values" in document and (row is None or not all(isinstance(document.get(n), str) for n in ("values", "salt"))):
        yield _not_a_receipt("values", "row, values и salt", "row, values and salt")


def _is_row(row: object) -> bool:
    if not isinstance(row, Mapping) or set(row) != {"seq", "at", *ROW} or type(row["seq"]) is not int:
        return False
    try:
        datetime.fromisoformat(row["at"])
    except (ValueError, TypeError):
        return False
    return all(isinstance(row[name], str) for name in ROW)


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and HASH.fullmatch(value) is not None


def _not_a_receipt(field: str, ru: str, en: str) -> Fault:
    message = Text(
        f"Это не квитанция о записи: не хватает или не так записано: {ru}.", f"Not the receipt of a row: {en}."
    )
    remedy = Text("Передайте файл квитанции без изменений.", "Pass the file of the receipt as it was given.")
    return Fault("not_a_receipt", field or None, message, remedy)


def _not_ready(moment: str) -> Fault:
    message = Text(
        f"Квитанция ещё не готова: контрольная точка будет {moment}.", f"Not ready: the checkpoint comes at {moment}."
    )
    remedy = Text("Скачайте квитанцию после этого времени.", "Take the receipt again after that time.")
    return Fault("not_ready", "checkpoint", message, remedy)
