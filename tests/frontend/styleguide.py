"""Pages of components alone: the site's own templates, filters and words, without a server or a database."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from backend.web.pages import FRONTEND, View, environment

HERE = Path(__file__).parent
SHOP = {"id": "1", "name": "Кафе «Лён»"}
BAKERY = {"id": "2", "name": "Пекарня «Хлеб да соль»"}
ROOMS = ("Требования", "Самопроверка", "Затраты", "План")


def visitor(lang: str = "ru") -> View:
    """Return the view of someone without an account."""
    menu = [{"href": f"/{n}", "label": room, "current": n == 0} for n, room in enumerate(("Мой список", "Реестр"))]
    return View(lang, "nonce", "token", "/", "/language/en", None, None, [], menu, True)


def owner(lang: str = "ru") -> View:
    """Return the view of an entrepreneur with two businesses."""
    menu = [{"href": f"/{n}", "label": room, "current": n == 0} for n, room in enumerate(ROOMS)]
    person = {"name": "Анна Соколова", "roles": ["business"], "language": lang}
    flash = [{"kind": "success", "text": "Сохранено в 14:02."}]
    return View(lang, "nonce", "token", "/0", "/language/en", person, SHOP, [SHOP, BAKERY], menu, True, flash, 3)


@cache
def with_samples(lang: str) -> Environment:
    """Return the site's templates and the samples of this folder."""
    site = environment(lang)
    return site.overlay(loader=ChoiceLoader([FileSystemLoader([FRONTEND / "templates", FRONTEND, HERE / "samples"])]))


def render(template: str, view: View, **context: Any) -> str:
    """Return the page of `template` as the site would build it."""
    return with_samples(view.lang).get_template(template).render(view=view, **context)
