"""Sentences of templates against the catalogues: `python -m tests.layout.messages [--check]`.

Templates are written in Russian. Each slice has `frontend/locale/en/<slice>.po` with the English of every sentence,
and `frontend/locale/ru/<slice>.po` with the three Russian forms of sentences that count something.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "frontend"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
METHODS = [("**.html", "jinja2")]
OPTIONS = {"**.html": {"extensions": "jinja2.ext.do,jinja2.ext.loopcontrols", "silent": "false"}}


def slice_of(path: str) -> str:
    """Return whose catalogue a template's sentences belong to: its folder's; base, errors and components share one."""
    parts = Path(path).parts
    return parts[1] if parts[0] == "templates" and len(parts) > 2 else "shell"


def sentences() -> dict[str, dict[str, str | tuple[str, str]]]:
    """Return {slice: {msgid: singular or (singular, plural)}} of every template."""
    found: dict[str, dict[str, str | tuple[str, str]]] = {}
    for folder in ("templates", "components"):
        rows = extract_from_dir(FRONTEND / folder, METHODS, OPTIONS, keywords=KEYWORDS)
        for name, _line, message, _comments, _context in rows:
            key = message if isinstance(message, str) else tuple(message)
            found.setdefault(slice_of(f"{folder}/{name}"), {})[key if isinstance(key, str) else key[0]] = key
    return found


def menu_labels() -> Iterator[tuple[str, str]]:
    """Yield (slice, label) of every menu entry: they are said through the catalogues too."""
    from backend.app import SLICES, collect

    for name in SLICES:
        for module in ("pages", "home_pages"):
            for item in collect(module, "MENU", [name]):
                yield name, item.label


def catalogue(language: str, name: str) -> Catalog:
    """Return a slice's catalogue; one that does not exist yet is empty."""
    path = FRONTEND / "locale" / language / f"{name}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def every_english() -> set[str]:
    """Return the msgids that have an English text in any catalogue."""
    names = [path.stem for path in (FRONTEND / "locale" / "en").glob("*.po")]
    return {_id(one) for name in names for one in catalogue("en", name) if one.id and _said(one)}


def every_russian_plural() -> set[str]:
    """Return the msgids whose three Russian forms stand in some catalogue."""
    names = [path.stem for path in (FRONTEND / "locale" / "ru").glob("*.po")]
    return {_id(one) for name in names for one in catalogue("ru", name) if one.id and _said(one)}


def missing() -> list[str]:
    """Return what lacks a text, one line each."""
    english, plurals = every_english(), every_russian_plural()
    lines = []
    for name, found in sorted(sentences().items()):
        lines += [f"en/{name}.po: {key}" for key in found if key not in english]
        lines += [
            f"ru/{name}.po: {key}" for key, value in found.items() if isinstance(value, tuple) and key not in plurals
        ]
    lines += [f"en/{name}.po: {label}" for name, label in menu_labels() if label not in english]
    return lines


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _said(message: Message) -> bool:
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return bool(forms) and all(forms)


def write_missing() -> int:
    """Add empty entries for sentences without a text; returns how many were added."""
    english, plurals = every_english(), every_russian_plural()
    added = 0
    for name, found in sentences().items():
        added += _add("en", name, {key: value for key, value in found.items() if key not in english})
        counted = {key: value for key, value in found.items() if isinstance(value, tuple) and key not in plurals}
        added += _add("ru", name, counted)
    return added


def _add(language: str, name: str, wanted: dict[str, str | tuple[str, str]]) -> int:
    if not wanted:
        return 0
    book = catalogue(language, name)
    for value in wanted.values():
        book.add(value if isinstance(value, str) else tuple(value))
    path = FRONTEND / "locale" / language / f"{name}.po"
    with path.open("wb") as file:
        write_po(file, book, width=120, omit_header=True, sort_output=False, ignore_obsolete=True)
    return len(wanted)


def main(arguments: list[str]) -> int:
    """Check, or write what is missing."""
    if "--check" in arguments:
        lines = missing()
        print("\n".join(lines) or "Every sentence has both languages.")
        return 1 if lines else 0
    print(f"{write_missing()} sentences wait for a text in frontend/locale")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
