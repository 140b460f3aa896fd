"""Words of notices about machine clients."""

from __future__ import annotations

from backend.notifications.wording import Wording
from rules.text import Text

OF = Text("{organisation}.", "{organisation}.")
OPEN = Text("Открыть подключение", "Open the client")

NOTICES = {
    "clients.asked": Wording(
        Text("Просят подключить программу: {name}", "A machine client is asked for: {name}"), OF, OPEN
    ),
    "clients.approved": Wording(
        Text("Подключение одобрено: {name}", "The client is approved: {name}"),
        Text("{organisation}. Создайте секрет: без него токенов не дают.", "{organisation}. Make a secret now."),
        OPEN,
    ),
    "clients.refused": Wording(
        Text("В подключении отказано: {name}", "The client is refused: {name}"),
        Text("{organisation}. Причина на странице подключения.", "{organisation}. The reason is on its page."),
        OPEN,
    ),
    "clients.secret_made": Wording(
        Text("Создан секрет подключения: {name}", "A secret was made for the client: {name}"),
        Text(
            "{organisation}. Если этого никто из вас не делал, отключите его.",
            "{organisation}. If none of you did it, end it.",
        ),
        OPEN,
    ),
    "clients.secret_ends": Wording(
        Text("Секрет подключения кончается {day}: {name}", "A secret of the client ends on {day}: {name}"),
        Text(
            "{organisation}. Создайте второй, смените его в программе, потом отключите старый.",
            "{organisation}. Make a second one, put it into the program, then end the old one.",
        ),
        OPEN,
    ),
    "clients.ended": Wording(
        Text("Подключение отключено: {name}", "The client has ended: {name}"),
        Text("{organisation}. Токены и секреты уже не действуют.", "{organisation}. Tokens and secrets are gone."),
        OPEN,
    ),
}
