"""The receipt of a list: a hash that ties its verdicts to answers, day and edition."""

from __future__ import annotations

from dataclasses import dataclass

from backend.profiles.matching import BusinessMatch
from rules.matching.receipts import make_receipt

SHOWN = 16


@dataclass(frozen=True, slots=True)
class ListReceipt:
    """The receipt of one place, and how it is printed."""

    place: str
    sha256: str

    @property
    def short(self) -> str:
        """The first digits, in fours: enough to compare two papers by eye."""
        return " ".join(self.sha256[start : start + 4] for start in range(0, SHOWN, 4))


def receipts_of(match: BusinessMatch) -> tuple[ListReceipt, ...]:
    """Return the receipt of each place of a business."""
    edition = match.law.edition.sha256
    return tuple(
        ListReceipt(one.place.name, make_receipt(edition, match.on, one.known.facts, one.match.verdicts.items()).sha256)
        for one in match.places
    )
