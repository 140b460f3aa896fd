"""`yasno receipt`: whether an answer is as it was given."""

from __future__ import annotations

import click

from backend.commands import shared
from rules.matching.receipts import verify_receipt


@click.group(cls=shared.Group)
def receipt() -> None:
    """Check receipts of answers."""


@receipt.command()
@click.argument("file", metavar="FILE")
@shared.json_option
def verify(file: str, as_json: bool) -> None:
    """Check that the output of `match` in FILE ("-" for stdin) is as it was made; exit 1 when it is not."""
    found = verify_receipt(shared.read_document(file))
    answer = found.as_dict()
    if found.valid:
        shared.write(answer, as_json, lambda: ["Квитанция подходит к ответу (the receipt fits the answer)."])
        return
    shared.write(
        answer,
        as_json,
        lambda: [
            "Ответ изменён после выдачи (the answer was altered).",
            f"sha256 по содержанию (expected): {found.expected}",
            f"sha256 в квитанции (found): {found.found}",
            f"Не сходится (differs): {', '.join(found.differs)}",
        ],
    )
    raise SystemExit(shared.ANSWER_IS_NO)
