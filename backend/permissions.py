"""Who may do what: one table of permissions by role. A route without a permission does not start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rules.roles import Role


class Scope(StrEnum):
    """What a member or representative may do for one business."""

    READ = "read"
    ANSWER = "answer"
    DISPUTE = "dispute"
    MANAGE = "manage"
    CONTROL = "control"  # control events: papers, motions, being there (248-ФЗ art. 31(5)–(6))


ALL_SCOPES = frozenset(Scope)


class Permission(StrEnum):
    """One right to one kind of screen or call."""

    PUBLIC = "public"  # anyone, also without an account
    OWN_BUSINESS = "own_business"  # the business of this browser or account: own list, answers, marks
    SIGNED_IN = "signed_in"
    BUSINESS_BY_KEY = "business_by_key"  # a program with the key of one business
    BUSINESS_MANAGE = "business_manage"
    DISPUTES_ANSWER = "disputes_answer"
    REGISTRY_EDIT = "registry_edit"
    PEOPLE_MANAGE = "people_manage"
    AUDIT_READ = "audit_read"
    OPERATIONS_READ = "operations_read"
    CONTROL_OWN = "control_own"  # a business with an account: its events, objects, visits
    CONTROL_ROOM = "control_room"  # every side of an event; what one sees there says the table of parts
    CONTROL_BY_KEY = "control_by_key"  # a program at a room: of a business, or of somebody in office
    CONTROL_WRITE_BY_KEY = "control_write_by_key"  # the same, changing something
    CONTROL_DESK = "control_desk"  # inspectors and heads of a body
    CONTROL_SIGN = "control_sign"  # heads of a body
    PROSECUTOR_DESK = "prosecutor_desk"
    OMBUDSMAN_DESK = "ombudsman_desk"
    CONSULTATIONS_ANSWER = "consultations_answer"


EVERY_ROLE = frozenset(Role)

# Every side of a control event.
_ROOM: frozenset[Role | None] = frozenset(
    {
        Role.BUSINESS,
        Role.REPRESENTATIVE,
        Role.INSPECTOR,
        Role.AUTHORITY_HEAD,
        Role.PROSECUTOR,
        Role.OMBUDSMAN,
    }
)

# None stands for somebody who has not signed in.
RIGHTS: Mapping[Permission, frozenset[Role | None]] = {
    Permission.PUBLIC: EVERY_ROLE | {None},
    Permission.OWN_BUSINESS: frozenset({Role.BUSINESS, Role.REPRESENTATIVE, None}),
    Permission.SIGNED_IN: EVERY_ROLE,
    Permission.BUSINESS_BY_KEY: frozenset({Role.BUSINESS, Role.REPRESENTATIVE}),
    Permission.BUSINESS_MANAGE: frozenset({Role.BUSINESS, Role.REPRESENTATIVE}),
    Permission.DISPUTES_ANSWER: frozenset({Role.REGULATOR, Role.EDITOR}),
    Permission.REGISTRY_EDIT: frozenset({Role.EDITOR}),
    Permission.PEOPLE_MANAGE: frozenset({Role.ADMIN}),
    Permission.AUDIT_READ: frozenset({Role.ADMIN}),
    Permission.OPERATIONS_READ: frozenset({Role.ADMIN}),
    Permission.CONTROL_OWN: frozenset({Role.BUSINESS, Role.REPRESENTATIVE}),
    Permission.CONTROL_ROOM: _ROOM,
    Permission.CONTROL_BY_KEY: _ROOM,
    Permission.CONTROL_WRITE_BY_KEY: _ROOM,
    Permission.CONTROL_DESK: frozenset({Role.INSPECTOR, Role.AUTHORITY_HEAD}),
    Permission.CONTROL_SIGN: frozenset({Role.AUTHORITY_HEAD}),
    Permission.PROSECUTOR_DESK: frozenset({Role.PROSECUTOR}),
    Permission.OMBUDSMAN_DESK: frozenset({Role.OMBUDSMAN}),
    # Not inspectors: what a business asks may never reach those who assess it (art. 50(7)).
    Permission.CONSULTATIONS_ANSWER: frozenset({Role.REGULATOR}),
}

# Staff who see or decide other people's affairs: without a second factor they get no further than setting one up.
SECOND_FACTOR = frozenset(
    {
        Role.INSPECTOR,
        Role.AUTHORITY_HEAD,
        Role.PROSECUTOR,
        Role.APPEAL_BODY,
        Role.REGULATOR,
        Role.EDITOR,
        Role.OMBUDSMAN,
        Role.ADMIN,
    }
)
BEFORE_SECOND_FACTOR = frozenset({Permission.PUBLIC, Permission.SIGNED_IN})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking, as far as rights go; the runner of procedures and the slices know no more of a person."""

    person_id: str | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    # Scopes by business: owner and members, representatives with their part; the anonymous run has its own business.
    scopes: Mapping[str, frozenset[Scope]] = field(default_factory=dict)
    business_id: str | None = None  # the one chosen now
    authority: str | None = None
    region: str | None = None
    session_id: str | None = None
    client_id: str | None = None
    anonymous_run: bool = False
    lacks_second_factor: bool = False  # their role needs one, and it is not set up yet
    reads_only: bool = False  # a key of an office without the right to write

    @property
    def signed_in(self) -> bool:
        """Whether an account stands behind the request."""
        return self.person_id is not None

    def may(self, permission: Permission) -> bool:
        """Whether one of the actor's roles holds the permission."""
        allowed = RIGHTS.get(permission, frozenset())
        if not self.signed_in:
            return None in allowed
        if self.lacks_second_factor:
            return permission in BEFORE_SECOND_FACTOR
        if self.reads_only and permission is Permission.CONTROL_WRITE_BY_KEY:
            return False
        return bool(self.roles & allowed)

    def may_for(self, business_id: str, scope: Scope = Scope.READ) -> bool:
        """Whether the actor may do this for that business."""
        return scope in self.scopes.get(business_id, frozenset())


NOBODY = Actor()
