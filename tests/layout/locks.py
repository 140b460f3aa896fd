"""The locks: pinned, hashed, without addresses; and nothing is required that the code does not import."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Required without an import of ours: drivers and plug-ins that a library loads by name, and what builds the package.
WITHOUT_IMPORT = {"setuptools", "psycopg", "python-multipart", "python-dateutil"}


def required(name: str = "requirements.in") -> set[str]:
    """Return the packages a requirements file names."""
    lines = (ROOT / name).read_text().splitlines()
    names = (re.match(r"[A-Za-z0-9_.-]+", line) for line in lines if line and not line.startswith(("-", "#")))
    return {normal(found.group()) for found in names if found}


def normal(name: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    """Return the distributions whose modules our code imports."""
    providers = packages_distributions()
    modules: set[str] = set()
    for folder in ("backend", "rules", "calculators", "migrations"):
        for path in (ROOT / folder).rglob("*.py"):
            modules |= set(_modules(ast.parse(path.read_text())))
    return {normal(one) for module in modules for one in providers.get(module, [])}


def _modules(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [name.name.split(".")[0] for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.append(node.module.split(".")[0])
    return found


def faults() -> list[str]:
    """Return what is wrong with the requirements and their locks."""
    found = [f"requirements.in: nothing imports {name}" for name in sorted(required() - imported() - WITHOUT_IMPORT)]
    for lock in sorted(ROOT.glob("requirements*.lock")):
        text = lock.read_text()
        found += [f"{lock.name}: an address stands in it"] if "://" in text else []
        pins = re.findall(r"^([a-z0-9_.\[\],-]+)==", text, re.MULTILINE | re.IGNORECASE)
        pinned = {normal(re.sub(r"\[.*", "", one)) for one in pins}
        wanted = required("requirements-dev.in" if "dev" in lock.name else "requirements.in")
        found += [f"{lock.name}: {name} is not pinned" for name in sorted(wanted - pinned)]
        found += [f"{lock.name}: no hashes"] if text.count("--hash=sha256:") < len(pinned) else []
    return found


if __name__ == "__main__":
    lines = faults()
    print("\n".join(lines) or "The locks are whole.")
    sys.exit(1 if lines else 0)
