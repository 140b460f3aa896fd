"""Words of letters about the installation."""

from __future__ import annotations

from backend.notifications.wording import Wording
from rules.text import Text

CHECKPOINT = "maintenance.checkpoint"
OFFERED = "maintenance.checkpoint_offered"

NOTICES = {
    CHECKPOINT: Wording(
        Text("Контрольная точка журнала: запись {seq}", "Checkpoint of the audit log: row {seq}"),
        Text(
            "Сохраните строку в файл и проверьте: yasno audit verify --checkpoint.\n{line}",
            "Save the line in a file and check: yasno audit verify --checkpoint.\n{line}",
        ),
        Text("Скачать файл", "Download the file"),
    ),
    OFFERED: Wording(
        Text("Контрольная точка журнала на {at}", "Checkpoint of the audit log at {at}"),
        Text(
            "Записей в журнале: {seq}. Сохраните файл у себя: по нему видно, не изменили ли журнал задним числом. "
            "Как проверить, написано на странице «Целость журнала».\nТо же одной строкой: {line}",
            "Rows in the log: {seq}. Keep the file on your side: it shows whether somebody changed the past. "
            "The page “Integrity of the log” says how to check.\nThe same as one line: {line}",
        ),
        Text("Скачать файл", "Download the file"),
    ),
}
