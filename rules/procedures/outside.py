"""Where a step is officially done: the platform keeps a working copy until it is told the record from there."""

from __future__ import annotations

from collections.abc import Mapping

from rules.procedures.steps import Step
from rules.text import Text

SYSTEMS: Mapping[str, Text] = {
    "erknm": Text("ЕРКНМ", "ERKNM (the register of control events)"),
    "epgu": Text("Госуслуги или ЕРКНМ", "Gosuslugi or ERKNM"),
    "notice": Text("уведомление по 248-ФЗ, ст. 21", "a notice under 248-FZ, art. 21"),
    "signature": Text("документ с электронной подписью, 248-ФЗ, ст. 21", "a signed document, 248-FZ, art. 21"),
    "appeals": Text("ГИС досудебного обжалования", "the system of pre-trial appeals"),
    "ervk": Text("реестр видов контроля (ЕРВК)", "the register of types of control (ERVK)"),
}
# The same as a way of doing something.
WAYS: Mapping[str, Text] = {
    "erknm": Text("в ЕРКНМ", "in ERKNM (the register of control events)"),
    "epgu": Text("через Госуслуги или ЕРКНМ", "through Gosuslugi or ERKNM"),
    "notice": Text("уведомлением по 248-ФЗ, ст. 21", "by a notice under 248-FZ, art. 21"),
    "signature": Text("документом с электронной подписью, 248-ФЗ, ст. 21", "by a signed document, 248-FZ, art. 21"),
    "appeals": Text("в ГИС досудебного обжалования", "in the system of pre-trial appeals"),
    "ervk": Text("в реестре видов контроля (ЕРВК)", "in the register of types of control (ERVK)"),
}


def working_copy(step: Step) -> Text | None:
    """Return what to say of a step that has no record from outside; None for a step done here alone.

    >>> step = Step("act", "A", "B", "inspector", "ст. 87", name=Text("Акт", "Act"), outside="erknm")
    >>> working_copy(step).ru
    'Рабочая копия: оформите шаг «Акт» в ЕРКНМ'
    """
    if step.outside is None:
        return None
    way, what = WAYS[step.outside], step.name or Text(step.action, step.action)
    # A step may be called «Отметить: жалоба подана» or «Акт подписан»: one files neither, a step is put on record.
    return Text(
        f"Рабочая копия: оформите шаг «{what.ru}» {way.ru}",
        f"Working copy: put the step “{what.en}” on record {way.en}",
    )
