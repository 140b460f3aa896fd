"""How rows of control stand to «скачать мои данные»."""

from __future__ import annotations

# A case is its authority's too: its rows hold what the business may not read (59(4), 61.1(3), drafts). So they are not
# copied as they are; backend/control/personal_data.py tells what of them the business may take away.
NOT_AS_ROWS = {"info": {"somebody_elses": True}}
