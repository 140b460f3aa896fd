"""The page about components tells the truth, and colours of charts can be told from their ground."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
# Parts of other macros: no page calls them by themselves.
INNER = {
    "hint_text", "error_text", "described", "label_text", "legend_text", "choice", "table_row", "frame", "icon", "mark",
}  # fmt: skip
TOKENS = (FRONTEND / "src" / "styles" / "tokens.css").read_text("utf-8")
LIGHT, DARK = TOKENS.split("@media", 1)


def macros() -> set[str]:
    """Return the names of all macros."""
    text = "".join(file.read_text("utf-8") for file in (FRONTEND / "components").glob("*.html"))
    return set(re.findall(r"{% macro (\w+)\(", text))


def test_the_page_about_components_names_every_macro() -> None:
    page = (ROOT / "docs" / "components.md").read_text("utf-8")
    assert [name for name in sorted(macros() - INNER) if not re.search(rf"\b{name}\(", page)] == []


def test_the_page_about_components_names_no_other_macro() -> None:
    page = (ROOT / "docs" / "components.md").read_text("utf-8")
    named = re.findall(r"^\| `(?:{% call )?(\w+)\(", page, re.MULTILINE)
    assert set(named) <= macros()


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb" as WCAG 2.2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_hue_of_a_chart_stands_out_three_to_one(scheme: str) -> None:
    hues = dict(re.findall(r"--chart-([\w]+): (#[0-9a-f]{6})", scheme))
    ground = luminance(hues.pop("ground"))
    contrasts = {name: contrast(luminance(hue), ground) for name, hue in hues.items()}
    assert {name: ratio for name, ratio in contrasts.items() if ratio < 3} == {}


def contrast(one: float, other: float) -> float:
    """Return the WCAG contrast of two luminances."""
    lighter, darker = max(one, other), min(one, other)
    return (lighter + 0.05) / (darker + 0.05)
