"""Webhooks of a program, by the owner of a business: added, looked at, removed; on a phone, without scripts too."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from backend.accounts.models import Membership, Person
from backend.clients.models import ApiClient
from backend.db.engine import make_engine, open_session
from backend.webhooks import outside
from backend.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from backend.webhooks.sending import Sender
from tests.backend.webhooks.receivers import PUBLIC, Names, Wire
from tests.journeys.conftest import OpenBrowser, Site

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OWNER = "Анна Кузнецова"
ADDRESS = "https://hooks.kafe.ru/a-long-path-of-a-receiver-that-does-not-end-soon-enough-for-a-phone/yasno"


def sound(page: Page, name: str) -> None:
    """Check that a page fits its screen and that axe finds nothing; keep a picture where one is asked for."""
    page.wait_for_load_state()  # a click ends when the next page begins
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [one["id"] for one in found] == []
    if folder := os.environ.get("YASNO_PICTURES"):
        page.screenshot(path=f"{folder}/webhooks-{name}.png", full_page=True)


@pytest.fixture
def client_id(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An approved client of the owner's business, in a house that reaches nobody."""
    sender = Sender(Names(), Wire(0, dead=frozenset({PUBLIC})))
    monkeypatch.setattr(outside, "sender", lambda: sender)
    engine = make_engine(site.settings.database_url)
    with open_session(engine, write=True) as session:
        person = session.exec(select(Person).where(col(Person.name).startswith(OWNER))).one()
        business = session.exec(select(Membership.business_id).where(Membership.person_id == person.id)).first()
        now = site.clock.now()
        about = {"business_id": business, "name": "склад", "scopes": ["webhooks:manage"]}
        client = ApiClient(created_at=now, approved_at=now, **about)
        session.add(client)
        session.commit()
        yield client.id
        session.delete(client)
        session.commit()
    engine.dispose()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_an_address_is_added_and_removed_by_hand(
    site: Site, sign_in: OpenBrowser, client_id: str, script: bool
) -> None:
    page = sign_in(OWNER, width=360, height=640, java_script_enabled=script)
    page.goto(f"/clients/{client_id}")
    page.get_by_role("link", name="Вебхуки").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Вебхуки")
    page.get_by_label("Адрес приёмника").fill("http://hooks.kafe.ru/")
    page.get_by_role("button", name="Добавить адрес").click()
    expect(page.get_by_text("Адрес не начинается с https.").first).to_be_visible()
    if script:
        sound(page, "wrong")
    page.get_by_label("Адрес приёмника").fill(ADDRESS)
    page.get_by_role("button", name="Добавить адрес").click()
    expect(page.get_by_text("whsec_")).to_be_visible()
    if script:
        sound(page, "new")
    if script:
        look_at_messages(site, page, client_id)
    page.get_by_role("link", name="Удалить адрес").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Удалить адрес вебхука?")
    if script:
        sound(page, "remove")
    page.get_by_role("button", name="Удалить адрес").click()
    expect(page.get_by_text("Адрес удалён.")).to_be_visible()


def look_at_messages(site: Site, page: Page, client_id: str) -> None:
    """Look at an address whose receiver does not answer, with messages in every state."""
    engine = make_engine(site.settings.database_url)
    now = site.clock.now()
    with open_session(engine, write=True) as session:
        endpoint = session.exec(select(WebhookEndpoint).where(WebhookEndpoint.client_id == client_id)).one()
        endpoint.proven_at = endpoint.failing_since = now
        session.add(endpoint)
        about = {"endpoint_id": endpoint.id, "event": "answer.published", "subject_id": "1", "path": "/statements/1"}
        for number, state in enumerate(DeliveryState):
            told = {"state": state, "attempts": 3, "status": 500, "failure": "timeout", "next_at": now}
            session.add(WebhookDelivery(event_id=str(number), occurred_at=now, **about, **told))
        session.commit()
        here = f"/clients/{client_id}/webhooks"
        page.goto(here)
        sound(page, "list")
        page.goto(f"{here}/{endpoint.id}")
    engine.dispose()
    expect(page.get_by_role("button", name="Повторить")).to_have_count(3)
    sound(page, "messages")
