"""Webhooks of a client on the pages of those who keep it: addresses, their proof, secrets, messages."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from backend.errors import Invalid
from backend.permissions import Permission
from backend.web.context import Form, settings_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from backend.webhooks import managing, queries, signing
from backend.webhooks.checking import check_new
from backend.webhooks.events import EVENTS
from backend.webhooks.models import WebhookEndpoint
from backend.webhooks.own import Own, OwnPages
from backend.webhooks.shown import list_page, one_page
from rules.text import Text

OWN = {"permission": Permission.CLIENTS_OWN}
HOME = "/clients/{client_id:str}/webhooks"
ONE = f"{HOME}/{{webhook_id:str}}"
CHALLENGED = say_after("webhook_challenged", Text("Отправили проверку адреса.", "A proof was asked for."))
PROVEN = say_after("webhook_proven", Text("Адрес подтверждён.", "The address is proven."))
CHANGED = say_after("webhook_changed", Text("События сохранены.", "Events saved."))
PAUSED = say_after("webhook_paused", Text("Пауза: сообщения ждут.", "Paused: messages wait."))
RESUMED = say_after("webhook_resumed", Text("Отправляем снова.", "Sending again."))
OLD_ENDED = say_after("webhook_old_ended", Text("Старый секрет отключён.", "The old secret has ended."))
REMOVED = say_after("webhook_removed", Text("Адрес удалён.", "The address is removed."))
AGAIN = say_after("webhook_again", Text("Сообщение отправим ещё раз.", "The message goes once more."))


class WebhooksPage(OwnPages):
    """The addresses of a client."""

    path = HOME

    @get(opt=OWN, sync_to_thread=True)
    def show(self, own: Own) -> Response[str]:
        """List them, with the form of a new one."""
        return list_page(own, own.client(), {"events": list(EVENTS)})

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, own: Own, form: Form) -> Response[Any]:
        """Add an address and show its secret, once."""
        values: dict[str, Any] = {"address": form.get("address"), "events": form.all("events")}
        try:
            address = check_new(own.request, values["address"], values["events"], own.actor.person_id or "")
            client = own.client()
            made = managing.add_endpoint(own.session, own.actor, client, address, values["events"], own.now)
        except Invalid as refusal:
            return list_page(own, own.client(), values, refusal.faults)
        secret = signing.secret_of(settings_of(own.request).secret, made.secret_salt)
        return one_page(own, client, made, secret=secret)


class WebhookPage(OwnPages):
    """One address."""

    path = ONE

    @get(opt=OWN, sync_to_thread=True)
    def show(self, own: Own) -> Response[str]:
        """Show how it stands, its messages, and what can be done."""
        return one_page(own, *own.find())


class WebhookEventsForm(OwnPages):
    """What an address is told of."""

    path = f"{ONE}/events"

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, own: Own, form: Form) -> Response[Any]:
        """Keep the choice."""
        client, endpoint = own.take()
        events = form.all("events")
        try:
            managing.change_events(own.session, own.actor, endpoint, events, own.now)
        except Invalid as refusal:
            return one_page(own, client, endpoint, {"events": events}, refusal.faults)
        return see(_path(endpoint), CHANGED)


class WebhookChallenge(OwnPages):
    """The proof of an address."""

    path = f"{ONE}/challenge"

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, own: Own) -> Response[Any]:
        """Send a new word."""
        client, endpoint = own.take()
        managing.challenge(own.session, own.actor, client, endpoint, own.now)
        return see(_path(endpoint), CHALLENGED)


class WebhookConfirmation(OwnPages):
    """The proof of an address, by hand."""

    path = f"{ONE}/confirm"

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, own: Own, form: Form) -> Response[Any]:
        """Take the word the receiver got."""
        client, endpoint = own.take()
        token, server = form.get("token"), settings_of(own.request).secret
        try:
            managing.confirm(own.session, own.actor, endpoint, server, token, own.now)
        except Invalid as refusal:
            return one_page(own, client, endpoint, {"token": token}, refusal.faults)
        return see(_path(endpoint), PROVEN)


class WebhookSecret(OwnPages):
    """A new secret of an address."""

    path = f"{ONE}/secret"

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, own: Own) -> Response[Any]:
        """Make it and show it, once."""
        client, endpoint = own.take()
        server = settings_of(own.request).secret
        secret = managing.rotate_secret(own.session, own.actor, endpoint, server, own.now)
        return one_page(own, client, endpoint, secret=secret)


class WebhookOldSecret(OwnPages):
    """The end of the secret before."""

    path = f"{ONE}/old-secret/end"

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, own: Own) -> Response[Any]:
        """End it."""
        _, endpoint = own.take()
        managing.end_old_secret(own.session, own.actor, endpoint, own.now)
        return see(_path(endpoint), OLD_ENDED)


class WebhookPause(OwnPages):
    """A pause."""

    path = f"{ONE}/pause"

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, own: Own) -> Response[Any]:
        """Send nothing for now."""
        _, endpoint = own.take()
        managing.pause(own.session, own.actor, endpoint, own.now)
        return see(_path(endpoint), PAUSED)


class WebhookResume(OwnPages):
    """The end of a pause."""

    path = f"{ONE}/resume"

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, own: Own) -> Response[Any]:
        """Go on sending."""
        _, endpoint = own.take()
        managing.resume(own.session, own.actor, endpoint, own.now)
        return see(_path(endpoint), RESUMED)


class WebhookRemoval(OwnPages):
    """The end of an address."""

    path = f"{ONE}/remove"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, own: Own) -> Response[str]:
        """Ask whether it is meant."""
        client, endpoint = own.find()
        return page(own.request, "webhooks/remove.html", client=client, endpoint=endpoint)

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, own: Own) -> Response[Any]:
        """Take it away with its messages."""
        client, endpoint = own.take()
        managing.remove_endpoint(own.session, own.actor, endpoint, own.now)
        return see(f"/clients/{client.id}/webhooks", REMOVED)


class WebhookAgain(OwnPages):
    """A message once more."""

    path = f"{ONE}/deliveries/{{delivery_id:str}}/again"

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, own: Own, delivery_id: str) -> Response[Any]:
        """Send it under its own id."""
        client, endpoint = own.take()
        message = queries.find_delivery(own.session, endpoint, delivery_id)
        managing.send_again(own.session, own.actor, client, endpoint, message, own.now)
        return see(_path(endpoint), AGAIN)


def _path(endpoint: WebhookEndpoint) -> str:
    return f"/clients/{endpoint.client_id}/webhooks/{endpoint.id}"


ROUTES: list[Any] = [
    WebhooksPage,
    WebhookPage,
    WebhookEventsForm,
    WebhookChallenge,
    WebhookConfirmation,
    WebhookSecret,
    WebhookOldSecret,
    WebhookPause,
    WebhookResume,
    WebhookRemoval,
    WebhookAgain,
]
