"""Proofs of tax numbers, for admins: name and ИНН of a business, nothing of its answers."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts.proof import PROOFS, Proof, find_claim, list_claims, prove, take_back
from backend.clock import Clock
from backend.permissions import Actor, Permission
from backend.web.context import AnyRequest, Form
from backend.web.forms import Input, read
from backend.web.pages import MenuItem, page
from backend.web.redirects import say_after, see
from rules.text import Text

ADMIN = {"permission": Permission.PEOPLE_MANAGE}
PROVEN = say_after("business_proven", Text("ИНН подтверждён.", "The tax number is proven."))
TAKEN_BACK = say_after("proof_taken_back", Text("Подтверждение снято.", "The proof is taken back."))


class ProofInput(Input):
    """How it was proven."""

    how: Proof


class ClaimsPage(Controller):
    """Businesses that name an ИНН."""

    path = "/admin/businesses"

    @get(opt=ADMIN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session) -> Response[Any]:
        """List them, unproven ones first."""
        return page(request, "admin/businesses.html", rows=list_claims(session), proofs=PROOFS)


class ClaimProof(Controller):
    """Proving one."""

    path = "/admin/businesses/{business_id:str}/proof"

    @post(opt=ADMIN, sync_to_thread=True)
    def take(self, session: Session, actor: Actor, clock: Clock, form: Form, business_id: str) -> Response[Any]:
        """Note how it was proven."""
        business = find_claim(session, business_id)
        prove(session, actor, business, read(ProofInput, form.flat()).how, clock.now())
        return see("/admin/businesses", PROVEN)


class ClaimProofBack(Controller):
    """Taking a proof back."""

    path = "/admin/businesses/{business_id:str}/proof/back"

    @post(opt=ADMIN, sync_to_thread=True)
    def take(self, session: Session, actor: Actor, clock: Clock, business_id: str) -> Response[Any]:
        """Take it back."""
        take_back(session, actor, find_claim(session, business_id), clock.now())
        return see("/admin/businesses", TAKEN_BACK)


def manages_people(actor: Actor) -> bool:
    """Whether the actor is an admin."""
    return actor.signed_in and actor.may(Permission.PEOPLE_MANAGE)


ROUTES: list[Any] = [ClaimsPage, ClaimProof, ClaimProofBack]
MENU: list[Any] = [MenuItem("/admin/businesses", "ИНН бизнеса", manages_people)]
