"""Words of letters about the installation."""

from __future__ import annotations

from backend.notifications.wording import Wording
from rules.text import Text

CHECKPOINT = "maintenance.checkpoint"

NOTICES = {
    CHECKPOINT: Wording(
        Text("Контрольная точка журнала: запись {seq}", "Checkpoint of the audit log: row {seq}"),
        Text(
            "Сохраните строку в файл и проверьте: yasno audit verify --checkpoint.\n{line}",
            "Save the line in a file and check: yasno audit verify --checkpoint.\n{line}",
        ),
    ),
}
