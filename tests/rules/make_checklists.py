"""Questions for getting ready, made of the registry: `python -m tests.rules.make_checklists` writes the files anew.

They are approved by nobody; an approved list is copied from its act into a file and comes in by the command.
"""

from __future__ import annotations

import json

from rules.checklists import FILE, Question, question_about
from rules.reading import REGISTRY, load_edition
from rules.requirements import Requirement
from rules.text import Text

HEAD = """\
# {title}: questions for getting ready, made of the entries beside this file by tests/rules/make_checklists.py.
# `approved: null`: nobody approved them, so they may not stand in a decision (248-ФЗ art. 53(1), 64(1)12).
# An approved list comes into a file of its own: yasno registry checklist FILE --domain {domain}.
"""
# Folder, the authority whose entries are asked about, the type of control, the title of the list.
MADE = (
    ("fire", "mchs", "fire", Text("Пожарная безопасность", "Fire safety")),
    ("labour", "rostrud", "labour", Text("Трудовые отношения", "Labour relations")),
    ("sanitary", "rospotrebnadzor", "sanitary", Text("Санитарные требования", "Sanitary requirements")),
)


def made_of(domain: str, authority: str) -> list[Requirement]:
    """Return the entries that an inspection of this authority looks at, in the order of their ids."""
    entries = load_edition().requirements.values()
    found = [one for one in entries if (one.domain, one.authority) == (domain, authority)]
    return sorted((one for one in found if "control" in one.assessment), key=lambda one: one.id)


def written(domain: str, authority: str, control_type: str, title: Text) -> str:
    """Return the file of a folder."""
    lines = [
        HEAD.format(title=title.en, domain=domain),
        f"- code: {domain}.preparing",
        f"  control_type: {control_type}",
        f"  title: {_both(title)}",
        "  approved: null",
        "  object_kinds: []",
        "  questions:",
    ]
    questions = (question_about(n, one) for n, one in enumerate(made_of(domain, authority), 1))
    return "\n".join([*lines, *map(_line, questions)]) + "\n"


def _line(question: Question) -> str:
    ids, answers = ", ".join(question.requirements), ", ".join(f'"{one}"' for one in question.answers)
    return (
        f"    - {{n: {question.n}, text: {_both(question.text)}, requirements: [{ids}], "
        f"unit: {_quoted(question.unit)}, answers: [{answers}]}}"
    )


def _both(text: Text) -> str:
    return f"{{ru: {_quoted(text.ru)}, en: {_quoted(text.en)}}}"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


if __name__ == "__main__":
    for row in MADE:
        (REGISTRY / row[0] / FILE).write_text(written(*row), encoding="utf-8")
