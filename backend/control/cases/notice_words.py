"""Words of a step's notice, from the table: the state or the mark it led to."""

from __future__ import annotations

from collections.abc import Iterable

from backend.control.cases.marks import MARKS
from backend.notifications.wording import Wording
from rules.procedures import Procedure, Step, procedures
from rules.text import Text

BODY = Text("{about}, № {number}", "{about}, No. {number}")
# Where what it is about is called by its number already.
NUMBERED = Text("{about}", "{about}")


def step_wordings(names: Iterable[str], body: Text = BODY) -> dict[str, Wording]:
    """Return the words for every step of the procedures that tells somebody; a step's own words may replace them."""
    found: dict[str, Wording] = {}
    for name in names:
        table = procedures()[name]
        for step in table.steps:
            if step.notify:
                said = _outcome(table, step)
                title = Text(f"{table.title.ru}: {_small(said.ru)}", f"{table.title.en}: {_small(said.en)}")
                found[f"{name}.{step.action}"] = Wording(title, body)
    return found


def _outcome(table: Procedure, step: Step) -> Text:
    """What became of the case: the state it came to, or the mark it bears now."""
    if step.to not in step.froms:
        return table.states[step.to].name
    return MARKS.get(step.overlay or "") or step.name or Text(step.action, step.action)


def _small(words: str) -> str:
    """Begin small after a colon, unless the first word is a name in capitals: «О», a word of one letter, is none.

    >>> _small("О приостановке сообщили"), _small("ЕРКНМ ответил")
    ('о приостановке сообщили', 'ЕРКНМ ответил')
    """
    return words if words[:2].strip().isupper() and words[1:2].isalpha() else words[:1].lower() + words[1:]
