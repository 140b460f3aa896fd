"""Grounds 5 and 7 of 42(1): what earlier appeals of the same person say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from calculators.appeal.answering import breach, clean, undecided, unknown
from calculators.appeal.refusing import heading
from calculators.appeal.shapes import Check, EarlierAppeal, EarlierOutcome, Filing, Truth
from rules.text import Text

OTHER_GROUNDS = Text(
    "По другим основаниям жаловаться можно: выберите те, которых в прошлой жалобе не было.",
    "Other grounds are open: choose those the earlier appeal did not have.",
)
SOMETHING_NEW = Text(
    "Приведите новые доводы или обстоятельства: тогда этого основания нет.",
    "Bring new arguments or circumstances: then this ground falls away.",
)
WRONG_BODY, ABUSE, WITHDRAWAL = 8, 6, 3


def repeated(filing: Filing) -> Check:
    """Ground 5: the same person filed on the same grounds before; a withdrawn appeal counts, 40(8).

    An appeal that went to the wrong body did not reach the authorised one. One that was refused consideration was
    filed all the same: whether it counts an official decides. Source: 248-ФЗ art. 40(8), 42(1)5.
    """
    if filing.earlier is None:
        return unknown(*heading(5), "Были ли жалобы раньше?", "Were there earlier appeals?", ("earlier",))
    answers = [_repeats(one) for one in filing.earlier]
    if True in answers:
        ru, en = "По тем же основаниям жалоба уже была.", "There was an appeal on the same grounds already."
        return breach(*heading(5), ru, en, OTHER_GROUNDS)
    missing = tuple(_open(filing.earlier, _repeats, ("same_grounds", "outcome", "refusal_ground")))
    if missing:
        ru, en = "О прошлой жалобе известно не всё.", "Not all is known of an earlier appeal."
        return unknown(*heading(5), ru, en, missing)
    if None in answers:
        ru = "Прошлую жалобу с теми же основаниями не рассматривали: считать ли её, решит должностное лицо."
        en = "An earlier one on the same grounds was not considered: whether it counts an official decides."
        return undecided(*heading(5), ru, en, OTHER_GROUNDS)
    return clean(*heading(5), "По этим основаниям жалоб не было.", "There was no appeal on these grounds.")


def _repeats(one: EarlierAppeal) -> Truth:
    if one.same_grounds is False or one.refusal_ground == WRONG_BODY:
        return False
    if one.same_grounds is None or one.outcome is None:
        return None
    if one.outcome is not EarlierOutcome.REFUSED:
        return True
    return True if one.refusal_ground == WITHDRAWAL else None


def refused_before(filing: Filing) -> Check:
    """Ground 7: refused on the same subject so that no other appeal is open, and nothing new is said.

    A refusal for abuse or for the wrong body excludes nothing. Source: 248-ФЗ art. 42(1)7.
    """
    if filing.earlier is None:
        return unknown(*heading(7), "Отказывали ли раньше?", "Was there a refusal before?", ("earlier",))
    answers = [_bars(one) for one in filing.earlier]
    if all(answer is False for answer in answers):
        return clean(*heading(7), "Отказа, который закрыл бы путь, не было.", "No refusal has closed the way.")
    if filing.new_arguments:
        return clean(*heading(7), "Есть новые доводы или обстоятельства.", "There is something new.")
    if True in answers and filing.new_arguments is False:
        ru, en = "Раньше отказали, нового в жалобе нет.", "Refused before, and the appeal says nothing new."
        return breach(*heading(7), ru, en, SOMETHING_NEW)
    names = ("same_subject", "outcome", "bars_repeat")
    missing = [] if True in answers else [*_open(filing.earlier, _bars, names)]
    missing += ["new_arguments"] if filing.new_arguments is None else []
    ru, en = "О прошлом отказе известно не всё.", "Not all is known of an earlier refusal."
    return unknown(*heading(7), ru, en, missing, SOMETHING_NEW)


def _bars(one: EarlierAppeal) -> Truth:
    """Whether an earlier appeal was refused in a way that closes the way."""
    refused = None if one.outcome is None else one.outcome is EarlierOutcome.REFUSED
    bars = False if one.bars_repeat is None and one.refusal_ground in (ABUSE, WRONG_BODY) else one.bars_repeat
    parts = (one.same_subject, refused, bars)
    return False if False in parts else None if None in parts else True


def _open(
    earlier: tuple[EarlierAppeal, ...], judge: Callable[[EarlierAppeal], Truth], names: tuple[str, ...]
) -> Iterator[str]:
    """Yield the fields not told of appeals that settle nothing; the ground of a refusal only where there was one."""
    for index, one in enumerate(earlier):
        if judge(one) is not None:
            continue
        for name in names:
            asked = name != "refusal_ground" or one.outcome is EarlierOutcome.REFUSED
            if asked and getattr(one, name) is None:
                yield f"earlier[{index}].{name}"
