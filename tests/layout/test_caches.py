"""What is kept for ever is kept for a closed list of arguments: a cache that data could fill has a bound."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.layout.tree import modules, name_of, tree_of

# Caches without a bound, and why their arguments come to an end.
CLOSED = {
    "backend/control/desk/paper_pdf.py:_style": "names of styles in the code",
    "backend/control/cases/draft_pdf.py:_style": "names of styles in the code",
    "backend/control/erknm/naming.py:read_names": "the file of the project, or the one a command names",
    "backend/control/erknm/words.py:read_words": "the file of the project, or the one a command names",
    "backend/jobs/registry.py:offering": "names of modules in the code",
    "backend/reports/pdf.py:_style": "names of styles in the code",
    "backend/seed/releases.py:_crowd": "the populations of the demo",
    "backend/web/api_schemas.py:_format": "names of formats in the code",
    "backend/web/i18n.py:translations": "languages",
    "backend/web/pages.py:asset": "built files that templates name",
    "backend/web/pages.py:environment": "languages",
    "calculators/calendar.py:calendar_version": "regions; a word that is none is refused before",
    "calculators/calendar.py:work_calendar": "regions; a word that is none is refused before",
    "calculators/reading.py:read_parameters": "files of parameters",
    "rules/reading_folder.py:_vocabulary_of": "folders of projects",
}


def endless(decorator: ast.expr) -> bool:
    """Tell whether a decorator keeps every answer: `@cache`, `@lru_cache(None)`, `@lru_cache(maxsize=None)`."""
    called = ast.unparse(decorator).replace(" ", "").rpartition("functools.")[2]
    return called in ("cache", "lru_cache(None)", "lru_cache(maxsize=None)")


def endless_caches(path: Path) -> Iterator[str]:
    """Yield the functions of a module that keep an answer for every argument they were ever asked."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef) and any(map(endless, node.decorator_list)):
            asked = [*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs, node.args.vararg, node.args.kwarg]
            if any(asked):
                yield f"{name_of(path)}:{node.name}"


def test_a_cache_without_a_bound_has_arguments_that_come_to_an_end() -> None:
    assert sorted(name for path in modules() for name in endless_caches(path)) == sorted(CLOSED)
