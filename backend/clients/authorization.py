"""The authorization server: client credentials by Authlib (RFC 6749), revocation (RFC 7009).

Authlib knows the protocol; this module tells it where clients and tokens are kept. It is made anew for each request:
there is nothing in it to share.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, OAuth2Payload, OAuth2Request
from authlib.oauth2.rfc6749.errors import InvalidClientError, InvalidScopeError
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc7009 import RevocationEndpoint
from litestar import Response
from sqlmodel import Session

from backend.clients.models import ApiClient, ClientSecret
from backend.clients.queries import valid_secrets
from backend.clients.secrets import TOKEN_LASTS, end_token, in_force, issue_token, matching
from backend.permissions import CLIENT_SCOPES
from backend.web.etags import JSON

METHODS = ["client_secret_basic", "client_secret_post"]
CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{16}", re.ASCII)
# One sentence for each error of RFC 6749, §5.2: whoever guesses learns nothing from the words of two refusals.
DESCRIPTIONS: Mapping[str, str] = {
    "invalid_client": "Unknown, ended or not approved client, or a wrong or ended secret.",
    "unsupported_grant_type": "Send grant_type=client_credentials.",
    "unsupported_token_type": "Only access tokens are given, and revoked.",
    "temporarily_unavailable": "Too many requests: wait as long as Retry-After says.",
    "invalid_request": "Send application/x-www-form-urlencoded, each parameter once, the secret in one place.",
}
NO_GRANT = "The parameter grant_type is missing: send grant_type=client_credentials."
# Told to a client that has shown its secret: Authlib's words for other errors are not ours.
SAID_HERE = frozenset({"invalid_scope"})
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class Form(OAuth2Payload):
    """The parameters of a request, each once."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = dict(fields)

    @property
    def data(self) -> dict[str, str]:
        """Return them."""
        return self._fields

    @property
    def datalist(self) -> Any:
        """Return them as lists."""
        return {name: [value] for name, value in self._fields.items()}


class FormRequest(OAuth2Request):
    """A request as Authlib reads it. `https` in its address is ours to say: `transport.py` has looked before."""

    def __init__(self, path: str, fields: Mapping[str, str], authorization: str) -> None:
        super().__init__("POST", f"https://yasno.invalid{path}", headers={"Authorization": authorization})
        self.payload = Form(fields)
        self._fields = dict(fields)

    @property
    def form(self) -> dict[str, str]:
        """Return the parameters."""
        return self._fields


class Presented(ClientMixin):
    """A client whose secret is to be checked."""

    def __init__(self, row: ApiClient, secrets: list[ClientSecret]) -> None:
        self.row, self.secrets = row, secrets
        self.secret: ClientSecret | None = None

    def get_client_id(self) -> str:
        """Return its id."""
        return self.row.id

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether one of its two secrets was given."""
        self.secret = matching(self.secrets, client_secret)
        return self.secret is not None

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Whether the secret came the way it may come."""
        return method in METHODS

    def check_grant_type(self, grant_type: str) -> bool:
        """Whether it may use the grant."""
        return grant_type == "client_credentials"

    def get_allowed_scope(self, scope: Collection[str] | str) -> str:
        """Return what it asked for of its own scopes; all of them where it asked for none."""
        asked = set(scope.split() if isinstance(scope, str) else scope or ()) or set(self.row.scopes)
        return " ".join(sorted(asked & set(self.row.scopes)))


class ClientCredentials(ClientCredentialsGrant):
    """The only grant there is."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def validate_token_request(self) -> None:
        """Check the client, then that every scope it asks for is its own."""
        try:
            super().validate_token_request()
        except InvalidScopeError:
            raise self._not_own() from None
        asked = str(self.request.form.get("scope", "")).split()
        if set(asked) - set(_presented(self.request).row.scopes):
            raise self._not_own()

    def _not_own(self) -> InvalidScopeError:
        own = " ".join(sorted(_presented(self.request).row.scopes))
        return InvalidScopeError(description=f"Ask for some of the client's own scopes; they are: {own}.")


class Revocation(RevocationEndpoint):
    """The end of a token before its fifteen minutes are over."""

    CLIENT_AUTH_METHODS = METHODS

    def authenticate_token(self, request: Any, client: Presented) -> str:
        """Return the token as it was sent: whose it is, is asked when it is ended."""
        self.check_params(request, client)
        return str(request.form["token"])

    def revoke_token(self, token: str, request: Any) -> None:
        """End the token if it is this client's; RFC 7009 answers alike where there is none."""
        self.server.end_token(request.client, token)


class Server(AuthorizationServer):
    """The authorization server of one request."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(scopes_supported=sorted(CLIENT_SCOPES))
        self.session, self.now = session, now
        self.issued_to: ApiClient | None = None
        self.register_grant(ClientCredentials)
        self.register_endpoint(Revocation)
        generator: Any = self._new_token
        self.register_token_generator("default", generator)

    def query_client(self, client_id: str) -> Presented | None:  # type: ignore[override]  # None is what it asks for
        """Return a client that may have tokens."""
        row = self.session.get(ApiClient, client_id) if CLIENT_ID.fullmatch(client_id) else None
        if row is None or not in_force(self.session, row, self.now):
            return None
        return Presented(row, valid_secrets(self.session, row.id, self.now))

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Note whom a token was given to: it was stored, as a hash, when it was made."""
        self.issued_to = _presented(request).row

    def end_token(self, client: Presented, token: str) -> None:
        """End a token of the client."""
        end_token(self.session, client.row.id, token, self.now)
        self.issued_to = client.row

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""

    def create_oauth2_request(self, request: FormRequest) -> FormRequest:
        """Return the request, which is one already."""
        return request

    def handle_response(self, status: int, body: Any, headers: Any) -> Response[bytes]:
        """Return an answer in our words."""
        return answer(status, dict(body))

    def _new_token(self, *, client: Presented, scope: str | None = None, **_others: Any) -> dict[str, Any]:
        if client.secret is None:
            raise InvalidClientError
        granted = client.get_allowed_scope(scope or "")
        token = issue_token(self.session, client.secret, granted.split(), self.now)
        lasts = int(TOKEN_LASTS.total_seconds())
        return {"access_token": token, "token_type": "Bearer", "expires_in": lasts, "scope": granted}


def _presented(request: Any) -> Presented:
    if not isinstance(request.client, Presented):
        raise InvalidClientError
    return request.client


def answer(
    status: int, body: dict[str, Any], more: Mapping[str, str] | None = None, told: str | None = None
) -> Response[bytes]:
    """Return a JSON answer that nobody stores; an error says what it means in one sentence of ours."""
    headers = {**NO_STORE, **(more or {})}
    error = body.get("error")
    if error is not None:
        own = body.get("error_description") if error in SAID_HERE else None
        said = told or own or DESCRIPTIONS.get(error, DESCRIPTIONS["invalid_request"])
        body = {"error": error, "error_description": said}
        status = 400 if status == 401 else status  # Authlib has its own view of a wrong token_type_hint
    if error == "invalid_client":
        status, headers["WWW-Authenticate"] = 401, 'Basic realm="yasno", charset="UTF-8"'
    return Response(json.dumps(body).encode() + b"\n", status_code=status, media_type=JSON, headers=headers)
