"""Reading the registry: the frozen edition beside the YAML files it was made of."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from rules.editions import freeze, thaw
from rules.reading import REGISTRY, read_registry, requirement_files
from tests.bench.figures import Figure, remark, seconds
from tests.rules.registry.places import edition


def figures() -> Iterator[Figure]:
    """Yield the time to an edition ready for use; the peers only parse, they build and check nothing."""
    frozen = freeze(edition())
    texts = [(REGISTRY / name).read_text(encoding="utf-8") for name in requirement_files(REGISTRY)]
    n = len(edition().requirements)
    ours = seconds(lambda: thaw(frozen)) * 1000
    slow = seconds(lambda: [yaml.load(text, yaml.SafeLoader) for text in texts], rounds=2) * 1000
    yield Figure("read_registry", ours, slow, "PyYAML", "ms", n)
    if hasattr(yaml, "CSafeLoader"):
        fast = seconds(lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts], rounds=3) * 1000
        yield Figure("read_registry", ours, fast, "PyYAML with libyaml", "ms", n)
    else:
        remark("skipped: PyYAML is here without libyaml")
    checked = seconds(read_registry, rounds=2) * 1000
    yield Figure("read_registry", ours, checked, "our reader of the YAML files, every check made", "ms", n)
