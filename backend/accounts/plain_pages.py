"""How we work, what we keep, what you agree to: in plain words, with figures from the settings themselves."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts import consents
from backend.accounts.identity import LONGEST, STAFF_IDLE
from backend.accounts.queries import find_self
from backend.clock import Clock
from backend.errors import NotFound
from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.reading_terms import read_deadlines
from rules.text import Text

GIVEN = say_after("consent_given", Text("Согласие записано.", "The consent is recorded."))
WITHDRAWN = say_after("consent_withdrawn", Text("Согласие отозвано.", "The consent is withdrawn."))
PUBLIC = {"permission": Permission.PUBLIC}
# Open also to somebody who has still to set their second factor up.
ALWAYS = {"before_second_factor": True}
RUN_DAYS = 30


class AboutPage(Controller):
    """How we work."""

    path = "/about"
    opt = ALWAYS

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest) -> Response[str]:
        """Show it."""
        edition = current_law().edition
        return page(
            request,
            "accounts/about.html",
            requirements=len(edition.requirements),
            facts=len(edition.vocabulary.facts),
            edition=edition.number,
            published=edition.published,
        )


class PrivacyPage(Controller):
    """What we keep, how long, who reads it."""

    path = "/privacy"
    opt = ALWAYS

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest) -> Response[str]:
        """Show it."""
        longest, staff = int(LONGEST.total_seconds() // 3600), int(STAFF_IDLE.total_seconds() // 60)
        context = {"run_days": RUN_DAYS, "staff_minutes": staff, "longest_hours": longest}
        return page(request, "accounts/privacy.html", appeals=_appeals_kept(), **context)


def _appeals_kept() -> dict[str, Any]:
    """Return how long it is kept who filed an appeal: {"years", "source", "verified"}."""
    term = read_deadlines()["appeal.keep"].editions[-1].term
    return {
        "years": term.amount,
        "source": Text(term.source, "Order of the archive service No. 236 of 20.12.2019"),
        "verified": term.verified,
    }


class ConsentPage(Controller):
    """The consents, each a document of its own."""

    path = "/consent"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[str]:
        """Show their words, and to a person with an account where each stands."""
        if not actor.signed_in:
            standing = [consents.Standing(purpose, None) for purpose in consents.PURPOSES.values()]
        else:
            standing = consents.list_standing(session, actor.person_id or "")
        return page(request, "accounts/consent.html", standing=standing, signed_in=actor.signed_in)


class ConsentChange(Controller):
    """Giving or withdrawing one consent."""

    path = "/consent/{purpose:str}"

    @post(opt={"permission": Permission.SIGNED_IN}, sync_to_thread=True)
    def submit(self, session: Session, actor: Actor, clock: Clock, form: Form, purpose: str) -> Response[Any]:
        """Do it."""
        person, given = find_self(session, actor), form.get("answer")
        if given not in {"give", "withdraw"}:
            raise NotFound
        change = consents.give if given == "give" else consents.withdraw
        change(session, person, purpose, clock.now())
        return see("/consent", GIVEN if given == "give" else WITHDRAWN)


ROUTES: list[Any] = [AboutPage, PrivacyPage, ConsentPage, ConsentChange]
