"""Pages: templates rendered in the worker thread, never in the event loop."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, partial
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from litestar import MediaType, Response
from litestar.utils.scope.state import ScopeState

from backend.config import ROOT
from backend.permissions import Actor
from backend.web import formats
from backend.web.context import AnyRequest, actor_of, language_of, settings_of
from backend.web.empty_fields import name_empty
from backend.web.foreign import mark_russian
from backend.web.forms import errors_of
from backend.web.i18n import LANGUAGES, translations
from backend.web.spaces import held
from rules.text import Text

FRONTEND = ROOT / "frontend"
VARY = "HX-Request, HX-Target, HX-Boosted, HX-History-Restore-Request, Cookie"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the main menu: for whom, where, what it is called in Russian."""

    href: str
    label: str
    shown_to: Callable[[Actor], bool]


@dataclass(frozen=True, slots=True)
class View:
    """What every template knows of the request."""

    lang: str
    nonce: str
    csrf_token: str
    path: str
    other_language_url: str
    person: dict[str, Any] | None
    business: dict[str, str] | None
    businesses: list[dict[str, str]]
    menu: list[dict[str, Any]]
    demo: bool
    flash: list[dict[str, str]] = field(default_factory=list)
    unread: int = 0
    # Of somebody with several: the name of each office, and which they act from.
    offices: list[dict[str, Any]] = field(default_factory=list)


@cache
def environment(language: str) -> Environment:
    """Return the templates of a language: autoescape on, a missing variable is an error."""
    templates = Environment(
        loader=FileSystemLoader([FRONTEND / "templates", FRONTEND]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    _install_sentences(templates, language)
    templates.globals["asset"] = asset
    templates.globals["lang"] = language
    templates.filters["number"] = partial(formats.number, language=language)
    templates.filters["percent"] = partial(formats.percent, language=language)
    templates.filters["interval"] = partial(formats.interval, language=language)
    templates.filters["half_width"] = partial(formats.half_width, language=language)
    templates.filters["money"] = partial(formats.money, language=language)
    templates.filters["day"] = partial(formats.day, language=language)
    templates.filters["moment"] = partial(formats.moment, language=language)
    templates.filters["said"] = partial(_said, language=language)
    templates.filters["held"] = _held
    templates.filters["in_field"] = partial(_in_field, language=language)
    return templates


def _said(text: Any, language: str) -> Any:
    """Return a text in the page's language; what is no text of ours, as it is."""
    return held(text.in_(language)) if isinstance(text, Text) else text


def _held(text: Any) -> Any:
    """Hold the numbers of a ready sentence; what is marked up already stays so."""
    if isinstance(text, str):
        return type(text)(held(text))
    return text


def _in_field(value: Any, language: str) -> Any:
    """Return a number of ours as people type it, 435,09 in Russian; what somebody typed comes back as it was."""
    if not isinstance(value, Decimal):
        return value
    text = f"{value.normalize():f}"
    return text if language == "en" else text.replace(".", ",")


def _install_sentences(templates: Environment, language: str) -> None:
    """Give templates their sentences, each with its numbers held to their words."""
    found = translations(language)
    templates.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: held(found.ugettext(message)),
        lambda one, many, n: held(found.ungettext(one, many, n)),
        newstyle=False,
        pgettext=lambda context, message: held(found.upgettext(context, message)),
        npgettext=lambda context, one, many, n: held(found.unpgettext(context, one, many, n)),
    )


@cache
def asset(name: str) -> str:
    """Return the address of a built file; its content's hash makes it safe to keep for a year."""
    path = FRONTEND / "built" / name
    version = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else "0"
    return f"/assets/{name}?v={version}"


def page(request: AnyRequest, template: str, status_code: int = 200, **context: Any) -> Response[str]:
    """Return a page; for htmx only the block it asks for: the one its target is named after, else `main`."""
    language = language_of(request)
    found = environment(language).get_template(template)
    part = _asked_part(request, found)
    values = {"view": view_of(request), "swapped": part is not None, **context}
    if "values" in values:
        values["values"] = Kept(values["values"])
    if "faults" in values:
        values["errors"] = errors_of(values["faults"], language)
    shown = found.render(values) if part is None else _block(found, values, part)
    if values.get("errors"):
        shown = name_empty(shown, values["errors"], language)
    body = (shown if language == "ru" else mark_russian(shown)) + _padding()
    headers = {"Cache-Control": "no-store", "Vary": VARY, "Content-Language": language}
    answer = Response(body, status_code=status_code, media_type=MediaType.HTML, headers=headers)
    if "flash" in request.cookies:
        answer.delete_cookie("flash")
    return answer


def _asked_part(request: AnyRequest, template: Template) -> str | None:
    """Return the block a script asks for; None for the whole page, as when the browser goes back."""
    asked = request.headers.get
    if asked("hx-request") != "true" or asked("hx-history-restore-request") == "true":
        return None
    target = asked("hx-target", "")
    if target != "main" and target in template.blocks:
        return target
    return None if asked("hx-boosted") == "true" else "main"


def _padding() -> str:
    """A comment of random length: a packed page's size must not tell what a secret in it begins with."""
    return f"<!-- {secrets.token_hex(secrets.randbelow(33))} -->"


def _block(template: Template, values: dict[str, Any], name: str) -> str:
    """Return one block alone; the template's head runs first, or its imported macros would be missing."""
    context = template.new_context(values)
    next(iter(template.root_render_func(context)), None)
    return "".join(template.blocks[name](context))


class Kept(dict[str, Any]):
    """What a person typed into a form: a field nobody filled yet is empty, not an error of the template."""

    def __missing__(self, key: str) -> str:
        return ""


def view_of(request: AnyRequest) -> View:
    """Return what templates know of the request."""
    actor, language = actor_of(request), language_of(request)
    path = request.url.path
    extras: Mapping[str, Any] = request.scope.get("view_extras", {})  # type: ignore[assignment]
    other = next(one for one in LANGUAGES if one != language)
    return View(
        lang=language,
        nonce=str(request.scope.get("nonce", "")),
        csrf_token=_csrf_token(request),
        path=path,
        other_language_url=f"/language/{other}?next={quote(path)}",
        person=_person(actor, language),
        business=extras.get("business"),
        businesses=extras.get("businesses", []),
        menu=_menu(request, actor, language),
        demo=settings_of(request).demo,
        flash=_flash(request, language),
        unread=extras.get("unread", 0),
        offices=[
            {"code": one.code, "name": one.name, "here": one == extras.get("office")}
            for one in extras.get("offices", ())
        ],
    )


def _csrf_token(request: AnyRequest) -> str:
    token = ScopeState.from_scope(request.scope).csrf_token
    return token if isinstance(token, str) else request.cookies.get(settings_of(request).cookie("csrf"), "")


def _person(actor: Actor, language: str) -> dict[str, Any] | None:
    if not actor.signed_in:
        return None
    return {"name": actor.name, "roles": sorted(actor.roles), "language": language}


def _menu(request: AnyRequest, actor: Actor, language: str) -> list[dict[str, Any]]:
    """Return the entries this actor sees; the one with the longest address above this page is the current one."""
    shown = [item for item in request.app.state.menu if item.shown_to(actor)]
    above = [item.href for item in shown if f"{request.url.path}/".startswith(f"{item.href}/")]
    current = max(above, key=len, default=None)
    say = translations(language).ugettext
    return [{"href": item.href, "label": say(item.label), "current": item.href == current} for item in shown]


# Sentences that may follow a redirect; the cookie carries the key only, so nobody can put words on our page.
FLASHES: dict[str, Text] = {}
NUMBER = re.compile(r"-?[0-9]{1,6}", re.ASCII)


def _flash(request: AnyRequest, language: str) -> list[dict[str, str]]:
    key, *numbers = request.cookies.get("flash", "").split(".")
    text = FLASHES.get(key)
    if text is None or not all(NUMBER.fullmatch(number) for number in numbers):
        return []
    try:
        return [{"kind": "success", "text": text.in_(language).format(*numbers)}]
    except IndexError:
        return []
