"""Words people read: no officialese, no blame, no long sentences; in both languages, wherever the words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from rules.reading import read_registry
from rules.requirements import Edition
from tests.layout import messages
from tests.layout.tree import ROOT, modules, name_of, texts_of

# Words that our own texts do without. Quotes of the law and papers in the law's form may have them.
FORBIDDEN_RUSSIAN = re.compile(
    r"осуществ|\bявляе(?:т|м)|\bявляют|\bданн(?:ый|ого|ому|ом|ая|ой|ую|ое)\b|в целях|в случае,? если|\(или\)"
    r"|надлежащ|некорректн|успешно|\bупс\b|к сожалению|пожалуйста|валидаци|авторизаци|\bКНМ\b"
    r"|контролируем\w+ лиц|нарушител|\bгроз(?:ит|ят)\b",
    re.IGNORECASE,
)
FORBIDDEN_ENGLISH = re.compile(r"\b(?:sorry|please|oops|forbidden|invalid|successfully)\b", re.IGNORECASE)
# Papers that the law gives a form: there its words stand as they are.
OFFICIAL = ("backend/reports/official/",)
LONGEST_SENTENCE = 25


def own_strings() -> Iterator[tuple[str, str, str]]:
    """Yield (where, language, words) of every string of ours: templates, catalogues, strings in code."""
    for slice_, found in messages.sentences().items():
        for said in found.values():
            for form in (said,) if isinstance(said, str) else said:
                yield f"frontend/templates/{slice_}", "ru", form
    for language in ("ru", "en"):
        for path in sorted((ROOT / "frontend" / "locale" / language).glob("*.po")):
            for message in messages.catalogue(language, path.stem):
                forms = (message.string,) if isinstance(message.string, str) else message.string
                yield from ((f"{name_of(path)}:{message.id}", language, form) for form in forms if form)
    for path in modules():
        if name_of(path).startswith(OFFICIAL):
            continue
        for line, language, words in texts_of(path):
            yield f"{name_of(path)}:{line}", language, words


def law_strings(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield (entry, language, words) of what we say about the law; its own words (`official`) are left out."""
    for entry in edition.requirements.values():
        for text in (entry.title, entry.plain, *entry.steps, *entry.evidence):
            if text is not None:
                yield entry.id, "ru", text.ru
                yield entry.id, "en", text.en
    for code, fact in edition.vocabulary.facts.items():
        for text in (fact.question, fact.hint, fact.why):
            if text is not None:
                yield f"fact {code}", "ru", text.ru
                yield f"fact {code}", "en", text.en


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The registry as it stands in the files."""
    return read_registry()


def with_words(strings: Iterator[tuple[str, str, str]], pattern: re.Pattern[str], language: str) -> list[str]:
    """Return where a word of the pattern stands, and the word."""
    found = [(where, pattern.search(words)) for where, said_in, words in strings if said_in == language]
    return sorted({f"{where}: {word.group()}" for where, word in found if word})


def long_sentences(strings: Iterator[tuple[str, str, str]]) -> list[str]:
    """Return sentences longer than people read at one go."""
    found = set()
    for where, _, words in strings:
        for sentence in re.split(r"(?<=[.!?…;:])\s+|\n", re.sub(r"<[^>]+>", " ", words)):
            count = len(re.findall(r"[^\W_]+(?:[-’'.,][^\W_]+)*", sentence))
            if count > LONGEST_SENTENCE:
                found.add(f"{where}: {count}: {sentence[:70]}")
    return sorted(found)


def test_our_russian_has_no_officialese() -> None:
    assert with_words(own_strings(), FORBIDDEN_RUSSIAN, "ru") == []


def test_our_english_neither_begs_nor_blames() -> None:
    assert with_words(own_strings(), FORBIDDEN_ENGLISH, "en") == []


def test_what_we_say_of_the_law_has_no_officialese(edition: Edition) -> None:
    assert with_words(law_strings(edition), FORBIDDEN_RUSSIAN, "ru") == []


def test_our_sentences_have_at_most_twenty_five_words() -> None:
    assert long_sentences(own_strings()) == []


@pytest.mark.parametrize("words", ["Некорректный ввод", "пожалуйста, подождите", "данный случай", "решение является"])
def test_the_search_finds_officialese(words: str) -> None:
    assert with_words(iter([("here", "ru", words)]), FORBIDDEN_RUSSIAN, "ru") != []


@pytest.mark.parametrize("words", ["ваши данные", "без данных", "Проверка 14 мая"])
def test_the_search_lets_plain_words_pass(words: str) -> None:
    assert with_words(iter([("here", "ru", words)]), FORBIDDEN_RUSSIAN, "ru") == []
