"""Which sanction ranges concern a legal form: the own one first. Only ranges; relief by size is not counted here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rules.requirements import Sanction

# legal_form of the vocabulary → who answers first.
SUBJECTS = {"ip": "ip", "npd": "citizen", "ooo": "company", "ao": "company", "nko": "company"}
ORDER = ("company", "ip", "official", "citizen")
# A company's director answers beside it, so the official's range is shown with the company's.
BESIDE = {"company": ("official",), "ip": (), "citizen": ()}
AS_COMPANY = ("как юридическ", "как организац")


@dataclass(frozen=True, slots=True)
class SanctionRange:
    """One range in rubles: of which article, for whom; `own` when it is that of the business's form.

    `as_subject` names whose range is taken where the article has none for entrepreneurs.
    """

    article: str
    subject: str
    low: Decimal
    high: Decimal
    own: bool
    as_subject: str | None = None
    note: str | None = None


def sanction_ranges(sanctions: Iterable[Sanction], legal_form: str | None) -> tuple[SanctionRange, ...]:
    """Return the ranges that concern a legal form, own ones first, else in the order of the entry.

    An entrepreneur for whom the article names no range answers as an official, or as a company where the entry says
    so (КоАП РФ, ст. 2.4). An unknown form gets every range and none of them is own.

    >>> fine = Sanction("6.3", official=(Decimal(500), Decimal(1000)), company=(Decimal(10000), Decimal(20000)))
    >>> [(one.subject, one.as_subject, one.high) for one in sanction_ranges([fine], "ip")]
    [('ip', 'official', Decimal('1000'))]
    """
    subject = SUBJECTS.get(legal_form or "")
    found = [one for sanction in sanctions for one in _of(sanction, subject)]
    return tuple(sorted(found, key=lambda one: not one.own))


def highest_sanction(sanctions: Iterable[Sanction], legal_form: str | None) -> Decimal | None:
    """Return the highest amount that threatens the form itself, in rubles; None where no amount is known."""
    ranges = sanction_ranges(sanctions, legal_form)
    own = [one.high for one in ranges if one.own] or [one.high for one in ranges if legal_form is None]
    return max(own, default=None)


def suspension_possible(sanctions: Iterable[Sanction]) -> bool:
    """Return whether an article allows work to be suspended, as the notes of the entry say."""
    return any("приостан" in (sanction.note or "") for sanction in sanctions)


def _of(sanction: Sanction, subject: str | None) -> list[SanctionRange]:
    if subject is None:
        named = [(one, one) for one in ORDER]
        return [row for one, taken in named if (row := _range(sanction, one, taken, own=False))]
    rows = [_range(sanction, subject, _whose(sanction, subject), own=True)]
    rows += [_range(sanction, one, one, own=False) for one in BESIDE[subject]]
    return [row for row in rows if row]


def _whose(sanction: Sanction, subject: str) -> str:
    """Return whose range the subject answers by: an entrepreneur's own, or another's by the rule of art. 2.4."""
    if subject != "ip" or sanction.ip is not None:
        return subject
    note = (sanction.note or "").lower()
    as_company = "ип" in note and any(words in note for words in AS_COMPANY)
    return "company" if as_company and sanction.company is not None else "official"


def _range(sanction: Sanction, subject: str, taken: str, *, own: bool) -> SanctionRange | None:
    amounts: tuple[Decimal, Decimal] | None = getattr(sanction, taken)
    if amounts is None:
        return None
    low, high = amounts
    other = None if taken == subject else taken
    return SanctionRange(sanction.article, subject, low, high, own, other, sanction.note)
