"""The list narrowed by a script: the results, what stands beside them, and nothing else."""

from __future__ import annotations

import gzip
import re

SWAP = {"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "results"}


def test_a_narrowed_list_comes_with_its_index_and_its_table(cafe):
    part = cafe.get("/list?q=вывеска&by=topic", headers=SWAP)
    assert "<html" not in part.text
    assert re.search(r"<h2 data-heading data-announce>Показано \d+ из \d+</h2>", part.text.replace("\xa0", " "))
    assert 'id="list-parts" hx-swap-oob="true"' in part.text
    table = re.search(r'<a id="list-table" href="([^"]+)" hx-swap-oob="true">', part.text)
    assert table
    assert "q=" in table.group(1)
    assert len(gzip.compress(part.content, 5)) <= 10_000


def test_the_same_address_without_a_script_is_a_page_with_the_same_results(cafe):
    whole = cafe.get("/list?q=вывеска&by=topic")
    assert "<html" in whole.text
    assert "hx-swap-oob" not in whole.text
    assert whole.text.count('id="list-parts"') == whole.text.count('id="list-table"') == 1
    found = re.findall(r'href="(/requirements/[^"]+)"', cafe.get("/list?q=вывеска&by=topic", headers=SWAP).text)
    assert found
    assert all(address in whole.text for address in found)
