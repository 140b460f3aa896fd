"""A number and what it counts stand on one line: no-break spaces where a sentence was written with plain ones.

Sentences come from templates, from Python and from the catalogue; whoever writes one thinks of its words. One look at
every sentence a page says holds its numbers together, so that nobody has to remember it.
"""

from __future__ import annotations

import re

from backend.web.formats import NBSP, bound

UNITS = "|".join(
    (
        "дн(?:ей|я|ям|ях|\\.)|день|сут(?:ок|ки)|недел[яьюи]|месяц(?:а|ев)?|лет|год(?:а|у)?|раза?|рабоч(?:ий|их)|календарных",
        "час(?:а|ов|ам)?|минут[аы]?|секунд[аы]?|мин|ч|г\\.",
        "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
        "тыс|млн|млрд|руб(?:л(?:ь|я|ей))?|₽|%",
        "человека?|работник(?:а|ов)?|требовани[ейя]|вопрос(?:а|ов)?|знак(?:а|ов)?|цифр[аы]?|мест[ао]?|м²|метр(?:а|ов)?|кВт|МБ",
        "days?|weeks?|months?|years?|times|working|calendar|hours?|minutes?|seconds?|min|h|a\\.m\\.|p\\.m\\.",
        "January|February|March|April|May|June|July|August|September|October|November|December",
        "thousand|million|billion|people|employees?|requirements?|questions?|characters?|digits?|kW|MB",
    )
)
# A number or the place of one in a sentence to be filled.
COUNTED = re.compile(rf"(?<=[0-9}}]) (?=(?:{UNITS})(?!\w))")
# 60 000 is one number; 8df3 760b, groups of a fingerprint, are none.
GROUPS = re.compile(r"(?:(?<=\b\d)|(?<=\b\d\d)|(?<=\b\d\d\d)) (?=\d{3}\b)", re.ASCII)
NUMBERED = re.compile(r"№ (?=[0-9{])")


def held(text: str) -> str:
    r"""Return a sentence whose numbers are not torn from their words.

    >>> held("За 24 часа, не больше 60 000 ₽: закон № 152-ФЗ, ст. 21 ч. 3")
    'За 24\xa0часа, не больше 60\xa0000\xa0₽: закон №\xa0152-ФЗ, ст.\xa021\xa0ч.\xa03'
    """
    return bound(NUMBERED.sub(f"№{NBSP}", GROUPS.sub(NBSP, COUNTED.sub(NBSP, text))))
