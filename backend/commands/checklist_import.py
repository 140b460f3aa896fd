"""Brings approved checklists into a registry as their act has them; one made here never comes in: 53(1), 64(1)12."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from rules.checklists import Checklist, question_about, read_checklists
from rules.faults import Fault, InputError
from rules.reading import IMPORTED, load_edition
from rules.requirements import Requirement
from rules.text import Text


def bring_in(source: Path, target: Path, domain: str) -> tuple[str, list[str]]:
    """Return the name of the file written under `target`, and the codes of its lists.

    Raises:
        InputError: the source cannot be read, a list has no approval or has faults, a question is of the platform's
            own making, or the file is there already; nothing was written.
    """
    if not domain.replace("_", "").isalnum():
        raise InputError([_bad("domain", domain)])
    stem = source.stem.removeprefix(IMPORTED)
    name = f"{domain}/{IMPORTED}{stem}.yaml"
    if not stem.replace("_", "").isalnum() or (target / name).exists():
        raise InputError([_bad("source", source.name)])
    requirements = load_edition(target).requirements
    before = read_checklists(target)
    with tempfile.TemporaryDirectory() as workshop:
        trial = Path(workshop) / "registry"
        shutil.copytree(target, trial)
        _copy(source, trial / name)
        after = read_checklists(trial, requirements)
    new = {code: one for code, one in after.items() if code not in before}
    faults = [*_made_here(new.values(), requirements)]
    if faults:
        raise InputError(faults)
    _copy(source, target / name)
    return name, list(new)


def _copy(source: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(source, place)
    except OSError as error:
        raise InputError([_bad("source", source.name)]) from error


def _made_here(lists: Iterable[Checklist], requirements: Mapping[str, Requirement]) -> Iterable[Fault]:
    """A question in the words of a list for getting ready is nobody's act, whatever `approved` says."""
    own = {question_about(1, one).text.ru for one in requirements.values()}
    for checklist in lists:
        for question in checklist.questions:
            if question.text.ru in own:
                yield Fault(
                    "checklist_made_here",
                    f"{checklist.code}.questions[{question.n - 1}].text",
                    Text(
                        "Это вопрос для подготовки, его составила платформа, а не акт: 53(1).",
                        "This is a question for getting ready, made by the platform and not by an act: 53(1).",
                    ),
                    Text("Перепишите вопрос из приложения к приказу.", "Copy it from the annex of the order."),
                )


def _bad(field: str, given: str) -> Fault:
    return Fault(
        "checklist_source",
        field,
        Text(f"«{given}» не подходит: нужен новый файл с простым именем.", f"“{given}” will not do: name a new file."),
        Text("Назовите файл буквами и цифрами, например 78_1.yaml.", "Name the file in letters and digits: 78_1.yaml."),
    )
