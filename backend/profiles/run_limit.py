"""How many runs may be begun from one address in an hour. No address is kept beside a run, nor anywhere else.

Counted in the memory of this process, under a hash whose key is made at its start: nothing is written, a restart
forgets it, and the count of one hour is dropped in the next.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from backend.web.call_limits import CallCounts
from backend.web.context import AnyRequest, settings_of
from backend.web.limits import address_of

HOUR = 3600
# A class that learns behind one address must get through; a script that fills the disk must not.
MOST_RUNS = 120


@dataclass
class RunCounts:
    """Runs begun in the running hour."""

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    counts: CallCounts = field(default_factory=lambda: CallCounts(HOUR))

    def count(self, address: str, now: datetime) -> None:
        """Count a run from an address.

        Raises:
            TooMany: as many as one address may begin in an hour were begun from this one.
        """
        self.counts.count(hmac.new(self.key, address.encode(), "sha256").hexdigest(), MOST_RUNS, now)


def count_run(request: AnyRequest, now: datetime) -> None:
    """Count a run about to begin; in the demo everybody sits at one machine and nothing is counted.

    Raises:
        TooMany: as many as one address may begin in an hour were begun from this one.
    """
    if settings_of(request).demo:
        return
    found: RunCounts = request.app.state.setdefault("run_counts", RunCounts())
    found.count(address_of(request), now)
