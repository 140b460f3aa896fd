"""Looking at an address before it is kept: its text, then where its name leads now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from backend.accounts import limits
from backend.errors import Invalid
from backend.web.context import AnyRequest
from backend.webhooks import outside
from backend.webhooks.addresses import Address, read_address
from backend.webhooks.managing import event_faults
from rules.faults import Fault
from rules.text import Text

CHECKS = limits.Limit("webhook address", 30, timedelta(hours=1))
REFUSALS = {
    "not_resolved": (
        Text("Сервера с таким именем не найти.", "There is no server of this name."),
        Text("Сверьте имя или подождите, пока запись DNS разойдётся.", "Check the name, or wait for the DNS record."),
    ),
    "not_public": (
        Text("Имя ведёт во внутреннюю сеть.", "The name leads into a network of its own."),
        Text("Нужен сервер, который виден из интернета.", "A server that the internet sees is needed."),
    ),
}


def check_new(request: AnyRequest, text: str, events: Sequence[str], who: str) -> Address:
    """Return an address that may be kept. Call it before the request's own session is used: names take time.

    Nothing is looked up, and no try is spent, for what is wrong as it is written.

    Raises:
        Invalid: what is wrong with it, and with its events.
        TooMany: too many addresses were tried in this hour.
    """
    faults = event_faults(events)
    try:
        address = read_address(text)
    except Invalid as refusal:
        raise Invalid([*refusal.faults, *faults]) from None
    if faults:
        raise Invalid(faults)
    limits.count(request, CHECKS, who)
    if code := outside.sender().check(address):
        raise Invalid([Fault(code, "address", *REFUSALS[code])])
    return address
