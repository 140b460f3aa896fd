"""What people type about themselves and their businesses."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, StringConstraints

from backend.accounts.numbers import inn_fault, ogrn_fault
from backend.accounts.passwords import LONGEST, password_fault
from backend.errors import Invalid
from backend.web.forms import DayText, Input, Model, read
from rules.faults import Fault
from rules.text import Text

LOCAL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
DOMAIN = r"[A-Za-z0-9а-яёА-ЯЁ-]{1,63}(\.[A-Za-z0-9а-яёА-ЯЁ-]{1,63})+"


def _address(value: str) -> str:
    """One spelling for one mailbox: small letters, a Cyrillic domain in its ASCII form."""
    local, _, domain = value.lower().partition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise ValueError("pattern") from None


def mailbox(value: str) -> str:
    """Return the one spelling of a mailbox that signs in; what is no address stays as typed, in small letters."""
    try:
        return _address(value)
    except ValueError:
        return value.lower()


def readable(value: str) -> str:
    """Refuse letters that cannot be seen or turn the line around: a name must look as it reads."""
    if any(unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for one in value):
        raise ValueError("pattern")
    return value


Email = Annotated[str, StringConstraints(max_length=254, pattern=rf"^{LOCAL}@{DOMAIN}$"), AfterValidator(_address)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(readable)]
BusinessName = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(readable)]
AnyPassword = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, strip_whitespace=False)]


class SignIn(Input):
    """The sign-in form."""

    email: Annotated[str, StringConstraints(min_length=1, max_length=254), AfterValidator(mailbox)]
    password: AnyPassword
    next: str = ""


class SignUp(Input):
    """The form of a new account."""

    email: Email
    name: Name
    password: str
    consent: Literal["1"]
    next: str = ""


class Address(Input):
    """The form that asks for a new password."""

    email: Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$"), AfterValidator(mailbox)]


class Profile(Input):
    """A person's own data."""

    name: Name
    language: Literal["ru", "en"]
    mail_notices: bool = False


class NewEmail(Input):
    """Another address, with the password."""

    email: Email
    password: AnyPassword


class NewBusiness(Input):
    """A business: its name and, if the person likes, its numbers."""

    name: BusinessName
    inn: str = ""
    ogrn: str = ""


class NewInvitation(Input):
    """Whom to invite, and to what."""

    email: Email
    kind: Literal["owner", "member", "representative"]
    power_of_attorney: Annotated[str, StringConstraints(max_length=100), AfterValidator(readable)] = ""
    until: Annotated[date | None, DayText] = None


class NewKey(Input):
    """A program's key."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(readable)]
    business_id: str
    days: Literal["30", "90", "180", "365"]


class NewOfficeKey(Input):
    """A key of a person in office: for which of their grants."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(readable)]
    office: str
    days: Literal["30", "90", "180", "365"]


class NewGrant(Input):
    """A role for a person; people of an authority belong to its code and region."""

    role: str
    authority: str = ""
    region: Annotated[str, StringConstraints(pattern=r"^([0-9]{2})?$")] = ""


CONSENT = Fault(
    "consent_missing",
    "consent",
    Text("Без согласия мы не можем хранить имя и почту.", "Without consent we may not keep name and address."),
    Text(
        "Прочитайте и отметьте согласие, или пользуйтесь без аккаунта.",
        "Read and tick it, or go on without an account.",
    ),
)
EMAIL_SHAPE = Fault(
    "email_shape",
    "email",
    Text("Это не похоже на адрес почты.", "This does not look like a mail address."),
    Text("Нужен вид anna@example.ru.", "It should look like anna@example.com."),
)


def read_all(schema: type[Model], values: Mapping[str, Any], *more: Fault | None) -> Model:
    """Return the schema's model; `more` are faults found elsewhere, which replace those of the same field.

    Raises:
        Invalid: with every fault, in the order of the form.
    """
    extra = [fault for fault in more if fault is not None]
    taken = {fault.field for fault in extra}
    try:
        data = read(schema, values)
    except Invalid as refusal:
        own = [_worded(fault) for fault in refusal.faults if fault.field not in taken]
        order = list(schema.model_fields)
        raise Invalid(sorted([*own, *extra], key=lambda fault: _place(order, fault))) from None
    if extra:
        raise Invalid(extra)
    return data


def read_sign_up(values: Mapping[str, str]) -> SignUp:
    """Return the form of a new account.

    Raises:
        Invalid: with every fault.
    """
    return read_all(SignUp, values, new_password_fault(values, values.get("email", ""), values.get("name", "")))


def new_password_fault(values: Mapping[str, str], email: str, name: str) -> Fault | None:
    """Return what is wrong with the new password of a form."""
    return password_fault(values.get("password", ""), (email.partition("@")[0], *name.split()))


def number_faults(inn: str, ogrn: str) -> list[Fault]:
    """Return what is wrong with a business's numbers; both may be left out."""
    found = [inn_fault(inn) if inn else None, ogrn_fault(ogrn) if ogrn else None]
    faults = [fault for fault in found if fault is not None]
    if not faults and inn and ogrn and (len(inn) == 10) != (len(ogrn) == 13):
        message = Text(
            "ИНН и ОГРН от разных форм: ИП и компании.", "One number is a sole trader's, the other a company's."
        )
        remedy = Text(
            "У компании 10 и 13 цифр, у ИП 12 и 15.", "A company has 10 and 13 digits, a sole trader 12 and 15."
        )
        faults.append(Fault("numbers_differ", "ogrn", message, remedy))
    return faults


def _worded(fault: Fault) -> Fault:
    """Say in our words what the schema only calls a pattern or a literal."""
    if fault.field == "email" and fault.code in {"pattern", "missing", "string_too_short"}:
        return EMAIL_SHAPE
    return CONSENT if fault.field == "consent" else fault


def _place(order: list[str], fault: Fault) -> int:
    return order.index(fault.field) if fault.field in order else len(order)
