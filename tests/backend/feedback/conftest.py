"""A requirement, businesses that say something of it, the editor, the offices that answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from backend.accounts.models import Business
from backend.assessments.models import Flag, FlagKind, Mark, Rated
from backend.costs.models import OwnNumber
from backend.db.engine import open_session
from backend.feedback.collecting import collect
from backend.feedback.models import Feedback
from backend.feedback.sending import send_batch
from backend.law import current_law
from rules.roles import Role

SIGN, OTHER = "retail.signboard", "services.household_info"
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
NEUTRAL = "В пункте не сказано, на каком языке пишут часы работы на вывеске."
WORDS = "Непонятно на каком языке писать режим работы у входа в зал"


@pytest.fixture
def entry():
    """The requirement that is spoken of."""
    return current_law().edition.requirements[SIGN]


class Room:
    """What tests do behind the pages' back: signals of businesses, collecting, the Monday sending."""

    def __init__(self, engine, clock, entry, people):
        self.engine, self.clock, self.entry, self.people = engine, clock, entry, people

    def mark(self, business, *, clarity=1, feasibility=None, comment=WORDS, requirement=None):
        """Keep a mark of a business."""
        entry = requirement or self.entry
        about = {"requirement": entry.id, "requirement_version": entry.version, "rated": Rated.RETELLING}
        marks = {"clarity": clarity, "feasibility": feasibility, "clarity_tags": ["term"], "fragments": [0]}
        return self.keep(Mark(business_id=business.id, comment=comment, at=self.clock.now(), **about, **marks))

    def flag(self, business, kind=FlagKind.CONTRADICTION, text="Здесь одно, там другое, выполнить оба нельзя"):
        """Keep a flag of a business."""
        other = current_law().edition.requirements[OTHER]
        about = {"requirement": self.entry.id, "requirement_version": self.entry.version}
        versions = {"other": other.id, "other_version": other.version, "at": self.clock.now()}
        return self.keep(Flag(business_id=business.id, kind=kind, text=text, **about, **versions))

    def cost(self, business, **numbers):
        """Keep own numbers of a business."""
        about = {"requirement": self.entry.id, "recorded_at": self.clock.now()}
        return self.keep(OwnNumber(business_id=business.id, **about, **numbers))

    def keep(self, row):
        """Store a row; return its id."""
        with open_session(self.engine, write=True) as session:
            session.add(row)
            session.flush()
            made = row.id
            session.commit()
        return made

    def business(self, name="Кофейня «Зерно»", **more):
        """A business with an account."""
        row = Business(name=name, created_at=self.clock.now(), **more)
        with open_session(self.engine, write=True) as session:
            session.add(row)
            session.flush()
            session.refresh(row)
            session.expunge(row)
            session.commit()
        return row

    def collect(self):
        """Put signals before the editor."""
        with open_session(self.engine, write=True) as session:
            found = collect(session, self.clock.now())
            session.commit()
        return found

    def monday(self):
        """Go to the next Monday and send."""
        day = max(self.clock.moment, MONDAY)
        self.people.wait_until(day + timedelta(days=-day.weekday() % 7))
        with open_session(self.engine, write=True) as session:
            sent = [row.number for row in send_batch(session, self.clock.now())]
            session.commit()
        return sent

    def wait(self, **delta):
        """Let time pass; whoever has signed in comes back now and then."""
        self.people.wait_until(self.clock.moment + timedelta(**delta))

    def items(self, **values):
        """Return the items as they stand, oldest first."""
        with open_session(self.engine) as session:
            rows = session.exec(select(Feedback).order_by(Feedback.created_at, Feedback.id)).all()
            session.expunge_all()
        return [row for row in rows if all(getattr(row, name) == value for name, value in values.items())]


@pytest.fixture
def room(engine, clock, entry, person):
    """The hands of the tests."""
    return Room(engine, clock, entry, person)


@pytest.fixture
def office(person, entry):
    """An official of the authority that answers, for the whole country."""
    return person("office@example.ru", Role.REGULATOR, office=(entry.authority, ""))


@pytest.fixture
def item(room, owner):
    """One open item: the café could not understand the requirement."""
    room.mark(owner.business)
    room.collect()
    return room.items()[0]


@pytest.fixture
def statement(room, editor, office, item):
    """The item worded by the editor and sent: its number."""
    answer = editor.post_form(f"/desk/feedback/{item.id}/triage", {"statement": NEUTRAL, "region": ""})
    assert answer.status_code == 303, answer.text
    return room.monday()[0]
