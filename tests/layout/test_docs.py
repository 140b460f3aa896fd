"""The documents name only things that exist: commands, options, targets, files, variables, classes."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from backend.cli import COMMANDS
from tests.layout.tree import ROOT, files, modules, name_of

DOCS = [path for path in files() if path.suffix == ".md" and name_of(path).startswith(("README", "docs/"))]
# Folders that a run makes, and names that a reader is told to replace.
MADE = {"var", ".venv", "before-restore"}


def named(pattern: str, text: str) -> list[str]:
    """Return what a pattern finds in code spans and blocks of a document."""
    code = re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL)
    return [found for span in code for found in re.findall(pattern, span)]


def sentences(pattern: str) -> list[tuple[str, str]]:
    """Return (document, what the pattern finds) for every document."""
    return [(name_of(path), found) for path in DOCS for found in named(pattern, path.read_text("utf-8"))]


@cache
def command_of(words: tuple[str, ...]) -> click.Command | None:
    """Return the command that words name, as far as they name one."""
    if words[0] not in COMMANDS:
        return None
    module, attribute, _ = COMMANDS[words[0]]
    command: click.Command = getattr(import_module(module), attribute)
    for word in words[1:]:
        if not isinstance(command, click.Group) or word not in command.commands:
            break
        command = command.commands[word]
    return command


def wrong_options(line: str) -> list[str]:
    """Return the options of a command line that its command does not have."""
    words = line.split()
    command = command_of(tuple(words[:2]))
    if command is None:
        return [words[0]]
    known = {name for option in command.params for name in [*option.opts, *option.secondary_opts]} | {
        "--help",
        "--version",
    }
    if isinstance(command, click.Group) and len(words) > 1 and re.fullmatch(r"[a-z-]+", words[1]):
        return [" ".join(words[:2])]
    return [f"{words[0]} {word}" for word in words if word.startswith("--") and word.partition("=")[0] not in known]


def test_every_command_the_documents_name_exists_with_its_options() -> None:
    lines = sentences(r"(?:^|[\s`/])yasno ([a-z][^`\n|#&>]*)")
    assert lines
    assert [f"{doc}: yasno {line}" for doc, line in lines for _ in wrong_options(line)] == []


def test_every_target_of_make_the_documents_name_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    said = sentences(r"\bmake ([a-z][a-z-]*)")
    assert said
    assert [f"{doc}: make {name}" for doc, name in said if name not in targets] == []


def test_every_variable_the_documents_name_is_read_somewhere() -> None:
    read = {
        name
        for path in files()
        if path.suffix in {".py", ""}
        for name in re.findall(r"YASNO_[A-Z_]+\b", path.read_text("utf-8", errors="replace"))
    }
    # tests/databases.py puts the names of services together.
    read |= {f"YASNO_TEST_{name}" for name in ("POSTGRESQL", "RABBITMQ", "REDIS")}
    assert [f"{doc}: {name}" for doc, name in sentences(r"YASNO_[A-Z_]+\b") if name not in read] == []


def test_every_variable_that_is_read_is_documented() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    read = {
        name
        for path in modules("backend")
        for name in re.findall(r"environ\.get\(\"(YASNO_\w+)\"", path.read_text("utf-8"))
    }
    assert read
    assert [name for name in sorted(read) if name not in text] == []


def test_every_file_the_documents_name_exists() -> None:
    tops = {path.relative_to(ROOT).parts[0] for path in files()}
    missing = []
    for doc, name in sentences(r"[\w.-]+(?:/[\w.<>-]+)+/?"):
        first = name.split("/")[0]
        if first in tops and first not in MADE and "<" not in name and not list(ROOT.glob(name.rstrip("/"))):
            missing.append(f"{doc}: {name}")
    assert missing == []


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_every_link_leads_to_a_file(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text("utf-8"))
    inside = [unquote(link) for link in links if "://" not in link]
    assert [link for link in inside if not (path.parent / link).exists()] == []


def test_every_name_of_the_glossary_stands_in_the_code() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = [line.split("|")[2] for line in text.splitlines() if line.startswith("| ")]
    words = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    code = "\n".join(path.read_text("utf-8") for path in modules())
    assert words
    assert [name for name in words if not re.search(rf"^(?:class {name}\b|{name}(?: =|:))", code, re.MULTILINE)] == []


def test_decisions_are_numbered_in_order() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    for name in names:
        text = (ROOT / "docs" / "decisions" / name).read_text("utf-8")
        assert [part for part in ("**Context.**", "**Decision.**", "**Consequences.**") if part not in text] == []
