"""A machine client of the demo, with a webhook: asked for, approved, used for two weeks, its messages tried.

It is made by the services people use. Its secret is shown to nobody, only the hash is kept; its receiver does not
exist, so what had arrived there is written down as it would stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from backend.audit.service import record
from backend.clients.models import ApiClient, ClientSecret
from backend.clients.organisations import Organisation
from backend.clients.schemas import Decision, NewClient
from backend.clients.service import ask_for_client, decide, make_secret
from backend.clients.uses import count_use
from backend.clock import MOSCOW
from backend.db.types import new_id
from backend.feedback.models import Feedback
from backend.permissions import Actor
from backend.seed.world import World
from backend.webhooks import signing
from backend.webhooks.events import ANSWER_PUBLISHED
from backend.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from backend.webhooks.schedule import PAUSES
from rules.roles import Role

# A name that leads nowhere: it is refused at each sending before anything is dialled.
ADDRESS = "https://hooks.mchs.example/yasno"
OFFICE = Organisation(authority="mchs", region="77")
ASKED, APPROVED = timedelta(days=41), timedelta(days=40)
SECRET_DAYS = 180
READ = "/api/v1/statistics"
# On every third day of two weeks: kind of call, answer, how often.
CALLS = (
    ("POST", "/api/v1/oauth/token", 200, 2),
    ("GET", f"{READ}/releases", 200, 2),
    ("GET", f"{READ}/releases/{{release_id:str}}", 200, 5),
    ("GET", f"{READ}/releases/{{release_id:str}}/cells", 400, 1),
)
USED_DAYS = range(1, 15, 3)


def add_clients(session: Session, world: World) -> ApiClient:
    """Make the client with its uses and its webhook; what it is told of stands in the demo already."""
    client = _approved(session, world)
    _use(session, client, world.now)
    endpoint = _webhook(session, world, client)
    answered = session.exec(
        select(Feedback).where(col(Feedback.answered_on).is_not(None), Feedback.authority == OFFICE.authority)
    )
    _tell(session, endpoint, sorted(answered.all(), key=lambda one: (one.answered_on, one.number)), world.now)
    return client


def _approved(session: Session, world: World) -> ApiClient:
    keeper, admin = _keeper(world), world.people["admin"]
    data = NewClient(
        name="Витрина показателей МЧС",
        purpose="Показ. Приёмник сообщений вымышлен, новые сообщения до него не дойдут.",
        of=OFFICE.code,
        ref=new_id(),
    )
    client = ask_for_client(session, keeper, data, ["statistics:read", "webhooks:manage"], world.now - ASKED)
    decider = Actor(admin.id, admin.name, frozenset({Role.ADMIN}))
    reason = Decision(answer="approve", reason="Письмо управления есть, адрес проверили.")
    decide(session, decider, client.id, reason, client.version, world.now - APPROVED)
    make_secret(session, keeper, client.id, SECRET_DAYS, client.version, world.now - APPROVED)
    return client


def _keeper(world: World) -> Actor:
    person = world.people["regulator_mchs"]
    roles = frozenset({Role.REGULATOR})
    return Actor(person.id, person.name, roles, authority=OFFICE.authority, region=OFFICE.region)


def _use(session: Session, client: ApiClient, now: datetime) -> None:
    for day in USED_DAYS:
        at = now - timedelta(days=day)
        for method, route, status, calls in CALLS:
            for _ in range(calls):
                count_use(session, client.id, method, route, status, at)
    secret = session.exec(select(ClientSecret).where(ClientSecret.client_id == client.id)).one()
    secret.used_at = now - timedelta(days=USED_DAYS[0])
    session.add(secret)


def _webhook(session: Session, world: World, client: ApiClient) -> WebhookEndpoint:
    made = world.now - APPROVED
    endpoint = WebhookEndpoint(
        client_id=client.id,
        address=ADDRESS,
        events=[ANSWER_PUBLISHED],
        secret_salt=signing.new_salt(),
        challenge_salt=signing.new_salt(),
        challenged_at=made,
        proven_at=made,
        created_at=made,
    )
    session.add(endpoint)
    session.flush()
    told = {"client": client.id, "address": ADDRESS, "events": endpoint.events}
    record(session, _keeper(world), "webhook.add", "webhook_endpoint", endpoint.id, told, made)
    return endpoint


def _tell(session: Session, endpoint: WebhookEndpoint, answered: Sequence[Feedback], now: datetime) -> None:
    """Of the answers till now the first was given up after days of failures, the others arrived at once."""
    for number, statement in enumerate(answered):
        at = datetime.combine(statement.answered_on or now, datetime.min.time(), MOSCOW) + timedelta(hours=12)
        message = WebhookDelivery(
            endpoint_id=endpoint.id,
            event=ANSWER_PUBLISHED,
            event_id=new_id(),
            subject_id=str(statement.number),
            path=f"/statements/{statement.number}",
            occurred_at=at,
            turn=1,
        )
        _given_up(message, at) if number == 0 else _arrived(message, at)
        session.add(message)
        endpoint.last_taken_at = at if number else endpoint.last_taken_at
    session.add(endpoint)
    session.flush()


def _given_up(message: WebhookDelivery, at: datetime) -> None:
    tries = len(PAUSES) + 1
    message.state, message.attempts, message.turn = DeliveryState.DEAD, tries, tries
    message.tried_at = message.ended_at = at + sum(PAUSES, timedelta())
    message.status, message.size = 500, 162


def _arrived(message: WebhookDelivery, at: datetime) -> None:
    message.state, message.attempts, message.status = DeliveryState.DELIVERED, 1, 204
    message.tried_at = message.ended_at = at + timedelta(seconds=1)
