"""What a person does on the site, said once: open, answer a question, sign in, weigh what came over the wire."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import yaml
from playwright.sync_api import Locator, Page

EXAMPLES = Path(__file__).resolve().parents[2] / "rules" / "examples"
TOO_MANY = 40
Found = TypeVar("Found")


def facts_of(example: str) -> dict[str, Any]:
    """Return what the owner of an example business would answer."""
    document = yaml.safe_load((EXAMPLES / f"{example}.yaml").read_text(encoding="utf-8"))
    facts: dict[str, Any] = document["facts"]
    return facts


def answer_interview(page: Page, facts: Mapping[str, Any]) -> int:
    """Answer screen after screen until the list; returns how many screens there were."""
    for screens in range(TOO_MANY):
        if "/questions" not in page.url:
            return screens
        answer_screen(page, facts)
        page.get_by_role("button", name="Продолжить").click()
    raise AssertionError("the interview does not end")


def answer_screen(page: Page, facts: Mapping[str, Any]) -> None:
    """Fill every field of a question's page; what the owner cannot know is «Не знаю»."""
    for asked in page.locator("main input[name=fact]").all():
        code = asked.get_attribute("value") or ""
        answer_field(page, code, facts.get(code))


def answer_field(page: Page, code: str, value: Any) -> None:
    """Fill one field as its kind wants."""
    control = page.locator(f"main [name='{code}']")
    kind = control.first.evaluate("field => field.tagName + ' ' + field.type")
    if kind == "INPUT checkbox":
        _tick(control, ["unknown"] if value is None else value or ["nothing"])
    elif kind == "INPUT radio":
        _pick(control, _word(value)).check()
    elif kind.startswith("SELECT"):
        control.select_option(_word(value))
    elif value is None:
        page.locator(f"main [name='{code}_unknown']").check()
    else:
        control.fill(_word(value))


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        return "unknown"
    return str(value).replace(".", ",") if isinstance(value, float | Decimal) else str(value)


def _pick(control: Locator, value: str) -> Locator:
    return control.and_(control.page.locator(f"[value='{value}']"))


def _tick(control: Locator, values: list[str]) -> None:
    """Tick exactly these boxes, unfolding what hides them."""
    for box in control.all():
        wanted = box.get_attribute("value") in values
        if box.is_checked() != wanted:
            if not box.is_visible():
                box.locator("xpath=ancestor::details[1]/summary").click()
            box.set_checked(wanted)


def numbers(text: str) -> list[int]:
    """Return the whole numbers in a text, thousands written with spaces."""
    return [int(re.sub(r"\D", "", one)) for one in re.findall(r"\d[\d\u00a0\u202f]*", text)]


def until(find: Callable[[], Found | None]) -> Found:
    """Wait until something is found: a letter leaves after the page has been answered."""
    for _ in range(300):
        found = find()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("waited a minute in vain")
