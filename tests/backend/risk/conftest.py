"""The café of the self-assessment's tests, for the risk of a business."""

from __future__ import annotations

from tests.backend.assessments.conftest import cafe, cafe_facts  # noqa: F401
from tests.backend.control.api.conftest import attorneys, program_of, sides  # noqa: F401
