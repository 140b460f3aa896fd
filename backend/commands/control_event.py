"""`yasno control-event-cost`: the hours and rubles a control event takes of a business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from backend.commands import shared
from calculators.control_event_documents import control_event_document
from rules.text import Text

UNKNOWN = Text("не известно", "not known")


@click.command(cls=shared.Command)
@click.argument("document")
@shared.json_option
def control_event_cost(document: str, as_json: bool) -> None:
    """Count what a control event takes, within the law's bound of hours, from a JSON file (- for stdin)."""
    answer = control_event_document(shared.read_document(document))
    shared.write(answer, as_json, lambda: _lines(answer))


def _lines(answer: Mapping[str, Any]) -> Iterator[str]:
    unknown = shared.told(UNKNOWN)
    yield f"{shared.told(Text('Часов с инспектором', 'Hours with the inspector'))}: {answer['onsite_hours'] or unknown}"
    yield f"{shared.told(Text('Стоит, ₽', 'Costs, RUB'))}: {answer['cost'] or unknown}"
    if answer["moving"] is not None:
        words = Text("Перенести дату, ₽ (в сумму не входит)", "Moving the date, RUB (not in the sum)")
        yield f"{shared.told(words)}: {answer['moving']}"
    for flag in answer["flags"]:
        yield shared.told(Text(**flag["message"]))
