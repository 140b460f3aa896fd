"""When a case in a list is due: by the term that binds whoever it waits for, not by a right somebody may still use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from backend.procedures.queries import open_ends
from backend.requirements.dispute_views import late_words
from rules.procedures import procedures, terms_of_state
from rules.text import Text


@dataclass(frozen=True, slots=True)
class End:
    """The end of a term, in the time it was counted in; `right`: nothing binds, but until then one may appeal."""

    at: datetime
    right: bool = False

    def said(self, now: datetime) -> Text:
        """Return how near it is, in words."""
        words = late_words(self.at.date(), now.astimezone(self.at.tzinfo).date())
        return Text(f"жалоба {words.ru}", f"appeal {words.en}") if self.right else words


def ends_of(
    session: Session, procedure: str, states: Mapping[str, str], now: datetime, *, rights: bool = False
) -> dict[str, End]:
    """Return the nearest end of each case, given the states of cases by id; with `rights` that of an appeal too.

    A right counts where no term binds, and only while it lasts: a term to appeal that is over is nobody's delay.
    """
    table = procedures()[procedure]
    bound = {state: terms_of_state(table, state) for state in set(states.values())}
    found: dict[str, End] = {}
    for case_id, key, at in open_ends(session, procedure, states):
        right = key not in bound[states[case_id]]
        if right and not (rights and key.startswith(APPEAL) and at > now):
            continue
        end, known = End(at, right), found.get(case_id)
        if known is None or (end.right, end.at) < (known.right, known.at):
            found[case_id] = end
    return found


APPEAL = "appeal."
