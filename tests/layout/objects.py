"""Things of the café that routes name by an id: one factory for each kind of id.

A route with an id that has neither a factory nor a plain value fails the rights tests by name: add it here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session, select

from backend.accounts.models import (
    ApiKey,
    Business,
    LinkPurpose,
    Membership,
    OneTimeLink,
    Person,
    PersonSession,
    RoleGrant,
)
from backend.accounts.tokens import hash_of
from backend.assessments.models import CalendarFeed, Evidence, Flag, FlagKind
from backend.audit.models import AuditCheckpoint
from backend.clock import FixedClock
from backend.config import Settings
from backend.jobs.models import OutboxRow
from backend.law import current_law
from backend.notifications.models import Notice
from backend.papers.models import FileType
from backend.papers.service import store
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from backend.profiles.service import record_facts
from backend.reports.models import ShareLink
from backend.requirements.models import Dispute, DisputeFile, DisputeMessage, EditorTask, Ground
from rules.profiles import read_facts
from rules.requirements import Requirement
from tests.layout import (
    objects_appeals,
    objects_clients,
    objects_control,
    objects_feedback,
    objects_ombudsman,
    objects_statistics,
    objects_threads,
    objects_webhooks,
)

PROFILE = Path(__file__).parents[2] / "rules" / "examples" / "cafe.yaml"
DAY = date(2026, 11, 28)


@dataclass(frozen=True)
class World:
    """The café, its owner, and where things are kept."""

    session: Session
    settings: Settings
    clock: FixedClock
    business: Business
    person: Person

    def keep(self, row: Any) -> str:
        """Store a row; return its id."""
        self.session.add(row)
        self.session.flush()
        return str(row.id)


@cache
def cafe_facts() -> dict[str, Any]:
    """What is known of the café."""
    raw = yaml.safe_load(PROFILE.read_text("utf-8"))["facts"]
    return dict(read_facts(raw, current_law().vocabulary))


@cache
def entry() -> Requirement:
    """A requirement of the café that recurs without a day in the law, so that every page of it exists."""
    law = current_law()
    verdicts = law.ruleset.match(cafe_facts(), DAY).verdicts
    return next(
        one
        for id_, one in sorted(law.edition.requirements.items())
        if verdicts.get(id_) == "applies"
        and one.authority == "rospotrebnadzor"
        and one.recurrence is not None
        and one.recurrence.mode == "recurring"
        and not one.recurrence.due
    )


def know(world: World) -> None:
    """Record what is known of the café."""
    place = list_places(world.session, world.business.id)[0]
    record_facts(world.session, world.business.id, place.id, cafe_facts(), Origin.ANSWER, world.clock.now())


def place(world: World) -> str:
    """A place of the café."""
    return list_places(world.session, world.business.id)[0].id


def dispute(world: World) -> str:
    """A dispute of the café that its authority has taken up."""
    row = Dispute(
        number=1,
        business_id=world.business.id,
        requirement=entry().id,
        requirement_version=entry().version,
        authority=entry().authority or "",
        region="77",
        place_id=place(world),
        ground=Ground.CONDITION,
        link_hash=hash_of(TOKENS["d"]),
        state="TAKEN",
        created_at=world.clock.now(),
    )
    return world.keep(row)


def dispute_file(world: World) -> str:
    """A file of the café's dispute."""
    at, content = world.clock.now(), b"%PDF-1.4\n%%EOF\n"
    row = world.session.exec(select(Dispute)).one()
    words = DisputeMessage(dispute_id=row.id, action="submit", from_business=True, text="Кухни нет.", at=at)
    about = {"dispute_id": row.id, "message_id": world.keep(words), "sha256": store(world.settings.data, content)}
    return world.keep(DisputeFile(name="план.pdf", size=len(content), type=FileType.PDF, at=at, **about))


def evidence(world: World) -> str:
    """A paper of the café, with its file."""
    content = b"%PDF-1.4\n%%EOF\n"
    about = {"business_id": world.business.id, "requirement": entry().id, "at": world.clock.now()}
    digest = store(world.settings.data, content)
    return world.keep(Evidence(sha256=digest, name="акт.pdf", size=len(content), type=FileType.PDF, **about))


def flag(world: World) -> str:
    """A contradiction the café has reported."""
    other = next(one for id_, one in sorted(current_law().edition.requirements.items()) if id_ != entry().id)
    versions = {"requirement_version": entry().version, "other_version": other.version, "at": world.clock.now()}
    ids = {"business_id": world.business.id, "requirement": entry().id, "other": other.id}
    return world.keep(Flag(kind=FlagKind.CONTRADICTION, text="Сроки разные", **ids, **versions))


def feed(world: World) -> str:
    """A calendar that the owner's phone follows."""
    ids = {"business_id": world.business.id, "person_id": world.person.id, "created_at": world.clock.now()}
    return world.keep(CalendarFeed(device="телефон", token_hash=hash_of(TOKENS["feeds"]), **ids))


def share(world: World) -> str:
    """A link by which the owner shows the list."""
    ids = {"business_id": world.business.id, "person_id": world.person.id, "created_at": world.clock.now()}
    ends = world.clock.now() + timedelta(days=30)
    return world.keep(ShareLink(label="бухгалтер", token_hash=hash_of(TOKENS["s"]), expires_at=ends, **ids))


def notice(world: World) -> str:
    """A notice to the owner."""
    about = {"person_id": world.person.id, "created_at": world.clock.now()}
    return world.keep(Notice(kind="dispute.accept", params={}, link="/list", **about))


def key(world: World) -> str:
    """A key of the owner's program."""
    ids = {"person_id": world.person.id, "business_id": world.business.id}
    ends = world.clock.now() + timedelta(days=30)
    row = ApiKey(name="учёт", key_hash=hash_of("a key"), expires_at=ends, created_at=world.clock.now(), **ids)
    return world.keep(row)


def invitation(world: World) -> str:
    """An invitation into the café that waits."""
    details = {"kind": "member", "scopes": ["read"], "power_of_attorney": "", "ends_at": None}
    row = OneTimeLink(
        purpose=LinkPurpose.INVITATION,
        token_hash=hash_of(TOKENS["invitations"]),
        person_id=world.person.id,
        business_id=world.business.id,
        email="invited@example.ru",
        details=details,
        expires_at=world.clock.now() + timedelta(days=3),
        created_at=world.clock.now(),
    )
    return world.keep(row)


def session_of_owner(world: World) -> str:
    """Another browser the owner has signed in with."""
    now = world.clock.now()
    return world.keep(PersonSession(person_id=world.person.id, token_hash=hash_of("t"), created_at=now, seen_at=now))


def member(world: World) -> str:
    """A member of the café."""
    query = select(Membership.id).where(Membership.business_id == world.business.id)
    return world.session.exec(query).first() or ""


def checkpoint(world: World) -> str:
    """A checkpoint of the log that everybody may take."""
    line = {"seq": 1, "hash": "0" * 64, "root": "0" * 64, "at": world.clock.now().isoformat(), "previous": None}
    return world.keep(AuditCheckpoint(seq=1, at=world.clock.now(), line={**line, "key": "", "signature": ""}))


def grant(world: World) -> str:
    """Some role somebody holds."""
    return world.session.exec(select(RoleGrant.id)).first() or ""


def outbox(world: World) -> str:
    """Work that was given up."""
    now = world.clock.now()
    return world.keep(OutboxRow(kind="notifications.send", payload={}, due_at=now, attempts=9, failed_at=now))


def task(world: World) -> str:
    """Something for the editor to look at."""
    return world.keep(EditorTask(requirement=entry().id, note="Проверьте условие.", created_at=world.clock.now()))


# Ids that belong to the café or its owner: for others such a thing does not exist.
OWNED: dict[str, Callable[[World], str]] = {
    "business_id": lambda world: world.business.id,
    "place_id": place,
    "dispute_id": dispute,
    "file_id": dispute_file,
    "evidence_id": evidence,
    "flag_id": flag,
    "feed_id": feed,
    "share_id": share,
    "notice_id": notice,
    "key_id": key,
    "link_id": invitation,
    "session_id": session_of_owner,
    "member_id": member,
    **objects_control.OWNED,
    **objects_appeals.OWNED,
    **objects_feedback.OWNED,
    **objects_ombudsman.OWNED,
    **objects_threads.OWNED,
    **objects_clients.OWNED,
    **objects_webhooks.OWNED,
}
# Ids of the installation: whoever may open the page may see them all.
OTHERS: dict[str, Callable[[World], str]] = {
    "person_id": lambda world: world.person.id,
    "grant_id": grant,
    "row_id": outbox,
    "task_id": task,
    "checkpoint_id": checkpoint,
    **objects_control.OTHERS,
    **objects_clients.OTHERS,
    **objects_feedback.OTHERS,
    **objects_statistics.OTHERS,
}
# Words in an address that name nobody's thing.
PLAIN: dict[str, Callable[[], str]] = {
    "requirement": lambda: entry().id,
    "requirement_id": lambda: entry().id,
    "fact": lambda: "employees",
    "action": lambda: "take",
    "language": lambda: "en",
    "purpose": lambda: "letters",
    "name": lambda: "dispute",
    **objects_control.PLAIN,
    **objects_appeals.PLAIN,
    **objects_feedback.PLAIN,
    **objects_ombudsman.PLAIN,
}
# Secret words in addresses, by the first part of the path; whoever has one may use it.
TOKENS = {name: f"a-secret-of-{name}" for name in ("d", "s", "feeds", "invitations", "sign-up", "password", "account")}


def make_all(world: World) -> dict[str, str]:
    """Make every thing once; return {name of the id: id}."""
    know(world)
    return {name: factory(world) for name, factory in (OWNED | OTHERS).items()}
