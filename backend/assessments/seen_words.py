"""What signs say, in words."""

from __future__ import annotations

from collections.abc import Mapping

from calculators.seen import SeenStatus, Sign, SignKind
from rules.text import Text

STATUSES: Mapping[SeenStatus, Text] = {
    SeenStatus.KEPT: Text("похоже, соблюдено", "looks kept"),
    SeenStatus.NOT_KEPT: Text("похоже, нет", "looks not kept"),
    SeenStatus.NOT_SEEN: Text("не видно", "nothing is seen"),
}
SIGNS: Mapping[tuple[SignKind, bool | None], Text] = {
    (SignKind.PAPER, True): Text("Документ действует: {name}", "A paper is valid: {name}"),
    (SignKind.PAPER, False): Text("Документ кончился: {name}", "A paper has ended: {name}"),
    (SignKind.PAPER, None): Text("Есть документ: {name}", "There is a paper: {name}"),
    (SignKind.DATE, True): Text("Срок прошёл, сделано и записано", "The day has passed; done and recorded"),
    (SignKind.DATE, False): Text("Срок прошёл, записи нет", "The day has passed; nothing is recorded"),
    (SignKind.DATE, None): Text(
        "Срок прошёл, делали ли, не видно", "The day has passed; whether it was done is not seen"
    ),
    (SignKind.NOTICE, True): Text("Отметка об уведомлении: {name}", "The mark of a notice: {name}"),
    (SignKind.NOTICE, False): Text(
        "Работаете, а отметки об уведомлении нет", "You work, and there is no mark of a notice"
    ),
    (SignKind.NOTICE, None): Text("Отметка об уведомлении", "The mark of a notice"),
    (SignKind.REGISTER, None): Text("Выписка из реестра", "The register"),
    (SignKind.REGISTER, True): Text("Ответы сходятся с выпиской", "Answers agree with the register"),
    (SignKind.REGISTER, False): Text("Ответы расходятся с выпиской", "Answers differ from the register"),
    (SignKind.READING, True): Text("Ваша программа: в порядке. {name}", "Your program: in order. {name}"),
    (SignKind.READING, False): Text("Ваша программа: не в порядке. {name}", "Your program: not in order. {name}"),
    (SignKind.READING, None): Text("Показание программы: {name}", "A reading: {name}"),
}


def sign_words(sign: Sign) -> Text:
    """Return what a sign says.

    >>> from datetime import date
    >>> sign_words(Sign(SignKind.DATE, False, date(2026, 10, 25))).ru
    'Срок прошёл, записи нет'
    """
    said = SIGNS[sign.kind, sign.speaks]
    return Text(said.ru.format(name=sign.name).strip(" .:"), said.en.format(name=sign.name).strip(" .:"))
