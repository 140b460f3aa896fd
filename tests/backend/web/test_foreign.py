"""On an English page what is Russian says so, wherever it stands; nothing else of the page changes."""

from __future__ import annotations

import re

import pytest

from backend.web.foreign import mark_russian

STILL = (
    '<p lang="ru">Закон № 5</p>',
    "<script>let name = 'Закон';</script>",
    "<title>Закон</title>",
    '<input value="Закон">',
    "<p>An act</p>",
    "<!-- Закон --><p>An act</p>",
)


@pytest.mark.parametrize("page", STILL)
def test_what_says_so_already_or_is_not_read_stays(page: str) -> None:
    assert mark_russian(page) == page


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        ("<b>«Лён»</b>", '<b lang="ru">«Лён»</b>'),
        ('<a href="/x">Закон, ст. 5</a>', '<a href="/x" lang="ru">Закон, ст. 5</a>'),
        ("<option>Кафе, cafe</option>", '<option lang="ru">Кафе, cafe</option>'),
        ("<p>by Закон № 5 of 2020</p>", '<p>by <span lang="ru">Закон</span> № 5 of 2020</p>'),
        ("<p>КоАП &amp; ГК<br>КоАП</p>", '<p><span lang="ru">КоАП &amp; ГК</span><br><span lang="ru">КоАП</span></p>'),
    ],
)
def test_the_element_says_so_where_it_holds_nothing_else(page: str, marked: str) -> None:
    assert mark_russian(page) == marked


def test_every_russian_word_of_an_english_page_says_so_and_nothing_else_changes(owner) -> None:
    owner.cookies.set("language", "en")
    for address in ("/list", "/report", "/control-events", "/control-events/new", "/risk", "/consultations"):
        page = owner.get(address).text
        main = re.sub(r"<(script|style|title)\b.*?</\1>|<!--.*?-->", "", page, flags=re.DOTALL)
        bare = re.sub(r'<([a-z0-9]+)\b[^<>]*\blang="ru"[^<>]*>[^<]*</\1>', "", main)
        # A card whose Russian paragraph has children of its own.
        bare = re.sub(r"<[^<>]*>", "", re.sub(r'<([a-z0-9]+)\b[^<>]*\blang="ru"[^<>]*>.*?</\1>', "", bare, flags=re.S))
        assert re.findall(r"[А-Яа-яЁё]+", bare) == [], address
