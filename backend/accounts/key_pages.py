"""Keys for programs: of a business, and of people in office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts import limits
from backend.accounts.invitations import SCOPE_NAMES
from backend.accounts.keys import KEY_SCOPES, end_key, make_key
from backend.accounts.models import ApiKey
from backend.accounts.office_keys import OFFICE_SCOPES, make_office_key, office_name, offices_of
from backend.accounts.queries import list_keys, list_parts
from backend.accounts.schemas import NewKey, NewOfficeKey, read_all
from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form, language_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

SIGNED_IN = {"permission": Permission.SIGNED_IN}
KEY_ENDED = say_after("key_ended", Text("Ключ отозван.", "The key has ended."))


class KeysPage(Controller):
    """Keys for programs."""

    path = "/account/keys"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[str]:
        """Show the keys and the form of a new one."""
        return _keys_page(request, session, actor, clock, {})

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Make a key of a business and show it, once."""
        scopes, values = _typed(form)
        try:
            data = read_all(NewKey, _plain(values))
            limits.count(request, limits.NEW_KEY, actor.person_id or "")
            key = make_key(session, actor, data, scopes, clock.now())
        except Invalid as refusal:
            return _keys_page(request, session, actor, clock, values, refusal.faults)
        return _keys_page(request, session, actor, clock, {}, key=key)


class OfficeKeysPage(Controller):
    """Keys of an office one holds."""

    path = "/account/keys/office"

    @get(opt=SIGNED_IN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[str]:
        """Show the form of a new one."""
        return _office_page(request, session, actor, {})

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Make a key of an office and show it, once."""
        scopes, values = _typed(form)
        try:
            data = read_all(NewOfficeKey, _plain(values))
            limits.count(request, limits.NEW_KEY, actor.person_id or "")
            key = make_office_key(session, actor, data, scopes, clock.now())
        except Invalid as refusal:
            return _office_page(request, session, actor, values, refusal.faults)
        return _keys_page(request, session, actor, clock, {}, key=key)


class KeyEnd(Controller):
    """Ending a key."""

    path = "/account/keys/{key_id:str}/end"

    @post(opt=SIGNED_IN, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, key_id: str) -> Response[Any]:
        """End it."""
        end_key(session, actor, key_id, clock.now())
        return see("/account/keys", KEY_ENDED)


def _typed(form: Form) -> tuple[list[str], dict[str, Any]]:
    scopes = form.all("scopes")
    return scopes, {**form.flat(), "scopes": scopes}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "scopes"}


def _keys_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    clock: Clock,
    values: dict[str, Any],
    faults: Sequence[Fault] = (),
    key: str | None = None,
) -> Response[str]:
    language, person_id = language_of(request), actor.person_id or ""
    parts, offices = list_parts(session, person_id, clock.now()), offices_of(session, person_id)
    scopes = {**{scope.value: name for scope, name in SCOPE_NAMES.items()}, **OFFICE_SCOPES}
    names = {part.business.id: part.business.name for part in parts}
    return page(
        request,
        "accounts/keys.html",
        status_code=422 if faults else 200,
        values=values,
        faults=faults,
        key=key,
        keys=[{"row": row, "of": _of(row, names)} for row in list_keys(session, person_id)],
        now=clock.now(),
        businesses=[{"value": part.business.id, "label": part.business.name} for part in parts],
        offices=offices,
        scopes=[{"value": scope.value, "label": SCOPE_NAMES[scope].in_(language)} for scope in KEY_SCOPES],
        scope_names=scopes,
    )


def _office_page(
    request: AnyRequest, session: Session, actor: Actor, values: dict[str, Any], faults: Sequence[Fault] = ()
) -> Response[str]:
    language, offices = language_of(request), offices_of(session, actor.person_id or "")
    if not offices:
        raise NotFound
    return page(
        request,
        "accounts/office_key.html",
        status_code=422 if faults else 200,
        values=values,
        faults=faults,
        offices=[
            {"value": one.id, "label": office_name(one.role, one.authority, one.region).in_(language)}
            for one in offices
        ],
        scopes=[{"value": code, "label": name.in_(language)} for code, name in OFFICE_SCOPES.items()],
    )


def _of(row: ApiKey, names: dict[str, str]) -> Text | None:
    """Return whose key it is, None for a business one does not belong to any more."""
    if row.role is not None:
        return office_name(row.role, row.authority, row.region)
    name = names.get(row.business_id or "")
    return Text(name, name) if name else None


ROUTES: list[Any] = [KeysPage, OfficeKeysPage, KeyEnd]
