"""What people type about machine clients."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from backend.accounts.schemas import readable
from backend.web.forms import Input

Words = Annotated[str, StringConstraints(max_length=500)]


class NewClient(Input):
    """A client somebody asks for. `of` is an organisation's code; `ref` makes a form that is sent twice one client."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(readable)]
    purpose: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    of: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    ref: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16}$")]


class Decision(Input):
    """Why a client is approved or refused: its owners read it."""

    answer: Literal["approve", "refuse"]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class NewSecret(Input):
    """How long a secret lasts."""

    days: Literal["30", "90", "180", "365"]
