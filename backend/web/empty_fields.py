"""An empty field, or one that is wrong in a usual way, is told by its name: the label that stands over it on the page.

A schema knows fields by their keys, a page by their labels. The finished page has both, so one look at it names every
such field; no form needs sentences of its own, and three wrong numbers are not told by one sentence three times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from html import escape

from backend.web.forms import REQUIRED, SENTENCES
from rules.text import Text

FIELD = Text("Поле «{label}» не заполнено.", "The field “{label}” is empty.")
CHOICE = Text("Нет ответа: «{label}».", "No answer: “{label}”.")
WRONG = Text("«{label}». {said}", "“{label}”. {said}")
CHOOSE = Text("Выберите.", "Choose one.")
EMPTY = ("missing", "string_too_short")
LEGEND = re.compile(r"<legend[^>]*>(.*?)</legend>", re.DOTALL)
# «можно пропустить», the unit for a reader's voice: no part of the name.
ASIDE = re.compile(r"<span.*?</span>|<[^>]*>", re.DOTALL)


def name_empty(page: str, errors: Mapping[str, str], language: str) -> str:
    """Return a page whose sentences about empty fields name the fields, in the summary and beside them alike."""
    plain, usual = REQUIRED.in_(language), _usual(language)
    for field, said in errors.items():
        remedy = said.removeprefix(plain)
        if remedy != said:
            named = _sentence(page, field, remedy.strip(), language)
        else:
            named = _wrong(page, field, said, language) if said.startswith(usual) else None
        if named:
            page = page.replace(f'<a href="#f-{field}">{escape(said)}</a>', f'<a href="#f-{field}">{named}</a>')
            beside = re.compile(rf'(id="e-{re.escape(field)}">.*?){re.escape(escape(said))}')
            page = beside.sub(partial(_put, named=named), page, count=1)
    return page


def _usual(language: str) -> tuple[str, ...]:
    """Return how the sentences of a schema begin: what they say is true of any field, so it has to be said of which."""
    return tuple(found.in_(language).split("{")[0] for kind, (found, _) in SENTENCES.items() if kind not in EMPTY)


def _wrong(page: str, field: str, said: str, language: str) -> str | None:
    label = _label(page, field)
    return WRONG.in_(language).format(label=_words(label), said=escape(said)) if label else None


def _label(page: str, field: str) -> str | None:
    found = re.search(rf'<label[^>]*\bfor="f-{re.escape(field)}"[^>]*>(.*?)</label>', page, re.DOTALL)
    return found[1] if found else None


def _words(label: str) -> str:
    return " ".join(ASIDE.sub("", label).split())


def _put(found: re.Match[str], named: str) -> str:
    return found[1] + named


def _sentence(page: str, field: str, remedy: str, language: str) -> str | None:
    """Return what to say of a field and the remedy; None where the page has no name for it."""
    place = re.search(rf'<(?:input|select|textarea)[^>]*\bid="f-{re.escape(field)}"[^>]*>', page)
    if place is None:
        return None
    if re.search(r'type="(?:radio|checkbox)"', place[0]):
        legends = LEGEND.findall(page[: place.start()])
        usual = remedy == SENTENCES["missing"][1].in_(language)
        return _told(CHOICE, legends[-1], CHOOSE.in_(language) if usual else remedy, language) if legends else None
    label = _label(page, field)
    return _told(FIELD, label, remedy, language) if label else None


def _told(sentence: Text, label: str, remedy: str, language: str) -> str:
    return f"{sentence.in_(language).format(label=_words(label))} {escape(remedy)}"
