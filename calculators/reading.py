"""Read the parameter and preset files of the calculators: the only file access of this package."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

HERE = Path(__file__).parent


@cache
def read_parameters(country: str, name: str) -> Mapping[Any, Any]:
    """Return a parameter file as it stands: `read_parameters("ru", "contributions")[2026]`."""
    return _read(HERE / "params" / country / f"{name}.yaml")


@cache
def read_presets() -> Mapping[str, Mapping[str, Any]]:
    """Return every preset by its id."""
    return MappingProxyType({file.stem: _read(file) for file in sorted((HERE / "presets").glob("*.yaml"))})


def _read(file: Path) -> Mapping[Any, Any]:
    content = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return MappingProxyType(content)
