"""Brings files of entries into a registry: tried on a copy first, written only when nothing is wrong."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from rules.faults import Fault, InputError
from rules.reading import check_registry, holds_requirements, requirement_files
from rules.strict_yaml import read_yaml
from rules.text import Text

COMPANIONS = ("facts.yaml", "authorities.yaml", "situations.yaml", "okved2.csv")


def bring_in(source: Path, target: Path, domain: str | None) -> list[str]:
    """Return the names of the files written under `target`.

    A new registry also gets the vocabulary and the codes of the source, when the source has them.

    Raises:
        InputError: the source cannot be read, or the registry would have faults with it; nothing was written.
    """
    new = {_place(path, target, domain): path for path in _sources(source)}
    if not target.exists():
        new |= {name: source / name for name in COMPANIONS if source.is_dir() and (source / name).is_file()}
    with tempfile.TemporaryDirectory() as workshop:
        trial = Path(workshop) / "registry"
        if target.exists():
            shutil.copytree(target, trial)
        _copy(new, trial)
        faults = check_registry(trial).faults
    if faults:
        # The person knows the file they brought, not the place it would have had here.
        raise InputError(replace(one, file=str(new[one.file])) if one.file in new else one for one in faults)
    _copy(new, target)
    return sorted(new)


def _sources(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    if not source.is_dir():
        raise InputError([_absent(source)])
    names = [source / name for name in requirement_files(source)]
    if not names:
        raise InputError([_nothing(source)])
    return names


def _place(path: Path, target: Path, domain: str | None) -> str:
    """Return where a file goes: its domain's requirements.yaml, or beside it under the file's own name."""
    folder = domain or _domain(path)
    if not folder.replace("_", "").isalnum():
        raise InputError([_bad_domain(folder)])
    names = ["requirements.yaml", path.name, *(f"{path.stem}_{number}.yaml" for number in range(2, 100))]
    free = (name for name in names if holds_requirements(name) and not (target / folder / name).exists())
    return f"{folder}/{next(free)}"


def _domain(path: Path) -> str:
    """Return the first word of the ids in a file; a file that says several goes by the first."""
    try:
        document, _ = read_yaml(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        document = None
    entries: Iterable[object] = document if isinstance(document, list) else ()
    ids = [entry["id"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("id"), str)]
    word = ids[0].partition(".")[0] if ids else path.stem
    return word if word.replace("_", "").isalnum() else "imported"


def _copy(files: dict[str, Path], target: Path) -> None:
    for name, path in files.items():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


def _absent(source: Path) -> Fault:
    return Fault(
        "unreadable",
        "source",
        Text(f"Файла или папки «{source}» нет.", f"There is no file or folder “{source}”."),
        Text("Проверьте имя.", "Check the name."),
    )


def _nothing(source: Path) -> Fault:
    return Fault(
        "no_files",
        "source",
        Text(f"В папке «{source}» нет файлов с требованиями.", f"The folder “{source}” holds no requirement files."),
        Text("Укажите файл *.yaml или папку с такими файлами.", "Name a *.yaml file or a folder of such files."),
    )


def _bad_domain(name: str) -> Fault:
    return Fault(
        "bad_domain",
        "domain",
        Text(f"«{name}» не подходит для имени области.", f"“{name}” cannot name a domain."),
        Text("Возьмите буквы, цифры и подчёркивание.", "Use letters, digits and underscores."),
    )
