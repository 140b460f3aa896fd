"""Every page of this room, and the language of all pages."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException

from backend.accounts import (
    account_pages,
    business_pages,
    code_pages,
    entry_pages,
    factor_pages,
    invitation_pages,
    key_pages,
    password_pages,
    people_pages,
    plain_pages,
    proof_pages,
)
from backend.accounts.entry_pages import set_language
from backend.permissions import Permission
from backend.web.context import AnyRequest
from backend.web.i18n import LANGUAGES
from backend.web.redirects import inside, see


class LanguagePage(Controller):
    """The language of the pages."""

    path = "/language/{language:str}"
    opt = {"before_second_factor": True}

    @get(opt={"permission": Permission.PUBLIC}, sync_to_thread=False)
    def choose(self, request: AnyRequest, language: str, next: str = "/") -> Response[Any]:
        """Remember the language in this browser and go back."""
        if language not in LANGUAGES:
            raise NotFoundException
        answer = see(inside(next))
        set_language(request, answer, language)
        return answer


ROUTES: list[Any] = [
    *entry_pages.ROUTES,
    *code_pages.ROUTES,
    *password_pages.ROUTES,
    *account_pages.ROUTES,
    *factor_pages.ROUTES,
    *key_pages.ROUTES,
    *business_pages.ROUTES,
    *invitation_pages.ROUTES,
    *plain_pages.ROUTES,
    *people_pages.ROUTES,
    *proof_pages.ROUTES,
    LanguagePage,
]
MENU: list[Any] = [*people_pages.MENU, *proof_pages.MENU]
