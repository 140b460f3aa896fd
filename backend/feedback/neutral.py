"""Whether a statement speaks of the text of the law alone: anybody can check it without knowing any business.

A statement goes to a regulator who must not learn from it that somebody complained: no words of theirs, no names and
numbers of businesses, no counts, no talk of complaints. Pure: no database, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rules.faults import Fault
from rules.text import Text

SHINGLE = 4  # so many words in a row are a quotation
SHORT = 3  # a text of so many words is quoted when all of them stand in a row
STEM = 5  # letters of a word that inflection leaves
LEAST, MOST = 20, 2000
WORD = re.compile(r"[а-яёa-z0-9]+")
ANY_WORD = re.compile(r"[А-ЯЁа-яёA-Za-z0-9]+")
LEGAL_FORMS = frozenset(
    ["ооо", "оао", "зао", "пао", "ао", "ип", "нко", "ано", "тсж", "кфх", "кафе", "магазин", "салон"]
)

WHO = (
    r"(?:бизнес|предпринимател|предприяти|компани|фирм|организаци|владел|заявител|пользовател|участник|респондент|"
    r"обращени|жалоб|сигнал|отзыв|оценок|оценки|оценка|ответов|голос|магазин|кафе\b|ресторан|салон|пекар|"
    r"производител|продавц|business|compan|entrepreneur|complaint|signal|report)\w*"
)
COUNT = (
    r"(?:\d[\d\u00a0]*|один|одна|одного|два|две|двое|двух|три|трое|трёх|трех|четыре|пять|шесть|семь|восемь|девять|"
    r"десять|десятки?|десятков|сотни|сотен|тысячи?|несколько|нескольких|много|многие|многих|больше|большинств\w+|"
    r"меньшинств\w+|половин[аы]|треть|четверть|ряд[ау]?|некотор\w+|отдельны\w+|единичн\w+|"
    r"several|many|most|some|two|three)"
)
# Who speaks, and what only people do; a duty to report is the law's own verb and is let through.
SPEAKERS = r"(?:бизнес|предприниматели|компании|владельцы|пользователи|заявители|участники|они)"
SAY = r"(?:пиш|жалу|жалов|пожал|недоум|отмеча|счита|говор|столкн|спраш|прос[ия]т|не\s+понима|не\s+поня|не\s+смог)\w*"
THEY_SAY = r"(?:пишут|сообщают|отмечают|говорят|считают|просят|указывают|утверждают|заявляют|спрашивают)"

COUNTS = re.compile(
    rf"\b{COUNT}\s+(?:[а-яёa-z]+\s+){{0,2}}?{WHO}|\b(?:часть|части)\s+{WHO}|\bкажд\w+\s+(?:втор|трет|пят|десят)\w+\b|"
    rf"\d\s*(?:%|процент\w*)\s+(?:{WHO}|опрош\w+|всех)|\b\d+\s+(?:раз\w*\s+)?(?:человек|людей)\s+{SAY}",
    re.IGNORECASE,
)
COMPLAINTS = re.compile(
    rf"жалу(?:ют|ет|ем)ся|жаловал|пожалова|\bжалоб\w*\s+(?:на\s+)?{WHO}|недовол|возмущ|к\s+нам\s+(?:поступ|обрат)|"
    rf"\b(?:поступ|получ|собра)\w+\s+(?:\w+\s+){{0,2}}(?:жалоб|сигнал|отзыв|оценк|обращени)\w*|"
    rf"\b{SPEAKERS}\s+(?:\w+\s+)?{SAY}|\b{THEY_SAY},?\s+(?:что|как)\b|"
    rf"\bпо\s+(?:мнению|словам|отзывам|оценкам)\s+{WHO}|\bпо\s+отзывам\b|complain|said that|according to",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(
    r"\b(?:я|мы|меня|мне|мной|нас|нам|нами|мой|моя|моё|мое|мои|моего|моей|наш(?:а|е|и|его|ей|их|им|ими)?)\b",
    re.IGNORECASE,
)
FORM_AND_NAME = re.compile(
    r"\b(?:ООО|ОАО|ЗАО|ПАО|АО|ИП|НКО|АНО|КФХ|ТСЖ)\s+(?:[«\"„]|[А-ЯЁA-Z])|"
    r"\b(?:[Кк]афе|[Мм]агазин|[Сс]алон|[Рр]есторан|[Пп]екарня|[Фф]ирма|[Кк]омпания)\s+[«\"„]"
)
PERSON = re.compile(
    r"\b[А-ЯЁ][а-яё]+\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?|\b[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+|"
    r"\b[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+(?:вич|вна|ична)\b"
)
TAX_NUMBER = re.compile(
    r"(?<!\d)(?:\d[ -]?){9}\d(?!\d)|(?<!\d)(?:\d[ -]?){11,12}\d(?!\d)|(?<!\d)(?:\d[ -]?){14}\d(?!\d)|"
    r"\b(?:ИНН|ОГРН|ОГРНИП|КПП)\b",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|https?://|\bwww\.|(?:\+7|\b8)[ (-]*\d{3}[ )-]*\d{3}|\b(?:[Уу]л|[Пп]росп|[Пп]ер)\.\s?[А-ЯЁ]"
)
# «часть 2», «п. 3»: numbers of provisions count nothing.
PROVISION = re.compile(
    r"\b(?:част\w*|ч\.|подпункт\w*|пункт\w*|пп?\.|стать\w*|ст\.|абзац\w*|раздел\w*|№)\s*\d[\d.,-]*", re.IGNORECASE
)
QUOTED = re.compile(r"[«“„\"]([^«»“”„\"]{2,})[»”\"]")

REWORD = Text("Скажите о тексте закона своими словами.", "Speak of the text of the law in your own words.")
FAULTS = {
    "counts": Text("В тексте есть число обращений или бизнесов.", "The text counts reports or businesses."),
    "complaint": Text("В тексте сказано, что кто-то пожаловался.", "The text says that somebody complained."),
    "first_person": Text("Текст написан от лица бизнеса.", "The text speaks as a business does."),
    "business": Text("В тексте назван бизнес.", "The text names a business."),
    "person": Text("В тексте назван человек.", "The text names a person."),
    "tax_number": Text("В тексте есть ИНН или другой номер бизнеса.", "The text holds a number of a business."),
    "contact": Text("В тексте есть адрес, телефон или почта.", "The text holds an address, a phone or a mail."),
    "words": Text("В тексте повторены слова бизнеса.", "The text repeats the words of a business."),
    "quoted": Text("В кавычках стоит не текст закона.", "What is quoted is not the text of the law."),
    "short": Text("Текст слишком короткий.", "The text is too short."),
    "long": Text("Текст длиннее 2 000 знаков.", "The text is longer than 2,000 characters."),
}
LEAVE_OUT = Text("Уберите это.", "Leave it out.")


def refusals(statement: str, own_words: Iterable[str] = (), names: Iterable[str] = (), law: str = "") -> list[str]:
    """Return why a statement is not neutral, as codes; none where it is.

    `own_words` are the texts of those who flagged, `names` their names and numbers, `law` the text of the requirement,
    which may be quoted.

    >>> refusals("В пункте не сказано, с какого дня считается срок хранения журнала.")
    []
    >>> refusals("Трое предпринимателей не поняли, с какого дня считается срок.")
    ['counts']
    """
    text = statement.strip()
    found = ["short"] if len(text) < LEAST else []
    found += ["long"] if len(text) > MOST else []
    found += ["counts"] if COUNTS.search(PROVISION.sub(";", text)) else []
    found += ["complaint"] if COMPLAINTS.search(text) else []
    found += ["first_person"] if FIRST_PERSON.search(_unquoted(text)) else []
    found += named(text, names)
    known = _stems(law)
    found += ["words"] if any(_repeats(text, words, known) for words in own_words) else []
    found += ["quoted"] if any(not _stands_in(part, known) for part in QUOTED.findall(text)) else []
    return found


def named(text: str, names: Iterable[str] = ()) -> list[str]:
    """Return how a text names somebody, as codes: a business, a person, a number, a way of contact.

    >>> named("Спросите ООО «Ромашка», ИНН 7701234567")
    ['business', 'tax_number']
    """
    found = ["business"] if FORM_AND_NAME.search(text) or any(_names(text, name) for name in names) else []
    found += ["person"] if PERSON.search(text) else []
    found += ["tax_number"] if TAX_NUMBER.search(text) else []
    return found + (["contact"] if CONTACT.search(text) else [])


def faults_of(codes: Sequence[str], field: str = "statement") -> list[Fault]:
    """Return the refusals a person reads."""
    return [Fault(code, field, FAULTS[code], REWORD if code in ("words", "complaint") else LEAVE_OUT) for code in codes]


def faults_of_public_words(text: str, field: str, names: Iterable[str] = ()) -> list[Fault]:
    """Return why words cannot stand on a public page: they name somebody."""
    return faults_of(named(text, names), field)


def _unquoted(text: str) -> str:
    return QUOTED.sub(" ", text)


def _stems(text: str) -> list[str]:
    return [word[:STEM] for word in WORD.findall(text.lower().replace("ё", "е"))]


def _shingles(stems: Sequence[str], size: int) -> set[tuple[str, ...]]:
    return {tuple(stems[at : at + size]) for at in range(len(stems) - size + 1)}


def _repeats(text: str, words: str, law: Sequence[str]) -> bool:
    """Whether words of somebody stand in the text in a row, other than words of the law, which are everybody's."""
    theirs = _stems(words)
    size = min(SHINGLE, len(theirs))
    if size < SHORT:
        return False
    return bool((_shingles(_stems(text), size) & _shingles(theirs, size)) - _shingles(law, size))


def _stands_in(part: str, law: Sequence[str]) -> bool:
    stems = _stems(part)
    return not stems or tuple(stems) in _shingles(law, len(stems))


def _names(text: str, name: str) -> bool:
    """Whether a text holds a name: its own words in a row, declined or not, without the legal form."""
    own = [word for word in WORD.findall(name.lower().replace("ё", "е")) if word not in LEGAL_FORMS]
    if not own or (len(own) == 1 and len(own[0]) < SHORT):
        return False
    words = ANY_WORD.findall(text.replace("ё", "е"))
    starts = range(len(words) - len(own) + 1)
    return any(all(_is(word, part) for word, part in zip(words[at:], own, strict=False)) for at in starts)


def _is(word: str, own: str) -> bool:
    """Whether a word of a text is a word of a name; a short one has to be written as a name."""
    if len(own) >= STEM:
        return word.lower()[:STEM] == own[:STEM]
    return word[0].isupper() and word.lower().startswith(own) and len(word) <= len(own) + 2
