"""The nine grounds of 248-ФЗ art. 42(1) on which a body refuses to consider an appeal, seen before it is filed."""

from __future__ import annotations

from collections.abc import Mapping

from calculators.appeal.answering import breach, clean, unknown
from calculators.appeal.earlier_appeals import refused_before, repeated
from calculators.appeal.in_time import not_restored, too_late
from calculators.appeal.refusing import heading, numbered
from calculators.appeal.right_body import court_alone, wrong_body
from calculators.appeal.shapes import BodyNode, Check, Filing, RefusalGround
from rules.text import Text

AGAIN = Text(
    "По тем же основаниям подать снова нельзя: 248-ФЗ, ст. 40 ч. 8.",
    "It cannot be filed again on the same grounds: 248-ФЗ, art. 40(8).",
)
REWORD = Text(
    "Уберите эти слова: доводы сильнее без них (248-ФЗ, ст. 41 ч. 2).",
    "Take these words out: the arguments are stronger without them (248-ФЗ, art. 41(2)).",
)
DECIDED = Text(
    "Решение суда обжалуют в вышестоящий суд. В жалобе оставьте то, чего суд не решал.",
    "A judgment is appealed against in a higher court. Keep in the appeal what the court has not decided.",
)


def precheck(filing: Filing, chain: Mapping[str, BodyNode]) -> tuple[RefusalGround, ...]:
    """Return the nine grounds in order: clean, breach (the body would refuse) or unknown, with the way out.

    A breach rests on known facts alone. Source: 248-ФЗ art. 42(1).

    >>> found = precheck(Filing(withdrawn=True), {})
    >>> len(found), found[2].result.value, found[5].missing
    (9, 'breach', ('insulting',))
    """
    checks = (
        too_late(filing),
        not_restored(filing),
        _withdrawn(filing),
        _court_decided(filing),
        repeated(filing),
        _insulting(filing),
        refused_before(filing),
        wrong_body(filing, chain),
        court_alone(filing),
    )
    return tuple(numbered(n, check) for n, check in enumerate(checks, 1))


def _withdrawn(filing: Filing) -> Check:
    if filing.withdrawn is None:
        return unknown(*heading(3), "Отзывали ли её, не известно.", "Whether it was withdrawn is not known.", _m(3))
    if filing.withdrawn:
        return breach(*heading(3), "Жалобу отозвали.", "The appeal was withdrawn.", AGAIN)
    return clean(*heading(3), "Её не отзывали.", "It was not withdrawn.")


def _court_decided(filing: Filing) -> Check:
    if filing.court_decision is None:
        return unknown(*heading(4), "Решал ли суд, не известно.", "Whether a court decided is not known.", _m(4))
    if filing.court_decision:
        return breach(*heading(4), "Об этом уже есть решение суда.", "A court has decided on this.", DECIDED)
    return clean(*heading(4), "Суд об этом не решал.", "No court has decided on this.")


def _insulting(filing: Filing) -> Check:
    if filing.insulting is None:
        ru, en = "Слов жалобы ещё никто не читал.", "Nobody has read the words of the appeal yet."
        return unknown(*heading(6), ru, en, _m(6))
    if filing.insulting:
        ru, en = "В жалобе брань, оскорбления или угрозы.", "The appeal holds abuse, insults or threats."
        return breach(*heading(6), ru, en, REWORD)
    return clean(*heading(6), "Бранных слов и угроз нет.", "There is no abuse and there are no threats.")


def _m(n: int) -> tuple[str, ...]:
    return ({3: "withdrawn", 4: "court_decision", 6: "insulting"}[n],)
