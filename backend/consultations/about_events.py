"""Whether a question is about a control event, not about requirements: 248-ФЗ art. 50(6)."""

from __future__ import annotations

import re
from collections.abc import Iterable

# The number of a control event in the register: a question that holds one is about an event.
EVENT_NUMBER = re.compile(r"(?<![0-9])[0-9]{20}(?![0-9])")
# A bare figure is also a unit of an act or a quantity: it names an event only beside a word for one.
NOUNS = r"(?<![a-zа-яё])(?:проверк|решени|мероприяти|акт[аеуо]?м?\s|визит|event|inspection|decision)"
BARE = r"{nouns}[^.;!?\n]{{0,30}}?(?:№|N|No\.?|номер\w*|number)\s*{number}(?![\w/-]*\w)"
PLAIN = re.compile(r"[0-9]{1,8}")


def names_event(text: str, numbers: Iterable[str]) -> bool:
    """Return whether words hold a number of the register, or one of these numbers of events.

    >>> names_event("Проверка № 12: что взять с собой?", ["12"]), names_event("Нужен ли журнал по п. 12?", ["12"])
    (True, False)
    >>> names_event("По решению р-7/26 спросить можно?", ["Р-7/26"])
    True
    """
    said = text.casefold()
    return EVENT_NUMBER.search(text) is not None or any(_names(said, number.casefold()) for number in numbers)


def _names(said: str, number: str) -> bool:
    if PLAIN.fullmatch(number):
        return re.search(BARE.format(nouns=NOUNS, number=number).casefold(), said) is not None
    return re.search(rf"(?<![\w/-]){re.escape(number)}(?![\w/-]*\w)", said) is not None
