"""A program of a business gets its client, on a screen and a phone, without scripts too; then it calls."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenBrowser, Site
from tests.journeys.test_own_parts_of_a_room import sound

pytestmark = pytest.mark.browser
OWNER, ADMIN = "Анна Кузнецова", "Игорь Зимин"
# On a screen and a phone; and where nothing runs in the browser, which axe could not look at.
WAYS = pytest.mark.parametrize(("width", "scripts"), [(1280, True), (360, True), (1024, False)])


def look(page: Page, name: str) -> None:
    """Check that a page fits and that axe finds nothing, where scripts may run."""
    if page.viewport_size and page.viewport_size["width"] != 1024:
        sound(page, name)


def ask(page: Page, name: str) -> str:
    """Ask for a client as an owner; return the address of its page."""
    page.goto("/account/keys")
    page.get_by_role("link", name="Подключения программ").click()
    look(page, "clients")
    page.get_by_role("link", name="Подключить программу").click()
    page.get_by_role("button", name="Отправить заявку").click()
    look(page, "new-client-faults")
    page.get_by_label("Какая программа").fill(name)
    page.get_by_label("читать выпуски оценок").check()
    page.get_by_label("Зачем она обращается").fill("Показать оценки отрасли на нашем экране.")
    look(page, "new-client")
    page.get_by_role("button", name="Отправить заявку").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_text("ждёт решения")).to_be_visible()
    return page.url


def approve(page: Page, name: str) -> None:
    """Approve it as an admin."""
    page.goto("/admin/clients")
    look(page, "all-clients")
    page.get_by_role("link", name=name).click()
    look(page, "client-waits")
    page.get_by_label("Одобрить").check()
    page.get_by_label("Почему").fill("Звонили владельцу.")
    page.get_by_role("button", name="Записать решение").click()
    expect(page.get_by_text("Звонили владельцу.")).to_be_visible()


def call(site: Site, client_id: str, secret: str) -> int:
    """Take a token and call with it, as a program does; return the status."""
    asked = {"grant_type": "client_credentials"}
    given = httpx.post(f"{site.url}/api/v1/oauth/token", data=asked, auth=(client_id, secret), timeout=60)
    if given.status_code != 200:
        return given.status_code
    headers = {"Authorization": f"Bearer {given.json()['access_token']}"}
    return httpx.get(f"{site.url}/api/v1/registry/edition", headers=headers, timeout=60).status_code


def see_use(page: Page, address: str) -> None:
    """Open the client's page until it shows the call: it is counted after its answer, on a loaded machine later."""
    for _ in range(60):
        page.goto(address)
        if page.get_by_text("GET /api/v1/registry/edition").count():
            return
        page.wait_for_timeout(500)
    raise AssertionError("the call was not counted")


@WAYS
def test_an_owner_connects_a_program_and_ends_it(sign_in: OpenBrowser, site: Site, width: int, scripts: bool) -> None:
    name = f"склад {width}"
    page = sign_in(OWNER, width=width, java_script_enabled=scripts)
    address = ask(page, name)
    approve(sign_in(ADMIN, width=width, java_script_enabled=scripts), name)
    page.goto(address)
    page.get_by_role("button", name="Создать секрет").click()
    look(page, "secret")
    secret = page.locator("code", has_text="ycs_").inner_text()
    assert call(site, address.rpartition("/")[2], secret) == 200
    see_use(page, address)
    assert secret not in page.content()
    look(page, "client")
    page.get_by_role("link", name="Отключить секрет").click()
    look(page, "end-secret")
    page.get_by_role("link", name="Оставить").click()
    page.get_by_role("link", name="Отключить программу").click()
    look(page, "end-client")
    page.get_by_role("button", name="Отключить программу").click()
    expect(page.get_by_text("Подключение отключено.")).to_be_visible()
    look(page, "client-ended")
    assert call(site, address.rpartition("/")[2], secret) == 401
