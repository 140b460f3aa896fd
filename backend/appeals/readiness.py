"""What a draft still lacks and until when it may be filed: the seven items, the nine grounds, the last second."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from backend.appeals.filing import bodies, filing_of
from backend.appeals.models import Appeal
from calculators.appeal import (
    Addressee,
    Check,
    Door,
    Filing,
    FilingTerm,
    RefusalGround,
    Timeliness,
    addressee,
    contents,
    door,
    precheck,
    term_of,
    timeliness,
    who,
)
from calculators.event_check import Result
from rules.text import Text

MOSCOW = "77"


@dataclass(frozen=True, slots=True)
class Readiness:
    """A draft put to the law: the way, who may file, the items, the grounds of refusal, where to, until when."""

    way: Door
    filer: tuple[Check, ...]
    items: tuple[Check, ...]
    refusals: tuple[RefusalGround, ...]
    addressee: Addressee
    term: FilingTerm | None

    @property
    def lacking(self) -> list[Check]:
        """Return the items of 41(1) and the rules of who may file that do not hold yet."""
        return [one for one in (*self.items, *self.filer) if one.result is not Result.CLEAN]

    @property
    def ready(self) -> bool:
        """Whether it can be filed as it stands: nothing lacks, and no ground of refusal is ahead."""
        return self.way.here and not self.lacking and not self.ahead

    @property
    def ahead(self) -> list[RefusalGround]:
        """Return the grounds on which the body would refuse."""
        return [one for one in self.refusals if one.result is Result.BREACH]


def readiness_of(session: Session, row: Appeal) -> Readiness:
    """Return how a draft stands."""
    filing, tree = filing_of(session, row), bodies(session)
    return Readiness(
        way=door(filing),
        filer=who(filing),
        items=contents(filing),
        refusals=precheck(with_regions(filing), tree),
        addressee=addressee(filing.author, tree),
        term=term_of(with_regions(filing)),
    )


def with_regions(filing: Filing) -> Filing:
    """Return the filing with regions: while one is not told the other's, else Moscow's, as for every case here."""
    known = filing.authority_region or filing.business_region or MOSCOW
    authority, business = filing.authority_region or known, filing.business_region or known
    return replace(filing, authority_region=authority, business_region=business)


def term_words(term: FilingTerm | None, now: datetime) -> dict[str, Any] | None:
    """Return the last moment of filing in words: how many days are left, or since when it is late."""
    if term is None:
        return None
    left = term.days_left(now)
    late = timeliness(term, now)
    said = Text(f"Осталось дней: {left}", f"Days left: {left}")
    if left == 0:
        said = Text("Сегодня последний день", "Today is the last day")
    if late is Timeliness.BETWEEN:
        said = Text("Срок у вас прошёл, у органа ещё идёт: решит человек", "Over with you, not yet with the body")
    elif late is Timeliness.LATE:
        said = Text("Срок прошёл: приложите просьбу его восстановить", "Late: attach a motion to restore the term")
    return {
        "until": term.shown_until,
        "said": said,
        "source": term.source,
        "late": late is not Timeliness.IN_TIME,
        "verified": term.verified,
    }
