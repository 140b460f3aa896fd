"""No module needs another that needs it: imports inside functions and for types alone count as well."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from tests.layout.tree import modules, name_of, tree_of

Graph = Mapping[str, frozenset[str]]


def dotted(name: str) -> str:
    """Return the dotted name of a file's module.

    >>> dotted("rules/matching/__init__.py"), dotted("backend/law.py")
    ('rules.matching', 'backend.law')
    """
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported(tree: ast.Module, known: frozenset[str]) -> Iterator[str]:
    """Yield every module of `known` that a module imports, wherever in it the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            parts = [f"{node.module}.{name.name}" for name in node.names]
            yield from (part if part in known else node.module for part in parts if {part, node.module} & known)


def graph_of(trees: Mapping[str, ast.Module]) -> Graph:
    """Return for each module those it imports."""
    known = frozenset(trees)
    return {name: frozenset(imported(tree, known)) - {name} for name, tree in trees.items()}


def circles(graph: Graph) -> list[list[str]]:
    """Return the groups of modules that all need one another, each sorted."""
    reached = {name: _reached(name, graph) for name in graph}
    groups = {frozenset(other for other in far if name in reached[other]) for name, far in reached.items()}
    return sorted(sorted(group) for group in groups if group)


def _reached(start: str, graph: Graph) -> frozenset[str]:
    seen: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(graph[name])
    return frozenset(seen)


def test_no_module_needs_itself_by_way_of_others() -> None:
    assert circles(graph_of({dotted(name_of(path)): tree_of(path) for path in modules()})) == []


def test_a_circle_through_a_function_and_one_for_types_are_found() -> None:
    written = {
        "shop": "from shop.till import Till",
        "shop.till": "def ring():\n    from shop import bell",
        "shop.bell": "if TYPE_CHECKING:\n    from shop.till import Till",
        "shop.door": "import shop.bell",
    }
    found = circles(graph_of({name: ast.parse(code) for name, code in written.items()}))
    assert found == [["shop.bell", "shop.till"]]
