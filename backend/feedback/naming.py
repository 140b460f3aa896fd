"""The third door: a business names itself, having read exactly what the regulator will read. Nothing commits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from backend.accounts.models import Business
from backend.errors import Conflict
from backend.feedback.models import Door, Feedback, FeedbackKind
from backend.feedback.routing import NAME
from backend.feedback.service import open_item
from backend.permissions import Actor
from backend.procedures.runner import take_step
from backend.profiles.queries import load_profile
from rules.exact_json import canonical_json
from rules.requirements import Requirement
from rules.text import Text

NO_NAME = (
    Text("У бизнеса нет названия: назвать себя нечем.", "The business has no name to give."),
    Text("Впишите название в данных бизнеса.", "Enter a name among its details."),
)
OTHER_WORDS = (
    Text("Вы видели другой текст.", "You saw another text."),
    Text("Прочитайте его ещё раз и отправьте.", "Read it again and send it."),
)


@dataclass(frozen=True, slots=True)
class Named:
    """Exactly what the regulator will read of a business's own statement."""

    requirement: str
    version: str
    kind: FeedbackKind
    text: str
    name: str
    inn: str
    region: str

    @property
    def seal(self) -> str:
        """Return the hash of it: what was seen is what is sent."""
        said = [self.requirement, self.version, self.kind.value, self.text, self.name, self.inn, self.region]
        return hashlib.sha256(canonical_json(said)).hexdigest()


def preview(session: Session, business: Business, entry: Requirement, kind: FeedbackKind, text: str) -> Named:
    """Return what the regulator would read.

    Raises:
        Conflict: the business has no name.
    """
    if not business.name or business.run_key_hash is not None:
        raise Conflict(*NO_NAME)
    return Named(entry.id, entry.version, kind, text, business.name, business.inn or "", region_of(session, business))


def region_of(session: Session, business: Business) -> str:
    """Return the region of a business's first place; empty where it has not said."""
    places = load_profile(session, business).places
    found = places[0].known.get("region") if places else None
    return str(found.value or "") if found else ""


def send_named(
    session: Session,
    actor: Actor,
    business: Business,
    entry: Requirement,
    seen: Named,
    seal: str,
    now: datetime,
) -> Feedback:
    """Hand in what was previewed; it goes on Monday, and until then may be taken back.

    Raises:
        Conflict: what was seen was something else.
    """
    if seal != seen.seal:
        raise Conflict(*OTHER_WORDS)
    row = open_item(
        session,
        seen.kind,
        entry,
        now,
        door=Door.NAMED,
        statement=seen.text,
        business_id=business.id,
        named_as=seen.name,
        named_inn=seen.inn,
        region=seen.region,
    )
    take_step(session, NAME, row, "submit_named", actor, "business", now, given={"statement": seen.text})
    return row


def take_back(session: Session, actor: Actor, row: Feedback, now: datetime) -> None:
    """Take back what was not sent yet; its words and the name go at once.

    Raises:
        NotFound: it is not theirs to take back.
        Conflict: it was sent.
    """
    take_step(session, NAME, row, "take_back", actor, "business", now)
    row.statement = row.named_as = row.named_inn = ""
    session.add(row)
    session.flush()
