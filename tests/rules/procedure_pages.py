"""Write docs/procedures.md and the pictures from the tables: python -m tests.rules.procedure_pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rules.procedures import Procedure, Until, procedures, waiting_for
from rules.procedures.anchors import ANCHORS
from rules.procedures.drawing import diagram
from rules.reading_terms import read_deadlines
from rules.roles import ROLE_NAMES, Role

DOCS = Path(__file__).parents[2] / "docs"
HEAD = """# Procedures

Written from the tables in `rules/procedures/` by `python -m tests.rules.procedure_pages`; a test compares.

One row of a table is one legal step. `yasno procedures NAME --json` prints the rows, `--diagram` a picture.

- A term runs from a date of an act or of its delivery (an anchor), never from a click. Without the date no clock runs,
  and the case says which date is missing. A term nobody has found runs no clock either: check the act.
- A term is looked up in the act on the type of control, then in the statute (`rules/deadlines.yaml`).
- A clock runs from state to state: a row starts it, lets it stand, lets it run on, stops it. It ends with the case.
- A mark (an appeal, a stay, overdue) leaves the state as it is; another row may take it down.
- A step with an official counterpart is a working copy until its number there is recorded.
- Guards, conditions and effects are named in the rows; a slice binds each name. A table without a binding is shown
  and cannot be run.
"""


def page() -> str:
    """Return the page."""
    return HEAD + "".join(section(one) for one in procedures().values())


def section(procedure: Procedure) -> str:
    """Return the part about one procedure."""
    lines = [
        "",
        f"## {procedure.title.en}: `{procedure.name}`",
        "",
        f"![{procedure.title.en}](procedures/{procedure.name}.svg)",
        "",
        "| state | waits for | until | by |",
        "|---|---|---|---|",
        *_waits(procedure),
        "",
        *_names(procedure),
    ]
    return "\n".join(lines) + "\n"


def _waits(procedure: Procedure) -> Iterator[str]:
    for code, state in procedure.states.items():
        waiting = waiting_for(procedure, code)
        if waiting is None:
            yield f"| `{code}` {state.name.en} | the end | | |"
            continue
        whom = ", ".join(ROLE_NAMES[Role(one)].en if one in set(Role) else "the platform" for one in waiting.whom)
        until = "; ".join(_until(one) for one in waiting.until) or (waiting.no_term.en if waiting.no_term else "")
        yield f"| `{code}` {state.name.en} | {whom} | {until} | {'; '.join(waiting.articles)} |"


def _until(until: Until) -> str:
    anchor = ANCHORS[until.anchor].en if until.anchor else f"entry into `{until.state}`"
    if until.term is None:
        return f"`{until.key}`: as the act on the type of control or the kind of event sets it, from the {anchor}"
    if until.term.amount == 0:
        return f"the {anchor}"
    return f"{until.term.amount} {until.term.unit.value.replace('_', ' ')} from the {anchor}"


def _names(procedure: Procedure) -> Iterator[str]:
    steps = procedure.steps
    named = {
        "Guards": {name for step in steps for name in step.guards},
        "Conditions": {step.only_if for step in steps if step.only_if},
        "Effects": {name for step in steps for name in step.effects},
        "Dates": procedure.anchors,
        "Terms": {step.term_key for step in steps if step.term_key in read_deadlines()},
        "Marks": {step.overlay for step in steps if step.overlay},
    }
    for title, names in named.items():
        if names:
            yield f"- {title}: {', '.join(f'`{name}`' for name in sorted(map(str, names)))}"


def files() -> dict[Path, str]:
    """Return every file of these documents with its content."""
    pictures = {DOCS / "procedures" / f"{name}.svg": diagram(one, "en") + "\n" for name, one in procedures().items()}
    return {DOCS / "procedures.md": page(), **pictures}


def main() -> None:
    """Write the files."""
    (DOCS / "procedures").mkdir(exist_ok=True)
    for path, content in files().items():
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
