"""Settings of the assessment: how deep, which topics and authorities, how to be reminded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments.queries import checklist
from backend.assessments.reminders import wishes_of
from backend.assessments.schemas import SettingsInput, lists
from backend.clock import Clock
from backend.errors import Invalid
from backend.law import current_law
from backend.permissions import Actor, Permission, Scope
from backend.profiles.choices import choices_of
from backend.profiles.queries import find_business
from backend.requirements.names import topic_name
from backend.web.context import AnyRequest, Form, language_of
from backend.web.forms import read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

OWN = {"permission": Permission.OWN_BUSINESS}
KEPT = say_after("assessment_settings_kept", Text("Настройки сохранены.", "The settings are saved."))
NOTHING_LEFT = Text("Не осталось ни одной темы.", "No topic is left.")
TICK_ONE = Text("Отметьте хотя бы одну.", "Tick at least one.")
NO_AUTHORITY_LEFT = Text("Не осталось ни одного органа.", "No authority is left.")
UNKNOWN = Text("Такого варианта нет.", "There is no such choice.")
CHOOSE = Text("Выберите из списка.", "Choose from the list.")


class SettingsPage(Controller):
    """How a business wants to be assessed."""

    path = "/check/settings"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Show what is chosen."""
        if actor.business_id is None:
            return see("/")
        business = find_business(session, actor, Scope.ANSWER)
        return _settings_page(request, session, actor, business, clock, None)

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Keep what is chosen."""
        business = find_business(session, actor, Scope.ANSWER)
        values = lists(dict(form.fields), "domains", "authorities")
        try:
            data = read(SettingsInput, values)
            keep(session, business, data, *on_list(session, business, clock), anonymous=actor.anonymous_run)
        except Invalid as refusal:
            return _settings_page(request, session, actor, business, clock, values, refusal.faults)
        return see("/check/done", KEPT)


def keep(
    session: Session,
    business: Business,
    data: SettingsInput,
    domains: Sequence[str],
    authorities: Sequence[str],
    *,
    anonymous: bool,
) -> None:
    """Keep the settings; what of `domains` and `authorities` on the list is not named is left out.

    Raises:
        Invalid: something that is not on the list is named, or nothing is left.
    """
    faults = [*_faults("domains", data.domains, domains, NOTHING_LEFT)]
    faults += _faults("authorities", data.authorities, authorities, NO_AUTHORITY_LEFT)
    if faults:
        raise Invalid(faults)
    chosen = choices_of(business)
    assessment = {
        "depth": data.depth,
        # What is not on the list now was not asked about: it stays as it was.
        "domains_out": sorted((chosen.domains_out - set(domains)) | (set(domains) - set(data.domains))),
        "authorities_out": sorted(
            (chosen.authorities_out - set(authorities)) | (set(authorities) - set(data.authorities))
        ),
    }
    kept = dict(business.settings) | {"assessment": assessment}
    if not anonymous:
        told = {name: value for name, value in business.settings.get("reminders", {}).items() if name == "told_on"}
        kept["reminders"] = told | {"often": data.often, "channel": data.channel}
    business.settings = kept
    session.add(business)
    session.flush()


def _faults(field: str, named: Sequence[str], known: Sequence[str], none_left: Text) -> list[Fault]:
    if set(named) - set(known):
        return [Fault("enum", field, UNKNOWN, CHOOSE)]
    return [Fault("nothing_left", field, none_left, TICK_ONE)] if known and not named else []


def on_list(session: Session, business: Business, clock: Clock) -> tuple[list[str], list[str]]:
    """Return the topics and authorities of the business's whole list."""
    items = checklist(session, business, clock.today()).personal.items
    domains = sorted({item.requirement.domain for item in items})
    authorities = {item.requirement.authority for item in items} & set(current_law().edition.authorities)
    return domains, sorted(code for code in authorities if code)


def _settings_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    business: Business,
    clock: Clock,
    typed: Mapping[str, Any] | None,
    faults: Sequence[Fault] = (),
) -> Response[Any]:
    language, edition = language_of(request), current_law().edition
    domains, authorities = on_list(session, business, clock)
    chosen = choices_of(business)
    values = typed or {
        "depth": chosen.depth,
        "domains": [code for code in domains if code not in chosen.domains_out],
        "authorities": [code for code in authorities if code not in chosen.authorities_out],
        **wishes_of(business),
    }
    return page(
        request,
        "assessments/settings.html",
        status_code=422 if faults else 200,
        domains=[{"value": code, "label": topic_name(code).in_(language)} for code in domains],
        authorities=[{"value": code, "label": edition.authorities[code].name.in_(language)} for code in authorities],
        signed_in=actor.signed_in,
        values=dict(values),
        faults=faults,
    )


ROUTES: list[Any] = [SettingsPage]
