"""The two pages of webhooks: the addresses of a client, and one of them with its messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Response

from backend.clients.models import ApiClient
from backend.web.context import AnyRequest, language_of
from backend.web.pages import page
from backend.webhooks import managing, queries, words
from backend.webhooks.events import CHALLENGE, EVENT_NAMES, EVENTS
from backend.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from backend.webhooks.own import Own
from backend.webhooks.queries import Standing, standing_of
from rules.faults import Fault
from rules.text import Text


def list_page(own: Own, client: ApiClient, values: dict[str, Any], faults: Sequence[Fault] = ()) -> Response[str]:
    """Return the addresses of a client, with the form of a new one."""
    rows = [_row(own, one) for one in queries.endpoints_of(own.session, client.id)]
    entitled = queries.is_entitled(own.session, client, own.now)
    return page(
        own.request,
        "webhooks/list.html",
        status_code=422 if faults else 200,
        client=client,
        rows=rows,
        adds=entitled and len(rows) < managing.MOST_ENDPOINTS,
        entitled=entitled,
        events=_choices(own.request),
        values=values,
        faults=faults,
    )


def one_page(
    own: Own,
    client: ApiClient,
    endpoint: WebhookEndpoint,
    values: dict[str, Any] | None = None,
    faults: Sequence[Fault] = (),
    secret: str | None = None,
) -> Response[str]:
    """Return how an address stands, its messages, and what can be done; `secret` is shown this once."""
    standing = standing_of(endpoint)
    return page(
        own.request,
        "webhooks/one.html",
        status_code=422 if faults else 200,
        client=client,
        endpoint=endpoint,
        standing=standing.value,
        standing_name=queries.STANDING_NAMES[standing],
        why_off=words.OFF.get(endpoint.off),
        old_lasts=managing.old_secret_lasts(endpoint, own.now),
        messages=[_line(one, standing) for one in queries.deliveries_of(own.session, endpoint.id)],
        events=_choices(own.request),
        secret=secret,
        values={"events": endpoint.events, "token": "", **(values or {})},
        faults=faults,
    )


def _row(own: Own, endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {
        "row": endpoint,
        "standing": queries.STANDING_NAMES[standing_of(endpoint)],
        "events": [EVENTS[code] for code in endpoint.events if code in EVENTS],
        "dead": queries.count_dead(own.session, endpoint.id),
    }


def _line(message: WebhookDelivery, standing: Standing) -> dict[str, Any]:
    again = message.event != CHALLENGE and message.state is not DeliveryState.WAITING
    return {
        "row": message,
        "event": EVENT_NAMES.get(message.event, Text(message.event, message.event)),
        "state": words.STATES[message.state],
        "color": words.COLOURS[message.state],
        "failure": words.FAILURES.get(message.failure),
        "told": message.event != CHALLENGE,
        "page": message.event != CHALLENGE and not message.path.startswith("/api/"),
        "again": again and standing is Standing.ACTIVE,
    }


def _choices(request: AnyRequest) -> list[dict[str, str]]:
    language = language_of(request)
    return [{"value": code, "label": f"{name.in_(language)} ({code})"} for code, name in EVENTS.items()]
