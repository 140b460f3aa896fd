"""Every sentence of a page has both languages, with the same holes, and no catalogue keeps what nobody says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tests.layout import messages
from tests.layout.tree import ROOT, name_of, written

HOLE = re.compile(r"\{(\w*)\}")
CYRILLIC = re.compile(r"[А-Яа-яЁё][^\n<>]*")
# Names and signs that stand alike in both languages.
SAME = {"РУ"}


def entries(language: str) -> Iterator[tuple[str, Message]]:
    """Yield (catalogue, message) of a language."""
    for path in sorted((ROOT / "frontend" / "locale" / language).glob("*.po")):
        yield from ((f"{language}/{path.name}", one) for one in messages.catalogue(language, path.stem) if one.id)


def forms(value: object) -> tuple[str, ...]:
    """Return the forms of a message id or text."""
    return (value,) if isinstance(value, str) else tuple(value or ())  # type: ignore[arg-type]


def used() -> set[str]:
    """Return every msgid that a template, a component or the menu says."""
    said = {key for found in messages.sentences().values() for key in found}
    return said | {label for _, label in messages.menu_labels()}


def test_every_sentence_has_both_languages() -> None:
    assert messages.missing() == []


@pytest.mark.parametrize("language", ["ru", "en"])
def test_translations_have_the_holes_of_their_sentence(language: str) -> None:
    wrong = []
    for where, message in entries(language):
        wanted = set().union(*(HOLE.findall(form) for form in forms(message.id)))
        given = [set(HOLE.findall(form)) for form in forms(message.string) if form]
        # A form for «one» may leave the number out, never add a hole.
        wrong += [f"{where}: {message.id}"] if any(holes - wanted for holes in given) else []
        wrong += [f"{where}: {message.id}"] if given and set().union(*given) != wanted else []
    assert sorted(set(wrong)) == []


def test_russian_counts_in_three_forms() -> None:
    counted = [(where, one) for where, one in entries("ru") if not isinstance(one.id, str)]
    assert [
        f"{where}: {one.id}" for where, one in counted if len([form for form in forms(one.string) if form]) != 3
    ] == []


def test_english_counts_in_two_forms() -> None:
    counted = [(where, one) for where, one in entries("en") if not isinstance(one.id, str)]
    assert [
        f"{where}: {one.id}" for where, one in counted if len([form for form in forms(one.string) if form]) != 2
    ] == []


@pytest.mark.parametrize("language", ["ru", "en"])
def test_no_catalogue_keeps_a_sentence_nobody_says(language: str) -> None:
    said = used()
    assert (
        sorted(f"{where}: {forms(one.id)[0]}" for where, one in entries(language) if forms(one.id)[0] not in said) == []
    )


def bare(template: Path) -> list[str]:
    """Return Russian words of a template that stand outside `_(…)`: English readers would meet them."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", " ", template.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"<(\w+)[^>]*\slang=\"ru\"[^>]*>.*?</\1>", " ", text, flags=re.DOTALL)
    return [found.strip() for found in CYRILLIC.findall(text) if found.strip() not in SAME]


def test_templates_say_nothing_in_one_language_only() -> None:
    pages = [
        path
        for path in written(".html", ".txt")
        if name_of(path).startswith(("frontend/templates", "frontend/components"))
    ]
    assert [f"{name_of(path)}: {words[:60]}" for path in pages for words in bare(path)] == []
