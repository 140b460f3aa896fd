"""What clients can be told of. Messages are thin: which thing and where it stands, never what is in it."""

from __future__ import annotations

from collections.abc import Mapping

from backend.config import Settings
from backend.webhooks.models import WebhookDelivery
from rules.exact_json import canonical_json
from rules.text import Text

RELEASE_PUBLISHED = "release.published"
ANSWER_PUBLISHED = "answer.published"
CHALLENGE = "endpoint.challenge"  # sent to prove an address; nobody subscribes to it

EVENTS: Mapping[str, Text] = {
    RELEASE_PUBLISHED: Text("Вышел выпуск статистики", "A release of statistics is out"),
    ANSWER_PUBLISHED: Text("Регулятор ответил на вопрос", "A regulator answered a statement"),
}
EVENT_NAMES: Mapping[str, Text] = {**EVENTS, CHALLENGE: Text("Проверка адреса", "Proof of the address")}


def body_of(settings: Settings, delivery: WebhookDelivery, token: str | None = None) -> bytes:
    """Return the message, the same bytes each time it is sent; `token` goes into a challenge only."""
    data = {"id": delivery.subject_id, "address": settings.public_url.rstrip("/") + delivery.path}
    if token is not None:
        data["token"] = token
    at = delivery.occurred_at.isoformat(timespec="seconds").replace("+00:00", "Z")
    return canonical_json({"type": delivery.event, "timestamp": at, "data": data})
