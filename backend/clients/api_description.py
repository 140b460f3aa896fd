"""How the description of the API shows the calls of OAuth: forms come in, errors are those of RFC 6749."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from litestar.openapi.spec import Operation
from pydantic import BaseModel, Field

from backend.clients.authorization import DESCRIPTIONS
from backend.permissions import CLIENT_SCOPES, Permission
from backend.web.api_schemas import PROBLEM, component_of
from backend.web.etags import JSON
from backend.web.openapi import WAIT_HEADER

FORM = "application/x-www-form-urlencoded"
PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}
CREDENTIALS = {
    "client_id": {"type": "string", "description": "Where it is not sent by HTTP Basic, which is better"},
    "client_secret": {"type": "string"},
}
TOKEN_FORM = {
    "type": "object",
    "required": ["grant_type"],
    "properties": {
        "grant_type": {"const": "client_credentials"},
        "scope": {"type": "string", "description": "Some of the client's scopes; all of them when left out"},
        **CREDENTIALS,
    },
}
REVOCATION_FORM = {
    "type": "object",
    "required": ["token"],
    "properties": {"token": {"type": "string"}, "token_type_hint": {"enum": ["access_token"]}, **CREDENTIALS},
}


class TokenOut(BaseModel):
    """A token (RFC 6749, §5.1)."""

    access_token: str = Field(description="Send it as `Authorization: Bearer …`", examples=["yct_…"])
    token_type: str = Field(examples=["Bearer"])
    expires_in: int = Field(description="Seconds", examples=[900])
    scope: str = Field(examples=[" ".join(CLIENT_SCOPES)])


class OAuthError(BaseModel):
    """A refusal (RFC 6749, §5.2)."""

    error: str = Field(examples=sorted(DESCRIPTIONS))
    error_description: str


@dataclass
class OAuthOperation(Operation):
    """An operation that takes a form."""

    form: ClassVar[dict[str, Any]] = {}
    gives: ClassVar[Any] = None

    def to_schema(self) -> dict[str, Any]:
        """Return the operation as the document shows it."""
        shape = super().to_schema()
        shape["requestBody"] = {"required": True, "content": {FORM: {"schema": self.form}}}
        shape["responses"] = {"200": {"description": "Done.", "content": {JSON: {"schema": component_of(self.gives)}}}}
        shape["responses"] |= {str(status): _refusal(status) for status in (400, 401, 413, 429, 503)}
        shape["security"] = [{}]
        return {name: part for name, part in shape.items() if part != []}


def _refusal(status: int) -> dict[str, Any]:
    about = {
        400: "A parameter, a scope or the grant type is wrong; or a secret came in the address or over http.",
        401: "No client that may have tokens, or a wrong secret; or the call itself came with a token that has ended.",
        413: "The form is too large.",
        429: "More than 30 in this minute.",
        503: "Too many writes at once.",
    }
    content = {JSON: {"schema": component_of(OAuthError)}, PROBLEM: {"schema": PROBLEM_SCHEMA}}
    return {"description": about[status], "content": content} | (
        {"headers": WAIT_HEADER} if status in (429, 503) else {}
    )


def takes_form(summary: str, form: dict[str, Any], gives: Any) -> dict[str, Any]:
    """Return the settings of a POST handler that takes a form."""
    component_of(gives)
    component_of(OAuthError)
    return {
        "opt": {"permission": Permission.PUBLIC},
        "sync_to_thread": True,
        "status_code": 200,
        "summary": summary,
        "operation_class": type("Described", (OAuthOperation,), {"form": form, "gives": gives}),
    }
