"""`yasno receipt`: whether an answer is as it was given, and whether a row stood in the log."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from backend.commands import shared
from rules.faults import InputError
from rules.matching.receipts import Verification, verify_receipt
from rules.shapes import unknown_code
from rules.text import Text

KINDS = ("match", "leaf")


@click.group(cls=shared.Group)
def receipt() -> None:
    """Check receipts: of answers, of rows of the log."""


@receipt.command()
@click.argument("file", metavar="FILE")
@click.option("--keys", type=click.Path(path_type=Path), help="public keys that sign checkpoints, for kind leaf")
@shared.json_option
def verify(file: str, keys: Path | None, as_json: bool) -> None:
    """Check the receipt in FILE ("-" for stdin): of an answer of `match` or a row of the log; exit 1 when it is false.

    A file without `kind` is the output of `match`. Without --keys a row's checkpoint is checked with the key it names.
    """
    document = shared.read_document(file)
    kind = document.get("kind", "match") if isinstance(document, Mapping) else "match"
    if kind not in KINDS:
        raise InputError([unknown_code("kind", str(kind), KINDS)])
    valid, answer, lines = _of_match(document) if kind == "match" else _of_leaf(document, keys)
    shared.write(answer, as_json, lambda: lines)
    if not valid:
        raise SystemExit(shared.ANSWER_IS_NO)


def _of_match(document: object) -> tuple[bool, dict[str, Any], list[str]]:
    found: Verification = verify_receipt(document)
    if found.valid:
        fits = Text("Квитанция подходит к ответу.", "The receipt fits the answer.")
        return True, found.as_dict(), [shared.told(fits)]
    differs = ", ".join(found.differs)
    said = [
        Text("Ответ изменён после выдачи.", "The answer was altered after it was given."),
        Text(f"sha256 по содержанию: {found.expected}", f"sha256 of the content: {found.expected}"),
        Text(f"sha256 в квитанции: {found.found}", f"sha256 in the receipt: {found.found}"),
        Text(f"Не сходится: {differs}", f"Differs: {differs}"),
    ]
    return False, found.as_dict(), [shared.told(one) for one in said]


def _of_leaf(document: object, keys: Path | None) -> tuple[bool, dict[str, Any], list[str]]:
    from backend.audit.keys import read_keys
    from backend.audit.receipt_checks import verify_leaf

    found = verify_leaf(document, read_keys(keys) if keys else None)
    answer = found.as_dict()
    return found.valid, answer, [shared.told(one) for one in _leaf_lines(answer)]


def _leaf_lines(answer: Mapping[str, Any]) -> list[Text]:
    row, key = answer["row"], answer["checkpoint"]["key"]
    if not answer["valid"]:
        names = ", ".join(answer["differs"])
        return [
            Text(f"Квитанция не подходит. Не сходится: {names}.", f"The receipt is false. Differs: {names}."),
            Text(f"Ожидалось: {answer['expected']}", f"Expected: {answer['expected']}"),
            Text(f"Найдено: {answer['found']}", f"Found: {answer['found']}"),
        ]
    fits = Text(
        f"Запись {row} стояла в журнале не позже {answer['checkpoint']['at']}.",
        f"Row {row} stood in the log by {answer['checkpoint']['at']}.",
    )
    given = Text("Подпись проверена ключом из вашего файла.", "The signature was checked with a key of your file.")
    named = Text(
        f"Подпись проверена ключом из самой квитанции: сверьте его со страницей /integrity. Ключ: {key}",
        f"The signature was checked with the receipt's own key: compare it with the page /integrity. Key: {key}",
    )
    return [fits, given if answer["keys"] == "file" else named]
