"""The widest table of the site scrolls nothing sideways, also between a phone's width and a desk's."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import OpenBrowser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 639, 640, 660, 736, 1024])
def test_the_table_of_addresses_fits(open_browser: OpenBrowser, width: int) -> None:
    page = open_browser(width=width)
    page.goto("/api/docs")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
