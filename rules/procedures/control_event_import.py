"""Where the register of control events says an imported event stands: steps of the platform, from open data alone."""

from __future__ import annotations

from rules.procedures.steps import Step
from rules.roles import Role
from rules.text import Text

CLIENT = (Role.BUSINESS, Role.REPRESENTATIVE)
SOURCE = "248-ФЗ, ст. 19 ч. 4; открытые данные ЕРКНМ"
# What the register has as due, or as further on, goes through «due»: other steps lead on from there.
EARLY = ("PREPARING",)
DUE = ("SCHEDULED", "POSTPONED")


def _step(action: str, froms: tuple[str, ...], to: str, name: Text, *, tell: bool = False) -> Step:
    return Step(
        action,
        froms,
        to,
        actor="system",
        source=SOURCE,
        name=name,
        guard="imported",
        notify=CLIENT if tell else (),
    )


IMPORTED = (
    _step("import_scheduled", EARLY, "SCHEDULED", Text("В ЕРКНМ: ожидает проведения", "Register: due"), tell=True),
    _step(
        "import_ended", (*DUE, "IMPOSSIBLE"), "REPORT_PENDING", Text("В ЕРКНМ: ожидает завершения", "Register: over")
    ),
    _step(
        "import_closed",
        (*DUE, "IMPOSSIBLE", "REPORT_PENDING", "ACT_DRAWN"),
        "DELIVERED",
        Text("В ЕРКНМ: завершено", "Register: completed"),
    ),
    _step("import_rejected", EARLY, "REJECTED", Text("В ЕРКНМ: не согласовано", "Register: not approved")),
    _step("import_excluded", DUE, "EXCLUDED", Text("В ЕРКНМ: исключено", "Register: excluded"), tell=True),
    _step("import_cancelled", DUE, "CANCELLED", Text("В ЕРКНМ: отменено", "Register: cancelled"), tell=True),
    _step("import_impossible", DUE, "IMPOSSIBLE", Text("В ЕРКНМ: провести нельзя", "Register: cannot be held")),
)
