"""Two languages: templates are written in Russian; catalogues hold the English and the Russian plurals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from backend.config import ROOT

LANGUAGES = ("ru", "en")
LOCALE = ROOT / "frontend" / "locale"
# Chrome and Russian grammar agree: one, few, many.
PLURALS = {"ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"}


def catalogues(language: str, folder: Path = LOCALE) -> Iterator[tuple[str, Catalog]]:
    """Yield each slice's catalogue of a language, by name."""
    for path in sorted((folder / language).glob("*.po")):
        with path.open("rb") as file:
            yield path.stem, read_po(file, locale=language)


@cache
def translations(language: str) -> Translations:
    """Return all catalogues of a language as one."""
    merged = Catalog(locale=language)
    for _, catalogue in catalogues(language):
        for message in catalogue:
            if message.id and message.string:
                merged.add(message.id, message.string, context=message.context)
    buffer = BytesIO()
    write_mo(buffer, merged)
    buffer.seek(0)
    return Translations(buffer)


def gettext(language: str, message: str) -> str:
    """Return a Russian sentence in `language`."""
    return str(translations(language).ugettext(message))
