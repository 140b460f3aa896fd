"""Grounds on which an event comes into the year's plan, or out of it, within the year.

Source: Постановление Правительства РФ № 2428 от 31.12.2020. Nobody here has read its list: check the act.
"""

from __future__ import annotations

from dataclasses import dataclass

from rules.text import Text

ACT = "Постановление Правительства РФ № 2428 от 31.12.2020"
VERIFIED = False
NO_PLACE = "NO_PLACE"
WITH_EVENT = "WITH_EVENT"


@dataclass(frozen=True, slots=True)
class PlanGround:
    """A ground; `in_draft`: only while the plan is a draft, when no ground of the act is needed yet."""

    code: str
    title: Text
    in_draft: bool = False


INCLUSION = (
    PlanGround("CATEGORY_RAISED", Text("категорию риска повысили", "the category of risk was raised")),
    PlanGround("NEW_OBJECT", Text("объект отнесли к категории в этом году", "the object was categorised this year")),
    PlanGround("COURT", Text("решение суда", "a decision of a court")),
)
EXCLUSION = (
    PlanGround("CEASED", Text("деятельность прекращена", "the activity has ceased")),
    PlanGround("OBJECT_GONE", Text("объекта больше нет или он не работает", "the object is gone or out of use")),
    PlanGround("CATEGORY_LOWERED", Text("категорию понизили: плановых нет", "the category was lowered: none planned")),
    PlanGround("VISIT_INSTEAD", Text("вместо неё обязательный визит: 25(3)", "a mandatory visit instead: 25(3)")),
    PlanGround("MORATORIUM", Text("плановые проверки запрещены мораторием", "the moratorium bars planned events")),
    PlanGround("FORCE_MAJEURE", Text("обстоятельства непреодолимой силы", "force majeure")),
    PlanGround("PROSECUTOR", Text("замечание прокурора", "a remark of the prosecutor")),
    PlanGround("COURT", Text("решение суда", "a decision of a court")),
    PlanGround(WITH_EVENT, Text("проверку отменили её решением", "its event was called off")),
    PlanGround(NO_PLACE, Text("места в проекте не нашлось", "no place was found in the draft"), in_draft=True),
    PlanGround("BY_DRAFTER", Text("составитель убрал из проекта", "the drafter took it out"), in_draft=True),
)


def inclusion_grounds() -> tuple[PlanGround, ...]:
    """Return the grounds on which an event comes into a running plan.

    Source: ПП 2428, to be checked.

    >>> inclusion_grounds()[0].code
    'CATEGORY_RAISED'
    """
    return INCLUSION


def exclusion_grounds(*, draft: bool) -> tuple[PlanGround, ...]:
    """Return the grounds on which an event goes out of a plan; of a draft it may also go without one of the act.

    Source: ПП 2428, to be checked.

    >>> len(exclusion_grounds(draft=True)) - len(exclusion_grounds(draft=False))
    2
    """
    return tuple(one for one in EXCLUSION if draft or not one.in_draft)
