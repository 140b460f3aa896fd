"""A business beside the others: its own exact marks next to what is released of its peers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.assessments.models import Mark
from backend.costs.queries import duty_of, own_numbers, wage_of
from backend.profiles.matching import match_business
from backend.profiles.queries import load_profile
from backend.requirements.names import topic_name
from backend.statistics.counting import Silent
from backend.statistics.desk_view import SCORED
from backend.statistics.figures import Figure, Released, Subject
from backend.statistics.models import WindowPresence
from backend.statistics.words import segment_phrase
from calculators.money import kopecks
from calculators.portfolio import CostFlag, duty_cost
from calculators.release.shapes import Level, Segment
from calculators.release.yearly import cost_bin
from rules.requirements import Requirement
from rules.text import Text

EVERYBODY = Text("у всех бизнесов", "all businesses")
# Why answers do not enter releases, what to do, and where.
SILENT: Mapping[Silent, tuple[Text, Text, str]] = {
    Silent.ANONYMOUS: (
        Text("Без аккаунта оценки остаются у вас.", "Without an account your scores stay with you."),
        Text("Перенесите ответы в аккаунт.", "Move your answers into an account."),
        "/sign-up",
    ),
    Silent.MADE_UP: (
        Text("Этот бизнес придуман для показа.", "This business is made up for the demo."),
        Text("Чьи оценки считаются", "Whose scores count"),
        "/privacy/releases",
    ),
    Silent.NOT_PROVEN: (
        Text("ИНН не указан или не подтверждён.", "The tax number is missing or not proven."),
        Text("Укажите ИНН, дайте бумаги администратору или примите приглашение палаты.", "Name it and have it proven."),
        "/businesses",
    ),
    Silent.NOT_REGISTERED: (
        Text("Вашего ИНН нет в выписке из реестра.", "Your tax number is not in the extract of the register."),
        Text(
            "Сверьте ИНН. Если он верный, дождитесь новой выписки.", "Check it. If it is right, wait for a new extract."
        ),
        "/businesses",
    ),
    Silent.NO_SEGMENT: (
        Text("В выписке нет вашего основного кода ОКВЭД.", "The extract lacks your main OKVED code."),
        Text("Проверьте сведения в ЕГРЮЛ или ЕГРИП.", "Check your record in the state register."),
        "/businesses",
    ),
}


@dataclass(frozen=True, slots=True)
class Peers:
    """What is released of the others, as near to the business as there is: its group, all businesses, its topic."""

    figure: Figure
    level: Level
    who: Text

    def said(self, own: int, language: str, between: str) -> str:
        """Return «ваша оценка 2; у микробизнеса в услугах 2,4–3,1»."""
        if language == "en":
            return f"your score {own}; {self.who.en} {between}"
        return f"ваша оценка {own}; {self.who.ru} {between}"


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One's own mark of a requirement, with the peers of each measure where they are released."""

    entry: Requirement
    own: Mapping[str, int | None]
    peers: Mapping[str, Peers | None]


def peers_of(released: Released, entry: Requirement, measure: str, segment: Segment | None) -> Peers | None:
    """Return the nearest released figure; None where even the topic has none."""
    subject = Subject(entry.id, entry.version, entry.domain)
    cell = released.cells(subject, measure).get(segment) if segment else None
    if segment and cell:
        return Peers(cell, Level.CELL, segment_phrase(segment))
    if whole := released.whole(subject, measure):
        return Peers(whole, Level.REQUIREMENT, EVERYBODY)
    topic, name = released.topic(entry.domain, measure), topic_name(entry.domain)
    if topic is None:
        return None
    return Peers(topic, Level.DOMAIN, Text(f"по теме «{name.ru}»", f"on the topic “{name.en}”"))


def own_lines(
    marks: Mapping[str, Mark], entries: Mapping[str, Requirement], released: Released, segment: Segment | None
) -> list[OwnLine]:
    """Return a line for each requirement that the business has marked, by name."""
    known = sorted((entries[code] for code in marks if code in entries), key=lambda one: one.title.ru)
    return [own_line(marks[entry.id], entry, released, segment) for entry in known]


def own_line(mark: Mark | None, entry: Requirement, released: Released, segment: Segment | None) -> OwnLine:
    """Return one line; without a mark only what is released."""
    own = {str(measure): getattr(mark, str(measure), None) for measure in SCORED}
    return OwnLine(entry, own, {str(one): peers_of(released, entry, one, segment) for one in SCORED})


def windows_of(session: Session, business_id: str) -> Sequence[WindowPresence]:
    """Return the windows in which answers of the business could count, the newest first."""
    query = select(WindowPresence).where(WindowPresence.business_id == business_id)
    return session.exec(query.order_by(col(WindowPresence.window).desc())).all()


def own_cost_bin(session: Session, business: Business, entry: Requirement, today: date) -> int | None:
    """Return in which bin of the yearly release the business's own cost lies; None where it has counted none."""
    row = own_numbers(session, business.id).get(entry.id)
    if row is None:
        return None
    judged = match_business(load_profile(session, business), today).judged.get(entry.id)
    places = max(1, len(judged.applies_at)) if judged else 1
    cost = duty_cost(duty_of(entry.id, places, row), wage_of(session, business.id, today))
    if cost.flag is not CostFlag.OWN or cost.yearly_rub is None:
        return None
    return cost_bin(kopecks(cost.yearly_rub.likely))
