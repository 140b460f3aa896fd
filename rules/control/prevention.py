"""What the statute says of warnings and preventive visits: who may ask, four refusals, what a warning may not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rules.text import Text

Truth = bool | None

# 52.1(1), (2): why a visit is mandatory.
GROUNDS: Mapping[str, Text] = {
    "RISK_CATEGORY": Text("категория риска: 52.1(1)1", "category of risk: 52.1(1)1"),
    "START_NOTICE": Text("уведомление о начале работы: 52.1(1)2", "notice of start of business: 52.1(1)2"),
    "PROGRAMME_EVENT": Text("событие из программы проверок: 52.1(1)3", "event of a programme: 52.1(1)3"),
    "ORDER": Text("поручение: 52.1(1)4", "an order: 52.1(1)4"),
    "GOVERNMENT_CASE": Text("случай, который назвало Правительство: 52.1(2)", "a case the Government names: 52.1(2)"),
}
# 52.2(4), in its order; the law knows no other.
REFUSALS: Mapping[str, Text] = {
    "withdrawn": Text("просьбу отозвали: 52.2(4)1", "the request was withdrawn: 52.2(4)1"),
    "impossible_within_six_months": Text(
        "за полгода до просьбы визит сорвался по вине просившего: 52.2(4)2",
        "a visit failed through the applicant within six months: 52.2(4)2",
    ),
    "visited_within_year": Text(
        "за год до просьбы визит по просьбе уже был: 52.2(4)3", "a visit was held within a year: 52.2(4)3"
    ),
    "abusive": Text("в просьбе брань или угрозы: 52.2(4)4", "abuse or threats in the request: 52.2(4)4"),
}
# 52.2(1): who may ask.
APPLICANTS: Mapping[str, Text] = {
    "small_business": Text("малый бизнес или микробизнес", "a small or micro business"),
    "socially_oriented_nonprofit": Text("социально ориентированная НКО", "a socially oriented non-profit"),
    "institution": Text("государственное или муниципальное учреждение", "a state or municipal institution"),
}
SMALL, OTHER_SIZES = frozenset({"micro", "small"}), frozenset({"medium", "large"})
COMMERCIAL = frozenset({"ip", "ooo", "ao"})
# 52.2(7): only with consent.
BY_CONSENT: Mapping[str, Text] = {
    "SAMPLING": Text("отбор проб", "sampling"),
    "INSTRUMENTAL": Text("инструментальное обследование", "instrumental examination"),
    "TEST": Text("испытание", "test"),
}


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether somebody may ask for a visit: yes, no, None (not known), as whom, and why."""

    may: Truth
    applicant: str | None
    why: Text


def may_ask_for_visit(size: str | None, legal_form: str | None) -> Eligibility:
    """Return whether a business of this size (micro, small, medium, large) and legal form may ask for a visit.

    Source: 248-ФЗ art. 52.2(1).

    >>> may_ask_for_visit("small", "ooo").may, may_ask_for_visit("large", "ooo").may, may_ask_for_visit(None, "ooo").may
    (True, False, None)
    """
    if legal_form == "npd":
        return Eligibility(None, None, SELF_EMPLOYED)
    if size in SMALL:
        return Eligibility(True, "small_business", BY_REGISTER)
    if legal_form == "nko":
        return Eligibility(None, None, NONPROFIT)
    if size in OTHER_SIZES and legal_form in COMMERCIAL:
        return Eligibility(False, None, TOO_LARGE)
    return Eligibility(None, None, NOT_KNOWN)


BY_REGISTER = Text(
    "По вашим ответам вы малый бизнес: просить о визите можно.",
    "By your answers you are a small business: you may ask.",
)
TOO_LARGE = Text(
    "По вашим ответам вы не малый бизнес. О визите просят малый бизнес, социально ориентированные НКО и учреждения.",
    "By your answers you are no small business. Small businesses, socially oriented non-profits and institutions ask.",
)
NONPROFIT = Text(
    "Не знаем, социально ли вы ориентированная НКО или учреждение: только они из некоммерческих могут просить.",
    "Whether you are a socially oriented non-profit or an institution is not known: of non-profits only they may ask.",
)
SELF_EMPLOYED = Text(
    "Самозанятых без ИП закон здесь не называет. Спросите орган.",
    "The law does not name the self-employed here. Ask the authority.",
)
NOT_KNOWN = Text(
    "Не знаем, малый ли вы бизнес: нет ответа о размере.", "We do not know your size: the answer is missing."
)

MONTH = r"(?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр)"
WEEKDAY = (
    r"(?:(?:понедельник|вторник|четверг)[ау]|сред[ыеу](?=\s*(?:[,.;]|$))|(?:пятниц|суббот)[ыеу]|воскресень[яюе])\b"
)
# Whole words: «час» is not «часть» or «часто», and rush hour («час пик») is no term.
SPAN = r"(?:час(?:а|ов)?\b(?!\s+пик)|сут(?:ок|ки)?\b|дн(?:я|ей)?\b|недел(?:ьного|[ьияею]+)\b|месяц(?:а|ев)?\b)"
AT_ONCE = r"(?:немедленно|незамедлительно)"
# What is done all day long names no day by which it has to be done.
ALL_DAY = r"(?:всего\s+)?(?:рабочего\s+)?дня\b(?!\s+со?\s)"
# "From Monday to Friday" and "from the 23rd to the end of the month" say when something goes on.
RANGE = re.compile(
    rf"(?<!устраните )(?<!устранить )\b(?:со?|от)"
    rf"\s+(?:{WEEKDAY}|\d{{1,2}}-го)\s+(?:и\s+)?до\s+(?:{WEEKDAY}|конца\s+месяца\b)",
    re.IGNORECASE,
)
# A term before an event, or after something begins or ends, is the rule's own and no term to mend a fault.
DEADLINE = re.compile(
    rf"(?:\bдо|\bк|не позднее|не позже)\s+(?:\d{{1,2}}[./]\d{{1,2}}|\d{{1,2}}(?:-го)?\s+{MONTH}|{WEEKDAY})\S*"
    rf"|(?:не позднее|не позже)\s+(?!чем\s+за\s)(?:\S+\s+){{0,3}}?{SPAN}(?!\s+после\s+(?:начал|окончани))"
    r"|\b(?:устран|исправ)\w*\s+(?:\S+\s+){0,3}?(?:не позднее|не позже)\s+чем\s+за\s+\S+"
    rf"|\bдо\s+конца\s+(?:\S+\s+)?(?:{SPAN}|квартала\b|года\b|{MONTH}[ая]?\b)"
    r"|\bв срок\b|\bсрок\w*\s+(?:устранени|исполнени|представлени)\w*"
    r"|\bв\s+(?:\S+\s+)?\S*(?:дневн|недельн|месячн|часов)\w*\s+срок\b"
    rf"|\bв течение\s+(?!{ALL_DAY})(?:\S+\s+){{0,3}}?{SPAN}"
    rf"|\b{AT_ONCE}\s+устран\w*|\bустран\w*\s+(?:\S+\s+)?{AT_ONCE}",
    re.IGNORECASE,
)
# Only what is asked for («сообщите», «сообщить»): what people told or did not send is a fact.
TELL = (
    r"(?:сообщ(?:и|ите|ить|айте|ать)|уведом(?:ите|ьте|ить|ляйте|лять)|(?:про)?информир(?:уйте|овать)"
    r"|отчита(?:йтесь|ться)|отчитыва(?:йтесь|ться)|долож(?:ите|ить))\b"
)
HAND_IN = (
    r"(?:(?:представ|предостав|направ)(?:ь|ьте|ить|ляйте|лять|ление)|пришлите|прислать|присылайте"
    r"|переда(?:й|йте|ть))\b"
)
NEED = (
    r"(?:требуе(?:тся|м)|необходим(?:[аоы]|ост[ьи])?|нужн[аоы]?|должн[аоы]?\s+быть"
    r"|просим|прошу|просьба|чтобы|жд[её]м|жду)\b"
)
ASK = rf"(?:{TELL}|{HAND_IN}|{NEED}\s+(?:(?:о|вы)\s+)?(?:представ|предостав|направ|переда|пришл|присл)\w*)"
DONE = r"(?:(?:устранени|исполнени|выполнени|принят|результат)\w*|мер(?:ах|ы|е)?\b)"
PAPER = r"(?:информаци|сведени|отч[её]т|документ)\w*"
# Telling customers or employees hands the authority nothing.
OTHERS = r"(?:работник|сотрудник|клиент|пациент|покупател|потребител|посетител|родител|граждан)"
DEMAND = re.compile(
    rf"\b{ASK}\s+(?:(?!{OTHERS}(?:у|ам|ю|ям)\b)[\w«»,-]+\s+){{0,4}}?"
    r"(?:документ|сведени|информаци|копи|отч[её]т|пояснени|объяснени|подтвержд|фото|уведомлени"
    r"|в\s+(?:орган|инспекци|отдел|управлени|адрес))\w*"
    rf"|\b{TELL}\s+(?:(?!{OTHERS})\S+\s+){{0,3}}?об?\s+(?:\S+\s+)?{DONE}"
    rf"|\b{NEED}\s+(?:\w+\s+)?{PAPER}\s+об?\s+(?:устранени|принят(?:ых|ии)\s+мер)\w*"
    rf"|\b{PAPER}\s+об?\s+(?:\S+\s+)?{DONE}\s+(?:[\w«»,-]+\s+){{0,4}}?(?:{TELL}|{HAND_IN})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Banned:
    """Words that a warning may not hold: a deadline or a demand."""

    kind: str
    words: str


def banned_in_warning(text: str) -> Iterator[Banned]:
    """Yield the words of a warning that set a deadline or demand papers; it may hold neither.

    Source: 248-ФЗ art. 49(2).

    >>> [one.words for one in banned_in_warning("Уберите товар из прохода до 12 мая и направьте фото.")]
    ['до 12 мая', 'направьте фото']
    >>> list(banned_in_warning("Товар стоит в проходе. Освободите проход."))
    []
    """
    yield from (Banned("deadline", found.group()) for found in DEADLINE.finditer(RANGE.sub("", text)))
    yield from (Banned("demand", found.group()) for found in DEMAND.finditer(text))
