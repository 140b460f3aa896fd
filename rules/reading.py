"""Reads the registry: requirement files, vocabulary, frozen editions. The only file access of these rules.

What parses YAML (`rules.reading_folder`) is loaded on use: a frozen edition needs none of it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from rules.editions import freeze, thaw
from rules.exact_json import json_in_order, read_json
from rules.facts import Vocabulary
from rules.faults import Fault, InputError
from rules.requirements import Edition
from rules.shapes import unknown_code
from rules.text import Text

HERE = Path(__file__).parent
REGISTRY = HERE / "registry"
EDITIONS = HERE / "editions"
SCHEMAS = HERE / "schemas"
BESIDE = ("facts.yaml", "checklists.yaml", "authorities.yaml", "situations.yaml")
# Checklists imported as their acts have them: approved_<name>.yaml.
IMPORTED = "approved_"


@dataclass(frozen=True, slots=True)
class RegistryCheck:
    """What reading a folder found: how many entries, every fault, and the edition when nothing is wrong."""

    entries: int
    faults: tuple[Fault, ...]
    edition: Edition | None


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """One line of rules/editions/index.json; `files_sha256` is over the bytes the edition was read from."""

    number: int
    published: date
    sha256: str
    files_sha256: str
    requirements: int
    file: str


def read_registry(folder: Path | None = None) -> Edition:
    """Return the edition that the requirement files in `folder` (default: the project's) make up.

    Raises:
        InputError: the folder cannot be read, or has faults: all of them, with file, entry, field and line.
    """
    found = check_registry(folder)
    if found.edition is None:
        raise InputError(found.faults)
    return found.edition


def check_registry(folder: Path | None = None) -> RegistryCheck:
    """Return everything that can be said of the requirement files in `folder` (default: the project's).

    Raises:
        InputError: there is no such folder, or it holds no requirement files.
    """
    from rules.reading_folder import check_folder

    place = folder or REGISTRY
    names = requirement_files(place)
    if not names:
        raise InputError([_no_files(place)])
    entries, faults, edition = check_folder(place, names, REGISTRY)
    return RegistryCheck(entries, tuple(faults), edition)


def read_vocabulary(folder: Path | None = None) -> Vocabulary:
    """Return the vocabulary that holds in `folder`: its own facts.yaml, else the project's.

    Raises:
        InputError: every fault of facts.yaml.
    """
    from rules.reading_folder import vocabulary_of

    vocabulary, _, faults = vocabulary_of(folder or REGISTRY, REGISTRY)
    if vocabulary is None or faults:
        raise InputError(faults)
    return vocabulary


def load_edition(folder: Path | None = None) -> Edition:
    """Return the edition that holds in `folder` (default: the project's), by the fastest way there is.

    The project's files are not read again when the newest frozen edition was made of exactly these bytes.

    Raises:
        InputError: as `read_registry`.
    """
    if folder is not None and folder.resolve() != REGISTRY:
        return read_registry(folder)
    published = published_editions()
    if published and published[-1].files_sha256 == files_sha256(REGISTRY):
        return thaw((EDITIONS / published[-1].file).read_bytes())
    edition = read_registry(REGISTRY)
    same = next((one for one in published if one.sha256 == edition.sha256), None)
    return replace(edition, number=same.number, published=same.published) if same else edition


def read_edition(number: int) -> Edition:
    """Return a published edition, the current one or an earlier one.

    Raises:
        InputError: there is no edition of this number.
    """
    known = {one.number: one for one in published_editions()}
    if number not in known:
        raise InputError([unknown_code("edition", str(number), map(str, known))])
    return thaw((EDITIONS / known[number].file).read_bytes())


def published_editions() -> tuple[PublishedEdition, ...]:
    """Return the list of published editions (rules/editions/index.json), oldest first; empty before the first."""
    index = EDITIONS / "index.json"
    if not index.is_file():
        return ()
    listed = read_json(index.read_bytes())["editions"]
    return tuple(PublishedEdition(**one | {"published": date.fromisoformat(one["published"])}) for one in listed)


def publish_edition(number: int, published: date) -> PublishedEdition:
    """Freeze the project's registry as edition `number` and write it down among the published ones.

    Raises:
        InputError: the registry has faults, or this number is taken by another content.
    """
    edition = replace(read_registry(REGISTRY), number=number, published=published)
    earlier = [one for one in published_editions() if one.number != number]
    same = [one for one in published_editions() if one.number == number]
    if number != len(earlier) + 1 or any(one.sha256 != edition.sha256 for one in same):
        raise InputError([_number_taken(number, published_editions())])
    entry = PublishedEdition(
        number, published, edition.sha256, files_sha256(REGISTRY), len(edition.requirements), f"{number:04}.json"
    )
    EDITIONS.mkdir(exist_ok=True)
    (EDITIONS / entry.file).write_bytes(freeze(edition, entry.files_sha256))
    listed = {"editions": [asdict(one) for one in (*earlier, entry)]}
    (EDITIONS / "index.json").write_bytes(json_in_order(listed) + b"\n")
    return entry


def requirement_files(folder: Path) -> list[str]:
    """Return the names of the requirement files under `folder`, relative to it, in order.

    Raises:
        InputError: there is no such folder, or it or one inside cannot be listed: nothing is left out in silence.
    """
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.X_OK):
        raise InputError([_no_folder(folder)])
    found: list[Path] = []
    shut: list[Path] = []
    for place, _, names in os.walk(folder, onerror=lambda error: shut.append(Path(error.filename))):
        files = (Path(place, name) for name in names if name.endswith(".yaml"))
        found += [path for path in files if holds_requirements(path.name) or _misnamed(path)]
    if shut:
        raise InputError([_no_folder(place) for place in sorted(shut)])
    return sorted(path.relative_to(folder).as_posix() for path in found)


def holds_requirements(name: str) -> bool:
    """Return whether a YAML file of this name holds requirements, and not the vocabulary or a checklist.

    >>> holds_requirements("requirements.yaml"), holds_requirements("approved_78.yaml")
    (True, False)
    """
    return name not in BESIDE and not name.startswith(IMPORTED)


def _misnamed(path: Path) -> bool:
    """Return whether a file called like an imported checklist holds requirements: none is left out for its name."""
    return path.name.startswith(IMPORTED) and path.is_file() and b"applies_when" in path.read_bytes()


def files_sha256(folder: Path) -> str:
    """Return one hash over the bytes of every file the registry in `folder` is read from."""
    names = [*requirement_files(folder), "facts.yaml", "authorities.yaml", "situations.yaml", "okved2.csv"]
    whole = hashlib.sha256()
    for name in names:
        path = folder / name
        data = path.read_bytes() if path.is_file() else b""
        whole.update(f"{name}\n{len(data)}\n".encode())
        whole.update(data)
    return whole.hexdigest()


def schema_names() -> list[str]:
    """Return the names of the JSON Schemas.

    >>> "profile" in schema_names()
    True
    """
    return sorted(path.stem for path in SCHEMAS.glob("*.json"))


def read_schema(name: str) -> bytes:
    """Return the JSON Schema called `name`, one of `schema_names`."""
    return (SCHEMAS / f"{name}.json").read_bytes()


def _number_taken(number: int, known: Iterable[PublishedEdition]) -> Fault:
    last = max((one.number for one in known), default=0)
    return Fault(
        "number_taken",
        "number",
        Text(
            f"Редакция {number} уже выпущена или идёт не по порядку.", f"Edition {number} is published or out of order."
        ),
        Text(f"Возьмите номер {last + 1}.", f"Take the number {last + 1}."),
    )


def _no_folder(folder: Path) -> Fault:
    return Fault(
        "no_folder",
        "registry",
        Text(f"Папку «{folder}» не удалось открыть.", f"The folder “{folder}” cannot be opened."),
        Text("Проверьте путь и права на чтение.", "Check the path and the right to read it."),
    )


def _no_files(folder: Path) -> Fault:
    return Fault(
        "no_files",
        "registry",
        Text(f"В папке «{folder}» нет файлов с требованиями.", f"The folder “{folder}” holds no requirement files."),
        Text("Положите в неё файлы *.yaml или укажите другую папку.", "Put *.yaml files in it or name another folder."),
    )
