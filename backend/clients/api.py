"""Tokens for machine clients: RFC 6749 client credentials, RFC 7009 revocation, RFC 8414 metadata."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import Provide
from sqlmodel import Session

from backend.clients.api_description import REVOCATION_FORM, TOKEN_FORM, TokenOut, takes_form
from backend.clients.authorization import METHODS, NO_GRANT, FormRequest, Server, answer
from backend.clients.token_requests import TokenRequest, provide_asked
from backend.clients.uses import count_use
from backend.clock import Clock
from backend.errors import TooMany
from backend.permissions import CLIENT_SCOPES, Permission
from backend.web.call_limits import caller_of, count_token
from backend.web.context import AnyRequest, settings_of
from backend.web.openapi import BASE

OAUTH = f"{BASE}/oauth"


class Tokens(Controller):
    """Getting a token and giving it back. Errors are OAuth's own, so that clients of others understand them."""

    path = OAUTH
    tags = ["clients"]
    dependencies = {"asked": Provide(provide_asked)}

    @post("/token", **takes_form("Get a token by client credentials", TOKEN_FORM, TokenOut))
    def take_token(self, request: AnyRequest, session: Session, clock: Clock, asked: TokenRequest) -> Response[bytes]:
        """Return a token of fifteen minutes. `client_secret_basic` and `client_secret_post` are known."""
        return _served(request, session, clock, asked, Server.create_token_response)

    @post("/revoke", **takes_form("Revoke a token", REVOCATION_FORM, dict[str, Any]()))
    def revoke_token(self, request: AnyRequest, session: Session, clock: Clock, asked: TokenRequest) -> Response[bytes]:
        """End a token of the client that asks. One that is none of its own is answered alike, and left alone."""
        return _served(request, session, clock, asked, _revoke)


def _revoke(server: Server, form: FormRequest) -> Response[bytes]:
    given: Response[bytes] = server.create_endpoint_response("revocation", form)  # type: ignore[no-untyped-call]
    return given


def _served(
    request: AnyRequest,
    session: Session,
    clock: Clock,
    asked: TokenRequest,
    act: Callable[[Server, FormRequest], Any],
) -> Response[bytes]:
    """Answer one request, counted by its address before anything is looked up, and by its client afterwards."""
    server, path = Server(session, clock.now()), request.url.path
    try:
        count_token(request, caller_of(request))
        if asked.error:
            return answer(400, {"error": asked.error})
        if path.endswith("/token") and "grant_type" not in asked.fields:
            return answer(400, {"error": "invalid_request"}, told=NO_GRANT)
        given: Response[bytes] = act(server, FormRequest(path, asked.fields, asked.authorization))
        if server.issued_to is not None:
            # Only a client that has shown its secret: nobody else can spend what is its own.
            count_token(request, f"of {server.issued_to.id}")
            count_use(session, server.issued_to.id, "POST", path, given.status_code or 200, clock.now())
    except TooMany as refusal:
        session.rollback()
        return answer(429, {"error": "temporarily_unavailable"}, {"Retry-After": str(refusal.retry_after)})
    return given


@get(
    "/.well-known/oauth-authorization-server",
    opt={"permission": Permission.PUBLIC},
    sync_to_thread=False,
    include_in_schema=False,
)
def show_metadata(request: AnyRequest) -> Response[dict[str, Any]]:
    """Tell programs where tokens are given, and how."""
    issuer = settings_of(request).public_url.rstrip("/")
    return Response(
        {
            "issuer": issuer,
            "token_endpoint": f"{issuer}{OAUTH}/token",
            "revocation_endpoint": f"{issuer}{OAUTH}/revoke",
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": [],
            "token_endpoint_auth_methods_supported": METHODS,
            "revocation_endpoint_auth_methods_supported": METHODS,
            "scopes_supported": sorted(CLIENT_SCOPES),
            "service_documentation": f"{issuer}/api/docs",
        },
        headers={"Cache-Control": "public, max-age=3600"},
    )


ROUTES: list[Any] = [Tokens, show_metadata]
