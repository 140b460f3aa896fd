"""Secrets and tokens travel over https, or inside this machine."""

from __future__ import annotations

from urllib.parse import parse_qsl

from backend.config import LOOPBACK
from backend.errors import BadRequest
from backend.web.context import AnyRequest, settings_of
from rules.text import Text

SECRET_NAMES = frozenset({"access_token", "client_secret", "token"})
SECRET_SHOWN = (
    Text(
        "Секрету и токену не место в адресе: адрес остаётся в журналах.",
        "No secret or token belongs in an address: addresses stay in logs.",
    ),
    Text(
        "Отключите этот секрет и передавайте новый в заголовке Authorization.",
        "End this secret, and send the new one in the header Authorization.",
    ),
)
INSECURE = (
    Text("Секрет и токен передают только по https.", "Secrets and tokens are sent over https only."),
    Text("Отключите этот секрет, возьмите новый и повторите по https.", "End this secret; send a new one over https."),
)


def is_secure(request: AnyRequest) -> bool:
    """Whether nobody on the way could read the request.

    An installation whose public address is http listens to its own machine alone (`Settings.check`). Elsewhere https
    ends at a proxy: one we trust, or one on this machine; what it says of the scheme counts, against us in any case.
    """
    settings, peer = settings_of(request), request.client.host if request.client else ""
    if not settings.secure_cookies or request.url.scheme == "https":
        return True
    said = request.headers.get("x-forwarded-proto", "https").rpartition(",")[2].strip().lower()
    return said == "https" and (peer in settings.trusted_proxies or peer in LOOPBACK)


def refuse_insecure(request: AnyRequest) -> None:
    """Refuse a secret that came in the clear.

    Raises:
        BadRequest: it came over http from elsewhere.
    """
    if not is_secure(request):
        raise BadRequest(*INSECURE)


def refuse_secret_in_address(request: AnyRequest) -> None:
    """Refuse an address that holds a secret, whatever it asks for.

    Raises:
        BadRequest: it names a secret or a token.
    """
    asked = request.scope["query_string"]
    if not asked or not SECRET_NAMES & {name for name, _ in parse_qsl(asked.decode("latin-1"), True)}:
        return
    raise BadRequest(*SECRET_SHOWN)
