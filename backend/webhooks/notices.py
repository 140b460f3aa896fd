"""Words of notices about webhooks."""

from __future__ import annotations

from backend.notifications.wording import Wording
from rules.text import Text

OPEN = Text("Открыть адрес", "Open the address")

NOTICES = {
    "webhooks.failing": Wording(
        Text("Вебхук отключён, пять дней без ответа: {name}", "Webhook switched off after five days: {name}"),
        Text(
            "{organisation}. Почините приёмник и подтвердите адрес заново.",
            "{organisation}. Mend the receiver, then prove the address again.",
        ),
        OPEN,
    ),
    "webhooks.gone": Wording(
        Text("Вебхук отключён, приёмник ответил 410: {name}", "Webhook switched off, its receiver said 410: {name}"),
        Text(
            "{organisation}. Если это ошибка, подтвердите адрес заново.",
            "{organisation}. If this is a mistake, prove the address again.",
        ),
        OPEN,
    ),
}
