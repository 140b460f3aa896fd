"""What people type about themselves."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from backend.accounts.passwords import LONGEST, SHORTEST
from backend.web.forms import Input

Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s]{1,64}@[^@\s]+\.[^@\s]+$")]
Password = Annotated[str, StringConstraints(min_length=SHORTEST, max_length=LONGEST, strip_whitespace=False)]


class SignIn(Input):
    """The sign-in form."""

    email: Annotated[str, StringConstraints(min_length=1, max_length=254)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, strip_whitespace=False)]
    next: str = ""


class SignUp(Input):
    """The form of a new account."""

    email: Email
    name: Annotated[str, Field(min_length=1, max_length=200)]
    password: Password
    next: str = ""
