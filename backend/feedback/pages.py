"""Pages of feedback: public statements, the editor's queue, the regulator's desk, a business's own."""

from __future__ import annotations

from typing import Any

from backend.feedback import business_pages, desk_pages, editor_pages, public_pages
from backend.feedback.blocks import register
from backend.permissions import Actor, Permission, Scope
from backend.web.pages import MenuItem


def anybody(actor: Actor) -> bool:
    """Statements and answers are public."""
    return True


def sorts(actor: Actor) -> bool:
    """Whether the actor sorts feedback."""
    return actor.signed_in and actor.may(Permission.FEEDBACK_SORT)


def answers(actor: Actor) -> bool:
    """Whether the actor answers for an authority."""
    return actor.signed_in and actor.may(Permission.FEEDBACK_ANSWER)


def has_account(actor: Actor) -> bool:
    """Whether there is a business with an account."""
    return actor.signed_in and actor.may_for(actor.business_id or "", Scope.READ)


register()

ROUTES: list[Any] = [
    *public_pages.ROUTES,
    *business_pages.ROUTES,
    *editor_pages.ROUTES,
    *desk_pages.ROUTES,
]
MENU: list[Any] = [
    MenuItem("/my-feedback", "Мои отзывы", has_account),
    MenuItem("/desk/feedback", "Отзывы", sorts),
    MenuItem("/desk/statements", "Вопросы к тексту", answers),
    MenuItem("/statements", "Ответы регуляторов", anybody),
]
