"""An entry of a plan: in it by approval or, in the year, on a ground; out of it on a ground; done."""

from __future__ import annotations

from rules.procedures.steps import Procedure, State, Step
from rules.roles import Role
from rules.text import Text

CLIENT = (Role.BUSINESS, Role.REPRESENTATIVE)
OFFICIAL = (Role.INSPECTOR, Role.AUTHORITY_HEAD)
LAW = "248-ФЗ, ст. 61; ПП РФ № 2428 от 31.12.2020"

STATES = {
    "PROPOSED": State(
        Text("В проекте плана", "In the draft of a plan"),
        no_term=Text("Пока план не утвердят", "Until the plan is approved"),
        expects=("include", "include_in_year"),
    ),
    "INCLUDED": State(
        Text("В плане", "In the plan"),
        no_term=Text("До дня, названного в плане", "Until the day named in the plan"),
        expects=("complete",),
    ),
    "EXCLUDED": State(Text("Исключена из плана", "Out of the plan"), terminal=True),
    "COMPLETED": State(Text("Проведена", "Held"), terminal=True),
}

STEPS = (
    Step(
        "include",
        "PROPOSED",
        "INCLUDED",
        actor=(Role.AUTHORITY_HEAD, "system"),
        source=LAW,
        name=Text("Включить: план утверждён", "Include: the plan is approved"),
        only_if="plan_is_approved",
        notify=CLIENT,
        outside="erknm",
    ),
    Step(
        "include_in_year",
        "PROPOSED",
        "INCLUDED",
        actor=Role.AUTHORITY_HEAD,
        source=LAW,
        name=Text("Включить в течение года", "Include within the year"),
        guard="ground_to_include",
        only_if="plan_is_running",
        needs=("inclusion_ground",),
        notify=(*CLIENT, Role.PROSECUTOR),
        outside="erknm",
    ),
    Step(
        "exclude",
        ("PROPOSED", "INCLUDED"),
        "EXCLUDED",
        actor=(Role.AUTHORITY_HEAD, Role.PROSECUTOR, "system"),
        source=LAW,
        name=Text("Исключить", "Exclude"),
        guard="ground_to_exclude",
        needs=("exclusion_ground",),
        notify=(*CLIENT, *OFFICIAL),
        effects=("exclude_event",),
        outside="erknm",
    ),
    Step(
        "complete",
        "INCLUDED",
        "COMPLETED",
        actor=(*OFFICIAL, "system"),
        source="248-ФЗ, ст. 61, ст. 87",
        name=Text("Отметить: проверка прошла", "Mark: the event was held"),
    ),
)

PROCEDURE = Procedure(
    name="event_plan_entry",
    title=Text("Проверка в плане", "Entry of a plan"),
    initial="PROPOSED",
    states=STATES,
    steps=STEPS,
)
