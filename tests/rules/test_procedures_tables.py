"""What must hold of every table of steps, and that a faulty one is named."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from rules.procedures import (
    CLIENTS,
    EITHER,
    PLATFORM_ORDER,
    SYSTEMS,
    Clock,
    Procedure,
    State,
    Step,
    faults_of,
    procedures,
    unsaid_waits,
    working_copy,
)
from rules.procedures.anchors import ANCHORS
from rules.procedures.drawing import diagram, layers_of
from rules.procedures.outside import WAYS
from rules.roles import Role
from rules.terms import DayKind, Term
from rules.text import Text
from tests.rules.procedure_pages import files

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


@pytest.mark.parametrize("name", procedures())
def test_every_state_says_whom_it_waits_for_until_when_and_by_which_article(name):
    assert unsaid_waits(procedures()[name]) == []


@pytest.mark.parametrize("name", procedures())
def test_every_date_has_its_words(name):
    assert sorted(procedures()[name].anchors - set(ANCHORS)) == []


def test_no_words_are_kept_for_dates_that_no_table_names():
    assert set(ANCHORS) == {name for one in procedures().values() for name in one.anchors}


@pytest.mark.parametrize("name", procedures())
def test_a_step_that_no_statute_orders_says_whose_order_it_is(name):
    statutes = ("248-ФЗ", "ПП РФ", PLATFORM_ORDER)
    assert [step.action for step in procedures()[name].steps if not step.source.startswith(statutes)] == []


@pytest.mark.parametrize("name", procedures())
def test_each_step_a_business_only_records_is_open_to_the_authority_too(name):
    for step in procedures()[name].steps:
        if EITHER in step.guards and not step.overlay and not step.lowers:
            assert set(step.actors) & CLIENTS
            assert set(step.actors) - CLIENTS


def test_pages_and_pictures_are_what_the_tables_say():
    assert [path.name for path, content in files().items() if path.read_text("utf-8") != content] == []


def law_step(action: str, **more) -> Step:
    return step(action, "A", "B", **{"source": "248-ФЗ, ст. 1", **more})


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (law_step("go", term="appeal.file"), "«go» counts a term of the law from a click: name its anchor"),
        (law_step("go", term="no.such"), "«go» has the term «no.such», which deadlines.yaml does not hold"),
        (law_step("go", outside="fax"), "«go» is done in «fax», which nobody knows"),
        (law_step("go", in_term=True), "«go» speaks of a term and has none"),
        (law_step("go", lowers="STAYED"), "«go» takes down «STAYED», which no row raises"),
        (law_step("go", unless="TOLD"), "«go» is closed by «TOLD», which no row raises"),
        (law_step("go", overlay="MARK"), "«go» raises a mark and must leave the state as it is"),
        (law_step("go", clock=Clock("appeal.file", "pauses", "x")), "«go», clock «appeal.file»: no row starts it"),
        (
            law_step("go", clock=Clock("appeal.file", "starts")),
            "«go», clock «appeal.file»: from which date? name its anchor",
        ),
    ],
)
def test_a_faulty_row_is_named(row, fault):
    assert fault in faults_of(procedure(row, A=False, B=True))


def test_an_end_may_be_left_only_to_be_declared_void():
    rows = (step("go", "A", "B"), step("void", "B", "C"))
    states = {"A": State(NAME), "B": State(NAME, terminal=True), "C": State(NAME, terminal=True, undoes=True)}
    assert faults_of(Procedure("x", NAME, "A", states, rows)) == []


def test_a_row_with_two_clocks_prints_the_first_and_all_of_them():
    clocks = (Clock("appeal.file", "starts", "x"), Clock("appeal.decide", "stops"))
    shape = step("go", "A", "B", clock=clocks).as_dict()
    assert shape["clock"] == {"key": "appeal.file", "anchor": "x", "does": "starts"}
    assert [one["key"] for one in shape["clocks"]] == ["appeal.file", "appeal.decide"]


def test_a_term_that_only_control_types_set_is_printed_without_figures():
    shape = law_step("go", term="warning.objection", anchor="received_on").as_dict()
    assert shape["term"] == {
        "key": "warning.objection",
        "amount": None,
        "unit": None,
        "source": None,
        "verified": False,
    }
    assert shape["anchor"] == "received_on"


def test_a_step_done_elsewhere_is_a_working_copy_whatever_it_is_called():
    # Steps are called «Согласовать», «Акт подписан», «Отметить: жалоба подана»: none of these is «filed».
    assert set(WAYS) == set(SYSTEMS)
    told = [(row, working_copy(row)) for table in procedures().values() for row in table.steps if row.outside]
    assert {row.outside for row, _ in told} <= set(WAYS)
    for row, words in told:
        assert words.ru == f"Рабочая копия: оформите шаг «{row.name.ru}» {WAYS[row.outside].ru}"
        assert words.en == f"Working copy: put the step “{row.name.en}” on record {WAYS[row.outside].en}"
