"""Grounds 8 and 9 of 42(1): the body it is sent to, and whether the court alone may decide."""

from __future__ import annotations

from collections.abc import Mapping

from calculators.appeal.addressee import possible
from calculators.appeal.answering import breach, clean, unknown
from calculators.appeal.doors import COURT, FINE, NO_PRETRIAL, court_only_of, door, governed, pretrial_of
from calculators.appeal.refusing import heading
from calculators.appeal.shapes import Addressee, BodyNode, Check, Filing
from rules.text import Text


def wrong_body(filing: Filing, chain: Mapping[str, BodyNode]) -> Check:
    """Ground 8: the body may not decide: another one by 40(2), or no appeal of 248-ФЗ at all.

    Source: 248-ФЗ art. 40(2), 42(1)8.
    """
    if filing.fine:
        ru, en = "Штраф по КоАП этим путём не обжалуют.", "A fine under КоАП does not go this way."
        return breach(*heading(8), ru, en, FINE.what_to_do)
    if governed(filing) is False:
        ru, en = "248-ФЗ здесь не действует.", "248-ФЗ does not apply here."
        return breach(*heading(8), ru, en, door(filing).what_to_do)
    right = possible(filing.author, chain)
    if filing.addressee is None:
        ru, en = "Куда подаёте, не известно.", "Where you file is not known."
        return unknown(*heading(8), ru, en, ("addressee",), _remedy(right, chain))
    if all(one.known and one.complete and filing.addressee not in one.bodies for one in right):
        ru, en = "Этот орган такую жалобу не решает.", "This body does not decide such an appeal."
        return breach(*heading(8), ru, en, _remedy(right, chain))
    missing = _missing(filing, right)
    if missing or not all(filing.addressee in one.bodies for one in right):
        ru, en = "Тот ли это орган, не ясно.", "Whether it is the right body is not known."
        return unknown(*heading(8), ru, en, missing, _remedy(right, chain))
    if len(right[0].bodies) > 1:
        ru, en = "Закон называет два органа: какой, скажет положение.", "The law names two bodies: the act says which."
        return clean(*heading(8), ru, en)
    return clean(*heading(8), "Орган верный.", "The body is the right one.")


def _missing(filing: Filing, right: tuple[Addressee, ...]) -> tuple[str, ...]:
    """Return what is not known of the way and, unless this body is right whatever it be, of the author."""
    missing = ["fine"] if filing.fine is None else []
    if governed(filing) is None:
        missing.append("control_type" if filing.regime is None and filing.control_type is None else "interaction")
    if all(filing.addressee in one.bodies for one in right):
        return tuple(missing)
    if filing.author.role is None and filing.author.body is not None:
        missing.append("author.role")
    elif len(right) > 1:
        missing.append("author.person")
    return tuple(dict.fromkeys((*missing, *(name for one in right if not one.complete for name in one.missing))))


def _remedy(right: tuple[Addressee, ...], chain: Mapping[str, BodyNode]) -> Text | None:
    """Name the bodies that are right whatever is still open; None while there is none."""
    sure = set.intersection(*(set(one.bodies) for one in right))
    names = [chain[body].name or body if body in chain else body for body in sorted(sure)]
    if not names:
        return None
    return Text(f"Подайте сюда: {' или '.join(names)}.", f"File it here: {' or '.join(names)}.")


def court_alone(filing: Filing) -> Check:
    """Ground 9: the law provides the court alone; also where the act on a municipal type excludes appeals, 39(4).

    Source: 248-ФЗ art. 39(3), 39(4), 40(4), 42(1)9.
    """
    if filing.court_only:
        return breach(*heading(9), "Закон оставляет только суд.", "The law leaves the court alone.", COURT.what_to_do)
    pretrial, court = pretrial_of(filing), court_only_of(filing)
    if pretrial is False:
        code, title, article = heading(9)
        ru, en = "Досудебную жалобу положение исключает.", "The act of the type excludes pre-trial appeals."
        return breach(code, title, f"{article}, ст. 39 ч. 4", ru, en, NO_PRETRIAL.what_to_do)
    if pretrial and (court is False or filing.fine):
        return clean(*heading(9), "Досудебная жалоба возможна.", "A pre-trial appeal is possible.")
    missing = ["pretrial_applies"] if pretrial is None else []
    missing += ["court_only"] if court is None and not filing.fine else []
    return unknown(*heading(9), "Возможна ли жалоба, не ясно.", "Whether an appeal is possible is not known.", missing)
