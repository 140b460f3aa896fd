"""What is typed of a place."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from backend.web.forms import Input


class PlaceInput(Input):
    """What a place is called: an address or a name."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
