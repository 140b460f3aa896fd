"""Words of a text with their places, and the dictionary form of a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

LETTERS = "А-Яа-яЁёA-Za-z"
WORD = re.compile(f"[{LETTERS}]+(?:[-‑’'][{LETTERS}]+)*")
# «а)» and «б)» at the start of a line count as list marks, not as words.
LIST_MARK = re.compile(f"^[^\\S\\n]*[{LETTERS}]\\)", re.MULTILINE)
# Longer runs of letters are no words of any language; the analyser would puzzle over them for long.
LONGEST_WORD = 60
STRESS = "\u0300\u0301"
INVISIBLE = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
SPACES = frozenset("\u00a0\u2007\u202f")
UNUSUAL = re.compile("[\u0300-\u036f\u00ad\u00a0\u2007\u200b-\u200f\u202a-\u202f\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text without stress marks and invisible signs; `offsets[i]` is the place of its character i in the original."""

    text: str
    offsets: range | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One word; `start` and `end` are offsets in the text as given."""

    text: str
    start: int
    end: int


def clean(text: str) -> Cleaned:
    """Return `text` composed (NFC), without stress marks, soft hyphens and direction marks, with plain spaces.

    Source: counting rules of this project; offsets lead back to the text as given.

    >>> clean("догово\u0301р").text
    'договор'
    """
    if UNUSUAL.search(text) is None and unicodedata.is_normalized("NFC", text):
        return Cleaned(text, range(len(text) + 1))
    kept: list[str] = []
    offsets: list[int] = []
    for place, sign in enumerate(text):
        _take(sign, place, kept, offsets)
    return Cleaned("".join(kept), (*offsets, len(text)))


def _take(sign: str, place: int, kept: list[str], offsets: list[int]) -> None:
    """Add one character of the original to the cleaned text, join it to the one before, or drop it."""
    if sign in INVISIBLE or (sign in STRESS and kept and "\u0400" <= kept[-1] <= "\u04ff"):
        return
    if unicodedata.combining(sign) and kept:
        joined = unicodedata.normalize("NFC", kept[-1] + sign)
        if len(joined) == 1:
            kept[-1] = joined
            return
    kept.append(" " if sign in SPACES else sign)
    offsets.append(place)


def words(text: str) -> tuple[Word, ...]:
    """Return the words of `text` with their places; numbers and list marks are no words.

    >>> [word.text for word in words("а) QR-код по 247-ФЗ")]
    ['QR-код', 'по', 'ФЗ']
    """
    return tuple(_words(clean(text)))


def _words(cleaned: Cleaned) -> Iterator[Word]:
    marks = {match.end() - 2 for match in LIST_MARK.finditer(cleaned.text)}
    for match in WORD.finditer(cleaned.text):
        if match.start() in marks and match.end() == match.start() + 1:
            continue
        # The end is the place of the next character kept, less the signs dropped between them.
        last = cleaned.offsets[match.end() - 1]
        yield Word(match.group(), cleaned.offsets[match.start()], last + 1)


@lru_cache(maxsize=1)
def morphology() -> Any:
    """Return the analyser of Russian word forms, loaded once (0.1 s)."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """Return the dictionary form in small letters, ё written as е; an English word loses its ending.

    >>> lemma("Отпусков"), lemma("шёл"), lemma("batteries")
    ('отпуск', 'идти', 'battery')
    """
    small = word.lower().replace("‑", "-")
    if len(small) > LONGEST_WORD:
        return small
    if small[:1].isascii():
        return english_stem(small)
    return str(morphology().parse(small)[0].normal_form).replace("ё", "е")


@lru_cache(maxsize=20_000)
def other_lemmas(word: str) -> tuple[str, ...]:
    """Return further dictionary forms that `word` may come from, most likely first.

    >>> other_lemmas("стали")
    ('сталь',)
    """
    small = word.lower()
    if small[:1].isascii() or len(small) > LONGEST_WORD:
        return ()
    forms = (str(parse.normal_form).replace("ё", "е") for parse in morphology().parse(small))
    return tuple(form for form in dict.fromkeys(forms) if form != lemma(word))


def lemmas(text: str) -> list[str]:
    """Return the dictionary forms of the words of `text`, in order.

    >>> lemmas("Поверенные весы")
    ['поверить', 'весы']
    """
    return [lemma(word.text) for word in words(text)]


@lru_cache(maxsize=20_000)
def is_known(word: str) -> bool:
    """Return whether the dictionary of Russian holds this form.

    >>> is_known("медосмотра"), is_known("мидкнижка")
    (True, False)
    """
    return len(word) <= LONGEST_WORD and bool(morphology().word_is_known(word.lower()))


def english_stem(word: str) -> str:
    """Return an English word without its ending; enough to match forms, not a dictionary form.

    >>> [english_stem(word) for word in ("licences", "smoking", "smoke", "class", "stopped")]
    ['licenc', 'smok', 'smok', 'class', 'stop']
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and re.search("[aeiouy]", root):
            return root[:-1] if len(root) > 3 and root[-1] == root[-2] not in "lsz" else root
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 4 else word
