"""What must hold of every table of steps, and that a faulty one is named."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from rules.procedures import Procedure, State, Step, faults_of, procedures
from rules.procedures.drawing import diagram, layers_of
from rules.roles import Role
from rules.terms import DayKind, Term
from rules.text import Text

NAME = Text("Имя", "Name")
WHO = {*Role, "system"}


@pytest.mark.parametrize("name", procedures())
def test_every_step_names_its_article(name):
    assert all(step.source for step in procedures()[name].steps)


@pytest.mark.parametrize("name", procedures())
def test_a_table_has_no_faults(name):
    assert faults_of(procedures()[name]) == []


@pytest.mark.parametrize("name", procedures())
def test_everyone_who_acts_or_is_told_is_a_known_role(name):
    for step in procedures()[name].steps:
        assert set(step.actors) <= WHO
        assert set(step.notify) <= set(Role)


@pytest.mark.parametrize("name", procedures())
def test_states_and_steps_are_named_in_both_languages(name):
    procedure = procedures()[name]
    texts = [procedure.title, *(state.name for state in procedure.states.values()), *(s.name for s in procedure.steps)]
    assert all(text.ru and text.en for text in texts)


@pytest.mark.parametrize("name", procedures())
def test_the_picture_shows_every_state_and_step(name):
    procedure = procedures()[name]
    picture = diagram(procedure)
    root = ElementTree.fromstring(picture)  # noqa: S314
    assert root.tag.endswith("svg")
    words = "".join(root.itertext())
    assert all(code in words for code in procedure.states)
    assert all((step.overlay or step.name.ru) in words for step in procedure.steps)
    assert sorted(code for layer in layers_of(procedure) for code in layer) == sorted(procedure.states)


def procedure(*steps: Step, **states: bool) -> Procedure:
    named = {code: State(NAME, terminal) for code, terminal in states.items()}
    return Procedure("x", NAME, "A", named, steps)


def step(action: str, from_: str, to: str, **more) -> Step:
    return Step(action, from_, to, actor="business", **{"source": "ст. 1", **more})


def test_a_state_that_nothing_leads_to_is_a_fault():
    found = faults_of(procedure(step("go", "A", "B"), A=False, B=True, C=True))
    assert found == ["state «C» cannot be reached"]


def test_an_end_that_is_left_is_a_fault():
    found = faults_of(procedure(step("go", "A", "B"), step("back", "B", "A"), A=False, B=True))
    assert found == ["«B» is an end but «back» leaves it"]


def test_a_state_without_a_way_out_that_is_no_end_is_a_fault():
    assert faults_of(procedure(step("go", "A", "B"), A=False, B=False)) == ["nothing leaves «B» and it is no end"]


def test_a_step_without_an_article_is_a_fault():
    assert faults_of(procedure(step("go", "A", "B", source=" "), A=False, B=True)) == ["«go» names no article"]


def test_a_step_to_an_unknown_state_is_a_fault():
    assert "no state «Z»" in faults_of(procedure(step("go", "A", "Z"), A=False))


def test_a_step_taken_by_time_needs_a_term():
    found = faults_of(procedure(step("go", "A", "B", by_time=True), A=False, B=True))
    assert found == ["«go» goes by time but has no term"]


def test_a_row_is_printed_with_reserved_fields_only_where_it_uses_them():
    ten = Term(10, DayKind.WORKING_DAYS, "ст. 1", key="x.y")
    plain = step("go", "A", "B", term=ten).as_dict()
    assert plain["term"] == {"key": "x.y", "amount": 10, "unit": "working_days", "source": "ст. 1", "verified": False}
    assert not {"overlay", "by_time", "effects", "clock"} & set(plain)
    assert step("mark", "A", "A", overlay="OVERDUE", by_time=True, term=ten).as_dict()["overlay"] == "OVERDUE"
