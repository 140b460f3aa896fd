"""Five ways to get more time: which of them is open to this business in this event, why, and what it is worth.

D1 is the right of art. 31(8); D2 asks for another day; D3 moves a preventive visit, D4 the papers, D5 a prescription.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rules.control.asking import Truth
from rules.control.event_reading import event_rules
from rules.text import Text


class Route(StrEnum):
    """The ways, in the order in which a person is asked about them."""

    ABSENCE = "D1"
    SHIFT = "D2"
    VISIT = "D3"
    PAPERS = "D4"
    DEFERRAL = "D5"


PERSONS = frozenset({"entrepreneur", "citizen"})
# Before the end of the event: 31(8) names no last day.
NOT_OVER = frozenset({"SCHEDULED", "IN_PROGRESS", "PAUSED", "IMPOSSIBLE"})
NO_RIGHT = Text(
    "Компании закон переноса не даёт (248-ФЗ, 31(8)). Попросите перенести.",
    "Companies have no right to postpone (248-FZ, 31(8)). Ask for a shift.",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides it: kind and state of the event, who is checked (None: not known), the causes its type lists.

    `demands` and `prescriptions` are how many wait for the business; `pending`: a request to move it is open already.
    """

    kind: str
    state: str
    person: str | None = None
    listed: tuple[str, ...] = ()
    demands: int = 0
    prescriptions: int = 0
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way: `opened` is yes, no or None for «it depends on what is not known», with the reason in words."""

    route: Route
    opened: Truth
    title: Text
    why: Text
    worth: Text
    proof: Text
    article: str


def ways(standing: Standing) -> tuple[Way, ...]:
    """Return all five ways, in order, each with whether it is open and why.

    Source: 248-ФЗ, ст. 31 ч. 7, 8, ст. 52.2 ч. 3, 6, ст. 80 ч. 4, ст. 93, 94; D2 is the platform's own order.

    >>> [way.opened for way in ways(Standing("ON_SITE", "SCHEDULED", "organisation"))]
    [False, True, None, False, False]
    """
    opened = {
        Route.ABSENCE: absence_open(standing),
        Route.SHIFT: shift_open(standing),
        Route.VISIT: (None, OWN_CASE),
        Route.PAPERS: _waiting(standing.demands, NO_DEMAND, A_DEMAND),
        Route.DEFERRAL: _waiting(standing.prescriptions, NO_PRESCRIPTION, A_PRESCRIPTION),
    }
    return tuple(Way(route, *_first(opened[route], TITLES[route]), *WORTH[route]) for route in Route)


def _first(found: tuple[Truth, Text], title: Text) -> tuple[Truth, Text, Text]:
    return found[0], title, found[1]


def absence_open(standing: Standing) -> tuple[Truth, Text]:
    """Return whether the right of art. 31(8) is open, and why: of an entrepreneur or a citizen, until the end."""
    known = event_rules().kinds.get(standing.kind)
    if known is not None and not known.contact:
        return False, Text("С вами тут не встречаются: переносить нечего.", "Nobody meets you here: nothing to move.")
    if standing.pending:
        return False, PENDING
    if standing.state == "POSTPONED":
        return False, MOVED
    if standing.state not in NOT_OVER:
        return False, OVER
    if standing.person is None:
        return None, Text(
            "Это право ИП и граждан. Кто вы, в проверке не указано.",
            "A right of entrepreneurs and citizens. The event does not say who you are.",
        )
    if standing.person not in PERSONS:
        return False, NO_RIGHT
    if not standing.listed:
        return True, Text(
            "Список причин в положении мы не читали: проверьте положение. Подать можно.",
            "We have not read the causes in the act: check it. You may file.",
        )
    return True, Text("Вы ИП или гражданин, проверка не кончилась.", "You are a person and the event is not over.")


def shift_open(standing: Standing) -> tuple[Truth, Text]:
    """Return whether a shift can be asked for, and why: a company, an announced event that has not begun."""
    if unannounced(standing.kind):
        return False, Text(
            "О такой проверке не предупреждают: сдвигать нечего.",
            "Such an event comes without notice: nothing to move.",
        )
    if standing.state == "POSTPONED":
        return False, PENDING if standing.pending else MOVED
    if standing.state != "SCHEDULED":
        return False, Text("Просить можно, пока проверка не началась.", "You may ask until the event begins.")
    if standing.pending:
        return False, PENDING
    if standing.person in PERSONS:
        return False, Text(
            "У вас есть право на перенос: оно сильнее просьбы.", "You have the right to postpone: it is worth more."
        )
    return True, Text("Проверка назначена и не началась.", "The event is set and has not begun.")


def unannounced(kind: str) -> bool:
    """Return whether the law knows no notice of a kind at all; a kind without a rule may have one.

    >>> unannounced("INSPECTION_VISIT"), unannounced("ON_SITE"), unannounced("RAID")
    (True, False, False)
    """
    known = event_rules().kinds.get(kind)
    if known is None:
        return False
    return not known.contact or (known.notice is not None and known.notice.hours is None)


def refusals(person: str | None, ground: str | None, listed: tuple[str, ...]) -> Iterator[str]:
    """Yield the grounds on which a request by art. 31(8) may be refused at all; what is not known stays possible.

    >>> list(refusals("entrepreneur", "ILLNESS", ("ILLNESS",)))
    ['NO_PROOF']
    """
    if person not in PERSONS:
        yield "NOT_A_PERSON"
    if not listed or ground not in listed:
        yield "NOT_LISTED"
    yield "NO_PROOF"


REFUSALS = {
    "NOT_A_PERSON": Text("просит не ИП и не гражданин", "neither an entrepreneur nor a citizen asks"),
    "NOT_LISTED": Text("такой причины нет в положении", "the act does not list this cause"),
    "NO_PROOF": Text("причина ничем не подтверждена", "nothing proves the cause"),
}
OVER = Text("Проверка не назначена или уже кончилась.", "The event is not set or is over already.")
MOVED = Text("Проверку перенесли, новой даты ещё нет.", "The event was moved, there is no new date yet.")
PENDING = Text("Вы уже просили: ждём ответа.", "You have asked already: an answer is due.")
OWN_CASE = Text("Визит переносят в его карточке.", "A visit is moved in its own card.")
NO_DEMAND = Text("Документов у вас сейчас не просят.", "No papers are demanded of you now.")
A_DEMAND = Text("У вас просят документы, срок идёт.", "Papers are demanded of you and the term runs.")
NO_PRESCRIPTION = Text("Предписания, которое надо исполнить, нет.", "There is no prescription to meet.")
A_PRESCRIPTION = Text("Есть предписание, срок идёт.", "There is a prescription and its term runs.")


def _waiting(count: int, none: Text, some: Text) -> tuple[Truth, Text]:
    return (True, some) if count else (False, none)


TITLES = {
    Route.ABSENCE: Text("Не могу присутствовать", "I cannot be there"),
    Route.SHIFT: Text("Попросить другой день", "Ask for another day"),
    Route.VISIT: Text("Сменить день визита", "Change the day of a visit"),
    Route.PAPERS: Text("Больше времени на документы", "More time for papers"),
    Route.DEFERRAL: Text("Отсрочить предписание", "Defer a prescription"),
}
WORTH = {
    Route.ABSENCE: (
        Text(
            "Орган обязан перенести до конца причины. Отказать может в трёх случаях. Ответ ждём 3\u00a0рабочих дня.",
            "The authority must move it until the cause ends; three grounds to refuse. Answer: 3\u00a0working days.",
        ),
        Text(
            "Больничный, повестка, билеты: что подтвердит причину.", "A sick note, a summons, tickets: what proves it."
        ),
        "248-ФЗ, ст. 31 ч. 7, 8",
    ),
    Route.SHIFT: (
        Text(
            "Орган решает сам и может отказать. Ответ ждём 3\u00a0рабочих дня.",
            "The authority decides and may refuse. Answer: 3\u00a0working days.",
        ),
        Text("Бумаг не нужно. Напишите причину и удобный день.", "No papers: give the reason and a day that suits."),
        "Порядок платформы «Ясно»: перенос мероприятия, п. 2",
    ),
    Route.VISIT: (
        Text(
            "День согласуют с вами за 20\u00a0рабочих дней; отозвать просьбу можно за 5\u00a0рабочих дней до визита.",
            "The day is agreed with you within 20\u00a0working days; withdraw 5\u00a0working days before the visit.",
        ),
        Text("Ничего не нужно.", "Nothing is needed."),
        "248-ФЗ, ст. 52.2 ч. 3, 6",
    ),
    Route.PAPERS: (
        Text(
            "Инспектор отвечает за 24\u00a0часа: продлит или нет.", "The inspector answers in 24\u00a0hours: yes or no."
        ),
        Text("Напишите, почему не успеваете.", "Write why you need more time."),
        "248-ФЗ, ст. 80 ч. 4",
    ),
    Route.DEFERRAL: (
        Text(
            "Решают за 5\u00a0рабочих дней. Отсрочка: до года от прежней даты.",
            "Decided in 5\u00a0working days. A deferral lasts up to a year from the old date.",
        ),
        Text("Покажите, почему к сроку не успеть.", "Show why the date cannot be met."),
        "248-ФЗ, ст. 93 ч. 1, ст. 94",
    ),
}
