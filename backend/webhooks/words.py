"""What pages say of messages and of what happened to them on the way."""

from __future__ import annotations

from collections.abc import Mapping

from backend.webhooks.models import DeliveryState, Off
from rules.text import Text

STATES: Mapping[DeliveryState, Text] = {
    DeliveryState.WAITING: Text("в пути", "on its way"),
    DeliveryState.DELIVERED: Text("дошло", "arrived"),
    DeliveryState.DEAD: Text("не дошло", "given up"),
    DeliveryState.DROPPED: Text("отменено", "dropped"),
}
COLOURS: Mapping[DeliveryState, str] = {
    DeliveryState.WAITING: "info",
    DeliveryState.DELIVERED: "success",
    DeliveryState.DEAD: "danger",
    DeliveryState.DROPPED: "neutral",
}
FAILURES: Mapping[str, Text] = {
    "address_wrong": Text("адрес больше не подходит", "the address does not fit any more"),
    "not_resolved": Text("имя сервера не найдено", "the name of the server was not found"),
    "not_public": Text("имя ведёт во внутреннюю сеть", "the name leads into an inner network"),
    "no_connection": Text("сервер не отвечает", "the server does not answer"),
    "bad_certificate": Text("сертификат не подходит", "the certificate does not fit"),
    "timeout": Text("нет ответа за 15\u00a0с", "no answer in 15\u00a0s"),
    "broken_answer": Text("ответ не похож на HTTP", "the answer is no HTTP"),
    "no_token": Text("принял, но слова не сказал", "taken, but the word was not said"),
}
OFF: Mapping[Off, Text] = {
    Off.FAILING: Text(
        "Пять дней подряд ни одного ответа 2xx. Почините приёмник и подтвердите адрес заново.",
        "Five days without a single 2xx. Mend the receiver, then prove the address again.",
    ),
    Off.GONE: Text(
        "Приёмник ответил 410: его больше нет. Если это ошибка, подтвердите адрес заново.",
        "The receiver said 410: it is gone. If this is a mistake, prove the address again.",
    ),
}
