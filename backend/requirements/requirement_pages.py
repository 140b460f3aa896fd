"""One requirement: what to do, why, what if not, where it is written; and the owner's own word on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.clock import Clock
from backend.law import current_law
from backend.permissions import Actor, Permission, Scope
from backend.profiles.matching import match_business
from backend.profiles.queries import find_business, load_profile
from backend.requirements import names, service
from backend.requirements.blocks import RequirementContext, blocks_of
from backend.requirements.explaining import Explained, explain_item
from backend.requirements.listing import ENDS_SOON, attributions_of, open_disputes
from backend.requirements.queries import find_requirement
from backend.requirements.words import (
    act_text,
    effort_text,
    hours_text,
    is_day_off,
    repeats_text,
    rubles_text,
    sanctions_text,
    when_text,
)
from backend.web.context import AnyRequest
from backend.web.pages import page
from backend.web.redirects import say_after, see
from calculators.sanctions import sanction_ranges
from rules.requirements import Requirement

PUBLIC = {"permission": Permission.PUBLIC}
OWN = {"permission": Permission.OWN_BUSINESS}
CONFIRMED = say_after("confirmed", service.CONFIRMED)
TAKEN_BACK = say_after("confirmation_taken_back", service.TAKEN_BACK)


class RequirementPage(Controller):
    """A requirement for this business, or plainly for whoever has no answers."""

    path = "/requirements/{requirement:str}"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, requirement: str
    ) -> Response[Any]:
        """Show it."""
        entry = find_requirement(requirement)
        explained = _explained(session, actor, clock, entry)
        blocks = blocks_of(RequirementContext(request, session, actor, entry, explained))
        return page(
            request,
            "requirements/requirement.html",
            entry=entry,
            explained=explained,
            blocks=blocks,
            edition=current_law().edition,
            today=clock.today(),
            soon=clock.today() + ENDS_SOON,
            **_words(entry, explained, clock.today()),
            **_own_word(session, actor, entry, explained),
        )


class ConfirmPage(Controller):
    """«Да, это про меня», and taking it back."""

    path = "/requirements/{requirement:str}/confirm"

    @post(opt=OWN, sync_to_thread=True)
    def confirm(self, session: Session, actor: Actor, clock: Clock, requirement: str) -> Response[Any]:
        """Keep the owner's word."""
        entry = find_requirement(requirement)
        service.confirm(session, find_business(session, actor, Scope.ANSWER), entry, clock.now())
        return see(f"/requirements/{entry.id}", CONFIRMED)


class TakeBackPage(Controller):
    """The owner's word, taken back."""

    path = "/requirements/{requirement:str}/confirm/undo"

    @post(opt=OWN, sync_to_thread=True)
    def take_back(self, session: Session, actor: Actor, requirement: str) -> Response[Any]:
        """Forget the owner's word."""
        entry = find_requirement(requirement)
        service.take_back(session, find_business(session, actor, Scope.ANSWER), entry)
        return see(f"/requirements/{entry.id}", TAKEN_BACK)


def _explained(session: Session, actor: Actor, clock: Clock, entry: Requirement) -> Explained | None:
    if actor.business_id is None or not actor.may_for(actor.business_id):
        return None
    profile = load_profile(session, find_business(session, actor))
    if not any(place.known for place in profile.places):
        return None
    return explain_item(match_business(profile, clock.today()), entry)


def _words(entry: Requirement, explained: Explained | None, today: date) -> dict[str, Any]:
    """Return the entry's facts in words."""
    ranges = explained.sanctions if explained else sanction_ranges(entry.sanctions, None)
    effort = entry.effort
    return {
        "when": explained.item.when if explained else when_text(entry, None, today, working=False),
        "repeats": repeats_text(entry),
        "off": bool(explained and explained.item.due and is_day_off(explained.item.due)),
        "effort": effort_text(effort),
        "effort_lines": [
            (hours_text(effort.one_off_hours), rubles_text(effort.one_off_rub)),
            (hours_text(effort.hours_per_time), rubles_text(effort.rub_per_time)),
        ]
        if effort
        else [],
        "articles": _articles(entry, ranges),
        "act": act_text(entry.act, entry.provision),
        "names": names,
        "overlaps": _overlaps(entry),
    }


def _articles(entry: Requirement, ranges: Any) -> list[dict[str, Any]]:
    """Return each article with its ranges, the own form's first; an article without amounts keeps its note."""
    found = []
    for sanction in entry.sanctions:
        mine = [one for one in ranges if one.article == sanction.article and one.note == sanction.note]
        note = sanction.note[:1].upper() + sanction.note[1:] if sanction.note else None
        found.append({"article": sanction.article, "note": note, "amounts": sanctions_text(mine) if mine else None})
    return found


def _overlaps(entry: Requirement) -> list[tuple[Any, Requirement, Any]]:
    """Return the requirements this one touches: how, which, with what remark."""
    others, kinds = current_law().edition.requirements, names.OVERLAPS
    found = [(one, others.get(one.with_)) for one in entry.overlaps]
    return [(kinds.get(one.kind, kinds["overlap"]), other, one) for one, other in found if other is not None]


def _own_word(session: Session, actor: Actor, entry: Requirement, explained: Explained | None) -> dict[str, Any]:
    """Return what is settled between the business and the requirement."""
    if explained is None or actor.business_id is None:
        return {"word": None, "decision": None, "dispute": None, "may_answer": False, "may_dispute": False}
    word, number = attributions_of(session, actor.business_id).get(entry.id, (None, None))
    return {
        "word": word,
        "decision": number,
        "dispute": open_disputes(session, actor.business_id).get(entry.id),
        "may_answer": actor.may_for(actor.business_id, Scope.ANSWER),
        "may_dispute": actor.may_for(actor.business_id, Scope.DISPUTE),
    }


ROUTES: list[Any] = [RequirementPage, ConfirmPage, TakeBackPage]
