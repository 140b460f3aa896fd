"""An empty field is told by its name: the label that stands over it on the page.

A schema knows fields by their keys, a page by their labels. The finished page has both, so one look at it names every
field that was left empty; no form needs sentences of its own.
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
CHOOSE = Text("Выберите.", "Choose one.")
LEGEND = re.compile(r"<legend[^>]*>(.*?)</legend>", re.DOTALL)
# «можно пропустить», the unit for a reader's voice: no part of the name.
ASIDE = re.compile(r"<span.*?</span>|<[^>]*>", re.DOTALL)


def name_empty(page: str, errors: Mapping[str, str], language: str) -> str:
    """Return a page whose sentences about empty fields name the fields, in the summary and beside them alike."""
    plain = REQUIRED.in_(language)
    for field, said in errors.items():
        remedy = said.removeprefix(plain)
        if remedy != said and (named := _sentence(page, field, remedy.strip(), language)):
            page = page.replace(f'<a href="#f-{field}">{escape(said)}</a>', f'<a href="#f-{field}">{named}</a>')
            beside = re.compile(rf'(id="e-{re.escape(field)}">.*?){re.escape(escape(said))}')
            page = beside.sub(partial(_put, named=named), page, count=1)
    return page


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
    label = re.search(rf'<label[^>]*\bfor="f-{re.escape(field)}"[^>]*>(.*?)</label>', page, re.DOTALL)
    return _told(FIELD, label[1], remedy, language) if label else None


def _told(sentence: Text, label: str, remedy: str, language: str) -> str:
    words = " ".join(ASIDE.sub("", label).split())
    return f"{sentence.in_(language).format(label=words)} {escape(remedy)}"
