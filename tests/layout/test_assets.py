"""What browsers are sent: small, ours alone, licensed, and built from a lock that names no host."""

import gzip
import json
import re
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[2] / "frontend"
BUILT = FRONTEND / "built"
KILOBYTE = 1024


def packed(name: str) -> int:
    """Return the size of a built file as it travels; fonts are packed already."""
    content = (BUILT / name).read_bytes()
    return len(content) if name.endswith(".woff2") else len(gzip.compress(content, 9))


@pytest.mark.parametrize("name", ["site.css", "site.js"])
def test_styles_and_scripts_weigh_at_most_25_kb(name: str) -> None:
    assert packed(name) <= 25 * KILOBYTE


def test_everything_the_first_page_asks_for_weighs_at_most_150_kb_beside_its_text() -> None:
    fonts = [f"fonts/{file.name}" for file in (BUILT / "fonts").glob("*.woff2")]
    assert sum(map(packed, ["site.css", "site.js", "favicon.svg", *fonts])) <= 150 * KILOBYTE


def test_the_lock_of_packages_names_no_place_to_take_them_from() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def test_every_package_is_pinned_exactly_and_by_its_hash() -> None:
    manifest = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    lock = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))["packages"]
    asked = {**manifest["dependencies"], **manifest["devDependencies"]}
    assert [version for version in asked.values() if not re.fullmatch(r"[0-9.]+", version)] == []
    assert [name for name, package in lock.items() if name and "integrity" not in package] == []


def test_styles_ask_only_for_files_that_are_built() -> None:
    wanted = re.findall(r'url\(["\']?(?!data:|#)([^)"\']+)', (BUILT / "site.css").read_text("utf-8"))
    assert wanted
    assert [url for url in wanted if not (BUILT / url.removeprefix("/assets/")).is_file()] == []


def test_pages_ask_only_for_files_that_are_built() -> None:
    templates = [*(FRONTEND / "templates").rglob("*.html"), *(FRONTEND / "components").glob("*.html")]
    text = "".join(file.read_text("utf-8") for file in templates)
    wanted = {*re.findall(r'asset\("([^"]+)"\)', text), *re.findall(r"/assets/([^\"'?]+)", text)}
    assert [name for name in wanted if not (BUILT / name).is_file()] == []


@pytest.mark.parametrize("name", ["GolosText-Regular.ttf", "GolosText-Bold.ttf", "OFL.txt"])
def test_the_fonts_of_papers_are_here_with_their_licence(name: str) -> None:
    assert (FRONTEND / "fonts" / name).is_file()


def test_every_licence_the_notice_names_is_here() -> None:
    named = re.findall(r"`([\w/]+\.txt)`", (FRONTEND / "NOTICE.md").read_text("utf-8"))
    assert [name for name in named if not (FRONTEND / name).is_file()] == []


def test_templates_hold_no_inline_styles_or_handlers() -> None:
    files = [*(FRONTEND / "templates").rglob("*.html"), *(FRONTEND / "components").glob("*.html")]
    forbidden = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)")
    assert [
        str(file) for file in files if "letter" not in file.name and forbidden.search(file.read_text("utf-8"))
    ] == []
