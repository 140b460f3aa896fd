"""Everybody of the demo follows the links they are shown: each leads somewhere, and people in office to their desk."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from tests.journeys.conftest import Site

pytestmark = pytest.mark.slow
LINK = re.compile(r'href="(/[^"#]*)')
ID = re.compile(r"(?<=/)(?=[\w-]*[A-Z0-9_-])[\w-]{16}(?=/|$|\?)")
# Of pages of one shape that differ by an id alone, so many are opened.
ALIKE = 6
# Files, other languages, the same page in another order; the registry has its own crawl.
LEFT_OUT = ("/assets", "/language", "/sign-out", "/api/", "/static", "/requirements", "/changes", "/search", "/start")
DESKS = {
    "Олег Рыбаков": "/desk/control",
    "Нина Гусева": "/desk/control",
    "Павел Седов": "/desk/control",
    "Ирина Лосева": "/desk/prosecutor",
    "Лидия Орехова": "/desk/appeals",
    "Роман Ветров": "/desk/appeals",
    "Софья Громова": "/desk/appeals",
    "Тамара Юсупова": "/desk/ombudsman",
    "Фёдор Нестеров": "/desk/ombudsman",
    "Зоя Лебедева": "/desk/ombudsman",
    "Дарья Крылова": "/desk",
    "Игорь Зимин": "/operations",
}
OWNERS = ("Анна Кузнецова", "Борис Орлов", "Вера Белова", "Глеб Титов", "Кира Ланская", "Мария Соколова")


@contextmanager
def enter(url: str, name: str) -> Iterator[httpx.Client]:
    """Give a browser of a person of the demo, signed in by their button."""
    with httpx.Client(base_url=url, timeout=120) as client:
        page = client.get("/sign-in").text
        button = next(form for form in page.split("<form")[1:] if name in form)
        client.post("/demo/sign-in", data=dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', button)))
        yield client


def crawl(client: httpx.Client, start: str = "/home") -> dict[str, int]:
    """Return every page that links lead to with its answer; of alike pages only a few."""
    seen: dict[str, int] = {}
    shapes: Counter[str] = Counter()
    queue = deque([start])
    while queue:
        path = queue.popleft()
        shape = ID.sub("ID", path).partition("?")[0]
        if path in seen or path.startswith(LEFT_OUT) or shapes[shape] >= ALIKE:
            continue
        shapes[shape] += 1
        answer = client.get(path, follow_redirects=True)
        seen[path] = answer.status_code
        if answer.headers.get("content-type", "").startswith("text/html"):
            queue.extend(link.replace("&amp;", "&") for link in LINK.findall(answer.text))
    return seen


@pytest.mark.parametrize("name", [*DESKS, *OWNERS])
def test_every_link_a_person_of_the_demo_is_shown_leads_somewhere(site: Site, name: str) -> None:
    with enter(site.url, name) as client:
        seen = crawl(client)
    assert len(seen) > 5
    assert {path: status for path, status in seen.items() if status != 200} == {}


@pytest.mark.parametrize("name", DESKS)
def test_people_in_office_land_on_their_desk(site: Site, name: str) -> None:
    with enter(site.url, name) as client:
        landed = client.get("/home", follow_redirects=True)
    assert urlsplit(str(landed.url)).path == DESKS[name]
    assert landed.status_code == 200
