"""An empty field is told by its name: the label that stands over it on the page.

A schema knows fields by their keys, a page by their labels. The finished page has both, so one look at it names every
field that was left empty; no form needs sentences of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from backend.web.forms import SENTENCES
from rules.text import Text

FIELD = Text("Поле «{label}» не заполнено. Заполните его.", "The field “{label}” is empty. Fill it in.")
CHOICE = Text("Нет ответа: «{label}». Выберите.", "No answer: “{label}”. Choose one.")
LEGEND = re.compile(r"<legend[^>]*>(.*?)</legend>", re.DOTALL)
# «можно пропустить», the unit for a reader's voice: no part of the name.
ASIDE = re.compile(r"<span.*?</span>|<[^>]*>", re.DOTALL)


def name_empty(page: str, errors: Mapping[str, str], language: str) -> str:
    """Return a page whose sentences about empty fields name the fields, in the summary and beside them alike."""
    plain = " ".join(text.in_(language) for text in SENTENCES["missing"])
    for field, said in errors.items():
        if said == plain and (named := _sentence(page, field, language)):
            page = page.replace(f'<a href="#f-{field}">{plain}</a>', f'<a href="#f-{field}">{named}</a>')
            beside = re.compile(rf'(id="e-{re.escape(field)}">.*?){re.escape(plain)}')
            page = beside.sub(partial(_put, named=named), page, count=1)
    return page


def _put(found: re.Match[str], named: str) -> str:
    return found[1] + named


def _sentence(page: str, field: str, language: str) -> str | None:
    """Return what to say of a field; None where the page has no name for it."""
    place = re.search(rf'<(?:input|select|textarea)[^>]*\bid="f-{re.escape(field)}"[^>]*>', page)
    if place is None:
        return None
    if re.search(r'type="(?:radio|checkbox)"', place[0]):
        legends = LEGEND.findall(page[: place.start()])
        return CHOICE.in_(language).format(label=_words(legends[-1])) if legends else None
    label = re.search(rf'<label[^>]*\bfor="f-{re.escape(field)}"[^>]*>(.*?)</label>', page, re.DOTALL)
    return FIELD.in_(language).format(label=_words(label[1])) if label else None


def _words(html: str) -> str:
    return " ".join(ASIDE.sub("", html).split())
