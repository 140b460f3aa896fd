"""Parts of pages for scripts: only what was asked for, and the whole page to everybody else."""

from __future__ import annotations

import gzip

import pytest

SWAP = {"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "results"}
MOST = 10_000  # bytes, packed


@pytest.mark.parametrize("path", ["/registry?q=вывеска", "/search?q=вывеска", "/registry?topic=fire"])
def test_a_swap_brings_the_results_alone(visitor, path):
    whole, part = visitor.get(path), visitor.get(path, headers=SWAP)
    assert part.text.lstrip().startswith('<div id="results"')
    assert "<html" not in part.text
    assert "<title" not in part.text
    results = part.text[: part.text.rindex("</div>")]
    assert results.strip() in whole.text
    assert "HX-Target" in part.headers["vary"]


def test_a_small_result_is_small_over_the_wire(visitor):
    for path in ("/registry?q=вывеска", "/search?q=вывеска"):
        assert len(gzip.compress(visitor.get(path, headers=SWAP).content, 5)) <= MOST


def test_going_back_and_a_target_the_page_has_not_bring_the_whole_page(visitor):
    for headers in (
        SWAP | {"HX-History-Restore-Request": "true"},
        SWAP | {"HX-Target": "elsewhere"},
        SWAP | {"HX-Request": "false"},
    ):
        assert "<html" in visitor.get("/registry?q=вывеска", headers=headers).text


def test_a_script_that_names_no_part_gets_the_main_one(visitor):
    page = visitor.get("/registry", headers={"HX-Request": "true"})
    assert "<h1" in page.text
    assert "<html" not in page.text
