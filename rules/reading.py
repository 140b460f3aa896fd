"""Reads the registry: requirement files, vocabulary, frozen editions. The only file access of these rules."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rules.conditions import Condition
from rules.editions import freeze, thaw
from rules.exact_json import json_in_order, read_json
from rules.facts import OkvedCode, Vocabulary
from rules.faults import Fault, InputError
from rules.reading_build import build_requirement, build_text, plain
from rules.reading_cases import check_cases
from rules.reading_entries import World, check_entry
from rules.reading_facts import check_vocabulary, read_okved
from rules.requirements import Authority, Edition, LifeSituation
from rules.shapes import list_of, map_of, mapping, text, unknown_code, wrong
from rules.strict_yaml import line_of, read_yaml
from rules.text import Text
from rules.versions import edition_sha256, version_of

HERE = Path(__file__).parent
REGISTRY = HERE / "registry"
EDITIONS = HERE / "editions"
BESIDE = ("facts.yaml", "checklists.yaml", "authorities.yaml", "situations.yaml")

_NAMES = map_of(mapping({"ru": text, "en": text, "okved": list_of(text)}, required=("ru", "en")))


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


@dataclass(frozen=True, slots=True)
class _File:
    """One file as read: its name, its document (None when it cannot be parsed) and the faults of its writing."""

    name: str
    document: object
    faults: tuple[Fault, ...] = ()


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
    folder = folder or REGISTRY
    names = requirement_files(folder)
    if not names:
        raise InputError([_no_files(folder)])
    files = [_read(folder, name) for name in names]
    vocabulary, broken, faults = _vocabulary(folder)
    authorities, situations, more = _names(folder)
    ids, repeated = _ids(files)
    whole = all(file.document is not None for file in files)
    world = World(
        vocabulary,
        authorities or None,
        situations or None,
        frozenset(ids) if whole else None,
        broken,
    )
    checked = [(entry, *_checked(file, index, entry, world)) for file in files for index, entry in _entries(file)]
    faults += more + [fault for file in files for fault in _writing(file)] + repeated
    faults += [fault for _, _, found in checked for fault in found]
    faults.sort(key=lambda fault: (fault.file or "", fault.line or 0))
    if faults:
        return RegistryCheck(len(checked), tuple(faults), None)
    edition = _edition(
        [(plain(entry), condition) for entry, condition, _ in checked if condition], vocabulary, authorities, situations
    )
    return RegistryCheck(len(checked), (), edition)


def load_edition(folder: Path | None = None) -> Edition:
    """Return the edition that holds in `folder` (default: the project's), by the fastest way there is.

    The project's files are not read again when the newest frozen edition was made of exactly these bytes.

    Raises:
        InputError: as `read_registry`.
    """
    if folder is not None and folder.resolve() != REGISTRY:
        return read_registry(folder)
    newest = max(published_editions(), key=lambda one: one.number, default=None)
    if newest is not None and newest.files_sha256 == files_sha256(REGISTRY):
        return thaw((EDITIONS / newest.file).read_bytes())
    return read_registry(REGISTRY)


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


def read_vocabulary(folder: Path | None = None) -> Vocabulary:
    """Return the vocabulary that holds in `folder`: its own facts.yaml, else the project's.

    Raises:
        InputError: every fault of facts.yaml.
    """
    vocabulary, _, faults = _vocabulary(folder or REGISTRY)
    if faults:
        raise InputError(faults)
    return vocabulary


def requirement_files(folder: Path) -> list[str]:
    """Return the names of the requirement files under `folder`, relative to it, in order.

    Raises:
        InputError: there is no such folder, or it cannot be listed.
    """
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.X_OK):
        raise InputError([_no_folder(folder)])
    found = []
    for place, _, names in os.walk(folder):
        found += [Path(place, name) for name in names if name.endswith(".yaml") and name not in BESIDE]
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _read(folder: Path, name: str) -> _File:
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        return _File(name, None, (_unreadable(error),))
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _File(name, None, (_not_utf8(data, error),))
    document, faults = read_yaml(words)
    if document is None and not faults:
        document = []
    return _File(name, document, tuple(faults))


def _entries(file: _File) -> Iterable[tuple[int, object]]:
    return enumerate(file.document) if isinstance(file.document, list) else ()


def _writing(file: _File) -> Iterable[Fault]:
    """Yield the faults of the file itself, each with the entry it stands in."""
    if file.document is not None and not isinstance(file.document, list):
        yield replace(
            wrong("", file.document, "список записей: каждая с «- id:»", "a list of entries"), file=file.name, line=1
        )
    for fault in file.faults:
        index, _, field = (fault.field or "").partition("]")
        entry = dict(_entries(file)).get(int(index[1:])) if index[1:].isdigit() else None
        yield replace(fault, file=file.name, entry=_id(entry), field=field.strip(".") or fault.field)


def _id(entry: object) -> str | None:
    name = entry.get("id") if isinstance(entry, Mapping) else None
    return name if isinstance(name, str) and name else None


def _ids(files: Iterable[_File]) -> tuple[set[str], list[Fault]]:
    seen: dict[str, str] = {}
    faults = []
    for file in files:
        for index, entry in _entries(file):
            name = _id(entry)
            if name in seen:
                line = line_of(file.document, f"[{index}].id")
                faults.append(replace(_repeated_id(seen[name]), file=file.name, entry=name, line=line))
            elif name is not None:
                seen[name] = file.name
    return set(seen), faults


def _checked(file: _File, index: int, entry: object, world: World) -> tuple[Condition | None, list[Fault]]:
    condition, faults = check_entry(entry, world)
    if condition is not None and world.vocabulary is not None and isinstance(entry, Mapping):
        faults.extend(check_cases(entry, condition, world.vocabulary, world.broken_facts))
    return condition, [
        replace(
            fault,
            file=file.name,
            entry=_id(entry),
            line=line_of(file.document, f"[{index}].{fault.field or ''}"),
        )
        for fault in faults
    ]


def _edition(
    entries: Iterable[tuple[dict[str, Any], Condition]],
    vocabulary: Vocabulary,
    authorities: Mapping[str, Authority],
    situations: Mapping[str, LifeSituation],
) -> Edition:
    ordered = sorted(entries, key=lambda pair: str(pair[0]["id"]))
    requirements = [build_requirement(raw, condition, version_of(raw)) for raw, condition in ordered]
    return Edition(
        sha256=edition_sha256(raw for raw, _ in ordered),
        number=None,
        requirements={requirement.id: requirement for requirement in requirements},
        vocabulary=vocabulary,
        authorities=authorities,
        situations=situations,
    )


def _vocabulary(folder: Path) -> tuple[Vocabulary, frozenset[str], list[Fault]]:
    """Return what can be read of the vocabulary, the facts left out of it, and the faults."""
    if not (folder / "facts.yaml").is_file():
        return _project_vocabulary(), frozenset(), []
    file = _read(folder, "facts.yaml")
    if file.document is None:
        return Vocabulary({}), frozenset(), list(_writing(file))
    checked = check_vocabulary(file.document, _okved(folder))
    faults = [replace(fault, file=file.name) for fault in (*file.faults, *checked.faults)]
    placed = [replace(fault, line=fault.line or line_of(file.document, fault.field or "")) for fault in faults]
    return checked.vocabulary, checked.broken, placed


@cache
def _project_vocabulary() -> Vocabulary:
    return read_vocabulary(REGISTRY)


def _okved(folder: Path) -> dict[str, OkvedCode]:
    own = folder / "okved2.csv"
    return read_okved((own if own.is_file() else REGISTRY / "okved2.csv").read_text(encoding="utf-8-sig"))


def _names(folder: Path) -> tuple[dict[str, Authority], dict[str, LifeSituation], list[Fault]]:
    authorities, faults = _named(folder, "authorities.yaml")
    situations, more = _named(folder, "situations.yaml")
    return (
        {code: Authority(code, build_text(raw)) for code, raw in authorities.items()},
        {code: LifeSituation(code, build_text(raw), tuple(raw.get("okved") or ())) for code, raw in situations.items()},
        faults + more,
    )


def _named(folder: Path, name: str) -> tuple[Mapping[str, Any], list[Fault]]:
    """Return a map of codes from the folder; a folder without it and without its own facts takes the project's."""
    if not (folder / name).is_file():
        if (folder / "facts.yaml").is_file():
            return {}, []
        folder = REGISTRY
    file = _read(folder, name)
    faults: list[Fault] = [*file.faults]
    if file.document is not None:
        _NAMES(file.document, "", faults)
    placed = [replace(one, file=name, line=one.line or line_of(file.document, one.field or "")) for one in faults]
    return (file.document if isinstance(file.document, Mapping) and not faults else {}), placed


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


def _unreadable(error: OSError) -> Fault:
    return Fault(
        "unreadable",
        None,
        Text("Файл не удалось открыть.", f"The file cannot be opened: {error.strerror}."),
        Text("Проверьте права на чтение.", "Check the right to read it."),
    )


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> Fault:
    return Fault(
        "not_utf8",
        None,
        Text("Файл записан не в кодировке UTF-8.", "The file is not in UTF-8."),
        Text("Сохраните его в UTF-8.", "Save it as UTF-8."),
        line=data.count(b"\n", 0, error.start) + 1,
    )


def _repeated_id(first: str) -> Fault:
    return Fault(
        "repeated_id",
        "id",
        Text(f"Такой id уже есть в файле {first}.", f"This id already stands in {first}."),
        Text("Дайте записи другой id или уберите повтор.", "Give the entry another id or remove the repetition."),
    )
