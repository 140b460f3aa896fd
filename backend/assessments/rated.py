"""What a mark is about: the words of the law where they are at hand without doubt, else our retelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from razdel import sentenize

from backend.assessments.models import Rated
from backend.errors import Invalid
from rules.faults import Fault
from rules.requirements import Requirement
from rules.text import Text

NO_SENTENCE = Text("Такого предложения в тексте нет.", "There is no such sentence in the text.")
CHOOSE = Text("Отметьте предложения этого текста.", "Tick sentences of this text.")

# Remarks of `official_edition` that say: another text, an unknown edition, or not read.
DOUBTS = re.compile(
    r"не\s+сверен|по памяти|не найден|не цитиру|не видн|не указан|изложени|разъяснени|письм|пропущен|опущен|"
    r"общая норма|цитат|консультаци|по постановлению|по сообщению|публикаци|постатейн|до поправок|"
    r"до переименования|прямо не говорит|выписка|перепечатка|материал|первое предложение|по тексту"
)
CODES = {
    "197-ФЗ": r"Трудовой кодекс|ТК РФ",
    "146-ФЗ": r"(Налоговый кодекс|НК) РФ, часть первая",
    "117-ФЗ": r"(Налоговый кодекс|НК) РФ, часть вторая",
    "74-ФЗ": r"Водный кодекс",
    "188-ФЗ": r"Жилищный кодекс",
    "190-ФЗ": r"Градостроительный кодекс",
    "200-ФЗ": r"Лесной кодекс",
    "230-ФЗ": r"ГК РФ, часть четвёртая",
}


def rates_law(requirement: Requirement) -> bool:
    """Whether a mark speaks of the words of the act itself: they are quoted from that act, with no remark on them."""
    edition = requirement.official_edition
    if not requirement.official or not edition or DOUBTS.search(edition):
        return False
    number = requirement.act.number
    named = CODES.get(number) or rf"(?<![0-9]){re.escape(number)}(?![0-9])"
    return bool(number) and re.search(named, edition) is not None


def rated_of(requirement: Requirement) -> Rated:
    """Return what is rated."""
    return Rated.LAW if rates_law(requirement) else Rated.RETELLING


def rated_text(requirement: Requirement) -> str:
    """Return the Russian text that is rated; marks and fragments speak of it."""
    if rates_law(requirement):
        return requirement.official or ""
    return requirement.plain.ru if requirement.plain else requirement.title.ru


def refuse_other_sentences(requirement: Requirement, numbers: Iterable[int]) -> None:
    """Refuse numbers of sentences that the rated text does not have.

    Raises:
        Invalid: one of them is too large.
    """
    held = len(sentences(rated_text(requirement)))
    if any(number >= held for number in numbers):
        raise Invalid([Fault("fragment", "fragments", NO_SENTENCE, CHOOSE)])


@lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, in order.

    >>> sentences("Повесьте вывеску. Укажите часы работы.")
    ('Повесьте вывеску.', 'Укажите часы работы.')
    """
    return tuple(part.text for part in sentenize(text))
