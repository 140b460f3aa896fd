"""The editor and the admin of the demo at their desks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenBrowser

pytestmark = pytest.mark.browser


def test_the_editor_closes_a_task_and_finds_flags_with_all_feedback(sign_in: OpenBrowser) -> None:
    page = sign_in("Елена Жук")
    page.goto("/desk/tasks")
    tasks = page.get_by_role("button", name="Условие проверено")
    before = tasks.count()
    assert before > 0
    tasks.first.click()
    expect(page.get_by_text("Задача закрыта.")).to_be_visible()
    assert tasks.count() == before - 1
    page.goto("/desk/flags")  # an address of former days
    assert page.url.endswith("/desk/feedback")
    expect(page.locator("main a[href^='/desk/feedback/']").first).to_be_visible()


def test_the_admin_gives_a_role_and_the_journal_says_so_and_is_whole(sign_in: OpenBrowser) -> None:
    page = sign_in("Игорь Зимин")
    page.get_by_role("link", name="Люди и роли").click()
    page.get_by_role("searchbox").fill("Титов")
    page.get_by_role("button", name="Найти").click()
    page.get_by_role("link", name="Глеб Титов").click()
    page.get_by_role("combobox", name="Роль").select_option("editor")
    page.get_by_role("button", name="Дать роль").click()
    expect(page.locator("main .item", has_text="едактор")).to_be_visible()
    page.get_by_role("link", name="Журнал", exact=True).click()
    expect(page.locator("table tbody tr").first).to_contain_text("Дали роль")
    page.get_by_role("link", name="Проверить журнал").click()
    expect(page.get_by_text("Журнал цел")).to_be_visible()
    page.get_by_role("link", name="Состояние").click()
    expect(page.get_by_text("База данных отвечает.")).to_be_visible()
    expect(page.get_by_text("исправьте")).to_have_count(0)
