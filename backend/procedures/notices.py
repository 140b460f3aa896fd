"""Words of reminders of terms."""

from __future__ import annotations

from backend.notifications.wording import Wording
from rules.text import Text

ABOUT = Text("{about}", "{about}")

NOTICES = {
    "term.50": Wording(
        Text("{what}: до {due}, прошла половина срока", "{what}: by {due}, half the term is over"), ABOUT
    ),
    "term.80": Wording(Text("{what}: до {due}, осталось мало времени", "{what}: by {due}, little time is left"), ABOUT),
    "term.days": Wording(Text("{what}: до {due}, осталось дней: {days}", "{what}: by {due}, days left: {days}"), ABOUT),
    "term.moved": Wording(
        Text("{what}: теперь до {due}, было до {before}", "{what}: now by {due}, it was by {before}"), ABOUT
    ),
    "term.100": Wording(Text("{what}: срок истёк {due}", "{what}: the term ended on {due}"), ABOUT),
}
