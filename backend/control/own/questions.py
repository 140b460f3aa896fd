"""What «check the check» asks of a business: only what the papers do not tell and some test still needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from backend.control.cases.asking import Ask, AskKind
from backend.control.cases.naming import CATEGORIES
from calculators.event_check.others import MARKS
from rules.control import event_rules
from rules.text import Text

NONE = "none"
NO_GROUND = "NONE"
ONE_A_LINE = Text("Каждый с новой строки", "One on each line")
STATUSES = (
    ("in_force", Text("Действующее требование", "A requirement in force")),
    ("ended", Text("Уже не действует", "No longer in force")),
    ("not_a_requirement", Text("Это не обязательное требование", "No mandatory requirement")),
    ("not_applicable", Text("Действует, но не для нас", "In force, but not for us")),
)
APPROVALS = (
    ("given", Text("Согласовал", "Approved")),
    ("refused", Text("Отказал", "Refused")),
    ("not_asked", Text("Не спрашивали", "Was not asked")),
)
SIZES = (
    ("micro", Text("Микропредприятие", "Micro")),
    ("small", Text("Малое", "Small")),
    ("medium", Text("Среднее", "Medium")),
    ("large", Text("Не в реестре МСП", "Not in the SME register")),
)


def _yes(name: str, ru: str, en: str, hint: Text | None = None) -> Ask:
    return Ask(name, AskKind.YES_NO, Text(ru, en), hint, optional=True)


def _choice(name: str, ru: str, en: str, choices: Iterable[tuple[str, Text]]) -> Ask:
    return Ask(name, AskKind.CHOICE, Text(ru, en), choices=tuple(choices), optional=True)


def _moment(name: str, ru: str, en: str) -> Ask:
    return Ask(name, AskKind.MOMENT, Text(ru, en), optional=True)


def _lines(name: str, ru: str, en: str) -> Ask:
    return Ask(name, AskKind.LINES, Text(ru, en), ONE_A_LINE, optional=True)


SEEN = {
    "papers_held_by_state_asked": ("Требовали бумаги, которые есть у государства?", "Papers the state holds demanded?"),
    "papers_asked_before_start": ("Требовали бумаги до начала?", "Were papers demanded before the start?"),
    "samples_over_norm": (
        "Пробы взяли сверх нормы или не по правилам?",
        "Samples over the norm, or against the rules?",
    ),
    "tests_at_own_cost": ("Предлагали оплатить проверку?", "Were you asked to pay for the event?"),
    "filming_hindered": ("Мешали снимать или записывать?", "Was filming or recording hindered?"),
    "absent_without_notice": ("Проверяли без вас и без уведомления?", "Did it go on without you, untold?"),
    "identity_not_shown": (
        "Не показали удостоверение, решение или номер в ЕРКНМ?",
        "Was card, decision or the number in ERKNM not shown?",
    ),
}


def fixed_questions() -> Mapping[str, tuple[Ask, ...]]:
    """Return the questions by the key of EVENT.json that they fill."""
    marks = {code: (_yes(code, *SEEN[code]),) for code in MARKS}
    cases = {
        code: (_yes(code, f"В решении сказано: {one.title.ru}?", f"Does the decision say: {one.title.en}?"),)
        for code, one in event_rules().cases.items()
    }
    return _of_papers() | _of_course() | marks | cases


def _of_papers() -> dict[str, tuple[Ask, ...]]:
    """Return what stands in the decision, the plan and the registers."""
    grounds = [(code, one.title) for code, one in event_rules().grounds.items()]
    return {
        "ground": (
            _choice(
                "ground",
                "Какое основание названо в решении",
                "Which ground the decision names",
                [*grounds, (NO_GROUND, Text("Никакого", "None"))],
            ),
        ),
        "planned": (_yes("planned", "Проверка плановая?", "Is the event planned?"),),
        "in_plan": (
            _yes("in_plan", "Есть ли она в плане на сайте прокуратуры?", "Does it stand in the published plan?"),
        ),
        "category": (_choice("category", "Категория риска", "Category of risk", CATEGORIES.items()),),
        "size": (_choice("size", "Ваша категория в реестре МСП", "Your size in the SME register", SIZES),),
        "previous_same_event": (
            _yes("had_previous", "Была ли раньше такая же плановая проверка?", "Was there one like it before?"),
            Ask("previous_on", AskKind.DATE, Text("Когда она кончилась", "When it ended"), optional=True),
        ),
        "approval": (_choice("approval", "Что решил прокурор", "What the prosecutor decided", APPROVALS),),
        "people_named": (_lines("people_named", "Кто назван в решении", "Whom the decision names"),),
        "registry_number": (
            _yes("in_register", "Есть ли у проверки номер в ЕРКНМ?", "Has the event a number in ERKNM?"),
            Ask(
                "registry_number",
                AskKind.TEXT,
                Text("Номер в ЕРКНМ", "Number in ERKNM"),
                Text("20 цифр, рядом QR-код", "20 digits beside a QR code"),
                optional=True,
                most=40,
                register=True,
            ),
        ),
    }


def _of_course() -> dict[str, tuple[Ask, ...]]:
    """Return how the event went: notice, days, hours, who came and what they did."""
    actions = tuple((code, one.title) for code, one in event_rules().actions.items())
    return {
        "notice_at": (
            _yes("notified", "Вам сообщили до начала?", "Were you told before the start?"),
            _moment("notice_at", "Когда сообщили", "When you were told"),
        ),
        "start": (_moment("start", "Когда проверка началась", "When the event started"),),
        "end": (_moment("end", "Когда она кончилась", "When it ended"),),
        "working_days": (_whole("working_days", "Сколько рабочих дней шла", "Working days it took"),),
        "usual_working_days": (
            _whole("usual_working_days", "Сколько дней такая сделка или испытание занимает обычно", "Days it takes"),
        ),
        "same_events_in_year": (
            _whole("same_events_in_year", "Сколько таких проверок было за год", "Such events within the year"),
        ),
        "interaction_hours": (
            Ask(
                "interaction_hours",
                AskKind.DECIMAL,
                Text("Сколько часов инспекторы общались с вами", "Hours the inspectors dealt with you"),
                Text("Полчаса: 0,5", "Half an hour: 0.5"),
                optional=True,
                most=8784,
            ),
        ),
        "actions": (
            Ask("actions", AskKind.CHOICES, Text("Что делали", "What was done"), choices=actions, optional=True),
        ),
        "people_present": (
            _lines("people_present", "Кто приходил от органа", "Who came from the authority"),
            _lines("outsiders", "Кто участвовал ещё: не эксперт и не понятой", "Others: no expert, no witness"),
        ),
        "act_shown": (_yes("act_shown", "Акт вам показали?", "Were you shown the act?"),),
        "irrelevant_papers_asked": (
            _yes("irrelevant_papers_asked", "Требовали бумаги не по предмету?", "Papers beside the subject demanded?"),
        ),
        "originals_seized": (_yes("originals_seized", "Забирали оригиналы бумаг?", "Were originals seized?"),),
    }


def _whole(name: str, ru: str, en: str) -> Ask:
    return Ask(name, AskKind.WHOLE, Text(ru, en), optional=True, most=1000)


def norm_question(name: str, words: Text) -> Ask:
    """Return the question what a point of the decision is, where the registry does not tell."""
    ask = _choice(name, "", "", STATUSES)
    return Ask(ask.name, ask.kind, Text(f"Что такое «{words.ru}»", f"What “{words.en}” is"), None, ask.choices, True)


# What can be told only once the event has begun, and only once it is over.
COURSE = frozenset({"actions", "people_present", "irrelevant_papers_asked", "originals_seized", *MARKS})
COURSE -= {"papers_asked_before_start", "papers_held_by_state_asked"}
END = frozenset({"end", "working_days", "usual_working_days", "interaction_hours", "act_shown"})


def open_questions(
    missing: Collection[str], known: Mapping[str, Any], answers: Mapping[str, Any], *, begun: bool, over: bool
) -> tuple[Ask, ...]:
    """Return what to ask: what a test misses, what was seen or not, and what was answered before; never what is known.

    `known` is what the papers tell, by key of EVENT.json. What has not happened yet is not asked about.
    """
    found: list[Ask] = []
    for key, asks in fixed_questions().items():
        answered = any(answers.get(ask.name) is not None for ask in asks)
        early = (key in COURSE and not begun) or (key in END and not over)
        if known.get(key) is None and (answered or (not early and (key in missing or key in COURSE or key in MARKS))):
            found += asks
    return tuple(found)
