"""Reads one folder of requirement files: every file, every entry, every fault; one file's faults hide no other's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from rules.conditions import Condition
from rules.facts import OkvedCode, Vocabulary
from rules.faults import Fault, InputError
from rules.reading_build import build_requirement, build_text, plain
from rules.reading_cases import check_cases
from rules.reading_entries import World, check_entry
from rules.reading_facts import check_vocabulary, read_okved
from rules.requirements import Authority, Edition, LifeSituation
from rules.shapes import list_of, map_of, mapping, text, wrong
from rules.strict_yaml import line_of, read_yaml
from rules.text import Text
from rules.versions import edition_sha256, version_of

_NAMES = map_of(mapping({"ru": text, "en": text, "okved": list_of(text)}, required=("ru", "en")))


@dataclass(frozen=True, slots=True)
class _File:
    """One file as read: its name, its document (None when it cannot be parsed) and the faults of its writing."""

    name: str
    document: object
    faults: tuple[Fault, ...] = ()


def check_folder(folder: Path, names: Iterable[str], project: Path) -> tuple[int, list[Fault], Edition | None]:
    """Return how many entries the files `names` of `folder` hold, every fault, and the edition if there is none.

    What the folder does not say itself (vocabulary, codes) holds as in `project`.
    """
    files = [_read(folder, name) for name in names]
    vocabulary, broken, faults = vocabulary_of(folder, project)
    authorities, situations, more = _names(folder, project)
    ids, repeated = _ids(files)
    whole = all(file.document is not None for file in files)
    world = World(vocabulary, authorities or None, situations or None, frozenset(ids) if whole else None, broken)
    checked = [(entry, *_checked(file, index, entry, world)) for file in files for index, entry in _entries(file)]
    faults += more + [fault for file in files for fault in _writing(file)] + repeated
    faults += [fault for _, _, found in checked for fault in found]
    if faults or vocabulary is None:
        return len(checked), sorted(faults, key=lambda fault: (fault.file or "", fault.line or 0)), None
    entries = [(plain(entry), condition) for entry, condition, _ in checked if condition]
    return len(checked), [], _edition(entries, vocabulary, authorities, situations)


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


def vocabulary_of(folder: Path, project: Path) -> tuple[Vocabulary | None, frozenset[str], list[Fault]]:
    """Return what can be read of the vocabulary, the facts left out of it, and the faults."""
    if not (folder / "facts.yaml").is_file():
        return _vocabulary_of(project), frozenset(), []
    file = _read(folder, "facts.yaml")
    if file.document is None:
        return None, frozenset(), list(_writing(file))
    checked = check_vocabulary(file.document, _okved(folder, project))
    faults = [replace(fault, file=file.name) for fault in (*file.faults, *checked.faults)]
    placed = [replace(fault, line=fault.line or line_of(file.document, fault.field or "")) for fault in faults]
    # A fact written twice has no sure meaning: nothing is judged by it.
    unsure = {
        name for name in checked.vocabulary.facts for fault in file.faults if name in (fault.field or "").split(".")
    }
    return checked.vocabulary, checked.broken | unsure, placed


@cache
def _vocabulary_of(project: Path) -> Vocabulary:
    vocabulary, _, faults = vocabulary_of(project, project)
    if vocabulary is None or faults:
        raise InputError(faults)
    return vocabulary


def _okved(folder: Path, project: Path) -> dict[str, OkvedCode]:
    own = folder / "okved2.csv"
    return read_okved((own if own.is_file() else project / "okved2.csv").read_text(encoding="utf-8-sig"))


def _names(folder: Path, project: Path) -> tuple[dict[str, Authority], dict[str, LifeSituation], list[Fault]]:
    authorities, faults = _named(folder, project, "authorities.yaml")
    situations, more = _named(folder, project, "situations.yaml")
    return (
        {code: Authority(code, build_text(raw)) for code, raw in authorities.items()},
        {code: LifeSituation(code, build_text(raw), tuple(raw.get("okved") or ())) for code, raw in situations.items()},
        faults + more,
    )


def _named(folder: Path, project: Path, name: str) -> tuple[Mapping[str, Any], list[Fault]]:
    """Return a map of codes from the folder; a folder without it and without its own facts takes the project's."""
    if not (folder / name).is_file():
        if (folder / "facts.yaml").is_file():
            return {}, []
        folder = project
    file = _read(folder, name)
    faults: list[Fault] = [*file.faults]
    if file.document is not None:
        _NAMES(file.document, "", faults)
    placed = [replace(one, file=name, line=one.line or line_of(file.document, one.field or "")) for one in faults]
    return (file.document if isinstance(file.document, Mapping) and not faults else {}), placed


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
