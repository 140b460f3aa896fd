"""The words of notices about steps: one number, small letters after a colon."""

from __future__ import annotations

import pytest

from backend.control.cases.notice_words import step_wordings
from backend.notifications.wording import say, wordings

NUMBERED = {
    "appeal": "Жалоба № 2026-77-902: акт проверки или визита",
    "ombudsman_case": "Обращение к уполномоченному № 4",
}


def kinds_of(procedure: str) -> list[str]:
    """The kinds of notices of a procedure's steps."""
    return [kind for kind in wordings() if kind.startswith(f"{procedure}.")]


@pytest.mark.parametrize("procedure", NUMBERED)
def test_what_is_called_by_its_number_is_not_numbered_twice(procedure: str) -> None:
    about = NUMBERED[procedure]
    bodies = {say(kind, {"about": about, "number": 4}, "ru").body for kind in kinds_of(procedure)}
    assert bodies == {about}


def test_what_is_called_by_its_kind_gets_its_number() -> None:
    told = {"about": "Выездная проверка: Пожарный надзор", "number": 27}
    assert say("control.message", told, "ru").body == "Выездная проверка: Пожарный надзор, № 27"


def test_a_word_of_one_letter_begins_small_and_a_name_in_capitals_does_not() -> None:
    titles = [words.title.ru for words in step_wordings(("appeal",)).values()]
    assert "Досудебная жалоба: о приостановке сообщили" in titles
    assert not [title for title in titles if ": О " in title]
