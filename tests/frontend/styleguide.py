"""Renders pages with the components alone: no server, no database."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
FRONTEND = HERE.parents[1] / "frontend"


@dataclass
class View:
    """What the shell tells every page."""

    lang: str = "ru"
    nonce: str = "nonce"
    csrf_token: str = "token"
    path: str = "/list"
    other_language_url: str = "/language/en"
    person: dict[str, Any] | None = None
    business: dict[str, Any] | None = None
    businesses: list[dict[str, Any]] = field(default_factory=list)
    menu: list[dict[str, Any]] = field(default_factory=list)
    demo: bool = False
    flash: list[dict[str, str]] = field(default_factory=list)
    unread: int = 0


LYON = {"id": 1, "name": "Кафе «Лён»"}
BAKERY = {"id": 2, "name": "Пекарня «Хлеб да соль»"}
OWNER = View(
    person={"name": "Анна Соколова", "roles": ["business"]},
    business=LYON,
    businesses=[LYON, BAKERY],
    menu=[
        {"href": "/list", "label": "Требования", "current": True},
        {"href": "/check", "label": "Самопроверка", "current": False},
        {"href": "/costs", "label": "Затраты", "current": False},
        {"href": "/plan", "label": "План", "current": False},
    ],
    flash=[{"kind": "success", "text": "Сохранено в 14:02."}],
    unread=3,
)


def number(value: Any) -> str:
    """Return a number as Russians write it: 18 400,5 with a no-break space."""
    whole, _, part = str(value).partition(".")
    part = part.rstrip("0")
    return f"{int(whole):,}".replace(",", "\u00a0") + (f",{part}" if part else "")


def environment(lang: str = "ru", folders: tuple[Path, ...] = ()) -> Environment:
    """Return the environment the site has, with the plainest filters."""
    env = Environment(
        loader=FileSystemLoader([FRONTEND / "templates", FRONTEND, HERE, *folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = catalogue(lang)

    def plural(one: str, many: str, n: int) -> str:
        found = words.get(one)
        forms = found if isinstance(found, tuple) else (one, many, many)
        return forms[slavic(n)] if lang == "ru" else forms[0 if n == 1 else 1]

    def translate(text: str) -> str:
        return str(words.get(text) or text)

    env.globals.update(_=translate, gettext=translate, ngettext=plural, asset=lambda name: f"/assets/{name}?v=1")
    env.filters.update(number=number, money=lambda value: number(Decimal(value)) + "\u00a0₽", day=str, moment=str)
    return env


def catalogue(lang: str) -> dict[str, Any]:
    """Return the translations of the shell: text or tuple of forms by its Russian words."""
    with (FRONTEND / "locale" / lang / "shell.po").open("rb") as file:
        found = read_po(file, locale=lang)
    return {m.id[0] if isinstance(m.id, tuple) else m.id: m.string for m in found if m.id}


def slavic(n: int) -> int:
    """Return which of the three Russian plural forms goes with `n`."""
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2


def render(template: str, view: View, **context: Any) -> str:
    """Return the page of `template` as the site would build it."""
    return environment(view.lang).get_template(template).render(view=view, **context)
