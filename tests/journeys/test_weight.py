"""How many bytes come over the wire, and whether the page jumps while they come. Bytes only, never seconds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import OpenBrowser
from tests.journeys.walking import answer_interview, facts_of

pytestmark = pytest.mark.browser
KB = 1000
FIRST_PAGE, NEXT_PAGE, LIST_OF_SIXTY = 170 * KB, 20 * KB, 40 * KB
MOST_SHIFT = 0.02
WATCH = """() => { window.shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())
  if (!entry.hadRecentInput) window.shift += entry.value; }).observe({type: 'layout-shift', buffered: true}); }"""


class Wire:
    """Counts what a page takes over the wire, packed as it came."""

    def __init__(self, page: Page) -> None:
        self.taken: dict[str, float] = {}
        self.asked: dict[str, str] = {}
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        client.on("Network.requestWillBeSent", self._sent)
        client.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, Any]) -> None:
        self.asked[event["requestId"]] = urlsplit(event["request"]["url"]).path

    def _finished(self, event: dict[str, Any]) -> None:
        path = self.asked.get(event["requestId"], "?")
        self.taken[path] = self.taken.get(path, 0) + event["encodedDataLength"]

    def weigh(self, what: str, *, fonts: bool = True) -> float:
        """Return the bytes since last asked, and say them; fonts come once and stay."""
        parts, self.taken = self.taken, {}
        total = sum(size for path, size in parts.items() if fonts or "/fonts/" not in path)
        print(f"\n{what}: {total / KB:.1f} kB", {path: round(size / KB, 1) for path, size in parts.items()})
        return total


def shifted(page: Page) -> float:
    """Return how much the page has jumped since it was opened."""
    page.evaluate(WATCH)
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    shift: float = page.evaluate("() => new Promise(done => setTimeout(() => done(window.shift), 300))")
    return shift


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 640)], ids=["desk", "phone"])
def test_the_way_to_the_list_is_light_and_stands_still(open_browser: OpenBrowser, width: int, height: int) -> None:
    page = open_browser(width=width, height=height)
    wire = Wire(page)
    page.goto("/", wait_until="networkidle")
    assert wire.weigh("first page") <= FIRST_PAGE
    assert shifted(page) <= MOST_SHIFT
    page.get_by_role("searchbox").fill("кафе")
    page.get_by_role("button", name="Продолжить").click()
    page.wait_for_load_state("networkidle")
    assert wire.weigh("trades") <= NEXT_PAGE
    page.get_by_label("Кафе, ресторан").first.check()
    page.get_by_role("button", name="Продолжить").click()
    page.wait_for_load_state("networkidle")
    assert wire.weigh("question") <= NEXT_PAGE
    assert shifted(page) <= MOST_SHIFT
    answer_interview(page, facts_of("cafe"))
    wire.weigh("the other questions")
    page.goto("/list?by=topic", wait_until="networkidle")
    count = int(page.locator("main .stats__value").first.inner_text())
    assert count >= 60
    assert wire.weigh(f"list of {count}", fonts=False) <= LIST_OF_SIXTY
    assert shifted(page) <= MOST_SHIFT
