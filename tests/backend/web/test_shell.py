"""The web shell: headers on every answer, refusals, languages, redirects, limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.app import create_app
from backend.errors import TooMany
from backend.web.limits import count_try
from backend.web.redirects import inside
from tests.people import Browser


@pytest.mark.parametrize(
    "path", ["/", "/no-such-page", "/sign-in", "/assets/site.css", "/api/v1/nothing", "/health/live"]
)
def test_every_answer_has_the_security_headers(visitor, path):
    headers = visitor.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_each_answer_has_its_own_nonce(visitor):
    first, second = (visitor.get("/").headers["content-security-policy"] for _ in range(2))
    assert first != second


def test_a_page_that_is_not_there_says_what_to_do(visitor):
    page = visitor.get("/no-such-page")
    assert page.status_code == 404
    assert 'href="/search"' in page.text
    assert "Страницы нет, или она не ваша." in page.text
    assert "Найдите поиском." in page.text


def test_a_program_is_refused_in_problem_json_in_its_language(visitor):
    answer = visitor.get("/api/v1/nothing", headers={"Accept-Language": "en"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "No such page, or not yours."
    assert answer.json()["errors"][0]["message"]["ru"] == "Страницы нет, или она не ваша."


def test_a_form_without_its_token_is_refused_and_changes_nothing(visitor):
    visitor.get("/")
    answer = visitor.post("/start", data={"activity": "кафе"})
    assert answer.status_code == 403
    assert "run" not in visitor.cookies


def test_a_form_from_another_site_is_refused(visitor):
    answer = visitor.post_form("/start", {"activity": "кафе"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_body_over_the_limit_is_answered_with_the_limit(visitor):
    answer = visitor.post_form("/start", {"activity": "я" * 13_000_000})
    assert answer.status_code == 413
    assert "предел 10 МБ" in answer.text


def test_an_invisible_character_is_refused_with_a_sentence(visitor):
    answer = visitor.post_form("/start", {"activity": "кафе\x00"})
    assert answer.status_code == 422
    assert "невидимый знак" in answer.text


def test_built_files_are_packed_and_kept_for_a_year(visitor):
    answer = visitor.get("/assets/site.css?v=1", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert visitor.get("/assets/../pyproject.toml").status_code == 404


def test_the_language_is_kept_and_a_third_one_does_not_exist(visitor):
    assert 'lang="en"' in visitor.get("/language/en?next=/", follow_redirects=True).text
    assert 'lang="ru"' in visitor.get("/language/ru?next=/", follow_redirects=True).text
    assert visitor.get("/language/de").status_code == 404


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_no_redirect_leads_to_another_site(path):
    assert inside(path, "/list") == "/list"


def test_a_sentence_after_a_redirect_cannot_be_put_there_from_outside(visitor):
    visitor.cookies.set("flash", "strange<b>words", domain="127.0.0.1")
    assert "strange" not in visitor.get("/").text


def test_a_limit_counts_within_its_window_and_begins_anew_after_it(session, clock):
    window = timedelta(minutes=5)
    for _ in range(3):
        count_try(session, "test", "somebody", 3, window, clock.now())
    with pytest.raises(TooMany) as refused:
        count_try(session, "test", "somebody", 3, window, clock.now())
    assert refused.value.retry_after == 300
    count_try(session, "test", "somebody else", 3, window, clock.now())
    count_try(session, "test", "somebody", 3, window, clock.now() + window)


def test_on_https_every_cookie_is_sent_over_https_only(settings, clock, visitor):
    safe = replace(settings, public_url="https://yasno.example")
    with Browser(create_app(safe, clock=clock), base_url="https://yasno.example") as browser:
        browser.post_form("/start/trades", {"activity": "кафе", "trade": "56.10"})
        assert "__Host-run" in browser.cookies
        gone = browser.post_form("/erase").headers.get_list("set-cookie")
    assert {one.partition("=")[0] for one in gone} == {"flash", "__Host-run"}
    assert all("; Secure" in one for one in gone)


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/registry", "/no-such-page", "/list", "/assets/site.css", "/api/v1/registry/edition"]
)
def test_head_answers_as_get_without_a_body(visitor, path):
    full, bare = visitor.get(path), visitor.head(path)
    assert (bare.status_code, bare.content) == (full.status_code, b"")
    for name in ("content-type", "content-security-policy", "cache-control", "location"):
        assert (name in bare.headers) == (name in full.headers)
    assert bare.headers.get("content-type") == full.headers.get("content-type")


def test_head_is_named_where_get_is_allowed_and_refused_where_it_is_not(visitor):
    assert visitor.put("/sign-in").headers["allow"] == "GET, HEAD, POST"
    refused = visitor.head("/sign-out")
    assert (refused.status_code, refused.content) == (405, b"")
    assert "HEAD" not in refused.headers["allow"]
